//! Agencies, newspapers and broadcasters by name, with the state behind those a state controls.

use super::super::hashes::{Listed, Ready, hash, listed};
use super::super::words::Word;
use std::collections::HashMap;
use std::sync::LazyLock;

/// An agency or outlet.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outlet {
    /// The ways it is written, lower case, the usual one first, or the longer before what it begins with.
    pub(crate) names: &'static [&'static str],
    /// ISO 3166 code of the state that controls it, empty if none does.
    pub(crate) state: &'static str,
    /// The name is also a common word or acronym: it counts only in capitals as given.
    pub(crate) exact: Option<&'static str>,
}

const fn free(names: &'static [&'static str]) -> Outlet {
    Outlet {
        names,
        state: "",
        exact: None,
    }
}

const fn exact(names: &'static [&'static str], exact: &'static str) -> Outlet {
    Outlet {
        names,
        state: "",
        exact: Some(exact),
    }
}

const fn state(names: &'static [&'static str], state: &'static str) -> Outlet {
    Outlet {
        names,
        state,
        exact: None,
    }
}

/// The list. Public broadcasters with an independent board are not state-controlled.
pub(crate) static OUTLETS: &[Outlet] = &[
    free(&["ansa"]),
    exact(&["agi"], "AGI"),
    free(&["adnkronos"]),
    free(&["lapresse"]),
    free(&["askanews"]),
    free(&["radiocor"]),
    free(&["italpress"]),
    exact(&["agenzia dire", "dire"], "Dire"),
    free(&["agenzia nova"]),
    exact(&["9colonne"], "9Colonne"),
    free(&["reuters"]),
    exact(&["ap", "associated press"], "AP"),
    free(&[
        "afp",
        "agence france-presse",
        "agence france presse",
        "france presse",
        "france-presse",
    ]),
    exact(&["dpa", "deutsche presse-agentur"], "dpa"),
    exact(&["efe", "agencia efe"], "EFE"),
    free(&["europa press"]),
    free(&["bloomberg"]),
    free(&["kyodo"]),
    free(&["ukrinform"]),
    exact(
        &["pa media", "press association", "pa news agency", "pa"],
        "PA",
    ),
    exact(&["apa"], "APA"),
    exact(&["upi"], "UPI"),
    free(&["interfax"]),
    free(&["dow jones newswires"]),
    free(&["corriere della sera", "corriere"]),
    exact(&["la repubblica", "repubblica"], "Repubblica"),
    exact(&["la stampa", "stampa"], "Stampa"),
    free(&["il sole 24 ore", "sole 24 ore"]),
    free(&["il fatto quotidiano", "fatto quotidiano"]),
    exact(&["il messaggero", "messaggero"], "Messaggero"),
    exact(&["il gazzettino", "gazzettino"], "Gazzettino"),
    exact(&["il giornale"], "Il Giornale"),
    exact(&["il foglio"], "Il Foglio"),
    exact(&["il manifesto"], "il manifesto"),
    exact(&["avvenire"], "Avvenire"),
    exact(&["il mattino"], "Mattino"),
    exact(&["il piccolo"], "Piccolo"),
    exact(&["il resto del carlino", "carlino"], "Carlino"),
    exact(&["la nazione"], "Nazione"),
    exact(&["il secolo xix", "secolo xix"], "Secolo"),
    free(&["gazzetta dello sport"]),
    free(&["nuova venezia"]),
    exact(&["rai", "rai news", "rainews", "rainews24"], "Rai"),
    exact(&["tg1"], "Tg1"),
    exact(&["tgr"], "Tgr"),
    free(&["mediaset"]),
    free(&["sky tg24", "skytg24"]),
    free(&["la7"]),
    exact(&["l'espresso", "espresso"], "Espresso"),
    exact(&["panorama"], "Panorama"),
    exact(&["fanpage"], "Fanpage"),
    exact(&["il post"], "il Post"),
    exact(&["bbc", "bbc news"], "BBC"),
    exact(&["itv", "itv news"], "ITV"),
    exact(&["sky news"], "Sky"),
    exact(&["channel 4 news"], "Channel"),
    exact(&["the guardian", "guardian"], "Guardian"),
    exact(&["the times", "times"], "Times"),
    exact(&["the sunday times", "sunday times"], "Sunday"),
    exact(
        &["the telegraph", "daily telegraph", "telegraph"],
        "Telegraph",
    ),
    exact(&["the independent", "independent"], "Independent"),
    exact(&["financial times"], "Financial"),
    free(&["daily mail"]),
    free(&["daily mirror"]),
    free(&["evening standard"]),
    exact(&["the economist", "economist"], "Economist"),
    free(&["new york times"]),
    free(&["washington post"]),
    free(&["wall street journal"]),
    free(&["los angeles times"]),
    exact(&["cnn"], "CNN"),
    exact(&["nbc", "nbc news"], "NBC"),
    exact(&["cbs", "cbs news"], "CBS"),
    exact(&["fox news"], "Fox"),
    exact(&["politico"], "Politico"),
    exact(&["axios"], "Axios"),
    free(&["le monde"]),
    free(&["le figaro"]),
    free(&["libération"]),
    exact(&["el país", "el pais"], "El"),
    free(&["der spiegel", "spiegel"]),
    exact(&["die zeit"], "Die"),
    exact(&["bild"], "Bild"),
    free(&["süddeutsche zeitung"]),
    free(&["frankfurter allgemeine"]),
    free(&["deutsche welle"]),
    exact(&["rté", "rte"], "RTÉ"),
    free(&["irish times"]),
    exact(&["al jazeera"], "Al"),
    free(&["haaretz"]),
    free(&["kyiv independent"]),
    free(&["meduza"]),
    state(&["tass", "itar-tass"], "RU"),
    state(&["ria novosti", "ria"], "RU"),
    state(&["sputnik", "sputnik news"], "RU"),
    Outlet {
        names: &["rt", "russia today"],
        state: "RU",
        exact: Some("RT"),
    },
    state(&["rossiya 1", "rossija 1", "russia 24", "rossiya 24"], "RU"),
    state(&["rossiyskaya gazeta"], "RU"),
    state(&["xinhua", "nuova cina", "new china news agency"], "CN"),
    state(&["cgtn"], "CN"),
    // By itself the word is also the cameras that watch a street.
    state(&["china central television", "cctv news", "cctv-13"], "CN"),
    state(&["global times"], "CN"),
    state(
        &["people's daily", "people daily", "quotidiano del popolo"],
        "CN",
    ),
    state(&["china daily"], "CN"),
    state(&["china news service"], "CN"),
    state(&["kcna", "korean central news agency"], "KP"),
    state(&["rodong sinmun"], "KP"),
    state(&["irna", "islamic republic news agency"], "IR"),
    state(&["press tv", "presstv"], "IR"),
    state(&["fars", "fars news"], "IR"),
    state(&["tasnim"], "IR"),
    state(&["mehr news"], "IR"),
    state(&["irib"], "IR"),
    state(&["granma"], "CU"),
    state(&["prensa latina"], "CU"),
    state(&["telesur"], "VE"),
    state(&["sana", "syrian arab news agency"], "SY"),
    state(&["belta", "belarusian telegraph agency"], "BY"),
    state(&["anadolu agency", "anadolu"], "TR"),
    state(&["trt", "trt world"], "TR"),
    state(&["azertac"], "AZ"),
    state(&["spa", "saudi press agency"], "SA"),
    state(&["wam", "emirates news agency"], "AE"),
    state(&["mena"], "EG"),
    state(&["vietnam news agency", "vna"], "VN"),
];

