//! An article, a revision of it, and the page of a withdrawn one.

use super::cards::{Card, Picture};
use super::comments::{self, Comment, CommentTurning};
use super::frame::{Frame, NavItem};
use crate::calendar::When;
use crate::html::{Html, escape};
use crate::pieces::share::{self, Share};
use crate::pieces::{byline, coverage, disclosure, labels, notes, record, report, sources};
use crate::setting::{Setting, direction};
use crate::text::{self, Printed};
use paper::copy::Kind;
use paper::reading::facts::{Link, PersonFacts, TranslationFacts};
use paper::reading::pages::{ArticleFacts, DossierFacts, RevisionFacts, Talk};
use serde::Serialize;

/// The page of an article.
#[derive(Debug, Clone, Serialize)]
pub struct ArticlePage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// The article.
    pub article: Article,
}

/// The page of an earlier revision.
#[derive(Debug, Clone, Serialize)]
pub struct RevisionPage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// The article as it was.
    pub article: Article,
    /// Which revision this is.
    pub revision: Revision,
}

/// The page of a withdrawn or killed article; its text is not there.
#[derive(Debug, Clone, Serialize)]
pub struct WithdrawnPage {
    /// What every page has.
    #[serde(flatten)]
    pub frame: Frame,
    /// What remains of the article.
    pub withdrawn: Article,
}

/// An article. The fields marked *record* are finished pieces a theme only places; what it leaves out is put in.
#[derive(Debug, Clone, Serialize)]
pub struct Article {
    /// Its path on this title.
    pub path: String,
    /// Its canonical address.
    pub canonical: String,
    /// BCP 47 where the text is not in the title's language.
    pub language: Option<String>,
    /// BCP 47 where the headline is not: a title may give a text in another language a headline in its own.
    pub headline_language: Option<String>,
    /// Writing direction of the text.
    pub direction: &'static str,
    /// The kind in one word: `news`, `opinion`…
    pub kind: &'static str,
    /// It is an opinion, to be set apart from news.
    pub opinion: bool,
    /// *Titolo*, as on this title.
    pub headline: String,
    /// *Occhiello*; may be empty.
    pub kicker: String,
    /// *Sommario*; may be empty.
    pub standfirst: String,
    /// Its section here.
    pub section: Option<NavItem>,
    /// *Record*: what kind of text it is, who paid, whether a machine wrote it. Empty for plain news.
    pub labels: Html,
    /// *Record*: who, where and when.
    pub byline: Html,
    /// *Record*: published, updated, minutes, sources, corrections, versions.
    pub record: Html,
    /// *Record*: corrections and updates; or why the article was withdrawn.
    pub notes: Html,
    /// *Record*: the sources, numbered.
    pub sources: Html,
    /// *Record*: the declared use of artificial intelligence.
    pub disclosure: Html,
    /// *Record*: where readers report an error, or ask that their statement be printed.
    pub report: Html,
    /// The picture at its head.
    pub picture: Option<Figure>,
    /// The text.
    pub body: Html,
    /// Words of the text.
    pub words: u32,
    /// When it first went out.
    pub published: When,
    /// Rights line; may be empty.
    pub rights: String,
    /// Its topics.
    pub topics: Vec<NavItem>,
    /// The dossiers it is a part of; they are among its topics too.
    pub dossiers: Vec<Dossier>,
    /// Ways to pass it on.
    pub share: Vec<Share>,
    /// Those who wrote it and have a page here.
    pub people: Vec<Person>,
    /// The same article in other languages.
    pub translations: Vec<Translation>,
    /// Where the original is, if on another title.
    pub original: Option<Original>,
    /// What to read next.
    pub related: Vec<Card>,
    /// Comments shown, oldest first.
    pub comments: Vec<Comment>,
    /// How many comments, replies included.
    pub comment_count: u32,
    /// The other pages of the conversation, where there is more than a comment.
    pub comment_pages: Option<CommentTurning>,
    /// The address of the form for a comment, where readers may write one.
    pub comment_form: Option<String>,
    /// Why readers cannot write one, in a sentence, where others could or can.
    pub comments_note: Option<String>,
    /// Address of its history.
    pub history: String,
    /// How many revisions there are.
    pub versions: u32,
}

/// Which part of a dossier an article is.
#[derive(Debug, Clone, Serialize)]
pub struct Dossier {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// `Parte 3 di 7`.
    pub part: String,
    /// The part before.
    pub previous: Option<NavItem>,
    /// The part after.
    pub next: Option<NavItem>,
}

/// A picture with its words.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// Sizes and alternative text.
    pub image: Picture,
    /// Caption, credit, and the label of a picture a machine has made.
    pub caption: Html,
}

/// A person credited.
#[derive(Debug, Clone, Serialize)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The person's page.
    pub path: String,
    /// Job or beat; may be empty.
    pub role: String,
    /// A sentence or two; may be empty.
    pub about: String,
    /// Portrait.
    pub portrait: Option<Picture>,
}

