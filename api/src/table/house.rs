//! What keeps the house: titles and their parts, accounts, tokens, the record itself.

use crate::operation::{Operation, Right, delete, get, patch, post, put};
use crate::resources::{accounts, figures, keeping, record, redirects, tokens, topics, webhooks};
use http::StatusCode;
use paper::rights::Deed;
use serde_json::json;

pub(super) fn operations() -> Vec<Operation> {
    let mut all = titles();
    all.extend(subjects());
    all.extend(people());
    all.extend(keys());
    all.extend(hooks());
    all
}

fn titles() -> Vec<Operation> {
    let bare = StatusCode::NO_CONTENT;
    vec![
        post("/titles", "foundTitle", "Found a title")
            .may(Deed::Found)
            .example(|| json!({"key": "beacon", "name": "The Beacon", "hosts": ["beacon.example"], "language": "en", "zone": "Europe/Rome"}))
            .does(keeping::found),
        patch("/titles/{title}", "settleTitle", "Change what is set of a title")
            .may(Deed::Settle)
            .example(|| json!({"motto": "News from the harbour"}))
            .also(&[428])
            .does(keeping::settle),
        get("/titles/{title}/settings", "showSettings", "What is set of a title")
            .sees(Deed::Settle)
            .does(keeping::settings),
        get("/titles/{title}/figures", "showFigures", "How much a title is read")
            .sees(Deed::ReadFigures)
            .does(figures::show),
        put("/titles/{title}/sections/{section}", "keepSection", "Add a section, or change its name and lead")
            .may(Deed::Keep)
            .status(bare)
            .example(|| json!({"name": "Culture", "lead": "Books, music, stage."}))
            .does(keeping::section),
        put("/titles/{title}/pages/{page}", "keepPage", "Write a standing page")
            .may(Deed::Keep)
            .status(bare)
            .example(|| json!({"role": "about", "name": "About us", "text": {"format": "markdown", "source": "We print what we can answer for."}}))
            .also(&[428])
            .does(keeping::page),
        put("/contributors/{contributor}", "keepContributor", "Tell readers about a contributor")
            .may(Deed::Keep)
            .status(bare)
            .example(|| json!({"name": "Ada Morin", "role": {"en": "reporter", "it": "cronista"}}))
            .does(keeping::contributor),
        post("/titles/{title}/deputies", "nameDeputy", "Name who stands in for the director")
            .may(Deed::NameDeputy)
            .status(bare)
            .example(|| json!({"account": "edo", "until": "2026-03-03T08:00:00Z"}))
            .does(keeping::deputy),
        get("/titles/{title}/deputies", "listDeputies", "Who stands in for the director, now and to come")
            .sees(Deed::NameDeputy)
            .does(keeping::deputies),
        delete("/titles/{title}/deputies/{shift}", "endDeputy", "End a turn as deputy early")
            .may(Deed::NameDeputy)
            .does(keeping::end_deputy),
        get("/titles/{title}/addresses", "listAddresses", "Former addresses of a title, and those added by hand")
            .sees(Deed::Keep)
            .does(redirects::list),
        post("/titles/{title}/redirects", "addRedirect", "Have an address of another time lead to an article")
            .may(Deed::Keep)
            .status(bare)
            .example(|| json!({"path": "/2019/05/17/old-ferry.html", "article": "019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88"}))
            .does(redirects::add),
        get("/titles/{title}/sources", "listSources", "Sources a title has used, the most used first")
            .sees(Deed::Save)
            .does(record::sources),
    ]
}

fn subjects() -> Vec<Operation> {
    let bare = StatusCode::NO_CONTENT;
    vec![
        put("/titles/{title}/topics/{topic}", "keepTopic", "Add a topic, or change what is kept of it")
            .may(Deed::Keep)
            .status(bare)
            .example(|| json!({"name": "The new pier", "kind": "place", "aliases": ["pier", "north pier"]}))
            .does(topics::keep),
        post("/titles/{title}/topics/{topic}/rename", "renameTopic", "Give a topic another word in addresses; the one before leads there")
            .may(Deed::Keep)
            .status(bare)
            .example(|| json!({"slug": "north-pier"}))
            .does(topics::rename),
        post("/titles/{title}/topics/{topic}/merge", "mergeTopic", "Merge a topic into another, with articles, words and timeline")
            .may(Deed::Keep)
            .status(bare)
            .example(|| json!({"into": "harbour"}))
            .does(topics::merge),
        post("/titles/{title}/topics/{topic}/facts", "addFact", "Add a dated fact to the timeline of a topic")
            .may(Deed::Keep)
            .example(|| json!({"day": "2024-05", "text": "Work on the pier begins.", "article": "019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88"}))
            .does(topics::add_fact),
        delete("/titles/{title}/topics/{topic}/facts/{fact}", "removeFact", "Take a fact out of a timeline")
            .may(Deed::Keep)
            .does(topics::remove_fact),
        put("/titles/{title}/topics/{topic}/pinned", "pinToTopic", "Say which articles stay on top of a topic's page, or which parts of a dossier come first")
            .may(Deed::Keep)
            .status(bare)
            .example(|| json!({"articles": ["019a5f0e-6d1c-7c3a-9b60-2f4f5c1d7e88"]}))
            .does(topics::pin),
    ]
}

