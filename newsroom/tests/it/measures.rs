//! The right to be forgotten at the desk: the request, its clock, the decision, and lifting it, without any script.

use crate::stage::{article, visit};
use cast::Gazette;
use http::StatusCode;
use paper::articles;
use paper::id::{ArticleId, MeasureId};
use paper::measures::{self, State};

const LIST: &str = "/newsroom/t/gazette/measures";

async fn out(gazette: &Gazette) -> ArticleId {
    let placement = article(gazette, "Ferry service resumes").await;
    let mut session = gazette.paper.read().await.unwrap();
    let placement = articles::placement(&mut session, placement).await.unwrap();
    placement.unwrap().article
}

async fn state(gazette: &Gazette, word: &str) -> State {
    let id = MeasureId::parse(word).unwrap();
    let mut session = gazette.paper.read().await.unwrap();
    measures::find(&mut session, id).await.unwrap().state
}

/// The id in the address of a measure's page.
fn named(to: &str) -> String {
    let rest = to.strip_prefix("/newsroom/measures/").expect("its page");
    rest.split('?').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_request_is_kept_told_by_its_clock_accepted_and_lifted() {
    let gazette = Gazette::new().await;
    let id = out(&gazette).await;
    let of_article = format!("/newsroom/articles/{id}/measures");
    let mut edo = visit(&gazette, "edo").await;
    for path in [LIST, &of_article] {
        assert_eq!(edo.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let mut ines = visit(&gazette, "ines").await;
    let piece = ines.get(&format!("/newsroom/articles/{id}")).await.page;
    assert!(piece.contains(&of_article), "the way there");
    let cases = ines.get("/newsroom/t/gazette/cases").await.page;
    assert!(cases.contains(LIST), "beside the corrections");
    let fields = [
        ("kind", "deindex"),
        ("came", "2099-01-01T10:00"),
        ("name", "Avv. <b>Bo</b>"),
        ("contact", "bo@pec.example"),
        ("text", "The trial is over."),
    ];
    let refused = ines.post(&of_article, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in ["bo@pec.example", "The trial is over.", "2099-01-01T10:00"] {
        assert!(refused.page.contains(kept), "{kept} is kept");
    }
    let mut fields = fields;
    fields[1].1 = "2026-02-05T08:30";
    let to = ines.post(&of_article, &fields).await.to().to_owned();
    let measure = named(&to);
    let page = ines.get(&to).await.page;
    for part in [
        "Request kept.",
        "2 days left",
        "chip hot",
        "bo@pec.example",
        "&lt;b&gt;Bo",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let list = ines.get(LIST).await.page;
    assert!(list.contains(&measure) && list.contains("2 days left"));
    assert!(!list.contains("pec.example"), "who asked is on no list");
    let path = format!("/newsroom/measures/{measure}");
    let nothing = ines
        .post(&path, &[("deed", "accept"), ("reason", " ")])
        .await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(state(&gazette, &measure).await, State::Open);
    let accept = [("deed", "accept"), ("reason", "Acquitted")];
    assert_eq!(
        edo.post(&path, &accept).await.status,
        StatusCode::NOT_FOUND,
        "nobody else"
    );
    let to = ines.post(&path, &accept).await.to().to_owned();
    assert_eq!(to, format!("{path}?done=measure-accept"));
    assert_eq!(state(&gazette, &measure).await, State::Standing);
    let page = ines.get(&to).await.page;
    assert!(page.contains("Acquitted") && page.contains("Lift the measure"));
    let standing = ines.get(&format!("{LIST}?stage=standing")).await.page;
    assert!(standing.contains(&measure) && standing.contains("Acquitted"));
    let found = ines.get("/newsroom/t/gazette/search?q=ferry").await.page;
    assert!(
        found.contains(&id.to_string()),
        "the newsroom still finds it"
    );

    let live = ines.get("/newsroom/t/gazette/desk?stage=live").await.page;
    assert!(
        live.contains(&id.to_string()),
        "it lies on the desk as before"
    );
    let piece = ines.get(&format!("/newsroom/articles/{id}")).await.page;
    assert!(
        piece.contains("By the right to be forgotten"),
        "and says so"
    );

    let lift = [("deed", "lift"), ("reason", "Of interest again")];
    let to = ines.post(&path, &lift).await.to().to_owned();
    assert!(ines.get(&to).await.page.contains("Of interest again"));
    assert_eq!(state(&gazette, &measure).await, State::Lifted);
}

#[tokio::test]
async fn a_name_is_taken_out_by_whoever_has_just_proved_who_they_are() {
    let gazette = Gazette::new().await;
    let id = out(&gazette).await;
    let mut ines = visit(&gazette, "ines").await;
    let of_article = format!("/newsroom/articles/{id}/measures");
    let to = ines.post(&of_article, &[("kind", "anonymise")]).await;
    let path = format!("/newsroom/measures/{}", named(to.to()));
    let fields = [
        ("deed", "accept"),
        ("reason", "A minor then"),
        ("names", "Luca Nardi\nNardi"),
        ("instead", ""),
    ];
    gazette.later(11);
    let to = ines.post(&path, &fields).await.to().to_owned();
    let to = ines.proves(&to).await;
    assert!(to.starts_with(&path), "{to}");
    let page = ines.get(&to).await.page;
    assert!(page.contains("A minor then"), "the reason is kept: {page}");
    ines.post(&path, &fields).await.to();
    let shown = gazette.shown(id).await.content;
    let text = shown.body.plain_text();
    assert!(text.contains("L. N.") && !text.contains("Nardi"), "{text}");
    let page = ines.get(&path).await.page;
    assert!(page.contains("Taken out in") && !page.contains("Nardi"));
}
