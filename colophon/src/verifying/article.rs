//! One article: its text on the page, its revisions, their entries in the log.

use super::page::{self, Differs};
use super::signed::{Signed, wrong};
use super::site::Site;
use super::{Checked, Halt, Steps};
use crate::failure::Failure;
use markup::Body;
use serde_json::Value;
use tlog::{Hash, Logged, Opening, Proof, Statement, canonical};

/// Revisions before the newest that are checked with an article.
const HISTORY_MAX: u64 = 500;

/// What a site says of a revision. Nothing of it is believed before it was checked.
struct Said {
    number: u64,
    commitment: String,
    revision: Value,
    /// In its canonical form, made here.
    text: String,
    index: Option<u64>,
    opening: Opening,
}

/// What an article's newest revision says of those before it.
struct Newest {
    /// The text was taken away, or words of it were, by law.
    told: Told,
}

/// Why a text may not be there to be compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    Redacted,
    TakenAway,
}

/// Checks an article at a path of the site against the log. Says id and number of its newest version, as the log has them.
pub(crate) async fn check(
    site: &Site,
    signed: &mut Signed<'_>,
    path: &str,
    steps: &mut Steps<'_>,
) -> Checked<(String, u32)> {
    let said = said(site, path, None).await?;
    let newest = Newest {
        told: told(&said.revision),
    };
    let logged = revision(signed, path, &said, &newest, steps).await?;
    proof(site, signed, path, &said, steps).await?;
    address(site, &said, &logged, path, steps);
    shown(site, path, &said, &newest, steps).await?;
    let checked = (logged.article.clone(), logged.number);
    let mut after = logged;
    let oldest = said.number.saturating_sub(HISTORY_MAX);
    let mut number = said.number;
    while number > oldest.max(1) {
        number -= 1;
        let before = self::said(site, path, Some(number)).await?;
        if after.previous != before.commitment {
            steps.breaks(
                &format!("storia alterata: la versione {} di {path} segue un’altra versione {number} che quella del sito", number + 1),
                &format!("history altered: version {} of {path} follows another version {number} than the site’s", number + 1),
            );
            return Err(Halt::Broken);
        }
        after = revision(signed, path, &before, &newest, steps).await?;
    }
    if number == 1 && !after.previous.is_empty() {
        steps.breaks(
            &format!("storia alterata: la versione 1 di {path} ne segue un’altra"),
            &format!("history altered: version 1 of {path} follows another"),
        );
        return Err(Halt::Broken);
    }
    Ok(checked)
}

fn told(revision: &Value) -> Told {
    let state = revision.get("state").and_then(Value::as_str);
    let redactions = revision.get("redactions").and_then(Value::as_array);
    match (state, redactions) {
        (Some("live"), Some(list)) if !list.is_empty() => Told::Redacted,
        (Some("live"), _) => Told::Nothing,
        _ => Told::TakenAway,
    }
}

async fn said(site: &Site, path: &str, number: Option<u64>) -> Checked<Said> {
    let address = match number {
        None => format!("{path}.json"),
        Some(number) => format!("{path}.json?revision={number}"),
    };
    let text = site.text(&address).await?;
    let unfit = |what: &str| {
        Failure::new(
            format!("{address}: nei dati manca {what}"),
            format!("{address}: the data lacks {what}"),
        )
    };
    let document: Value = serde_json::from_str(&text).map_err(|_| unfit("JSON"))?;
    let revision = document
        .get("revision")
        .cloned()
        .ok_or_else(|| unfit("revision"))?;
    let log = document.get("log").cloned().unwrap_or_default();
    let commitment = document.get("commitment").and_then(Value::as_str);
    Ok(Said {
        number: revision
            .get("number")
            .and_then(Value::as_u64)
            .ok_or_else(|| unfit("number"))?,
        commitment: commitment.ok_or_else(|| unfit("commitment"))?.to_owned(),
        text: canonical(&revision).map_err(wrong)?,
        revision,
        index: log.get("index").and_then(Value::as_u64),
        opening: serde_json::from_value(log).unwrap_or_default(),
    })
}

