//! What stands around an article: placements, fronts, pictures, documents; titles, people and their rights, by program.

use crate::client::{Ask, Client, Gazette, ask, sound_json, token_of};
use crate::life::Desk;
use paper::rights::Role;
use serde_json::json;

#[tokio::test]
async fn an_article_stands_on_two_titles_and_on_the_front() {
    let gazette = Gazette::new().await;
    let beacon = cast::found_title(
        &gazette.paper,
        &gazette.operator,
        "beacon",
        "The Beacon",
        "beacon.test",
    )
    .await;
    paper::people::grant(
        &gazette.paper,
        &gazette.operator,
        "edo",
        Role::Editor,
        Some(beacon),
        None,
    )
    .await
    .expect("a grant");
    let mut desk = Desk::of(&gazette).await;
    desk.article = gazette
        .published("Ferry service resumes")
        .await
        .article
        .to_string();
    let there = |token: &str| {
        ask()
            .token(token)
            .path("article", &desk.article)
            .path("title", "beacon")
    };
    let placing = json!({"section": "news", "headline": "The ferry is back"});
    let placed = desk
        .call("place", there(&desk.editor).body(placing))
        .await
        .expect(200);
    assert_eq!(
        (placed["original"].as_bool(), placed["headline"].as_str()),
        (Some(false), Some("The ferry is back"))
    );
    let all = desk
        .call("listPlacements", ask().path("article", &desk.article))
        .await
        .expect(200);
    assert_eq!(all["items"].as_array().map(Vec::len), Some(2));
    let pin = ask()
        .token(&desk.editor)
        .path("title", "beacon")
        .path("slot", "lead")
        .path("position", 0);
    desk.call("pin", pin.clone().body(json!({"article": desk.article})))
        .await
        .expect(204);
    let front = desk
        .call("showFront", ask().path("title", "beacon"))
        .await
        .expect(200);
    assert_eq!(front["items"][0]["article"], desk.article);
    desk.call("unpin", pin).await.expect(204);
    let mut copy = sound_json("Riprende il traghetto");
    copy["language"] = "it".into();
    copy["series"] = "Ferries".into();
    let posted = ask()
        .token(&desk.editor)
        .body(json!({"title": "gazette", "copy": copy}));
    let other = desk.call("publish", posted).await.expect(201)["article"].clone();
    let linked = desk.here(&desk.editor).body(json!({"article": other}));
    desk.call("linkTranslation", linked).await.expect(204);
    let moved = json!({"slug": "ferry-is-back"});
    let home = ask()
        .token(&desk.editor)
        .path("article", &desk.article)
        .path("title", "gazette")
        .body(moved);
    desk.call("place", home).await.expect(200);
    let former = ask()
        .path("title", "gazette")
        .query("path", "/2026/03/02/ferry-service-resumes");
    let leads = desk.call("followAddress", former).await.expect(200);
    assert_eq!(leads["url"], "http://gazette.test/2026/03/02/ferry-is-back");
    desk.call("displace", there(&desk.editor)).await.expect(204);
}

