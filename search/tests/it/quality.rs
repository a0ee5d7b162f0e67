//! How good the answers are: labelled questions in both languages, beside what a database and an index of plain words find.

use cast::{Gazette, body, found_title_in, sound};
use expect_test::expect_file;
use jiff::SignedDuration;
use paper::articles::drafting::Filing;
use paper::articles::publishing::{self, Going};
use paper::clock::Clock;
use paper::copy::Copy;
use paper::reading::search::{Outcome, Question};
use paper::reading::title::Reach;
use paper::rights::Role;
use paper::{people, titles};
use search::Search;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Finds that count.
const DEPTH: usize = 10;
/// What the search must reach to ship, and by how much it must be better than an index of plain words.
const NDCG_MIN: f64 = 0.7;
const BETTER_BY: f64 = 0.05;

/// An article of the cases.
struct Article {
    headline: String,
    standfirst: String,
    text: String,
}

impl Article {
    fn whole(&self) -> String {
        format!("{} {} {}", self.headline, self.standfirst, self.text).to_lowercase()
    }
}

/// A question, and how much each article answers it (by number).
struct Labelled {
    words: String,
    gains: BTreeMap<usize, f64>,
}

/// The articles and questions of a file; its form is told on its first line.
fn cases(text: &str) -> (Vec<Article>, Vec<Labelled>) {
    let (mut articles, mut questions) = (Vec::new(), Vec::new());
    for block in text.split("---\n") {
        let mut gains = BTreeMap::new();
        for line in block.lines() {
            let article = |text: &str| {
                let mut parts = text.split(" | ").map(str::trim);
                let mut part = || parts.next().expect("three parts").to_owned();
                Article {
                    headline: part(),
                    standfirst: part(),
                    text: part(),
                }
            };
            if let Some(text) = line.strip_prefix("== ") {
                gains.insert(articles.len(), 2.0);
                articles.push(article(text));
            } else if let Some(text) = line.strip_prefix("= ") {
                gains.insert(articles.len(), 1.0);
                articles.push(article(text));
            } else if let Some(words) = line.strip_prefix("? ") {
                questions.push(Labelled {
                    words: words.to_owned(),
                    gains: gains.clone(),
                });
            } else if let Some(words) = line.strip_prefix("?= ") {
                let turned = gains.iter().map(|(article, gain)| (*article, 3.0 - gain));
                questions.push(Labelled {
                    words: words.to_owned(),
                    gains: turned.collect(),
                });
            }
        }
    }
    (articles, questions)
}

/// Normalised discounted cumulative gain of the first [`DEPTH`] finds (Järvelin and Kekäläinen, 2002).
fn ndcg(question: &Labelled, found: &[usize]) -> f64 {
    let sum = |gains: &mut dyn Iterator<Item = f64>| {
        gains
            .take(DEPTH)
            .enumerate()
            .map(|(rank, gain)| gain / (rank as f64 + 2.0).log2())
            .sum::<f64>()
    };
    let gain = |article: &usize| question.gains.get(article).copied().unwrap_or(0.0);
    let got = sum(&mut found.iter().map(gain));
    let mut best: Vec<f64> = question.gains.values().copied().collect();
    best.sort_by(|one, other| other.total_cmp(one));
    got / sum(&mut best.into_iter())
}

/// What `LIKE '%…%'` finds, the newest first.
fn like(articles: &[Article], words: &str) -> Vec<usize> {
    let wanted = words.replace('"', "").to_lowercase();
    let found = articles.iter().enumerate().rev();
    found
        .filter(|(_, article)| article.whole().contains(&wanted))
        .map(|(number, _)| number)
        .collect()
}

fn plain_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// What bm25 (k1 1.2, b 0.75) finds by words as they are written, any of them.
fn bm25(articles: &[Article], words: &str) -> Vec<usize> {
    let texts: Vec<Vec<String>> = articles
        .iter()
        .map(|one| plain_words(&one.whole()))
        .collect();
    let all = texts.len() as f64;
    let average = texts.iter().map(Vec::len).sum::<usize>() as f64 / all;
    let mut ranked: Vec<(f64, usize)> = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let mut score = 0.0;
        for word in plain_words(words) {
            let times = text.iter().filter(|one| **one == word).count() as f64;
            let having = texts.iter().filter(|text| text.contains(&word)).count() as f64;
            let rare = (1.0 + (all - having + 0.5) / (having + 0.5)).ln();
            let length = 0.25 + 0.75 * text.len() as f64 / average;
            score += rare * times * 2.2 / (times + 1.2 * length);
        }
        if score > 0.0 {
            ranked.push((score, number));
        }
    }
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0).then(other.1.cmp(&one.1)));
    ranked.into_iter().map(|(_, number)| number).collect()
}

