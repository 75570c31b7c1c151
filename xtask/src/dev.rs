//! `dev`: the demo shop on the real runtime, rebuilt when a source changes.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use anyhow::Result;

use crate::build::Built;
use crate::program::Group;
use crate::project::{self, Edition, Profile};
use crate::setup::{Needs, Toolbox};
use crate::wrangler::{self, Options, Server};
use crate::{build, flags, http, setup, state};

/// The port the README names.
const PORT: u16 = 8787;
/// Where the development database lives.
pub const STATE: &str = ".wrangler/state";

const LOOK: Duration = Duration::from_millis(500);
const CHORES: Duration = Duration::from_secs(5);

/// What the app and the Worker are made from.
const SOURCES: [&str; 9] = [
    "domain",
    "worker/src",
    "worker/migrations",
    "worker/Cargo.toml",
    "app",
    "style",
    "public",
    "Cargo.toml",
    "wrangler.toml",
];

/// The command.
pub fn run(args: Vec<String>) -> Result<()> {
    let mut port = PORT;
    flags::each(args, |name, values| {
        match name {
            "--port" => port = values.number()?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    wrangler::port_is_free(port)?;
    let toolbox = setup::ensure(Needs::Build)?;
    build::build(&toolbox, Profile::Dev, Edition::Shop)?;
    let state = state::prepare(&project::path(STATE))?;
    println!("owner: {}", state.owner.email);
    println!("password: {}", state.owner.password);

    let mut server = start(port)?;
    println!(
        "\nComptoir is at {url}  (back office: {url}/admin; mails: {url}/admin/outbox; Ctrl-C ends it)\n",
        url = server.url
    );
    let mut seen = snapshot()?;
    let mut chores: Option<Instant> = None;
    let agent = http::agent(Duration::from_secs(30));
    loop {
        sleep(LOOK);
        let now = snapshot()?;
        if now != seen {
            seen = now;
            rebuild(&toolbox, &mut server, port);
        }
        if server.ended() {
            println!("the server ended; starting it again");
            server = start(port)?;
        }
        if chores.is_none_or(|last| last.elapsed() >= CHORES) {
            chores = Some(Instant::now());
            // at once after the start, then in turn: what cron does in production; a Worker being reloaded answers with an error, the next turn makes up for it
            http::get(
                &agent,
                &format!("http://127.0.0.1:{port}/cdn-cgi/local/scheduled"),
            )
            .ok();
        }
    }
}

fn start(port: u16) -> Result<Server> {
    let mut server = Server::start(&Options {
        profile: Profile::Dev,
        edition: Edition::Shop,
        port,
        state: &project::path(STATE),
        log: None,
        // ours: whoever kills the whole group kills the server with it
        group: Group::Ours,
        without: None,
        // what was sent stays readable in the outbox
        vars: &["KEEP_MAIL_TEXT:1"],
    })?;
    server.wait()?;
    Ok(server)
}

/// Builds again; a mistake in the sources is shown and the old server stays up.
fn rebuild(toolbox: &Toolbox, server: &mut Server, port: u16) {
    let start_of_build = Instant::now();
    let outcome = build::build(toolbox, Profile::Dev, Edition::Shop).and_then(|built| {
        let Built { app, worker } = built;
        if app || worker {
            server.stop();
            state::prepare(&project::path(STATE))?;
            *server = start(port)?;
            println!("rebuilt in {:.1} s", start_of_build.elapsed().as_secs_f32());
        }
        Ok(())
    });
    if let Err(error) = outcome {
        eprintln!("\n{error:#}\n");
    }
}

/// Every source with the time of its last change.
fn snapshot() -> Result<BTreeMap<PathBuf, SystemTime>> {
    let mut found = BTreeMap::new();
    for source in SOURCES {
        for file in project::files(&project::path(source))? {
            // a file may vanish between being listed and being looked at
            if let Ok(changed) = file.metadata().and_then(|data| data.modified()) {
                found.insert(file, changed);
            }
        }
    }
    Ok(found)
}
