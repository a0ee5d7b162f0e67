//! Precision and recall of each rule, on passages and on whole articles; the pages of rules and figures are never stale.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "helpers of tests fail the test"
)]

use crate::gate_cases::{Case, cases, findings, root};
use crate::gate_links::Record;
use paper::gate::{RULES, Severity};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// What a rule must reach to ship.
const PRECISION_MIN: f64 = 0.8;
/// Passages of each sort a rule is judged by.
const CASES_MIN: usize = 20;

/// The sets of passages, in the order they were written.
const SETS: [&str; 7] = [
    "own.txt",
    "blind.txt",
    "held-out.txt",
    "held-out-2.txt",
    "held-out-3.txt",
    "blind-5.txt",
    "held-out-6.txt",
];

/// Rules that look at a field, an instant or the record and read no prose, and what they look at: `gate.rs` holds them. Any
/// other rule needs passages.
const WITHOUT_PASSAGES: &[(&str, &str)] = &[
    ("headline.missing", "the headline: empty or not"),
    ("body.missing", "the text: empty or not"),
    ("kind.missing", "the kind: said or not"),
    ("byline.missing", "the byline and its declared reason"),
    (
        "source.missing",
        "the list of sources, own reporting with place and day, and what the kind asks",
    ),
    (
        "source.consent",
        "a confidential source and the consent with it",
    ),
    (
        "ai.undeclared",
        "the declaration, and the title’s standing one",
    ),
    (
        "ai.reviewer",
        "the declaration “generated”, and the second reader’s name",
    ),
    ("sponsor.missing", "the kind and the sponsor’s name"),
    ("picture.missing", "the library of the title’s network"),
    ("picture.credit", "each picture’s credit, or the set’s"),
    (
        "picture.alt",
        "each picture’s alternative text, or the mark that its caption describes it",
    ),
    (
        "imprint.incomplete",
        "the title’s imprint against its declared status and law",
    ),
    (
        "text.elsewhere",
        "the record: five-word runs shared with texts of the last 30 days; its share is measured, not guessed",
    ),
    (
        "date.future",
        "the dates of dateline and own reporting against the instant of publication",
    ),
    (
        "published.past",
        "the date a first publication is given against the instant it goes out",
    ),
    ("headline.long", "the number of characters"),
    (
        "standfirst.missing",
        "the standfirst: empty or not, and what the kind asks",
    ),
];

/// Of which of these the page says why no passage could tell how well they do.
const WHY_WITHOUT: &str = "\n## Rules without passages\n\nThese read no prose. Each asks whether something is there, or compares a field, an instant or the record \
    with what is asked: the answer follows from the field and cannot be right or wrong about a text, so a passage could only repeat the rule. Each is \
    held by its own cases in `paper/tests/it/gate.rs`, and by the whole articles below where one lacks something.\n\n\
    | Rule | Looks at |\n|---|---|\n";

#[derive(Default, Clone, Copy, PartialEq, Eq)]
struct Tally {
    right: usize,
    false_alarms: usize,
    missed: usize,
    quiet: usize,
}

impl Tally {
    fn count(&mut self, wanted: bool, raised: bool) {
        match (wanted, raised) {
            (true, true) => self.right += 1,
            (false, true) => self.false_alarms += 1,
            (true, false) => self.missed += 1,
            (false, false) => self.quiet += 1,
        }
    }

    fn plus(self, other: Tally) -> Tally {
        Tally {
            right: self.right + other.right,
            false_alarms: self.false_alarms + other.false_alarms,
            missed: self.missed + other.missed,
            quiet: self.quiet + other.quiet,
        }
    }

    fn precision(self) -> f64 {
        self.right as f64 / (self.right + self.false_alarms).max(1) as f64
    }

    fn recall(self) -> f64 {
        self.right as f64 / (self.right + self.missed).max(1) as f64
    }

    /// `21/23, 1/22`: raised of those wanted, raised of those not.
    fn cells(self) -> String {
        if self == Tally::default() {
            return "–".to_owned();
        }
        format!(
            "{}/{}, {}/{}",
            self.right,
            self.right + self.missed,
            self.false_alarms,
            self.false_alarms + self.quiet
        )
    }
}

fn judge(code: &str, cases: &[Case], record: &Record) -> Tally {
    let mut tally = Tally::default();
    for case in cases {
        let found = match code {
            "link.dead" => record.findings(&case.text),
            _ => findings(&case.text, &case.language),
        };
        let raised = found.iter().any(|finding| finding.code == code);
        if case.wanted != raised {
            println!(
                "{code}: {} [{}]",
                case.title,
                if raised { "false alarm" } else { "missed" }
            );
        }
        tally.count(case.wanted, raised);
    }
    tally
}

