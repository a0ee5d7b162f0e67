//! The readers' conversation by program: what everybody reads, what moderators read and decide.

use crate::client::{Client, Gazette, ask, token_of};
use paper::comments::banning::{self, Kind, NewBan};
use paper::comments::{self, NewComment, Verdict, notices};
use paper::id::{ArticleId, CommentId, PlacementId, TitleId};
use paper::rights::Role;
use paper::{Actor, articles};
use serde_json::{Value, json};

/// What readers and moderators have left under an article: a comment readers see, an open notice about it, a ban.
#[derive(Debug, Clone, Default)]
pub(crate) struct Conversation {
    pub(crate) comment: String,
    pub(crate) notice: String,
    pub(crate) ban: String,
}

async fn placement(gazette: &Gazette, article: ArticleId) -> PlacementId {
    let mut session = gazette.paper.read().await.expect("a session");
    let placements = articles::placements(&mut session, article).await;
    placements.expect("placements")[0].id
}

async fn said(gazette: &Gazette, placement: PlacementId, name: &str, text: &str) -> CommentId {
    let new = NewComment {
        placement,
        reply_to: None,
        name: name.to_owned(),
        text: text.to_owned(),
    };
    comments::file(&gazette.paper, &new).await.expect("filed")
}

pub(crate) async fn conversation(
    gazette: &Gazette,
    head: &Actor,
    title: TitleId,
    article: ArticleId,
) -> Conversation {
    let paper = &gazette.paper;
    let placement = placement(gazette, article).await;
    let comment = said(gazette, placement, "Marisa", "I was on the pier that day.").await;
    comments::decide(paper, head, comment, &Verdict::Approve)
        .await
        .expect("approved");
    let token = notices::form(paper, comment).await.expect("a form");
    gazette.later(1);
    let sending = notices::Sending {
        placement,
        comment: comment.to_string(),
        ground: "private".to_owned(),
        explanation: "This is about me.".to_owned(),
        name: "Orfeo".to_owned(),
        email: String::new(),
        good_faith: true,
        token,
        trap: String::new(),
        address: None,
    };
    let notice = notices::send(paper, &sending)
        .await
        .expect("taken")
        .expect("a notice");
    let new = NewBan {
        kind: Kind::Name,
        value: "Rude Reader".to_owned(),
        until: None,
        reason: "Insults".to_owned(),
    };
    let ban = banning::ban(paper, head, title, &new).await.expect("a ban");
    // Notices have a measure for the whole network, which tests that make many of them must not reach.
    gazette.later(1);
    Conversation {
        comment: comment.to_string(),
        notice: notice.to_string(),
        ban: ban.to_string(),
    }
}

/// A gazette with a moderator, an article, and its placement.
async fn stage() -> (Gazette, Client, String, ArticleId, PlacementId) {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let director = token_of(&gazette, &gazette.ines, Role::Director).await;
    let article = gazette.published("Ferry service resumes").await.article;
    let placement = placement(&gazette, article).await;
    (gazette, client, director, article, placement)
}

fn names(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().expect("items");
    items
        .iter()
        .map(|item| item["name"].as_str().expect("a name"))
        .collect()
}

#[tokio::test]
async fn a_comment_waits_is_read_and_decided_and_everybody_reads_what_is_approved() {
    let (gazette, client, director, article, placement) = stage().await;
    let mut ids = Vec::new();
    for name in ["Marisa", "Orfeo", "Lia"] {
        let text = format!("{name} has something to say about the ferry.");
        ids.push(said(&gazette, placement, name, &text).await.to_string());
        gazette.later(1);
    }
    let here = || ask().token(&director).path("title", "gazette");
    let first = client
        .call("listTitleComments", here().query("limit", 2))
        .await
        .expect(200);
    assert_eq!(names(&first), ["Marisa", "Orfeo"]);
    let cursor = first["next"].as_str().expect("a next page");
    let rest = client
        .call("listTitleComments", here().query("cursor", cursor))
        .await
        .expect(200);
    assert_eq!((names(&rest), &rest["next"]), (vec!["Lia"], &Value::Null));

    let of = |id: &str| ask().token(&director).path("comment", id);
    for id in &ids[..2] {
        let got = client.call("approveComment", of(id)).await.expect(201);
        assert_eq!(got["state"], "approved");
    }
    let why = json!({"ground": "off_topic", "reason": "It is about another ferry."});
    let got = client
        .call("rejectComment", of(&ids[2]).body(why.clone()))
        .await
        .expect(201);
    assert_eq!(
        (&got["state"], &got["ground"]),
        (&json!("rejected"), &json!("off_topic"))
    );
    assert_eq!(
        client.call("approveComment", of(&ids[0])).await.code(),
        "state"
    );
    let answer = json!({"text": "He was on the bridge.", "reply_to": ids[0]});
    let made = client
        .call(
            "speak",
            ask().token(&director).path("article", article).body(answer),
        )
        .await
        .expect(201);

    let everybody = || ask().path("article", article);
    let page = client
        .call("listComments", everybody().query("limit", 2))
        .await
        .expect(200);
    assert_eq!(
        names(&page),
        ["Marisa", "Ines Vidal"],
        "each before its replies"
    );
    let answer = &page["items"][1];
    assert_eq!(
        (&answer["id"], &answer["reply_to"], &answer["badge"]),
        (&made["id"], &json!(ids[0]), &json!("newsroom"))
    );
    assert!(page.to_string().find("email").is_none(), "{page}");
    let cursor = page["next"].as_str().expect("a next page");
    let page = client
        .call("listComments", everybody().query("cursor", cursor))
        .await
        .expect(200);
    assert_eq!((names(&page), &page["next"]), (vec!["Orfeo"], &Value::Null));

    client
        .call("hideComment", of(&ids[1]).body(why))
        .await
        .expect(201);
    let shown = client.call("showComment", of(&ids[1])).await.expect(200);
    assert_eq!(shown["comment"]["state"], "hidden");
    client.call("restoreComment", of(&ids[1])).await.expect(201);
    let hidden = ask().path("comment", &ids[1]);
    assert_eq!(client.call("showComment", hidden).await.status, 401);
}