/// The same article in another language.
#[derive(Debug, Clone, Serialize)]
pub struct Translation {
    /// BCP 47.
    pub language: String,
    /// The language's own name for itself, or its tag.
    pub name: String,
    /// Its headline.
    pub headline: String,
    /// Absolute address.
    pub url: String,
}

/// The title an original is on.
#[derive(Debug, Clone, Serialize)]
pub struct Original {
    /// The title's name.
    pub name: String,
    /// Address of the original.
    pub url: String,
}

/// Which revision a page shows.
#[derive(Debug, Clone, Serialize)]
pub struct Revision {
    /// Its number.
    pub number: u32,
    /// Class of the change that made it, in words.
    pub class: String,
    /// When it went out.
    pub at: When,
    /// What readers were told; may be empty.
    pub note: String,
    /// Who answers for it; may be empty.
    pub editor: String,
    /// *Record*: the line that says this is not what readers get today; empty on the live revision.
    pub banner: Html,
    /// The revision before.
    pub previous: Option<NavItem>,
    /// The revision after.
    pub next: Option<NavItem>,
}

impl Article {
    /// A live article, or a revision of one.
    pub(crate) fn new(setting: &Setting<'_>, facts: &ArticleFacts) -> Article {
        Article::watched(setting, facts, None)
    }

    /// A live article as it is now: readers of coverage that is under way are told of new entries.
    pub(crate) fn now(setting: &Setting<'_>, facts: &ArticleFacts) -> Article {
        Article::watched(setting, facts, Some(&facts.path))
    }

    fn watched(setting: &Setting<'_>, facts: &ArticleFacts, path: Option<&str>) -> Article {
        let content = &facts.content;
        let printed = text::print(
            setting,
            &content.body,
            &facts.pictures,
            content.sources.len(),
        );
        let mut article = Article::bare(setting, facts);
        article.labels = labels::of_article(setting, content);
        article.byline = byline::of_article(setting, content, &facts.people);
        article.record = record::strip(setting, facts, printed.words);
        article.notes = notes::of_article(setting, facts);
        article.sources = listed(setting, facts, &printed);
        article.disclosure = disclosure::of_article(setting, content);
        article.picture = figure(setting, facts);
        article.words = printed.words;
        article.body = coverage::over(setting, content, path, printed.html);
        article.share = share::links(setting, &article.headline, &facts.canonical);
        article.people = facts.people.iter().map(Person::new).collect();
        article.comment_form =
            (facts.talk == Talk::Open).then(|| format!("{}/comment", facts.path));
        article.comments_note = comments::note(setting, facts);
        article.comments = comments::threads(setting, facts);
        article.comment_pages = CommentTurning::new(&facts.path, &facts.comments);
        article
    }

    /// What remains of a withdrawn article: headline, dates, the reason, the history.
    pub(crate) fn withdrawn(setting: &Setting<'_>, facts: &ArticleFacts) -> Article {
        let mut article = Article::bare(setting, facts);
        article.labels = labels::of_article(setting, &facts.content);
        article.byline = byline::of_article(setting, &facts.content, &facts.people);
        article.record = record::of_withdrawn(setting, facts);
        article.notes = notes::of_withdrawal(setting, facts);
        article
    }

    fn bare(setting: &Setting<'_>, facts: &ArticleFacts) -> Article {
        let content = &facts.content;
        Article {
            path: facts.path.clone(),
            canonical: facts.canonical.clone(),
            language: setting.foreign(&content.language).map(str::to_owned),
            headline_language: setting
                .foreign(&content.language)
                .filter(|_| own_headline(setting, facts).is_none())
                .map(str::to_owned),
            direction: direction(&content.language),
            kind: content.kind.word(),
            opinion: content.kind == Kind::Opinion,
            headline: headline(setting, facts),
            kicker: labels::kicker_of_article(setting, content),
            standfirst: content.standfirst.clone(),
            section: facts
                .section
                .as_ref()
                .map(|section| NavItem::new(&section.name, &section.path)),
            labels: Html::default(),
            byline: Html::default(),
            record: Html::default(),
            notes: Html::default(),
            sources: Html::default(),
            disclosure: Html::default(),
            report: report::of_article(setting, facts),
            picture: None,
            body: Html::default(),
            words: 0,
            published: setting.calendar.when(content.first_published),
            rights: content.rights.clone(),
            topics: facts
                .topics
                .iter()
                .map(|topic| NavItem::new(&topic.name, &topic.path))
                .collect(),
            dossiers: facts
                .dossiers
                .iter()
                .map(|facts| Dossier::new(setting, facts))
                .collect(),
            share: Vec::new(),
            people: Vec::new(),
            translations: facts.translations.iter().map(Translation::new).collect(),
            original: facts.original.as_ref().map(|title| Original {
                name: title.name.clone(),
                url: facts.canonical.clone(),
            }),
            related: Card::list(setting, &facts.related, None),
            comments: Vec::new(),
            comment_count: facts.comments.count,
            comment_pages: None,
            comment_form: None,
            comments_note: None,
            history: facts.history.clone(),
            versions: facts.versions,
        }
    }
}

