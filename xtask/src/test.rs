//! `test`: the rules natively, the API on the real workerd and D1, the journeys in real Chromium; closes with what was run.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::program::{Group, Running};
use crate::project::{self, Edition, Profile};
use crate::setup::{Browser, Needs};
use crate::sink::Sink;
use crate::state::{self, State};
use crate::wrangler::{self, Options, Server};
use crate::{build, flags, http, setup};

/// The state folder that tests' own servers start from.
pub const BASE: &str = "target/test-state/base";

/// One kind of tests.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Domain,
    Api,
    Browser,
}

impl Part {
    const ALL: [Part; 3] = [Part::Domain, Part::Api, Part::Browser];

    fn name(self) -> &'static str {
        match self {
            Part::Domain => "domain",
            Part::Api => "api",
            Part::Browser => "browser",
        }
    }
}

/// What a part came to.
struct Outcome {
    part: Part,
    passed: u64,
    failed: u64,
    took: Duration,
}

/// The command.
pub fn run(args: Vec<String>) -> Result<()> {
    // asked now: once cargo has replaced the file, the system calls it deleted
    let xtask = env::current_exe().context("this program has no path")?;
    let (mut only, mut filters, mut profile) = (None, Vec::new(), Profile::Release);
    flags::each(args, |name, values| {
        match name {
            "--only" => {
                let wanted = values.text()?;
                let part = Part::ALL.into_iter().find(|part| part.name() == wanted);
                only = Some(part.context("`--only` takes domain, api or browser")?);
            }
            "--dev" => profile = Profile::Dev,
            word if !word.starts_with('-') => filters.push(word.to_owned()),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let wanted = |part: Part| only.is_none_or(|only| only == part);
    let mut outcomes = Vec::new();
    if wanted(Part::Domain) {
        outcomes.push(tested(
            Part::Domain,
            cargo_test(&["-p", "domain", "--all-features"], &filters),
        )?);
    }
    if wanted(Part::Api) || wanted(Part::Browser) {
        let needs = if wanted(Part::Browser) {
            Needs::Browser
        } else {
            Needs::Build
        };
        let toolbox = setup::ensure(needs)?;
        build::build(&toolbox, profile, Edition::Tests)?;
        compile(&wanted)?;
        let mut world = World::open(profile, xtask)?;
        if wanted(Part::Api) {
            let command = cargo_test(&["-p", "tests", "--test", "api"], &filters);
            outcomes.push(tested(Part::Api, world.told(command))?);
        }
        if let (true, Some(browser)) = (wanted(Part::Browser), &toolbox.browser) {
            world.start_driver(browser)?;
            let command = cargo_test(&["-p", "tests", "--test", "browser"], &filters);
            outcomes.push(tested(Part::Browser, world.told(command))?);
        }
        world.close(outcomes.iter().any(|outcome| outcome.failed > 0));
    }
    report(&outcomes)
}

/// Prints what was run; the last line is the sum.
fn report(outcomes: &[Outcome]) -> Result<()> {
    println!();
    for outcome in outcomes {
        println!(
            "{:8} {:4} passed, {} failed, {:.0} s",
            outcome.part.name(),
            outcome.passed,
            outcome.failed,
            outcome.took.as_secs_f32()
        );
    }
    let passed: u64 = outcomes.iter().map(|outcome| outcome.passed).sum();
    let failed: u64 = outcomes.iter().map(|outcome| outcome.failed).sum();
    let sum = format!("{passed} passed, {failed} failed\n");
    project::write(&project::path("target/test-state/sum"), &sum)?;
    print!("{sum}");
    if failed > 0 {
        crate::program::stop_all();
        std::process::exit(1);
    }
    Ok(())
}

/// The tests whose names have one of these words; all without one.
fn cargo_test(args: &[&str], filters: &[String]) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(project::root()).arg("test").args(args);
    if !filters.is_empty() {
        command.arg("--").args(filters);
    }
    command
}

/// Compiles the tests before anything is started for them.
fn compile(wanted: &impl Fn(Part) -> bool) -> Result<()> {
    let mut command = Command::new("cargo");
    command
        .current_dir(project::root())
        .args(["test", "--no-run", "-q", "-p", "tests"]);
    for part in [Part::Api, Part::Browser] {
        if wanted(part) {
            command.args(["--test", part.name()]);
        }
    }
    crate::program::run(&mut command)
}

/// Runs a part's tests, shows what they print and counts what they say.
fn tested(part: Part, mut command: Command) -> Result<Outcome> {
    let start = Instant::now();
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .context("`cargo` could not be started")?;
    let mut outcome = Outcome {
        part,
        passed: 0,
        failed: 0,
        took: Duration::ZERO,
    };
    if let Some(printed) = child.stdout.take() {
        for line in BufReader::new(printed).lines() {
            let line = line?;
            println!("{line}");
            if let Some(counts) = line.strip_prefix("test result: ") {
                outcome.passed += count(counts, "passed");
                outcome.failed += count(counts, "failed");
            }
        }
    }
    let status = child.wait()?;
    outcome.took = start.elapsed();
    if !status.success() && outcome.failed == 0 {
        bail!(
            "the {} tests did not run to their end ({status})",
            part.name()
        );
    }
    Ok(outcome)
}

/// The number before a word in `ok. 12 passed; 0 failed; …`.
fn count(counts: &str, word: &str) -> u64 {
    counts
        .split([';', '.'])
        .find_map(|part| part.trim().strip_suffix(word)?.trim().parse().ok())
        .unwrap_or(0)
}

/// A server on a fresh copy of the demo shop, the provider its mails go to, and what the tests are told about them.
struct World {
    folder: PathBuf,
    state: State,
    sink: Sink,
    /// What every server of the tests is given, as `NAME:value`.
    vars: Vec<String>,
    server: Server,
    profile: Profile,
    xtask: PathBuf,
    driver: Option<(Running, u16, Browser)>,
}

impl World {
    fn open(profile: Profile, xtask: PathBuf) -> Result<World> {
        // a folder of its own: two runs at once do not meet
        let folder = project::path(&format!("target/test-state/run-{}", std::process::id()));
        let state = {
            let _turn = project::turn("state")?;
            let mut state = state::renew(&project::path(BASE))?;
            state::copy(&state.folder, &folder.join("state"))?;
            state.folder = folder.join("state");
            state
        };
        let sink = Sink::start(&xtask, &folder.join("sink.log"))?;
        let mut vars = vec!["D1_FIGURES:1".to_owned()];
        vars.extend(sink.vars());
        let log = folder.join("server.log");
        let mut server = Server::start(&Options {
            profile,
            edition: Edition::Tests,
            port: wrangler::free_port()?,
            state: &state.folder,
            log: Some(log),
            group: Group::Own,
            without: None,
            vars: &vars.iter().map(String::as_str).collect::<Vec<_>>(),
        })?;
        server.wait()?;
        println!("test: serving at {}", server.url);
        Ok(World {
            folder,
            state,
            sink,
            vars,
            server,
            profile,
            xtask,
            driver: None,
        })
    }

    fn start_driver(&mut self, browser: &Browser) -> Result<()> {
        let port = wrangler::free_port()?;
        let log = std::fs::File::create(self.folder.join("chromedriver.log"))?;
        let mut command = Command::new(&browser.driver);
        command
            .arg(format!("--port={port}"))
            .stdout(log.try_clone()?)
            .stderr(log);
        let driver = Running::start(&mut command, Group::Own)?;
        let agent = http::agent(Duration::from_secs(2));
        let status = format!("http://127.0.0.1:{port}/status");
        let patience = Instant::now() + Duration::from_secs(20);
        while http::get(&agent, &status).is_err() {
            if Instant::now() > patience {
                bail!("{} does not answer", browser.driver.display());
            }
            sleep(Duration::from_millis(50));
        }
        self.driver = Some((driver, port, browser.clone()));
        Ok(())
    }

    /// Tells the tests by their environment.
    fn told(&self, mut command: Command) -> Command {
        let mut serve = format!("{} serve", self.xtask.display());
        for var in &self.vars {
            serve.push_str(&format!(" --var {var}"));
        }
        if self.profile == Profile::Dev {
            serve.push_str(" --dev");
        }
        command
            .env("COMPTOIR_URL", &self.server.url)
            .env("COMPTOIR_OWNER_EMAIL", &self.state.owner.email)
            .env("COMPTOIR_OWNER_PASSWORD", &self.state.owner.password)
            .env("COMPTOIR_STATE", &self.state.folder)
            .env("COMPTOIR_DATABASE_ID", wrangler::DATABASE_ID)
            .env("COMPTOIR_ROOT", project::root())
            .env(
                "COMPTOIR_DEVICE_KEY",
                setup::secret("DEVICE_KEY").unwrap_or_default(),
            )
            .env(
                "COMPTOIR_WEBHOOK_SECRET",
                setup::secret(setup::WEBHOOK).unwrap_or_default(),
            )
            .env("COMPTOIR_SINK", &self.sink.url)
            .env("COMPTOIR_SERVE", serve);
        if let Some((_, port, browser)) = &self.driver {
            command
                .env(
                    "COMPTOIR_CHROMEDRIVER_URL",
                    format!("http://127.0.0.1:{port}"),
                )
                .env("COMPTOIR_CHROME", &browser.chrome);
        }
        command
    }

    /// Stops everything; after failures it says where the server's words are.
    fn close(mut self, failed: bool) {
        if let Some((mut driver, ..)) = self.driver.take() {
            driver.stop();
        }
        self.server.stop();
        self.sink.stop();
        if failed {
            let log = self.folder.join("server.log");
            println!("\nthe server's log: {}", project::shown(&log));
        } else {
            std::fs::remove_dir_all(&self.folder).ok();
        }
    }
}