static BY_FIRST: LazyLock<HashMap<u64, Vec<&'static Outlet>, Ready>> = LazyLock::new(|| {
    let mut out: HashMap<u64, Vec<&'static Outlet>, Ready> = HashMap::default();
    for outlet in OUTLETS {
        for first in outlet
            .names
            .iter()
            .filter_map(|name| name.split([' ', '-']).next())
        {
            let known = out.entry(hash(first)).or_default();
            if !known.contains(&outlet) {
                known.push(outlet);
            }
        }
    }
    out
});

/// The outlets one of whose names may begin with this word.
pub(crate) fn beginning_with(word: &Word) -> &'static [&'static Outlet] {
    BY_FIRST.get(&word.hash).map_or(&[], Vec::as_slice)
}

/// Words a newspaper or broadcaster is known by when it is not on the list: "the Harwick Courier".
static HEADS: Listed = LazyLock::new(|| {
    listed(
        " gazzetta corriere giornale messaggero eco mattino tribuna gazzettino quotidiano voce nuova \
    courier gazette herald post tribune chronicle mercury argus echo advertiser observer examiner journal times mail press \
    telegraph standard dispatch star news reporter radio tele tv ",
    )
});

/// Words that introduce an outlet by what it is.
static KINDS: Listed = LazyLock::new(|| {
    listed(
        " agenzia agenzie quotidiano giornale settimanale emittente rivista testata sito portale network mensile bisettimanale \
    televisione tv tg telegiornale radio agency newspaper paper daily weekly magazine broadcaster website channel newswire wire outlet station ",
    )
});

/// Whether newspapers and broadcasters have this lower-case word in their names.
pub(crate) fn is_head(low: &str) -> bool {
    HEADS.contains(low)
}

/// Whether this lower-case word says what an outlet is.
pub(crate) fn is_kind(low: &str) -> bool {
    KINDS.contains(low)
}
