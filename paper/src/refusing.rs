//! Words of refusals that concern drafts and fronts changed meanwhile, accounts, imprints, hours, translations and files, and the names of fields.

use crate::Refusal;
use crate::articles::content::Class;
use crate::gate::Finding;

impl Refusal {
    /// Accounts, imprints, translations and hours.
    pub(crate) fn other_words(&self) -> (String, String) {
        let pair = |it: &str, en: &str| (it.to_owned(), en.to_owned());
        match self {
            Refusal::DraftMoved { by } => (
                format!("{by} ha salvato la bozza nel frattempo: rileggila e unisci le modifiche"),
                format!("{by} saved the draft meanwhile: read it again and merge"),
            ),
            Refusal::FrontMoved { by } => (
                format!(
                    "{by} ha cambiato la prima pagina nel frattempo: guarda com’è adesso e rifai le tue modifiche"
                ),
                format!(
                    "{by} changed the front meanwhile: look at it as it is now and make your changes again"
                ),
            ),
            Refusal::TwiceOnFront { headline } => (
                format!(
                    "«{headline}» è due volte in prima pagina: un articolo sta in un posto solo, toglilo dall’altro"
                ),
                format!(
                    "“{headline}” is on the front twice: an article stands in one place, take it off the other"
                ),
            ),
            Refusal::LogStopped { why, remedy } => (
                format!(
                    "non si pubblica nulla finché il registro pubblico è fermo: {}; {}",
                    why.0, remedy.0
                ),
                format!(
                    "nothing is published while the public log is stopped: {}; {}",
                    why.1, remedy.1
                ),
            ),
            Refusal::EndsFirst => pair(
                "finirebbe prima di cominciare: scegli una fine che venga dopo l’inizio",
                "it would end before it begins: choose an end after its beginning",
            ),
            Refusal::TooFarAhead { years } => (
                format!("è troppo lontano: al massimo fra {years} anni"),
                format!("that is too far ahead: at most {years} years from now"),
            ),
            Refusal::PastSchedule { at } => {
                (format!("{at} è già passato"), format!("{at} is past"))
            }
            Refusal::AccountClosed { handle } => (
                format!("l’account «{handle}» è chiuso"),
                format!("the account “{handle}” is closed"),
            ),
            Refusal::AccountOpen { handle } => (
                format!("l’account «{handle}» è già aperto"),
                format!("the account “{handle}” is open already"),
            ),
            Refusal::LastKeeper { handle } => (
                format!(
                    "«{handle}» è l’ultimo account che può aprire account e dare ruoli: prima dai il ruolo a un altro"
                ),
                format!(
                    "“{handle}” is the last account that can open accounts and give roles: give another the role first"
                ),
            ),
            Refusal::ImprintNeeded { fields } => {
                let list = fields.join(", ");
                (
                    format!(
                        "la testata è già uscita e il suo stato dichiarato richiede questi dati in gerenza: {list}; cambiali, ma non toglierli"
                    ),
                    format!(
                        "the title has published, and its declared status asks for these in its imprint: {list}; change them, but do not take them away"
                    ),
                )
            }
            Refusal::ImportWorkedOn { item } => (
                format!(
                    "su ciò che è arrivato con questo trasloco qualcuno ha già lavorato ({item}): non si può più riprendere tutto; ritira gli articoli uno per uno"
                ),
                format!(
                    "somebody has worked on what came in with this import ({item}): it cannot be taken back whole any more; withdraw its articles one by one"
                ),
            ),
            Refusal::SameArticle => pair(
                "un articolo non è la traduzione di sé stesso; indica i due articoli",
                "an article is no translation of itself; name the two articles",
            ),
            Refusal::SameLanguage { language } => (
                format!(
                    "i due articoli sono nella stessa lingua ({language}): una traduzione è in un’altra; correggi language in quello che non lo è"
                ),
                format!(
                    "both articles are in the same language ({language}): a translation is in another; mend language in the one that is not"
                ),
            ),
            Refusal::CaseDecided => pair(
                "il caso è già stato deciso",
                "the case has been decided already",
            ),
            Refusal::ConcernNeeded => pair(
                "una rettifica la chiede chi è nominato nell’articolo, o chi lo rappresenta: conferma che è così",
                "a statement is printed for whoever the article names, or who acts for them: confirm that it is so",
            ),
            Refusal::StatementToPrint => pair(
                "una rettifica si pubblica, o si rifiuta dicendo perché",
                "a statement is printed, or refused with the reason",
            ),
            Refusal::Overtaken => pair(
                "nel frattempo qualcosa è cambiato: rileggi e riprova",
                "something changed meanwhile: read again and try once more",
            ),
            Refusal::OnSchedule => pair(
                "l’articolo è in programma: toglilo prima dal programma",
                "the article is on the schedule: take it off first",
            ),
            Refusal::NotOnSchedule => pair(
                "l’articolo non è in programma: non c’è nulla da togliere",
                "the article is not on the schedule: there is nothing to take off",
            ),
            Refusal::OriginalStays { title } => (
                format!(
                    "«{title}» è la testata d’origine dell’articolo e resta: per toglierlo ai lettori va ritirato"
                ),
                format!(
                    "“{title}” is the article’s original title and stays: to take it from readers, withdraw it"
                ),
            ),
            Refusal::OriginalHeadline => pair(
                "sulla testata d’origine l’articolo si chiama con il suo titolo: cambia quello dell’articolo",
                "on its original title the article is called by its own headline: change that one",
            ),
            Refusal::LogStands => pair(
                "il registro pubblico è in ordine e continua: si comincia da capo solo quando è fermo",
                "the public log is in order and goes on: it begins anew only when it is stopped",
            ),
            Refusal::NotHeld => pair(
                "l’articolo non è fermo: non c’è nulla da sbloccare",
                "the article is not held: there is nothing to release",
            ),
            Refusal::NoSuchHour {
                local,
                before,
                after,
            } => (
                format!(
                    "{local} non esiste: quel giorno gli orologi saltano quell’ora; scegli {before} o {after}"
                ),
                format!(
                    "{local} does not exist: clocks skip that hour on that day; choose {before} or {after}"
                ),
            ),
            Refusal::TermsOver => pair(
                "quel giorno è già passato: l’immagine uscirebbe subito da ogni articolo, pagina e prima pagina che la mostra, e non si torna indietro; conferma che è così",
                "that day is over already: the picture would leave every article, page and front that shows it at once, and there is no way back; confirm that it is so",
            ),
            Refusal::ShownElsewhere { titles } => (
                format!(
                    "l’immagine si vede anche su {titles}, i cui articoli non puoi cambiare: la fine del permesso la stabilisce chi può cambiarli ovunque si vede"
                ),
                format!(
                    "the picture is also shown by {titles}, whose articles you may not change: the end of its terms is set by somebody who may change them wherever it is shown"
                ),
            ),
            _ => self.file_words(),
        }
    }

