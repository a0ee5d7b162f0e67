//! The fields of the index, and the document an appearance becomes.

use crate::analysis::{Tongue, Word, words};
use markup::plain;
use paper::id::{ArticleId, PlacementId};
use paper::reading::search::Findable;
use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{TantivyDocument, Term};

/// The form of the index. An index of another form is made again.
pub(crate) const FORM: u32 = 2;
/// The tokenizer of fields whose words we cut ourselves.
const AS_IT_IS: &str = "raw";
/// Places left between two passages, so that no phrase runs over their edge.
const GAP: usize = 10;

/// Names of the fields facets are counted in.
pub(crate) const AT: &str = "at";
pub(crate) const TITLE: &str = "title";
pub(crate) const SECTION: &str = "section";
pub(crate) const TOPICS: &str = "topics";
pub(crate) const BYLINE: &str = "byline";
pub(crate) const KIND: &str = "kind";

/// The fields.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub(crate) schema: Schema,
    /// The article, by which its documents are taken out.
    pub(crate) article: Field,
    /// The placement, which is all that is stored.
    placement: Field,
    /// Title, section, topics, kind, names as they are: what finds are narrowed by.
    pub(crate) facts: Field,
    /// Stems of the headline.
    pub(crate) headline: Field,
    /// Stems of kicker and standfirst.
    pub(crate) standfirst: Field,
    /// Stems of the text, its captions and statements.
    pub(crate) text: Field,
    /// Stems of the names of section and topics, and of the place.
    pub(crate) about: Field,
    /// Folded names of who is credited.
    pub(crate) by: Field,
    /// Folded names of sources.
    pub(crate) sources: Field,
    /// All words folded, in order: for phrases, accents left out, and what was typed wrongly.
    pub(crate) all: Field,
    at: Field,
    title: Field,
    section: Field,
    topics: Field,
    byline: Field,
    kind: Field,
}

impl Fields {
    pub(crate) fn new() -> Fields {
        let mut schema = Schema::builder();
        let words = |option: IndexRecordOption, norms: bool| {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(AS_IT_IS)
                .set_fieldnorms(norms)
                .set_index_option(option);
            TextOptions::default().set_indexing_options(indexing)
        };
        let stems = || words(IndexRecordOption::WithFreqs, true);
        let placed = || words(IndexRecordOption::WithFreqsAndPositions, true);
        let column = || TextOptions::default().set_fast(AS_IT_IS);
        Fields {
            article: schema.add_bytes_field("article", BytesOptions::default().set_indexed()),
            placement: schema.add_bytes_field("placement", BytesOptions::default().set_stored()),
            facts: schema.add_text_field("facts", words(IndexRecordOption::Basic, false)),
            headline: schema.add_text_field("headline", placed()),
            standfirst: schema.add_text_field("standfirst", stems()),
            text: schema.add_text_field("text", stems()),
            about: schema.add_text_field("about", stems()),
            by: schema.add_text_field("by", placed()),
            sources: schema.add_text_field("sources", placed()),
            all: schema.add_text_field("all", placed()),
            at: schema.add_i64_field(AT, FAST),
            title: schema.add_text_field(TITLE, column()),
            section: schema.add_text_field(SECTION, column()),
            topics: schema.add_text_field(TOPICS, column()),
            byline: schema.add_text_field(BYLINE, column()),
            kind: schema.add_text_field(KIND, column()),
            schema: schema.build(),
        }
    }

    /// What takes the documents of an article out.
    pub(crate) fn of_article(&self, article: ArticleId) -> Term {
        Term::from_field_bytes(self.article, &article.bytes())
    }

    /// What only documents with a fact have.
    pub(crate) fn fact(&self, fact: Fact<'_>) -> Term {
        Term::from_field_text(self.facts, &fact.word())
    }

    /// The placement a stored document names.
    pub(crate) fn placement_of(&self, document: &TantivyDocument) -> Option<PlacementId> {
        let bytes = document.get_first(self.placement)?.as_bytes()?;
        let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        PlacementId::parse(&text)
    }

