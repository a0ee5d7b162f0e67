//! The newsroom of a bench: publishes and speaks through the API, as programs do.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::http::{Answer, Client};
use super::server::{HOST, Server};
use crate::fault::{Fault, Result};
use crate::run;

/// Requests a second one token may make in the long run are limited; each of the desk's hands stays well below.
const REQUESTS_A_SECOND_OF_A_TOKEN: u32 = 10;
/// Words of a text published.
const WORDS: usize = 300;

/// Tokens, and words to write with.
pub struct Desk {
    tokens: Vec<String>,
    words: Vec<String>,
}

/// A text that went out.
#[derive(Debug)]
pub struct Out {
    /// Its headline, which no other text has.
    pub headline: String,
    /// Where it is.
    pub path: String,
    /// The article's id.
    pub article: String,
    /// When the call was sent.
    pub sent: Instant,
    /// How long the call took.
    pub took: Duration,
}

impl Desk {
    /// Gets tokens for so many requests a second, from the server that serves the folder.
    ///
    /// # Errors
    /// When the server gives none, or the corpus has no samples.
    pub fn open(program: &Path, data: &Path, requests_a_second: u32) -> Result<Desk> {
        let count = requests_a_second
            .div_ceil(REQUESTS_A_SECOND_OF_A_TOKEN)
            .max(1);
        let tokens = (0..count)
            .map(|_| {
                let said = run::output(
                    Command::new(program)
                        .args(["token", "add", "--role", "editor", "--data"])
                        .arg(data),
                )?;
                Ok(said.trim().to_owned())
            })
            .collect::<Result<_>>()?;
        let mut words = Vec::new();
        for sample in 0..20 {
            let file = data.join(format!("sample/{sample}.txt"));
            let text = fs::read_to_string(&file).unwrap_or_default();
            words.extend(
                text.split(|c: char| !c.is_alphabetic())
                    .filter(|word| word.len() > 2)
                    .map(str::to_lowercase),
            );
        }
        if words.is_empty() {
            return Err(Fault::new("the corpus has no samples of its texts"));
        }
        Ok(Desk { tokens, words })
    }

    /// So many words, other ones for each number.
    fn text(&self, number: u64, words: usize) -> String {
        let mut seed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut text = String::new();
        for word in 0..words {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            let at = usize::try_from(seed % self.words.len() as u64).unwrap_or(0);
            text.push_str(self.words.get(at).map_or("", String::as_str));
            text.push_str(match word % 14 {
                13 if word % 70 == 69 => ".\n\nThe office ",
                13 => ". The office ",
                _ => " ",
            });
        }
        text + "end."
    }

    fn post(&self, client: &mut Client, number: u64, path: &str, body: &Value) -> Result<Answer> {
        let at = usize::try_from(number).unwrap_or(0) % self.tokens.len();
        let token = format!("Bearer {}", self.tokens[at]);
        let headers = [
            ("Authorization", token.as_str()),
            ("Content-Type", "application/json"),
        ];
        let answer = client.send("POST", path, &headers, body.to_string().as_bytes())?;
        if (200..300).contains(&answer.status) {
            return Ok(answer);
        }
        let said: String = answer.text().chars().take(600).collect();
        Err(Fault::new(format!(
            "{path} answers {}: {said}",
            answer.status
        )))
    }

    /// Publishes a text in a section of the first title.
    ///
    /// # Errors
    /// When it does not go out.
    pub fn publish(&self, client: &mut Client, number: u64, section: &str) -> Result<Out> {
        let headline = format!(
            "Measured {number} {}",
            self.text(number, 5).replace(" end.", "")
        );
        let body = json!({
            "title": "bench",
            "section": section,
            "copy": {
                "ai": "none",
                "byline": [{"name": "Ada Nardi", "role": "text"}],
                "dateline": {"place": "Porto Vero"},
                "headline": headline,
                "kind": "news",
                "language": "en",
                "sources": [{"kind": "phone", "name": "Office 1", "note": "telephone"}],
            },
            "text": {"format": "markdown", "source": self.text(number ^ 0x5555, WORDS)},
        });
        let sent = Instant::now();
        let answer = self.post(client, number, "/api/v1/publications", &body)?;
        let took = sent.elapsed();
        let said: Value = serde_json::from_slice(&answer.body)
            .map_err(Fault::during("an answer of the API is no JSON"))?;
        let path = first_path(&said)
            .ok_or_else(|| Fault::new(format!("no address in the answer: {said}")))?;
        let id = said["article"].as_str().or(said["id"].as_str());
        Ok(Out {
            headline,
            path,
            article: id.unwrap_or_default().to_owned(),
            sent,
            took,
        })
    }

