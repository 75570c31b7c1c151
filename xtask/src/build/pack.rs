//! The splitter's chunks, packed as pages load them: what always comes together is one file. The splitter makes a file of each set of
//! parts that share code; dozens of small files compress badly (15 kB more at the checkout) and fill the list of headers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use wasmparser::{Parser, Payload, RefType, TypeRef};

use domain::route::Shell;

use super::binaryen;
use crate::program;
use crate::project::{self, Profile};

/// The part that a page starts with, and the parts that come to it on demand, in any order. A page starts with one of them and never
/// loads another's: code that two families share is in files of both.
const FAMILIES: [(&str, &[&str]); 2] = [
    ("checkout", &["returning"]),
    ("app", &["pages", "space", "inner", "admin", "work"]),
];

/// The family whose pages start with one file: a part of it together with the family's first. That is a tenth less than the two and what
/// they share, and one request.
const STARTING: &str = "app";

/// Parts that come when another is there already, and that one.
const AFTER: [(&str, &str); 2] = [("work", "admin"), ("inner", "space")];

/// Where the files of each part stand in the map: by the part's name.
pub type Needs = BTreeMap<String, Vec<String>>;

/// The file that pages of a shell start with. Chunks for development are not packed.
pub fn start(shell: Shell, profile: Profile) -> String {
    match (shell, profile) {
        (Shell::Checkout, _) => "split_checkout".to_owned(),
        (_, Profile::Dev) => format!("split_{STARTING}"),
        (Shell::Admin, _) => "start_admin".to_owned(),
        (Shell::Space, _) => "start_space".to_owned(),
        (Shell::Shop, _) => "start_pages".to_owned(),
    }
}

/// Packs the chunks of one folder into another, with the script that loads them; gives the files each part needs now.
pub fn pack(chunks: &Path, package: &Path, needs: &Needs) -> Result<Needs> {
    let known: BTreeSet<&str> = FAMILIES
        .iter()
        .flat_map(|(first, later)| later.iter().chain([first]).copied())
        .collect();
    let found: BTreeSet<&str> = needs.keys().map(String::as_str).collect();
    ensure!(
        known == found,
        "the app has the parts {found:?}, `build/pack.rs` knows {known:?}: say which page starts with the new ones"
    );
    let mut packed = Needs::new();
    for (first, later) in FAMILIES {
        for (members, stems) in groups(first, later, needs) {
            let name = match members.as_slice() {
                [only] => format!("split_{only}"),
                several => format!("shared_{}", several.join("_")),
            };
            merge(chunks, &stems, &package.join(format!("{name}.wasm")))?;
            for member in members {
                packed
                    .entry(member.to_owned())
                    .or_default()
                    .push(name.clone());
            }
        }
        let base = packed.get(first).cloned().unwrap_or_default();
        for part in later {
            packed
                .entry((*part).to_owned())
                .or_default()
                .extend(base.clone());
        }
    }
    for (part, before) in AFTER {
        let there = packed.get(before).cloned().unwrap_or_default();
        let own = packed.entry(part.to_owned()).or_default();
        let missing = there.into_iter().filter(|file| !own.contains(file));
        let missing: Vec<String> = missing.collect();
        own.extend(missing);
    }
    let mut starts = Needs::new();
    for (first, later) in FAMILIES.iter().filter(|(first, _)| *first == STARTING) {
        let on_top = |part: &&&str| AFTER.iter().any(|(late, _)| late == *part);
        for part in later.iter().filter(|part| !on_top(part)) {
            let mut stems = needs.get(*first).cloned().unwrap_or_default();
            let more = needs.get(*part).cloned().unwrap_or_default();
            stems.extend(
                more.into_iter()
                    .filter(|stem| !stems.contains(stem))
                    .collect::<Vec<_>>(),
            );
            let file = format!("start_{part}");
            merge(chunks, &stems, &package.join(format!("{file}.wasm")))?;
            starts.insert(file, packed.get(*part).cloned().unwrap_or_default());
        }
    }
    let script = project::read(&chunks.join(LOADER))?;
    project::write(&package.join(LOADER), loader(&script, &packed, &starts)?)?;
    packed.extend(starts.into_keys().map(|file| (file.clone(), vec![file])));
    Ok(packed)
}

