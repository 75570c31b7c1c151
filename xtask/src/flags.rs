//! The few flags that commands take: `--name`, `--name value`, `--name=value`, and plain words.

use std::path::PathBuf;
use std::str::FromStr;
use std::vec::IntoIter;

use anyhow::{Context, Result, bail};

/// Refuses any argument.
pub fn none(args: Vec<String>) -> Result<()> {
    each(args, |_, _| Ok(false))
}

/// Hands each argument to `take` (flags with their dashes), which says whether it knows it.
pub fn each(
    args: Vec<String>,
    mut take: impl FnMut(&str, &mut Values) -> Result<bool>,
) -> Result<()> {
    let mut rest = args.into_iter();
    while let Some(arg) = rest.next() {
        let (name, value) = match arg.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name.to_owned(), Some(value)),
            _ => (arg.clone(), None),
        };
        let mut values = Values {
            name: name.clone(),
            given: value.map(str::to_owned),
            rest: &mut rest,
        };
        if !take(&name, &mut values)? {
            bail!("`{arg}` is not known here; `cargo xtask --help` lists what is");
        }
    }
    Ok(())
}

/// Where a flag takes its value from.
pub struct Values<'a> {
    name: String,
    given: Option<String>,
    rest: &'a mut IntoIter<String>,
}

impl Values<'_> {
    /// The flag's value as text.
    pub fn text(&mut self) -> Result<String> {
        self.given
            .take()
            .or_else(|| self.rest.next())
            .with_context(|| format!("`{}` needs a value", self.name))
    }

    /// The flag's value as a number; `10_000` is one too.
    pub fn number<N: FromStr>(&mut self) -> Result<N> {
        let text = self.text()?;
        number(&text).with_context(|| format!("`{} {text}` is not a number that fits", self.name))
    }

    /// The flag's value as numbers between commas.
    pub fn numbers<N: FromStr>(&mut self) -> Result<Vec<N>> {
        let text = self.text()?;
        text.split(',')
            .map(|part| number(part).with_context(|| format!("`{part}` is not a number that fits")))
            .collect()
    }

    /// The flag's value as a path, from where the command was typed.
    pub fn path(&mut self) -> Result<PathBuf> {
        Ok(std::env::current_dir()?.join(self.text()?))
    }
}

fn number<N: FromStr>(text: &str) -> Option<N> {
    text.trim().replace('_', "").parse().ok()
}
