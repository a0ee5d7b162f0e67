//! `If-Match` wherever something is written: what was read is what is written over, or nothing is written.

use crate::client::{Ask, Client, Gazette, Got, ask, sound_json, token_of};
use paper::rights::Role;
use serde_json::json;

struct House {
    client: Client,
    secret: String,
}

impl House {
    async fn of(gazette: &Gazette) -> House {
        House {
            client: Client::new(gazette).await,
            secret: token_of(gazette, &gazette.operator, Role::Operator).await,
        }
    }

    async fn does(&self, id: &str, request: Ask) -> Got {
        self.client.call(id, request.token(&self.secret)).await
    }

    /// Reads with one operation, writes twice with another what was read once.
    async fn writes_over(&self, shows: &str, writes: &str, here: Ask, body: serde_json::Value) {
        let got = self.does(shows, here.clone()).await;
        let tag = got.header("etag").to_owned();
        assert_eq!(got.status, 200, "{shows}");
        let write = |tag: &str| {
            self.does(
                writes,
                here.clone().body(body.clone()).header("if-match", tag),
            )
        };
        assert_eq!(write("\"0\"").await.code(), "stale", "{writes}");
        assert_eq!(
            write(&format!("W/{tag}")).await.status,
            412,
            "{writes}: a weak tag"
        );
        let both = format!("\"0\", {tag}");
        assert!(
            write(&both).await.status.is_success(),
            "{writes}: one of two tags"
        );
        assert_eq!(
            write(&tag).await.code(),
            "stale",
            "{writes}: read before that"
        );
        assert!(
            write("*").await.status.is_success(),
            "{writes}: whatever there is"
        );
    }
}

#[tokio::test]
async fn whatever_is_written_over_must_be_what_was_read() {
    let gazette = Gazette::new().await;
    let house = House::of(&gazette).await;
    let title = || ask().path("title", "gazette");
    let section = title().path("section", "news");
    let renamed = json!({"name": "The news"});
    house
        .writes_over("showSection", "keepSection", section, renamed)
        .await;
    let topic = title().path("topic", "pier");
    let kept = house
        .does("keepTopic", topic.clone().body(json!({"name": "Pier"})))
        .await;
    kept.expect(204);
    let renamed = json!({"name": "The pier"});
    house
        .writes_over("showTopic", "keepTopic", topic, renamed)
        .await;
    let page = title().path("page", "about");
    let about = json!({"role": "about", "name": "About us"});
    let new = page.clone().body(about.clone());
    assert_eq!(
        house
            .does("keepPage", new.clone().header("if-match", "*"))
            .await
            .status,
        412
    );
    house.does("keepPage", new).await.expect(204);
    let about = json!({"role": "about", "name": "About the paper"});
    house.writes_over("showPage", "keepPage", page, about).await;
    let person = ask().path("contributor", "ada-morin");
    let ada = json!({"name": "Ada Morin"});
    house
        .does("keepContributor", person.clone().body(ada))
        .await
        .expect(204);
    let ada = json!({"name": "Ada Morin", "email": "ada@gazette.test"});
    house
        .writes_over("showContributor", "keepContributor", person, ada)
        .await;
    let motto = json!({"motto": "News from the harbour"});
    house
        .writes_over("showTitle", "settleTitle", title(), motto)
        .await;
}

#[tokio::test]
async fn settings_and_imprint_are_not_written_over_unread() {
    let gazette = Gazette::new().await;
    let house = House::of(&gazette).await;
    let here = || ask().path("title", "gazette");
    let shown = house.does("showSettings", here()).await;
    let tag = shown.header("etag").to_owned();
    let settings = json!({"settings": shown.json()["settings"]});
    let unread = house
        .does("settleTitle", here().body(settings.clone()))
        .await;
    assert_eq!(unread.code(), "condition.missing");
    let other = here().body(json!({"theme": "broadsheet", "motto": "Another motto"}));
    house.does("settleTitle", other).await.expect(200);
    let read = here().body(settings.clone()).header("if-match", &tag);
    house.does("settleTitle", read).await.expect(200);
    let mut changed = settings;
    changed["settings"]["discovery"]["machines"] = json!("no-training");
    let read = here().body(changed.clone()).header("if-match", &tag);
    house.does("settleTitle", read).await.expect(200);
    let read = here().body(changed).header("if-match", &tag);
    let late = house.does("settleTitle", read).await;
    assert_eq!(late.code(), "stale");
    assert_eq!(
        late.header("tdm-reservation"),
        "1",
        "as the title now says of its texts"
    );
}

