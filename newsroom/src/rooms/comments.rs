//! The moderators' table: comments that wait, with what surrounds each; floods folded to a line; what was decided.

use super::{Waiting, could, framed, title};
use crate::call::Call;
use crate::page::print;
use crate::routes::{Outcome, Stopped};
use axum::response::Response;
use jiff::Timestamp;
use paper::comments::overview::{self, Counts, MISTAKES_DAYS};
use paper::comments::queue::{self, Entry, Group};
use paper::comments::undoing::{self, UNDO_MINUTES};
use paper::comments::{Ground, State, banning, notices};
use paper::id::{ArticleId, CommentId, PlacementId};
use paper::rights::Deed;
use paper::titles::{self, Title};
use paper::{Session, articles};
use press::Calendar;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Comments on one page.
const ROWS: u32 = 30;
/// Comments of a folded group shown where it opens.
const EXAMPLES: u32 = 5;
/// Bans shown beside the list.
const BANS: u32 = 30;
/// Characters of the comment answered that are shown.
const PARENT_CHARS: usize = 160;

/// Why a comment is refused, in the order of the keys 1 to 5, then what has no key.
const GROUNDS: [Ground; 7] = [
    Ground::Insult,
    Ground::Private,
    Ground::Spam,
    Ground::OffTopic,
    Ground::Hate,
    Ground::Illegal,
    Ground::Other,
];

/// Which comments are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    Folded,
    Reported,
    Published,
    Rejected,
    Hidden,
}

impl Stage {
    const ALL: [Stage; 6] = [
        Stage::Waiting,
        Stage::Folded,
        Stage::Reported,
        Stage::Published,
        Stage::Rejected,
        Stage::Hidden,
    ];

    fn word(self) -> &'static str {
        match self {
            Stage::Waiting => "waiting",
            Stage::Folded => "folded",
            Stage::Reported => "reported",
            Stage::Published => "published",
            Stage::Rejected => "rejected",
            Stage::Hidden => "hidden",
        }
    }

    fn of(call: &Call) -> Stage {
        let said = call.parameter("stage");
        Stage::ALL
            .into_iter()
            .find(|stage| stage.word() == said)
            .unwrap_or(Stage::Waiting)
    }

    fn state(self) -> State {
        match self {
            Stage::Published => State::Approved,
            Stage::Rejected => State::Rejected,
            Stage::Hidden => State::Hidden,
            Stage::Waiting | Stage::Folded | Stage::Reported => State::Held,
        }
    }

    fn count(self, counts: &Counts) -> u32 {
        match self {
            Stage::Waiting => counts.waiting,
            Stage::Folded => counts.folded,
            Stage::Reported => counts.notices,
            Stage::Published => counts.approved,
            Stage::Rejected => counts.rejected,
            Stage::Hidden => counts.hidden,
        }
    }
}

/// A form that came back: which one, and why. Its words stand in what was sent.
#[derive(Debug, Default)]
pub(crate) struct Back {
    /// The comment, group or notice the form is about.
    pub(crate) about: String,
    pub(crate) told: String,
}

/// A comment as the page shows it.
#[derive(Debug, Serialize)]
struct Card {
    id: String,
    name: String,
    when: String,
    text: Vec<String>,
    state: String,
    email: String,
    website: String,
    badge: String,
    article: String,
    headline: String,
    address: String,
    parent: Option<(String, String)>,
    flags: Vec<(String, u32)>,
    spam_words: Vec<String>,
    approved: u32,
    refused: u32,
    /// Nothing of this writer had been approved when it came; once they are forgotten, nobody can count any more.
    first: bool,
    banned: bool,
    /// Its thread takes no more replies.
    closed: bool,
    ground: String,
    reason: String,
    decided_by: String,
    decided: String,
}

/// Where comments stand, looked up once for each article.
struct Place {
    article: ArticleId,
    headline: String,
    address: String,
}

/// What cards are made with.
struct Table<'a> {
    call: &'a Call,
    title: &'a Title,
    session: Session,
    calendar: Calendar,
    base: String,
    places: HashMap<PlacementId, Option<Place>>,
}

