//! `cargo xtask`: every command of the project, one file each.
//! Each command first makes sure that what it needs is there (see `setup`), then does its work on the real runtime.

mod build;
mod demo;
mod dev;
mod flags;
mod http;
mod people;
mod program;
mod project;
mod seed;
mod serve;
mod setup;
mod state;
mod wrangler;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask <command>

  setup                       fetch everything a fresh machine lacks (the other commands do it too)
  build [--release]           bundle the app into dist/ and build the Worker

Ctrl-C stops a command and everything it started.";

fn main() -> ExitCode {
    program::stop_on_signals();
    let outcome = run(std::env::args().skip(1).collect());
    program::stop_all();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut args: Vec<String>) -> Result<()> {
    if args.is_empty() || args.iter().any(|arg| arg == "--help" || arg == "-h") {
        println!("{HELP}");
        return Ok(());
    }
    let command = args.remove(0);
    match command.as_str() {
        "setup" => setup::run(args),
        "build" => build::run(args),
        "dev" => dev::run(args),
        "seed" => seed::run(args),
        "serve" => serve::run(args),
        "prepare" => serve::prepare(args),
        other => bail!("there is no command `{other}`; `cargo xtask --help` lists them"),
    }
}
