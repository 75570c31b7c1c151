//! The headers that make a request's calls to D1 fail and tell its statements: in the tests' Worker, never in the one people meet.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::sizes::holds;
use crate::build::build_worker;
use crate::project::{Edition, Profile};
use crate::setup::Toolbox;

/// The headers' names.
const HEADERS: [&str; 2] = ["fault-at", "tell-sql"];

/// Fails when the shop's Worker knows a header, or when the tests' does not: then the look-up would prove nothing.
pub fn check(toolbox: &Toolbox) -> Result<()> {
    let tests = build_worker(toolbox, Profile::Release, Edition::Tests)?;
    let shop = build_worker(toolbox, Profile::Release, Edition::Shop)?;
    for header in HEADERS {
        ensure!(
            knows(&tests, header)?,
            "the Worker of the tests does not know `{header}`"
        );
        ensure!(
            !knows(&shop, header)?,
            "`{header}` is in the Worker that is deployed"
        );
    }
    Ok(())
}

/// Whether any file of a built Worker holds a header's name.
fn knows(worker: &Path, header: &str) -> Result<bool> {
    for name in ["index_bg.wasm", "index.js"] {
        let file = fs::read(worker.join(name)).with_context(|| format!("there is no {name}"))?;
        if holds(&file, header) {
            return Ok(true);
        }
    }
    Ok(false)
}
