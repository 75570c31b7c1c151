//! Chunks for development that the platform can take: unoptimised, a large one says the names of its functions in more bytes than
//! its code has.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use wasmparser::{Parser, Payload};

use crate::project;

/// From here on a chunk goes without names: the platform takes files up to 25 MiB.
const LARGE: u64 = 16 * 1024 * 1024;

/// Takes the names out of the large chunks of a package.
pub fn lighten(package: &Path) -> Result<()> {
    for file in project::files(package)? {
        let is_wasm = file.extension().is_some_and(|ending| ending == "wasm");
        if is_wasm && fs::metadata(&file)?.len() >= LARGE {
            let bytes = fs::read(&file)?;
            let light = without_names(&bytes)
                .with_context(|| format!("cannot read {}", project::shown(&file)))?;
            fs::write(&file, light)?;
        }
    }
    Ok(())
}

/// The module without its custom section `name`.
fn without_names(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut light = Vec::with_capacity(bytes.len());
    let mut kept = 0;
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        let Some((_, content)) = payload.as_section() else {
            continue;
        };
        // A section is its number, its length and its content; nothing stands between two.
        let end = usize::try_from(content.end)?;
        let section = kept..end;
        kept = end;
        let is_names =
            matches!(&payload, Payload::CustomSection(custom) if custom.name() == "name");
        if !is_names {
            light.extend_from_slice(bytes.get(section).context("a section ends past the file")?);
        }
    }
    Ok(light)
}
