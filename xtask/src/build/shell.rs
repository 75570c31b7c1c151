//! The pages' shells: HTML from `app/shell`, filled per language with the words of `app/locales`.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};
use domain::route;
use serde_json::Value;

use super::pack;
use crate::build::npm_program;
use crate::project::Profile;
use crate::{program, project};

const LANGUAGES: [&str; 2] = ["en", "fr"];

/// Names of countries come from the same `Intl` data that browsers use.
const COUNTRY_NAMES: &str = "
const [languages, codes] = JSON.parse(process.argv[1]);
const lists = languages.map((language) => {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const order = new Intl.Collator(language);
  return codes.map((code) => [code, names.of(code)]).sort((a, b) => order.compare(a[1], b[1]));
});
console.log(JSON.stringify(lists));";

/// Writes `shell/<page>.<language>.html` for each template and language.
pub fn write(dist: &Path, package: &str, profile: Profile) -> Result<()> {
    let countries = countries()?;
    for template in project::files(&project::path("app/shell"))? {
        let Some(page) = template
            .file_name()
            .and_then(|name| name.to_str())
            .and_then(|name| name.strip_suffix(".html"))
        else {
            continue;
        };
        let source = project::read(&template)?;
        // One template for all pages that start alike: what comes with them differs.
        let pages = match page {
            "shop" => vec![route::Shell::Shop, route::Shell::Space, route::Shell::Admin],
            "checkout" => vec![route::Shell::Checkout],
            other => bail!("no page starts from the shell `{other}`"),
        };
        for page in pages {
            for (language, options) in LANGUAGES.iter().zip(&countries) {
                let mut shell = Shell {
                    language,
                    package,
                    start: pack::start(page, profile),
                    countries: options,
                    areas: HashMap::new(),
                };
                let filled = shell
                    .fill(&source)
                    .with_context(|| format!("in {}", project::shown(&template)))?;
                let file = format!("shell/{}.{language}.html", page.name());
                project::write(&dist.join(file), filled)?;
            }
        }
    }
    Ok(())
}

struct Shell<'a> {
    language: &'a str,
    package: &'a str,
    /// The file that the page starts with.
    start: String,
    countries: &'a str,
    areas: HashMap<String, Value>,
}

impl Shell<'_> {
    /// Replaces each `{{…}}`.
    fn fill(&mut self, source: &str) -> Result<String> {
        let mut filled = String::with_capacity(source.len() * 2);
        let mut rest = source;
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, following) = after
                .split_once("}}")
                .ok_or_else(|| anyhow!("a `{{{{` is not closed"))?;
            filled.push_str(before);
            filled.push_str(&self.value(name.trim())?);
            rest = following;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn value(&mut self, name: &str) -> Result<String> {
        match name {
            "pkg" => Ok(format!("/{}", self.package)),
            "start" => Ok(self.start.clone()),
            "lang" => Ok(self.language.to_owned()),
            "countries" => Ok(self.countries.to_owned()),
            _ => match name.strip_prefix("t:") {
                Some(key) => Ok(escape(&self.text(key)?)),
                None => bail!("`{{{{{name}}}}}` is not known"),
            },
        }
    }

    /// The text of `area.key` in the shell's language.
    fn text(&mut self, key: &str) -> Result<String> {
        let (area, inner) = key
            .split_once('.')
            .with_context(|| format!("`{key}` names no area"))?;
        if !self.areas.contains_key(area) {
            let file = format!("app/locales/{}/{area}.json", self.language);
            let words = serde_json::from_str(&project::read(&project::path(&file))?)
                .with_context(|| format!("{file} is not JSON"))?;
            self.areas.insert(area.to_owned(), words);
        }
        self.areas
            .get(area)
            .and_then(|words| words.get(inner))
            .and_then(Value::as_str)
            .map(str::to_owned)
            .with_context(|| {
                format!(
                    "app/locales/{}/{area}.json has no text `{inner}`",
                    self.language
                )
            })
    }
}

/// Per language, the countries as options of a select, in that language's order, France chosen.
fn countries() -> Result<Vec<String>> {
    let codes: Vec<&str> = domain::country::all()
        .iter()
        .map(|country| country.code)
        .collect();
    let question = serde_json::json!([LANGUAGES, codes]).to_string();
    let answer =
        program::output(Command::new(npm_program("node")?).args(["-e", COUNTRY_NAMES, &question]))?;
    let lists: Vec<Vec<(String, String)>> = serde_json::from_str(&answer)?;
    Ok(lists
        .iter()
        .map(|list| {
            list.iter()
                .map(|(code, name)| {
                    let chosen = if code == "FR" { " selected" } else { "" };
                    format!("<option value=\"{code}\"{chosen}>{}</option>", escape(name))
                })
                .collect()
        })
        .collect())
}

/// Text as HTML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
