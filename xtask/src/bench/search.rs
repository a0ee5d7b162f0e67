//! The search: how fast the index is made, how large it is, how fast it answers, and what readers notice of it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::corpus::Programs;
use super::options::Options;
use super::server::{Server, peak_of};
use super::{load, pages, report};
use crate::fault::{Fault, Result};
use crate::run::heading;

/// Questions of each kind.
const QUESTIONS: usize = 100;
/// Who asks at once where as many questions as can be are answered.
const ASKING: usize = 8;
/// Articles read by a reader meanwhile.
const READ: usize = 200;
/// Letters of the shortest word that is asked for.
const LETTERS_MIN: usize = 5;
/// After so long the search counts as not coming.
const GIVEN_UP: Duration = Duration::from_secs(60);

/// Measures and prints; see `docs/bench.md`.
///
/// # Errors
/// When something does not build, start or answer.
pub fn run(options: &Options, scratch: &Path) -> Result<()> {
    heading("Bench: search");
    let programs = Programs::build(options)?;
    let mut figures = Vec::new();
    for articles in &options.articles {
        let data = scratch.join("paper");
        programs.corpus(*articles, options.seed, &data)?;
        println!("\n   {articles} articles");
        let texts = texts(&data)?;
        let made = make(&programs.colophon, &data, *articles, &texts)?;
        let server = Server::colophon(&programs.colophon, &data)?;
        ready(&server)?;
        let before = server.resident();
        let mut kinds = Vec::new();
        let mut chance = Chance(options.seed.wrapping_mul(2) | 1);
        for (kind, questions) in questions(&texts, &mut chance) {
            kinds.push(asked(&server, kind, &questions)?);
        }
        let mix: Vec<String> = questions(&texts, &mut chance)
            .into_iter()
            .flat_map(|(_, questions)| questions)
            .collect();
        let crowd = crowd(&server, options, &mix)?;
        let after = server.resident();
        println!(
            "   resident {:.1} MB before the first question, {:.1} MB after the last",
            before as f64 / 1e6,
            after as f64 / 1e6
        );
        figures.push(json!({
            "articles": articles,
            "rebuild": made,
            "questions": kinds,
            "crowd": crowd,
            "resident_before_bytes": before,
            "resident_after_bytes": after,
        }));
    }
    report::keep("search", options, json!(figures))
}

/// A sequence of numbers a seed repeats (Marsaglia's xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most.max(1) as u64).unwrap_or(0)
    }
}

/// Some texts of the corpus.
fn texts(data: &Path) -> Result<Vec<String>> {
    let samples = fs::read_dir(data.join("sample"))
        .map_err(Fault::during("cannot read the samples of the corpus"))?;
    let read = samples
        .flatten()
        .map(|sample| fs::read_to_string(sample.path()));
    let texts: Vec<String> = read.map_while(std::result::Result::ok).collect();
    match texts.is_empty() {
        true => Err(Fault::new("the corpus has no samples")),
        false => Ok(texts),
    }
}

/// Makes the index from the whole record by the command.
fn make(program: &Path, data: &Path, articles: usize, texts: &[String]) -> Result<Value> {
    let _ = fs::remove_dir_all(data.join("search"));
    let begun = Instant::now();
    let mut child = Command::new(program)
        .args(["search", "rebuild", "--data"])
        .arg(data)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(Fault::during("cannot start the command"))?;
    let mut peak = 0;
    let status = loop {
        peak = peak.max(peak_of(child.id()));
        let ended = child.try_wait();
        if let Some(status) = ended.map_err(Fault::during("cannot wait for the command"))? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    if !status.success() {
        return Err(Fault::new("search rebuild failed"));
    }
    let seconds = begun.elapsed().as_secs_f64();
    let size = size(&data.join("search"));
    let whole: usize = texts.iter().map(String::len).sum();
    let text = whole as f64 / texts.len() as f64 * articles as f64;
    let (rate, share) = (articles as f64 / seconds, report::ratio(size as f64, text));
    println!(
        "   rebuilt in {seconds:.1} s: {rate:.0} articles a second, {:.0} MB at most; index {:.1} MB, {share:.2} of the text",
        peak as f64 / 1e6,
        size as f64 / 1e6
    );
    Ok(json!({
        "seconds": seconds,
        "articles_a_second": rate,
        "peak_resident_bytes": peak,
        "index_bytes": size,
        "text_bytes_about": text,
        "index_of_text": share,
    }))
}

/// Bytes of all files in a folder.
fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(file) if file.is_dir() => size(&entry.path()),
            Ok(file) => file.len(),
            Err(_) => 0,
        })
        .sum()
}