/// The script by which the main module loads chunks.
pub const LOADER: &str = "__wasm_split.js";

/// The chunks of a family by the parts that need them; all that the first needs is the first's.
fn groups<'a>(
    first: &'a str,
    later: &[&'a str],
    needs: &Needs,
) -> BTreeMap<Vec<&'a str>, Vec<String>> {
    let of = |part: &str| needs.get(part).cloned().unwrap_or_default();
    let base = of(first);
    let mut groups = BTreeMap::new();
    let stems: BTreeSet<String> = later.iter().flat_map(|part| of(part)).collect();
    for stem in stems.into_iter().filter(|stem| !base.contains(stem)) {
        let all = || {
            later
                .iter()
                .copied()
                .filter(|part| of(part).contains(&stem))
        };
        let there = |part: &str| {
            AFTER
                .iter()
                .any(|(late, early)| *late == part && all().any(|other| other == *early))
        };
        let members: Vec<&str> = all().filter(|part| !there(part)).collect();
        groups.entry(members).or_insert_with(Vec::new).push(stem);
    }
    groups.insert(vec![first], base);
    groups
}

/// Makes one module of several. They import the same memory, table and globals; a hub imports those once and hands them on.
fn merge(chunks: &Path, stems: &[String], to: &Path) -> Result<()> {
    let mut imported = BTreeMap::new();
    for stem in stems {
        imported.extend(imports(&chunks.join(format!("{stem}.wasm")))?);
    }
    let mut hub = String::from("(module\n");
    let mut exports = String::new();
    for (place, (name, (kind, what))) in imported.iter().enumerate() {
        hub.push_str(&format!(
            "(import \"page\" \"{name}\" ({kind} $i{place} {what}))\n"
        ));
        exports.push_str(&format!("(export \"{name}\" ({kind} $i{place}))\n"));
    }
    hub.push_str(&exports);
    hub.push(')');
    let text = chunks.join("hub.wat");
    let hub_file = chunks.join("hub.wasm");
    fs::write(&text, hub)?;
    let mut assemble = binaryen("wasm-as")?;
    program::output(assemble.arg(&text).arg("-o").arg(&hub_file))?;
    let mut merge = binaryen("wasm-merge")?;
    merge.arg(&hub_file).arg("__wasm_split");
    for stem in stems {
        merge.arg(chunks.join(format!("{stem}.wasm"))).arg(stem);
    }
    program::output(merge.arg("-o").arg(to))?;
    Ok(())
}

