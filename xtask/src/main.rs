//! `cargo xtask`: every command of the project, one file each.
//! Each command first makes sure that what it needs is there (see `setup`), then does its work on the real runtime.

mod bench;
mod build;
mod check;
mod demo;
mod deploy;
mod dev;
mod flags;
mod http;
mod openapi;
mod orders;
mod people;
mod program;
mod project;
mod seed;
mod serve;
mod setup;
mod sink;
mod state;
mod test;
mod wrangler;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask <command>

  setup                      everything a fresh machine lacks (the other commands see to it too)
  dev [--port N]             the demo shop at http://localhost:8787, rebuilt on change
  test [--only domain|api|browser] [--dev] [filter …]
                             rules, API and browser journeys; closes with what was run
  check [--only NAME]        fmt, contract, locales, contrast, tools, clippy, clippy-wasm, faults, sizes, split
  build [--release]          bundle the app and build the Worker
  seed --customers N [--state DIR]
                             add made-up people and their orders to the local database
  bench [--customers 10000,100000] [--only pages|doors|passwords|orders]
                             measure against the design's budgets
  openapi                    rewrite worker/openapi.json from the endpoint types
  deploy [--dry-run] [--url URL] [--mail-from EMAIL] [--owner EMAIL]
                             bring the shop to Cloudflare

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
        "test" => test::run(args),
        "check" => check::run(args),
        "openapi" => openapi::run(args),
        "bench" => bench::run(args),
        "deploy" => deploy::run(args),
        "seed" => seed::run(args),
        "serve" => serve::run(args),
        "prepare" => serve::prepare(args),
        other => bail!("there is no command `{other}`; `cargo xtask --help` lists them"),
    }
}
