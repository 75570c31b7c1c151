//! Chromium and its driver, for the browser journeys of the tests.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::{step, system};

const CHROMES: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];
const DRIVERS: [&str; 2] = ["chromedriver", "chromium.chromedriver"];
const BY_HAND: &str = "the browser tests need Chromium and a ChromeDriver of the same version: install both, or point CHROME and CHROMEDRIVER at them";

/// The browser of the tests.
#[derive(Clone)]
pub struct Browser {
    /// The browser itself.
    pub chrome: PathBuf,
    /// Its WebDriver server.
    pub driver: PathBuf,
}

/// Finds the browser by CHROME and CHROMEDRIVER, else on the PATH, else installs it.
pub fn ensure() -> Result<Browser> {
    if let Some(found) = find()? {
        return Ok(found);
    }
    step("Chromium and its driver", "1 min", || {
        system::install(
            &["chromium", "chromium-driver", "fonts-liberation"],
            BY_HAND,
        )
    })?;
    find()?.context(BY_HAND)
}

fn find() -> Result<Option<Browser>> {
    let chrome = named("CHROME")?.or_else(|| system::on_path(&CHROMES));
    let driver = named("CHROMEDRIVER")?.or_else(|| system::on_path(&DRIVERS));
    Ok(chrome
        .zip(driver)
        .map(|(chrome, driver)| Browser { chrome, driver }))
}

/// The program an environment variable points at.
fn named(variable: &str) -> Result<Option<PathBuf>> {
    let Some(value) = env::var_os(variable).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let program = PathBuf::from(value);
    if !program.is_file() {
        bail!(
            "{variable} points at {}, which is not there",
            program.display()
        );
    }
    Ok(Some(program))
}
