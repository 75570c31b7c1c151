//! The system's own packages, by apt-get where that is there.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::program;

/// The first of these programs that is on the PATH.
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names
        .iter()
        .flat_map(|name| env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|candidate| candidate.is_file())
}

/// Installs Debian packages; `what` completes the sentence that says what to install by hand.
pub fn install(packages: &[&str], what: &str) -> Result<()> {
    if on_path(&["apt-get"]).is_none() {
        bail!("{what}");
    }
    let refused = |error: anyhow::Error| error.context(what.to_owned());
    program::output(as_root("apt-get").args(["update", "-qq"])).map_err(refused)?;
    program::output(
        as_root("apt-get")
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(packages),
    )
    .map_err(refused)?;
    Ok(())
}

/// A command that runs with the rights to change the system: as it is for root, by sudo for others.
pub fn as_root(program: &str) -> Command {
    let is_root = program::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if is_root || !Path::new("/usr/bin/sudo").exists() {
        let mut command = Command::new(program);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        return command;
    }
    let mut command = Command::new("sudo");
    command.args(["DEBIAN_FRONTEND=noninteractive", program]);
    command
}
