//! What is asked of each kind of text: the one table.

use crate::copy::Kind;

/// Who must be named as the author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// A name, or a declared reason for leaving it out.
    NameOrReason,
    /// A name, or the protection of the author: nobody else's opinion can stand in for it.
    Name,
    /// A name, a reason, or any source: the family of an obituary, the issuer of a press release, the agency, the sponsor.
    NameOrSource,
}

/// Where the facts must come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A source, or own reporting with place and date.
    Source,
    /// As [`Origin::Source`], but the author counts: the family, the issuer, the sponsor, the photographer.
    SourceOrAuthor,
    /// Nothing is asked.
    Free,
}

/// What is asked of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asks {
    /// Author.
    pub signature: Signature,
    /// Origin of the facts.
    pub origin: Origin,
    /// A date for what is reported.
    pub date: bool,
    /// A standfirst.
    pub standfirst: bool,
    /// A body of words; otherwise pictures are enough.
    pub words: bool,
    /// The newsroom answers for every sentence: vague voices, unheard parties, relative times are looked for.
    pub reported: bool,
    /// The writer's own voice stays out: advice and forecasts are looked for.
    pub impersonal: bool,
    /// One credit may cover all pictures of a set.
    pub credit_per_set: bool,
}

const NEWS: Asks = Asks {
    signature: Signature::NameOrReason,
    origin: Origin::Source,
    date: true,
    standfirst: true,
    words: true,
    reported: true,
    impersonal: true,
    credit_per_set: false,
};

/// The row of a kind.
pub fn asks(kind: Kind) -> Asks {
    match kind {
        Kind::News => NEWS,
        Kind::Brief | Kind::Live => Asks {
            standfirst: false,
            ..NEWS
        },
        Kind::Agency => Asks {
            standfirst: false,
            signature: Signature::NameOrSource,
            ..NEWS
        },
        Kind::Analysis | Kind::Interview => Asks {
            impersonal: false,
            ..NEWS
        },
        Kind::Gallery => Asks {
            standfirst: false,
            origin: Origin::SourceOrAuthor,
            words: false,
            credit_per_set: true,
            ..NEWS
        },
        Kind::Service => Asks {
            standfirst: false,
            date: false,
            impersonal: false,
            ..NEWS
        },
        // Each entry of a listing names its own place and organiser.
        Kind::Listing => Asks {
            standfirst: false,
            origin: Origin::Free,
            impersonal: false,
            reported: false,
            ..NEWS
        },
        Kind::Obituary => Asks {
            standfirst: false,
            signature: Signature::NameOrSource,
            origin: Origin::SourceOrAuthor,
            impersonal: false,
            reported: false,
            ..NEWS
        },
        Kind::PressRelease | Kind::Sponsored => Asks {
            standfirst: false,
            signature: Signature::NameOrSource,
            origin: Origin::SourceOrAuthor,
            date: kind == Kind::PressRelease,
            impersonal: false,
            reported: false,
            ..NEWS
        },
        Kind::Opinion | Kind::Letter | Kind::Satire => Asks {
            standfirst: false,
            signature: Signature::Name,
            origin: Origin::Free,
            date: false,
            impersonal: false,
            reported: false,
            ..NEWS
        },
    }
}
