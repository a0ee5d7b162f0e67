//! `completions` and `man`: made from the commands themselves.

use super::Cli;
use crate::failure::{Failure, Result};
use crate::terminal;
use clap::{Args, Command, CommandFactory};
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
        terminal::raw(&text);
        Ok(())
    }
}

impl Man {
    pub(super) fn run(self) -> Result<()> {
        let mut command = Cli::command();
        command.build();
        let text = page(&command)
            .map_err(|error: std::io::Error| Failure::new(error.to_string(), error.to_string()))?;
        terminal::raw(&text);
        Ok(())
    }
}

/// The whole manual as one page: its own sections, then one for each command that does something.
fn page(command: &Command) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    let whole = clap_mangen::Man::new(command.clone());
    whole.render_title(&mut text)?;
    whole.render_name_section(&mut text)?;
    whole.render_synopsis_section(&mut text)?;
    whole.render_description_section(&mut text)?;
    whole.render_options_section(&mut text)?;
    whole.render_extra_section(&mut text)?;
    sections(command, "colophon", &mut text)?;
    Ok(text)
}

/// The sections of what stands below a command, at any depth. A family has none of its own: its deeds have.
fn sections(command: &Command, name: &str, text: &mut Vec<u8>) -> std::io::Result<()> {
    let below = command
        .get_subcommands()
        .filter(|sub| sub.get_name() != "help");
    for sub in below {
        let name = format!("{name} {}", sub.get_name());
        if sub.has_subcommands() {
            sections(sub, &name, text)?;
            continue;
        }
        let page = clap_mangen::Man::new(sub.clone());
        writeln!(text, ".SH \"{}\"", name.to_uppercase())?;
        page.render_description_section(text)?;
        page.render_synopsis_section(text)?;
        page.render_options_section(text)?;
        page.render_extra_section(text)?;
    }
    Ok(())
}