    /// Copies of the record, and where they are kept.
    fn file_words(&self) -> (String, String) {
        match self {
            Refusal::FileThere { file } => (
                format!("{file}: c’è già, e nulla viene sovrascritto; scegli un nome nuovo"),
                format!("{file}: is there already, and nothing is overwritten; choose a new name"),
            ),
            Refusal::NoSuchFolder { folder } => (
                format!("{folder}: la cartella non c’è; creala prima, o scegline un’altra"),
                format!("{folder}: there is no such folder; make it first, or choose another"),
            ),
            Refusal::FolderNotEmpty { folder, found } => (
                format!(
                    "{folder}: la cartella non è vuota (contiene {found}); indicane una vuota o una nuova"
                ),
                format!(
                    "{folder}: the folder is not empty (it holds {found}); name an empty or a new one"
                ),
            ),
            Refusal::NoBackup { file } => (
                format!(
                    "{file}: non è una copia fatta con colophon backup, o è rovinata; non è stato toccato nulla"
                ),
                format!(
                    "{file}: this is no copy made with colophon backup, or it is damaged; nothing was touched"
                ),
            ),
            Refusal::BackedUpByServer => (
                "l’archivio è su PostgreSQL: copialo con pg_dump, e dopo le cartelle media, themes e keys come file".to_owned(),
                "the record is on PostgreSQL: copy it with pg_dump, and after that the folders media, themes and keys as files".to_owned(),
            ),
            _ => self.door_words(),
        }
    }
}