#[tokio::test]
async fn pictures_and_documents_come_in_as_they_are_and_are_seen_when_an_article_shows_them() {
    let gazette = Gazette::new().await;
    let desk = Desk::of(&gazette).await;
    let dot = include_bytes!("../../../web/tests/it/media/dot.png");
    let add = |operation: &'static str, media_type: &str, bytes: &[u8]| {
        let request = ask()
            .token(&desk.reporter)
            .query("title", "gazette")
            .query("name", "dot.png")
            .query("alt", "A dot")
            .query("credit", "Ada Morin")
            .raw(media_type, bytes);
        desk.call(operation, request)
    };
    let added = add("addPicture", "image/png", dot).await.expect(201);
    assert_eq!(
        (added["form"].as_str(), added["media_type"].as_str()),
        (Some("picture"), Some("image/png"))
    );
    let file = added["files"][0]["path"]
        .as_str()
        .expect("a file")
        .to_owned();
    let fetch = async || {
        let request = http::Request::get(&file)
            .header("host", crate::client::HOST)
            .body(axum::body::Body::empty())
            .expect("a request");
        crate::client::send(&desk.client.door, request)
            .await
            .status
            .as_u16()
    };
    assert_eq!(fetch().await, 404, "the library is the desk's");
    let mut copy = sound_json("Ferry service resumes");
    copy["picture"] = json!({"file": added["id"], "alt": "A dot", "credit": "Ada Morin", "licence": "own", "caption": [{"t": "text", "s": "A dot."}], "source_type": "digitalCapture"});
    desk.call(
        "publish",
        ask()
            .token(&desk.editor)
            .body(json!({"title": "gazette", "copy": copy})),
    )
    .await
    .expect(201);
    assert_eq!(fetch().await, 200);
    let listed = desk
        .call("listPictures", ask().token(&desk.reporter))
        .await
        .expect(200);
    assert_eq!(listed["items"][0]["id"], added["id"]);
    desk.call(
        "showPicture",
        ask()
            .token(&desk.reporter)
            .path("picture", added["id"].as_str().expect("an id")),
    )
    .await
    .expect(200);

    assert_eq!(
        add(
            "addDocument",
            "application/pdf",
            b"%PDF-1.7\nstartxref\n9\n%%EOF\n"
        )
        .await
        .expect(201)["form"],
        "document"
    );
    assert_eq!(add("addDocument", "application/pdf", dot).await.status, 422);
    assert_eq!(
        add("addPicture", "image/png", b"no picture").await.status,
        422
    );
    assert_eq!(
        add("addPicture", "image/svg+xml", b"<svg/>").await.code(),
        "body.type"
    );
    assert_eq!(add("addPicture", "text/html", b"<p>").await.status, 415);
}

