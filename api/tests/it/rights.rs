//! The whole table role × operation, on objects of one's own title and of another: who may not gets 403, or is told what
//! is told of things that are not there.

use crate::client::{Ask, Client, Gazette, Operation, ask, sound, token};
use crate::document::placeholder;
use crate::talk::{Conversation, conversation};
use paper::articles::drafting::{self, Filing};
use paper::articles::publishing::{self, Going};
use paper::desk::notes;
use paper::id::TitleId;
use paper::rights::{Deed, Role};
use paper::tokens::Scope;
use paper::{Actor, people};
use serde_json::{Value, json};

/// The same text may stand on two titles only in a series.
fn in_series(copy: paper::copy::Copy) -> paper::copy::Copy {
    paper::copy::Copy {
        series: "Ferries".to_owned(),
        kind: Some(paper::copy::Kind::Listing),
        ..copy
    }
}

/// A title with its people and things.
struct Side {
    key: &'static str,
    published: String,
    draft: String,
    picture: String,
    account: String,
    talk: Conversation,
    note: String,
}

async fn side(gazette: &Gazette, key: &'static str, title: TitleId) -> Side {
    let handle = format!("head-{key}");
    people::open_account(&gazette.paper, &gazette.operator, &handle, &handle, "")
        .await
        .expect("an account");
    people::grant(
        &gazette.paper,
        &gazette.operator,
        &handle,
        Role::Director,
        Some(title),
        None,
    )
    .await
    .expect("a grant");
    let head = Actor::of(&gazette.paper, &handle).await.expect("an actor");
    let filing = |headline: &str| Filing {
        title,
        section: Some("news".to_owned()),
        slug: None,
        comments: true,
        copy: in_series(sound(headline)),
    };
    let out = publishing::file_and_publish(
        &gazette.paper,
        &head,
        filing(&format!("Ferry of the {key} resumes")),
        Going::default(),
    )
    .await
    .expect("published");
    let draft = drafting::file(&gazette.paper, &head, filing("A quiet draft"))
        .await
        .expect("filed");
    let account = format!("guest-{key}");
    people::open_account(&gazette.paper, &gazette.operator, &account, &account, "")
        .await
        .expect("an account");
    people::grant(
        &gazette.paper,
        &gazette.operator,
        &account,
        Role::Reporter,
        Some(title),
        None,
    )
    .await
    .expect("a grant");
    let talk = conversation(gazette, &head, title, out.article).await;
    let note = notes::add(&gazette.paper, &head, draft, "Who confirms it?", None)
        .await
        .expect("a note");
    Side {
        key,
        talk,
        note: note.to_string(),
        published: out.article.to_string(),
        draft: draft.to_string(),
        picture: "019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88".to_owned(),
        account,
    }
}

/// A request of the document's own example, about things of a side.
fn request(operation: &Operation, side: &Side, drafts: bool) -> Ask {
    let article = if drafts { &side.draft } else { &side.published };
    let mut request = ask();
    if operation.guards_draft() {
        request = request.header("if-match", "\"s1r1\"");
    }
    for parameter in operation.about["parameters"]
        .as_array()
        .into_iter()
        .flatten()
    {
        let name = parameter["name"].as_str().expect("a name");
        if parameter["in"] == "path" {
            let value = match name {
                "article" => article.clone(),
                "title" => side.key.to_owned(),
                "account" => side.account.clone(),
                "picture" => side.picture.clone(),
                "section" => "news".to_owned(),
                "comment" => side.talk.comment.clone(),
                "notice" => side.talk.notice.clone(),
                "ban" => side.talk.ban.clone(),
                "note" => side.note.clone(),
                "revision" => "1".to_owned(),
                "contributor" => format!("ada-{}", side.key),
                other => placeholder(other),
            };
            request = request.path(name, value);
        }
    }
    if matches!(operation.id.as_str(), "addPicture" | "addDocument") {
        return request.query("title", side.key).raw(
            "application/octet-stream",
            "%PDF-1.7\nstartxref\n9\n%%EOF\n",
        );
    }
    if operation.id == "revokeGrant" {
        request = request.query("role", "reporter").query("title", side.key);
    }
    if operation.takes("application/json") {
        let mut body = operation.example();
        if body.get("title").is_some() {
            body["title"] = side.key.into();
        }
        if body.get("article").is_some() {
            body["article"] = article.clone().into();
        }
        if body.get("comment").is_some() {
            body["comment"] = side.talk.comment.clone().into();
        }
        if operation.id == "linkTranslation" {
            let other = if drafts { &side.published } else { &side.draft };
            body["article"] = other.clone().into();
        }
        if operation.id == "addToken" {
            body["account"] = side.account.clone().into();
        }
        if operation.id == "nameDeputy" {
            body["account"] = side.account.clone().into();
        }
        request = request.body(body);
    }
    request
}

