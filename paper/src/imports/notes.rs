//! What is said of an item that moved in: a closed list, with words in both languages.

use crate::rights::words;
use serde::{Deserialize, Serialize};

words! {
    /// What became of an item of the source.
    Outcome {
        /// It is here as it was.
        Carried = "carried",
        /// It is here, and something of it is otherwise.
        Changed = "changed",
        /// It is not here, for a reason.
        Refused = "refused",
        /// It is not here: nobody knows what it was.
        Unknown = "unknown",
    }
}

impl Outcome {
    /// In words.
    pub fn say(self, language: &str) -> &'static str {
        let (it, en) = match self {
            Outcome::Carried => ("portati", "carried"),
            Outcome::Changed => ("portati con un cambiamento", "carried with a change"),
            Outcome::Refused => ("rifiutati", "refused"),
            Outcome::Unknown => ("non capiti", "not understood"),
        };
        if language.starts_with("it") { it } else { en }
    }
}

words! {
    /// Kinds of items a source has.
    Sort {
        /// A post.
        Post = "post",
        /// A standing page.
        Page = "page",
        /// A picture or another file.
        File = "file",
        /// Somebody who signs.
        Author = "author",
        /// A category.
        Category = "category",
        /// A tag.
        Tag = "tag",
        /// A menu, or an entry of one.
        Menu = "menu",
        /// A comment.
        Comment = "comment",
        /// A piece of the file that could not be read.
        Damage = "damage",
        /// No item of the source: made so that others can stand somewhere.
        Made = "made",
        /// Anything else.
        Other = "other",
    }
}

impl Sort {
    /// In words.
    pub fn say(self, language: &str) -> &'static str {
        let (it, en) = match self {
            Sort::Post => ("articoli", "posts"),
            Sort::Page => ("pagine", "pages"),
            Sort::File => ("immagini e file", "pictures and files"),
            Sort::Author => ("firme", "authors"),
            Sort::Category => ("categorie", "categories"),
            Sort::Tag => ("tag", "tags"),
            Sort::Menu => ("voci di menu", "menu entries"),
            Sort::Comment => ("commenti", "comments"),
            Sort::Damage => ("pezzi danneggiati", "damaged pieces"),
            Sort::Made => ("creati per gli altri", "made for others"),
            Sort::Other => ("altro", "other"),
        };
        if language.starts_with("it") { it } else { en }
    }
}

words! {
    /// What is to be said of an item beyond its outcome.
    What {
        /// Of several categories one is the section; the others are topics now.
        OtherSections = "sections.topics",
        /// It had no category.
        NoSection = "section.none",
        /// A category below the second level stands on the second.
        Flattened = "section.flattened",
        /// The word in its address is otherwise.
        Renamed = "word.changed",
        /// Another of that name is here already and was taken.
        Merged = "merged",
        /// More than a title may have.
        TooMany = "too.many",
        /// It had no headline.
        HeadlineMade = "headline.made",
        /// A text was longer than it may be and was cut.
        Cut = "cut",
        /// The description for search engines is the standfirst.
        SeoStandfirst = "seo.standfirst",
        /// A title for search engines is not kept.
        SeoTitle = "seo.title",
        /// The author is not in the source; the name is the account's.
        AuthorMissing = "author.missing",
        /// It came in with another import of the same source, which was taken back.
        TakenBack = "taken.back",
        /// It was pinned to the front there.
        Sticky = "sticky",
        /// A shortcode nobody knows stands in the text as it was.
        Shortcode = "shortcode",
        /// A block nobody knows stands in the text as a mark.
        Block = "block",
        /// Left out of the text.
        Dropped = "dropped",
        /// The file of a picture, or of what a text links to, is not to be had: a link leads to where it was.
        PictureMissing = "picture.missing",
        /// More pictures than an article may have: links stand in the place of the rest.
        PicturesOver = "pictures.over",
        /// It was private: it lies on the desk and is held.
        Private = "state.private",
        /// It asked for a password: it lies on the desk and is held.
        Password = "state.password",
        /// It was to go out by itself: it lies on the desk.
        Scheduled = "state.scheduled",
        /// It was a draft: it lies on the desk.
        Draft = "state.draft",
        /// It waited for an editor: it lies on the desk.
        Pending = "state.pending",
        /// It was in the bin: it is spiked.
        Trash = "state.trash",
        /// It bore no date that can be: it lies on the desk.
        Undated = "state.undated",
        /// A state nobody knows: it lies on the desk and is held.
        StateUnknown = "state.unknown",
        /// More pages than a title may have: it is an article.
        PageAsArticle = "page.article",
        /// It stands in the place of the page the title began with.
        ModelPage = "page.model",
        /// Its address is another; the old one leads there.
        Moved = "address.moved",
        /// An old address that leads nowhere.
        AddressLost = "address.lost",
        /// Characters that no text has were left out.
        Controls = "text.controls",
        /// It was in another encoding than it said.
        Encoding = "text.encoding",
        /// A quoted passage of the file was broken.
        Cdata = "file.cdata",
        /// Names of characters the file does not explain stand as they are.
        Entities = "file.entities",
        /// The file ends within it.
        CutOff = "file.ends",
        /// It is larger than is read.
        TooLarge = "file.large",
        /// The same number was there before.
        Duplicate = "duplicate",
        /// The record refused it.
        Refused = "refused",
        /// A kind of item nobody knows.
        Type = "type",
        /// It is empty.
        Empty = "empty",
        /// Its file was not asked for.
        NotShown = "file.unused",
        /// A comment was longer than one may be and is several.
        CommentParts = "comment.parts",
        /// A comment whose name is otherwise.
        CommentName = "comment.name",
        /// A comment that answered one that is not there.
        CommentAlone = "comment.alone",
        /// A comment whose date was none.
        CommentDate = "comment.date",
        /// Another site said that it links here.
        Pingback = "comment.pingback",
        /// A comment held for spam, or in the bin.
        CommentSpam = "comment.spam",
        /// A comment without words.
        CommentEmpty = "comment.empty",
        /// A comment under what has none here: a page, a text on the desk.
        CommentNowhere = "comment.nowhere",
        /// More comments than come with one article.
        CommentsOver = "comments.over",
        /// What it leads to is no section.
        MenuEntry = "menu.entry",
        /// The pattern of addresses was taken over.
        Permalink = "permalink",
        /// The pattern of addresses could not be taken over.
        PermalinkKept = "permalink.kept",
    }
}