    /// The document of an appearance.
    pub(crate) fn document(&self, of: &Findable) -> TantivyDocument {
        let content = &of.content;
        let tongue = Tongue::of(&content.language);
        let title = of.title.to_string();
        let placed = content
            .placements
            .iter()
            .find(|placed| placed.title == title);
        let mut document = TantivyDocument::default();
        document.add_bytes(self.article, &of.article.bytes());
        document.add_bytes(self.placement, &of.placement.bytes());
        document.add_i64(self.at, content.first_published.as_microsecond());
        document.add_text(self.title, &title);
        document.add_text(self.section, of.section.to_string());
        document.add_text(self.kind, content.kind.word());
        let mut facts = vec![
            Fact::Title(&title).word(),
            Fact::Section(&of.section.to_string()).word(),
            Fact::Kind(content.kind.word()).word(),
        ];
        if of.original {
            facts.push(Fact::Original.word());
        }
        for topic in &of.topics {
            facts.push(Fact::Topic(&topic.to_string()).word());
            document.add_text(self.topics, topic.to_string());
        }
        let mut names: Vec<&str> = Vec::new();
        for credit in &content.byline {
            if !names.contains(&credit.name.as_str()) {
                names.push(&credit.name);
                facts.push(Fact::By(&credit.name).word());
                document.add_text(self.byline, &credit.name);
            }
        }
        for fact in facts {
            document.add_text(self.facts, fact);
        }

        let (headline, tongues): (&str, &[Tongue]) = if of.headline.is_empty() {
            (&content.headline, &[tongue])
        } else {
            // A headline of the placement's own may be in its title's language.
            (&of.headline, &Tongue::ALL)
        };
        let passages = passages(of);
        let standfirst = [content.kicker.as_str(), content.standfirst.as_str()];
        let mut about: Vec<&str> = Vec::new();
        if let Some(placed) = placed {
            about.extend(placed.topics.iter().map(String::as_str));
            about.extend([placed.section.as_str(), placed.parent.as_str()]);
        }
        about.extend(content.dateline.as_ref().map(|line| line.place.as_str()));
        about.push(&content.series);
        let headline = Cut::of([headline]);
        let standfirst = Cut::of(standfirst);
        let text = Cut::of(passages.iter().map(String::as_str));
        document.add_pre_tokenized_text(self.headline, headline.stems(tongues));
        document.add_pre_tokenized_text(self.standfirst, standfirst.stems(&[tongue]));
        document.add_pre_tokenized_text(self.text, text.stems(&[tongue]));
        document.add_pre_tokenized_text(self.about, Cut::of(about).stems(&Tongue::ALL));
        document.add_pre_tokenized_text(self.by, Cut::of(names).folded());
        let sources = content.sources.iter().map(|source| source.name.as_str());
        document.add_pre_tokenized_text(self.sources, Cut::of(sources).folded());
        let all = headline.and(standfirst).and(text);
        document.add_pre_tokenized_text(self.all, all.folded());
        document
    }
}

/// What finds can be narrowed by, as a word of the index.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fact<'a> {
    Title(&'a str),
    Section(&'a str),
    Topic(&'a str),
    Kind(&'a str),
    By(&'a str),
    Original,
}

impl Fact<'_> {
    fn word(self) -> String {
        match self {
            Fact::Title(id) => format!("t{id}"),
            Fact::Section(id) => format!("s{id}"),
            Fact::Topic(id) => format!("p{id}"),
            Fact::Kind(word) => format!("k{word}"),
            Fact::By(name) => format!("b{name}"),
            Fact::Original => "o".to_owned(),
        }
    }
}

/// The passages of the text, captions and statements: what is searched beside headline and standfirst.
pub(crate) fn passages(of: &Findable) -> Vec<String> {
    let content = &of.content;
    let picture = content.picture.iter().chain(content.body.pictures());
    let captions: Vec<String> = picture
        .flat_map(|picture| [plain(&picture.caption), picture.alt.clone()])
        .collect();
    let mut passages: Vec<String> = Vec::new();
    for passage in content.body.passages() {
        passages.push(passage.text);
        passages.push(passage.cite);
    }
    for caption in captions {
        if !passages.contains(&caption) {
            passages.push(caption);
        }
    }
    for statement in &content.statements {
        passages.extend([statement.name.clone(), statement.text.clone()]);
    }
    passages.retain(|passage| !passage.is_empty());
    passages
}

/// Words with their places, cut once for all the fields they go into.
struct Cut {
    words: Vec<(usize, Word)>,
    /// The place after the last.
    next: usize,
}

impl Cut {
    fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Cut {
        let mut cut = Cut {
            words: Vec::new(),
            next: 0,
        };
        for text in texts {
            for word in words(text) {
                cut.words.push((cut.next, word));
                cut.next += 1;
            }
            cut.next += GAP;
        }
        cut
    }

    fn and(mut self, other: Cut) -> Cut {
        let offset = self.next;
        let moved = other
            .words
            .into_iter()
            .map(|(place, word)| (offset + place, word));
        self.words.extend(moved);
        self.next += other.next;
        self
    }

    fn stems(&self, tongues: &[Tongue]) -> PreTokenizedString {
        let mut tokens = Vec::with_capacity(self.words.len() * tongues.len());
        for (place, word) in &self.words {
            let stems = tongues.iter().map(|tongue| tongue.stem(&word.small));
            tokens.extend(stems.map(|stem| token(*place, stem)));
        }
        PreTokenizedString {
            text: String::new(),
            tokens,
        }
    }

    fn folded(self) -> PreTokenizedString {
        let words = self.words.into_iter();
        PreTokenizedString {
            text: String::new(),
            tokens: words
                .map(|(place, word)| token(place, word.folded))
                .collect(),
        }
    }
}

fn token(position: usize, text: String) -> Token {
    Token {
        offset_from: 0,
        offset_to: 0,
        position,
        text,
        position_length: 1,
    }
}