impl Table<'_> {
    /// Looks up where a comment stands; `None` for one this person does not moderate.
    async fn place(&mut self, id: PlacementId) -> Outcome<Option<&Place>> {
        if !self.places.contains_key(&id) {
            let place = self.find(id).await?;
            self.places.insert(id, place);
        }
        Ok(self.places.get(&id).and_then(Option::as_ref))
    }

    async fn find(&mut self, id: PlacementId) -> Outcome<Option<Place>> {
        let Some(placement) = articles::placement(&mut self.session, id).await? else {
            return Ok(None);
        };
        let (title, section) = (Some(placement.title), Some(placement.section));
        let by = self.call.actor()?;
        if !by
            .sees(&mut self.session, Deed::Moderate, title, section)
            .await?
        {
            return Ok(None);
        }
        let path = placement.path.clone().unwrap_or_default();
        Ok(Some(Place {
            article: placement.article,
            headline: articles::headline(&mut self.session, &placement).await?,
            address: format!("{}{path}", self.base),
        }))
    }

    async fn card(&mut self, entry: Entry) -> Outcome<Option<Card>> {
        let Some(place) = self.place(entry.placement).await? else {
            return Ok(None);
        };
        let (article, headline) = (place.article.to_string(), place.headline.clone());
        let address = place.address.clone();
        let parent = match entry.reply_to {
            Some(parent) => {
                let parent = queue::find(&mut self.session, parent).await?;
                Some((parent.name, excerpt(&parent.text)))
            }
            None => None,
        };
        let first = entry.flags.split(' ').any(|flag| flag == "first");
        let flags = flags(&entry.flags);
        let spam_words = if flags.iter().any(|(code, _)| code == "spam") {
            let (_, opinion) = queue::judged(&mut self.session, entry.id).await?;
            opinion.map(|opinion| opinion.words).unwrap_or_default()
        } else {
            Vec::new()
        };
        let known = overview::known(&mut self.session, entry.id, self.call.now).await?;
        let decided = entry.decided_at.map(|at| self.calendar.when(at).text);
        Ok(Some(Card {
            id: entry.id.to_string(),
            name: entry.name,
            when: self.calendar.when(entry.at).text,
            text: entry.text.lines().map(str::to_owned).collect(),
            state: entry.state,
            email: entry.email,
            website: entry.website,
            badge: entry.badge,
            article,
            headline,
            address,
            parent,
            flags,
            spam_words,
            approved: known.approved,
            refused: known.refused,
            first,
            banned: known.banned,
            closed: overview::closed(&mut self.session, entry.id).await?,
            ground: entry.ground,
            reason: entry.reason,
            decided_by: entry.decided_by,
            decided: decided.unwrap_or_default(),
        }))
    }

    async fn cards(&mut self, entries: Vec<Entry>) -> Outcome<Vec<Card>> {
        let mut cards = Vec::new();
        for entry in entries {
            cards.extend(self.card(entry).await?);
        }
        Ok(cards)
    }

    /// A folded group with its first comments.
    async fn group(&mut self, group: Group) -> Outcome<Value> {
        let found = queue::page(
            &mut self.session,
            self.title.id,
            State::Held,
            &group.group,
            None,
            EXAMPLES,
        );
        let examples = found.await?;
        let kind = group.group.split(' ').next().unwrap_or_default().to_owned();
        let kind = if matches!(kind.as_str(), "same" | "spam" | "flood") {
            kind
        } else {
            "same".to_owned()
        };
        Ok(json!({
            "group": group.group,
            "kind": kind,
            "waiting": group.waiting,
            "turned_away": group.turned_away,
            "since": self.calendar.when(group.since).text,
            "comments": self.cards(examples).await?,
        }))
    }

    async fn notices(&mut self) -> Outcome<Vec<Value>> {
        let title = self.title.id;
        let mut shown = Vec::new();
        for notice in notices::list(&mut self.session, title, true, None, ROWS).await? {
            let entry = queue::find(&mut self.session, notice.comment).await?;
            let Some(comment) = self.card(entry).await? else {
                continue;
            };
            shown.push(json!({
                "id": notice.id.to_string(),
                "ground": notice.ground,
                "explanation": notice.explanation,
                "name": notice.name,
                "email": notice.email,
                "when": self.calendar.when(notice.at).text,
                "comment": comment,
            }));
        }
        Ok(shown)
    }
}

fn excerpt(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= PARENT_CHARS {
        return text;
    }
    let short: String = text.chars().take(PARENT_CHARS).collect();
    format!("{}…", short.trim_end())
}