/// The headline this title gave it, else its own.
pub(crate) fn headline(setting: &Setting<'_>, facts: &ArticleFacts) -> String {
    own_headline(setting, facts)
        .unwrap_or(&facts.content.headline)
        .to_owned()
}

/// The headline this title gave it.
fn own_headline<'a>(setting: &Setting<'_>, facts: &'a ArticleFacts) -> Option<&'a str> {
    facts
        .content
        .placements
        .iter()
        .find(|placed| placed.title == setting.title.id && !placed.headline.is_empty())
        .map(|placed| placed.headline.as_str())
}

fn listed(setting: &Setting<'_>, facts: &ArticleFacts, printed: &Printed) -> Html {
    sources::list(setting, &facts.content, &|n| {
        printed.anchors.get(&n).cloned().unwrap_or_default()
    })
}

fn figure(setting: &Setting<'_>, facts: &ArticleFacts) -> Option<Figure> {
    let picture = facts.content.picture.as_ref()?;
    let mut image = Picture::new(facts.pictures.get(&picture.file)?)?;
    image.alt.clone_from(&picture.alt);
    Some(Figure {
        image,
        caption: text::figcaption(setting, picture),
    })
}

impl Dossier {
    fn new(setting: &Setting<'_>, facts: &DossierFacts) -> Dossier {
        let item = |link: &Option<Link>| {
            let link = link.as_ref();
            link.map(|link| NavItem::new(&link.name, &link.path))
        };
        Dossier {
            name: facts.dossier.name.clone(),
            href: facts.dossier.path.clone(),
            part: setting.words.with(
                "dossier-part",
                &[("n", facts.number.into()), ("parts", facts.parts.into())],
            ),
            previous: item(&facts.previous),
            next: item(&facts.next),
        }
    }
}

impl Person {
    pub(crate) fn new(facts: &PersonFacts) -> Person {
        Person {
            name: facts.name.clone(),
            path: facts.path.clone(),
            role: facts.role.clone(),
            about: facts.about.clone(),
            portrait: facts.picture.as_ref().and_then(Picture::new),
        }
    }
}

impl Translation {
    fn new(facts: &TranslationFacts) -> Translation {
        Translation {
            language: facts.language.clone(),
            name: own_name(&facts.language),
            headline: facts.headline.clone(),
            url: facts.url.clone(),
        }
    }
}

/// What speakers of a language call it.
fn own_name(language: &str) -> String {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    match primary {
        "it" => "Italiano",
        "en" => "English",
        "fr" => "Français",
        "de" => "Deutsch",
        "es" => "Español",
        "pt" => "Português",
        "sl" => "Slovenščina",
        "hr" => "Hrvatski",
        "ar" => "العربية",
        "zh" => "中文",
        "uk" => "Українська",
        "ro" => "Română",
        "sq" => "Shqip",
        _ => language,
    }
    .to_owned()
}

impl Revision {
    pub(crate) fn new(setting: &Setting<'_>, facts: &RevisionFacts) -> Revision {
        let content = &facts.article.content;
        let neighbour = |number: Option<u32>, key: &str| {
            number.map(|number| {
                NavItem::new(
                    setting.words.count(key, number),
                    format!("{}?revision={number}", facts.article.path),
                )
            })
        };
        let at = setting.calendar.when(content.at);
        Revision {
            number: content.number,
            class: notes::class_name(setting, content.class),
            note: content.note.clone(),
            editor: facts.editor.clone(),
            banner: banner(setting, facts, &at),
            previous: neighbour(facts.previous, "revision-previous"),
            next: neighbour(facts.next, "revision-next"),
            at,
        }
    }
}

/// The line above an earlier revision.
fn banner(setting: &Setting<'_>, facts: &RevisionFacts, at: &When) -> Html {
    let number = facts.article.content.number;
    let (key, link) = if number == facts.live {
        ("revision-is-live", "revision-to-article")
    } else {
        ("revision-is-old", "revision-to-live")
    };
    let said = setting.words.with(
        key,
        &[("n", number.into()), ("when", at.text.as_str().into())],
    );
    Html::trusted(format!(
        "<div class=\"box upd\" data-record=\"banner\"><p><b>{}</b> <a href=\"{}\">{}</a> · <a href=\"{}\">{}</a></p></div>",
        escape(&said),
        escape(&facts.article.path),
        escape(&setting.say(link)),
        escape(&facts.article.history),
        escape(&setting.say("record-history"))
    ))
}
