//! State folders: a local database that is migrated and holds at least the demo shop and its owner.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::build::hex;
use crate::demo::{self, Owner};
use crate::{project, setup, wrangler};

/// What a prepared folder holds.
pub struct State {
    /// For wrangler's `--persist-to`.
    pub folder: PathBuf,
    /// Who may sign in.
    pub owner: Owner,
}

/// Migrates a folder and seeds the demo shop where nobody can sign in yet; a folder that is up to date costs nothing.
pub fn prepare(folder: &Path) -> Result<State> {
    let note = folder.join("comptoir.json");
    let known: Value = fs::read_to_string(&note)
        .ok()
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    let text = |key: &str| known.get(key).and_then(Value::as_str);
    let schema = schema()?;
    let pepper = setup::secret("PASSWORD_PEPPER")?;
    let pepper_mark = hex(&Sha256::digest(pepper.as_bytes()));

    let mut owner = text("email")
        .zip(text("password"))
        .map(|(email, password)| Owner {
            email: email.to_owned(),
            password: password.to_owned(),
        });
    let migrated = text("schema") == Some(&schema) && folder.join("v3/d1").is_dir();
    if let Some(owner) = owner.take_if(|_| migrated && text("pepper") == Some(&pepper_mark)) {
        return Ok(State {
            folder: folder.to_path_buf(),
            owner,
        });
    }

    wrangler::migrate(folder)?;
    let empty =
        wrangler::number(folder, "select count(*) from accounts where role = 'owner'")? == 0;
    let owner = match owner {
        Some(owner) => owner,
        None => Owner::new()?,
    };
    let sql = if empty {
        demo::shop(&owner, &pepper, now()?)?
    } else {
        // the secrets or the note are new: the demo's owner keeps the address and gets the password that is printed
        demo::password(&owner, &pepper)?
    };
    let file = folder.join("demo.sql");
    project::write(&file, sql)?;
    wrangler::execute_file(folder, &file).context("the demo shop could not be written")?;
    let content = json!({ "schema": schema, "email": owner.email, "password": owner.password, "pepper": pepper_mark });
    project::write(&note, content.to_string())?;
    Ok(State {
        folder: folder.to_path_buf(),
        owner,
    })
}

/// A fresh copy of a prepared folder; no server may be running on it.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to).with_context(|| format!("cannot empty {}", project::shown(to)))?;
    }
    for file in project::files(from)? {
        let inside = file.strip_prefix(from).unwrap_or(&file);
        let target = to.join(inside);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::copy(&file, &target)
            .with_context(|| format!("cannot copy {}", project::shown(&file)))?;
    }
    Ok(())
}

/// A digest of the migrations and of the demo data.
pub fn schema() -> Result<String> {
    let mut digest = Sha256::new();
    for file in project::files(&project::path("worker/migrations"))? {
        digest.update(file.file_name().unwrap_or_default().as_encoded_bytes());
        digest.update(fs::read(&file)?);
    }
    digest.update(include_str!("demo.rs"));
    Ok(hex(&digest.finalize()))
}

/// The clock, in Unix milliseconds.
pub fn now() -> Result<i64> {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .context("the clock is before 1970")?;
    Ok(i64::try_from(since.as_millis())?)
}