    /// Says something under an article.
    ///
    /// # Errors
    /// When it is not taken.
    pub fn speak(&self, client: &mut Client, number: u64, article: &str) -> Result<()> {
        let body = json!({"title": "bench", "text": self.text(number, 30)});
        let path = format!("/api/v1/articles/{article}/comments");
        self.post(client, number, &path, &body).map(drop)
    }
}

/// The path of the first address of our title anywhere in an answer.
fn first_path(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let (_, rest) = text.strip_prefix("http")?.split_once(HOST)?;
            Some(rest[rest.find('/')?..].to_owned())
        }
        Value::Array(all) => all.iter().find_map(first_path),
        Value::Object(all) => all.values().find_map(first_path),
        _ => None,
    }
}

/// What a busy desk did while something was measured.
#[derive(Debug, Default)]
pub struct Done {
    /// Texts published.
    pub published: AtomicU64,
    /// Comments made.
    pub spoken: AtomicU64,
    /// Calls that were not taken.
    pub failed: AtomicU64,
}

/// Publishes and speaks so many times a second, in hands of their own, while `measured` runs; says what it returned and
/// how long it took.
pub fn busy<T>(
    desk: &Desk,
    server: &Server,
    (texts, comments): (u32, u32),
    articles: &[String],
    from: u64,
    done: &Done,
    measured: impl FnOnce() -> T,
) -> (T, Duration) {
    /// Comments one hand makes in a second.
    const A_HAND: u32 = 50;
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let hand = |every: Duration, counter: &'static str, from: u64| {
            let (stop, done) = (&stop, &done);
            scope.spawn(move || {
                let mut client = server.client();
                let begun = Instant::now();
                for number in 0_u32.. {
                    let due = every * number;
                    std::thread::sleep(due.saturating_sub(begun.elapsed()));
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    let number = from + u64::from(number);
                    let at = usize::try_from(number).unwrap_or(0) % articles.len().max(1);
                    let outcome = match articles.get(at) {
                        Some(article) if counter == "comments" => {
                            desk.speak(&mut client, number, article)
                        }
                        _ => desk.publish(&mut client, number, "harbour").map(drop),
                    };
                    let counter = match (outcome.is_ok(), counter) {
                        (false, _) => &done.failed,
                        (true, "comments") => &done.spoken,
                        (true, _) => &done.published,
                    };
                    counter.fetch_add(1, Ordering::Relaxed);
                }
            });
        };
        if texts > 0 {
            hand(Duration::from_secs(1) / texts, "texts", from);
        }
        for number in 0..comments.div_ceil(A_HAND) {
            let from = from + 1_000_003 * u64::from(number + 1);
            hand(Duration::from_secs(1) / A_HAND, "comments", from);
        }
        let begun = Instant::now();
        let value = measured();
        let took = begun.elapsed();
        stop.store(true, Ordering::Relaxed);
        (value, took)
    })
}

#[cfg(test)]
mod tests {
    use super::first_path;
    use serde_json::json;

    #[test]
    fn the_address_of_what_went_out_is_found_wherever_it_stands() {
        let said = json!({"a": 1, "placements": [{"url": "http://bench.localhost:8080/2026/x"}]});
        assert_eq!(first_path(&said).as_deref(), Some("/2026/x"));
        assert_eq!(first_path(&json!({"url": "http://other/x"})), None);
    }
}