#[tokio::test]
async fn threads_and_articles_are_closed_and_opened_and_withdrawn_ones_show_nothing() {
    let (gazette, client, director, article, placement) = stage().await;
    let id = said(&gazette, placement, "Marisa", "I was on the pier that day.").await;
    let of = || ask().token(&director).path("comment", id);
    client.call("approveComment", of()).await.expect(201);
    let answer = |to: CommentId| {
        let body = json!({"text": "Thank you.", "reply_to": to.to_string()});
        ask().token(&director).path("article", article).body(body)
    };
    client.call("closeThread", of()).await.expect(204);
    assert_eq!(client.call("speak", answer(id)).await.code(), "state");
    client.call("openThread", of()).await.expect(204);
    let here = || {
        ask()
            .token(&director)
            .path("article", article)
            .path("title", "gazette")
    };
    client.call("closeComments", here()).await.expect(204);
    assert_eq!(client.call("speak", answer(id)).await.code(), "state");
    client.call("openComments", here()).await.expect(204);
    client.call("speak", answer(id)).await.expect(201);

    let note = || json!({"note": "The harbour office took the timetable back."});
    let gone = || ask().token(&director).path("article", article).body(note());
    client.call("withdraw", gone()).await.expect(201);
    let list = || ask().path("article", article);
    let page = client.call("listComments", list()).await.expect(200);
    assert_eq!(page["items"], json!([]));
    client.call("kill", gone()).await.expect(201);
    assert_eq!(client.call("listComments", list()).await.status, 410);
}

#[tokio::test]
async fn bans_notices_and_one_persons_data_are_kept_by_program() {
    let (gazette, client, director, article, placement) = stage().await;
    let talk = conversation(&gazette, &gazette.ines, gazette.title, article).await;
    let here = || ask().token(&director).path("title", "gazette");
    let network = json!({"kind": "prefix", "value": "203.0.113.0/24", "reason": "A flood"});
    client.call("ban", here().body(network)).await.expect(201);
    let wide = json!({"kind": "prefix", "value": "203.0.0.0/8", "reason": "A flood"});
    assert_eq!(
        client.call("ban", here().body(wide)).await.code(),
        "field.unfit"
    );
    let bans = client.call("listBans", here()).await.expect(200);
    assert_eq!(bans["items"].as_array().map(Vec::len), Some(2));
    assert!(!bans.to_string().contains("203.0"), "no address is kept");
    let page = client
        .call("listBans", here().query("limit", 1))
        .await
        .expect(200);
    let cursor = page["next"].as_str().expect("a next page");
    let page = client
        .call("listBans", here().query("cursor", cursor))
        .await
        .expect(200);
    assert_eq!(page["items"][0]["id"], json!(talk.ban));
    let lift = ask().token(&director).path("ban", &talk.ban);
    client.call("liftBan", lift.clone()).await.expect(204);
    assert_eq!(client.call("liftBan", lift).await.status, 404);

    let open = client.call("listNotices", here()).await.expect(200);
    assert_eq!(open["items"][0]["id"], json!(talk.notice));
    let decision = json!({"outcome": "hidden", "reason": "It reveals where somebody lives."});
    let notice = || ask().token(&director).path("notice", &talk.notice);
    let decided = client
        .call("decideNotice", notice().body(decision.clone()))
        .await
        .expect(201);
    assert_eq!(decided["outcome"], "hidden");
    assert_eq!(
        client
            .call("decideNotice", notice().body(decision))
            .await
            .code(),
        "state"
    );
    let decided = client
        .call("listNotices", here().query("state", "decided"))
        .await
        .expect(200);
    assert_eq!(decided["items"][0]["decided_by"], "Ines Vidal");

    let id = said(&gazette, placement, "Lia", "I was there, too, with my dog.").await;
    let person = || {
        ask()
            .token(&director)
            .body(json!({"comment": id.to_string()}))
    };
    let export = client.call("exportPerson", person()).await.expect(200);
    assert_eq!(export["document"]["comments"][0]["name"], "Lia");
    let erased = client.call("erasePerson", person()).await.expect(200);
    assert_eq!(erased["erased"], 1);
    let sender = json!({"notice": talk.notice});
    let erased = client
        .call("erasePerson", ask().token(&director).body(sender))
        .await
        .expect(200);
    assert_eq!(erased["erased"], 1);
    let both = json!({"email": "lia@example.org", "comment": id.to_string()});
    let got = client
        .call("exportPerson", ask().token(&director).body(both))
        .await;
    assert_eq!(got.code(), "field.unfit");
}
