//! Precision and recall of each rule, on cases and on whole articles.

use crate::gate_cases::{Case, cases, findings, root};
use paper::gate::{RULES, Severity};
use std::collections::BTreeMap;
use std::fmt::Write as _;

#[derive(Default, Clone, Copy)]
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

    fn add(&mut self, other: Tally) {
        self.right += other.right;
        self.false_alarms += other.false_alarms;
        self.missed += other.missed;
        self.quiet += other.quiet;
    }

    fn precision(self) -> f64 {
        self.right as f64 / (self.right + self.false_alarms).max(1) as f64
    }

    fn recall(self) -> f64 {
        self.right as f64 / (self.right + self.missed).max(1) as f64
    }
}

fn run(code: &str, cases: &[Case], show: &str) -> Tally {
    let mut tally = Tally::default();
    for case in cases {
        let raised: Vec<_> = findings(&case.text, &case.language)
            .into_iter()
            .filter(|finding| finding.code == code)
            .collect();
        tally.count(case.wanted, !raised.is_empty());
        if show == code && case.wanted == raised.is_empty() {
            let excerpts: Vec<&str> = raised
                .iter()
                .flat_map(|finding| &finding.places)
                .map(|place| place.excerpt.as_str())
                .collect();
            println!(
                "## {} [{}]\n{}\nFOUND {excerpts:?}\n",
                case.title,
                if case.wanted { "missed" } else { "false alarm" },
                case.text.trim()
            );
        }
    }
    tally
}

#[test]
fn gate_figures() {
    let show = option_env!("GATE_SHOW").unwrap_or_default();
    let mut table = String::new();
    for rule in RULES
        .iter()
        .filter(|rule| rule.severity == Severity::Warning)
    {
        let dir = root().join(rule.code);
        let (own, blind) = (cases(&dir.join("own.txt")), cases(&dir.join("blind.txt")));
        if own.is_empty() && blind.is_empty() {
            continue;
        }
        let own_tally = run(rule.code, &own, show);
        let blind_tally = run(rule.code, &blind, show);
        let mut all = own_tally;
        all.add(blind_tally);
        writeln!(
            table,
            "{:22} own {:2}/{:2} fa {:2}/{:2}  blind {:2}/{:2} fa {:2}/{:2}  P {:.2} R {:.2}",
            rule.code,
            own_tally.right,
            own_tally.right + own_tally.missed,
            own_tally.false_alarms,
            own_tally.false_alarms + own_tally.quiet,
            blind_tally.right,
            blind_tally.right + blind_tally.missed,
            blind_tally.false_alarms,
            blind_tally.false_alarms + blind_tally.quiet,
            all.precision(),
            all.recall()
        )
        .unwrap();
    }
    println!("{table}");
    articles();
}

fn articles() {
    let mut per_code: BTreeMap<String, Tally> = BTreeMap::new();
    let mut all = Tally::default();
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
        let expected = std::fs::read_to_string(file.with_extension("expect")).unwrap_or_default();
        let expected: Vec<&str> = expected
            .lines()
            .filter_map(|line| line.split([':', ' ']).next())
            .collect();
        let found = findings(&text, "");
        for rule in RULES {
            let raised = found.iter().find(|finding| finding.code == rule.code);
            let wanted = expected.contains(&rule.code);
            if wanted || raised.is_some() {
                all.count(wanted, raised.is_some());
                per_code
                    .entry(rule.code.to_owned())
                    .or_default()
                    .count(wanted, raised.is_some());
            }
            if wanted != raised.is_some() {
                println!(
                    "{} {} {}: {:?}",
                    file.file_name().unwrap().display(),
                    if wanted { "MISSED" } else { "FALSE" },
                    rule.code,
                    raised.map(|finding| &finding.places.first().unwrap().excerpt)
                );
            }
        }
    }
    println!(
        "articles: P {:.2} R {:.2} right {} fa {} missed {}",
        all.precision(),
        all.recall(),
        all.right,
        all.false_alarms,
        all.missed
    );
}
