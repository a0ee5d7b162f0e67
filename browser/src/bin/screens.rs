//! `screens PROGRAM FOLDER`: pictures of every kind of page of the demo, so that people can look.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command talks to the person at the terminal"
)]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use browser::walk::{Kind, Walk};
use browser::{Browser, Demo, Scheme, Viewport};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [program, folder] = words.as_slice() else {
        eprintln!("screens: wants the program and the folder for the pictures");
        return ExitCode::from(2);
    };
    match take(Path::new(program), Path::new(folder)).await {
        Ok(count) => {
            println!("{count} pictures in {folder}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("screens: {}", chain(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

/// Takes all pictures; returns how many.
async fn take(program: &Path, folder: &Path) -> Result<usize, Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let demo = Demo::start(program)?;
    let mut browser = Browser::start().await?;
    let mut count = 0;
    for front in demo.titles() {
        let title = name(front);
        let walk = Walk::from(front)?;
        let mut taken: BTreeMap<Kind, usize> = BTreeMap::new();
        for visit in walk.worth_a_look() {
            let number = taken.entry(visit.kind).or_default();
            *number += 1;
            for viewport in [Viewport::PHONE, Viewport::DESK] {
                for scheme in [Scheme::Light, Scheme::Dark] {
                    let file = format!(
                        "{title}-{}-{number}-{}-{}.png",
                        visit.kind.name(),
                        viewport.width,
                        scheme.name()
                    );
                    let page = browser.page(&visit.url, viewport, scheme).await?;
                    fs::write(folder.join(file), page.screenshot().await?)?;
                    count += 1;
                }
            }
            println!("{title}-{}-{number}: {}", visit.kind.name(), visit.url);
        }
    }
    Ok(count)
}

/// The first word of the title's host, for the names of files.
fn name(front: &str) -> &str {
    front
        .trim_start_matches("http://")
        .split(['.', ':'])
        .next()
        .unwrap_or_default()
}

/// An error with what caused it, in one line.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
