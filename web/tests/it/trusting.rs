//! The page of facts.

use crate::readers::HOST;
use crate::stage::{door, get};
use cast::{Gazette, sound};
use paper::articles::publishing::{self, Going, Override};
use paper::copy::{AiUse, Copy};
use paper::titles::{self, Settings, Settle};
use paper::trust;

/// A finding and its reason, in the words readers get.
const BLOCK: &str = "ai.undeclared";
const REASON: &str = "the author is at sea";

async fn publish(gazette: &Gazette, copy: Copy) {
    let going = Going {
        overrides: match copy.ai {
            None => vec![Override {
                code: BLOCK.to_owned(),
                reason: REASON.to_owned(),
            }],
            Some(_) => Vec::new(),
        },
        ..Going::default()
    };
    publishing::file_and_publish(&gazette.paper, &gazette.ines, gazette.filing(copy), going)
        .await
        .expect("published");
    gazette.later(5);
}

#[tokio::test]
async fn what_the_record_says_of_a_title_is_counted_and_shown() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    let before = get(&door, HOST, "/trust").await.text();
    assert!(before.contains("Not counted yet"), "{before}");
    assert!(before.contains("No override in the last twelve months"));

    publish(&gazette, sound("Ferry service resumes")).await;
    let helped = Copy {
        ai: Some(AiUse::Assisted),
        ai_note: "Transcription".to_owned(),
        reviewer: "Ines Falk".to_owned(),
        ..cast::sound("Harbour light repaired")
    };
    publish(
        &gazette,
        other(
            helped,
            "The lamp of the outer mole burns again since Monday night, the harbour office wrote.",
        ),
    )
    .await;
    let undeclared = Copy {
        ai: None,
        ..sound("Market moves indoors")
    };
    publish(&gazette, other(undeclared, "The fish market of Porto Vero is under the arcades until the roof is mended, the council said.")).await;
    trust::count(&gazette.paper, gazette.title)
        .await
        .expect("counted");

    let page = get(&door, HOST, "/trust").await.text();
    for words in ["3 of 3 (100%)", "1 of 3 (33%)", "0 of 3 (0%)", "once"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(
        !page.contains(REASON),
        "reasons are told only where the title says so"
    );
    let front = get(&door, HOST, "/").await.text();
    assert!(front.contains("href=\"/trust\""), "each page leads there");

    let settings = Settings {
        override_reasons: true,
        ..Settings::default()
    };
    let change = Settle {
        settings: Some(settings),
        ..Settle::default()
    };
    titles::settle(&gazette.paper, &gazette.operator, gazette.title, &change)
        .await
        .expect("settled");
    let page = get(&door, HOST, "/trust").await.text();
    assert!(page.contains(REASON));
}

/// The copy with another text, so that no two are one.
fn other(copy: Copy, sentence: &str) -> Copy {
    Copy {
        body: cast::body(&[sentence, "Captain Luca Nardi confirmed it."]),
        standfirst: String::new(),
        ..copy
    }
}

#[tokio::test]
async fn a_publication_has_its_title_counted_within_the_hour() {
    let gazette = Gazette::new().await;
    let door = door(&gazette);
    gazette.published("Ferry service resumes").await;
    gazette.later(30);
    paper::jobs::work(&gazette.paper).await.expect("jobs");
    assert!(
        get(&door, HOST, "/trust")
            .await
            .text()
            .contains("Not counted yet")
    );
    gazette.later(31);
    paper::jobs::work(&gazette.paper).await.expect("jobs");
    assert!(
        get(&door, HOST, "/trust")
            .await
            .text()
            .contains("1 of 1 (100%)")
    );
}
