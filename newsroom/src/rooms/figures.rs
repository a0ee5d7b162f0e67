//! Figures (*letture*): how much the title is read, from the server's own counts.

use super::chart::Chart;
use super::trail::quoted;
use super::{framed, title};
use crate::answer;
use crate::call::Call;
use crate::page::{Page, print};
use crate::routes::Outcome;
use axum::response::Response;
use jiff::Timestamp;
use minijinja::Value as Markup;
use paper::figures::SEARCHED_TIMES_MIN;
use paper::reading::figures::{self, FiguresFacts, Period, Rate, Step};
use paper::rights::Deed;
use paper::titles::{self, Title};
use press::Calendar;
use press::words::Words;
use serde_json::{Value, json};

/// The columns of the file for spreadsheets.
const COLUMNS: &str = "what,at,name,address,number,before\r\n";

/// What a page or a file of figures is made of.
struct Room {
    title: Title,
    facts: FiguresFacts,
    /// Scheme, host and port of the title.
    base: String,
    calendar: Calendar,
    words: &'static Words,
}

impl Room {
    async fn of(call: &Call, key: &str) -> Outcome<Room> {
        let mut session = call.paper().read().await?;
        let title = title(call, &mut session, key).await?;
        let period = Period::parse(&call.parameter("period")).unwrap_or(Period::Today);
        let by = call.actor()?;
        let facts = figures::of_title(&mut session, by, &title, period, call.now).await?;
        let host = titles::hosts(&mut session, title.id)
            .await?
            .into_iter()
            .next();
        let words = call.words();
        Ok(Room {
            base: call.inner.reach.base_url(&host.unwrap_or_default()),
            calendar: Calendar::new(&title.zone, words),
            title,
            facts,
            words,
        })
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// `19 novembre`.
    fn day(&self, at: Timestamp) -> String {
        self.calendar.day_of_year(self.calendar.date(at))
    }

    /// How a step is called: an hour, or a day.
    fn step(&self, step: &Step) -> String {
        match self.facts.period {
            Period::Today => self.calendar.time(step.at),
            Period::Week | Period::Month => self.day(step.at),
        }
    }

    /// What the numbers are compared with.
    fn compared(&self) -> String {
        let facts = &self.facts;
        let (day, time) = (
            self.day(facts.compared.before_from),
            self.calendar.time(facts.compared.until),
        );
        let key = match facts.period {
            Period::Today => "figures-compared-day",
            Period::Week | Period::Month => "figures-compared-days",
        };
        let given = [("day", day.as_str().into()), ("time", time.as_str().into())];
        self.words.with(key, &given)
    }

    fn about(&self) -> String {
        let facts = &self.facts;
        match facts.period {
            Period::Today => {
                let time = self.calendar.time(facts.until);
                self.words
                    .with("figures-about-day", &[("time", time.as_str().into())])
            }
            Period::Week | Period::Month => {
                let day = self.day(facts.from);
                self.words
                    .with("figures-about-days", &[("day", day.as_str().into())])
            }
        }
    }

    /// The drawing, and in words what it shows.
    fn chart(&self) -> Chart {
        let series = &self.facts.series;
        let words = self.words;
        let most = series
            .iter()
            .filter(|step| step.views.is_some())
            .max_by_key(|step| step.views);
        let before = series.iter().map(|step| step.before).max().unwrap_or(0);
        let before = words.number(before);
        let spoken = match most.filter(|step| step.views > Some(0)) {
            None => words.with(
                "figures-chart-nothing",
                &[("before", before.as_str().into())],
            ),
            Some(step) => {
                let (views, at) = (words.number(step.views.unwrap_or(0)), self.step(step));
                let key = match self.facts.period {
                    Period::Today => "figures-chart-hours",
                    Period::Week | Period::Month => "figures-chart-days",
                };
                let given = [
                    ("most", views.as_str().into()),
                    ("at", at.as_str().into()),
                    ("before", before.as_str().into()),
                ];
                words.with(key, &given)
            }
        };
        let every = match self.facts.period {
            Period::Today => 6,
            Period::Week => 1,
            Period::Month => 7,
        };
        let under = series
            .iter()
            .enumerate()
            .step_by(every)
            .map(|(place, step)| {
                let word = match self.facts.period {
                    Period::Today => self.calendar.time(step.at),
                    Period::Week | Period::Month => {
                        let date = self.calendar.date(step.at);
                        format!("{}/{}", date.day(), date.month())
                    }
                };
                (place, word)
            });
        Chart {
            spoken,
            now: series.iter().map(|step| step.views).collect(),
            before: series.iter().map(|step| step.before).collect(),
            under: under.collect(),
            words,
        }
    }

    fn matter(&self) -> Value {
        let facts = &self.facts;
        let articles: Vec<Value> = facts
            .articles
            .iter()
            .map(|one| {
                json!({
                    "id": one.article.to_string(),
                    "headline": one.headline,
                    "address": one.path.as_deref().map(|path| self.address(path)),
                    "views": one.views,
                    "share": share(one.views, facts.views),
                })
            })
            .collect();
        let whole = facts.origins.all();
        let origin = |name: &str, views: u64| json!({"name": name, "views": views, "share": share(views, whole)});
        let hosts: Vec<Value> = facts
            .origins
            .hosts
            .iter()
            .map(|one| origin(&one.host, one.views))
            .collect();
        let readers: u64 = facts.feeds.iter().map(|feed| feed.readers).sum();
        json!({
            "about": self.about(),
            "period": facts.period.word(),
            "periods": Period::ALL.iter().map(|period| period.word()).collect::<Vec<_>>(),
            "views": facts.views,
            "pages": facts.pages,
            "change": change(facts),
            "compared": self.compared(),
            "compared_views": facts.compared.views,
            "compared_before": facts.compared.before,
            "readers": readers,
            "corrections": self.rate(facts.corrections),
            "corrections_year": self.rate(facts.corrections_year),
            "record_days": figures::RECORD_DAYS,
            "steps": facts.series.iter().map(|step| json!({
                "name": self.step(step),
                "iso": step.at.to_string(),
                "views": step.views,
                "before": step.before,
            })).collect::<Vec<_>>(),
            "articles": articles,
            "hosts": hosts,
            "untold": origin("", facts.origins.untold),
            "others": origin("", facts.origins.others),
            "origins": whole,
            "searches": facts.searches,
            "searched_min": SEARCHED_TIMES_MIN,
            "feeds": facts.feeds.iter().map(|feed| json!({
                "page": feed.page,
                "name": feed.name,
                "address": self.address(&format!("{}/feed.xml", feed.page.trim_end_matches('/'))),
                "readers": feed.readers,
                "alone": feed.alone,
                "services": feed.services.iter().map(|one| json!({"name": one.name, "readers": one.readers})).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        })
    }

    /// `2,1`; nothing without a text.
    fn rate(&self, rate: Rate) -> Option<String> {
        let tenths = rate.tenths_per_hundred()?;
        let given = [
            ("whole", (tenths / 10).into()),
            ("tenths", (tenths % 10).into()),
        ];
        Some(self.words.with("figures-decimal", &given))
    }

    /// The lines of the file for spreadsheets.
    fn rows(&self) -> Vec<[String; 6]> {
        let facts = &self.facts;
        let nothing = String::new;
        let step = match facts.period {
            Period::Today => "hour",
            Period::Week | Period::Month => "day",
        };
        let zone = self.title.time_zone();
        let mut rows: Vec<[String; 6]> = facts
            .series
            .iter()
            .map(|one| {
                let at = one.at.to_zoned_datetime(zone.clone());
                let views = one.views.map(|views| views.to_string());
                [
                    step.to_owned(),
                    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
                    nothing(),
                    nothing(),
                    views.unwrap_or_default(),
                    one.before.to_string(),
                ]
            })
            .collect();
        let mut row = |what: &str, name: &str, address: String, number: u64| {
            let (what, name, number) = (what.to_owned(), name.to_owned(), number.to_string());
            rows.push([what, nothing(), name, address, number, nothing()]);
        };
        for one in &facts.articles {
            let address = one.path.as_deref().map(|path| self.address(path));
            row(
                "article",
                &one.headline,
                address.unwrap_or_default(),
                one.views,
            );
        }
        for one in &facts.origins.hosts {
            row("host", &one.host, nothing(), one.views);
        }
        row("host", "others", nothing(), facts.origins.others);
        row("host", "not told", nothing(), facts.origins.untold);
        for one in &facts.searches {
            row("search", &one.words, nothing(), one.times);
            row("search without a find", &one.words, nothing(), one.without);
        }
        for feed in &facts.feeds {
            // The feed of every change has no page but that of corrections.
            let page = match feed.page.as_str() {
                "/corrections/changes" => "/corrections",
                page => page,
            };
            row("feed", &feed.name, self.address(page), feed.readers);
        }
        rows
    }
}

/// Hundredths of a whole.
fn share(part: u64, whole: u64) -> u64 {
    (part * 100 + whole / 2).checked_div(whole).unwrap_or(0)
}

/// By how many hundredths views grew or fell; nothing where there is nothing to compare with.
fn change(facts: &FiguresFacts) -> Option<i64> {
    let (now, before) = (facts.compared.views as f64, facts.compared.before as f64);
    (before > 0.0).then(|| ((now - before) * 100.0 / before).round() as i64)
}

/// The page.
pub(crate) async fn show(call: &Call, key: &str) -> Outcome<Response> {
    let room = Room::of(call, key).await?;
    let page = Page {
        markup: Markup::from_safe_string(room.chart().svg()),
        ..framed(call, "figures.html", "figures", &room.title)
    };
    let mut matter = room.matter();
    matter["opens"] = json!(opens(call, &room.title));
    print(call, page, matter)
}

/// Whether every article of the title opens to the person: whoever works on one section, or on none, reads them as readers do.
fn opens(call: &Call, title: &Title) -> bool {
    call.signed.as_ref().is_some_and(|signed| {
        signed.grants.iter().any(|grant| {
            grant.title.is_none_or(|one| one == title.id)
                && grant.section.is_none()
                && grant.role.deeds().contains(&Deed::Save)
        })
    })
}

/// The same for spreadsheets (RFC 4180).
pub(crate) async fn csv(call: &Call, key: &str) -> Outcome<Response> {
    let room = Room::of(call, key).await?;
    let mut out = COLUMNS.to_owned();
    for row in room.rows() {
        out.push_str(&row.map(|cell| quoted(&cell)).join(","));
        out.push_str("\r\n");
    }
    let name = format!("{}-{}.csv", room.title.key, room.facts.period.word());
    let media_type = "text/csv; charset=utf-8; header=present";
    Ok(answer::download(media_type, &name, out.into_bytes()))
}
