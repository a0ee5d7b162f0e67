//! Headlines that ask what the text does not answer.

use super::super::finding::Severity;
use super::super::lang::Both;
use super::super::phrases::{Lazy, Lists};
use super::super::rule::{Desk, Reads, Rule, both_quoted};
use super::super::text::{Text, place_of_bytes};
use crate::copy::Kind;
use std::sync::LazyLock;

pub(super) static RULE: Rule = Rule {
    code: "headline.question",
    severity: Severity::Warning,
    subject: "headline",
    what: Both::new(
        "Il titolo fa una domanda a cui il testo non risponde.",
        "The headline asks a question the text does not answer.",
    ),
    why: Both::new(
        "Chi apre il testo cerca una risposta e non la trova.",
        "Readers open the text for an answer and do not find it.",
    ),
    remedy: Both::new(
        "Metti nel titolo ciò che si sa.",
        "Put what is known into the headline.",
    ),
    source: "NewsGuard: deceptive headlines; headline practice",
    reads: Reads::Sentences,
    check: question,
};

const OPEN_IT: &str = "
    resta|restano da vedere|capire|chiarire|stabilire|scoprire|decidere|sapere
    non è|sono ancora? chiaro|chiari|certo|noto|nota|dato|deciso|stabilito|possibile
    non si sa
    nessuno lo? sa|può|ha|conferma
    solo il tempo
    staremo a vedere
    è presto per
    troppo presto
    difficile dirlo|dire|prevedere
    chissà
    si vedrà
    resta|rimane|rimangono|restano un|il|la|aperta|aperto|l|in mistero|incognita|dubbio|interrogativo|rebus|domanda?
    al momento non
    per ora|adesso|il non|nessun|nessuna
    non ci sono conferme|certezze|risposte
    molti|in se|tanti|lo si? chiedono
    la domanda è|resta|rimane
    forse
    potrebbe|potrebbero
    si|ci vedrà|chiede|chiedono|domandano
    mistero
    è tutto da|ancora
    voci|indiscrezioni|ipotesi";
const OPEN_EN: &str = "
    remains|remain to be seen
    remains|remain unclear|uncertain|unknown|open|a|an|mystery
    it is not|still|too|yet clear|unclear|early|known|to
    is|was not|n't yet? clear|known|certain
    unclear
    nobody|no one knows|can|could|has|seems
    only|but time will
    time will tell
    we may never
    hard to say|tell|know
    anyone 's? guess
    may|might|could well? be|mean|have|become|see|yet|also
    perhaps|maybe
    wait and see
    are|is|been asking|wondering
    ask|asking|wonder|wonders themselves|whether|if|why|what
    rumours|speculation
    the question is|remains
    mystery";
static OPEN: Lazy = LazyLock::new(|| Lists::new(OPEN_IT, OPEN_EN));

const SETTLED_IT: &str = "
    sì|no
    la risposta è|sta|arriva|viene
    ecco
    perché
    la causa|ragione|motivo|spiegazione|spiega
    il motivo|risultato
    dipende|dovuto|dovuta|causa|causato|colpa
    significa|vuol|costa|costerà|serve|basta|bisogna|conviene";
const SETTLED_EN: &str = "
    yes|no
    the short|simple? answer is|lies
    because
    the reason|cause|explanation|answer
    due|owing to
    means|costs|turns|shows|found|confirmed";
static SETTLED: Lazy = LazyLock::new(|| Lists::new(SETTLED_IT, SETTLED_EN));

fn question(text: &Text<'_>, desk: &mut Desk<'_>) {
    let exempt = matches!(
        text.kind(),
        Kind::Opinion
            | Kind::Satire
            | Kind::Letter
            | Kind::Sponsored
            | Kind::Service
            | Kind::Listing
            | Kind::Obituary
    );
    let asks = text.headline.text.char_indices().any(|(at, c)| {
        c == '?'
            && !text
                .headline
                .quotes
                .iter()
                .any(|quote| quote.bytes.contains(&at))
    });
    if exempt
        || !asks
        || (text.kind() == Kind::Interview && text.headline.text.contains([':', '«', '“']))
    {
        return;
    }
    if answered(text) {
        return;
    }
    let (it, en) = both_quoted(&text.headline.text);
    desk.find(
        vec![place_of_bytes(&text.headline, 0..text.headline.text.len())],
        format!("{it}: il testo non risponde."),
        format!("{en}: the text does not answer."),
    );
}

/// Signs of an answer against signs that the matter is open, outside quotation marks or in.
fn answered(text: &Text<'_>) -> bool {
    let count = |list: &'static Lazy| -> usize {
        text.running()
            .map(|(_, passage)| list.get(text.lang).find(&passage.words).len())
            .sum()
    };
    let (open, settled) = (count(&OPEN), count(&SETTLED));
    let asked = text
        .headline
        .words
        .iter()
        .map(|word| word.low.as_str())
        .collect::<Vec<_>>();
    let amount = asked.windows(1).any(|word| {
        matches!(
            word[0],
            "quanto" | "quanti" | "quante" | "quanta" | "much" | "many"
        )
    });
    let figures = text.numbers.iter().flatten().count() >= 1;
    if amount && figures {
        return true;
    }
    open == 0 && settled > 0 || settled > open
}