/// What an operation needs beyond the deed its line names, where the verb asks for another one in this case.
fn deeds(operation: &Operation, drafts: bool) -> Vec<Deed> {
    let named = operation.deed().and_then(Deed::parse).expect("a deed");
    match operation.id.as_str() {
        // A first publication and a change are two rights; filing comes before going out.
        "publishDraft" if !drafts => vec![Deed::Change],
        "publish" => vec![Deed::File, Deed::Publish],
        "listAudit" | "check" => vec![named],
        _ => vec![named],
    }
}

/// Rights that are of the network, not of a title: a grant on a title is not enough.
fn of_network(operation: &Operation) -> bool {
    matches!(
        operation.id.as_str(),
        "keepContributor"
            | "foundTitle"
            | "listAccounts"
            | "openAccount"
            | "showAccount"
            | "closeAccount"
            | "mailAccount"
            | "listAudit"
            | "listJobs"
            | "retryJob"
            | "discardJob"
            | "addToken"
            | "listWebhooks"
            | "addWebhook"
            | "switchWebhook"
            | "ringWebhook"
            | "removeWebhook"
    )
}

/// The library of pictures is of the network: whoever adds to it on any title looks into all of it.
fn of_library(operation: &Operation) -> bool {
    operation.id == "listPictures"
}

#[tokio::test]
async fn every_role_does_by_program_what_the_table_says_and_nothing_else() {
    let gazette = Gazette::new().await;
    let beacon = cast::found_title(
        &gazette.paper,
        &gazette.operator,
        "beacon",
        "The Beacon",
        "beacon.test",
    )
    .await;
    let client = Client::new(&gazette).await;
    let (own, other) = (
        side(&gazette, "gazette", gazette.title).await,
        side(&gazette, "beacon", beacon).await,
    );
    let mut walked = 0;
    for role in Role::ALL {
        let handle = format!("walker-{}", role.word());
        people::open_account(&gazette.paper, &gazette.operator, &handle, &handle, "")
            .await
            .expect("an account");
        people::grant(
            &gazette.paper,
            &gazette.operator,
            &handle,
            *role,
            Some(gazette.title),
            None,
        )
        .await
        .expect("a grant");
        let secret = token(&gazette, &handle, &[Scope::Role(*role)]).await;
        let reading = token(&gazette, &handle, &[Scope::Read]).await;
        for operation in client.operations.iter().filter(|one| one.deed().is_some()) {
            gazette.later(1);
            for drafts in [false, true] {
                let carries = deeds(operation, drafts)
                    .iter()
                    .all(|deed| role.deeds().contains(deed));
                let may = carries && !of_network(operation);
                let name = format!("{} by {} drafts {drafts}", operation.id, role.word());
                let got = client
                    .call(
                        &operation.id,
                        request(operation, &other, drafts).token(&secret),
                    )
                    .await;
                assert!(
                    of_library(operation) || matches!(got.status.as_u16(), 403 | 404),
                    "{name} on another title: {} {}",
                    got.status,
                    String::from_utf8_lossy(&got.bytes)
                );
                if !may {
                    // Of what one may see, its state may be told before the right: never that it was done.
                    let got = client
                        .call(
                            &operation.id,
                            request(operation, &own, drafts).token(&secret),
                        )
                        .await;
                    assert!(
                        matches!(got.status.as_u16(), 403 | 404 | 409 | 412),
                        "{name}: {} {}",
                        got.status,
                        String::from_utf8_lossy(&got.bytes)
                    );
                }
                if operation.method != "GET" && operation.id != "check" {
                    let got = client
                        .call(
                            &operation.id,
                            request(operation, &own, drafts).token(&reading),
                        )
                        .await;
                    assert!(
                        matches!(got.status.as_u16(), 403 | 404 | 409 | 412),
                        "{name} to read only: {}",
                        got.status
                    );
                }
                walked += 1;
            }
        }
    }
    assert!(walked > 600, "{walked}");
    nothing_changed(&client, &own, &other).await;
    allowed(&gazette, &client).await;
}

