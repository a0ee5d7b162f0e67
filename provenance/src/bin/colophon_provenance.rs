//! `colophon-provenance FILE MEDIA_TYPE [SIGNERS.pem]`: checks the manifest of one picture and prints the verdict as JSON.
//!
//! The server runs it for each picture that came with one. It is a process of its own since it parses what strangers wrote: it
//! has so much memory and so much time, reads two files, and asks no network.

use rustix::process::{Resource, Rlimit, setrlimit};
use std::io::Write;
use std::process::ExitCode;

/// Most memory it may take, bytes.
const MEMORY_MAX: u64 = 1024 * 1024 * 1024;
/// Most seconds it may compute.
const SECONDS_MAX: u64 = 30;

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    let (file, media_type, signers) = match given.as_slice() {
        ["--version"] => return said(provenance::CHECKER),
        [file, media_type] => (*file, *media_type, None),
        [file, media_type, signers] => (*file, *media_type, Some(*signers)),
        _ => return failed("wanted are FILE MEDIA_TYPE [SIGNERS.pem]"),
    };
    for (what, most) in [
        (Resource::As, MEMORY_MAX),
        (Resource::Cpu, SECONDS_MAX),
        (Resource::Core, 0),
    ] {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        if let Err(error) = setrlimit(what, limit) {
            return failed(&format!("no limit could be set: {error}"));
        }
    }
    let signers = match signers.map(std::fs::read_to_string).transpose() {
        Ok(signers) => signers,
        Err(error) => return failed(&format!("the list of signers cannot be read: {error}")),
    };
    match std::fs::read(file) {
        Ok(bytes) => said(&provenance::examine(media_type, &bytes, signers.as_deref()).written()),
        Err(error) => failed(&format!("{file}: {error}")),
    }
}

fn said(line: &str) -> ExitCode {
    match writeln!(std::io::stdout().lock(), "{line}") {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn failed(why: &str) -> ExitCode {
    // Where nobody hears it, the code says it.
    let _ = writeln!(std::io::stderr().lock(), "{why}");
    ExitCode::FAILURE
}