/// What the rules noticed, as code and figure, without what the page has no words for.
fn flags(written: &str) -> Vec<(String, u32)> {
    const KNOWN: [&str; 7] = [
        "links", "markup", "address", "shout", "seen", "spam", "flood",
    ];
    written
        .split_whitespace()
        .filter_map(|flag| {
            let (code, figure) = flag.split_once(':').unwrap_or((flag, "0"));
            KNOWN
                .contains(&code)
                .then(|| (code.to_owned(), figure.parse().unwrap_or(0)))
        })
        .collect()
}

fn edge(call: &Call) -> Option<(Timestamp, CommentId)> {
    let said = call.parameter("after");
    let (at, comment) = said.split_once('.')?;
    Some((
        Timestamp::from_microsecond(at.parse().ok()?).ok()?,
        CommentId::parse(comment)?,
    ))
}

/// What counts as today: from midnight in the title's zone.
fn midnight(call: &Call, title: &Title) -> Timestamp {
    let today = call.now.to_zoned_datetime(title.time_zone());
    today
        .start_of_day()
        .map_or(call.now, |start| start.timestamp())
}

/// The page.
pub(crate) async fn show(call: &Call, key: &str) -> Outcome<Response> {
    page(call, key, Back::default()).await
}

/// The page, with a form that came back if there is one.
pub(crate) async fn page(call: &Call, key: &str, back: Back) -> Outcome<Response> {
    let mut session = call.paper().read().await?;
    let title = title(call, &mut session, key).await?;
    if !could(call, &title, Deed::Moderate) {
        return Err(Stopped::Nothing);
    }
    let by = call.actor()?;
    let host = titles::hosts(&mut session, title.id).await?;
    let host = host.first().map(String::as_str).unwrap_or(&call.host);
    let base = call.inner.reach.base_url(host);
    let mut table = Table {
        call,
        title: &title,
        session,
        calendar: Calendar::new(&title.zone, call.words()),
        base,
        places: HashMap::new(),
    };
    let around = around(&mut table).await?;
    let (mut list, next) = listed(&mut table).await?;
    let in_place = bring_back(&mut table, &mut list, &back.about).await?;
    let last = undoing::last(&mut table.session, by, title.id, call.now).await?;
    let mut matter = json!({
        "grounds": GROUNDS.map(Ground::word),
        "undo": last.map(|last| last.count),
        "undo_minutes": UNDO_MINUTES,
        "chars_max": paper::comments::TEXT_CHARS_MAX,
        "next": next,
        "address": address(key),
        "query": query(call),
        "may_answer": could(call, &title, Deed::Answer),
        "hands": hands(call, &title, &mut table.session).await?,
        "told": back.told,
        "about": if in_place { back.about.as_str() } else { "" },
        "sent": sent(call),
    });
    for part in [around, list] {
        if let (Some(whole), Value::Object(part)) = (matter.as_object_mut(), part) {
            whole.extend(part);
        }
    }
    drop(table);
    let mut page = framed(call, "moderation.html", "comments", &title);
    if !back.told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}

/// The words a form came back with; empty fields where none did.
fn sent(call: &Call) -> Value {
    let word = |name: &str| Value::from(call.sent.raw(name));
    json!({
        "reason": word("reason"),
        "text": word("text"),
        "words": word("words"),
        "why": word("why"),
    })
}

/// Tabs, figures and bans.
async fn around(table: &mut Table<'_>) -> Outcome<Value> {
    let (call, title) = (table.call, table.title);
    let session = &mut table.session;
    let counts = overview::counts(session, title.id, midnight(call, title)).await?;
    let learnt = overview::learnt(session, title.id, call.now).await?;
    let oldest = overview::oldest(session, title.id).await?;
    let bans = banning::list(session, title.id, call.now, None, BANS).await?;
    let calendar = &table.calendar;
    Ok(json!({
        "tabs": Stage::ALL.map(|tab| json!({"word": tab.word(), "count": tab.count(&counts)})),
        "waiting": Waiting::of_comments(&counts),
        "oldest": oldest.map(|at| calendar.when(at).text),
        "learnt": learnt,
        "days": MISTAKES_DAYS,
        "folded": counts.folded,
        "folds": counts.groups,
        "bans": bans.iter().map(|ban| json!({
            "id": ban.id.to_string(),
            "kind": ban.kind,
            "hint": if ban.kind == "prefix" { "" } else { ban.hint.as_str() },
            "reason": ban.reason,
            "by": ban.by,
            "until": ban.until.map(|at| calendar.when(at).day),
        })).collect::<Vec<_>>(),
    }))
}

