//! The things people name, in the words a refusal calls them by.

/// A kind of thing people name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // the words of the glossary, each as itself
pub enum Thing {
    Network,
    Title,
    Host,
    Section,
    Topic,
    Fact,
    Page,
    Contributor,
    Account,
    Article,
    Revision,
    Placement,
    Picture,
    Address,
    Slot,
    Comment,
    Role,
    Token,
    Webhook,
    Ban,
    Notice,
    Case,
    Job,
    Session,
    Passkey,
    Generator,
    Save,
    DeskNote,
    Preview,
    Front,
    Shift,
    Import,
}

impl Thing {
    /// With its article in Italian, and in English.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Thing::Network => ("la rete", "network"),
            Thing::Title => ("la testata", "title"),
            Thing::Host => ("il nome host", "host"),
            Thing::Section => ("la sezione", "section"),
            Thing::Topic => ("l’argomento", "topic"),
            Thing::Fact => ("il fatto della cronologia", "fact of the timeline"),
            Thing::Page => ("la pagina", "page"),
            Thing::Contributor => ("la firma", "contributor"),
            Thing::Account => ("l’account", "account"),
            Thing::Article => ("l’articolo", "article"),
            Thing::Revision => ("la revisione", "revision"),
            Thing::Placement => ("la collocazione", "placement"),
            Thing::Picture => ("l’immagine", "picture"),
            Thing::Address => ("l’indirizzo", "address"),
            Thing::Slot => ("lo spazio", "slot"),
            Thing::Comment => ("il commento", "comment"),
            Thing::Role => ("il ruolo", "role"),
            Thing::Token => ("il token", "token"),
            Thing::Webhook => ("il webhook", "webhook"),
            Thing::Ban => ("il blocco", "ban"),
            Thing::Notice => ("la segnalazione", "notice"),
            Thing::Case => ("il caso", "case"),
            Thing::Job => ("il lavoro fallito", "failed job"),
            Thing::Session => ("la sessione", "session"),
            Thing::Passkey => ("la passkey", "passkey"),
            Thing::Generator => ("il generatore di codici", "code generator"),
            Thing::Save => ("la stesura", "save"),
            Thing::DeskNote => ("la nota", "note"),
            Thing::Preview => ("l’anteprima", "preview"),
            Thing::Front => ("la prima pagina numero", "front numbered"),
            Thing::Shift => ("il turno", "shift"),
            Thing::Import => ("il trasloco", "import"),
        }
    }
}
