//! wasm-bindgen and worker-build, pinned, in a per-user cache: the user's own are neither used nor touched.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::step;
use crate::{program, project};

const WASM_BINDGEN: &str = "0.2.130";
const WORKER_BUILD: &str = "0.8.7";

/// The pinned tools.
pub struct Tools {
    /// The folder they are installed in.
    pub folder: PathBuf,
}

impl Tools {
    /// wasm-bindgen's command line.
    pub fn wasm_bindgen(&self) -> PathBuf {
        self.folder.join("bin/wasm-bindgen")
    }

    /// worker-build.
    pub fn worker_build(&self) -> PathBuf {
        self.folder.join("bin/worker-build")
    }
}

/// Compiles the tools that are not there yet; unoptimised, which is quick to do and fast enough to use.
pub fn ensure() -> Result<Tools> {
    let versions = format!("tools-wasm-bindgen-{WASM_BINDGEN}-worker-build-{WORKER_BUILD}");
    let tools = Tools {
        folder: project::cache()?.join(versions),
    };
    if !tools.wasm_bindgen().exists() {
        // no `--locked`: its lock file names a crate version that was withdrawn
        step("the wasm-bindgen command", "1 to 2 min", || {
            let mut cargo = install(&tools)?;
            cargo.args(["--no-default-features", "--bin", "wasm-bindgen"]);
            cargo.arg(format!("wasm-bindgen-cli@{WASM_BINDGEN}"));
            program::output(&mut cargo)
                .context("wasm-bindgen could not be installed; a network is needed the first time")
        })?;
    }
    if !tools.worker_build().exists() {
        step("the worker-build command", "1 to 2 min", || {
            let mut cargo = install(&tools)?;
            cargo.args(["--locked", "--bin", "worker-build"]);
            cargo.arg(format!("worker-build@{WORKER_BUILD}"));
            program::output(&mut cargo)
                .context("worker-build could not be installed; a network is needed the first time")
        })?;
    }
    Ok(tools)
}

fn install(tools: &Tools) -> Result<Command> {
    fs::create_dir_all(&tools.folder)
        .with_context(|| format!("cannot make {}", tools.folder.display()))?;
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(&tools.folder)
        .env_remove("CARGO_TARGET_DIR")
        .args(["install", "--quiet", "--debug", "--root"])
        .arg(&tools.folder);
    Ok(cargo)
}
