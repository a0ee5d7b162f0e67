//! What every title begins with: a section, and standing pages it makes its own.

use crate::id::TitleId;
use crate::pages::StandingPage;
use crate::reading::facts::PageRole;
use crate::sections::Under;
use crate::titles::{NewTitle, Title};
use crate::{Actor, Fault, Paper, Result, pages, sections};
use markup::Body;
use serde_json::Value;

/// A standing page every title begins with: its address, what it is for, its text.
type Sheet = (&'static str, PageRole, &'static str);

const PAGES_IT: [Sheet; 5] = [
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
const PAGES_EN: [Sheet; 5] = [
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
/// Pages offered beside those: what is asked of a newspaper and only its people can say.
const OFFERED_IT: [Sheet; 3] = [
    (
        "codice-etico",
        PageRole::Ethics,
        include_str!("../pages/it/ethics.md"),
    ),
    (
        "chi-ci-paga",
        PageRole::Ownership,
        include_str!("../pages/it/funding.md"),
    ),
    (
        "voci",
        PageRole::Diversity,
        include_str!("../pages/it/diversity.md"),
    ),
];
const OFFERED_EN: [Sheet; 3] = [
    (
        "ethics",
        PageRole::Ethics,
        include_str!("../pages/en/ethics.md"),
    ),
    (
        "funding",
        PageRole::Ownership,
        include_str!("../pages/en/funding.md"),
    ),
    (
        "diversity",
        PageRole::Diversity,
        include_str!("../pages/en/diversity.md"),
    ),
];
/// What stands in a template for the title's name.
const NAME: &str = "TITLE";

/// A standing page to begin with.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// The word in its address.
    pub slug: &'static str,
    /// What it is for.
    pub role: PageRole,
    /// Its name.
    pub name: String,
    /// Its text, with the title's name in it.
    pub body: Body,
}

/// The standing pages offered to a title of this language and name.
pub fn templates(language: &str, name: &str) -> Result<Vec<Template>> {
    let (first, more) = sheets(language);
    let all = first.into_iter().chain(more);
    all.map(|sheet| read(sheet, name)).collect()
}

/// Whether a standing page is one its title began with, or was offered, in which nobody has written since.
pub fn untouched(title: &Title, page: &StandingPage) -> Result<bool> {
    let all = templates(&title.language, &title.name)?;
    Ok(all
        .iter()
        .any(|one| one.slug == page.slug && one.body == page.body))
}

/// The pages a title in this language begins with, and those it is offered besides.
fn sheets(language: &str) -> ([Sheet; 5], [Sheet; 3]) {
    match language.starts_with("it") {
        true => (PAGES_IT, OFFERED_IT),
        false => (PAGES_EN, OFFERED_EN),
    }
}

/// Gives a new title its first section and its standing pages.
pub async fn furnish(paper: &Paper, by: &Actor, title: TitleId, new: &NewTitle) -> Result<()> {
    let (slug, name) = if new.language.starts_with("it") {
        ("notizie", "Notizie")
    } else {
        ("news", "News")
    };
    sections::keep(paper, by, title, slug, name, None, Under::Same).await?;
    for sheet in sheets(&new.language).0 {
        let page = read(sheet, &new.name)?;
        pages::keep(
            paper, by, title, page.slug, page.role, &page.name, &page.body,
        )
        .await?;
    }
    Ok(())
}

/// A template as name and text, with the title's name in it.
fn read((slug, role, text): Sheet, title: &str) -> Result<Template> {
    let mut read = markup::markdown::read(text);
    let name = read
        .take_heading()
        .ok_or_else(|| Fault::new(format!("the template of {slug} has no name")))?;
    let mut body = serde_json::to_value(read.body.canonical())?;
    name_title(&mut body, title);
    Ok(Template {
        slug,
        role,
        name,
        body: serde_json::from_value(body)?,
    })
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
        for language in ["it", "en"] {
            for page in templates(language, "The *Harbour* Gazette").expect("reads") {
                assert!(
                    !page.name.is_empty() && page.body.word_count() > 60,
                    "{}: {}",
                    page.slug,
                    page.name
                );
                assert!(!page.body.plain_text().contains(NAME), "{}", page.slug);
            }
        }
    }
}