#[test]
fn gate_figures() {
    let mut page = String::from(HEAD);
    let (mut weak, mut bare) = (Vec::new(), Vec::new());
    let record = Record::new();
    for rule in RULES {
        let sets: Vec<Tally> = SETS
            .iter()
            .map(|file| {
                judge(
                    rule.code,
                    &cases(&root().join(rule.code).join(file)),
                    &record,
                )
            })
            .collect();
        let all = sets
            .iter()
            .fold(Tally::default(), |all, set| all.plus(*set));
        if all == Tally::default() {
            bare.push(rule.code);
            continue;
        }
        let cells: Vec<String> = sets.iter().map(|set| set.cells()).collect();
        writeln!(
            page,
            "| `{}` | {} | {:.2} | {:.2} |",
            rule.code,
            cells.join(" | "),
            all.precision(),
            all.recall()
        )
        .unwrap();
        let enough =
            all.right + all.missed >= CASES_MIN && all.false_alarms + all.quiet >= CASES_MIN;
        if all.precision() < PRECISION_MIN || !enough {
            weak.push(format!("{}: {}", rule.code, all.cells()));
        }
    }
    page.push_str(WHY_WITHOUT);
    for (code, looks_at) in WITHOUT_PASSAGES {
        writeln!(page, "| `{code}` | {looks_at} |").unwrap();
    }
    page.push_str(&articles());
    page.push_str(NOTES);
    expect_test::expect_file![docs("gate-figures.md")].assert_eq(&page);
    assert!(weak.is_empty(), "rules that must not ship: {weak:#?}");
    bare.sort_unstable();
    let mut without: Vec<&str> = WITHOUT_PASSAGES.iter().map(|(code, _)| *code).collect();
    without.sort_unstable();
    assert_eq!(
        bare, without,
        "a rule that reads prose is judged by passages; one that does not is named among those without"
    );
}

const HEAD: &str = "# How well the gate does\n\nEach prose rule is judged on passages in Italian and English (`paper/gate-cases/CODE/`), most of them \
    written by people who had not seen it. A cell reads *raised of those wanted, raised of those not wanted*. A rule ships with a \
    precision of 0.80 or more over all its passages; recall is what it catches of what it should. This page is made by the test that judges \
    (`UPDATE_EXPECT=1 cargo test -p paper gate_figures`).\n\n\
    ## Passages\n\n| Rule | Written beside it | Written blind | Blind, held out | Blind, held out again | Blind, a fourth time | Blind, a fifth time | Before a mending | Precision | Recall |\n|---|---|---|---|---|---|---|---|---|---|\n";

