//! What everybody may read, and what nobody may read without being of the desk.

use crate::client::{Client, Gazette, ask, sound};
use paper::articles::drafting;
use paper::articles::scheduling;
use paper::articles::withdrawing;
use serde_json::Value;

#[tokio::test]
async fn readers_see_what_is_published_and_nothing_else() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let out = gazette.published("Ferry service resumes").await.article;
    let draft = drafting::file(
        &gazette.paper,
        &gazette.tomas,
        gazette.filing(sound("A secret draft")),
    )
    .await
    .expect("filed");
    let held = drafting::file(
        &gazette.paper,
        &gazette.tomas,
        gazette.filing(sound("A held draft")),
    )
    .await
    .expect("filed");
    scheduling::hold(&gazette.paper, &gazette.ines, held, "wait")
        .await
        .expect("held");
    let embargoed = drafting::file(
        &gazette.paper,
        &gazette.tomas,
        gazette.filing(sound("An embargoed draft")),
    )
    .await
    .expect("filed");
    scheduling::embargo(
        &gazette.paper,
        &gazette.ines,
        embargoed,
        Some(crate::client::instant("2026-03-05T08:00:00Z")),
    )
    .await
    .expect("embargoed");
    // A published article's next text is the desk's too.
    drafting::save(
        &gazette.paper,
        &gazette.tomas,
        out,
        sound("A secret second text"),
        1,
    )
    .await
    .expect("saved");

    let mut seen = String::new();
    for operation in client
        .operations
        .iter()
        .filter(|one| one.is_open() && one.method == "GET")
    {
        for article in [out, draft, held, embargoed] {
            let mut request = ask();
            for parameter in operation.about["parameters"]
                .as_array()
                .into_iter()
                .flatten()
            {
                let name = parameter["name"].as_str().expect("a name");
                if parameter["in"] == "path" {
                    let value = match name {
                        "article" => article.to_string(),
                        "revision" => "1".to_owned(),
                        other => crate::document::placeholder(other),
                    };
                    request = request.path(name, value);
                }
            }
            if operation.id == "followAddress" {
                request = request.query("path", "/2026/03/02/a-secret-draft");
            }
            let got = client.call(&operation.id, request).await;
            if operation.path.contains("{article}") && article != out {
                assert_eq!(got.status, 404, "{}", operation.id);
            }
            if operation.path.contains("{article}") && article == out {
                assert_eq!(got.status, 200, "{}", operation.id);
            }
            if operation.id != "openapi" && operation.id != "listProblems" && got.status == 200 {
                seen.push_str(&String::from_utf8_lossy(&got.bytes));
            }
            if got.status == 200 {
                assert_eq!(
                    got.header("access-control-allow-origin"),
                    "*",
                    "{}",
                    operation.id
                );
                assert!(got.header("access-control-allow-credentials").is_empty());
                assert_eq!(got.header("cache-control"), "no-cache");
            }
        }
    }
    assert!(seen.contains("Ferry service resumes"));
    for hidden in ["secret", "held", "embargoed"] {
        assert!(!seen.contains(hidden), "{hidden}");
    }
    // The ids of drafts stand in error answers only because they were asked for.
    let changes = client.call("listChanges", ask()).await.expect(200);
    assert!(!changes.to_string().contains(&draft.to_string()));
    assert!(changes.to_string().contains(&out.to_string()));
}

#[tokio::test]
async fn an_article_that_is_not_there_and_one_that_may_not_be_seen_are_told_alike() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let draft = drafting::file(
        &gazette.paper,
        &gazette.tomas,
        gazette.filing(sound("A secret draft")),
    )
    .await
    .expect("filed");
    let nothing = "019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88";
    let there = client
        .call("showArticle", ask().path("article", draft))
        .await;
    let not = client
        .call("showArticle", ask().path("article", nothing))
        .await;
    let alike = |bytes: &[u8], id: &str| String::from_utf8_lossy(bytes).replace(id, "ID");
    assert_eq!(there.status, not.status);
    assert_eq!(
        alike(&there.bytes, &draft.to_string()),
        alike(&not.bytes, nothing)
    );
}