/// What the gate asks for, one thing after another.
pub(crate) fn gate_words(findings: &[Finding]) -> (String, String) {
    let blocks: Vec<String> = crate::gate::blocks(findings)
        .iter()
        .map(|f| format!("{}: {} → {}", f.code, f.message, f.remedy))
        .collect();
    let list = blocks.join("; ");
    match blocks.len() {
        1 => (
            format!("resta una cosa da sistemare: {list}"),
            format!("one thing left to fix: {list}"),
        ),
        n => (
            format!("restano {n} cose da sistemare: {list}"),
            format!("{n} things left to fix: {list}"),
        ),
    }
}

/// A class of change as the desk calls it, in both languages.
pub(crate) fn class_words(class: Class) -> (&'static str, &'static str) {
    match class {
        Class::First => ("prima uscita", "first publication"),
        Class::Typo => ("refuso", "typo"),
        Class::Style => ("stile", "style"),
        Class::Update => ("aggiornamento", "update"),
        Class::Correction => ("correzione", "correction"),
        Class::Clarification => ("precisazione", "clarification"),
        Class::Reply => ("rettifica", "statement"),
        Class::Withdrawal => ("ritiro", "withdrawal"),
        Class::Kill => ("annullamento", "kill"),
        Class::Restoration => ("ripubblicazione", "restoration"),
        Class::Placing => ("collocazione", "placing"),
        Class::Legal => ("legge", "legal"),
        Class::Rights => ("diritti", "rights"),
    }
}

/// How a comment stands, by the word of its state.
pub(crate) fn standing(state: &str) -> (&str, &str) {
    match state {
        "approved" => ("pubblicato", "published"),
        "rejected" => ("rifiutato", "refused"),
        "hidden" => ("nascosto", "hidden"),
        "held" => ("in attesa", "waiting"),
        other => (other, other),
    }
}

/// A cause told by other people's code, after what we say ourselves.
pub(crate) fn bracketed(why: &str) -> String {
    match why {
        "" => String::new(),
        why => format!(" ({why})"),
    }
}

/// A field as Italian newsrooms call it; in English the names of fields are words already.
pub(crate) fn italian(field: &str) -> &str {
    match field {
        "name" | "social.name" => "il nome",
        "title" => "il nome della testata",
        "network" => "il nome della rete",
        "slug" => "la parola dell’indirizzo",
        "key" => "la sigla della testata",
        "handle" => "il nome dell’account",
        "host" => "il nome host",
        "zone" => "il fuso orario",
        "language" => "la lingua",
        "permalink" => "lo schema degli indirizzi",
        "accent" => "il colore d’accento",
        "section" => "la sezione",
        "parent" => "la sezione superiore",
        "headline" => "il titolo",
        "breaking" => "l’ultim’ora",
        "breaking.until" => "l’ora in cui l’ultim’ora si spegne",
        "kicker" => "l’occhiello",
        "standfirst" => "il sommario",
        "byline" => "la firma",
        "dateline" => "il luogo",
        "sponsor" => "lo sponsor",
        "note" => "la nota",
        "reason" => "il motivo",
        "text" => "il testo",
        "words" => "le parole",
        "motto" => "il motto",
        "lead" => "la presentazione",
        "bio" => "la biografia",
        "email" => "l’indirizzo e-mail",
        "passage" => "il passaggio",
        "answer" => "la risposta",
        "working_name" => "il nome di lavoro",
        "save_name" => "il nome della stesura",
        "mentions" => "le persone nominate",
        other => other,
    }
}
