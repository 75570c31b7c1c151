//! A window of Chromium, spoken to over WebDriver: for what is felt at the screen, which HTTP alone does not show.

use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use ureq::Agent;

use crate::http;
use crate::program::{Group, Running};
use crate::project;
use crate::setup::browser;
use crate::wrangler;

const LOG: &str = "target/bench/chromedriver.log";
const PATIENCE: Duration = Duration::from_secs(30);
const GLANCE: Duration = Duration::from_millis(50);

/// Closed when it is dropped.
pub struct Window {
    agent: Agent,
    /// The session's address at the driver.
    session: String,
    driver: Running,
}

impl Window {
    pub fn open() -> Result<Window> {
        let found = browser::ensure()?;
        let port = wrangler::free_port()?;
        let log = std::fs::File::create(project::path(LOG))?;
        let mut command = Command::new(&found.driver);
        command
            .arg(format!("--port={port}"))
            .stdout(log.try_clone()?)
            .stderr(log);
        let driver = Running::start(&mut command, Group::Own)?;
        let agent = http::agent(PATIENCE);
        let root = format!("http://127.0.0.1:{port}");
        let patience = Instant::now() + PATIENCE;
        while http::get(&agent, &format!("{root}/status")).is_err() {
            ensure!(Instant::now() < patience, "the driver's log is {LOG}");
            sleep(GLANCE);
        }
        let options = json!({
            "binary": found.chrome,
            "args": ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--window-size=1280,900"],
        });
        let wanted =
            json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": options } } });
        let opened = send(&agent, &format!("{root}/session"), &wanted)?;
        let id = opened.pointer("/sessionId").and_then(Value::as_str);
        let id = id.with_context(|| format!("Chromium does not start: {opened}"))?;
        Ok(Window {
            session: format!("{root}/session/{id}"),
            agent,
            driver,
        })
    }

    /// A command of the browser's own tools.
    pub fn cdp(&self, command: &str, params: Value) -> Result<Value> {
        let body = json!({ "cmd": command, "params": params });
        self.command("goog/cdp/execute", &body)
    }

    pub fn visit(&self, url: &str) -> Result<()> {
        self.command("url", &json!({ "url": url })).map(drop)
    }

    /// What an expression of JavaScript gives.
    pub fn js(&self, expression: &str) -> Result<Value> {
        let body = json!({ "script": format!("return {expression}"), "args": [] });
        self.command("execute/sync", &body)
    }

    /// Waits until an expression is true.
    pub fn until(&self, condition: &str) -> Result<()> {
        let patience = Instant::now() + PATIENCE;
        while self.js(&format!("!!({condition})"))? != Value::Bool(true) {
            if Instant::now() > patience {
                bail!("`{condition}` never held");
            }
            sleep(GLANCE);
        }
        Ok(())
    }

    /// Presses a key that writes a letter where focus is.
    pub fn letter(&self, letter: char) -> Result<()> {
        let text = letter.to_string();
        self.cdp(
            "Input.dispatchKeyEvent",
            json!({ "type": "keyDown", "key": text, "text": text }),
        )?;
        self.cdp(
            "Input.dispatchKeyEvent",
            json!({ "type": "keyUp", "key": text }),
        )?;
        Ok(())
    }

    fn command(&self, path: &str, body: &Value) -> Result<Value> {
        send(&self.agent, &format!("{}/{path}", self.session), body)
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.agent.delete(&self.session).call();
        self.driver.stop();
    }
}

/// A command, and the value it is answered with.
fn send(agent: &Agent, url: &str, body: &Value) -> Result<Value> {
    let mut answer = agent
        .post(url)
        .header("Content-Type", "application/json")
        .send(body.to_string())?;
    let text = answer.body_mut().read_to_string()?;
    let mut value: Value = serde_json::from_str(&text)?;
    let value = value["value"].take();
    if let Some(error) = value.get("error") {
        bail!("{url}: {error}: {}", value["message"]);
    }
    Ok(value)
}
