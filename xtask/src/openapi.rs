//! `openapi`: writes `worker/openapi.json` from the endpoint types; `check` fails while it is stale.

use std::fs;

use anyhow::{Result, ensure};

use crate::{flags, project};

const FILE: &str = "worker/openapi.json";

/// The command.
pub fn run(args: Vec<String>) -> Result<()> {
    flags::none(args)?;
    project::write(&project::path(FILE), document()?)?;
    println!("{FILE} is written");
    Ok(())
}

/// Fails when the committed document is not what the endpoint types say.
pub fn is_fresh() -> Result<()> {
    let committed = fs::read_to_string(project::path(FILE)).unwrap_or_default();
    ensure!(
        committed == document()?,
        "{FILE} is stale: run `cargo xtask openapi` and commit it"
    );
    Ok(())
}

fn document() -> Result<String> {
    let mut text = serde_json::to_string_pretty(&domain::api::openapi::document())?;
    text.push('\n');
    Ok(text)
}
