//! Where things are: the repository, its artefacts, and the per-user cache of tools.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result};

/// The name of the D1 database, in `wrangler.toml` and on every wrangler command line.
pub const DATABASE: &str = "comptoir";

/// The repository's folder.
pub fn root() -> &'static Path {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest)
}

/// A path inside the repository.
pub fn path(relative: &str) -> PathBuf {
    root().join(relative)
}

/// How the app and the Worker are compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build; lives under `target/dev`, so that it never disturbs a release build.
    Dev,
    /// What is deployed, tested and measured; lives where `wrangler.toml` looks.
    Release,
}

impl Profile {
    /// cargo's name of the profile's folder.
    pub fn folder(self) -> &'static str {
        match self {
            Profile::Dev => "debug",
            Profile::Release => "release",
        }
    }

    /// The folder of static files that the Worker serves.
    pub fn dist(self) -> PathBuf {
        match self {
            Profile::Dev => path("target/dev/dist"),
            Profile::Release => path("dist"),
        }
    }

    /// The folder of the built Worker.
    pub fn worker(self, edition: Edition) -> PathBuf {
        match (self, edition) {
            (Profile::Dev, Edition::Shop) => path("target/dev/worker"),
            (Profile::Release, Edition::Shop) => path("worker/build"),
            (profile, Edition::Tests) => path("target/faults").join(profile.folder()),
        }
    }

    /// Intermediate files of the bundle, and the notes that let a build be skipped.
    pub fn stage(self) -> PathBuf {
        path("target/bundle").join(self.folder())
    }
}

/// Which Worker it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// The one that serves people: deployed, measured, and what `dev` shows.
    Shop,
    /// The one under test, with the feature `faults`; in folders of its own, so that it can never be deployed.
    Tests,
}

impl Edition {
    /// What cargo is told.
    pub fn features(self) -> &'static [&'static str] {
        match self {
            Edition::Shop => &[],
            Edition::Tests => &["--features", "faults"],
        }
    }
}

/// The user's home folder.
pub fn home() -> Result<PathBuf> {
    env::var_os("HOME")
        .map(PathBuf::from)
        .filter(|home| home.is_absolute())
        .context("HOME is not set: set it to your home folder")
}

/// Where cargo keeps its downloads.
pub fn cargo_home() -> Result<PathBuf> {
    match env::var_os("CARGO_HOME") {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => Ok(home()?.join(".cargo")),
    }
}

/// The per-user cache of Comptoir's own tools; the user's own installs are never touched.
pub fn cache() -> Result<PathBuf> {
    let base = match env::var_os("XDG_CACHE_HOME").map(PathBuf::from) {
        Some(folder) if folder.is_absolute() => folder,
        _ => home()?.join(".cache"),
    };
    Ok(base.join("comptoir"))
}

/// Waits for its turn: two commands at once would write into one folder. Held until dropped.
pub fn turn(what: &str) -> Result<fs::File> {
    let file = path(&format!("target/.{what}-turn"));
    write(&file, "")?;
    let held = fs::File::open(&file)?;
    held.lock()?;
    Ok(held)
}

/// Reads a text file, naming it where that fails.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", shown(path)))
}

/// Writes a file and the folders above it, naming it where that fails.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", shown(folder)))?;
    }
    fs::write(path, content).with_context(|| format!("cannot write {}", shown(path)))
}

/// A path as messages show it: relative to the repository where it is inside.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
}

/// Every file below a folder (or the file itself), in a stable order.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if folder.is_file() {
        found.push(folder.to_path_buf());
    } else if folder.is_dir() {
        let entries =
            fs::read_dir(folder).with_context(|| format!("cannot list {}", shown(folder)))?;
        for entry in entries {
            found.extend(files(&entry?.path())?);
        }
    }
    found.sort();
    Ok(found)
}
