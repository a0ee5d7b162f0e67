//! The press: a verb for each kind of page.

use crate::context::Frame;
use crate::context::{
    Archive, ArchivePage, Article, ArticlePage, Contributor, ContributorPage, Corrections,
    CorrectionsPage, ErrorInfo, ErrorPage, FormInfo, FormPage, Front, FrontPage, History,
    HistoryPage, ImprintInfo, ImprintPage, LogInfo, LogPage, Revision, RevisionPage, SaidInfo,
    SaidPage, Search, SearchPage, Section, SectionPage, Standing, StandingPage, Topic, TopicPage,
    Trust, TrustPage, WithdrawnPage,
};
use crate::guarantee::Place;
use crate::heads;
use crate::pieces::coverage;
use crate::printing::{Job, Printer, cards, duty, front_cards, pieces, record};
use crate::setting::Setting;
use crate::theme::{ThemeAbout, ThemeFault};
use paper::articles::content::State;
use paper::reading::facts::TitleFacts;
use paper::reading::pages::{
    ArchiveFacts, ArticleFacts, CaseFormFacts, CaseSentFacts, CommentClosedFacts, CommentFormFacts,
    CommentSentFacts, ContributorFacts, CorrectionsFacts, ErrorFacts, FrontFacts, HistoryFacts,
    LogFacts, NoticeFormFacts, NoticeSentFacts, PageFacts, PastFacts, RevisionFacts, SectionFacts,
    TopicFacts,
};
use paper::reading::search::SearchFacts;
use paper::reading::trust::TrustFacts;
use std::path::PathBuf;

/// Why a page could not be printed, not even with a built-in theme.
#[derive(Debug, thiserror::Error)]
pub enum PressFault {
    /// A built-in theme failed.
    #[error(transparent)]
    Theme(#[from] ThemeFault),
    /// A theme left out what every page must show, and only it knows where that goes.
    #[error(
        "the theme `{theme}` does not show the {piece} on a page of kind `{kind}` where readers see it"
    )]
    Incomplete {
        /// The theme.
        theme: String,
        /// Kind of page.
        kind: &'static str,
        /// What is missing.
        piece: &'static str,
    },
    /// A feed could not be written down.
    #[error("a feed could not be written: {0}")]
    Writing(std::io::Error),
}

/// How a press is set up.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The folder with the newspaper's own themes, if there is one.
    pub themes: Option<PathBuf>,
    /// Read themes again for every page, for those who are writing one.
    pub live_reload: bool,
}

/// Prints pages. Cheap to share, keeps nothing but the themes it has read.
#[derive(Debug)]
pub struct Press {
    printer: Printer,
}

impl Press {
    /// A press with the built-in themes and those of a folder.
    pub fn new(settings: Settings) -> Press {
        Press {
            printer: Printer::new(settings),
        }
    }

    /// The card of an article as this title shows it, where it has one: it can be read, and has no picture of its own.
    ///
    /// # Errors
    /// The title's theme cannot be read.
    pub fn card(
        &self,
        title: &TitleFacts,
        facts: &ArticleFacts,
    ) -> Result<Option<crate::Card>, PressFault> {
        let setting = Setting::new(title);
        let (head, _) = heads::article(&setting, facts);
        let Some(bearing) = head.shared.and_then(|shared| shared.card) else {
            return Ok(None);
        };
        let accent = self.printer.accent(&setting)?;
        let (of, headline) = (&bearing.of, &bearing.headline);
        Ok(Some(crate::Card::new(of, headline, &title.name, &accent)))
    }

    /// Whether it reads its themes again for every page, so that the same facts need not give the same page.
    pub fn reads_themes_again(&self) -> bool {
        self.printer.reads_again()
    }

    /// Forgets the themes it has read, so that changed files count.
    pub fn reload(&self) {
        self.printer.reload();
    }

    /// Reads a theme and prints nothing: what is wrong with it, if anything.
    ///
    /// # Errors
    /// The first fault found in its manifest, inheritance or stylesheet.
    pub fn check_theme(&self, name: &str) -> Result<(), ThemeFault> {
        self.printer.check(name)
    }

    /// What a theme is: its colours, its files, the themes under it.
    ///
    /// # Errors
    /// As [`Press::check_theme`].
    pub fn about_theme(&self, name: &str) -> Result<ThemeAbout, ThemeFault> {
        self.printer.about(name)
    }