#[tokio::test]
async fn a_house_is_kept_by_program() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let keeper = token_of(&gazette, &gazette.operator, Role::Operator).await;
    let does = async |id: &str, request: Ask, status: u16| {
        client.call(id, request.token(&keeper)).await.expect(status)
    };
    does(
        "foundTitle",
        ask().body(client.operation("foundTitle").example()),
        201,
    )
    .await;
    does(
        "settleTitle",
        ask()
            .path("title", "beacon")
            .body(json!({"motto": "News from the light"})),
        200,
    )
    .await;
    does(
        "keepSection",
        ask()
            .path("title", "beacon")
            .path("section", "culture")
            .body(json!({"name": "Culture"})),
        204,
    )
    .await;
    does(
        "keepTopic",
        ask()
            .path("title", "beacon")
            .path("topic", "pier")
            .body(json!({"name": "The pier"})),
        204,
    )
    .await;
    let page = json!({"role": "about", "name": "About us", "text": {"format": "markdown", "source": "We print."}});
    does(
        "keepPage",
        ask()
            .path("title", "beacon")
            .path("page", "about")
            .body(page),
        204,
    )
    .await;
    let again = ask().path("title", "beacon").path("page", "about");
    let again = again.body(client.operation("keepPage").example());
    does("keepPage", again, 428).await;
    does(
        "keepContributor",
        ask()
            .path("contributor", "ada-morin")
            .body(json!({"name": "Ada Morin"})),
        204,
    )
    .await;
    does(
        "openAccount",
        ask().body(json!({"handle": "ada", "name": "Ada Morin"})),
        201,
    )
    .await;
    does(
        "grant",
        ask()
            .path("account", "ada")
            .body(json!({"role": "reporter", "title": "beacon"})),
        204,
    )
    .await;
    let ada = does("showAccount", ask().path("account", "ada"), 200).await;
    assert_eq!(ada["grants"], json!(["reporter@beacon"]));
    does(
        "revokeGrant",
        ask()
            .path("account", "ada")
            .query("role", "reporter")
            .query("title", "beacon"),
        204,
    )
    .await;
    does("closeAccount", ask().path("account", "ada"), 204).await;
    does("listAccounts", ask(), 200).await;
    does("listJobs", ask(), 200).await;
    does("listAudit", ask().query("limit", 2), 200).await;
    let settings = does("showSettings", ask().path("title", "beacon"), 200).await;
    assert_eq!(settings["theme"], "broadsheet");
    let told = client
        .call("showTitle", ask().path("title", "beacon"))
        .await
        .expect(200);
    assert_eq!(told["motto"], "News from the light");
    let shown = client
        .call(
            "showPage",
            ask().path("title", "beacon").path("page", "about"),
        )
        .await
        .expect(200);
    assert!(shown.to_string().contains("We print."));
    let taken = client
        .call(
            "foundTitle",
            ask()
                .token(&keeper)
                .body(client.operation("foundTitle").example()),
        )
        .await;
    assert_eq!(
        (taken.status.as_u16(), taken.code().as_str()),
        (409, "taken")
    );
    let unknown = client
        .call(
            "grant",
            ask()
                .token(&keeper)
                .path("account", "tomas")
                .body(json!({"role": "reporter", "title": "nothing"})),
        )
        .await;
    assert_eq!(unknown.expect(422)["errors"][0]["field"], "title");
    for operation in ["grant", "revokeGrant"] {
        let right = ask().token(&keeper).path("account", "tomas");
        let right = match operation {
            "grant" => right.body(json!({"role": "editor", "section": "news"})),
            _ => right.query("role", "reporter").query("section", "news"),
        };
        let refused = client.call(operation, right).await.expect(422);
        assert_eq!(
            refused["errors"][0]["field"], "title",
            "{operation}: {refused}"
        );
    }
    let tomas = does("showAccount", ask().path("account", "tomas"), 200).await;
    assert_eq!(tomas["grants"], json!(["reporter@gazette"]));
    let nobody = client
        .call(
            "grant",
            ask()
                .token(&keeper)
                .path("account", "nobody")
                .body(json!({"role": "reporter"})),
        )
        .await;
    assert_eq!(nobody.status, 404);
    let director = token_of(&gazette, &gazette.ines, Role::Director).await;
    let deputy = json!({"account": "edo", "until": "2026-03-03T08:00:00Z"});
    client
        .call(
            "nameDeputy",
            ask().token(&director).path("title", "gazette").body(deputy),
        )
        .await
        .expect(204);
    let deputies = ask().token(&director).path("title", "gazette");
    let deputies = client.call("listDeputies", deputies).await.expect(200);
    assert_eq!(deputies["items"][0]["account"], "edo");
    for status in [204, 404] {
        let turn = ask().token(&director).path("title", "gazette");
        let turn = turn.path("shift", deputies["items"][0]["id"].as_str().expect("an id"));
        client.call("endDeputy", turn).await.expect(status);
    }
    let email = ask()
        .token(&keeper)
        .path("account", "edo")
        .body(json!({"email": "edo@example.org"}));
    client.call("setAccountEmail", email).await.expect(204);
    let invitation = || {
        let edo = ask().token(&keeper).path("account", "edo");
        edo.body(json!({"link": "invite"}))
    };
    // Where no mail is set, links are handed over.
    let unset = client.call("mailAccount", invitation()).await;
    let told = unset.expect(409)["detail"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    assert!(told.contains("mail"), "{told}");
    gazette
        .paper
        .send_mails_by(paper::doors::mails::MailServer {
            server: "mail.test:587".to_owned(),
            tls: "starttls",
            user: String::new(),
            from: "Desk <desk@gazette.test>".to_owned(),
        });
    let sent = client.call("mailAccount", invitation()).await.expect(202);
    assert_eq!(sent["to"], "edo@example.org");
    gazette.published("Ferry service resumes").await;
    let sources = client
        .call(
            "listSources",
            ask().token(&director).path("title", "gazette"),
        )
        .await
        .expect(200);
    assert_eq!(sources["items"][0]["name"], "Harbour office");
}
