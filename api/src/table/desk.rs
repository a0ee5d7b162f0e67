//! What the desk does: drafts, publications, changes, placements, pictures, fronts.

use crate::operation::{Guard, Operation, delete, get, patch, post, put};
use crate::resources::{
    changing, desk, drafts, findings, fronts, pictures, placing, publishing, search, timing,
};
use http::StatusCode;
use paper::rights::Deed;
use serde_json::{Value, json};

pub(super) fn operations() -> Vec<Operation> {
    let mut all = drafts();
    all.extend(publications());
    all.extend(changes());
    all.extend(times());
    all.extend(places());
    all.extend(library());
    all.extend(board());
    all.extend(hands());
    all
}

/// A copy the gate lets through.
fn copy() -> Value {
    json!({
        "kind": "brief",
        "language": "en",
        "headline": "Ferry service resumes",
        "byline": [{"name": "Tomas Berg", "role": "text"}],
        "dateline": {"place": "Porto Vero", "date": "2026-03-02"},
        "sources": [{"kind": "phone", "name": "Harbour office", "note": "telephone, 14.20"}],
        "ai": "none",
    })
}

fn text() -> Value {
    json!({
        "format": "markdown",
        "source": "The harbour office of Porto Vero gave the timetable on 2 March 2026.\n\nCaptain Luca Nardi said the crew had been on board since six in the morning.",
    })
}

fn filed() -> Value {
    json!({"title": "gazette", "section": "news", "copy": copy(), "text": text()})
}

fn changed() -> Value {
    json!({"note": "The first ferry leaves at six, not at seven.", "copy": copy(), "text": {
        "format": "markdown",
        "source": "The harbour office of Porto Vero gave the timetable on 2 March 2026.\n\nCaptain Luca Nardi said the crew had been on board since five in the morning.",
    }})
}

fn drafts() -> Vec<Operation> {
    vec![
        get(
            "/titles/{title}/search/drafts",
            "searchDrafts",
            "Texts of a title in work found by their words, of those the account may see",
        )
        .asks("q=ferry")
        .sees(Deed::Save)
        .does(search::in_work),
        post(
            "/articles",
            "fileArticle",
            "File an article: its first draft and its original placement",
        )
        .may(Deed::File)
        .example(filed)
        .does(drafts::file),
        get(
            "/titles/{title}/drafts",
            "listDrafts",
            "Drafts of a title, the newest articles first",
        )
        .sees(Deed::Save)
        .does(drafts::list),
        get(
            "/articles/{article}/draft",
            "showDraft",
            "What the desk works on: the draft, or what is published",
        )
        .sees(Deed::Save)
        .does(drafts::show),
        put("/articles/{article}/draft", "saveDraft", "Save the draft")
            .may(Deed::Save)
            .guard(Guard::Required)
            .example(|| json!({"copy": copy(), "text": text()}))
            .does(drafts::save),
        delete(
            "/articles/{article}/draft",
            "discardDraft",
            "Throw away the draft of the next revision",
        )
        .may(Deed::Save)
        .does(drafts::discard),
        get(
            "/articles/{article}/desk",
            "showDesk",
            "Where an article stands at the desk",
        )
        .sees(Deed::Save)
        .does(drafts::desk),
        get(
            "/articles/{article}/findings",
            "checkArticle",
            "What the gate says of what the desk works on",
        )
        .sees(Deed::Save)
        .does(findings::of_article),
        post(
            "/findings",
            "check",
            "What the gate says of what is posted; nothing is stored",
        )
        .sees(Deed::File)
        .status(StatusCode::OK)
        .example(filed)
        .does(findings::of_posted),
    ]
}

fn publications() -> Vec<Operation> {
    vec![
        post(
            "/articles/{article}/publications",
            "publishDraft",
            "Publish the draft",
        )
        .may(Deed::Publish)
        .guard(Guard::Optional)
        .example(|| json!({}))
        .does(publishing::publish),
        post(
            "/publications",
            "publish",
            "File an article and publish it, in one",
        )
        .may(Deed::Publish)
        .example(filed)
        .does(publishing::file_and_publish),
    ]
}

