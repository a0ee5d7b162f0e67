//! Colophon, an online newspaper from one binary: settings, commands, wiring, worker.
//!
//! Start at [`commands`]: each command is a type whose `run` reads its files, gives [`orders`] and prints what came of
//! them. [`house`] finds data folder and settings and decides who carries an order out; [`serving`] is the server.
//!
//! No rule of the newspaper is here: deeds are verbs of `paper`.

mod beginning;
mod commands;
mod darkroom;
mod failure;
mod folder;
mod handing_over;
mod house;
mod mails;
mod manifests;
mod operations;
mod orders;
mod outside;
mod purging;
mod searching;
mod serving;
mod settings;
mod system;
mod tallying;
mod terminal;
mod tls;
mod usage;
mod verifying;
mod worker;

use std::process::ExitCode;

fn main() -> ExitCode {
    let environment = settings::Environment::read();
    let language = environment.language.clone();
    let cli = match usage::arguments() {
        Ok(cli) => cli,
        Err(failure) => {
            terminal::err(format!("colophon: {}", failure.say(&language)));
            return ExitCode::from(failure.code());
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            terminal::err(format!("colophon: {error}"));
            return ExitCode::from(failure::FAILED);
        }
    };
    match runtime.block_on(cli.run(environment)) {
        Ok(()) => match terminal::unwritten() {
            None => ExitCode::SUCCESS,
            Some(error) => {
                let (it, en) = (
                    format!("fatto, ma la risposta non si è potuta scrivere: {error}"),
                    format!("done, but the answer could not be written: {error}"),
                );
                terminal::err(format!(
                    "colophon: {}",
                    terminal::either(&language, &it, &en)
                ));
                ExitCode::from(failure::FAILED)
            }
        },
        Err(failure) => {
            terminal::err(format!("colophon: {}", failure.say(&language)));
            ExitCode::from(failure.code())
        }
    }
}
