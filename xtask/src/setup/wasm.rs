//! A Rust toolchain that can compile for wasm32: rustup's where it can have the target, else Debian's beside it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{step, system};
use crate::{program, project};

/// The target of the app and of the Worker.
pub const TARGET: &str = "wasm32-unknown-unknown";

const PROBE: &str = "#[unsafe(no_mangle)]\npub extern \"C\" fn letters() -> usize { String::from(\"zinc\").len() }\n";

const PACKAGES: [&str; 6] = [
    "rustc-web",
    "cargo-web",
    "rust-web-clippy",
    "rust-web-src",
    "rust-web-llvm",
    "lld-22",
];

const BY_HAND: &str = "Rust cannot compile for wasm32 here: run `rustup target add wasm32-unknown-unknown` where there is a network";

/// The toolchain that compiles the app and the Worker.
pub enum WasmToolchain {
    /// The one `cargo` on the PATH is of.
    Default,
    /// Debian's, in `/usr/bin`.
    Debian,
}

impl WasmToolchain {
    /// What it is, for people.
    pub fn describe(&self) -> &'static str {
        match self {
            WasmToolchain::Default => "the default toolchain",
            WasmToolchain::Debian => "Debian's toolchain in /usr/bin",
        }
    }

    /// The cargo of this toolchain, ready to build for wasm32 in a target folder of its own.
    pub fn cargo(&self) -> Command {
        let mut command = match self {
            WasmToolchain::Default => Command::new("cargo"),
            WasmToolchain::Debian => Command::new("/usr/bin/cargo"),
        };
        self.apply(&mut command);
        command
    }

    /// Makes a program that calls `cargo` and `rustc` by name find this toolchain's.
    pub fn apply(&self, command: &mut Command) {
        command
            .current_dir(project::root())
            .env("CARGO_TARGET_DIR", target_folder());
        if let WasmToolchain::Debian = self {
            let path = env::var_os("PATH").unwrap_or_default();
            let folders = std::iter::once(PathBuf::from("/usr/bin")).chain(env::split_paths(&path));
            if let Ok(joined) = env::join_paths(folders) {
                command.env("PATH", joined);
            }
            command
                .env("RUSTC", "/usr/bin/rustc")
                .env_remove("RUSTUP_TOOLCHAIN");
        }
    }
}

/// Where wasm builds keep their artefacts: never shared with native builds, which another compiler may make.
pub fn target_folder() -> PathBuf {
    project::path("target/wasm")
}

/// Finds or installs a toolchain that compiles for wasm32.
pub fn ensure() -> Result<WasmToolchain> {
    if let Some(found) = find()? {
        return Ok(found);
    }
    if system::on_path(&["rustup"]).is_some() {
        let added = step("Rust's wasm32 target by rustup", "20 s", || {
            let mut rustup = Command::new("rustup");
            rustup.args(["target", "add", TARGET]);
            Ok(program::works(rustup.current_dir(project::root())))
        })?;
        if added && let Some(found) = find()? {
            return Ok(found);
        }
        println!("setup: rustup cannot fetch the wasm32 target here, Debian's toolchain is next");
    }
    if !Path::new("/usr/bin/rustc").exists() || system::on_path(&["apt-get"]).is_some() {
        step("Debian's Rust with its sources", "1 min", || {
            system::install(&PACKAGES, BY_HAND)
        })?;
    }
    step(
        "Rust's library for wasm32, from those sources",
        "1 min",
        build_library,
    )?;
    find()?.context(BY_HAND)
}

/// The first toolchain that passes the probe.
fn find() -> Result<Option<WasmToolchain>> {
    if probe("rustc")? {
        return Ok(Some(WasmToolchain::Default));
    }
    let debian = Path::new("/usr/bin/rustc").exists() && Path::new("/usr/bin/cargo").exists();
    if debian && probe("/usr/bin/rustc")? {
        return Ok(Some(WasmToolchain::Debian));
    }
    Ok(None)
}

/// Compiles a few lines that need the standard library.
fn probe(rustc: &str) -> Result<bool> {
    let source = project::path("target/setup/probe.rs");
    if !source.exists() {
        project::write(&source, PROBE)?;
    }
    let mut command = Command::new(rustc);
    if rustc.starts_with('/') {
        command.env_remove("RUSTUP_TOOLCHAIN");
    }
    command
        .current_dir(project::root())
        // across crates, as release builds do: a library without bitcode would let these down
        .args([
            "--edition",
            "2024",
            "--crate-type",
            "cdylib",
            "-Clto",
            "--target",
        ])
        .arg(TARGET)
        .arg("--out-dir")
        .arg(project::path("target/setup"))
        .arg(&source);
    Ok(program::works(&mut command))
}

/// Builds the standard library for wasm32 with Debian's compiler and puts it where that compiler looks.
fn build_library() -> Result<()> {
    let folder = project::path("target/setup/library");
    project::write(
        &folder.join("Cargo.toml"),
        "[package]\nname = \"tiny\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[lib]\ncrate-type = [\"cdylib\"]\n\n[workspace]\n",
    )?;
    project::write(&folder.join("src/lib.rs"), "")?;
    let built = program::output(
        Command::new("/usr/bin/cargo")
            .current_dir(&folder)
            .env("RUSTC", "/usr/bin/rustc")
            .env("RUSTC_BOOTSTRAP", "1")
            // release builds optimise across crates, which needs the library's bitcode beside its code
            .env("RUSTFLAGS", "-Cembed-bitcode=yes")
            .env_remove("RUSTUP_TOOLCHAIN")
            .env_remove("CARGO_TARGET_DIR")
            .args(["build", "--release", "-Z", "build-std=std,panic_abort"])
            .args(["--target", TARGET]),
    );
    built.context(BY_HAND)?;
    let made = folder.join("target").join(TARGET).join("release/deps");
    let libraries: Vec<PathBuf> = project::files(&made)?
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "rlib"))
        .filter(|file| {
            file.file_name()
                .is_some_and(|name| !name.to_string_lossy().starts_with("libtiny"))
        })
        .collect();
    if libraries.is_empty() {
        bail!("{BY_HAND}");
    }
    let home = format!("/usr/lib/rustlib/{TARGET}/lib/");
    // of an earlier version nothing may stay: the compiler would find two of each
    program::output(system::as_root("rm").args(["-rf", &home]))?;
    program::output(system::as_root("mkdir").args(["-p", &home]))?;
    program::output(system::as_root("cp").args(&libraries).arg(&home))?;
    Ok(())
}
