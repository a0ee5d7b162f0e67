//! The settings of a title: what it is called and where it stands, comments, what it tells readers and programs.

use super::keeping::{Came, came, lines_of, number, only_for, ticked, typed, unfit};
use super::{could, dress, framed, imports, imprint, parts, shifts, standing, subjects, title};
use crate::call::Call;
use crate::page::{Page, print};
use crate::routes::{Outcome, Stopped};
use crate::{BASE, answer};
use axum::response::Response;
use paper::discovery::{Machines, TrustLine};
use paper::figures;
use paper::reading::facts::{CommentsPolicy, Wanted};
use paper::reading::feeds::FeedText;
use paper::rights::Deed;
use paper::titles::{self, Settings, Settle, Social, Title};
use serde_json::{Value, json};

/// The groups of settings in the order offered, each with the right it takes.
const PARTS: [(&str, Deed); 11] = [
    ("general", Deed::Settle),
    ("imprint", Deed::Settle),
    ("look", Deed::Settle),
    ("sections", Deed::Keep),
    ("topics", Deed::Keep),
    ("pages", Deed::Keep),
    ("comments", Deed::Settle),
    ("deputies", Deed::NameDeputy),
    ("programs", Deed::Settle),
    ("redirects", Deed::Keep),
    ("imports", Deed::BringIn),
];

/// A group of settings, at its address or below it.
pub(crate) async fn show(call: &Call, key: &str, rest: &[&str]) -> Outcome<Response> {
    only_for(call, &[Deed::Keep, Deed::Settle])?;
    let mut session = call.paper().read().await?;
    let title = title(call, &mut session, key).await?;
    drop(session);
    let part = rest.first().copied().unwrap_or("general");
    let (part, right) = PARTS
        .into_iter()
        .find(|(word, _)| *word == part)
        .ok_or(Stopped::Nothing)?;
    if !could(call, &title, right) {
        // The room has doors for less: the first one this person may open.
        let open = PARTS.iter().find(|(_, deed)| could(call, &title, *deed));
        return match open {
            Some((word, _)) if rest.is_empty() => Ok(answer::see(&address(&title, word))),
            _ => Err(Stopped::Nothing),
        };
    }
    match (part, rest.get(1..).unwrap_or_default()) {
        ("general" | "comments" | "programs", []) => plain(call, &title, part).await,
        ("imprint", []) => imprint::show(call, &title).await,
        ("look", []) => dress::show(call, &title).await,
        ("look", ["front"]) => dress::front(call, &title).await,
        ("sections", []) => parts::sections(call, &title).await,
        ("sections", ["order"]) => parts::order(call, &title).await,
        ("sections", ["menu"]) => parts::menu(call, &title).await,
        ("topics", []) => subjects::list(call, &title).await,
        ("topics", [slug]) => subjects::one(call, &title, slug, None).await,
        ("topics", [slug, deed]) => subjects::one(call, &title, slug, Some(deed)).await,
        ("pages", []) => standing::list(call, &title).await,
        ("pages", [slug]) => standing::page(call, &title, slug).await,
        ("pages", [slug, "preview"]) => standing::preview(call, &title, slug).await,
        ("deputies", []) => shifts::show(call, &title).await,
        ("deputies", ["end"]) => shifts::end(call, &title).await,
        ("redirects", []) => parts::redirects(call, &title).await,
        ("imports", []) => imports::list(call, &title).await,
        ("imports", [id]) => imports::show(call, &title, id).await,
        _ => Err(Stopped::Nothing),
    }
}

/// The address of a group.
pub(crate) fn address(title: &Title, part: &str) -> String {
    format!("{BASE}/t/{}/settings/{part}", title.key)
}

/// A page of the settings: its own matter, and the groups beside it.
pub(crate) fn printed(
    call: &Call,
    template: &'static str,
    part: &str,
    title: &Title,
    told: &str,
    matter: Value,
) -> Outcome<Response> {
    let mut matter = matter;
    let parts: Vec<&str> = PARTS
        .into_iter()
        .filter(|(_, deed)| could(call, title, *deed))
        .map(|(word, _)| word)
        .collect();
    matter["parts"] = json!(parts);
    matter["part"] = json!(part);
    matter["told"] = json!(told);
    let mut page: Page = framed(call, template, "settings", title);
    if !told.is_empty() {
        page = page.refused();
    }
    print(call, page, matter)
}

/// A group that is one form.
async fn plain(call: &Call, title: &Title, part: &'static str) -> Outcome<Response> {
    let mut told = String::new();
    if call.changes() {
        let deed = settle(call, title, part).await;
        let here = address(title, part);
        match came(call, deed, &format!("{here}?done=settled"), &here)? {
            Came::On(response) => return Ok(response),
            Came::Told(words) => told = words,
        }
    }
    let (template, matter) = match part {
        "comments" => ("settings-comments.html", comments(call, title)),
        "programs" => ("settings-programs.html", programs(call, title)),
        _ => ("settings-general.html", general(call, title).await?),
    };
    printed(call, template, part, title, &told, matter)
}

async fn settle(call: &Call, title: &Title, part: &str) -> paper::Result<()> {
    let change = match part {
        "comments" => Settle {
            settings: Some(Settings {
                comments: policy(call)?,
                ..title.settings.clone()
            }),
            ..Settle::default()
        },
        "programs" => Settle {
            settings: Some(told_programs(call, title)?),
            ..Settle::default()
        },
        _ => {
            let text = |name: &str| Some(call.sent.get(name).to_owned());
            Settle {
                name: text("name"),
                motto: text("motto"),
                zone: text("zone"),
                permalink: text("permalink"),
                hosts: Some(lines_of(call.sent.get("hosts"))),
                settings: Some(Settings {
                    most_read: call.sent.has("most-read"),
                    override_reasons: call.sent.has("override-reasons"),
                    ..title.settings.clone()
                }),
                ..Settle::default()
            }
        }
    };
    write(call, title, &change).await
}

