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

const NOTE: &str = "comptoir.json";
const PEPPER: &str = "PASSWORD_PEPPER";

/// What a prepared folder holds.
pub struct State {
    /// For wrangler's `--persist-to`.
    pub folder: PathBuf,
    /// Who may sign in.
    pub owner: Owner,
}

/// What a folder's note says about it.
struct Note {
    schema: String,
    pepper: String,
    owner: Owner,
}

impl Note {
    fn read(folder: &Path) -> Option<Note> {
        let text = fs::read_to_string(folder.join(NOTE)).ok()?;
        let known: Value = serde_json::from_str(&text).ok()?;
        let text = |key: &str| Some(known.get(key)?.as_str()?.to_owned());
        Some(Note {
            schema: text("schema")?,
            pepper: text("pepper")?,
            owner: Owner {
                email: text("email")?,
                password: text("password")?,
            },
        })
    }

    fn write(&self, folder: &Path) -> Result<()> {
        let content = json!({
            "schema": self.schema,
            "pepper": self.pepper,
            "email": self.owner.email,
            "password": self.owner.password,
        });
        project::write(&folder.join(NOTE), content.to_string())
    }

    /// Whether the folder's database has today's tables, and its owner today's pepper.
    fn is_current(&self, folder: &Path) -> Result<bool> {
        Ok(self.schema == schema()?
            && self.pepper == pepper_mark()?
            && folder.join("v3/d1").is_dir())
    }
}

/// Whether a folder needs nothing more.
pub fn is_current(folder: &Path) -> Result<bool> {
    Note::read(folder).map_or(Ok(false), |note| note.is_current(folder))
}

/// Migrates a folder and seeds the demo shop where nobody can sign in yet; a folder that is up to date costs nothing.
pub fn prepare(folder: &Path) -> Result<State> {
    let known = Note::read(folder);
    if is_current(folder)?
        && let Some(Note { owner, .. }) = known
    {
        return Ok(State {
            folder: folder.to_path_buf(),
            owner,
        });
    }
    wrangler::migrate(folder)?;
    let owners = wrangler::number(folder, "select count(*) from accounts where role = 'owner'")?;
    let owner = match known {
        Some(note) => note.owner,
        None => Owner::new()?,
    };
    let pepper = setup::secret(PEPPER)?;
    let sql = if owners == 0 {
        demo::shop(&owner, &pepper, now()?)?
    } else {
        // the secrets, the tables or the note are new: what the demo's settings lack is added, and its owner keeps the
        // address and gets the password that is printed
        demo::demo_settings()? + &demo::password(&owner, &pepper)?
    };
    let file = folder.join("demo.sql");
    project::write(&file, sql)?;
    wrangler::execute_file(folder, &file).context("the demo shop could not be written")?;
    let note = Note {
        schema: schema()?,
        pepper: pepper_mark()?,
        owner,
    };
    note.write(folder)?;
    Ok(State {
        folder: folder.to_path_buf(),
        owner: note.owner,
    })
}

/// Like `prepare`, for folders that hold nothing worth keeping: one that is not current is made anew.
pub fn renew(folder: &Path) -> Result<State> {
    if folder.exists() && !is_current(folder)? {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot empty {}", project::shown(folder)))?;
    }
    prepare(folder)
}

/// Tells one pepper from another without keeping it.
fn pepper_mark() -> Result<String> {
    Ok(hex(&Sha256::digest(setup::secret(PEPPER)?.as_bytes())))
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
    digest.update(include_str!("demo/settings.rs"));
    for text in demo::NOTICES.as_flattened() {
        digest.update(text);
    }
    Ok(hex(&digest.finalize()))
}

/// The clock, in Unix milliseconds.
pub fn now() -> Result<i64> {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .context("the clock is before 1970")?;
    Ok(i64::try_from(since.as_millis())?)
}
