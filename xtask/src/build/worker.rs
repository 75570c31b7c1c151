//! The Worker: compiled, bound to JavaScript and bundled by worker-build.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::{npm_program, release_flags, wasm_opt};
use crate::program;
use crate::project::{self, Edition, Profile};
use crate::setup::Toolbox;
use crate::setup::wasm::{TARGET, target_folder};

/// The package's name; the platform's crate is the one called `worker`.
pub const PACKAGE: &str = "comptoir-worker";

/// Builds the Worker; true when it differs from the one that was there.
/// Both editions share their libraries: cargo links the package anew when the other edition was the last.
pub fn build(toolbox: &Toolbox, profile: Profile, edition: Edition) -> Result<bool> {
    let (note, title) = match edition {
        Edition::Shop => ("worker.key", "the Worker"),
        Edition::Tests => ("worker-faults.key", "the Worker of the tests"),
    };
    println!("build: {title} …");
    let mut cargo = toolbox.wasm.cargo();
    cargo
        .args(["build", "--lib", "-p", PACKAGE, "--target", TARGET])
        .args(edition.features());
    if profile == Profile::Release {
        cargo.arg("--release");
    }
    release_flags(&mut cargo, profile)?;
    program::run(&mut cargo)?;

    let compiled = target_folder()
        .join(TARGET)
        .join(profile.folder())
        .join("comptoir_worker.wasm");
    let bytes =
        fs::read(&compiled).context("the Worker's wasm is not where cargo should put it")?;
    let wanted = super::app::hex(&Sha256::digest(&bytes));
    let note = profile.stage().join(note);
    let folder = profile.worker(edition);
    let entry = folder.join("index.js");
    if entry.exists() && fs::read_to_string(&note).is_ok_and(|built| built == wanted) {
        return Ok(false);
    }

    // worker-build's own cargo call finds everything compiled; its helpers are named, so it downloads nothing
    let mut bundle = std::process::Command::new(toolbox.tools.worker_build());
    toolbox.wasm.apply(&mut bundle);
    release_flags(&mut bundle, profile)?;
    bundle
        .current_dir(project::path("worker"))
        .env("WASM_BINDGEN_BIN", toolbox.tools.wasm_bindgen())
        .env("WASM_OPT_BIN", npm_program("wasm-opt")?)
        .env("ESBUILD_BIN", npm_program("esbuild")?)
        .env_remove("RUST_BACKTRACE")
        .arg(if profile == Profile::Release {
            "--release"
        } else {
            "--dev"
        })
        .args(["--no-opt", "--out-dir"])
        // worker-build takes the folder as seen from the package's
        .arg(Path::new("..").join(folder.strip_prefix(project::root())?))
        .arg(".")
        .args(edition.features());
    fs::create_dir_all(&folder)?;
    program::output(&mut bundle)?;
    if profile == Profile::Release {
        // for size; the password hash is compiled for speed, and measured by `bench --only passwords`
        wasm_opt(&folder.join("index_bg.wasm"), "-Oz")?;
    }
    project::write(&note, wanted)?;
    Ok(true)
}
