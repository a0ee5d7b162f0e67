//! What the gate asks for before anything goes out.

use crate::gate_cases::findings;

fn codes(text: &str) -> String {
    let codes: Vec<&str> = findings(text, "it")
        .iter()
        .map(|finding| finding.code)
        .collect();
    codes.join(" ")
}

#[test]
fn a_bare_text_hears_all_that_is_missing() {
    let codes = codes("Il ponte è chiuso da mezzogiorno.");
    assert_eq!(
        codes,
        "headline.missing kind.missing byline.missing date.missing source.missing ai.undeclared standfirst.missing"
    );
}
