//! The whole life of an article, by a client that knows nothing but the document.

use crate::client::{Ask, Client, Gazette, Got, ask, sound_json, token_of};
use paper::rights::Role;
use serde_json::{Value, json};

/// A client with the tokens of the cast, and one article.
pub(crate) struct Desk {
    pub(crate) client: Client,
    pub(crate) reporter: String,
    pub(crate) editor: String,
    pub(crate) director: String,
    pub(crate) article: String,
}

impl Desk {
    pub(crate) async fn of(gazette: &Gazette) -> Desk {
        Desk {
            client: Client::new(gazette).await,
            reporter: token_of(gazette, &gazette.tomas, Role::Reporter).await,
            editor: token_of(gazette, &gazette.edo, Role::Editor).await,
            director: token_of(gazette, &gazette.ines, Role::Director).await,
            article: String::new(),
        }
    }

    pub(crate) fn here(&self, token: &str) -> Ask {
        ask().token(token).path("article", &self.article)
    }

    pub(crate) async fn call(&self, id: &str, ask: Ask) -> Got {
        self.client.call(id, ask).await
    }

    /// The state whoever writes next has to name.
    async fn tag(&self) -> String {
        let got = self.call("showDraft", self.here(&self.director)).await;
        got.header("etag").to_owned()
    }
}

fn unsourced(headline: &str) -> Value {
    let mut copy = sound_json(headline);
    copy.as_object_mut().expect("a copy").remove("sources");
    copy
}

fn codes(findings: &Value) -> Vec<String> {
    findings
        .as_array()
        .expect("findings")
        .iter()
        .filter(|finding| finding["severity"] == "block")
        .map(|finding| finding["code"].as_str().expect("a code").to_owned())
        .collect()
}

