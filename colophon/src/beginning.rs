//! What every title begins with: a section, standing pages, and what its founder is told to do next.

use crate::failure::Result;
use exchange::article_file;
use jiff::tz::TimeZone;
use markup::Body;
use paper::id::TitleId;
use paper::reading::facts::PageRole;
use paper::reading::imprint::{Imprint, Jurisdiction};
use paper::sections::Under;
use paper::titles::NewTitle;
use paper::{Actor, Paper, pages, sections};
use serde_json::Value;

/// A standing page every title begins with: its address, what it is for, its text.
type Template = (&'static str, PageRole, &'static str);

const PAGES_IT: [Template; 5] = [
    (
        "chi-siamo",
        PageRole::About,
        include_str!("../pages/it/about.md"),
    ),
    (
        "contatti",
        PageRole::Contacts,
        include_str!("../pages/it/contacts.md"),
    ),
    (
        "privacy",
        PageRole::Privacy,
        include_str!("../pages/it/privacy.md"),
    ),
    (
        "accessibilita",
        PageRole::Accessibility,
        include_str!("../pages/it/accessibility.md"),
    ),
    (
        "regole",
        PageRole::Rules,
        include_str!("../pages/it/rules.md"),
    ),
];
const PAGES_EN: [Template; 5] = [
    (
        "about",
        PageRole::About,
        include_str!("../pages/en/about.md"),
    ),
    (
        "contacts",
        PageRole::Contacts,
        include_str!("../pages/en/contacts.md"),
    ),
    (
        "privacy",
        PageRole::Privacy,
        include_str!("../pages/en/privacy.md"),
    ),
    (
        "accessibility",
        PageRole::Accessibility,
        include_str!("../pages/en/accessibility.md"),
    ),
    (
        "rules",
        PageRole::Rules,
        include_str!("../pages/en/rules.md"),
    ),
];
/// What stands in a template for the title's name.
const NAME: &str = "TITLE";

/// Gives a new title its first section and its standing pages.
pub(crate) async fn furnish(
    paper: &Paper,
    by: &Actor,
    title: TitleId,
    new: &NewTitle,
) -> Result<()> {
    let italian = new.language.starts_with("it");
    let (slug, name) = if italian {
        ("notizie", "Notizie")
    } else {
        ("news", "News")
    };
    sections::keep(paper, by, title, slug, name, None, Under::Same).await?;
    let templates = if italian { PAGES_IT } else { PAGES_EN };
    for (slug, role, text) in templates {
        let (name, body) = read(slug, text, &new.name)?;
        pages::keep(paper, by, title, slug, role, &name, &body).await?;
    }
    Ok(())
}

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

/// A template as name and text, with the title's name in it.
fn read(slug: &str, text: &str, title: &str) -> Result<(String, Body)> {
    let file = article_file::read_in(&format!("{slug}.md"), text.as_bytes(), &TimeZone::UTC)
        .map_err(|_| paper::Fault::new(format!("the template of {slug} cannot be read")))?;
    let mut body = serde_json::to_value(file.copy.body).map_err(paper::Fault::from)?;
    name_title(&mut body, title);
    let body = serde_json::from_value(body).map_err(paper::Fault::from)?;
    Ok((file.copy.headline, body))
}

fn name_title(tree: &mut Value, title: &str) {
    match tree {
        Value::String(text) if text.contains(NAME) => *text = text.replace(NAME, title),
        Value::Array(items) => items.iter_mut().for_each(|item| name_title(item, title)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| name_title(member, title)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_has_a_name_and_a_text_of_the_title() {
        for (slug, _, text) in PAGES_IT.into_iter().chain(PAGES_EN) {
            let (name, body) = read(slug, text, "The *Harbour* Gazette").expect("reads");
            assert!(!name.is_empty() && body.word_count() > 60, "{slug}: {name}");
            assert!(!body.plain_text().contains(NAME), "{slug}");
        }
    }
}