fn people() -> Vec<Operation> {
    let bare = StatusCode::NO_CONTENT;
    vec![
        get("/self", "showSelf", "Who asks, and what they may")
            .right(Right::Token)
            .does(accounts::oneself),
        get("/accounts", "listAccounts", "Accounts with their rights")
            .sees(Deed::Grant)
            .does(accounts::list),
        post(
            "/accounts",
            "openAccount",
            "Open an account, without any right yet",
        )
        .may(Deed::Grant)
        .example(|| json!({"handle": "ada", "name": "Ada Morin"}))
        .does(accounts::open),
        get(
            "/accounts/{account}",
            "showAccount",
            "An account with its rights",
        )
        .sees(Deed::Grant)
        .does(accounts::show),
        delete(
            "/accounts/{account}",
            "closeAccount",
            "Close an account: it does nothing from now on",
        )
        .may(Deed::Grant)
        .does(accounts::close),
        put(
            "/accounts/{account}/email",
            "setAccountEmail",
            "Change the address mails to an account go to; the old one and the new one are told",
        )
        .may(Deed::Grant)
        .status(bare)
        .example(|| json!({"email": "tomas@example.org"}))
        .does(accounts::email),
        post(
            "/accounts/{account}/mails",
            "mailAccount",
            "Send somebody, by mail, the link by which they choose a password; who sends it never sees it",
        )
        .may(Deed::Grant)
        .status(StatusCode::ACCEPTED)
        .example(|| json!({"link": "invite"}))
        .does(accounts::mail),
        post(
            "/accounts/{account}/grants",
            "grant",
            "Give an account a role",
        )
        .may(Deed::Grant)
        .status(bare)
        .example(|| json!({"role": "reporter", "title": "gazette"}))
        .does(accounts::grant),
        delete(
            "/accounts/{account}/grants",
            "revokeGrant",
            "Take a role back",
        )
        .may(Deed::Grant)
        .asks("role=reporter&title=gazette")
        .does(accounts::revoke),
    ]
}

fn keys() -> Vec<Operation> {
    vec![
        get(
            "/tokens",
            "listTokens",
            "Tokens: one’s own, or of an account",
        )
        .right(Right::Token)
        .does(tokens::list),
        post("/tokens", "addToken", "Make a token")
            .may(Deed::Grant)
            .secret()
            .example(
                || json!({"account": "tomas", "scopes": ["article.file"], "label": "wire desk"}),
            )
            .does(tokens::add),
        delete("/tokens/{token}", "revokeToken", "End a token at once")
            .right(Right::Token)
            .does(tokens::revoke),
        get(
            "/audit",
            "listAudit",
            "The audit trail: who did what, the newest first",
        )
        .sees(Deed::Settle)
        .also(&[404])
        .does(record::audit),
        get("/jobs", "listJobs", "Jobs that wait or failed")
            .sees(Deed::Operate)
            .does(record::jobs),
        post("/jobs/{job}/retries", "retryJob", "Try a failed job again")
            .may(Deed::Operate)
            .status(StatusCode::NO_CONTENT)
            .does(record::retry),
        delete("/jobs/{job}", "discardJob", "Give up a failed job")
            .may(Deed::Operate)
            .does(record::discard),
    ]
}

fn hooks() -> Vec<Operation> {
    let bare = StatusCode::NO_CONTENT;
    vec![
        get(
            "/webhooks",
            "listWebhooks",
            "Programs elsewhere that are told what readers see otherwise",
        )
        .sees(Deed::Operate)
        .does(webhooks::list),
        post(
            "/webhooks",
            "addWebhook",
            "Tell an address of everything readers see otherwise from now on",
        )
        .may(Deed::Operate)
        .example(
            || json!({"name": "archive of the library", "url": "https://library.example/told"}),
        )
        .does(webhooks::add),
        put(
            "/webhooks/{webhook}/state",
            "switchWebhook",
            "Wake a webhook, or put it to rest",
        )
        .may(Deed::Operate)
        .status(bare)
        .example(|| json!({"on": false}))
        .does(webhooks::switch),
        post(
            "/webhooks/{webhook}/trials",
            "ringWebhook",
            "Send a webhook something that means nothing",
        )
        .may(Deed::Operate)
        .status(bare)
        .does(webhooks::ring),
        delete(
            "/webhooks/{webhook}",
            "removeWebhook",
            "Remove a webhook, and its key with it",
        )
        .may(Deed::Operate)
        .does(webhooks::remove),
    ]
}
