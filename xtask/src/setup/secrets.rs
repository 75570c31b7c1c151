//! `.dev.vars`: the secrets of local servers, random, one set per clone, never in git.

use std::fs::{self, File, Permissions};
use std::io::Read;
use std::os::unix::fs::PermissionsExt;

use anyhow::{Context, Result};

use crate::project;

/// The secrets the Worker refuses to serve without.
pub const NAMES: [&str; 2] = ["PASSWORD_PEPPER", "DEVICE_KEY"];

/// What the mail provider signs its webhook with; in production it is the provider who makes it up.
pub const WEBHOOK: &str = "MAIL_WEBHOOK_SECRET";

/// Makes the secrets that are missing; those that are there stay.
pub fn ensure() -> Result<()> {
    let file = project::path(".dev.vars");
    let mut content = fs::read_to_string(&file).unwrap_or_default();
    let missing: Vec<&str> = NAMES
        .into_iter()
        .filter(|name| {
            !content.lines().any(|line| {
                line.split_once('=')
                    .is_some_and(|(key, value)| key.trim() == *name && !value.trim().is_empty())
            })
        })
        .collect();
    let webhook = !content.contains(WEBHOOK);
    if missing.is_empty() && !webhook {
        return Ok(());
    }
    if !content.is_empty() && !content.ends_with('\n') {
        content.push('\n');
    }
    for name in missing {
        content.push_str(&format!("{name}={}\n", random_hex(32)?));
    }
    if webhook {
        // base64 reads hexadecimal as well
        content.push_str(&format!("{WEBHOOK}=whsec_{}\n", random_hex(24)?));
    }
    project::write(&file, content)?;
    fs::set_permissions(&file, Permissions::from_mode(0o600))?;
    Ok(())
}

/// A secret's value.
pub fn secret(name: &str) -> Result<String> {
    let content = project::read(&project::path(".dev.vars"))?;
    content
        .lines()
        .filter_map(|line| line.split_once('='))
        .find(|(key, _)| key.trim() == name)
        .map(|(_, value)| value.trim().to_owned())
        .with_context(|| format!(".dev.vars has no {name}: run `cargo xtask setup`"))
}

/// Random bytes of the operating system, in hexadecimal.
pub fn random_hex(bytes: usize) -> Result<String> {
    Ok(random(bytes)?
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

/// Random bytes of the operating system.
pub fn random(bytes: usize) -> Result<Vec<u8>> {
    let mut buffer = vec![0; bytes];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut buffer))
        .context("cannot read random bytes from /dev/urandom")?;
    Ok(buffer)
}
