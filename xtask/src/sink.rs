//! The mail provider of the tests: a program of the `tests` crate that speaks the HTTP mail API.

use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::program::{Group, Running};
use crate::{http, project, setup, wrangler};

/// Whom the shop's mails are from.
const FROM: &str = "shop@example.com";

/// A running sink.
pub struct Sink {
    /// Where it answers.
    pub url: String,
    key: String,
    running: Running,
}

impl Sink {
    /// Starts it on a free port; it has been compiled with the tests, beside this program.
    pub fn start(xtask: &Path, log: &Path) -> Result<Sink> {
        let port = wrangler::free_port()?;
        let key = setup::random_hex(16)?;
        project::write(log, "")?;
        let log = File::create(log)?;
        let mut command = Command::new(xtask.with_file_name("sink"));
        command
            .arg(port.to_string())
            .env("MAIL_API_KEY", &key)
            .stdout(log.try_clone()?)
            .stderr(log);
        let sink = Sink {
            url: format!("http://127.0.0.1:{port}"),
            key,
            running: Running::start(&mut command, Group::Own)?,
        };
        let agent = http::agent(Duration::from_secs(2));
        let patience = Instant::now() + Duration::from_secs(10);
        while http::get(&agent, &format!("{}/mails", sink.url)).is_err() {
            if Instant::now() > patience {
                bail!("the tests' mail provider does not answer");
            }
            sleep(Duration::from_millis(20));
        }
        Ok(sink)
    }

    /// The variables that make a server send its mails here.
    pub fn vars(&self) -> [String; 3] {
        [
            format!("MAIL_API_BASE:{}", self.url),
            format!("MAIL_API_KEY:{}", self.key),
            format!("MAIL_FROM:{FROM}"),
        ]
    }

    pub fn stop(&mut self) {
        self.running.stop();
    }
}