/// After all that, nothing of either title changed.
async fn nothing_changed(client: &Client, own: &Side, other: &Side) {
    for side in [own, other] {
        let shown = client
            .call("showArticle", ask().path("article", &side.published))
            .await
            .expect(200);
        assert_eq!(shown["revision"], 1);
        assert_eq!(
            shown["content"]["headline"],
            format!("Ferry of the {} resumes", side.key)
        );
        let placements = client
            .call("listPlacements", ask().path("article", &side.published))
            .await
            .expect(200);
        assert_eq!(placements["items"].as_array().map(Vec::len), Some(1));
        let comments = client
            .call("listComments", ask().path("article", &side.published))
            .await
            .expect(200);
        let shown = &comments["items"];
        assert_eq!(shown.as_array().map(Vec::len), Some(1), "{comments}");
        assert_eq!(
            (&shown[0]["id"], &shown[0]["closed"]),
            (&json!(side.talk.comment), &json!(false))
        );
    }
}

/// And who may is never told that he may not: whatever else stands in the way, it is not the right.
async fn allowed(gazette: &Gazette, client: &Client) {
    for role in Role::ALL {
        let handle = format!("keeper-{}", role.word());
        people::open_account(&gazette.paper, &gazette.operator, &handle, &handle, "")
            .await
            .expect("an account");
        people::grant(
            &gazette.paper,
            &gazette.operator,
            &handle,
            *role,
            None,
            None,
        )
        .await
        .expect("a grant");
        let secret = token(gazette, &handle, &[Scope::Role(*role)]).await;
        for operation in client.operations.iter().filter(|one| one.deed().is_some()) {
            gazette.later(1);
            let here = fresh(gazette, role.word(), &operation.id).await;
            for drafts in [false, true] {
                let deeds = deeds(operation, drafts);
                if !deeds.iter().all(|deed| role.deeds().contains(deed)) {
                    continue;
                }
                let got = client
                    .call(
                        &operation.id,
                        request(operation, &here, drafts).token(&secret),
                    )
                    .await;
                let code = if got.status.is_success() {
                    String::new()
                } else {
                    got.code()
                };
                assert_ne!(
                    code,
                    "not_allowed",
                    "{} by {} drafts {drafts}: {}",
                    operation.id,
                    role.word(),
                    String::from_utf8_lossy(&got.bytes)
                );
                assert_ne!(got.status, 401);
            }
        }
    }
}

/// Things of the gazette nobody has touched yet.
async fn fresh(gazette: &Gazette, role: &str, operation: &str) -> Side {
    let headline = format!("{operation} for {role}");
    let out = gazette.published(&headline).await;
    let draft = drafting::file(
        &gazette.paper,
        &gazette.tomas,
        gazette.filing(sound("A quiet draft")),
    )
    .await
    .expect("filed");
    let talk = conversation(gazette, &gazette.ines, gazette.title, out.article).await;
    Side {
        key: "gazette",
        talk,
        note: placeholder("note"),
        published: out.article.to_string(),
        draft: draft.to_string(),
        picture: "019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88".to_owned(),
        account: "guest-gazette".to_owned(),
    }
}

#[tokio::test]
async fn who_has_no_right_to_a_title_sees_no_draft_by_any_name() {
    let gazette = Gazette::new().await;
    let beacon = cast::found_title(
        &gazette.paper,
        &gazette.operator,
        "beacon",
        "The Beacon",
        "beacon.test",
    )
    .await;
    let client = Client::new(&gazette).await;
    let other = side(&gazette, "beacon", beacon).await;
    let secret = token(&gazette, "edo", &[Scope::Role(Role::Editor), Scope::Read]).await;
    let nothing = "019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88";
    for operation in client
        .operations
        .iter()
        .filter(|one| one.path.contains("{article}"))
    {
        let there = client
            .call(
                &operation.id,
                request(operation, &other, true).token(&secret),
            )
            .await;
        let stranger = Side {
            draft: nothing.to_owned(),
            ..side_like(&other)
        };
        let not = client
            .call(
                &operation.id,
                request(operation, &stranger, true).token(&secret),
            )
            .await;
        let alike = |bytes: &[u8], id: &str| -> Value {
            serde_json::from_str(&String::from_utf8_lossy(bytes).replace(id, "ID"))
                .unwrap_or(json!(null))
        };
        assert_eq!(there.status, 404, "{}", operation.id);
        assert_eq!(
            (there.status, alike(&there.bytes, &other.draft)),
            (not.status, alike(&not.bytes, nothing)),
            "{}",
            operation.id
        );
    }
}

fn side_like(side: &Side) -> Side {
    Side {
        key: side.key,
        published: side.published.clone(),
        draft: side.draft.clone(),
        picture: side.picture.clone(),
        account: side.account.clone(),
        talk: side.talk.clone(),
        note: side.note.clone(),
    }
}