    /// Names of the themes a title can choose: the built-in ones, then those of the folder that can be read, by name.
    pub fn themes(&self) -> Vec<String> {
        self.printer.names()
    }

    /// The bytes and media type of a stylesheet or icon at a path below `/theme/`. Its address holds a hash of its
    /// bytes, so it may be kept for ever. `None` for what no page leads to any more.
    pub fn asset(&self, path: &str) -> Option<(Vec<u8>, &'static str)> {
        coverage::script(path).or_else(|| self.printer.asset(path))
    }

    /// The front page.
    ///
    /// # Errors
    /// As every verb of the press: only where a built-in theme fails.
    pub fn front(&self, title: &TitleFacts, facts: &FrontFacts) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let (head, place) = heads::front(&setting);
        self.printer.print(&setting, "front", |dress| {
            let front = Front::new(&setting, facts);
            let frame = Frame::new(
                &setting,
                dress,
                "front",
                &head,
                place,
                front.edition.clone(),
            );
            let mut duties = cards(front_cards(&front));
            let told = front.corrections.iter().map(|entry| &entry.record);
            duties.extend(pieces("correction", Place::BodyEnd, told));
            Job::new(&FrontPage { frame, front }, duties)
        })
    }

    /// A section's page.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn section(&self, title: &TitleFacts, facts: &SectionFacts) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let (head, place) = heads::section(&setting, facts);
        self.printer.print(&setting, "section", |dress| {
            let section = Section::new(&setting, facts);
            let date = facts
                .cards
                .first()
                .map(|card| setting.calendar.when(card.first_published));
            let frame = Frame::new(&setting, dress, "section", &head, place, date);
            let days = section.days.iter().flat_map(|day| &day.cards);
            let duties = cards(section.lead.iter().chain(&section.featured).chain(days));
            Job::new(&SectionPage { frame, section }, duties)
        })
    }

    /// An article's page; of a withdrawn or killed article, the notice that stands in its place.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn article(&self, title: &TitleFacts, facts: &ArticleFacts) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let (head, place) = heads::article(&setting, facts);
        let date = setting.calendar.when(facts.content.first_published);
        if facts.content.state != State::Live {
            return self.printer.print(&setting, "withdrawn", |dress| {
                let withdrawn = Article::withdrawn(&setting, facts);
                let frame = Frame::new(
                    &setting,
                    dress,
                    "withdrawn",
                    &head,
                    place,
                    Some(date.clone()),
                );
                let mut duties = record(&withdrawn);
                duties.extend(cards(&withdrawn.related));
                Job::new(&WithdrawnPage { frame, withdrawn }, duties)
            });
        }
        self.printer.print(&setting, "article", |dress| {
            let article = Article::now(&setting, facts);
            let frame = Frame::new(&setting, dress, "article", &head, place, Some(date.clone()));
            let mut duties = record(&article);
            duties.extend(cards(&article.related));
            Job::new(&ArticlePage { frame, article }, duties)
        })
    }

    /// One revision of an article, with a line that says which it is.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn revision(
        &self,
        title: &TitleFacts,
        facts: &RevisionFacts,
    ) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let (head, place) = heads::revision(&setting, facts);
        // The day the article appeared: its archive page lists it, which that of a later change need not.
        let date = setting.calendar.when(facts.article.content.first_published);
        self.printer.print(&setting, "revision", |dress| {
            let article = Article::new(&setting, &facts.article);
            let revision = Revision::new(&setting, facts);
            let frame = Frame::new(
                &setting,
                dress,
                "revision",
                &head,
                place,
                Some(date.clone()),
            );
            let mut duties = record(&article);
            duties.push(duty("banner", &revision.banner, Place::UnderHeadline));
            Job::new(
                &RevisionPage {
                    frame,
                    article,
                    revision,
                },
                duties,
            )
        })
    }

    /// How an article changed.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn history(&self, title: &TitleFacts, facts: &HistoryFacts) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let (head, place) = heads::history(&setting, facts);
        let date = facts
            .revisions
            .first()
            .map(|entry| setting.calendar.when(entry.content.first_published));
        self.printer.print(&setting, "history", |dress| {
            let history = History::new(&setting, facts);
            let frame = Frame::new(&setting, dress, "history", &head, place, date.clone());
            let versions = history.versions.iter();
            let told = versions.flat_map(|version| [&version.record, &version.difference]);
            let duties = pieces("version of the article", Place::Theme, told);
            Job::new(&HistoryPage { frame, history }, duties)
        })
    }

    /// A topic's page.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn topic(&self, title: &TitleFacts, facts: &TopicFacts) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let (head, place) = heads::topic(&setting, facts);
        let date = facts
            .cards
            .first()
            .map(|card| setting.calendar.when(card.first_published));
        self.printer.print(&setting, "topic", |dress| {
            let topic = Topic::new(&setting, facts);
            let frame = Frame::new(&setting, dress, "topic", &head, place, date.clone());
            let duties = cards(
                topic
                    .pinned
                    .iter()
                    .chain(&topic.lead)
                    .chain(topic.days.iter().flat_map(|day| &day.cards)),
            );
            Job::new(&TopicPage { frame, topic }, duties)
        })
    }

    /// A contributor's page.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn contributor(
        &self,
        title: &TitleFacts,
        facts: &ContributorFacts,
    ) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let (head, place) = heads::contributor(&setting, facts);
        let date = facts
            .cards
            .first()
            .map(|card| setting.calendar.when(card.first_published));
        self.printer.print(&setting, "contributor", |dress| {
            let contributor = Contributor::new(&setting, facts);
            let frame = Frame::new(&setting, dress, "contributor", &head, place, date.clone());
            let duties = cards(&contributor.cards);
            Job::new(&ContributorPage { frame, contributor }, duties)
        })
    }

    /// A page of the archive.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn archive(&self, title: &TitleFacts, facts: &ArchiveFacts) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let archive = Archive::new(&setting, facts);
        let (head, place) = heads::archive(&setting, facts, &archive.name);
        let date = facts
            .cards
            .first()
            .map(|card| setting.calendar.when(card.first_published));
        self.printer.print(&setting, "archive", |dress| {
            let frame = Frame::new(&setting, dress, "archive", &head, place, date.clone());
            let duties = cards(&archive.cards);
            Job::new(
                &ArchivePage {
                    frame,
                    archive: archive.clone(),
                    front: None,
                },
                duties,
            )
        })
    }

    /// The front page as it stood at a minute of the past.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn past(&self, title: &TitleFacts, facts: &PastFacts) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let archive = Archive::of_front(&setting, facts);
        let (head, place) = heads::past(&setting, &archive.name, &facts.path);
        let date = setting.calendar.when(facts.at);
        self.printer.print(&setting, "past", |dress| {
            let frame = Frame::new(&setting, dress, "past", &head, place, Some(date.clone()));
            let front = Front::new(&setting, &facts.front);
            let duties = cards(front_cards(&front));
            let page = ArchivePage {
                frame,
                archive: archive.clone(),
                front: Some(front),
            };
            Job::new(&page, duties)
        })
    }

    /// All corrections and their kin.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn corrections(
        &self,
        title: &TitleFacts,
        facts: &CorrectionsFacts,
    ) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let (head, place) = heads::corrections(&setting, facts);
        self.printer.print(&setting, "corrections", |dress| {
            let corrections = Corrections::new(&setting, facts);
            let frame = Frame::new(&setting, dress, "corrections", &head, place, None);
            let entries = corrections.changes.iter().map(|entry| &entry.record);
            let duties = pieces("correction", Place::Theme, entries);
            Job::new(&CorrectionsPage { frame, corrections }, duties)
        })
    }

    /// The search, before and after something was asked.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn search(&self, title: &TitleFacts, facts: &SearchFacts) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let (head, place) = heads::search(&setting, facts);
        self.printer.print(&setting, "search", |dress| {
            let search = Search::new(&setting, facts);
            let frame = Frame::new(&setting, dress, "search", &head, place, None);
            let duties = cards(search.hits.iter().map(|hit| &hit.card));
            Job::new(&SearchPage { frame, search }, duties)
        })
    }

    /// The log.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn log(&self, title: &TitleFacts, facts: &LogFacts) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let (head, place) = heads::log(&setting, facts);
        self.printer.print(&setting, "log", |dress| {
            let log = LogInfo::new(&setting, facts);
            let frame = Frame::new(&setting, dress, "log", &head, place, None);
            Job::new(&LogPage { frame, log }, Vec::new())
        })
    }

    /// The imprint.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn imprint(&self, title: &TitleFacts) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let (head, place) = heads::imprint(&setting);
        self.printer.print(&setting, "imprint", |dress| {
            let imprint = ImprintInfo::new(&setting);
            let frame = Frame::new(&setting, dress, "imprint", &head, place, None);
            let duties = vec![duty("imprint", &imprint.record, Place::UnderHeadline)];
            Job::new(&ImprintPage { frame, imprint }, duties)
        })
    }

    /// What the record says of a title.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn trust(&self, title: &TitleFacts, facts: &TrustFacts) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let (head, place) = heads::trust(&setting);
        self.printer.print(&setting, "trust", |dress| {
            let trust = Trust::new(&setting, facts);
            let frame = Frame::new(&setting, dress, "trust", &head, place, None);
            let duties = vec![duty("trust", &trust.record, Place::UnderHeadline)];
            Job::new(&TrustPage { frame, trust }, duties)
        })
    }

    /// A standing page.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn page(&self, title: &TitleFacts, facts: &PageFacts) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let (head, place) = heads::standing(&setting, facts);
        self.printer.print(&setting, "page", |dress| {
            let standing = Standing::new(&setting, facts);
            let frame = Frame::new(&setting, dress, "page", &head, place, None);
            Job::new(&StandingPage { frame, standing }, Vec::new())
        })
    }

    /// The form for a comment.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn comment_form(
        &self,
        title: &TitleFacts,
        facts: &CommentFormFacts,
    ) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let form = FormInfo::comment(&setting, facts);
        self.form(&setting, &form)
    }

    /// That no comment can be written, where the form would be.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn comment_closed(
        &self,
        title: &TitleFacts,
        facts: &CommentClosedFacts,
    ) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let said = SaidInfo::closed(&setting, facts);
        self.said(&setting, &said)
    }

    /// What became of a comment, for who sent it.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn comment_sent(
        &self,
        title: &TitleFacts,
        facts: &CommentSentFacts,
    ) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let said = SaidInfo::comment(&setting, facts);
        self.said(&setting, &said)
    }

    /// The form for a notice about a comment.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn notice_form(
        &self,
        title: &TitleFacts,
        facts: &NoticeFormFacts,
    ) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let form = FormInfo::notice(&setting, facts);
        self.form(&setting, &form)
    }

    /// What became of a notice, for who sent it.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn notice_sent(
        &self,
        title: &TitleFacts,
        facts: &NoticeSentFacts,
    ) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let said = SaidInfo::notice(&setting, facts);
        self.said(&setting, &said)
    }

    /// The form for a report of an error, or for a statement to be printed.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn case_form(
        &self,
        title: &TitleFacts,
        facts: &CaseFormFacts,
    ) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let form = FormInfo::case(&setting, facts);
        self.form(&setting, &form)
    }

    /// What became of a case, for who sent it.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn case_sent(
        &self,
        title: &TitleFacts,
        facts: &CaseSentFacts,
    ) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let said = SaidInfo::case(&setting, facts);
        self.said(&setting, &said)
    }

    fn form(&self, setting: &Setting<'_>, form: &FormInfo) -> Result<String, PressFault> {
        let article = &form.article;
        let (head, place) = heads::form(&form.headline, &article.name, &article.href);
        self.printer.print(setting, "form", |dress| {
            let frame = Frame::new(setting, dress, "form", &head, place, None);
            let duties = vec![duty("form", &form.body, Place::BodyEnd)];
            let form = form.clone();
            Job::new(&FormPage { frame, form }, duties)
        })
    }

    fn said(&self, setting: &Setting<'_>, said: &SaidInfo) -> Result<String, PressFault> {
        let article = &said.article;
        let (head, place) = heads::form(&said.headline, &article.name, &article.href);
        self.printer.print(setting, "said", |dress| {
            let frame = Frame::new(setting, dress, "said", &head, place, None);
            let said = said.clone();
            Job::new(&SaidPage { frame, said }, Vec::new())
        })
    }

    /// A page that says what went wrong and what to do.
    ///
    /// # Errors
    /// As [`Press::front`].
    pub fn error(&self, title: &TitleFacts, facts: &ErrorFacts) -> Result<String, PressFault> {
        let setting = Setting::new(title);
        let error = ErrorInfo::new(&setting, facts);
        let (head, place) = heads::error(&error.headline);
        self.printer.print(&setting, "error", |dress| {
            let frame = Frame::new(&setting, dress, "error", &head, place, None);
            let duties = cards(&error.suggestions);
            Job::new(
                &ErrorPage {
                    frame,
                    error: error.clone(),
                },
                duties,
            )
        })
    }
}
