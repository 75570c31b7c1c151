//! The contrast of the design's tokens, computed as WCAG 2 does, in light and dark.

use std::collections::HashMap;

use anyhow::{Context, Result, bail};

use crate::project;

/// What text needs, and what edges and plots need.
const TEXT: f64 = 4.5;
const SHAPE: f64 = 3.0;

/// Foreground, background, the least contrast.
const PAIRS: [(&str, &str, f64); 30] = [
    ("ink", "ground", TEXT),
    ("ink", "surface", TEXT),
    ("ink", "sunken", TEXT),
    ("ink-2", "ground", TEXT),
    ("ink-2", "surface", TEXT),
    ("ink-2", "sunken", TEXT),
    ("ink-3", "ground", TEXT),
    ("ink-3", "surface", TEXT),
    ("ink-3", "sunken", TEXT),
    ("accent", "surface", TEXT),
    ("accent", "ground", TEXT),
    ("accent-hover", "surface", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-hover", TEXT),
    ("accent-ink", "accent-soft", TEXT),
    ("ink", "accent-soft", TEXT),
    ("danger", "surface", TEXT),
    ("danger", "ground", TEXT),
    ("danger", "danger-soft", TEXT),
    ("ink", "danger-soft", TEXT),
    ("on-danger", "danger", TEXT),
    ("warn", "surface", TEXT),
    ("warn", "warn-soft", TEXT),
    ("ink", "warn-soft", TEXT),
    ("edge", "surface", SHAPE),
    ("edge", "ground", SHAPE),
    ("brass", "surface", SHAPE),
    ("zinc", "surface", SHAPE),
    ("focus", "ground", SHAPE),
    ("focus", "surface", SHAPE),
];

type Tokens = HashMap<String, [u8; 3]>;

/// Prints the table and fails where a pair is too weak.
pub fn check() -> Result<()> {
    let css = project::read(&project::path("style/tokens.css"))?;
    let light = tokens(&css, ":root {")?;
    let dark = tokens(&css, ":root[data-theme=\"dark\"]")?;
    let system_dark = tokens(&css, ":root:not([data-theme=\"light\"])")?;
    if dark != system_dark {
        bail!("the two dark blocks of style/tokens.css differ");
    }
    println!("  {:28} {:>6} {:>6}", "pair", "light", "dark");
    let mut weak = Vec::new();
    for (front, back, least) in PAIRS {
        let pair = format!("{front} / {back}");
        let [in_light, in_dark] = [
            contrast(&light, front, back)?,
            contrast(&dark, front, back)?,
        ];
        println!("  {pair:28} {in_light:6.1} {in_dark:6.1}");
        for (theme, found) in [("light", in_light), ("dark", in_dark)] {
            if found < least {
                weak.push(format!("{pair} has {found:.2} in {theme}, needs {least}"));
            }
        }
    }
    if !weak.is_empty() {
        bail!("{}", weak.join("\n"));
    }
    Ok(())
}

/// The colours that the block behind a selector sets.
fn tokens(css: &str, selector: &str) -> Result<Tokens> {
    let block = css
        .split_once(selector)
        .and_then(|(_, rest)| rest.split_once('}'))
        .map(|(block, _)| block)
        .with_context(|| format!("style/tokens.css has no block `{selector}`"))?;
    Ok(block
        .split(';')
        .filter_map(|declaration| {
            let (name, value) = declaration.rsplit_once("--")?.1.split_once(':')?;
            Some((name.trim().to_owned(), colour(value.trim())?))
        })
        .collect())
}

fn colour(value: &str) -> Option<[u8; 3]> {
    let digits = value.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

fn contrast(tokens: &Tokens, front: &str, back: &str) -> Result<f64> {
    let luminance = |name: &str| {
        tokens
            .get(name)
            .map(luminance)
            .with_context(|| format!("style/tokens.css sets no colour --{name}"))
    };
    let (front, back) = (luminance(front)?, luminance(back)?);
    Ok((front.max(back) + 0.05) / (front.min(back) + 0.05))
}

/// Relative luminance (WCAG 2.2).
fn luminance(colour: &[u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}
