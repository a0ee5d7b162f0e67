//! What readers report, what is asked by the right to be forgotten, and what the desk says to it.

use crate::operation::{Operation, get, post};
use crate::resources::{cases, measures};
use http::StatusCode;
use paper::rights::Deed;
use serde_json::json;

pub(super) fn operations() -> Vec<Operation> {
    let mut all = reported();
    all.extend(asked());
    all
}

/// What is asked by the right to be forgotten.
fn asked() -> Vec<Operation> {
    vec![
        get(
            "/titles/{title}/measures",
            "listMeasures",
            "What is asked by the right to be forgotten, by the day until which it is to be decided",
        )
        .sees(Deed::Measure)
        .does(measures::list),
        post(
            "/articles/{article}/measures",
            "askMeasure",
            "Put a request on the record: out of search engines, or without a name",
        )
        .may(Deed::Measure)
        .example(|| json!({"kind": "deindex", "name": "Avv. Bo", "text": "The trial ended with an acquittal."}))
        .does(measures::ask),
        get(
            "/measures/{measure}",
            "showMeasure",
            "A measure, with who asked for it until that is erased",
        )
        .sees(Deed::Measure)
        .does(measures::show),
        post(
            "/measures/{measure}/decisions",
            "decideMeasure",
            "Accept a request, which then holds for every reader, or refuse it, with the reason",
        )
        .may(Deed::Measure)
        .example(|| json!({"accept": true, "reason": "Acquitted; article 64-ter."}))
        .does(measures::decide),
        post(
            "/measures/{measure}/lifts",
            "liftMeasure",
            "Lift a measure that holds: the article is found again",
        )
        .may(Deed::Measure)
        .example(|| json!({"reason": "The matter is of public interest again."}))
        .does(measures::lift),
    ]
}

fn reported() -> Vec<Operation> {
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
