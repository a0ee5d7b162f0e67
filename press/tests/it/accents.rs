//! Accents: what can be read on paper, and what cannot be saved.

use press::{Paleness, check_accent};

#[test]
fn the_house_accents_can_be_read() {
    for (light, dark) in [
        ("#a11b1f", "#ff8b7b"),
        ("#5a3a91", "#c9b3f5"),
        ("#1d5b73", "#7fc4de"),
        ("#0b4f8a", "#8cc4ff"),
    ] {
        assert_eq!(check_accent(light, dark), Ok(()));
    }
}

#[test]
fn a_pale_accent_is_refused_with_its_contrast() {
    let refused = check_accent("#e0a030", "#ff8b7b").unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`#e0a030` has a contrast of 2.2 on light paper; it takes 4.5 or more"
    );
    let refused = check_accent("#a11b1f", "#a11b1f").unwrap_err();
    assert!(matches!(refused, Paleness::TooPale { scheme: "dark", .. }));
}

#[test]
fn a_word_is_no_colour() {
    for text in ["red", "#fff", "#12345g", "", "#аа11bb"] {
        assert_eq!(
            check_accent(text, "#ff8b7b"),
            Err(Paleness::NotAColour(text.to_owned()))
        );
    }
}