/// Whether a revision is the one its entry commits to, and the entry is in the log.
async fn revision(
    signed: &mut Signed<'_>,
    path: &str,
    said: &Said,
    newest: &Newest,
    steps: &mut Steps<'_>,
) -> Checked<Logged> {
    let number = said.number;
    let Some(index) = said.index else {
        steps.breaks(
            &format!("la versione {number} di {path} non ha una voce nel registro"),
            &format!("version {number} of {path} has no entry in the log"),
        );
        return Err(Halt::Broken);
    };
    let logged = match entered(signed, index, said).await? {
        Ok(logged) => logged,
        Err((it, en)) => {
            steps.breaks(
                &format!("voce {index}, versione {number} di {path}: {it}"),
                &format!("entry {index}, version {number} of {path}: {en}"),
            );
            return Err(Halt::Broken);
        }
    };
    steps.holds(
        &format!("la versione {number} è la voce {index} del registro"),
        &format!("version {number} is entry {index} of the log"),
    );
    opened(path, said, newest, &logged, steps)?;
    Ok(logged)
}

/// The statement of the entry, if the tree has that very entry and it is of this revision.
async fn entered(
    signed: &mut Signed<'_>,
    index: u64,
    said: &Said,
) -> Checked<Result<Logged, (String, String)>> {
    let pair = |it: &str, en: &str| Ok(Err((it.to_owned(), en.to_owned())));
    let size = signed.checkpoint.size;
    if index >= size {
        return pair(
            "il registro non arriva fin lì",
            "the log does not reach that far",
        );
    }
    let leaf = signed.leaf(index).await?;
    if Hash::of_leaf(said.opening.entry.as_bytes()) != leaf {
        return pair(
            "voce alterata: non è quella che sta nell’albero",
            "entry altered: it is not the one in the tree",
        );
    }
    if let Err(file) = signed.entry(index).await? {
        return Ok(Err((
            format!("voce alterata: {file} ne ha un’altra"),
            format!("entry altered: {file} has another"),
        )));
    }
    let statement = Statement::read(said.opening.entry.as_bytes()).map_err(wrong)?;
    let Statement::Revision(logged) = statement else {
        return pair("non è di un articolo", "it is of no article");
    };
    let field = |name: &str| said.revision.get(name).and_then(Value::as_str);
    let same = u64::from(logged.number) == said.number
        && field("article") == Some(logged.article.as_str())
        && field("class") == Some(logged.class.as_str())
        && logged.commitment == said.commitment
        && field("previous").unwrap_or_default() == logged.previous;
    match same {
        true => Ok(Ok(logged)),
        false => pair(
            "storia alterata: dice un’altra versione",
            "history altered: it tells of another version",
        ),
    }
}

/// Whether the text is the one committed to.
fn opened(
    path: &str,
    said: &Said,
    newest: &Newest,
    logged: &Logged,
    steps: &mut Steps<'_>,
) -> Checked<()> {
    let number = said.number;
    // What was taken away is told without its text: there is nothing to hash.
    if newest.told == Told::TakenAway {
        steps.notes(
            &format!("il testo della versione {number} è stato ritirato: la sua voce resta, il testo non si può confrontare"),
            &format!("the text of version {number} was taken away: its entry stays, the text cannot be compared"),
        );
        return Ok(());
    }
    match (
        said.opening.opens(&logged.commitment, said.text.as_bytes()),
        newest.told,
    ) {
        (Ok(Some(())), _) => {
            steps.holds(
                &format!("il testo della versione {number} è quello dell’impronta"),
                &format!("the text of version {number} is the one committed to"),
            );
            Ok(())
        }
        (Ok(None), Told::Redacted) => {
            steps.notes(
                &format!("nella versione {number} parole sono state tolte per legge, e con esse il sale: la voce resta"),
                &format!("in version {number} words were taken out by law, and the salt with them: the entry stays"),
            );
            Ok(())
        }
        (Ok(None), _) => {
            steps.breaks(
                &format!("manca il sale della versione {number} di {path}, e nessun omissis lo spiega"),
                &format!("the salt of version {number} of {path} is missing, and no redaction explains it"),
            );
            Err(Halt::Broken)
        }
        (Err(_), _) => {
            steps.breaks(
                &format!(
                    "testo alterato: la versione {number} di {path} non è quella dell’impronta"
                ),
                &format!("text altered: version {number} of {path} is not the one committed to"),
            );
            Err(Halt::Broken)
        }
    }
}