fn changes() -> Vec<Operation> {
    let change = |path, id, summary| {
        post(path, id, summary)
            .may(Deed::Change)
            .guard(Guard::Required)
            .example(changed)
    };
    let note = || json!({"note": "The harbour office took the timetable back."});
    vec![
        change(
            "/articles/{article}/corrections",
            "correct",
            "Correct wrong facts",
        )
        .does(changing::correct),
        change(
            "/articles/{article}/clarifications",
            "clarify",
            "Mend misleading words",
        )
        .does(changing::clarify),
        change("/articles/{article}/updates", "update", "Add new facts").does(changing::update),
        post(
            "/articles/{article}/entries",
            "addEntry",
            "Add an entry to live coverage",
        )
        .may(Deed::Change)
        .example(|| json!({"headline": "Old bridge shut", "key": true, "text": {"format": "markdown", "source": "The police shut the bridge."}}))
        .does(changing::entry),
        post(
            "/articles/{article}/closings",
            "closeCoverage",
            "End live coverage: the article becomes news",
        )
        .may(Deed::Change)
        .example(|| json!({"standfirst": "The bridge is open again."}))
        .does(changing::close),
        post(
            "/articles/{article}/replies",
            "reply",
            "Print a statement of a person concerned (rettifica), as it was sent",
        )
        .may(Deed::Change)
        .example(|| json!({"statement": {"words": {"name": "Harbour Lines", "text": "The ferry left on time."}}}))
        .does(changing::reply),
        change(
            "/articles/{article}/typos",
            "mendTypo",
            "Mend spelling or punctuation",
        )
        .does(changing::typo),
        change(
            "/articles/{article}/styles",
            "mendStyle",
            "Change wording, not meaning",
        )
        .does(changing::style),
        post(
            "/articles/{article}/withdrawals",
            "withdraw",
            "Take an article away; a notice stays",
        )
        .may(Deed::Withdraw)
        .example(note)
        .does(changing::withdraw),
        post(
            "/articles/{article}/kills",
            "kill",
            "Take an article away for all receivers at once",
        )
        .may(Deed::Kill)
        .example(note)
        .does(changing::kill),
        post(
            "/articles/{article}/reinstatements",
            "reinstate",
            "Show again what was withdrawn, or take a spiked article back",
        )
        .may(Deed::Restore)
        .example(|| json!({"note": "The harbour office confirmed it."}))
        .does(changing::reinstate),
        post(
            "/articles/{article}/redactions",
            "redact",
            "Blank words or pictures by law, in every revision",
        )
        .may(Deed::Redact)
        .example(
            || json!({"class": "rights", "reason": "A minor was named.", "words": ["Luca Nardi"]}),
        )
        .does(changing::redact),
    ]
}

fn times() -> Vec<Operation> {
    let bare = StatusCode::NO_CONTENT;
    let reason = || json!({"reason": "The director wants to read it."});
    vec![
        put(
            "/articles/{article}/schedule",
            "schedule",
            "Have the draft go out by itself, in the title’s local time",
        )
        .may(Deed::Schedule)
        .example(|| json!({"local": "2026-03-03T06:30"}))
        .does(timing::schedule),
        delete(
            "/articles/{article}/schedule",
            "unschedule",
            "Take the draft off the schedule",
        )
        .may(Deed::Schedule)
        .does(timing::unschedule),
        put(
            "/articles/{article}/embargo",
            "embargo",
            "Let it go out at no door before an instant",
        )
        .may(Deed::Embargo)
        .status(bare)
        .example(|| json!({"until": "2026-03-03T10:00:00Z"}))
        .does(timing::embargo),
        delete(
            "/articles/{article}/embargo",
            "liftEmbargo",
            "Lift the embargo",
        )
        .may(Deed::Embargo)
        .does(timing::lift),
        put("/articles/{article}/hold", "hold", "Stop it")
            .may(Deed::Hold)
            .status(bare)
            .example(reason)
            .does(timing::hold),
        delete("/articles/{article}/hold", "release", "Let it go")
            .may(Deed::Hold)
            .does(timing::release),
        put(
            "/articles/{article}/spike",
            "spike",
            "Drop it before publication",
        )
        .may(Deed::Spike)
        .status(bare)
        .example(reason)
        .does(timing::spike),
    ]
}

fn places() -> Vec<Operation> {
    let bare = StatusCode::NO_CONTENT;
    vec![
        put(
            "/articles/{article}/placements/{title}",
            "place",
            "Place it on a title, or change how it appears there",
        )
        .may(Deed::Place)
        .example(|| json!({"section": "news"}))
        .does(placing::place),
        delete(
            "/articles/{article}/placements/{title}",
            "displace",
            "Take it off a title",
        )
        .may(Deed::Place)
        .does(placing::displace),
        post(
            "/articles/{article}/translations",
            "linkTranslation",
            "Say that two articles are translations of each other",
        )
        .may(Deed::Translate)
        .status(bare)
        .example(|| json!({"article": "019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88"}))
        .does(placing::translate),
        put(
            "/titles/{title}/front/{slot}/{position}",
            "pin",
            "Pin an article to a place of a title’s front",
        )
        .may(Deed::Pin)
        .status(bare)
        .example(|| json!({"article": "019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88"}))
        .does(fronts::pin),
        delete(
            "/titles/{title}/front/{slot}/{position}",
            "unpin",
            "Free a place of a title’s front",
        )
        .may(Deed::Pin)
        .does(fronts::unpin),
    ]
}

