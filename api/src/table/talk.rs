//! The conversation of readers: what is said, and what the desk decides about it.

use crate::operation::{Operation, delete, get, post, put};
use crate::resources::{bans, comments, notices, persons};
use http::StatusCode;
use paper::rights::Deed;
use serde_json::json;

/// A comment, ban or notice of an example.
const ID: &str = "019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88";

pub(super) fn operations() -> Vec<Operation> {
    let mut all = reading();
    all.extend(decisions());
    all.extend(closures());
    all.extend(readers());
    all
}

fn reading() -> Vec<Operation> {
    vec![
        get(
            "/articles/{article}/comments",
            "listComments",
            "Comments readers see under an article, in the order of the conversation",
        )
        .also(&[410])
        .does(comments::list),
        post(
            "/articles/{article}/comments",
            "speak",
            "Comment on an article, or answer a comment, with a badge of the desk",
        )
        .may(Deed::Answer)
        .example(|| json!({"title": "gazette", "text": "We have corrected it, thank you."}))
        .does(comments::speak),
        get(
            "/titles/{title}/comments",
            "listTitleComments",
            "Comments of a title in a state, the oldest first: the queue, if it is not said",
        )
        .sees(Deed::Moderate)
        .asks("state=held")
        .does(comments::queue),
        get(
            "/titles/{title}/comment-groups",
            "listCommentGroups",
            "Floods that wait, folded into one group each",
        )
        .sees(Deed::Moderate)
        .does(comments::groups),
        get(
            "/comments/{comment}",
            "showComment",
            "A comment, what the rules noticed of it and why",
        )
        .sees(Deed::Moderate)
        .does(comments::show),
    ]
}

fn decisions() -> Vec<Operation> {
    let why = || json!({"ground": "off_topic", "reason": "It is about another ferry."});
    vec![
        post(
            "/comments/{comment}/approvals",
            "approveComment",
            "Let readers see a comment",
        )
        .may(Deed::Moderate)
        .does(comments::approve),
        post(
            "/comments/{comment}/rejections",
            "rejectComment",
            "Refuse a comment, with a reason its writer is told",
        )
        .may(Deed::Moderate)
        .example(why)
        .does(comments::reject),
        post(
            "/comments/{comment}/hidings",
            "hideComment",
            "Take away what readers see, with a reason its writer is told",
        )
        .may(Deed::Moderate)
        .example(why)
        .does(comments::hide),
        post(
            "/comments/{comment}/restorations",
            "restoreComment",
            "Bring back what was hidden",
        )
        .may(Deed::Moderate)
        .does(comments::restore),
        post(
            "/titles/{title}/group-approvals",
            "approveGroup",
            "Let readers see a folded group, at most 100 comments at once",
        )
        .may(Deed::Moderate)
        .example(|| json!({"group": "spam 2026-03-02"}))
        .does(comments::approve_group),
        post(
            "/titles/{title}/group-rejections",
            "rejectGroup",
            "Refuse a folded group, at most 100 comments at once",
        )
        .may(Deed::Moderate)
        .example(|| json!({"group": "spam 2026-03-02", "ground": "spam"}))
        .does(comments::reject_group),
    ]
}

fn closures() -> Vec<Operation> {
    let bare = StatusCode::NO_CONTENT;
    vec![
        put(
            "/comments/{comment}/closure",
            "closeThread",
            "Close a thread for further replies; what is there stays",
        )
        .may(Deed::Moderate)
        .status(bare)
        .does(comments::close_thread),
        delete(
            "/comments/{comment}/closure",
            "openThread",
            "Open a thread again",
        )
        .may(Deed::Moderate)
        .does(comments::open_thread),
        put(
            "/articles/{article}/placements/{title}/closure",
            "closeComments",
            "Close all comments on an article on a title; what is there stays",
        )
        .may(Deed::Moderate)
        .status(bare)
        .does(comments::close_all),
        delete(
            "/articles/{article}/placements/{title}/closure",
            "openComments",
            "Open comments on an article again",
        )
        .may(Deed::Moderate)
        .does(comments::open_all),
    ]
}

fn readers() -> Vec<Operation> {
    vec![
        get(
            "/titles/{title}/bans",
            "listBans",
            "Who may not comment on a title now, the newest first",
        )
        .sees(Deed::Moderate)
        .does(bans::list),
        post(
            "/titles/{title}/bans",
            "ban",
            "Keep a name, an e-mail address or a network from commenting",
        )
        .may(Deed::Moderate)
        .example(|| json!({"kind": "name", "value": "Rude Reader", "until": "2026-12-24T00:00:00Z", "reason": "Repeated insults"}))
        .does(bans::ban),
        delete("/bans/{ban}", "liftBan", "Lift a ban")
            .may(Deed::Moderate)
            .does(bans::lift),
        get(
            "/titles/{title}/notices",
            "listNotices",
            "Readers’ notices about comments, the oldest first: the open ones, if it is not said",
        )
        .sees(Deed::Moderate)
        .asks("state=open")
        .does(notices::list),
        get("/notices/{notice}", "showNotice", "A notice about a comment")
            .sees(Deed::Moderate)
            .does(notices::show),
        post(
            "/notices/{notice}/decisions",
            "decideNotice",
            "Decide a notice, with the reasons its sender and the comment’s writer are told",
        )
        .may(Deed::Moderate)
        .example(|| json!({"outcome": "hidden", "reason": "It reveals where somebody lives."}))
        .does(notices::decide),
        post(
            "/person-exports",
            "exportPerson",
            "Everything kept of one person",
        )
        .may(Deed::PersonalData)
        .status(StatusCode::OK)
        .secret()
        .example(|| json!({"comment": ID}))
        .does(persons::export),
        post(
            "/person-erasures",
            "erasePerson",
            "Erase everything kept of one person; it cannot be undone",
        )
        .may(Deed::PersonalData)
        .status(StatusCode::OK)
        .example(|| json!({"comment": ID}))
        .does(persons::erase),
    ]
}
