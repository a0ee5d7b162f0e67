//! Advice and forecasts in the writer's own voice.

use super::super::finding::Severity;
use super::super::lang::Both;
use super::super::phrases::{Lazy, Lists};
use super::super::rule::{Desk, Reads, Rule, both_quoted};
use super::super::text::{Text, place};
use super::super::voices;
use super::super::words::Passage;
use std::sync::LazyLock;

pub(super) static RULE: Rule = Rule {
    code: "advice.in_news",
    severity: Severity::Warning,
    subject: "body",
    what: Both::new(
        "Un consiglio o una previsione di chi scrive, dentro una notizia («è importante che», «potrebbe essere visto come»).",
        "Advice or a forecast by the writer inside a news item (“it is important that”, “could be seen as”).",
    ),
    why: Both::new(
        "In una notizia chi legge si aspetta fatti, e di chi sono i giudizi.",
        "In news, readers expect facts, and whose the judgements are.",
    ),
    remedy: Both::new(
        "Di' chi lo pensa, toglilo, o cambia il tipo in opinione o analisi.",
        "Say who thinks so, take it out, or change the kind to opinion or analysis.",
    ),
    source: "NewsGuard: news and opinion apart; Testo unico dei doveri del giornalista",
    reads: Reads::Sentences,
    check,
};

const LIST_IT: &str = "
    è|sarà|resta|diventa|appare|sarebbe quindi|dunque|ormai|oggi|più|sempre|molto|davvero|ora? importante|fondamentale|essenziale|necessario|doveroso|cruciale|indispensabile|auspicabile|opportuno|urgente|bene|consigliabile|imprescindibile|vitale|giusto che
    è|sarà|resta|diventa|appare|sarebbe quindi|dunque|ormai|oggi|più|sempre|molto|davvero|ora? importante|fondamentale|essenziale|doveroso|cruciale|indispensabile|auspicabile|opportuno|bene|consigliabile|imprescindibile|vitale ^|_ _? _?
    occorre|bisogna|serve che|ora?|invece|quindi|dunque
    bisogna|occorre intervenire|fare|agire|trovare|pensare|evitare|tenere|dire|cambiare|investire|ricordare|muoversi|capire|mettere|partire|ripensare|puntare
    potrebbe|potrebbero essere visto|vista|letto|letta|interpretato|interpretata come
    potrebbe|potrebbero essere visto|vista|visti|viste|letto|letta|letti|interpretato|interpretata|considerato|considerata come|un|una|il|la?
    può|possono essere visto|vista|letto|letta|interpretato|interpretata come
    potrebbe|potrebbero presto? rappresentare|segnare|aprire|portare|cambiare|diventare|rivelarsi|avere|costituire|innescare|trasformarsi|tradursi
    non resta che
    resta|restano da vedere|capire
    non si può che|non
    non ci resta che
    c è da augurarsi|sperare|aspettarsi|chiedersi
    è da augurarsi|sperare|auspicare
    ci si augura|aspetta|auspica
    si spera che|di?
    la speranza è che|quella?
    l auspicio è che
    solo il tempo dirà|potrà
    staremo a vedere
    il tempo dirà
    vale la pena
    è facile prevedere|immaginare
    non è difficile immaginare|prevedere
    è ora|tempo di|che
    è giunto|arrivato|venuto il momento|tempo
    è lecito aspettarsi|attendersi|supporre|chiedersi
    è prevedibile|probabile|verosimile|auspicabile|evidente|chiaro che
    tutto lascia pensare|supporre|presagire|intendere
    dovremmo|dobbiamo|cerchiamo|facciamo|impariamo
    ci auguriamo|aspettiamo
    sarebbe un errore|bene|saggio|utile|il caso|necessario
    andrebbe|andrebbero ripensato|ripensata|rivisto|rivista|valutato|valutata|affrontato|affrontata|fatto|fatta|potenziato|potenziata|incentivato|tutelato|tutelata
    serve un|una|più|maggiore cambio|cambiamento|svolta|coraggio|piano|impegno|attenzione|visione|strategia|sforzo
    è destinato|destinata|destinati|destinate a
    si consiglia|raccomanda di|a?
    i|gli cittadini|lettori|genitori|amministratori dovrebbero
    segnerà|rappresenterà|aprirà|costituirà certamente|sicuramente|senz|una|un svolta|nuova|punto|precedente";

const LIST_EN: &str = "
    it is|remains|would|will|'s be? also|now|therefore|crucially|clearly|vitally|more? important|essential|vital|crucial|necessary|imperative|advisable|wise|hoped|imperative|high|time|clear|likely that|to|for|time
    it's important|essential|vital|crucial|time|clear|likely that|to|for
    could|may|might|can be seen|viewed|interpreted|read|regarded|considered|understood as
    is|are likely to be watched|seen|followed|remembered
    could|may|might well? mark|signal|herald|prove|usher|pave|open|spell|become|represent|transform|change
    only time will tell
    time will tell
    remains to be seen
    one|we can only hope|hopes|wonder
    it is to be hoped
    we must|should|need|ought|can|cannot|all
    let us
    should|must now|also|therefore? be given|taken|encouraged|welcomed|praised|applauded|considered|rethought|prioritised|addressed|held|done
    residents|drivers|parents|readers|voters|councillors|councils|commuters|households|visitors|pensioners|people|everyone|anyone should|must|ought|would
    the council|government|mayor|board|company|authorities should|must|ought|needs now|urgently|to|act|listen|take|make|do|stop?
    there is no doubt
    no doubt
    is|are|looks|seems|set bound|sure|certain|destined to
    it is easy to see|imagine
    it is hard not to
    hopefully
    it seems clear|likely|that
    worth remembering|noting|considering|asking
    what is needed
    now is the time
    the time has come
    a must for
    would do well to
    would be a mistake|wise|foolish";

static LIST: Lazy = LazyLock::new(|| Lists::new(LIST_IT, LIST_EN));

/// "Visitors should use the Quay Street door": how to get in is service, not advice.
fn practical(passage: &Passage, at: usize) -> bool {
    matches!(passage.low(at - 1), "should" | "must")
        && matches!(
            passage.low(at),
            "use"
                | "bring"
                | "enter"
                | "park"
                | "arrive"
                | "ring"
                | "phone"
                | "telephone"
                | "register"
                | "book"
                | "apply"
                | "queue"
                | "wear"
        )
}

fn check(text: &Text<'_>, desk: &mut Desk<'_>) {
    if !text.asks().impersonal {
        return;
    }
    for (_, passage) in text.running() {
        for words in LIST.get(text.lang).find(&passage.words) {
            let quoted = passage
                .words
                .get(words.start)
                .is_none_or(|word| word.quoted);
            let sentence = passage.sentence_of(words.start);
            let attributed = !voices::saying(passage, &sentence, text.lang)
                .iter()
                .all(|verb| words.contains(verb));
            if quoted || attributed || practical(passage, words.end) {
                continue;
            }
            let (it, en) = both_quoted(passage.slice(&sentence));
            desk.find(
                vec![place(passage, &words)],
                format!("{it}: è un giudizio o una previsione che nessuno firma."),
                format!("{en}: a judgement or forecast that nobody is named for."),
            );
        }
    }
}
