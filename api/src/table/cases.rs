//! What readers report, and what the desk says to it.

use crate::operation::{Operation, get, post};
use crate::resources::cases;
use http::StatusCode;
use paper::rights::Deed;
use serde_json::json;

pub(super) fn operations() -> Vec<Operation> {
    let decides = |path, id, summary| {
        post(path, id, summary)
            .may(Deed::DecideCase)
            .status(StatusCode::NO_CONTENT)
    };
    vec![
        get(
            "/titles/{title}/cases",
            "listCases",
            "Errors readers report and statements they ask to be printed, the oldest first",
        )
        .sees(Deed::DecideCase)
        .does(cases::list),
        get(
            "/titles/{title}/corrections/figures",
            "correctionFigures",
            "How many corrections in a year, and how fast; what readers’ reports led to",
        )
        .does(cases::figures),
        get("/cases/{case}", "showCase", "A case, with what it led to")
            .sees(Deed::DecideCase)
            .does(cases::show),
        decides(
            "/cases/{case}/answers",
            "answerCase",
            "Answer a report; the article stays as it is",
        )
        .example(|| json!({"text": "The figure is the ministry’s, of 2 March 2026."}))
        .does(cases::answer),
        decides(
            "/cases/{case}/refusals",
            "refuseCase",
            "Refuse a report or a statement, with the reason",
        )
        .example(|| json!({"text": "The statement does not concern a fact of the article."}))
        .does(cases::refuse),
        decides(
            "/cases/{case}/links",
            "linkCase",
            "Say which revision mends what was reported",
        )
        .example(|| json!({"revision": 2}))
        .does(cases::link),
    ]
}
