//! wrangler: local servers on workerd, and the local or remote database, always with the pinned Node and without phoning home.

use std::env;
use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::program::{self, Group, Running};
use crate::project::{self, DATABASE, Edition, Profile};

/// The id that stands in `wrangler.toml` until the shop is deployed; it names the local database.
pub const DATABASE_ID: &str = "00000000-0000-4000-8000-000000000000";

/// wrangler with these arguments.
pub fn wrangler(args: &[&str]) -> Command {
    let programs = project::path("node_modules/.bin");
    let mut command = Command::new(programs.join("node"));
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(programs).chain(env::split_paths(&path));
    if let Ok(joined) = env::join_paths(folders) {
        command.env("PATH", joined);
    }
    command
        .current_dir(project::root())
        .env("CI", "1")
        .env("NO_COLOR", "1")
        .env("WRANGLER_SEND_METRICS", "false")
        .env("CLOUDFLARE_CF_FETCH_ENABLED", "false")
        .arg(project::path("node_modules/wrangler/bin/wrangler.js"))
        .args(args);
    command
}

/// Applies the migrations that a local state folder lacks.
pub fn migrate(state: &Path) -> Result<()> {
    let mut command = wrangler(&["d1", "migrations", "apply", DATABASE, "--local"]);
    program::output(command.arg("--persist-to").arg(state)).context("the migrations failed")?;
    Ok(())
}

/// Runs the statements of a file on a local state folder.
pub fn execute_file(state: &Path, file: &Path) -> Result<()> {
    let mut command = wrangler(&["d1", "execute", DATABASE, "--local", "--yes", "--json"]);
    command
        .arg("--persist-to")
        .arg(state)
        .arg("--file")
        .arg(file);
    program::output(&mut command)?;
    Ok(())
}

/// The first column of the first row that a statement finds in a local state folder.
pub fn number(state: &Path, sql: &str) -> Result<u64> {
    first_number(&asked(state, sql)?)
}

/// The rows that a statement finds in a local state folder, each an object.
pub fn rows(state: &Path, sql: &str) -> Result<Vec<Value>> {
    let mut answers: Value =
        serde_json::from_str(&asked(state, sql)?).context("wrangler printed no JSON")?;
    match answers.pointer_mut("/0/results").map(Value::take) {
        Some(Value::Array(rows)) => Ok(rows),
        _ => bail!("the statement found no rows"),
    }
}

fn asked(state: &Path, sql: &str) -> Result<String> {
    let mut command = wrangler(&["d1", "execute", DATABASE, "--local", "--yes", "--json"]);
    command
        .arg("--persist-to")
        .arg(state)
        .arg("--command")
        .arg(sql);
    program::output(&mut command)
}

/// The first column of the first row in what `d1 execute --json` printed.
pub fn first_number(printed: &str) -> Result<u64> {
    let answers: Value = serde_json::from_str(printed).context("wrangler printed no JSON")?;
    answers
        .pointer("/0/results/0")
        .and_then(|row| row.as_object())
        .and_then(|row| row.values().next())
        .and_then(Value::as_u64)
        .context("the statement found no number")
}

/// How a local server is started.
pub struct Options<'a> {
    /// Which build it serves.
    pub profile: Profile,
    /// Which Worker.
    pub edition: Edition,
    /// The port on 127.0.0.1.
    pub port: u16,
    /// The state folder.
    pub state: &'a Path,
    /// Where its words go; the terminal when none.
    pub log: Option<PathBuf>,
    /// Whose process group it lives in.
    pub group: Group,
    /// A secret it has to do without.
    pub without: Option<&'a str>,
    /// More variables, as `NAME:value`.
    pub vars: &'a [&'a str],
}

/// A local server.
pub struct Server {
    /// Where it answers.
    pub url: String,
    running: Running,
    log: Option<PathBuf>,
}

impl Server {
    /// Starts `wrangler dev`; nothing is built.
    pub fn start(options: &Options) -> Result<Server> {
        let url = address(options.port);
        let entry = options.profile.worker(options.edition).join("index.js");
        if !entry.exists() {
            bail!("{} is not there: build first", project::shown(&entry));
        }
        let mut command = wrangler(&["dev"]);
        command
            .arg(entry)
            .arg("--assets")
            .arg(options.profile.dist())
            .args(["--ip", "127.0.0.1", "--port", &options.port.to_string()])
            .args([
                "--show-interactive-dev-session=false",
                "--log-level",
                "info",
            ])
            .arg("--persist-to")
            .arg(options.state)
            .args(["--var", &format!("BASE_URL:{url}")]);
        for var in options.vars {
            command.args(["--var", var]);
        }
        if let Some(secret) = options.without {
            command
                .arg("--env-file")
                .arg(secrets_without(secret, options.state)?);
        }
        if let Some(log) = &options.log {
            project::write(log, "")?;
            let file = File::create(log)?;
            command.stdout(file.try_clone()?).stderr(Stdio::from(file));
        }
        Ok(Server {
            url,
            running: Running::start(&mut command, options.group)?,
            log: options.log.clone(),
        })
    }

    /// Waits until the server answers its health check with 200.
    pub fn wait(&mut self) -> Result<()> {
        let agent = crate::http::agent(Duration::from_secs(5));
        let patience = Instant::now() + Duration::from_secs(30);
        let mut last = String::from("nothing");
        while Instant::now() < patience {
            if self.running.ended() {
                bail!("the server ended at once{}", self.words());
            }
            match crate::http::get(&agent, &format!("{}/api/health", self.url)) {
                Ok((200, _)) => return Ok(()),
                Ok((status, body)) => last = format!("{status} {body}"),
                Err(error) => last = error.to_string(),
            }
            sleep(Duration::from_millis(100));
        }
        bail!(
            "the server does not answer its health check ({last}){}",
            self.words()
        )
    }

    /// The bytes that its workerd holds.
    pub fn memory(&self) -> u64 {
        self.running.memory("workerd")
    }

    /// Whether the server has ended by itself.
    pub fn ended(&mut self) -> bool {
        self.running.ended()
    }

    /// Stops the server and all its processes.
    pub fn stop(&mut self) {
        self.running.stop();
    }

    /// The end of its log, for an error.
    fn words(&self) -> String {
        match &self.log {
            Some(log) => {
                let text = std::fs::read_to_string(log).unwrap_or_default();
                format!(
                    "; its log, {}, ends with:\n{}",
                    project::shown(log),
                    program::tail(&text, 15)
                )
            }
            None => String::new(),
        }
    }
}

/// The address of a local server. By name: a browser keeps `__Host-` cookies of localhost.
pub fn address(port: u16) -> String {
    format!("http://localhost:{port}")
}

/// A port nobody listens on.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no free port")?;
    Ok(listener.local_addr()?.port())
}

/// One clear sentence where a port is taken.
pub fn port_is_free(port: u16) -> Result<()> {
    if TcpListener::bind(("127.0.0.1", port)).is_err() {
        bail!(
            "port {port} is in use: stop what listens there, or choose another one with `--port`"
        );
    }
    Ok(())
}

/// A copy of the secrets that lacks one.
fn secrets_without(secret: &str, state: &Path) -> Result<PathBuf> {
    let all = project::read(&project::path(".dev.vars"))?;
    let kept: String = all
        .lines()
        .filter(|line| {
            line.split_once('=')
                .is_none_or(|(name, _)| name.trim() != secret)
        })
        .map(|line| format!("{line}\n"))
        .collect();
    let file = state.join(format!("without-{secret}.env"));
    project::write(&file, kept)?;
    Ok(file)
}
