//! What comes from npm: wrangler with workerd, a Node that is new enough for it, esbuild, wasm-opt, axe-core.

use std::process::Command;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::{step, system};
use crate::{program, project};

/// Installs exactly what `package-lock.json` says, unless that was done before.
pub fn ensure() -> Result<()> {
    let lock = project::read(&project::path("package-lock.json"))?;
    let wanted = format!("{:x?}", Sha256::digest(lock.as_bytes()).as_slice());
    let note = project::path("node_modules/.comptoir");
    if std::fs::read_to_string(&note).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    system::on_path(&["npm"])
        .context("npm is missing: install Node.js 20 or newer, which brings it")?;
    step(
        "npm packages (wrangler, Node 22, esbuild, wasm-opt, axe-core)",
        "15 s to 1 min",
        || {
            let mut npm = Command::new("npm");
            npm.current_dir(project::root()).args([
                "ci",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
            ]);
            program::output(&mut npm)
                .context("npm packages could not be fetched; a network is needed the first time")?;
            project::write(&note, &wanted)
        },
    )
}
