//! `withdraw`, `kill`, `reinstate`, `redact`: taking away what was published, and bringing it back.

use super::publish::overrides;
use super::title::pair;
use super::{At, By};
use crate::failure::Result;
use crate::orders::{Changing, Order, Taking};
use crate::terminal::{self, either};
use clap::{Args, ValueEnum};
use paper::articles::content::Class;
use paper::articles::redacting::Redaction;

/// Take a published article away; its page stays and says so, with the note
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon withdraw /2026/11/23/traghetto --as teresa --note \"L’orario era dell’anno scorso\""
)]
pub(crate) struct Withdraw {
    #[command(flatten)]
    by: By,
    /// The article: its id or address
    article: String,
    /// What readers are told
    #[arg(long, value_name = "TEXT")]
    note: String,
}

/// Withdraw an article for all receivers at once; its address answers 410
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon kill /2026/11/23/traghetto --as teresa --note \"Testo diffuso per errore\""
)]
pub(crate) struct Kill {
    #[command(flatten)]
    by: By,
    /// The article: its id or address
    article: String,
    /// What receivers are told
    #[arg(long, value_name = "TEXT")]
    note: String,
}

/// Bring back what was withdrawn, killed or spiked
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon reinstate /2026/11/23/traghetto --as teresa --note \"Verificato: l’orario è giusto\""
)]
pub(crate) struct Reinstate {
    #[command(flatten)]
    by: By,
    /// The article: its id or address
    article: String,
    /// What readers are told
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    note: String,
    /// Set a block of the gate aside, with the reason; may be given several times
    #[arg(long = "override", value_name = "CODE=REASON", value_parser = pair)]
    overrides: Vec<(String, String)>,
}

/// Blank words or pictures of an article in every revision, by law or for somebody's rights
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  colophon redact /2026/11/23/rapina --as teresa --word \"Nome Cognome\" --class legal \\\n      --reason \"Persona minorenne (Carta di Treviso)\""
)]
pub(crate) struct Redact {
    #[command(flatten)]
    by: By,
    /// The article: its id or address
    article: String,
    /// A word or phrase to blank, whole and without regard to case
    #[arg(
        long = "word",
        value_name = "WORDS",
        required_unless_present = "pictures"
    )]
    words: Vec<String>,
    /// A picture to blank: its id
    #[arg(long = "picture", value_name = "ID")]
    pictures: Vec<String>,
    /// Why the rest of the world may know it no more
    #[arg(long)]
    class: Ground,
    /// What readers are told
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Only say in how many places these words stand; a redaction cannot be taken back
    #[arg(long)]
    rehearse: bool,
}

/// The ground of a redaction.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Ground {
    /// A law or a court
    Legal,
    /// Somebody's rights
    Rights,
}

impl Withdraw {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let order = Changing::Take {
            article: self.article,
            taking: Taking::Withdraw,
            note: self.note,
            overrides: Vec::new(),
        };
        at.does_and_says(&self.by, Order::Changing(order), "Ritirato", "Withdrawn")
            .await
    }
}

impl Kill {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let order = Changing::Take {
            article: self.article,
            taking: Taking::Kill,
            note: self.note,
            overrides: Vec::new(),
        };
        at.does_and_says(
            &self.by,
            Order::Changing(order),
            "Annullato per tutti",
            "Killed",
        )
        .await
    }
}

impl Reinstate {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let order = Changing::Take {
            article: self.article,
            taking: Taking::Reinstate,
            note: self.note,
            overrides: overrides(self.overrides),
        };
        at.does_and_says(
            &self.by,
            Order::Changing(order),
            "Ripristinato",
            "Reinstated",
        )
        .await
    }
}

impl Redact {
    pub(super) async fn run(self, at: &At) -> Result<()> {
        let class = match self.class {
            Ground::Legal => Class::Legal,
            Ground::Rights => Class::Rights,
        };
        let redaction = Redaction {
            class,
            words: self.words,
            pictures: self.pictures,
            reason: self.reason,
        };
        let order = Changing::Redact {
            article: self.article,
            redaction,
            rehearse: self.rehearse,
        };
        let answer = at.does(&self.by, Order::Changing(order)).await?;
        let places = answer.count.unwrap_or_default();
        if self.rehearse {
            at.says(
                &answer,
                &format!("Sarebbe oscurato in {places} punti; non è cambiato nulla"),
                &format!("Would be blanked in {places} places; nothing has changed"),
            );
            return Ok(());
        }
        at.says(
            &answer,
            &format!("Oscurato in {places} punti"),
            &format!("Blanked in {places} places"),
        );
        for picture in &answer.still_shown {
            let it =
                format!("  l’immagine {picture} è ancora in altri articoli: va oscurata anche lì");
            let en = format!(
                "  picture {picture} is still shown by other articles: redact it there too"
            );
            terminal::out(either(at.language(), &it, &en));
        }
        Ok(())
    }
}
