//! What a founder is told to do next with a new title.

use paper::reading::imprint::{Imprint, Jurisdiction};

/// What to do next with a new title, in Italian and English; `data` names the folder where it is not the current one.
pub(crate) fn next_steps(
    key: &str,
    host: &str,
    language: &str,
    data: Option<&str>,
) -> (String, String) {
    let data = data.map(|dir| format!(" --data {dir}")).unwrap_or_default();
    let imprint = Imprint {
        jurisdiction: Jurisdiction::of_language(language),
        ..Imprint::default()
    };
    let fields: String = imprint
        .missing()
        .iter()
        .map(|field| match field.as_str() {
            "host_provider" => " --imprint host_provider.name=\"…\"".to_owned(),
            field => format!(" --imprint {field}=\"…\""),
        })
        .collect();
    let italian = format!(
        "1. riempi la gerenza: la prima uscita chiede tutto questo, e per una testata registrata anche tribunale, numero e data (registration.court, .number, .date):\n\
         \x20    colophon title set {key}{data}{fields}\n     colophon title show {key}{data}\n\
         2. apri gli account e da’ loro un ruolo:\n     colophon account add teresa --name \"Teresa Ghis\"{data}\n     colophon account grant teresa --role director --title {key}{data}\n\
         3. pubblica; ogni articolo dice titolo, genere, firma, luogo e data, fonti, uso dell’IA (che cosa manca lo dice colophon check):\n     colophon publish articolo.md --title {host} --as teresa{data}\n\
         4. servi i lettori:\n     colophon serve{data}"
    );
    let english = format!(
        "1. fill the imprint: the first publication asks for all of this, and of a registered title for its registration (.court, .number, .date), too:\n\
         \x20    colophon title set {key}{data}{fields}\n     colophon title show {key}{data}\n\
         2. open accounts and give them a role:\n     colophon account add ines --name \"Ines Vidal\"{data}\n     colophon account grant ines --role director --title {key}{data}\n\
         3. publish; each article states headline, kind, byline, place and date, sources, use of AI (colophon check says what is missing):\n     colophon publish article.md --title {host} --as ines{data}\n\
         4. serve readers:\n     colophon serve{data}"
    );
    (italian, english)
}
