//! The words of closed lists, in English and Italian. The first word of each value is the one files are written with.

use paper::copy::{AiUse, BylineReason, CreditRole, Kind, SourceKind};

pub(super) const KINDS_SHOWN: &str = "news, brief, analysis, opinion, interview, live, service, listing, obituary, letter, gallery, agency, press_release, satire, sponsored";

pub(super) const KINDS: &[(&str, Kind)] = &[
    ("news", Kind::News),
    ("notizia", Kind::News),
    ("cronaca", Kind::News),
    ("inchiesta", Kind::News),
    ("brief", Kind::Brief),
    ("breve", Kind::Brief),
    ("analysis", Kind::Analysis),
    ("analisi", Kind::Analysis),
    ("opinion", Kind::Opinion),
    ("opinione", Kind::Opinion),
    ("commento", Kind::Opinion),
    ("editoriale", Kind::Opinion),
    ("interview", Kind::Interview),
    ("intervista", Kind::Interview),
    ("live", Kind::Live),
    ("diretta", Kind::Live),
    ("service", Kind::Service),
    ("servizio", Kind::Service),
    ("listing", Kind::Listing),
    ("appuntamenti", Kind::Listing),
    ("meteo", Kind::Listing),
    ("obituary", Kind::Obituary),
    ("necrologio", Kind::Obituary),
    ("letter", Kind::Letter),
    ("lettera", Kind::Letter),
    ("gallery", Kind::Gallery),
    ("galleria", Kind::Gallery),
    ("agency", Kind::Agency),
    ("agency text", Kind::Agency),
    ("agenzia", Kind::Agency),
    ("testo d'agenzia", Kind::Agency),
    ("press_release", Kind::PressRelease),
    ("comunicato", Kind::PressRelease),
    ("comunicato stampa", Kind::PressRelease),
    ("satire", Kind::Satire),
    ("satira", Kind::Satire),
    ("sponsored", Kind::Sponsored),
    ("sponsorizzato", Kind::Sponsored),
    ("contenuto sponsorizzato", Kind::Sponsored),
];

pub(super) const BYLINE_REASONS: &[(&str, BylineReason)] = &[
    ("desk", BylineReason::Desk),
    ("redazione", BylineReason::Desk),
    ("agency text", BylineReason::AgencyText),
    ("testo d'agenzia", BylineReason::AgencyText),
    ("protected", BylineReason::Protected),
    ("protetto", BylineReason::Protected),
    ("protetta", BylineReason::Protected),
];

pub(super) const AI_USES: &[(&str, AiUse)] = &[
    ("none", AiUse::None),
    ("no", AiUse::None),
    ("nessuna", AiUse::None),
    ("nessuno", AiUse::None),
    ("assisted", AiUse::Assisted),
    ("assistita", AiUse::Assisted),
    ("assistito", AiUse::Assisted),
    ("generated", AiUse::Generated),
    ("generata", AiUse::Generated),
    ("generato", AiUse::Generated),
];

pub(super) const CREDIT_ROLES: &[(&str, CreditRole)] = &[
    ("text", CreditRole::Text),
    ("testo", CreditRole::Text),
    ("photo", CreditRole::Photo),
    ("foto", CreditRole::Photo),
    ("translation", CreditRole::Translation),
    ("traduzione", CreditRole::Translation),
    ("editing", CreditRole::Editing),
    ("cura", CreditRole::Editing),
    ("data", CreditRole::Data),
    ("dati", CreditRole::Data),
];

pub(super) const SOURCE_KINDS_SHOWN: &str = "agency, document, interview, witness, outlet, dataset, press_release, phone, event, confidential, other";

pub(super) const SOURCE_KINDS: &[(&str, SourceKind)] = &[
    ("agency", SourceKind::Agency),
    ("agenzia", SourceKind::Agency),
    ("document", SourceKind::Document),
    ("documento", SourceKind::Document),
    ("interview", SourceKind::Interview),
    ("intervista", SourceKind::Interview),
    ("witness", SourceKind::Witness),
    ("testimone", SourceKind::Witness),
    ("outlet", SourceKind::Outlet),
    ("testata", SourceKind::Outlet),
    ("dataset", SourceKind::Dataset),
    ("dati", SourceKind::Dataset),
    ("press_release", SourceKind::PressRelease),
    ("comunicato", SourceKind::PressRelease),
    ("comunicato stampa", SourceKind::PressRelease),
    ("phone", SourceKind::Phone),
    ("telefono", SourceKind::Phone),
    ("event", SourceKind::Event),
    ("evento", SourceKind::Event),
    ("confidential", SourceKind::Confidential),
    ("riservata", SourceKind::Confidential),
    ("other", SourceKind::Other),
    ("altro", SourceKind::Other),
];

/// The word a value is written with.
pub(super) fn word<T: PartialEq>(words: &'static [(&'static str, T)], value: &T) -> &'static str {
    words
        .iter()
        .find(|(_, other)| other == value)
        .map_or("", |(word, _)| word)
}