const NOTES: &str = "\n## At first sight\n\nFive sets of passages were written blind, one after the other, and a sixth before a mending. Each was first run against rules made without it; then \
    its failures were looked at, and general weaknesses mended, so the columns above flatter the rules. What each set gave at first sight \
    is what to expect of texts nobody has seen:\n\n\
    - first set: source.unlisted 10/12, 0/12; source.sixteen_hours 11/11, 0/11; source.state 11/12, 1/12; voice.vague 11/12, 1/13; quote.speaker 6/12, 4/13; \
    party.unheard 3/12, 1/12; source.copied 12/12, 0/12; reader.second 7/12, 4/12; advice.in_news 8/12, 1/12; event.old 11/12, 0/12; time.relative 12/12, 0/12; \
    text.repeated 0/12, 0/12; headline.unsupported 6/12, 4/12; figure.differs 4/12, 3/12; name.spelling 4/12, 1/12; headline.question 7/12, 3/12; \
    headline.shouting 10/12, 1/12; standfirst.repeats 5/12, 0/12; pull.not_in_text 11/12, 0/12; link.text 12/12, 0/12.\n\
    - second set (held out): as in its column, but for voice.vague 7/8, 3/8; quote.speaker 8/8, 4/8; reader.second 6/8, 3/8, which were mended after it.\n\
    - third set (held out again, for the rules that were weak in the second): as in its column, but for quote.speaker 7/10, 4/10; party.unheard 3/10, 2/10; \
    source.state 9/10, 4/10; headline.question 5/10, 3/10, of which the first three were mended after the fourth.\n\
    - fourth set (for the rules that were below 0.80 in the third): quote.speaker 9/12, 1/12; party.unheard 8/12, 4/12; source.state 12/12, 0/12; \
    headline.question 9/12, 8/12. Its passages were written from the page of rules, before the code of the rules was read, by whoever mended the rules \
    afterwards: general means only (matches and made-up stories, the one person interviewed, what an outlet is told in another sentence).\n\
    - fifth set (for three rules, twice as large as the others, by somebody who had seen neither rules nor code): date.missing 8/26, 7/26; source.state \
    16/26, 3/26; party.unheard 7/26, 5/26, a precision of 0.53, 0.84 and 0.58. Mended after it by general means: days in words, cut off and between \
    brackets, and days that name a street, a term or what is long past (date.missing); what an outlet is to a state, not a state met beside it \
    (source.state); more ways to have asked, and the answers of those who only stand by (party.unheard).\n\
    - sixth set (for party.unheard, written by whoever mended it, after reading the rule and before touching it): 5/16, 0/16 by the rule as it \
    was, 12/16, 0/16 by the mended one, which was not changed after that. Mended by general means: who is called on to go says nothing by it, \
    and in “said that Pike had misled them” or “who they say cheated them” it is not the accused who speaks. On all sets before it 39/78 became \
    44/78, and no false alarm was added.\n\n\
    Third and fourth set at first sight, taken together, had given a precision of 0.76 (quote.speaker), 0.65 (party.unheard), 0.84 (source.state) and 0.56 \
    (headline.question); the rules as they were then gave 0.94, 0.85 and 0.95 on the two. No set is left that nobody has seen.\n\n## Not shipped\n\n\
    - `headline.question`, a headline that asks what the text does not answer: with lists of words for what is open and what is settled, by what the \
    question asks for (a number, a person, a reason), or by the share of its words the text takes up, the precision on the last two sets stayed \
    below 0.60. Its passages are kept in `paper/gate-cases/headline.question/` for whoever finds a better way.\n\n\
    Within the rules that ship, some claims are left to people on purpose, because no list of words tells \
    them apart with a precision of 0.80: a headline that names a cause, a cure or a scope the text leaves open (`headline.unsupported` looks at numbers, \
    names, quotations and a closed list of strong claims); an accusation told without an accusing word, and who of those named in a case at court has spoken (`party.unheard`); \
    a day to come that is not the day of the news, since papers also announce (`date.missing`); a figure that differs between two \
    paragraphs of the body (`figure.differs` compares headline, standfirst and captions with the body).\n";

fn docs(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../docs")
        .join(name)
        .display()
        .to_string()
}

#[test]
fn the_page_of_rules_is_not_stale() {
    expect_test::expect_file![docs("gate.md")].assert_eq(&paper::gate::page());
}

fn articles() -> String {
    let mut per_rule: BTreeMap<&str, Tally> = BTreeMap::new();
    let (mut all, mut good, mut good_findings, mut count) = (Tally::default(), 0, 0, 0);
    let mut files: Vec<_> = std::fs::read_dir(root().join("articles"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "md"))
    {
        let text = std::fs::read_to_string(file).unwrap();
        let expected = std::fs::read_to_string(file.with_extension("expect")).unwrap();
        let expected: Vec<&str> = expected
            .lines()
            .filter_map(|line| line.split([':', ' ']).next())
            .filter(|code| !code.is_empty())
            .collect();
        let found = findings(&text, "");
        let name = file.file_name().unwrap().display();
        count += 1;
        if expected.is_empty() {
            good += 1;
            good_findings += found.len();
            let blocks: Vec<_> = found
                .iter()
                .filter(|finding| finding.severity == Severity::Block)
                .collect();
            assert!(
                blocks.is_empty(),
                "{name} is good and is blocked: {blocks:#?}"
            );
        }
        for rule in RULES {
            let (wanted, raised) = (
                expected.contains(&rule.code),
                found.iter().any(|finding| finding.code == rule.code),
            );
            all.count(wanted, raised);
            per_rule.entry(rule.code).or_default().count(wanted, raised);
            if wanted != raised {
                println!(
                    "{name}: {} [{}]",
                    rule.code,
                    if raised { "false alarm" } else { "missed" }
                );
            }
        }
    }
    assert!(
        all.precision() >= PRECISION_MIN,
        "precision over whole articles is {:.2}",
        all.precision()
    );
    let mut out = format!(
        "\n## Whole articles\n\n{count} articles, {good} of them good: {good_findings} findings on the good ones, no block. Over all rules and articles the precision is \
         {:.2} and the recall {:.2}.\n\n| Rule | Right | False alarms | Missed |\n|---|---|---|---|\n",
        all.precision(),
        all.recall()
    );
    for (code, tally) in per_rule
        .iter()
        .filter(|(_, tally)| tally.right + tally.missed + tally.false_alarms > 0)
    {
        writeln!(
            out,
            "| `{code}` | {} | {} | {} |",
            tally.right, tally.false_alarms, tally.missed
        )
        .unwrap();
    }
    out
}