/// Waits until the server has taken the index over.
fn ready(server: &Server) -> Result<()> {
    let begun = Instant::now();
    let mut client = server.client();
    while client.get("/search?q=harbour", &[])?.status != 200 {
        if begun.elapsed() > GIVEN_UP {
            return Err(Fault::new("the search never answers"));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// Questions of every kind, of words that stand in the corpus.
fn questions(texts: &[String], chance: &mut Chance) -> Vec<(&'static str, Vec<String>)> {
    let some = |chance: &mut Chance, count: usize| {
        let text = texts
            .get(chance.below(texts.len()))
            .map_or("", String::as_str);
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| word.chars().count() >= LETTERS_MIN)
            .collect();
        let from = chance.below(words.len().saturating_sub(count));
        let some = words.into_iter().skip(from).take(count);
        some.map(str::to_owned).collect::<Vec<String>>()
    };
    let pair = |chance: &mut Chance| {
        let text = texts
            .get(chance.below(texts.len()))
            .map_or("", String::as_str);
        let words: Vec<&str> = text.split(' ').collect();
        let from = chance.below(words.len().saturating_sub(2));
        words
            .into_iter()
            .skip(from)
            .take(2)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let wrong = |mut word: String| {
        // One letter less in the middle.
        if let Some((at, _)) = word.char_indices().nth(2) {
            word.remove(at);
        }
        word
    };
    let mut kinds: Vec<(&'static str, Vec<String>)> = Vec::new();
    let mut push = |kind, of: &mut dyn FnMut(&mut Chance) -> String, chance: &mut Chance| {
        kinds.push((kind, (0..QUESTIONS).map(|_| of(chance)).collect()));
    };
    push("one word", &mut |chance| some(chance, 1).join(" "), chance);
    push(
        "three words",
        &mut |chance| some(chance, 3).join(" "),
        chance,
    );
    push(
        "a phrase",
        &mut |chance| format!("\"{}\"", pair(chance)),
        chance,
    );
    push(
        "without a word",
        &mut |chance| some(chance, 2).join(" -"),
        chance,
    );
    push(
        "a word typed wrong",
        &mut |chance| wrong(some(chance, 1).concat()),
        chance,
    );
    kinds
}

fn address(question: &str) -> String {
    let mut address = String::from("/search?q=");
    for byte in question.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => address.push(char::from(byte)),
            b' ' => address.push('+'),
            other => address.push_str(&format!("%{other:02X}")),
        }
    }
    address
}

/// Asks one question after the other.
fn asked(server: &Server, kind: &str, questions: &[String]) -> Result<Value> {
    let mut client = server.client();
    client.get("/search", &[])?;
    let before = server.cpu_seconds();
    let mut times = Vec::with_capacity(questions.len());
    for question in questions {
        let begun = Instant::now();
        let answer = client.get(&address(question), &[])?;
        times.push(begun.elapsed());
        if answer.status != 200 {
            let status = answer.status;
            return Err(Fault::new(format!("“{question}” is answered {status}")));
        }
    }
    let cpu = (server.cpu_seconds() - before) * 1e3 / times.len() as f64;
    let [p50, p99, max] = report::spread(&times);
    println!(
        "   {kind:<20} p50 {p50:>8.2} ms, p99 {p99:>8.2} ms, max {max:>8.2} ms, CPU {cpu:>7.2} ms"
    );
    Ok(json!({"kind": kind, "p50_ms": p50, "p99_ms": p99, "max_ms": max, "cpu_ms": cpu}))
}

/// Many ask at once, while somebody reads articles.
fn crowd(server: &Server, options: &Options, mix: &[String]) -> Result<Value> {
    let articles = pages::asked(&pages::newest(server, READ)?);
    load::warm(server, &articles)?;
    let paths: Vec<&str> = articles.iter().map(|one| one.path.as_str()).collect();
    let time = Duration::from_secs(u64::from(options.seconds));
    let quiet = reading(server, &paths, time, &AtomicBool::new(false))?;
    let over = AtomicBool::new(false);
    let (asked, refused, read) = std::thread::scope(|scope| {
        let asking: Vec<_> = (0..ASKING)
            .map(|number| {
                let over = &over;
                scope.spawn(move || ask_until(server, mix, number, over))
            })
            .collect();
        let read = reading(server, &paths, time, &over);
        over.store(true, Ordering::Relaxed);
        let (mut times, mut refused) = (Vec::new(), 0_u64);
        for one in asking {
            if let Ok(Ok((some, no))) = one.join() {
                times.extend(some);
                refused += no;
            }
        }
        (times, refused, read)
    });
    let busy = read?;
    let [p50, p99, max] = report::spread(&asked);
    let rate = asked.len() as f64 / time.as_secs_f64();
    let [_, quiet_p99, _] = report::spread(&quiet);
    let [_, busy_p99, _] = report::spread(&busy);
    println!(
        "   {ASKING} ask at once: {rate:.0} questions a second, p50 {p50:.1} ms, p99 {p99:.1} ms, {refused} told to come back; a \
         reader’s p99 {quiet_p99:.2} ms quiet, {busy_p99:.2} ms meanwhile"
    );
    Ok(json!({
        "asking": ASKING,
        "questions_a_second": rate,
        "p50_ms": p50,
        "p99_ms": p99,
        "max_ms": max,
        "refused": refused,
        "reader_p99_quiet_ms": quiet_p99,
        "reader_p99_ms": busy_p99,
    }))
}

/// Reads articles for some time, one after the other.
fn reading(
    server: &Server,
    paths: &[&str],
    time: Duration,
    over: &AtomicBool,
) -> Result<Vec<Duration>> {
    let mut client = server.client();
    let (begun, mut times) = (Instant::now(), Vec::new());
    for path in paths.iter().cycle() {
        if begun.elapsed() > time || over.load(Ordering::Relaxed) {
            break;
        }
        let at = Instant::now();
        client.get(path, &[("Accept-Encoding", "gzip")])?;
        times.push(at.elapsed());
    }
    Ok(times)
}

/// Asks until told that it is over: how long each answer took, and how many were none.
fn ask_until(
    server: &Server,
    mix: &[String],
    number: usize,
    over: &AtomicBool,
) -> Result<(Vec<Duration>, u64)> {
    let mut client = server.client();
    let (mut times, mut refused) = (Vec::new(), 0);
    for question in mix.iter().cycle().skip(number * mix.len() / ASKING) {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let begun = Instant::now();
        match client.get(&address(question), &[])?.status {
            200 => times.push(begun.elapsed()),
            _ => refused += 1,
        }
    }
    Ok((times, refused))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn a_question_is_written_as_a_form_sends_it() {
        assert_eq!(
            address("\"l’acqua alta\""),
            "/search?q=%22l%E2%80%99acqua+alta%22"
        );
        assert_eq!(address("one -two"), "/search?q=one+-two");
    }
}
