//! What programs that come by are told in files with known names: who may read along, whom the title belongs to, whom to
//! warn, who sells its space.

use crate::html::{escape, shorten};
use crate::setting::Setting;
use jiff::Timestamp;
use paper::discovery::{Discovery, Machines};
use paper::reading::facts::TitleFacts;

/// Programs that fetch texts to train models on, or pass on what was fetched for it; as their operators name them.
const TRAINING: [&str; 20] = [
    "AI2Bot",
    "Amazonbot",
    "anthropic-ai",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "cohere-training-data-crawler",
    "Diffbot",
    "FacebookBot",
    "Google-CloudVertexBot",
    "Google-Extended",
    "GPTBot",
    "ImagesiftBot",
    "Meta-ExternalAgent",
    "omgili",
    "PanguBot",
    "Timpibot",
    "VelenPublicWebCrawler",
    "webzio-extended",
];
/// Programs that fetch texts to answer people with them.
const ANSWERING: [&str; 12] = [
    "ChatGPT-User",
    "Claude-SearchBot",
    "Claude-User",
    "cohere-ai",
    "DuckAssistBot",
    "Meta-ExternalFetcher",
    "MistralAI-User",
    "OAI-SearchBot",
    "Perplexity-User",
    "PerplexityBot",
    "PhindBot",
    "YouBot",
];
/// What no crawler has any business with.
/// A path counts for all that begins with it, so the page of the search is closed by `$` and `?`, and a section whose name begins
/// alike is not.
const CLOSED: [&str; 4] = ["/api/", "/newsroom/", "/search$", "/search?"];
/// The record of a title whose space nobody sells (IAB Tech Lab, ads.txt 1.1 §3.2.1).
const NOBODY_SELLS: &str = "placeholder.example.com, placeholder, DIRECT, placeholder\n";

/// `robots.txt` (RFC 9309).
pub fn robots(title: &TitleFacts, machines: Machines) -> String {
    let mut out = String::new();
    let refused: Vec<&str> = match machines {
        Machines::Allow => Vec::new(),
        Machines::NoTraining => TRAINING.to_vec(),
        Machines::NoAi => TRAINING.iter().chain(&ANSWERING).copied().collect(),
    };
    if !refused.is_empty() {
        out.push_str(
            "# The right to mine these texts is reserved (directive (EU) 2019/790, article 4).\n",
        );
        for agent in refused {
            out.push_str(&format!("User-agent: {agent}\n"));
        }
        out.push_str("Disallow: /\n\n");
    }
    out.push_str("User-agent: *\n");
    for path in CLOSED {
        out.push_str(&format!("Disallow: {path}\n"));
    }
    let base = &title.base_url;
    out.push_str(&format!(
        "\nSitemap: {base}/sitemap.xml\nSitemap: {base}/news-sitemap.xml\n"
    ));
    out
}

/// `/.well-known/tdmrep.json` (TDM Reservation Protocol, W3C community group, 2024).
pub fn text_mining(machines: Machines) -> String {
    let reservation = u8::from(machines.reserves());
    format!("[{{\"location\":\"/\",\"tdm-reservation\":{reservation}}}]\n")
}

/// `trust.txt` (JournalList). `network` are the titles of the network, id and address, the one founded first on top: it
/// speaks for the publisher, unless a title says who controls it.
pub fn trust(title: &TitleFacts, network: &[(String, String)], discovery: &Discovery) -> String {
    let mut lines = Vec::new();
    let mut add = |word: &str, url: &str| {
        let line = format!("{word}={url}\n");
        if !lines.contains(&line) {
            lines.push(line);
        }
    };
    let said = discovery
        .trust
        .iter()
        .any(|line| line.word == "controlledby");
    match network.split_first() {
        Some(((first, _), others)) if *first == title.id => {
            for (_, base) in others {
                add("control", &format!("{base}/"));
            }
        }
        Some(((_, base), _)) if !said => add("controlledby", &format!("{base}/")),
        _ => {}
    }
    for line in &discovery.trust {
        add(&line.word, &line.url);
    }
    for link in &title.social {
        add("social", &link.url);
    }
    let email = title.imprint.email.trim();
    if is_mail(email) {
        add("contact", &format!("mailto:{email}"));
    }
    add(
        "datatrainingallowed",
        if discovery.machines.reserves() {
            "no"
        } else {
            "yes"
        },
    );
    format!("# {}\n{}", one_line(&title.name), lines.concat())
}

/// `/.well-known/security.txt` (RFC 9116); `None` for a title nobody can write to, since a file without contact is none.
pub fn security(title: &TitleFacts, discovery: &Discovery, expires: Timestamp) -> Option<String> {
    let email = title.imprint.email.trim();
    let contacts = match discovery.security.as_slice() {
        [] if is_mail(email) => vec![format!("mailto:{email}")],
        [] => return None,
        set => set.to_vec(),
    };
    let mut out: String = contacts
        .iter()
        .map(|contact| format!("Contact: {contact}\n"))
        .collect();
    out.push_str(&format!(
        "Expires: {}\n",
        expires.strftime("%Y-%m-%dT%H:%M:%SZ")
    ));
    let language = title.language.as_str();
    out.push_str(&match language.split('-').next() {
        Some("en") => format!("Preferred-Languages: {language}\n"),
        _ => format!("Preferred-Languages: {language}, en\n"),
    });
    if title.base_url.starts_with("https://") {
        out.push_str(&format!(
            "Canonical: {}/.well-known/security.txt\n",
            title.base_url
        ));
    }
    Some(out)
}

/// `ads.txt` (IAB Tech Lab 1.1).
pub fn ads(discovery: &Discovery) -> String {
    if discovery.ads.is_empty() {
        return NOBODY_SELLS.to_owned();
    }
    let mut out = discovery.ads.join("\n");
    out.push('\n');
    out
}

/// An address that can stand in a file of lines.
fn is_mail(email: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || ".!#$&'*+/=^_`{|}~-".contains(c);
    email.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && name.chars().all(plain)
            && host.contains('.')
            && host
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
    })
}

/// Where browsers read how the title is searched, and as what.
pub(crate) const SEARCH_PATH: &str = "/opensearch.xml";
/// The media type of that.
pub const SEARCH_TYPE: &str = "application/opensearchdescription+xml";
/// Longest short name, characters (OpenSearch 1.1 draft 6).
const SHORT_NAME_CHARS: usize = 16;
/// Longest name, characters.
const LONG_NAME_CHARS: usize = 48;

/// How the title is searched (OpenSearch 1.1 draft 6).
pub fn open_search(title: &TitleFacts) -> String {
    let setting = Setting::new(title);
    let name = one_line(&title.name);
    let about = format!("{name}: {}", setting.say("search"));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{}</ShortName>\n<LongName>{}</LongName>\n<Description>{}</Description>\n\
         <InputEncoding>UTF-8</InputEncoding>\n<Language>{}</Language>\n\
         <Url type=\"text/html\" method=\"get\" template=\"{base}/search?q={{searchTerms}}\"/>\n\
         <Url type=\"application/x-suggestions+json\" method=\"get\" template=\"{base}/search/suggestions?q={{searchTerms}}\"/>\n\
         </OpenSearchDescription>\n",
        escape(&shorten(&name, SHORT_NAME_CHARS)),
        escape(&shorten(&name, LONG_NAME_CHARS)),
        escape(&about),
        escape(&title.language),
        base = escape(&title.base_url),
    )
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