impl What {
    /// In words, which go before the particulars.
    pub fn say(self, language: &str) -> &'static str {
        let (it, en) = self.words();
        if language.starts_with("it") { it } else { en }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            What::OtherSections => (
                "altre categorie, ora argomenti",
                "further categories, now topics",
            ),
            What::NoSection => (
                "senza categoria: sta nella prima sezione",
                "without a category: it stands in the first section",
            ),
            What::Flattened => (
                "era sotto il secondo livello: ora è al secondo",
                "was below the second level: it is on the second now",
            ),
            What::Renamed => (
                "la parola nell’indirizzo è un’altra",
                "the word in its address is another",
            ),
            What::Merged => (
                "ce n’era già uno con questo nome: è lo stesso",
                "one of this name was here already: it is the same",
            ),
            What::TooMany => (
                "più di quanti ne può avere una testata",
                "more than a title may have",
            ),
            What::HeadlineMade => (
                "senza titolo: preso dalle prime parole",
                "without a headline: taken from its first words",
            ),
            What::Cut => ("troppo lungo: tagliato", "too long: cut"),
            What::SeoStandfirst => (
                "la descrizione per i motori di ricerca è ora il sommario",
                "the description for search engines is the standfirst now",
            ),
            What::SeoTitle => (
                "titolo per i motori di ricerca non conservato: vale quello dei lettori",
                "title for search engines not kept: the readers’ holds",
            ),
            What::AuthorMissing => (
                "l’autore non è nel file: la firma è il nome dell’account",
                "the author is not in the file: the byline is the account’s name",
            ),
            What::TakenBack => (
                "era già qui da un altro trasloco della stessa fonte, poi annullato",
                "was here already by another import of the same source, which was undone since",
            ),
            What::Sticky => (
                "era in evidenza: rimettilo in prima pagina a mano",
                "was sticky: pin it to the front by hand",
            ),
            What::Shortcode => (
                "shortcode sconosciuto, lasciato nel testo",
                "shortcode nobody knows, left in the text",
            ),
            What::Block => (
                "blocco senza testo, segnato nel testo",
                "block without text, marked in the text",
            ),
            What::Dropped => ("tralasciato dal testo", "left out of the text"),
            What::PictureMissing => (
                "file che non si ha: al suo posto un link",
                "file that is not to be had: a link in its place",
            ),
            What::PicturesOver => (
                "troppe immagini: al posto delle ultime un link",
                "too many pictures: links in place of the last",
            ),
            What::Private => (
                "era privato: è in redazione, fermato",
                "was private: it is on the desk, held",
            ),
            What::Password => (
                "era protetto da password: è in redazione, fermato",
                "asked for a password: it is on the desk, held",
            ),
            What::Scheduled => (
                "era programmato: è in redazione, da programmare di nuovo",
                "was scheduled: it is on the desk, to be scheduled again",
            ),
            What::Draft => (
                "era una bozza: è in redazione",
                "was a draft: it is on the desk",
            ),
            What::Pending => (
                "aspettava la revisione: è al desk",
                "was pending review: it is with the editors",
            ),
            What::Trash => (
                "era nel cestino: è scartato",
                "was in the trash: it is spiked",
            ),
            What::Undated => (
                "senza una data possibile: è in redazione",
                "without a date that can be: it is on the desk",
            ),
            What::StateUnknown => (
                "stato sconosciuto: è in redazione, fermato",
                "state nobody knows: it is on the desk, held",
            ),
            What::PageAsArticle => (
                "pagina oltre quelle che una testata può avere: è un articolo",
                "page beyond those a title may have: it is an article",
            ),
            What::ModelPage => (
                "ha preso il posto della pagina pronta della testata",
                "took the place of the page the title began with",
            ),
            What::Moved => (
                "l’indirizzo è cambiato; quello vecchio vi porta",
                "its address changed; the old one leads there",
            ),
            What::AddressLost => (
                "il vecchio indirizzo non può portare qui",
                "the old address cannot lead here",
            ),
            What::Controls => (
                "caratteri di controllo tolti",
                "control characters taken out",
            ),
            What::Encoding => (
                "codifica diversa da quella dichiarata: letta come Windows-1252",
                "not in the encoding it declares: read as Windows-1252",
            ),
            What::Cdata => (
                "CDATA rotta: letta fino alla fine del campo",
                "broken CDATA: read to the end of its field",
            ),
            What::Entities => (
                "entità non previste, lasciate come sono",
                "entities that are none, left as they are",
            ),
            What::CutOff => (
                "il file finisce qui a metà",
                "the file ends in the middle of it",
            ),
            What::TooLarge => ("più grande di quanto si legge", "larger than is read"),
            What::Duplicate => (
                "numero già usato da un altro",
                "its number is another’s already",
            ),
            What::Refused => ("rifiutato", "refused"),
            What::Type => ("tipo sconosciuto", "kind nobody knows"),
            What::Empty => ("vuoto", "empty"),
            What::NotShown => (
                "nessun testo lo mostra: non è stato preso",
                "no text shows it: not taken",
            ),
            What::CommentParts => (
                "commento lungo: diviso in più commenti",
                "long comment: divided into several",
            ),
            What::CommentName => ("nome del commento adattato", "name of a comment adapted"),
            What::CommentAlone => (
                "risposta a un commento che non c’è: sta da sola",
                "answer to a comment that is not there: it stands alone",
            ),
            What::CommentDate => (
                "commento senza una data possibile: ha quella dell’articolo",
                "comment without a date that can be: it bears the article’s",
            ),
            What::Pingback => (
                "avviso di un altro sito, non un commento",
                "notice of another site, no comment",
            ),
            What::CommentSpam => (
                "commento nello spam o nel cestino",
                "comment held for spam or in the trash",
            ),
            What::CommentEmpty => ("commento senza parole", "comment without words"),
            What::CommentNowhere => (
                "commento a ciò che qui non ne ha: una pagina, un testo in redazione",
                "comment under what has none here: a page, a text on the desk",
            ),
            What::CommentsOver => (
                "più commenti di quanti ne entrano con un articolo",
                "more comments than come with an article",
            ),
            What::MenuEntry => (
                "voce di menu che non porta a una sezione",
                "menu entry that leads to no section",
            ),
            What::Permalink => (
                "forma degli indirizzi ripresa",
                "pattern of addresses taken over",
            ),
            What::PermalinkKept => (
                "forma degli indirizzi non ripresa: i vecchi portano ai nuovi",
                "pattern of addresses not taken over: old ones lead to new ones",
            ),
        }
    }
}

/// Longest particulars of a note, characters.
pub const DETAIL_CHARS_MAX: usize = 120;

/// Something said of an item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Note {
    /// What.
    pub what: What,
    /// Which, how many, why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

impl Note {
    /// A note with its particulars, which are cut where they are long.
    pub fn new(what: What, detail: impl AsRef<str>) -> Note {
        let line = crate::words::normal(detail.as_ref());
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        Note {
            what,
            detail: line.chars().take(DETAIL_CHARS_MAX).collect(),
        }
    }

    /// A note that says all by itself.
    pub fn of(what: What) -> Note {
        Note {
            what,
            detail: String::new(),
        }
    }
}
