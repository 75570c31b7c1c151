//! `serve` and `prepare`: for tests that need a server or a state folder of their own; nothing is built.

use std::path::PathBuf;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::program::Group;
use crate::project::{self, Edition, Profile};
use crate::wrangler::{self, Options, Server};
use crate::{flags, seed, setup, state, test};

/// `serve --port N --state DIR [--dev] [--without SECRET] [--var NAME:value]`: wrangler dev in the foreground.
/// It lives in our process group: killing that group is what a crash of the machine does.
pub fn run(args: Vec<String>) -> Result<()> {
    let (mut port, mut folder, mut without, mut vars) = (None, None, None, Vec::new());
    let mut profile = Profile::Release;
    flags::each(args, |name, values| {
        match name {
            "--port" => port = Some(values.number()?),
            "--state" => folder = Some(values.path()?),
            "--without" => without = Some(values.text()?),
            "--var" => vars.push(values.text()?),
            "--dev" => profile = Profile::Dev,
            "--release" => profile = Profile::Release,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let port: u16 = port.context("`serve` needs `--port`")?;
    let folder: PathBuf = folder.context("`serve` needs `--state`")?;
    wrangler::port_is_free(port)?;
    let vars: Vec<&str> = vars.iter().map(String::as_str).collect();
    let mut server = Server::start(&Options {
        profile,
        edition: Edition::Tests,
        port,
        state: &folder,
        log: None,
        group: Group::Ours,
        without: without.as_deref(),
        vars: &vars,
    })?;
    while !server.ended() {
        sleep(Duration::from_millis(200));
    }
    bail!("the server ended")
}

/// `prepare --state DIR [--customers N]`: a migrated and seeded state folder.
pub fn prepare(args: Vec<String>) -> Result<()> {
    let (mut folder, mut customers) = (None, 0);
    flags::each(args, |name, values| {
        match name {
            "--state" => folder = Some(values.path()?),
            "--customers" => customers = values.number()?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let folder: PathBuf = folder.context("`prepare` needs `--state`")?;
    setup::ensure(setup::Needs::Build)?;
    // what the tests prepared already is copied: quicker, and the owner is the same
    let base = project::path(test::BASE);
    if !folder.exists() && state::is_current(&base)? {
        state::copy(&base, &folder)?;
    }
    let state = state::prepare(&folder)?;
    seed::add(&folder, customers)?;
    println!("owner: {}", state.owner.email);
    println!("password: {}", state.owner.password);
    Ok(())
}