/// How readers reach the network.
pub(crate) fn reach() -> Reach {
    Reach {
        scheme: "https".to_owned(),
        port: None,
    }
}

/// Publishes the articles of a language on a title of their own, and asks its questions there.
async fn asked(
    gazette: &Gazette,
    language: &str,
    articles: &[Article],
    questions: &[Labelled],
) -> Vec<Vec<usize>> {
    let (paper, operator) = (&gazette.paper, &gazette.operator);
    let (key, host) = (format!("cases-{language}"), format!("{language}.test"));
    let title = found_title_in(paper, operator, &key, "Cases", &host, language).await;
    people::grant(paper, operator, "ines", Role::Director, Some(title), None)
        .await
        .expect("a grant");
    for article in articles {
        let copy = Copy {
            language: language.to_owned(),
            standfirst: article.standfirst.clone(),
            body: body(&[&article.text]),
            ..sound(&article.headline)
        };
        let filing = Filing {
            title,
            section: Some("news".to_owned()),
            slug: None,
            comments: false,
            copy,
        };
        publishing::file_and_publish(paper, &gazette.ines, filing, Going::default())
            .await
            .unwrap_or_else(|error| panic!("{}: {error:?}", article.headline));
        gazette
            .clock
            .set(gazette.clock.now() + SignedDuration::from_mins(1));
    }
    let search = Search::default();
    while search.keep_up(paper).await.expect("an index") {}
    let mut session = paper.read().await.expect("a read");
    let title = titles::by_id(&mut session, title).await.expect("the title");
    let mut all = Vec::new();
    for labelled in questions {
        let question = Question {
            words: labelled.words.clone(),
            page: 1,
            ..Question::default()
        };
        let facts = search
            .ask(&mut session, &title, question, &reach(), paper.now())
            .await;
        let Outcome::Searched(found) = facts.expect("an answer").outcome else {
            panic!("{}: not searched", labelled.words);
        };
        let number = |headline: &str| articles.iter().position(|one| one.headline == headline);
        let numbers = found
            .hits
            .iter()
            .filter_map(|hit| number(&hit.card.headline));
        all.push(numbers.collect());
    }
    all
}

#[tokio::test]
async fn the_page_of_figures_is_true_and_the_search_beats_plain_words() {
    let gazette = Gazette::new().await;
    let mut page = "# How good the search is\n\n\
        Made by `search/tests/it/quality.rs` of the labelled questions in `search/cases/`; `UPDATE_EXPECT=1` writes it anew.\n\
        The measure is nDCG@10: 1 where every answer comes first, in the order of how much it answers. Beside the search stand\n\
        what a database finds by `LIKE`, the newest first, and what bm25 finds by any word as it is written, without stems.\n\n\
        | Language | Articles | Questions | Search | bm25 | `LIKE` |\n|---|---|---|---|---|---|\n"
        .to_owned();
    let mut weak = String::new();
    let mut count = 0;
    for (language, name, text) in [
        ("it", "Italian", include_str!("../../cases/it.txt")),
        ("en", "English", include_str!("../../cases/en.txt")),
    ] {
        let (articles, questions) = cases(text);
        count += questions.len();
        let ours = asked(&gazette, language, &articles, &questions).await;
        let mut sums = [0.0; 3];
        for (labelled, found) in questions.iter().zip(&ours) {
            let good = ndcg(labelled, found);
            sums[0] += good;
            sums[1] += ndcg(labelled, &bm25(&articles, &labelled.words));
            sums[2] += ndcg(labelled, &like(&articles, &labelled.words));
            if good < 0.5 {
                let _ = writeln!(weak, "- {name}: `{}` {good:.2}", labelled.words);
            }
        }
        let [search, bm25, like] = sums.map(|sum| sum / questions.len() as f64);
        let _ = writeln!(
            page,
            "| {name} | {} | {} | {search:.3} | {bm25:.3} | {like:.3} |",
            articles.len(),
            questions.len()
        );
        assert!(search >= NDCG_MIN, "{language}: {search}\n{weak}");
        assert!(search >= bm25 + BETTER_BY, "{language}: {search}, {bm25}");
        assert!(search > like, "{language}: {search}, {like}");
    }
    assert!(count >= 100, "{count} questions");
    page.push_str("\nQuestions answered worst (below 0.5):\n\n");
    page.push_str(if weak.is_empty() { "- none\n" } else { &weak });
    expect_file!["../../../docs/search-figures.md"].assert_eq(&page);
}
