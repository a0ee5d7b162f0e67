//! Installs what the tests need from outside: a browser with its driver, a database server, the accessibility
//! rules and the HTML checker, programs of others that read feeds and check logs, and an authority of certificates.
//!
//! Only what is missing is installed, through Debian's package manager and the npm client. Versions of the
//! packages from npm are pinned in `package-lock.json` of `browser/` and `newsroom/editor/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::editor;
use crate::fault::{Fault, Result};
use crate::postgres;
use crate::run::{self, find_program, heading, is_root, root};

/// A program the tests start, and the Debian packages that bring it.
struct Needed {
    program: &'static str,
    packages: &'static [&'static str],
}

const BROWSER: &[Needed] = &[
    Needed {
        program: "chromium",
        packages: &["chromium", "fonts-liberation"],
    },
    Needed {
        program: "chromedriver",
        packages: &["chromium-driver"],
    },
    Needed {
        program: "node",
        packages: &["nodejs"],
    },
    Needed {
        program: "npm",
        packages: &["npm"],
    },
    Needed {
        program: "java",
        packages: &["default-jre-headless"],
    },
];

/// An authority of certificates to be asked in earnest, and the names that lead it to this machine.
const AUTHORITY: &[Needed] = &[
    Needed {
        program: "pebble",
        packages: &["pebble"],
    },
    Needed {
        program: "pebble-challtestsrv",
        packages: &["pebble"],
    },
];

/// What builds the checker of logs that is not ours, and the implementation it stands on.
const CHECKER: Needed = Needed {
    program: "go",
    packages: &["golang-go"],
};
/// That implementation, where its package puts it.
const CHECKER_SOURCES: (&str, &str) = (
    "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog",
    "golang-golang-x-mod-dev",
);

/// Installs all of it.
///
/// # Errors
/// When a package manager fails; the fault ends with its own words.
pub fn everything() -> Result<()> {
    heading("What the tests need from outside");
    let mut packages = missing_for_browser();
    packages.extend(missing_for_postgres());
    packages.extend(missing_others());
    install(&packages)?;
    node_packages("browser")?;
    node_packages(editor::FOLDER)?;
    println!("   everything is here");
    Ok(())
}

/// Installs what the browser checks need.
///
/// # Errors
/// As [`everything`].
pub fn browser() -> Result<()> {
    heading("What the browser checks need from outside");
    install(&missing_for_browser())?;
    node_packages("browser")
}

/// Installs what building the newsroom's editor needs.
///
/// # Errors
/// As [`everything`].
pub fn editor() -> Result<()> {
    heading("What the editor is built with");
    let programs = BROWSER
        .iter()
        .filter(|needed| matches!(needed.program, "node" | "npm"));
    install(&missing(programs))?;
    node_packages(editor::FOLDER)
}

/// Installs the database server.
///
/// # Errors
/// As [`everything`].
pub fn database() -> Result<()> {
    heading("What the tests on PostgreSQL need from outside");
    install(&missing_for_postgres())
}

/// Installs the peer of the bench and what makes its load; no test needs either.
///
/// # Errors
/// As [`everything`].
pub fn bench() -> Result<()> {
    // Debian keeps nginx where only root's search path leads.
    let nginx = find_program("nginx").is_some() || Path::new("/usr/sbin/nginx").is_file();
    let mut packages = Vec::new();
    if !nginx {
        packages.push("nginx-light");
    }
    if find_program("wrk").is_none() {
        packages.push("wrk");
    }
    install(&packages)
}

/// Installs what judges pages in the bench; no test needs it.
///
/// # Errors
/// As [`everything`].
pub fn lighthouse() -> Result<()> {
    heading("What judges pages");
    node_packages("browser/lighthouse")
}

/// Installs the programs that read our feeds back, what builds a checker of logs, and an authority of certificates.
///
/// # Errors
/// As [`everything`].
pub fn others() -> Result<()> {
    install(&missing_others())
}

fn missing_others() -> Vec<&'static str> {
    let mut packages = missing_readers();
    packages.extend(missing(AUTHORITY.iter()));
    packages.extend(missing(std::iter::once(&CHECKER)));
    let (sources, package) = CHECKER_SOURCES;
    if !Path::new(sources).is_dir() {
        packages.push(package);
    }
    packages
}

/// Readers of feeds in two other languages: what shows that one is there, and the package that brings it.
fn missing_readers() -> Vec<&'static str> {
    let readers = [
        (
            "/usr/bin/python3",
            "-c",
            "import feedparser",
            "python3-feedparser",
        ),
        ("perl", "-e", "use XML::Feed", "libxml-feed-perl"),
    ];
    readers
        .into_iter()
        .filter(|(program, flag, script, _)| {
            let asked = Command::new(program).args([flag, script]).output();
            !asked.is_ok_and(|output| output.status.success())
        })
        .map(|(.., package)| package)
        .collect()
}

fn missing_for_browser() -> Vec<&'static str> {
    missing(BROWSER.iter())
}

/// The packages of those programs that are not here.
fn missing<'a>(programs: impl Iterator<Item = &'a Needed>) -> Vec<&'static str> {
    programs
        .filter(|needed| find_program(needed.program).is_none())
        .flat_map(|needed| needed.packages)
        .copied()
        .collect()
}

fn missing_for_postgres() -> Vec<&'static str> {
    match postgres::programs() {
        Some(_) => Vec::new(),
        None => vec!["postgresql"],
    }
}

/// `apt-get install`, as root or through `sudo`.
fn install(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    if find_program("apt-get").is_none() {
        return Err(Fault::new(format!(
            "no apt-get here: install by hand what Debian calls {}",
            packages.join(", ")
        )));
    }
    println!("   installing {}: a minute or two", packages.join(", "));
    run::output(&mut apt_get(&["update"])?)?;
    let mut words = vec!["install", "--yes", "--no-install-recommends"];
    words.extend(packages);
    run::output(&mut apt_get(&words)?).map(drop)
}

fn apt_get(words: &[&str]) -> Result<Command> {
    let mut command = if is_root() {
        Command::new("env")
    } else if find_program("sudo").is_some() {
        let mut sudo = Command::new("sudo");
        sudo.args(["--non-interactive", "env"]);
        sudo
    } else {
        return Err(Fault::new(
            "neither root nor sudo: run `cargo xtask setup` once as root",
        ));
    };
    command
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet=2"])
        .args(words);
    Ok(command)
}

/// `npm ci` in a folder, unless what is installed is what its lock file names.
fn node_packages(folder: &str) -> Result<()> {
    println!("   packages of {folder}/package-lock.json");
    let folder = root().join(folder);
    let lock = read(&folder.join("package-lock.json"))?;
    let installed: PathBuf = folder.join("node_modules").join("installed-from.json");
    if fs::read(&installed).is_ok_and(|bytes| bytes == lock) {
        return Ok(());
    }
    // No package's own script runs: their files are all that is needed.
    run::output(
        Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-fund", "--no-audit"])
            .current_dir(&folder),
    )?;
    fs::write(&installed, lock).map_err(Fault::during(format!(
        "cannot write {}",
        installed.display()
    )))
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).map_err(Fault::during(format!("cannot read {}", file.display())))
}