#[tokio::test]
async fn what_was_taken_away_keeps_its_notice_and_loses_its_text() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let article = gazette.published("Ferry service resumes").await.article;
    withdrawing::withdraw(
        &gazette.paper,
        &gazette.ines,
        article,
        "The office took it back.",
    )
    .await
    .expect("withdrawn");
    let shown = client
        .call("showArticle", ask().path("article", article))
        .await
        .expect(200);
    assert_eq!(shown["content"]["state"], "withdrawn");
    assert_eq!(shown["content"]["note"], "The office took it back.");
    for (operation, request) in [
        ("showArticle", ask().path("article", article)),
        (
            "showRevision",
            ask().path("article", article).path("revision", 1),
        ),
        ("listRevisions", ask().path("article", article)),
    ] {
        let got = client.call(operation, request).await.expect(200);
        assert!(!got.to_string().contains("Luca Nardi"), "{operation}");
    }
    let killed = gazette.published("A second ferry is bought").await.article;
    withdrawing::kill(&gazette.paper, &gazette.ines, killed, "A court said so.")
        .await
        .expect("killed");
    let got = client
        .call("showArticle", ask().path("article", killed))
        .await;
    assert_eq!(got.code(), "gone");
    assert_eq!(got.expect(410)["detail"], "A court said so.");
}

#[tokio::test]
async fn lists_are_read_page_by_page_and_what_comes_in_meanwhile_shifts_nothing() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    for number in 0..7 {
        gazette.later(1);
        gazette
            .published(&format!("Ferry number {number} leaves"))
            .await;
    }
    let mut headlines = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let mut request = ask().path("title", "gazette").query("limit", 3);
        if let Some(cursor) = &cursor {
            request = request.query("cursor", cursor);
        }
        let page = client.call("listArticles", request).await.expect(200);
        headlines.extend(
            page["items"]
                .as_array()
                .expect("items")
                .iter()
                .map(|card| card["headline"].clone()),
        );
        gazette.later(1);
        gazette
            .published(&format!("Meanwhile {} was found", headlines.len()))
            .await;
        cursor = page["next"].as_str().map(str::to_owned);
        if cursor.is_none() {
            break;
        }
    }
    let expected: Vec<Value> = (0..7)
        .rev()
        .map(|n| format!("Ferry number {n} leaves").into())
        .collect();
    assert_eq!(headlines, expected);
    for wrong in ["", "x", "AAAA", "MTIz", "LjE", &"A".repeat(500)] {
        let got = client
            .call(
                "listArticles",
                ask().path("title", "gazette").query("cursor", wrong),
            )
            .await;
        assert_eq!(
            (got.status.as_u16(), got.code().as_str()),
            (400, "cursor.unfit"),
            "{wrong}"
        );
    }
    for wrong in ["0", "101", "-1", "x", "99999999999"] {
        let got = client
            .call(
                "listArticles",
                ask().path("title", "gazette").query("limit", wrong),
            )
            .await;
        assert_eq!(got.status, 400, "{wrong}");
    }
}

#[tokio::test]
async fn what_was_read_is_not_sent_again() {
    let gazette = Gazette::new().await;
    let client = Client::new(&gazette).await;
    let article = gazette.published("Ferry service resumes").await.article;
    let first = client
        .call("showArticle", ask().path("article", article))
        .await;
    let tag = first.header("etag").to_owned();
    let again = client
        .call(
            "showArticle",
            ask().path("article", article).header("if-none-match", &tag),
        )
        .await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
    withdrawing::withdraw(&gazette.paper, &gazette.ines, article, "Taken back.")
        .await
        .expect("withdrawn");
    let changed = client
        .call(
            "showArticle",
            ask().path("article", article).header("if-none-match", &tag),
        )
        .await;
    assert_eq!(changed.status, 200);
}
