//! The header that makes a request's calls to D1 fail: in the tests' Worker, never in the one people meet.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::sizes::holds;
use crate::build::build_worker;
use crate::project::{Edition, Profile};
use crate::setup::Toolbox;

/// The header's name.
const HEADER: &str = "fault-at";

/// Fails when the shop's Worker knows the header, or when the tests' does not: then the look-up would prove nothing.
pub fn check(toolbox: &Toolbox) -> Result<()> {
    let tests = build_worker(toolbox, Profile::Release, Edition::Tests)?;
    let shop = build_worker(toolbox, Profile::Release, Edition::Shop)?;
    ensure!(
        knows(&tests)?,
        "the Worker of the tests does not know `{HEADER}`"
    );
    ensure!(
        !knows(&shop)?,
        "`{HEADER}` is in the Worker that is deployed"
    );
    Ok(())
}

/// Whether any file of a built Worker holds the header's name.
fn knows(worker: &Path) -> Result<bool> {
    for name in ["index_bg.wasm", "index.js"] {
        let file = fs::read(worker.join(name)).with_context(|| format!("there is no {name}"))?;
        if holds(&file, HEADER) {
            return Ok(true);
        }
    }
    Ok(false)
}