/// Whether the proof a reader downloads holds, and is of this log.
async fn proof(
    site: &Site,
    signed: &mut Signed<'_>,
    path: &str,
    said: &Said,
    steps: &mut Steps<'_>,
) -> Checked<()> {
    let address = format!("{path}.tlog-proof?revision={}", said.number);
    let text = site.text(&address).await?;
    let outcome = Proof::read(&text).and_then(|proof| {
        let by = signed.keys.iter().map(|key| proof.verified(key));
        let mut last = Err(tlog::Wrong::Unsigned { key: String::new() });
        for verified in by {
            match verified {
                Ok((_, checkpoint)) => return Ok((proof.index, checkpoint)),
                Err(wrong) => last = Err(wrong),
            }
        }
        last
    });
    let checkpoint = match outcome {
        Ok((index, checkpoint)) if Some(index) == said.index => checkpoint,
        Ok(_) => {
            steps.breaks(
                &format!("{address}: la prova è di un’altra voce"),
                &format!("{address}: the proof is of another entry"),
            );
            return Err(Halt::Broken);
        }
        Err(why) => {
            steps.breaks(
                &format!("prova alterata, {address}: {why}"),
                &format!("proof altered, {address}: {why}"),
            );
            return Err(Halt::Broken);
        }
    };
    // A proof made after the checkpoint was fetched may be of a larger log: that is compared the next time.
    if checkpoint.size <= signed.checkpoint.size && signed.continues(&checkpoint).await?.is_err() {
        steps.breaks(
            &format!("biforcazione: la prova {address} è di un altro registro dello stesso nome"),
            &format!("fork: the proof {address} is of another log of the same name"),
        );
        return Err(Halt::Broken);
    }
    let size = checkpoint.size;
    steps.holds(
        &format!("la prova scaricata regge: dalla voce alla radice di {size} voci"),
        &format!("the downloaded proof holds: from the entry to the root of {size} entries"),
    );
    Ok(())
}

/// Whether the article stood where it is.
fn address(site: &Site, said: &Said, logged: &Logged, path: &str, steps: &mut Steps<'_>) {
    let host = site.host.split(':').next().unwrap_or_default();
    let here = format!("{host}{path}");
    match said.opening.stood_at(&logged.address) {
        Ok(Some(())) if said.opening.addresses.contains(&here) => steps.holds(
            "l’indirizzo è quello dell’impronta",
            "the address is the one committed to",
        ),
        Ok(Some(())) => steps.notes(
            &format!("la voce dice altri indirizzi che {here}: l’articolo si è mosso dopo, o il giornale ha cambiato nome"),
            &format!("the entry tells other addresses than {here}: the article moved later, or the newspaper changed its name"),
        ),
        Ok(None) => steps.notes(
            "l’indirizzo di allora è stato tolto per legge",
            "the address it had was taken out by law",
        ),
        Err(_) => steps.breaks(
            &format!("indirizzo alterato: {here} non è quello dell’impronta"),
            &format!("address altered: {here} is not the one committed to"),
        ),
    }
}

/// Whether the page shows the text of the newest revision.
async fn shown(
    site: &Site,
    path: &str,
    said: &Said,
    newest: &Newest,
    steps: &mut Steps<'_>,
) -> Checked<()> {
    if newest.told == Told::TakenAway {
        return Ok(());
    }
    let page = site.text(path).await?;
    let text = |name: &str| {
        said.revision
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let placements = said.revision.get("placements").and_then(Value::as_array);
    let own = placements
        .into_iter()
        .flatten()
        .filter_map(|placed| placed.get("headline")?.as_str());
    let headlines: Vec<&str> = std::iter::once(text("headline"))
        .chain(own)
        .filter(|headline| !headline.is_empty())
        .collect();
    let body = said.revision.get("body").cloned().unwrap_or_default();
    let body: Body = serde_json::from_value(body).map_err(|error| {
        Failure::new(
            format!("{path}.json: {error}"),
            format!("{path}.json: {error}"),
        )
    })?;
    match page::compare(&page, &headlines, text("standfirst"), &body) {
        Ok(words) => {
            steps.holds(
                &format!(
                    "la pagina mostra il testo della versione {}, {words} parole",
                    said.number
                ),
                &format!(
                    "the page shows the text of version {}, {words} words",
                    said.number
                ),
            );
            Ok(())
        }
        Err(Differs::Missing(passage)) => {
            steps.breaks(
                &format!(
                    "pagina alterata: non mostra «{passage}» come la versione {}",
                    said.number
                ),
                &format!(
                    "page altered: it does not show “{passage}” as version {} does",
                    said.number
                ),
            );
            Err(Halt::Broken)
        }
    }
}
