//! Who speaks: verbs of saying, and the names beside them.

use super::lang::Lang;
use super::names::names;
use super::phrases::{Lazy, Lists};
use super::words::Passage;
use std::ops::Range;
use std::sync::LazyLock;

const SAYING_IT: &str = "
    dice|dicono|diceva|dicevano|disse|dissero|dicendo|dirà
    detto|detta
    spieg*|afferm*|sostien*|sostengono|sostenuto|sosteneva|sottoline*|dichiar*|aggiung*|aggiunto|aggiunse
    precis*|conferm*|conclude|concludono|concluso|ricorda|ricordano|ricordato|osserva|osservano|osservato|rileva|rilevato
    scrive|scrivono|scritto|scriveva|scrisse|riferi*|riport*|annunci*|comment*|ammett*|ammess*|assicur*
    replic*|ribatt*|rispond*|risposto|rispose|avvert*|denunci*|lament*|esclam*|chiede|chiedono|chiesto|ribad*
    raccont*|insist*|confid*|suggerisc*|suggerito|ritiene|ritengono|ritenuto|considera|giudic*|defin*|descriv*|descritto
    parla|parlato|parlando|sbotta|scherza|scherzato|sorride|riassume|riassunto|elenca|indica|indicato|stima|stimato|calcola|calcolato
    legge|secondo|parole
    fa|fanno|fatto sapere
    chiosa|motteggia|ironizza|protesta|protestato|evidenzi*|segnal*|illustra*|motiva|motivato|invita|invitato|pens*
    rivendica|rivela|rivelato|accus*|attacca|attaccato|promett*|promesso|ripete|ripetuto|nota|notato|noto|confess*|garant*|puntualizz*
    firmato|firmata|firma|titolo|intitolat*|gridato|urlato|esulta|esordisce|esordito|prosegue|proseguito|parlare|parla
    così ^";

const SAYING_EN: &str = "
    say|says|said|saying|tell|tells|told|explain*|add|adds|added|claim*|argue*|warn*|note|notes|noted|write|writes|wrote|written
    report|reports|reported|announce*|state|states|stated|confirm*|insist*|admit*|recall*|remember*|ask|asks|asked|reply|replies|replied
    according|describe|describes|described|think|thinks|thought|believe|believes|believed|estimate|estimates|estimated
    point|points|pointed out
    puts|put it
    call|calls|called|shout*|laugh*|joke*|quip*|conclude*|declare*|complain*|deny|denies|denied
    reject*|accuse*|suggest*|observe|observes|observed|read|reads|wrote|agree|agrees|agreed|promise*|concede*|acknowledge*|predict*
    respond*|answer|answers|answered|reveal*|repeat*|maintain*|stress*|urge*|vow*|sigh*|mutter*|continue*|words|comment*|told|tweet*|post|posted|hope|hopes|hoped|sums|summed|blame*|testified|cries|cried|replied|began|begins|remark*|reckon*|grin*|smile*|shrug*|snap*|counter*|demand*|praise*|criticise*|criticised";

static SAYING: Lazy = LazyLock::new(|| Lists::new(SAYING_IT, SAYING_EN));

/// Positions of verbs of saying outside quotation marks, within some words.
pub(crate) fn saying<'a>(passage: &'a Passage, words: &Range<usize>, lang: Lang) -> &'a [usize] {
    let all = passage.saying.get_or_init(|| {
        let phrases = SAYING.get(lang);
        (0..passage.words.len())
            .filter(|at| passage.words.get(*at).is_some_and(|word| !word.quoted))
            .filter(|at| phrases.at(&passage.words, *at).is_some())
            .collect()
    });
    let before = |end: usize| all.partition_point(|at| *at < end);
    all.get(before(words.start)..before(words.end))
        .unwrap_or_default()
}

/// Words between a name and its verb at most.
const REACH_WORDS: usize = 9;

/// The names that speak in a passage: in a sentence with a verb of saying, near it, outside quotation marks.
pub(crate) fn speakers(passage: &Passage, lang: Lang) -> Vec<Range<usize>> {
    let names = names(passage, lang);
    let verbs = saying(passage, &(0..passage.words.len()), lang);
    names
        .iter()
        .filter(|name| {
            let Some(word) = passage.words.get(name.start) else {
                return false;
            };
            !word.quoted
                && verbs.iter().any(|verb| {
                    let near = if *verb < name.start {
                        name.start - verb
                    } else {
                        (verb + 1).saturating_sub(name.end)
                    };
                    passage
                        .words
                        .get(*verb)
                        .is_some_and(|other| other.sentence == word.sentence)
                        && near <= REACH_WORDS
                })
        })
        .cloned()
        .collect()
}
