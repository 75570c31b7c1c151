//! `build`: the app's bundle and the Worker, for development or for release.

mod app;
mod light;
mod pack;
mod shell;
mod worker;

pub use app::{ADMIN_STYLE, CHUNKS, SPACE_STYLE, hex};
pub use worker::PACKAGE as WORKER;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use crate::project::{self, Edition, Profile};
use crate::setup::{Needs, Toolbox};
use crate::{flags, setup};

/// The command.
pub fn run(args: Vec<String>) -> Result<()> {
    let mut profile = Profile::Dev;
    flags::each(args, |name, _| {
        match name {
            "--release" => profile = Profile::Release,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let toolbox = setup::ensure(Needs::Build)?;
    build(&toolbox, profile, Edition::Shop)?;
    println!("app:    {}", project::shown(&profile.dist()));
    println!("worker: {}", project::shown(&profile.worker(Edition::Shop)));
    Ok(())
}

/// What a build changed.
pub struct Built {
    /// The bundle is another one: a running server has to be restarted to serve it.
    pub app: bool,
    /// The Worker is another one: wrangler takes it up by itself.
    pub worker: bool,
}

/// Builds the app and the Worker; what is up to date is left alone.
pub fn build(toolbox: &Toolbox, profile: Profile, edition: Edition) -> Result<Built> {
    let _turn = project::turn("build")?;
    Ok(Built {
        app: app::build(&toolbox.wasm, profile)?,
        worker: worker::build(toolbox, profile, edition)?,
    })
}

/// Builds only the Worker; its folder.
pub fn build_worker(toolbox: &Toolbox, profile: Profile, edition: Edition) -> Result<PathBuf> {
    let _turn = project::turn("build")?;
    worker::build(toolbox, profile, edition)?;
    Ok(profile.worker(edition))
}

/// A program that npm brought; missing ones are named.
pub fn npm_program(name: &str) -> Result<PathBuf> {
    let program = project::path("node_modules/.bin").join(name);
    ensure!(
        program.exists(),
        "{} is missing: run `cargo xtask setup`",
        project::shown(&program)
    );
    Ok(program)
}

/// The compiler's flags for release: smaller views, and the same bytes on every machine, as no path of this one stays in them.
fn release_flags(cargo: &mut Command, profile: Profile) -> Result<()> {
    if profile == Profile::Dev {
        return Ok(());
    }
    let mut flags = vec![
        // leptos then keeps one type for all views instead of one a view: the app is a sixth smaller
        "--cfg=erase_components".to_owned(),
        format!(
            "--remap-path-prefix={}=/comptoir",
            project::root().display()
        ),
    ];
    let sources = project::cargo_home()?.join("registry/src");
    if let Ok(registries) = std::fs::read_dir(&sources) {
        let mut folders: Vec<_> = registries.flatten().map(|entry| entry.path()).collect();
        folders.sort();
        for folder in folders {
            flags.push(format!("--remap-path-prefix={}=/crates", folder.display()));
        }
    }
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    Ok(())
}

/// What the wasm uses beyond the first version of the format; binaryen must be told.
const FEATURES: [&str; 7] = [
    "bulk-memory",
    "nontrapping-float-to-int",
    "sign-ext",
    "mutable-globals",
    "reference-types",
    "multivalue",
    // the glue's tag for JavaScript exceptions
    "exception-handling",
];

/// A program of binaryen, told the features.
fn binaryen(name: &str) -> Result<Command> {
    let mut command = Command::new(npm_program(name)?);
    for feature in FEATURES {
        command.arg(format!("--enable-{feature}"));
    }
    Ok(command)
}

/// Shrinks a wasm file in place.
fn wasm_opt(file: &Path, level: &str) -> Result<()> {
    let mut command = binaryen("wasm-opt")?;
    command
        .arg(level)
        .args(["--strip-debug", "--strip-producers"])
        // Rust's stack grows down towards address 0: nothing that is pointed at stands within the first kilobyte
        .arg("--low-memory-unused");
    crate::program::output(command.arg(file).arg("-o").arg(file))?;
    Ok(())
}
