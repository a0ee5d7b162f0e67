//! What holds from one deed to the next, whatever the deed: revisions are only appended, and each says of itself what it is.

use super::Seen;
use super::deeds::Deed;
use paper::articles::Revision;
use paper::articles::content::Class;

/// Every earlier revision is as it was, but for words a redaction blanked; a new one names the one before.
pub(super) fn compare(before: &Seen, after: &Seen, deed: &Deed, refused: bool) {
    if refused && !matches!(deed, Deed::Work) {
        assert_eq!(
            before, after,
            "a deed refused changed what readers see: {deed:?}"
        );
        return;
    }
    for (id, (_, now)) in after {
        let then = before
            .get(id)
            .map(|(_, revisions)| revisions.as_slice())
            .unwrap_or_default();
        assert!(now.len() >= then.len(), "a revision is gone after {deed:?}");
        assert!(
            now.len() <= then.len() + 1,
            "one deed, one revision: {deed:?}"
        );
        for old in then {
            let kept = now
                .iter()
                .find(|revision| revision.number == old.number)
                .expect("kept");
            assert_eq!(
                kept.commitment, old.commitment,
                "a commitment changed after {deed:?}"
            );
            if kept.content != old.content {
                assert!(
                    matches!(deed, Deed::Redact(..)),
                    "a revision changed after {deed:?}"
                );
                assert!(kept.redacted.is_some());
            }
        }
        for pair in now.windows(2) {
            follows(&pair[1], &pair[0]);
        }
        let first = now
            .iter()
            .find(|revision| revision.number == 1)
            .expect("a first");
        assert!(
            now.iter()
                .all(|revision| revision.content.first_published == first.content.first_published)
        );
    }
}

/// What goes from one revision to the next, whatever the deed.
fn follows(before: &Revision, after: &Revision) {
    let (then, now) = (&before.content, &after.content);
    assert_eq!(now.previous, before.commitment, "each names the one before");
    // PRODUCT.md: these move the date readers see, and no other change of the text does.
    let substance = [
        Class::Update,
        Class::Correction,
        Class::Clarification,
        Class::Withdrawal,
        Class::Reply,
    ];
    let still = [
        Class::Typo,
        Class::Style,
        Class::Placing,
        Class::Restoration,
        Class::Legal,
        Class::Rights,
    ];
    if substance.contains(&now.class) {
        assert_eq!(
            now.modified, now.at,
            "{:?} is a change of substance",
            now.class
        );
    } else if still.contains(&now.class) {
        assert_eq!(now.modified, then.modified, "{:?} is none", now.class);
    }
    assert!(
        now.statements.starts_with(&then.statements),
        "a statement stays, word for word"
    );
    let text = [
        Class::First,
        Class::Typo,
        Class::Style,
        Class::Update,
        Class::Correction,
        Class::Clarification,
    ];
    // What a redaction blanked in one of the two may stand in neither.
    if !text.contains(&now.class) && before.redacted.is_none() == after.redacted.is_none() {
        assert_eq!(now.body, then.body, "{:?} leaves the text alone", now.class);
    }
}
