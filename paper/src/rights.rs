//! Who may do what: roles, deeds, and the one table that joins them.
//!
//! A right is role × title × section, kept as data in `grants`; which deeds a role carries is [`Role::deeds`].

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word in tables, commands and pages.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// Reads the word.
            pub fn parse(word: &str) -> Option<$name> {
                match word { $($word => Some($name::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What an account is on a title.
    Role {
        /// *Cronista*.
        Reporter = "reporter",
        /// *Redattore, caposervizio*.
        Editor = "editor",
        /// *Direttore responsabile*.
        Director = "director",
        /// *Moderatore*.
        Moderator = "moderator",
        /// *Editore*.
        Publisher = "publisher",
        /// Who runs the machine.
        Operator = "operator",
    }
}

words! {
    /// A deed, named as in the audit trail.
    Deed {
        /// File an article.
        File = "article.file",
        /// Save a draft.
        Save = "draft.save",
        /// Move a text between the phases of the desk, take it on, give it back.
        Advance = "draft.move",
        /// Say something about a text to the desk.
        Remark = "draft.note",
        /// Say who works on a text, and until when.
        Assign = "article.assign",
        /// Publish for the first time.
        Publish = "article.publish",
        /// Change a published article.
        Change = "article.change",
        /// Give a first publication a date in the past.
        Backdate = "article.backdate",
        /// Bring in what was published elsewhere, with its dates, past the gate.
        BringIn = "article.bring",
        /// Withdraw.
        Withdraw = "article.withdraw",
        /// Withdraw for all receivers at once.
        Kill = "article.kill",
        /// Bring back what was withdrawn or spiked.
        Restore = "article.restore",
        /// Schedule, or take off the schedule.
        Schedule = "article.schedule",
        /// Set or lift an embargo.
        Embargo = "article.embargo",
        /// Stop and let go.
        Hold = "article.hold",
        /// Drop before publication.
        Spike = "article.spike",
        /// Override a block of the gate.
        Override = "gate.override",
        /// Blank words or pictures by law.
        Redact = "article.redact",
        /// Keep and decide what is asked by the right to be forgotten.
        Measure = "article.measure",
        /// Place on a title, move within it.
        Place = "article.place",
        /// Say that articles are translations of each other.
        Translate = "article.translate",
        /// Add a picture or document.
        AddPicture = "picture.add",
        /// Compose a front.
        Pin = "front.pin",
        /// Keep sections, topics, contributors, standing pages.
        Keep = "title.keep",
        /// Change a title's settings and imprint.
        Settle = "title.settle",
        /// Found a title.
        Found = "title.found",
        /// Name the deputy on shift.
        NameDeputy = "shift.name",
        /// Moderate comments.
        Moderate = "comment.moderate",
        /// Answer readers under an article, in one's own name.
        Answer = "comment.answer",
        /// Answer, refuse or close what readers report.
        DecideCase = "case.decide",
        /// Read how much a title is read.
        ReadFigures = "figures.read",
        /// Hand over or erase what is kept of one person.
        PersonalData = "person.data",
        /// Keep accounts and grants.
        Grant = "account.grant",
        /// Back up, restore, migrate.
        Operate = "record.operate",
    }
}

impl Deed {
    /// Whoever does it from the newsroom must have given a password, a code or a passkey a short while ago: it gives rights
    /// away, sets a rule aside, or cannot be undone.
    pub fn wants_proof(self) -> bool {
        matches!(
            self,
            Deed::BringIn
                | Deed::Override
                | Deed::Kill
                | Deed::Redact
                | Deed::Measure
                | Deed::Grant
                | Deed::NameDeputy
        )
    }
}

impl Role {
    /// The one table role × deed.
    pub fn deeds(self) -> &'static [Deed] {
        use Deed::*;
        match self {
            Role::Reporter => &[File, Save, Advance, Remark, AddPicture, Answer, ReadFigures],
            Role::Editor => &[
                File,
                Save,
                Advance,
                Remark,
                Assign,
                AddPicture,
                Publish,
                Change,
                Withdraw,
                Restore,
                Schedule,
                Embargo,
                Hold,
                Spike,
                Place,
                Translate,
                Pin,
                Keep,
                Answer,
                DecideCase,
                ReadFigures,
            ],
            Role::Director => &[
                File,
                Save,
                Advance,
                Remark,
                Assign,
                AddPicture,
                Publish,
                Change,
                Withdraw,
                Restore,
                Schedule,
                Embargo,
                Hold,
                Spike,
                Place,
                Translate,
                Pin,
                Keep,
                Kill,
                Override,
                Redact,
                Measure,
                Backdate,
                NameDeputy,
                Moderate,
                Settle,
                Answer,
                DecideCase,
                ReadFigures,
                PersonalData,
            ],
            Role::Moderator => &[Moderate, Answer, ReadFigures],
            Role::Publisher => &[
                BringIn,
                Settle,
                Found,
                Grant,
                Keep,
                ReadFigures,
                PersonalData,
            ],
            Role::Operator => &[
                BringIn,
                Operate,
                Found,
                Settle,
                Grant,
                Keep,
                ReadFigures,
                PersonalData,
            ],
        }
    }
}