/// What a chunk imports, by name: its kind and type as WebAssembly's text writes them.
fn imports(file: &Path) -> Result<Vec<(String, (&'static str, String))>> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", project::shown(file)))?;
    let mut found = Vec::new();
    for part in Parser::new(0).parse_all(&bytes) {
        let Payload::ImportSection(section) = part? else {
            continue;
        };
        for import in section.into_imports() {
            let import = import?;
            let most = |most: Option<u64>| most.map(|most| format!(" {most}")).unwrap_or_default();
            let what = match import.ty {
                TypeRef::Memory(memory) => (
                    "memory",
                    format!("{}{}", memory.initial, most(memory.maximum)),
                ),
                TypeRef::Table(table) if table.element_type == RefType::FUNCREF => (
                    "table",
                    format!("{}{} funcref", table.initial, most(table.maximum)),
                ),
                TypeRef::Global(global) if global.mutable => {
                    ("global", format!("(mut {})", global.content_type))
                }
                TypeRef::Global(global) => ("global", global.content_type.to_string()),
                other => bail!(
                    "{} imports {other:?}: `build/pack.rs` cannot hand that on",
                    project::shown(file)
                ),
            };
            ensure!(
                import.module == "__wasm_split",
                "{} imports from {}",
                project::shown(file),
                import.module
            );
            found.push((import.name.to_owned(), what));
        }
    }
    Ok(found)
}

/// The splitter's own script up to its loaders, then ours. `starts` are the files that the file of each start holds.
fn loader(script: &str, packed: &Needs, starts: &Needs) -> Result<String> {
    let loaders = ["/* ", "const __chunk_", "export const __wasm_split_load_"];
    let end = loaders.iter().filter_map(|mark| script.find(mark)).min();
    let end = end.context("the splitter's script has no loaders")?;
    let mut text = script.get(..end).unwrap_or_default().to_owned();
    ensure!(
        text.contains("function makeLoad(") && text.contains("function wrapAsyncCb("),
        "the splitter's script is another one than `build/pack.rs` knows"
    );
    // The page's shell says what it starts with, as it preloads that.
    text.push_str(&format!(
        "const start = document.documentElement.dataset.start;
const within = {}[start] ?? [];
const file = (name) => makeLoad(() => {{
    const src = fetch(new URL(`./${{name}}.wasm`, import.meta.url));
    src.catch(() => {{}});
    return async (imports) => WebAssembly.instantiateStreaming(src, {{ page: imports.__wasm_split }});
}}, []);
const first = file(start);
const part = (name) => within.includes(name) ? first : file(name);
",
        serde_json::to_string(starts)?
    ));
    let files: BTreeSet<&String> = packed.values().flatten().collect();
    for file in files {
        text.push_str(&format!("const {file} = part(\"{file}\");\n"));
    }
    for (part, files) in packed {
        let files = files.join(", ");
        text.push_str(&format!(
            "export const __wasm_split_load_{part} = wrapAsyncCb(makeLoad(() => async () => ({{}}), [{files}]));\n"
        ));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(parts: &[(&str, &[&str])]) -> Needs {
        let owned = |stems: &[&str]| stems.iter().map(|stem| (*stem).to_owned()).collect();
        parts
            .iter()
            .map(|(part, stems)| ((*part).to_owned(), owned(stems)))
            .collect()
    }

    #[test]
    fn no_chunk_is_in_two_files_of_a_family() {
        let needs = needs(&[
            ("app", &["c1", "split_app"]),
            ("pages", &["c1", "c2", "c3", "split_pages"]),
            ("admin", &["c1", "c2", "c4", "split_admin"]),
        ]);
        let found = groups("app", &["pages", "admin"], &needs);
        let expected: BTreeMap<Vec<&str>, Vec<String>> = [
            (vec!["app"], vec!["c1", "split_app"]),
            (vec!["pages", "admin"], vec!["c2"]),
            (vec!["pages"], vec!["c3", "split_pages"]),
            (vec!["admin"], vec!["c4", "split_admin"]),
        ]
        .into_iter()
        .map(|(members, stems)| (members, stems.into_iter().map(str::to_owned).collect()))
        .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_there_already_is_no_group_of_its_own() {
        let needs = needs(&[
            ("app", &["split_app"]),
            ("admin", &["c1", "c2", "split_admin"]),
            ("pages", &["c2", "split_pages"]),
            ("work", &["c1", "c2", "c3", "split_work"]),
        ]);
        let found = groups("app", &["pages", "space", "admin", "work"], &needs);
        let stems = |members: &[&str]| found.get(members).cloned().unwrap_or_default();
        assert_eq!(stems(&["admin"]), ["c1", "split_admin"]);
        assert_eq!(stems(&["pages", "admin"]), ["c2"]);
        assert_eq!(stems(&["work"]), ["c3", "split_work"]);
    }

    #[test]
    fn the_script_keeps_its_runtime_and_loads_what_is_packed() {
        let script =
            "function wrapAsyncCb(){}\nfunction makeLoad(){}\n/* a, b */\nconst __chunk_1 = 1;\n";
        let parts = needs(&[("admin", &["split_admin", "split_app"])]);
        let text = loader(script, &parts, &parts).unwrap();
        assert!(text.starts_with("function wrapAsyncCb"));
        assert!(!text.contains("__chunk_1"));
        assert!(text.contains("[split_admin, split_app]"));
        assert!(text.contains("const split_app = part(\"split_app\");"));
        assert!(text.contains("const within = {\"admin\":[\"split_admin\",\"split_app\"]}[start]"));
        assert!(loader("nothing of it", &Needs::new(), &Needs::new()).is_err());
    }
}
