//! Front matter as a tree that remembers where each value stands.
//!
//! The YAML here is what a desk writes: scalars, lists, maps. Anchors, aliases, tags and merge keys are told as
//! problems and never followed, so that no file is larger in memory than on disk. Depth and number of values are
//! bounded while the parser runs.

use super::problem::{Problems, Spot, shown};
use serde_saphyr::granit_parser::{self, ErrorKind, Event, Options, Parser, ScalarStyle, Span};

/// Deepest nesting of lists and maps; the deepest documented field needs three.
const DEPTH_MAX: usize = 8;
/// Most values in one front matter.
const VALUES_MAX: usize = 5_000;

/// A value and where it begins.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) at: Spot,
    pub(super) value: Value,
}

/// What stands in the front matter.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// Nothing, `~` or `null`.
    Nothing,
    /// Any scalar, by its characters: whether they are a number or a date, the field decides.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order written; keys are unique.
    Map(Vec<(Key, Node)>),
}

/// The name of a field and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) at: Spot,
    pub(super) name: String,
}

impl Node {
    /// What the value is, in words: Italian, English.
    pub(super) fn what(&self) -> (&'static str, &'static str) {
        match self.value {
            Value::Nothing => ("nulla", "nothing"),
            Value::Text(_) => ("un testo", "a text"),
            Value::List(_) => ("un elenco", "a list"),
            Value::Map(_) => ("un gruppo di campi", "a group of fields"),
        }
    }
}

/// Reads front matter. Where the YAML breaks, the fields finished before the break are returned with the problem.
pub(super) fn read(yaml: &str, lines_before: usize, problems: &mut Problems) -> Vec<(Key, Node)> {
    let mut options = Options::default();
    options.block_nesting_limit = DEPTH_MAX;
    options.flow_nesting_limit = DEPTH_MAX;
    options.disallow_directives = true;
    options.emit_comments = false;
    options.emit_unresolved_aliases = true;

    let mut builder = Builder::new(lines_before);
    for event in Parser::new_from_str_with_options(yaml, options) {
        match event {
            Ok((event, span)) => {
                if builder.take(&event, &span, problems).is_break() {
                    break;
                }
            }
            Err(error) => {
                let at = builder.spot(error.marker());
                let (it, en) = broken(error.kind());
                problems.note(at, &builder.field(), it, en);
                break;
            }
        }
    }
    builder.finished(problems)
}

/// A list or map whose end has not been met.
struct Open {
    node: Node,
    key: Option<Key>,
}

struct Builder {
    lines_before: usize,
    open: Vec<Open>,
    root: Option<Node>,
    values: usize,
}

type Flow = std::ops::ControlFlow<()>;

impl Builder {
    fn new(lines_before: usize) -> Builder {
        Builder {
            lines_before,
            open: Vec::new(),
            root: None,
            values: 0,
        }
    }

    fn spot(&self, mark: &granit_parser::Marker) -> Spot {
        Spot {
            line: mark.line() + self.lines_before,
            column: mark.col() + 1,
        }
    }

    /// The outermost field being read.
    fn field(&self) -> String {
        self.open
            .first()
            .and_then(|open| open.key.as_ref())
            .map(|key| key.name.clone())
            .unwrap_or_default()
    }

    fn take(&mut self, event: &Event<'_>, span: &Span, problems: &mut Problems) -> Flow {
        let at = self.spot(&span.start);
        if event.anchor_id().is_some_and(|id| id > 0)
            || event.is_alias()
            || matches!(event, Event::UnresolvedAlias(_))
        {
            problems.note(
                at,
                &self.field(),
                "ancore e richiami YAML (& e *) non si usano qui: scrivi il valore per intero; se il testo comincia con * o &, mettilo fra virgolette",
                "YAML anchors and aliases (& and *) are not used here: write the value in full; if the text begins with * or &, put it in quotes",
            );
        } else if let Some(tag) = event.tag() {
            let tag = shown(&tag.original());
            problems.note(
                at,
                &self.field(),
                format!("i tipi YAML ({tag}) non si usano qui: toglilo; se il testo comincia con !, mettilo fra virgolette"),
                format!("YAML tags ({tag}) are not used here: take it away; if the text begins with !, put it in quotes"),
            );
        }
        match event {
            Event::Scalar(text, style, ..) => self.value(
                Node {
                    at,
                    value: scalar(text, *style),
                },
                problems,
            ),
            Event::Alias(_) | Event::UnresolvedAlias(_) => self.value(
                Node {
                    at,
                    value: Value::Nothing,
                },
                problems,
            ),
            Event::SequenceStart(..) => self.begin(
                Node {
                    at,
                    value: Value::List(Vec::new()),
                },
                problems,
            ),
            Event::MappingStart(..) => self.begin(
                Node {
                    at,
                    value: Value::Map(Vec::new()),
                },
                problems,
            ),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(open) => self.value(open.node, problems),
                None => Flow::Break(()),
            },
            Event::DocumentEnd => Flow::Break(()),
            _ => Flow::Continue(()),
        }
    }

    fn begin(&mut self, node: Node, problems: &mut Problems) -> Flow {
        if self.awaits_key() {
            problems.note(
                node.at,
                &self.field(),
                "qui ci vuole il nome di un campo, non un elenco o un gruppo",
                "the name of a field goes here, not a list or a group",
            );
            return Flow::Break(());
        }
        self.open.push(Open { node, key: None });
        Flow::Continue(())
    }

    fn awaits_key(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open {
                node: Node {
                    value: Value::Map(_),
                    ..
                },
                key: None
            })
        )
    }

    fn value(&mut self, node: Node, problems: &mut Problems) -> Flow {
        self.values += 1;
        if self.values > VALUES_MAX {
            problems.note(
                node.at,
                &self.field(),
                format!("troppi valori: al massimo {VALUES_MAX}"),
                format!("too many values: at most {VALUES_MAX}"),
            );
            return Flow::Break(());
        }
        let awaits_key = self.awaits_key();
        let field = self.field();
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open {
                node:
                    Node {
                        value: Value::List(list),
                        ..
                    },
                ..
            }) => list.push(node),
            Some(open) if awaits_key => open.key = Some(key(node)),
            Some(Open {
                node:
                    Node {
                        value: Value::Map(map),
                        ..
                    },
                key,
            }) => {
                if let Some(key) = key.take() {
                    keep(map, key, node, &field, problems);
                }
            }
            Some(_) => {}
        }
        Flow::Continue(())
    }

    fn finished(self, problems: &mut Problems) -> Vec<(Key, Node)> {
        let root = self
            .root
            .or_else(|| self.open.into_iter().next().map(|open| open.node));
        match root {
            Some(Node {
                value: Value::Map(map),
                ..
            }) => map,
            None
            | Some(Node {
                value: Value::Nothing,
                ..
            }) => Vec::new(),
            Some(node) => {
                problems.note(
                    node.at,
                    "",
                    "fra le due righe --- ci vogliono campi, uno per riga: headline: …",
                    "between the two --- lines go fields, one a line: headline: …",
                );
                Vec::new()
            }
        }
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    let plain = matches!(style, ScalarStyle::Plain);
    if plain && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        Value::Nothing
    } else {
        Value::Text(text.to_owned())
    }
}

