//! `setup`: everything a fresh machine lacks. Idempotent; a step that is already done costs nothing and says nothing.

pub mod browser;
mod npm;
mod secrets;
mod system;
mod tools;
pub mod wasm;

use std::thread;
use std::time::Instant;

use anyhow::{Result, anyhow};

pub use browser::Browser;
pub use secrets::{NAMES as SECRETS, WEBHOOK, random, random_hex, secret};
pub use tools::Tools;
pub use wasm::WasmToolchain;

/// What a command needs besides the Rust it was started with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Enough to build and serve.
    Build,
    /// Chromium and its driver as well.
    Browser,
}

/// The tools that are there once setup has ended.
pub struct Toolbox {
    /// The toolchain that can compile for wasm32.
    pub wasm: WasmToolchain,
    /// wasm-bindgen and worker-build.
    pub tools: Tools,
    /// Chromium and its driver, where they were asked for.
    pub browser: Option<Browser>,
}

/// The command: makes everything ready, tests included.
pub fn run(args: Vec<String>) -> Result<()> {
    crate::flags::none(args)?;
    let start = Instant::now();
    let toolbox = ensure(Needs::Browser)?;
    println!("wasm32:    {}", toolbox.wasm.describe());
    println!("tools:     {}", toolbox.tools.folder.display());
    if let Some(browser) = &toolbox.browser {
        println!("browser:   {}", browser.chrome.display());
        println!("driver:    {}", browser.driver.display());
    }
    println!("secrets:   .dev.vars");
    println!(
        "everything is there ({:.1} s)",
        start.elapsed().as_secs_f32()
    );
    Ok(())
}

/// Makes what is needed ready; npm, cargo and the system's packages go side by side.
pub fn ensure(needs: Needs) -> Result<Toolbox> {
    secrets::ensure()?;
    thread::scope(|scope| {
        let npm = scope.spawn(npm::ensure);
        let tools = scope.spawn(tools::ensure);
        let wasm = wasm::ensure();
        // after the toolchain: the system's package manager serves one caller at a time
        let browser = match (needs, &wasm) {
            (Needs::Browser, Ok(_)) => Some(browser::ensure()),
            _ => None,
        };
        let crashed = |_| anyhow!("a setup step crashed");
        npm.join().map_err(crashed)??;
        let tools = tools.join().map_err(crashed)??;
        Ok(Toolbox {
            wasm: wasm?,
            tools,
            browser: browser.transpose()?,
        })
    })
}

/// Says what a step does and how long it may take, does it, and says how long it took.
fn step<T>(what: &str, may_take: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("setup: {what} (about {may_take}) …");
    let start = Instant::now();
    let done = work()?;
    println!("setup: {what}: done in {} s", start.elapsed().as_secs());
    Ok(done)
}
