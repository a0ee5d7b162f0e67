//! What is not carried, and why.

/// Why something is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It opens a door, or is a key.
    Secret,
    /// It is made again of what is carried.
    Made,
    /// It holds for minutes or days, or of one machine.
    Passing,
}

/// Tables that are not carried: name, why, and what that means.
pub const TABLES: &[(&str, Why, &str)] = &[
    (
        "migrations",
        Why::Made,
        "says which program made the tables",
    ),
    (
        "secrets",
        Why::Secret,
        "the network's secret, which keys all hashes of readers",
    ),
    (
        "passwords",
        Why::Secret,
        "accounts come without; an invitation lets somebody choose one",
    ),
    ("totp", Why::Secret, "code generators are set up anew"),
    (
        "recovery_codes",
        Why::Secret,
        "they are drawn anew with the second factor",
    ),
    (
        "passkeys",
        Why::Secret,
        "a passkey belongs to a host; they are added anew",
    ),
    (
        "tokens",
        Why::Secret,
        "they let programs in; they are made anew",
    ),
    (
        "door_links",
        Why::Secret,
        "they let somebody choose a password",
    ),
    (
        "preview_links",
        Why::Secret,
        "they let anybody read a text that is not out",
    ),
    (
        "webhooks",
        Why::Secret,
        "they hold keys, and a copy must not call anybody by itself",
    ),
    (
        "sessions",
        Why::Passing,
        "nobody is signed in by bringing a newspaper back",
    ),
    (
        "devices",
        Why::Passing,
        "browsers that signed in before are known anew",
    ),
    ("guesses", Why::Passing, "counts of wrong passwords"),
    (
        "half_entries",
        Why::Passing,
        "who is between password and second factor",
    ),
    (
        "challenges",
        Why::Passing,
        "questions to passkeys, of some minutes",
    ),
    (
        "mails",
        Why::Passing,
        "what waits to be sent is sent by the house that wrote it",
    ),
    (
        "answered",
        Why::Passing,
        "answers of a day to programs, by token",
    ),
    (
        "buckets",
        Why::Passing,
        "how often a network may send a form, of some hours",
    ),
    ("desk_presence", Why::Passing, "who has a text open now"),
    (
        "changes",
        Why::Passing,
        "positions for caches and programs of one installation",
    ),
    (
        "veils",
        Why::Passing,
        "words being blanked: what lies under a veil is carried blanked",
    ),
    ("comment_floods", Why::Passing, "how full the queue is"),
    (
        "comment_bands",
        Why::Passing,
        "by which comments of the last weeks are recognised",
    ),
    (
        "comment_words",
        Why::Secret,
        "what decisions taught, by hashes of one network's secret",
    ),
    (
        "comment_bans",
        Why::Secret,
        "hashes of one network's secret: nobody would be recognised by them",
    ),
    (
        "bands",
        Why::Made,
        "of the texts, by which the same text is recognised",
    ),
    ("credits", Why::Made, "of the bylines"),
    ("revision_pictures", Why::Made, "of the texts of revisions"),
    ("page_pictures", Why::Made, "of the texts of standing pages"),
    (
        "manifests",
        Why::Made,
        "of the files pictures came as, which bear them",
    ),
    (
        "purging",
        Why::Passing,
        "how far a cache in front of one installation is told",
    ),
];

/// Columns of carried tables that are not carried: table, column, why, and what that means.
pub const COLUMNS: &[(&str, &str, Why, &str)] = &[
    (
        "placements",
        "card",
        Why::Made,
        "of the revision, for lists",
    ),
    (
        "pictures",
        "words",
        Why::Made,
        "of what is said of the picture, for the search of the library",
    ),
    (
        "comments",
        "name_hash",
        Why::Made,
        "by the new network's secret, while the e-mail address is kept",
    ),
    (
        "comments",
        "email_hash",
        Why::Made,
        "by the new network's secret, while the e-mail address is kept",
    ),
    (
        "comments",
        "address_hash",
        Why::Secret,
        "a hash of one network's secret, kept for some days",
    ),
    (
        "comments",
        "learned",
        Why::Secret,
        "goes with what decisions taught",
    ),
    (
        "comment_notices",
        "address_hash",
        Why::Secret,
        "a hash of one network's secret, kept for some days",
    ),
    (
        "cases",
        "email_hash",
        Why::Made,
        "by the new network's secret, while the e-mail address is kept",
    ),
    (
        "cases",
        "address_hash",
        Why::Secret,
        "a hash of one network's secret, kept for some days",
    ),
    (
        "jobs",
        "finished_at",
        Why::Passing,
        "what is carried is not finished",
    ),
];