/// The comments asked for, and where the list goes on.
async fn listed(table: &mut Table<'_>) -> Outcome<(Value, Option<String>)> {
    let stage = Stage::of(table.call);
    let (article, group) = (
        table.call.parameter("article"),
        table.call.parameter("group"),
    );
    let placement = match ArticleId::parse(&article) {
        Some(id) => articles::placements(&mut table.session, id)
            .await?
            .into_iter()
            .find(|placement| placement.title == table.title.id)
            .map(|placement| placement.id),
        None => None,
    };
    let mut list = json!({"stage": stage.word(), "article": article, "group": group});
    if let Some(placement) = placement {
        let headline = table
            .place(placement)
            .await?
            .map(|one| one.headline.clone());
        list["headline"] = json!(headline);
    }
    if stage == Stage::Reported {
        list["notices"] = json!(table.notices().await?);
        return Ok((list, None));
    }
    if stage == Stage::Folded && group.is_empty() && placement.is_none() {
        let (id, key) = (table.title.id, &table.title.key);
        let mut groups = Vec::new();
        for group in queue::groups(&mut table.session, id, key).await? {
            groups.push(table.group(group).await?);
        }
        list["groups"] = json!(groups);
        return Ok((list, None));
    }
    let from = edge(table.call);
    let (session, title, state) = (&mut table.session, table.title.id, stage.state());
    let mut found = match (placement, stage) {
        (Some(placement), _) => overview::under(session, placement, state, from, ROWS + 1).await?,
        (None, Stage::Waiting | Stage::Folded) => {
            queue::page(session, title, state, &group, from, ROWS + 1).await?
        }
        _ => overview::newest(session, title, state, from, ROWS + 1).await?,
    };
    let more = found.len() > ROWS as usize;
    found.truncate(ROWS as usize);
    let next = found
        .last()
        .filter(|_| more)
        .map(|entry| format!("{}.{}", entry.at.as_microsecond(), entry.id));
    // What waits is read in the order it came.
    if placement.is_some() && state == State::Held {
        found.reverse();
    }
    list["comments"] = json!(table.cards(found).await?);
    Ok((list, next))
}

/// Sets a comment whose form came back before the list it has left meanwhile, with what became of it.
async fn bring_back(table: &mut Table<'_>, list: &mut Value, about: &str) -> Outcome<bool> {
    let listed = |part: &str, name: &str| {
        let all = list[part].as_array();
        all.is_some_and(|all| all.iter().any(|one| one[name] == about))
    };
    if listed("comments", "id") || listed("groups", "group") || listed("notices", "id") {
        return Ok(true);
    }
    let Some(id) = CommentId::parse(about).filter(|_| list["comments"].is_array()) else {
        return Ok(false);
    };
    let entry = queue::find(&mut table.session, id).await?;
    let cards = table.cards(vec![entry]).await?;
    if let (Some(comments), Some(card)) = (list["comments"].as_array_mut(), cards.first()) {
        comments.insert(0, json!(card));
    }
    Ok(true)
}

/// Who a comment can be passed to: those who write for the title, if this person may leave them a note.
async fn hands(
    call: &Call,
    title: &Title,
    session: &mut Session,
) -> Outcome<Vec<(String, String)>> {
    if !could(call, title, Deed::Remark) {
        return Ok(Vec::new());
    }
    super::writers(session, title).await
}

/// What the list is narrowed to, as a query.
fn query(call: &Call) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for name in ["stage", "article", "group"] {
        let value = call.parameter(name);
        if !value.is_empty() {
            query.append_pair(name, &value);
        }
    }
    query.finish()
}

fn address(key: &str) -> String {
    let key: String =
        percent_encoding::utf8_percent_encode(key, percent_encoding::NON_ALPHANUMERIC).collect();
    format!("{}/t/{key}/comments", crate::BASE)
}

/// The list again after a deed, as it was narrowed, with the message of what was done.
pub(crate) fn again(call: &Call, key: &str, done: &str) -> String {
    let query = query(call);
    let and = if query.is_empty() { "" } else { "&" };
    format!("{}?{query}{and}done={done}", address(key))
}