#[tokio::test]
async fn deeds_on_an_article_count_what_was_read_of_its_draft_or_its_place() {
    let gazette = Gazette::new().await;
    let house = House::of(&gazette).await;
    let article = gazette.published("Ferry service resumes").await.article;
    let director = token_of(&gazette, &gazette.ines, Role::Director).await;
    let does = async |id: &str, request: Ask, tag: &str| {
        let request = request.token(&director).path("article", article);
        let request = match tag {
            "" => request,
            tag => request.header("if-match", tag),
        };
        house.client.call(id, request).await
    };
    let place = || ask().path("title", "gazette");
    let tag = does("showPlacement", place(), "")
        .await
        .header("etag")
        .to_owned();
    let moved = place().body(json!({"slug": "ferry-is-back"}));
    does("place", moved.clone(), &tag).await.expect(200);
    assert_eq!(does("place", moved, &tag).await.code(), "stale");
    let draft = does("showDraft", ask(), "").await.header("etag").to_owned();
    let note = || ask().body(json!({"note": "The harbour office took it back."}));
    assert_eq!(does("withdraw", note(), "\"s9r9\"").await.code(), "stale");
    does("withdraw", note(), &draft).await.expect(201);
    assert_eq!(does("reinstate", note(), &draft).await.code(), "stale");
    assert_eq!(
        does("showArticle", ask(), "\"0\"").await.code(),
        "stale",
        "reading too"
    );
    let pin = || {
        ask()
            .path("title", "gazette")
            .path("slot", "lead")
            .path("position", 0)
    };
    let absent = pin()
        .body(json!({"article": article}))
        .header("if-match", "*");
    assert_eq!(
        house.does("pin", absent).await.status,
        412,
        "nothing is there yet"
    );
    let nowhere = ask()
        .path("account", "tomas")
        .body(json!({"role": "editor"}));
    let nowhere = nowhere.header("if-match", "\"0\"");
    assert_eq!(
        house.does("grant", nowhere).await.status,
        412,
        "nothing can be read there"
    );
}

#[tokio::test]
async fn a_stopped_log_is_a_problem_that_says_why_and_what_to_do_in_both_languages() {
    let gazette = Gazette::with_log().await;
    gazette.published("Ferry number 1 sails").await;
    std::fs::remove_dir_all(gazette.folder.path().join("log")).expect("gone");
    let gazette = Gazette {
        paper: gazette.opened_again().await,
        ..gazette
    };
    let client = Client::new(&gazette).await;
    let secret = token_of(&gazette, &gazette.edo, Role::Editor).await;
    let posted = json!({"title": "gazette", "copy": sound_json("Ferry number 2 sails")});
    let filed = client
        .call("fileArticle", ask().token(&secret).body(posted))
        .await
        .expect(201);
    let article = filed["article"].as_str().expect("an id");
    for (language, what, why, remedy) in [
        (
            "it",
            "il registro pubblico è fermo",
            "la cartella del registro non c’è più",
            "riporta la cartella log",
        ),
        (
            "en",
            "the public log is stopped",
            "the folder of the log is gone",
            "bring the folder log back",
        ),
    ] {
        let there = ask()
            .path("article", article)
            .token(&secret)
            .header("accept-language", language);
        let got = client.call("publishDraft", there.body(json!({}))).await;
        assert_eq!(got.code(), "unavailable", "{language}");
        let problem = got.expect(503);
        let detail = problem["detail"].as_str().expect("words");
        for words in [what, why, remedy, "colophon log restart"] {
            assert!(detail.contains(words), "{words}: {detail}");
        }
    }
}
