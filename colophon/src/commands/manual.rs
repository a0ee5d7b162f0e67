//! `completions` and `man`: made from the commands themselves.

use super::Cli;
use crate::failure::{Failure, Result};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::io::Write;

/// Print completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon completions bash > /etc/bash_completion.d/colophon")]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

/// Print the manual page
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  colophon man > /usr/local/share/man/man1/colophon.1")]
pub(crate) struct Man {}

impl Completions {
    pub(super) fn run(self) -> Result<()> {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "colophon", &mut text);
        print(&text);
        Ok(())
    }
}

impl Man {
    pub(super) fn run(self) -> Result<()> {
        let mut command = Cli::command();
        command.build();
        let mut text = Vec::new();
        let failed = |error: std::io::Error| Failure::new(error.to_string(), error.to_string());
        let page = clap_mangen::Man::new(command.clone());
        page.render(&mut text).map_err(failed)?;
        for sub in command.get_subcommands() {
            let name = format!("colophon {}", sub.get_name());
            let page = clap_mangen::Man::new(sub.clone());
            let _ = writeln!(text, ".SH \"{}\"", name.to_uppercase());
            page.render_description_section(&mut text).map_err(failed)?;
            page.render_synopsis_section(&mut text).map_err(failed)?;
            page.render_options_section(&mut text).map_err(failed)?;
        }
        print(&text);
        Ok(())
    }
}

fn print(text: &[u8]) {
    let _ = std::io::stdout().lock().write_all(text);
}
