//! `check`: what must hold besides the tests. Every check runs; the failures are listed at the end.

mod contrast;
mod faults;
mod locales;
mod sizes;

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::project::{Edition, Profile};
use crate::setup::wasm::TARGET;
use crate::setup::{Needs, Toolbox};
use crate::{build, flags, openapi, program, project, setup};

type Check = fn(&Toolbox) -> Result<()>;

const CHECKS: [(&str, Check); 10] = [
    ("fmt", fmt),
    ("contract", |_| openapi::is_fresh()),
    ("locales", |_| locales::check()),
    ("contrast", |_| contrast::check()),
    ("tools", tools),
    ("clippy", clippy_native),
    ("clippy-wasm", clippy_wasm),
    // before the others that need the shop's own Worker: the tests' is usually the one built last
    ("faults", faults::check),
    ("sizes", |toolbox| {
        build::build(toolbox, Profile::Release, Edition::Shop)?;
        sizes::check()
    }),
    ("split", |toolbox| {
        build::build(toolbox, Profile::Release, Edition::Shop)?;
        sizes::admin_stays_in_its_chunk()
    }),
];

/// The command.
pub fn run(args: Vec<String>) -> Result<()> {
    let mut only = None;
    flags::each(args, |name, values| {
        match name {
            "--only" => only = Some(values.text()?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let wanted: Vec<_> = CHECKS
        .iter()
        .filter(|(name, _)| only.as_deref().is_none_or(|only| only == *name))
        .collect();
    if wanted.is_empty() {
        let names: Vec<_> = CHECKS.iter().map(|(name, _)| *name).collect();
        bail!("`--only` takes one of {}", names.join(", "));
    }
    let toolbox = setup::ensure(Needs::Build)?;
    let mut failures = Vec::new();
    for (name, check) in wanted {
        let start = Instant::now();
        println!("check: {name} …");
        match check(&toolbox) {
            Ok(()) => println!(
                "check: {name}: holds ({:.0} s)",
                start.elapsed().as_secs_f32()
            ),
            Err(error) => {
                println!("check: {name}: FAILS\n{error:#}");
                failures.push(*name);
            }
        }
    }
    if !failures.is_empty() {
        bail!("these checks fail: {}", failures.join(", "));
    }
    println!("every check holds");
    Ok(())
}

fn fmt(_: &Toolbox) -> Result<()> {
    let mut cargo = Command::new("cargo");
    program::run(
        cargo
            .current_dir(project::root())
            .args(["fmt", "--all", "--check"]),
    )
}

/// The tools' own tests.
fn tools(_: &Toolbox) -> Result<()> {
    let mut cargo = Command::new("cargo");
    program::run(
        cargo
            .current_dir(project::root())
            .args(["test", "-q", "-p", "xtask", "-p", "tests"])
            .args(["--bin", "xtask", "--bin", "sink"]),
    )
}

fn clippy_native(_: &Toolbox) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(project::root())
        .args([
            "clippy",
            "-q",
            "--all-targets",
            "-p",
            "domain",
            "-p",
            "xtask",
            "-p",
            "tests",
        ])
        .args([
            "--features",
            "domain/hash,domain/mail,domain/markdown,domain/pdf,domain/schema",
            "--",
            "-D",
            "warnings",
        ]);
    program::run(&mut cargo).context("clippy is not content with the native crates")
}

fn clippy_wasm(toolbox: &Toolbox) -> Result<()> {
    for (package, edition) in [
        ("app", Edition::Shop),
        (build::WORKER, Edition::Tests),
        (build::WORKER, Edition::Shop),
    ] {
        let mut cargo = toolbox.wasm.cargo();
        cargo
            .args(["clippy", "-q", "-p", package, "--target", TARGET])
            .args(edition.features())
            .args(["--", "-D", "warnings"]);
        program::run(&mut cargo)
            .with_context(|| format!("clippy is not content with {package}"))?;
    }
    Ok(())
}