/// Changes what is set of a title.
pub(crate) async fn write(call: &Call, title: &Title, change: &Settle) -> paper::Result<()> {
    match call.actor() {
        Ok(by) => titles::settle(call.paper(), by, title.id, change).await,
        Err(_) => Ok(()),
    }
}

async fn general(call: &Call, title: &Title) -> Outcome<Value> {
    let mut session = call.paper().read().await?;
    let hosts = titles::hosts(&mut session, title.id).await?;
    Ok(json!({
        "name": typed(call, "name", &title.name),
        "motto": typed(call, "motto", &title.motto),
        "zone": typed(call, "zone", &title.zone),
        "permalink": typed(call, "permalink", &title.permalink),
        "hosts": typed(call, "hosts", &hosts.join("\n")),
        "most_read": ticked(call, "name", "most-read", title.settings.most_read),
        "override_reasons": ticked(call, "name", "override-reasons", title.settings.override_reasons),
        "most_read_hours": figures::MOST_READ_HOURS,
        "language": title.language,
        "key": title.key,
    }))
}

fn policy(call: &Call) -> paper::Result<CommentsPolicy> {
    let sent = &call.sent;
    let usual = CommentsPolicy::default();
    let mode = sent.get("mode");
    Ok(CommentsPolicy {
        open: mode != "off",
        held: mode != "open",
        desk: mode == "desk",
        close_after_days: number("close", sent.get("close"))?,
        email: match sent.get("email") {
            "required" => Wanted::Required,
            "off" => Wanted::Off,
            _ => Wanted::Optional,
        },
        website: sent.has("website"),
        hours: number("hours", sent.get("hours"))?.unwrap_or(usual.hours),
        address_days: number("address-days", sent.get("address-days"))?
            .unwrap_or(usual.address_days),
        email_days: number("email-days", sent.get("email-days"))?.unwrap_or(usual.email_days),
    })
}

fn comments(call: &Call, title: &Title) -> Value {
    let kept = &title.settings.comments;
    let mode = match (kept.open, kept.desk, kept.held) {
        (false, ..) => "off",
        (_, true, _) => "desk",
        (_, _, true) => "held",
        _ => "open",
    };
    let email = match kept.email {
        Wanted::Required => "required",
        Wanted::Off => "off",
        Wanted::Optional => "optional",
    };
    let close = kept.close_after_days.map(|days| days.to_string());
    json!({
        "mode": typed(call, "mode", mode),
        "close": typed(call, "close", &close.unwrap_or_default()),
        "email": typed(call, "email", email),
        "website": ticked(call, "mode", "website", kept.website),
        "hours": typed(call, "hours", &kept.hours.to_string()),
        "address_days": typed(call, "address-days", &kept.address_days.to_string()),
        "email_days": typed(call, "email-days", &kept.email_days.to_string()),
    })
}

/// A line of two words as somebody typed it: `name address`, the address being what comes last.
fn pairs(field: &'static str, text: &str) -> paper::Result<Vec<(String, String)>> {
    lines_of(text)
        .iter()
        .map(|line| {
            line.rsplit_once(char::is_whitespace)
                .map(|(name, url)| (name.trim().to_owned(), url.to_owned()))
                .ok_or_else(|| unfit(field, line, "Mastodon https://…"))
        })
        .collect()
}

fn told_programs(call: &Call, title: &Title) -> paper::Result<Settings> {
    let sent = &call.sent;
    let mut settings = title.settings.clone();
    settings.ai_declaration = sent.get("ai_declaration").to_owned();
    settings.rights = sent.get("rights").to_owned();
    settings.social = pairs("social", sent.get("social"))?
        .into_iter()
        .map(|(name, url)| Social { name, url })
        .collect();
    settings.feed_text = match sent.get("feed_text") {
        "summary" => FeedText::Summary,
        _ => FeedText::Full,
    };
    settings.hubs = lines_of(sent.get("hubs"));
    settings.discovery.machines =
        Machines::parse(sent.get("machines")).unwrap_or(settings.discovery.machines);
    settings.discovery.trust = pairs("trust", sent.get("trust"))?
        .into_iter()
        .map(|(word, url)| TrustLine { word, url })
        .collect();
    settings.discovery.security = lines_of(sent.get("security"));
    settings.discovery.ads = lines_of(sent.get("ads"));
    Ok(settings)
}

fn programs(call: &Call, title: &Title) -> Value {
    let kept = &title.settings;
    let social: Vec<String> = kept
        .social
        .iter()
        .map(|one| format!("{} {}", one.name, one.url))
        .collect();
    let trust: Vec<String> = kept
        .discovery
        .trust
        .iter()
        .map(|line| format!("{} {}", line.word, line.url))
        .collect();
    let feed = match kept.feed_text {
        FeedText::Full => "full",
        FeedText::Summary => "summary",
    };
    json!({
        "ai_declaration": typed(call, "ai_declaration", &kept.ai_declaration),
        "rights": typed(call, "rights", &kept.rights),
        "social": typed(call, "social", &social.join("\n")),
        "feed_text": typed(call, "feed_text", feed),
        "hubs": typed(call, "hubs", &kept.hubs.join("\n")),
        "machines": typed(call, "machines", kept.discovery.machines.word()),
        "all_machines": Machines::ALL.map(Machines::word),
        "trust": typed(call, "trust", &trust.join("\n")),
        "security": typed(call, "security", &kept.discovery.security.join("\n")),
        "ads": typed(call, "ads", &kept.discovery.ads.join("\n")),
    })
}