#[tokio::test]
async fn an_article_is_filed_checked_published_corrected_and_taken_away() {
    let gazette = Gazette::new().await;
    let mut desk = Desk::of(&gazette).await;

    // The gate is asked before anything is stored.
    let posted = json!({"title": "gazette", "copy": unsourced("Ferry service resumes")});
    let checked = desk
        .call(
            "check",
            ask()
                .token(&desk.reporter)
                .header("accept-language", "it")
                .body(posted.clone()),
        )
        .await
        .expect(200);
    assert_eq!(codes(&checked["findings"]), ["source.missing"]);
    assert!(
        checked["findings"][0]["message"]
            .as_str()
            .is_some_and(|words| words.contains("font")),
        "{checked}"
    );

    let filed = desk
        .call("fileArticle", ask().token(&desk.reporter).body(posted))
        .await;
    assert!(filed.header("location").ends_with("/draft"));
    desk.article = filed.expect(201)["article"]
        .as_str()
        .expect("an id")
        .to_owned();
    assert_eq!(
        desk.call("showArticle", ask().path("article", &desk.article))
            .await
            .status,
        404
    );

    let refused = desk
        .call("publishDraft", desk.here(&desk.editor).body(json!({})))
        .await;
    assert_eq!(refused.code(), "gate");
    assert_eq!(codes(&refused.expect(422)["findings"]), ["source.missing"]);
    let not_his = desk
        .call("publishDraft", desk.here(&desk.reporter).body(json!({})))
        .await;
    assert_eq!(not_his.code(), "not_allowed");

    let tag = desk.tag().await;
    let saved = desk
        .call(
            "saveDraft",
            desk.here(&desk.reporter)
                .header("if-match", &tag)
                .body(json!({"copy": sound_json("Ferry service resumes")})),
        )
        .await;
    let next = saved.header("etag").to_owned();
    saved.expect(200);
    assert_ne!(tag, next);
    let out = desk
        .call(
            "publishDraft",
            desk.here(&desk.editor)
                .header("if-match", &next)
                .body(json!({})),
        )
        .await
        .expect(201);
    assert_eq!(
        out["urls"],
        json!(["http://gazette.test/2026/03/02/ferry-service-resumes"])
    );
    let shown = desk
        .call("showArticle", ask().path("article", &desk.article))
        .await
        .expect(200);
    assert_eq!(
        (shown["revision"].as_u64(), &shown["content"]["headline"]),
        (Some(1), &json!("Ferry service resumes"))
    );

    gazette.later(30);
    let tag = desk.tag().await;
    let correction = json!({"note": "The service resumes on one line.", "copy": sound_json("Ferry service resumes on one line")});
    let corrected = desk
        .call(
            "correct",
            desk.here(&desk.editor)
                .header("if-match", &tag)
                .body(correction.clone()),
        )
        .await
        .expect(201);
    assert_eq!(corrected["revision"], 2);
    let again = desk
        .call(
            "correct",
            desk.here(&desk.editor)
                .header("if-match", &tag)
                .body(correction),
        )
        .await;
    assert_eq!(
        (again.status.as_u16(), again.code().as_str()),
        (412, "stale")
    );

    let note = json!({"note": "The harbour office took it back."});
    desk.call("withdraw", desk.here(&desk.editor).body(note.clone()))
        .await
        .expect(201);
    let gone = desk
        .call("withdraw", desk.here(&desk.editor).body(note))
        .await;
    assert_eq!((gone.status.as_u16(), gone.code().as_str()), (409, "state"));
    desk.call(
        "reinstate",
        desk.here(&desk.editor).body(json!({"note": "It stands."})),
    )
    .await
    .expect(201);
    let redaction =
        json!({"class": "rights", "reason": "A private person.", "words": ["Luca Nardi"]});
    let blanked = desk
        .call("redact", desk.here(&desk.director).body(redaction))
        .await
        .expect(201);
    assert!(blanked["places"].as_u64() > Some(0));
    let first = desk
        .call(
            "showRevision",
            ask().path("article", &desk.article).path("revision", 1),
        )
        .await
        .expect(200);
    assert!(!first.to_string().contains("Nardi"));

    let history = desk
        .call("listRevisions", ask().path("article", &desk.article))
        .await
        .expect(200);
    let classes: Vec<&str> = history["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter_map(|one| one["class"].as_str())
        .collect();
    assert_eq!(
        classes,
        ["rights", "restoration", "withdrawal", "correction", "first"]
    );
    let lines = desk
        .call(
            "listAudit",
            ask().token(&desk.director).query("article", &desk.article),
        )
        .await
        .expect(200);
    assert_eq!(lines["items"][0]["deed"], "article.redact");

    desk.call(
        "kill",
        desk.here(&desk.director)
            .body(json!({"note": "A court said so."})),
    )
    .await
    .expect(201);
    assert_eq!(
        desk.call("showArticle", ask().path("article", &desk.article))
            .await
            .status,
        410
    );
}

#[tokio::test]
async fn nobody_writes_over_a_colleague() {
    let gazette = Gazette::new().await;
    let mut desk = Desk::of(&gazette).await;
    let filed = json!({"title": "gazette", "copy": sound_json("Ferry service resumes")});
    let filed = desk
        .call("fileArticle", ask().token(&desk.reporter).body(filed))
        .await;
    let tag = filed.header("etag").to_owned();
    desk.article = filed.expect(201)["article"]
        .as_str()
        .expect("an id")
        .to_owned();
    let save = |tag: &str, headline: &str| {
        desk.here(&desk.reporter)
            .header("if-match", tag)
            .body(json!({"copy": sound_json(headline)}))
    };
    let bare = desk
        .here(&desk.reporter)
        .body(json!({"copy": sound_json("x")}));
    let got = desk.call("saveDraft", bare).await;
    assert_eq!(
        (got.status.as_u16(), got.code().as_str()),
        (428, "condition.missing")
    );
    desk.call("saveDraft", save(&tag, "Mine")).await.expect(200);
    let late = desk.call("saveDraft", save(&tag, "Yours")).await;
    assert_eq!((late.status.as_u16(), late.code().as_str()), (412, "stale"));
    assert_eq!(
        late.json()["detail"]
            .as_str()
            .map(|words| words.contains("Tomas Berg")),
        Some(true)
    );
    for none in [
        "W/\"s2r0\"",
        "\"\"",
        "s2r0",
        "\"s2\"",
        "\"s99999999999999r0\"",
        "\"s1r0\", \"s7r0\"",
    ] {
        assert_eq!(
            desk.call("saveDraft", save(none, "Yours")).await.status,
            412,
            "{none}"
        );
    }
    let stale = desk
        .here(&desk.editor)
        .header("if-match", &tag)
        .body(json!({}));
    assert_eq!(
        desk.call("publishDraft", stale).await.status,
        412,
        "nor lets go what was not read"
    );
    let draft = desk
        .call("showDraft", desk.here(&desk.reporter))
        .await
        .expect(200);
    assert_eq!(draft["copy"]["headline"], "Mine");
    // One of several states, or whichever there is (RFC 9110 §13.1.1).
    let several = "\"s1r0\", \"s2r0\", \"s3r0\"";
    desk.call("saveDraft", save(several, "Mine too"))
        .await
        .expect(200);
    desk.call("saveDraft", save("*", "Mine still"))
        .await
        .expect(200);

    // A draft of the next revision in work keeps corrections out until it goes.
    let tag = desk.tag().await;
    desk.call(
        "publishDraft",
        desk.here(&desk.editor)
            .header("if-match", &tag)
            .body(json!({})),
    )
    .await
    .expect(201);
    let tag = desk.tag().await;
    desk.call("saveDraft", save(&tag, "Next")).await.expect(200);
    let tag = desk.tag().await;
    let correction = json!({"note": "One line.", "copy": sound_json("Corrected")});
    let got = desk
        .call(
            "correct",
            desk.here(&desk.editor)
                .header("if-match", &tag)
                .body(correction.clone()),
        )
        .await;
    assert!(matches!(got.status.as_u16(), 409 | 412), "{}", got.status);
    desk.call("discardDraft", desk.here(&desk.reporter))
        .await
        .expect(204);
    let tag = desk.tag().await;
    desk.call(
        "correct",
        desk.here(&desk.editor)
            .header("if-match", &tag)
            .body(correction),
    )
    .await
    .expect(201);
}

#[tokio::test]
async fn what_is_held_embargoed_scheduled_or_spiked_waits() {
    let gazette = Gazette::new().await;
    let mut desk = Desk::of(&gazette).await;
    let filed = json!({"title": "gazette.test", "copy": sound_json("Ferry service resumes")});
    let filed = desk
        .call("fileArticle", ask().token(&desk.reporter).body(filed))
        .await
        .expect(201);
    desk.article = filed["article"].as_str().expect("an id").to_owned();
    let publish = || desk.here(&desk.editor).body(json!({}));
    let stopped = async |why: &str| {
        let got = desk.call("publishDraft", publish()).await;
        assert_eq!(
            (got.status.as_u16(), got.code().as_str()),
            (409, "state"),
            "{why}"
        );
    };

    let no_reason = desk
        .call("hold", desk.here(&desk.editor).body(json!({})))
        .await;
    assert_eq!(no_reason.expect(422)["errors"][0]["field"], "reason");
    desk.call(
        "hold",
        desk.here(&desk.editor).body(json!({"reason": "Wait."})),
    )
    .await
    .expect(204);
    stopped("held").await;
    desk.call("release", desk.here(&desk.editor))
        .await
        .expect(204);
    let until = json!({"until": "2026-03-02T10:00:00Z"});
    desk.call("embargo", desk.here(&desk.editor).body(until))
        .await
        .expect(204);
    stopped("embargoed").await;
    desk.call("liftEmbargo", desk.here(&desk.editor))
        .await
        .expect(204);
    let past = desk
        .call(
            "schedule",
            desk.here(&desk.editor)
                .body(json!({"local": "2026-03-01T06:30"})),
        )
        .await;
    assert_eq!(past.status, 422);
    let due = desk
        .call(
            "schedule",
            desk.here(&desk.editor)
                .body(json!({"local": "2026-03-03T06:30"})),
        )
        .await
        .expect(200);
    assert_eq!(due["at"], "2026-03-03T05:30:00Z");
    let state = desk
        .call("showDesk", desk.here(&desk.reporter))
        .await
        .expect(200);
    assert_eq!(
        (state["stage"].as_str(), state["due_at"].as_str()),
        (Some("draft"), Some("2026-03-03T05:30:00Z"))
    );
    // A client that did not hear the answer asks again.
    for _ in 0..2 {
        desk.call("unschedule", desk.here(&desk.editor))
            .await
            .expect(204);
    }
    desk.call(
        "spike",
        desk.here(&desk.editor).body(json!({"reason": "No news."})),
    )
    .await
    .expect(204);
    stopped("spiked").await;
    desk.call("reinstate", desk.here(&desk.editor).body(json!({})))
        .await
        .expect(201);
    desk.call("publishDraft", publish()).await.expect(201);
}

#[tokio::test]
async fn article_files_are_taken_as_they_are() {
    let gazette = Gazette::new().await;
    let desk = Desk::of(&gazette).await;
    let file = "---\nheadline: Ferry service resumes\nsection: news\nkind: brief\nlanguage: en\nbyline: [{name: Tomas Berg}]\n\
        dateline: {place: Porto Vero, date: 2026-03-02}\nsources: [{kind: phone, name: Harbour office, note: 14.20}]\nai: none\n---\n\n\
        The harbour office of Porto Vero gave the timetable on 2 March 2026.\n\nCaptain Luca Nardi said the crew had been on board since six.\n";
    let post = |operation: &'static str, text: &str| {
        desk.call(
            operation,
            ask()
                .token(&desk.editor)
                .query("title", "gazette")
                .raw("text/markdown", text),
        )
    };
    assert_eq!(post("check", file).await.expect(200)["blocks"], 0);
    let out = post("publish", file).await.expect(201);
    assert_eq!(
        out["urls"],
        json!(["http://gazette.test/2026/03/02/ferry-service-resumes"])
    );
    let wrong = post("fileArticle", "---\nheadlin: x\nkind: poem\n---\n\ntext\n").await;
    let errors = wrong.expect(422)["errors"].clone();
    assert_eq!(errors.as_array().map(Vec::len), Some(2), "{errors}");
    assert!(
        errors[0]["message"]
            .as_str()
            .is_some_and(|words| words.starts_with("line 2")),
        "{errors}"
    );
    let homeless = desk
        .call(
            "fileArticle",
            ask().token(&desk.editor).raw("text/markdown", file),
        )
        .await;
    assert_eq!(homeless.expect(422)["errors"][0]["field"], "title");
    let html = "<p>The harbour office gave the timetable.</p><script>alert(1)</script>";
    let checked = desk
        .call(
            "check",
            ask()
                .token(&desk.editor)
                .query("title", "gazette")
                .raw("text/html; charset=utf-8", html),
        )
        .await;
    assert!(checked.expect(200)["blocks"].as_u64() > Some(2));
}