fn library() -> Vec<Operation> {
    vec![
        get(
            "/pictures",
            "listPictures",
            "Pictures and documents of the library, the newest first",
        )
        .sees(Deed::AddPicture)
        .also(&[404])
        .does(pictures::list),
        post(
            "/pictures",
            "addPicture",
            "Add a picture: JPEG, PNG, WebP, GIF",
        )
        .may(Deed::AddPicture)
        .asks("title=gazette&name=ferry.jpg&alt=The%20ferry%20at%20the%20quay&credit=Ada%20Morin")
        .does(pictures::add),
        get(
            "/pictures/{picture}",
            "showPicture",
            "A picture or document of the library",
        )
        .sees(Deed::AddPicture)
        .does(pictures::show),
        patch(
            "/pictures/{picture}",
            "settlePicture",
            "Say something else of a picture or document",
        )
        .may(Deed::AddPicture)
        .example(|| json!({"title": "gazette", "credit": "Ada Morin", "focus": {"x": 38, "y": 52}}))
        .does(pictures::settle),
        get(
            "/pictures/{picture}/uses",
            "listUsesOfPicture",
            "Where a picture or document is used",
        )
        .sees(Deed::AddPicture)
        .does(pictures::uses),
        post(
            "/pictures/{picture}/replacement",
            "replacePicture",
            "Put another picture in its place, in every article that shows it",
        )
        .may(Deed::Change)
        .example(|| json!({"with": "019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88", "class": "update", "note": "A sharper picture"}))
        .does(pictures::replace),
        post(
            "/documents",
            "addDocument",
            "Add a document that articles can link: PDF",
        )
        .may(Deed::AddPicture)
        .asks("title=gazette&name=timetable.pdf")
        .does(pictures::add_document),
    ]
}

/// A whole front, and those that were.
fn board() -> Vec<Operation> {
    vec![
        get("/titles/{title}/front/composition", "showComposition", "What the desk has put on a title’s front")
            .sees(Deed::Pin)
            .does(fronts::current),
        put("/titles/{title}/front/composition", "publishFront", "Publish a whole front: everything put there before gives way")
            .may(Deed::Pin)
            .example(|| json!({"from": 0, "slots": [], "breaking": {"text": "The bridge is closed", "until": "2026-03-02T23:00:00Z"}}))
            .does(fronts::publish),
        get("/titles/{title}/front/versions", "listFronts", "Fronts as they were published, the newest first")
            .sees(Deed::Pin)
            .does(fronts::versions),
        post("/titles/{title}/front/versions/{version}/restorations", "restoreFront", "Publish an earlier front again, as far as it still can be")
            .may(Deed::Pin)
            .example(|| json!({"from": 1}))
            .does(fronts::restore),
    ]
}

/// How far a text is, in whose hands, until when, and what is said of it.
fn hands() -> Vec<Operation> {
    let bare = StatusCode::NO_CONTENT;
    vec![
        get(
            "/titles/{title}/desk",
            "listDesk",
            "What lies on the desk of a title",
        )
        .sees(Deed::Save)
        .does(desk::list),
        get(
            "/titles/{title}/desk/counts",
            "countDesk",
            "How many texts lie on each shelf of a title",
        )
        .sees(Deed::Save)
        .does(desk::counts),
        put(
            "/articles/{article}/phase",
            "moveDraft",
            "Hand a text in, approve it, take it back",
        )
        .may(Deed::Advance)
        .status(bare)
        .example(|| json!({"phase": "desk"}))
        .does(desk::move_to),
        put(
            "/articles/{article}/assignee",
            "assignDraft",
            "Say who works on a text",
        )
        .may(Deed::Assign)
        .status(bare)
        .example(|| json!({"account": null}))
        .does(desk::assign),
        put(
            "/articles/{article}/due",
            "setDue",
            "Say until when a text is wanted",
        )
        .may(Deed::Assign)
        .status(bare)
        .example(|| json!({"due": "2026-03-03T17:00:00Z"}))
        .does(desk::due),
        put(
            "/articles/{article}/name",
            "nameDraft",
            "Give a text in work a name for the desk",
        )
        .may(Deed::Save)
        .status(bare)
        .example(|| json!({"name": "ferry, evening"}))
        .does(desk::name),
        get(
            "/articles/{article}/desk-notes",
            "listDeskNotes",
            "What the desk says of a text, oldest first",
        )
        .sees(Deed::Save)
        .does(desk::notes),
        post(
            "/articles/{article}/desk-notes",
            "addDeskNote",
            "Say something about a text to the desk",
        )
        .may(Deed::Remark)
        .example(|| json!({"text": "Who confirms the hour?"}))
        .does(desk::add_note),
        put(
            "/desk-notes/{note}/settled",
            "settleDeskNote",
            "Say that what a note asks for is done",
        )
        .may(Deed::Remark)
        .status(bare)
        .does(desk::settle_note),
    ]
}
