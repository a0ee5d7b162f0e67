//! Prints how long the gate takes for an article of 5,000 words: `cargo run --release -p paper --example gate_speed`.

use markup::{Block, Body, Inline};
use paper::copy::{Copy, Kind};
use paper::gate::{Surroundings, check};
use std::io::Write as _;
use std::time::Instant;

/// Words of the article.
const WORDS: usize = 5_000;
/// Times it is checked.
const ROUNDS: u32 = 50;

const PARAGRAPHS: [&str; 4] = [
    "Il rapporto di prova dell'Arpa, datato 6 novembre, riporta 18 milligrammi di nitrati per litro alla fonte alta e 21 alla fonte bassa. Il limite è di 50. I campioni sono stati presi quattro volte fra aprile e ottobre e nessuno ha superato i 23 milligrammi, ha detto Silvana Crosetti.",
    "«Nel 2021 l'acqua piovana lavava i campi appena concimati e finiva nella captazione», spiega Silvana Crosetti, la geologa che ha seguito lo studio per conto del Comune. La vecchia galleria è stata prolungata di 35 metri, fino alla roccia.",
    "I lavori sono costati 84.000 euro: 42.000 li ha messi la Regione, gli altri vengono dal bilancio comunale. Uno dei proprietari, Ettore Bassi, ha chiesto al Tar di aumentare l'indennità; secondo alcune fonti l'udienza sarà rinviata, riferisce l'ANSA.",
    "L'assessore Piero Lanzi ha detto recentemente che la fonte bassa resterà chiusa quando cadono più di 80 millimetri di pioggia in un giorno. È importante che i cittadini lo sappiano.",
];

/// A name nobody bears, different for each number.
fn invented(number: usize) -> String {
    const SYLLABLES: [&str; 12] = [
        "ba", "cor", "di", "fen", "gal", "lu", "mor", "ni", "pa", "ros", "ta", "vel",
    ];
    let mut name: String = [number, number / 12, number / 5]
        .iter()
        .map(|at| SYLLABLES[at % SYLLABLES.len()])
        .collect();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}

fn main() -> std::io::Result<()> {
    let mut copy = Copy {
        kind: Some(Kind::News),
        headline: "Valdarsa riapre due fonti di Rocca Nera chiuse dal 2021".to_owned(),
        standfirst: "I lavori sono costati 84.000 euro, pagati per metà dalla Regione.".to_owned(),
        ..Copy::default()
    };
    let (mut words, mut number) = (0, 0);
    let mut blocks = Vec::new();
    while words < WORDS {
        let text = format!(
            "{} Il giorno dopo, racconta {} {}, erano in {number}.",
            PARAGRAPHS[number % PARAGRAPHS.len()],
            invented(number),
            invented(number * 7 + 3)
        );
        words += text.split_whitespace().count();
        number += 1;
        blocks.push(Block::Paragraph {
            text: vec![Inline::text(text)],
            lang: None,
        });
    }
    copy.body = Body {
        blocks,
        ..Body::default()
    };
    let around = Surroundings::bare(jiff::Timestamp::UNIX_EPOCH);
    let found = check(&copy, &around).len();
    let start = Instant::now();
    for _ in 0..ROUNDS {
        check(&copy, &around);
    }
    let each = start.elapsed() / ROUNDS;
    writeln!(
        std::io::stdout(),
        "{words} words, {found} findings: {each:.2?} each"
    )
}