#[tokio::test]
async fn entries_of_live_coverage_go_out_in_one_call_until_it_is_closed() {
    let gazette = Gazette::new().await;
    let mut desk = Desk::of(&gazette).await;
    let mut copy = sound_json("Flood at the mill");
    copy["kind"] = json!("live");
    let posted = json!({"title": "gazette", "section": "news", "copy": copy});
    let out = desk
        .call("publish", ask().token(&desk.editor).body(posted))
        .await
        .expect(201);
    desk.article = out["article"].as_str().expect("an id").to_owned();
    let entry = json!({
        "headline": "Old bridge shut", "key": true, "by": ["Tomas Berg"],
        "text": {"format": "markdown", "source": "The police shut the bridge."},
    });
    let done = desk
        .call("addEntry", desk.here(&desk.editor).body(entry))
        .await
        .expect(201);
    assert_eq!(done["revision"], 2);
    let refused = desk
        .call("addEntry", desk.here(&desk.editor).body(json!({})))
        .await;
    assert_eq!(refused.status, 422);
    let shown = desk
        .call("showDraft", desk.here(&desk.editor))
        .await
        .expect(200);
    let blocks = shown["copy"]["body"]["blocks"].as_array().expect("blocks");
    let entry = blocks.iter().find(|block| block["t"] == "entry");
    let entry = entry.expect("it is in the text");
    assert_eq!(entry["title"], "Old bridge shut");
    assert_eq!(entry["by"], json!(["Tomas Berg"]));
    assert_eq!(entry["key"], true);
    let closing = json!({"standfirst": "The bridge is open again."});
    let done = desk
        .call("closeCoverage", desk.here(&desk.editor).body(closing))
        .await
        .expect(201);
    assert_eq!(done["revision"], 3);
    let late = desk
        .call(
            "addEntry",
            desk.here(&desk.editor).body(json!({"headline": "Late"})),
        )
        .await;
    assert_eq!(late.status, 422);
}