fn key(node: Node) -> Key {
    let name = match node.value {
        Value::Text(name) => name,
        _ => String::new(),
    };
    Key { at: node.at, name }
}

/// Keeps a field, or says that it stands there twice: the first stays, so that its own problems are told too.
fn keep(map: &mut Vec<(Key, Node)>, key: Key, node: Node, field: &str, problems: &mut Problems) {
    let twin = map
        .iter()
        .find(|(other, _)| other.name == key.name)
        .map(|(other, _)| other.at.line);
    let Some(line) = twin else {
        map.push((key, node));
        return;
    };
    let name = shown(&key.name);
    let field = if field.is_empty() { &key.name } else { field };
    problems.note(
        key.at,
        field,
        format!("il campo {name} c’è già alla riga {line}: tienine uno solo"),
        format!("the field {name} is there already at line {line}: keep only one"),
    );
}

/// Why the YAML cannot be read, and what usually mends it.
fn broken(kind: &ErrorKind) -> (&'static str, &'static str) {
    use ErrorKind as K;
    match kind {
        K::MappingValueNotAllowed
        | K::InvalidColonPlacement
        | K::MappingKeyNotAllowed
        | K::InvalidMappingValueWhitespace => (
            "i due punti dentro un testo vogliono le virgolette: headline: \"Il sindaco: «Si riparte»\"",
            "a colon inside a text wants quotes: headline: \"The mayor: we start again\"",
        ),
        K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabInIndentation
        | K::TabInPlainScalar
        | K::TabAtBlockScalarStart => (
            "i rientri si fanno con gli spazi, non con il tabulatore",
            "indents are made with spaces, not with tabs",
        ),
        K::UnclosedQuotedScalar | K::DocumentIndicatorInQuotedScalar | K::UnexpectedEof => (
            "le virgolette aperte qui non si chiudono",
            "the quotes opened here do not close",
        ),
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => (
            "dopo le virgolette chiuse c’è altro testo: nelle virgolette doppie le altre si scrivono \\\", oppure usa «…»",
            "text follows the closed quotes: inside double quotes others are written \\\", or use “…”",
        ),
        K::UnknownQuotedScalarEscape
        | K::InvalidQuotedScalarHexEscape
        | K::InvalidUnicodeEscape => (
            "fra virgolette doppie la barra \\ va scritta doppia: \\\\",
            "inside double quotes a backslash is written twice: \\\\",
        ),
        K::UnclosedFlowCollection { .. }
        | K::MismatchedFlowCollectionEnd { .. }
        | K::MisplacedFlowCollectionEnd
        | K::UnexpectedEofFlowMapping
        | K::UnexpectedEofFlowSequence
        | K::UnexpectedEofImplicitFlowMapping
        | K::ExpectedFlowMappingSeparator
        | K::ExpectedFlowSequenceSeparator => (
            "parentesi { } o [ ] non chiusa, o virgola mancante: {place: Valmarina, date: 2026-11-23}",
            "a bracket { } or [ ] does not close, or a comma is missing: {place: Harbour, date: 2026-11-23}",
        ),
        K::RecursionLimitExceeded => (
            "troppi elenchi uno dentro l’altro: al massimo otto",
            "too many lists inside each other: at most eight",
        ),
        K::DirectiveDisallowed => (
            "una riga che comincia con % vuole le virgolette",
            "a line that begins with % wants quotes",
        ),
        K::UnexpectedCharacter { .. } | K::MissingAnchorOrAliasName => (
            "un testo che comincia con @ % ` & * ! vuole le virgolette",
            "a text that begins with @ % ` & * ! wants quotes",
        ),
        K::SimpleKeyExpected | K::InvalidSimpleKey => (
            "manca «nome: » all’inizio della riga: ogni campo è nome, due punti, spazio, valore",
            "“name: ” is missing at the beginning of the line: each field is name, colon, space, value",
        ),
        _ => (
            "il front matter non si legge da qui in poi: controlla rientri, due punti e virgolette di questa riga e di quella prima",
            "the front matter cannot be read from here on: check indents, colons and quotes of this line and the one before",
        ),
    }
}
