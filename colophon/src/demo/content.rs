//! The demo's files, as embedded in the binary.

use super::About;
use jiff::Timestamp;
use paper::articles::content::Class;
use paper::cases::Subject;
use paper::fronts::Slot;
use paper::people::AboutContributor;
use paper::reading::facts::{Accent, PageRole};
use paper::reading::imprint::Imprint;
use paper::rights::Role;
use paper::titles::Social;
use paper::{Fault, Result};
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(RustEmbed)]
#[folder = "demo/"]
struct Files;

/// The keys of the titles, the first one first; each is a folder.
const TITLES: [&str; 2] = ["gazzetta", "observer"];

/// Everything in the folder.
pub(super) struct Network {
    pub(super) name: String,
    pub(super) contributors: Vec<AboutContributor>,
    pub(super) accounts: Vec<Account>,
    pub(super) titles: Vec<TitleFolder>,
}

/// One title's folder.
pub(super) struct TitleFolder {
    pub(super) title: TitleFile,
    pub(super) articles: Vec<ArticleText>,
    pub(super) deeds: Vec<DeedLine>,
    pub(super) placements: Vec<PlacementLine>,
    pub(super) comments: Vec<CommentLine>,
    pub(super) cases: Vec<CaseLine>,
}

/// An article file.
pub(super) struct ArticleText {
    /// `gazzetta/01-scuola-dal-fiume`.
    pub(super) key: String,
    pub(super) text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NetworkFile {
    network: Name,
    contributors: Vec<AboutContributor>,
    accounts: Vec<Account>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Name {
    name: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct PeopleFile {
    contributors: Vec<AboutContributor>,
    accounts: Vec<Account>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Account {
    pub(super) handle: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) grants: Vec<Grant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Grant {
    pub(super) role: Role,
    /// Key of the title; `None` means all.
    pub(super) title: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TitleFile {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) motto: String,
    pub(super) language: String,
    pub(super) zone: String,
    pub(super) permalink: String,
    pub(super) theme: String,
    pub(super) accent: Accent,
    pub(super) sections: Vec<SectionLine>,
    pub(super) topics: Vec<TopicLine>,
    pub(super) social: Vec<Social>,
    pub(super) ai_declaration: String,
    pub(super) comments: Comments,
    pub(super) imprint: Imprint,
    pub(super) pages: Vec<PageLine>,
    pub(super) pins: Vec<PinLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionLine {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) lead: String,
    #[serde(default)]
    pub(super) sections: Vec<SectionLine>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TopicLine {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) lead: String,
    pub(super) kind: Option<paper::topics::Kind>,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    #[serde(default)]
    pub(super) timeline: Vec<FactLine>,
    /// Files of the articles on top of its page.
    #[serde(default)]
    pub(super) pinned: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactLine {
    pub(super) day: String,
    pub(super) text: String,
    pub(super) article: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Comments {
    pub(super) policy: CommentsWord,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum CommentsWord {
    /// Somebody reads each comment first.
    Held,
    /// Comments appear at once.
    Open,
    /// None.
    Closed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageLine {
    pub(super) slug: String,
    pub(super) role: PageRole,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PinLine {
    pub(super) slot: Slot,
    pub(super) article: String,
    pub(super) until: Timestamp,
}

/// Something that happened to an article after its publication.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeedLine {
    pub(super) at: Timestamp,
    #[serde(rename = "do")]
    pub(super) what: What,
    /// The article's file without its ending.
    pub(super) article: String,
    /// The handle of whoever did it.
    #[serde(rename = "as")]
    pub(super) by: String,
    #[serde(default)]
    pub(super) note: String,
    /// Position in its file of the case it answers.
    #[serde(default)]
    pub(super) case: Option<usize>,
    #[serde(default)]
    pub(super) replace: Vec<Replacement>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    Typo,
    Style,
    Update,
    Correction,
    Clarification,
    /// The statement of a case, printed.
    Reply,
    Withdrawal,
    /// Saved and not published.
    Draft,
}

impl What {
    /// The class of the revision it makes by changing the text.
    pub(super) fn class(self) -> Option<Class> {
        match self {
            What::Typo => Some(Class::Typo),
            What::Style => Some(Class::Style),
            What::Update => Some(Class::Update),
            What::Correction => Some(Class::Correction),
            What::Clarification => Some(Class::Clarification),
            What::Reply | What::Withdrawal | What::Draft => None,
        }
    }
}

/// Words of an article file, and what stands in their place afterwards.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Replacement {
    pub(super) old: String,
    pub(super) new: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlacementLine {
    /// `observer/05-six-crossings`.
    pub(super) article: String,
    /// Key of the title it is placed on.
    pub(super) on: String,
    pub(super) section: String,
    pub(super) headline: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CommentLine {
    /// The article's file without its ending.
    pub(super) article: String,
    pub(super) name: String,
    /// Of whom at the desk it is; none of a reader's.
    #[serde(default)]
    pub(super) account: Option<String>,
    pub(super) text: String,
    pub(super) at: Timestamp,
    pub(super) state: CommentState,
    /// Position in its file of the comment it answers.
    pub(super) reply_to: Option<usize>,
}

/// What a reader reported, or asked to be printed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CaseLine {
    /// The article's file without its ending.
    pub(super) article: String,
    pub(super) at: Timestamp,
    pub(super) subject: Subject,
    #[serde(default)]
    pub(super) passage: String,
    pub(super) text: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) email: String,
    #[serde(default)]
    pub(super) answered: Option<AnswerLine>,
}

/// What the desk answered to a case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerLine {
    pub(super) at: Timestamp,
    /// The handle of whoever did it.
    #[serde(rename = "as")]
    pub(super) by: String,
    pub(super) text: String,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum CommentState {
    /// Readers see it.
    Approved,
    /// Waits for the moderator.
    Held,
}

impl Network {
    /// Reads the embedded folder.
    pub(super) fn load() -> Result<Network> {
        let file: NetworkFile = yaml("network.yaml")?;
        let mut contributors = file.contributors;
        let mut accounts = file.accounts;
        let mut titles = Vec::new();
        for key in TITLES {
            let people: PeopleFile = yaml_or_default(&format!("{key}/people.yaml"))?;
            contributors.extend(people.contributors);
            for account in people.accounts {
                if !accounts.iter().any(|known| known.handle == account.handle) {
                    accounts.push(account);
                }
            }
            titles.push(TitleFolder::load(key)?);
        }
        Ok(Network {
            name: file.network.name,
            contributors,
            accounts,
            titles,
        })
    }
}

impl TitleFolder {
    fn load(key: &str) -> Result<TitleFolder> {
        let folder = format!("{key}/articles/");
        let mut names: Vec<String> = Files::iter()
            .filter(|name| name.starts_with(&folder))
            .map(|name| name.into_owned())
            .collect();
        names.sort_unstable();
        let articles = names
            .into_iter()
            .map(|name| {
                let stem = name.trim_start_matches(&folder).trim_end_matches(".md");
                Ok(ArticleText {
                    key: format!("{key}/{stem}"),
                    text: text(&name)?,
                })
            })
            .collect::<Result<_>>()?;
        Ok(TitleFolder {
            title: yaml(&format!("{key}/title.yaml"))?,
            articles,
            deeds: yaml_or_default(&format!("{key}/deeds.yaml"))?,
            placements: yaml_or_default(&format!("{key}/placements.yaml"))?,
            comments: yaml_or_default(&format!("{key}/comments.yaml"))?,
            cases: yaml_or_default(&format!("{key}/cases.yaml"))?,
        })
    }

    /// A standing page: its name and its text in Markdown.
    pub(super) fn page(&self, slug: &str) -> Result<(String, String)> {
        let name = format!("{}/pages/{slug}.md", self.title.key);
        let text = text(&name)?;
        let parts = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"));
        let (front, body) =
            parts.ok_or_else(|| Fault::new(format!("demo, {name}: it has no front matter")))?;
        let front: Name = read(front).about(&name)?;
        Ok((front.name, body.to_owned()))
    }
}

/// The bytes of a picture of the demo.
pub(super) fn picture(path: &str) -> Result<Vec<u8>> {
    bytes(path).map(|bytes| bytes.into_owned())
}

fn bytes(name: &str) -> Result<std::borrow::Cow<'static, [u8]>> {
    let file = Files::get(name).ok_or_else(|| Fault::new(format!("demo: there is no {name}")))?;
    Ok(file.data)
}

fn text(name: &str) -> Result<String> {
    String::from_utf8(bytes(name)?.into_owned()).about(name)
}

fn yaml<T: DeserializeOwned>(name: &str) -> Result<T> {
    read(&text(name)?).about(name)
}

/// Reads YAML by way of one tree: read straight into each of the demo's forms, the reader of YAML would be in the program
/// once for every form, half a megabyte of it.
fn read<T: DeserializeOwned>(yaml: &str) -> Result<T> {
    let tree: serde_json::Value = serde_saphyr::from_str(yaml).about("YAML")?;
    serde_json::from_value(tree).about("YAML")
}

fn yaml_or_default<T: DeserializeOwned + Default>(name: &str) -> Result<T> {
    if Files::get(name).is_some() {
        yaml(name)
    } else {
        Ok(T::default())
    }
}
