//! Makes Rust constants of the locale files, so that a missing word is a compile error and an unused one a warning.
//! Both languages must have the same keys with the same placeholders. Keys that only the static shells use are exempt from the warning.

use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo"));
    for watched in ["locales", "shell"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let in_shells = shell_keys(&here.join("shell"));
    for area in areas(&here.join("locales/en")) {
        println!("cargo::rerun-if-changed=locales/en/{area}.json");
        println!("cargo::rerun-if-changed=locales/fr/{area}.json");
        let en = read(&here.join(format!("locales/en/{area}.json")));
        let fr = read(&here.join(format!("locales/fr/{area}.json")));
        compare(&area, &en, &fr);
        let code = module(&area, &en, &fr, &in_shells);
        fs::write(out.join(format!("{area}.rs")), code).expect("OUT_DIR can be written");
    }
}

/// The names of the locale files, without their ending.
fn areas(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("app/locales/en is there")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()))
        .collect();
    names.sort();
    names
}

/// One locale file.
fn read(file: &Path) -> Map<String, Value> {
    let text = fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}

/// Stops the build when the two languages differ in keys or placeholders.
fn compare(area: &str, en: &Map<String, Value>, fr: &Map<String, Value>) {
    for key in en.keys().chain(fr.keys()) {
        let (Some(in_en), Some(in_fr)) = (en.get(key), fr.get(key)) else {
            panic!("locales: {area}.{key} is missing in one language");
        };
        assert!(
            placeholders(in_en) == placeholders(in_fr),
            "locales: {area}.{key} has other placeholders in French than in English"
        );
    }
}

/// The `{names}` in a text.
fn placeholders(text: &Value) -> BTreeSet<String> {
    let text = text.as_str().expect("every text is a string");
    text.split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0.to_owned()))
        .collect()
}

/// `area.key` of every `{{t:area.key}}` in the static shells.
fn shell_keys(folder: &Path) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        for rest in text.split("{{t:").skip(1) {
            if let Some((key, _)) = rest.split_once("}}") {
                keys.insert(key.to_owned());
            }
        }
    }
    keys
}

/// The constants of one area; the error texts also get their look-up.
fn module(
    area: &str,
    en: &Map<String, Value>,
    fr: &Map<String, Value>,
    in_shells: &BTreeSet<String>,
) -> String {
    let mut code = String::new();
    let mut arms = String::new();
    for (key, text) in en {
        let name = key.to_uppercase().replace(['.', '-'], "_");
        if in_shells.contains(&format!("{area}.{key}")) {
            code.push_str("#[allow(dead_code)]\n");
        }
        let _ = writeln!(
            code,
            "pub const {name}: Key = Key {{ en: {text}, fr: {} }};",
            fr[key]
        );
        let _ = writeln!(arms, "        {key:?} => {name},");
    }
    if area == "error" {
        code.push_str(LOOKUP);
    }
    if area == "error" || area == "block" {
        code.push_str(&exact(&arms));
    }
    code
}

/// A reason's text: `postcode.malformed`, else the whole path, else the reason alone.
const LOOKUP: &str = "
/// The text of a reason at a field, from the most special to the most general.
pub fn lookup(field: &str, reason: &str) -> Option<Key> {
    let last = field.rsplit('.').next().unwrap_or_default();
    exact(&format!(\"{last}.{reason}\"))
        .or_else(|| exact(&format!(\"{field}.{reason}\")))
        .or_else(|| exact(reason))
}
";

/// The text of a key that is known at run time only: a reason's, or the name of a kind of block.
fn exact(arms: &str) -> String {
    format!(
        "
/// The text of a key.
pub fn exact(key: &str) -> Option<Key> {{
    Some(match key {{
{arms}        _ => return None,
    }})
}}
"
    )
}
