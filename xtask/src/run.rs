//! Running other programs, with a line that says which one and how long it took.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::fault::{Fault, Result};

/// The root of the workspace, where all commands run: cargo says where it is now, which need not be where we were
/// compiled.
pub fn root() -> PathBuf {
    let here =
        std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let here = PathBuf::from(here);
    here.parent().map_or(here.clone(), Path::to_path_buf)
}

/// The cargo that runs us, so that a toolchain chosen with `+` stays chosen.
pub fn cargo() -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// Says that a part of the work begins.
pub fn heading(text: &str) {
    println!("\n== {text}");
    let _ = std::io::stdout().flush();
}

/// Runs a command with its output on ours and nothing on its input.
///
/// # Errors
/// When it cannot be started or does not end with success.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    println!("   $ {shown}");
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(Fault::during(format!("cannot start `{shown}`")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Fault::new(format!("`{shown}` failed ({status})")))
    }
}

/// Runs a command in silence and returns what it wrote to standard output.
///
/// # Errors
/// When it cannot be started or does not end with success; the text ends with what it said on standard error.
pub fn output(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(Fault::during(format!("cannot start `{shown}`")))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Fault::new(format!(
            "`{shown}` failed ({}): {}",
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        )))
    }
}

/// Runs a command whose standard output passes on line by line, each line also shown to `see`. True if it
/// ended with success.
///
/// # Errors
/// When it cannot be started or read from.
pub fn watched(command: &mut Command, mut see: impl FnMut(&str)) -> Result<bool> {
    let shown = shown(command);
    println!("   $ {shown}");
    let doing = || format!("cannot run `{shown}`");
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(Fault::during(doing()))?;
    if let Some(stdout) = child.stdout.take() {
        let mut reader = BufReader::new(stdout);
        let mut line = Vec::new();
        while reader
            .read_until(b'\n', &mut line)
            .map_err(Fault::during(doing()))?
            > 0
        {
            let mut out = std::io::stdout().lock();
            out.write_all(&line)
                .and_then(|()| out.flush())
                .map_err(Fault::during("cannot write to standard output"))?;
            see(&String::from_utf8_lossy(&line));
            line.clear();
        }
    }
    Ok(child.wait().map_err(Fault::during(doing()))?.success())
}

/// True when standard output is a terminal, so that colours may be asked of programs whose output we pass on.
pub fn on_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// The program of this name on the search path.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// True when we are root, who needs no `sudo` and whom PostgreSQL refuses.
pub fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Runs a step and measures it.
pub fn timed<T>(step: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = step();
    (value, start.elapsed())
}

/// The command as one would type it: environment, program, arguments, without the folder of the program.
fn shown(command: &Command) -> String {
    let mut words: Vec<String> = Vec::new();
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            words.push(format!("{}={}", name.display(), value.display()));
        }
    }
    let program = Path::new(command.get_program());
    words.push(
        program
            .file_name()
            .unwrap_or(program.as_os_str())
            .display()
            .to_string(),
    );
    words.extend(
        command
            .get_args()
            .map(OsStr::display)
            .map(|word| word.to_string()),
    );
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_is_named_with_its_arguments() {
        let fault = run(Command::new("/bin/false").arg("--really")).unwrap_err();
        assert_eq!(
            fault.to_string(),
            "`false --really` failed (exit status: 1)"
        );
    }

    #[test]
    fn output_passes_line_by_line_and_keeps_the_verdict() {
        let mut seen = Vec::new();
        let ok = watched(
            Command::new("sh").args(["-c", "echo one; echo two; exit 3"]),
            |line| {
                seen.push(line.trim().to_owned());
            },
        );
        assert_eq!(
            (seen, ok.unwrap()),
            (vec!["one".to_owned(), "two".to_owned()], false)
        );
    }
}
