//! What first loads weigh, against the budgets of the design; and what must not be in them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value};

use crate::build::{self, npm_program};
use crate::program;
use crate::project::{self, Edition, Profile};

/// kB are thousands of bytes.
const CHECKOUT: u64 = 130_000;
const ADMIN: u64 = 300_000;
const SPACE: u64 = 200_000;
/// 1 MiB, as wrangler counts.
const WORKER: u64 = 1 << 20;

/// The sizes of files as brotli (11) and gzip (9) make them, by the pinned Node.
const WEIGH: &str = "
const zlib = require('zlib'), fs = require('fs');
console.log(JSON.stringify(process.argv.slice(1).map((file) => {
  const bytes = fs.readFileSync(file);
  const brotli = zlib.brotliCompressSync(bytes, { params: {
    [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_LGWIN]: 22 } });
  return [bytes.length, brotli.length, zlib.gzipSync(bytes, { level: 9 }).length];
})));";

struct Weighed {
    name: String,
    raw: u64,
    brotli: u64,
    gzip: u64,
}

/// Prints the table and fails over budget.
pub fn check() -> Result<()> {
    let dist = Profile::Release.dist();
    let package = package(&dist)?;
    let icon = dist.join("favicon.svg");
    let mut shared: Vec<PathBuf> = project::files(&package)?;
    shared.retain(|file| !is_chunk(file));

    let mut checkout = vec![heaviest(&dist, "checkout")?, icon.clone()];
    let without = |sheets: &'static [&'static str]| {
        let of_all = move |file: &&PathBuf| !sheets.contains(&name_of(file).as_str());
        shared.iter().filter(of_all).cloned().collect::<Vec<_>>()
    };
    checkout.extend(without(&[build::ADMIN_STYLE, build::SPACE_STYLE]));
    checkout.extend(needed(&package, &["checkout"])?);
    let mut space = vec![heaviest(&dist, "space")?, icon.clone()];
    space.extend(without(&[build::ADMIN_STYLE]));
    space.extend(needed(&package, &["start_space"])?);
    let mut admin = vec![heaviest(&dist, "admin")?, icon];
    admin.extend(without(&[build::SPACE_STYLE]));
    admin.extend(needed(&package, &["start_admin"])?);
    let worker = Profile::Release.worker(Edition::Shop);
    let worker = vec![worker.join("index.js"), worker.join("index_bg.wasm")];

    let mut over = Vec::new();
    let pages = [
        ("checkout, first load", checkout, CHECKOUT),
        ("space, first load", space, SPACE),
        ("admin, first load", admin, ADMIN),
    ];
    for (title, files, budget) in pages {
        for asked in asked_for(&files[0])? {
            let weighed = files.iter().any(|file| name_of(file) == asked);
            ensure!(
                weighed,
                "{title}: the shell asks for {asked}, which is not weighed"
            );
        }
        let weighed = weigh(&files)?;
        let sum: u64 = weighed.iter().map(|file| file.brotli).sum();
        println!("  {title}, brotli: {} of {} kB", kb(sum), kb(budget));
        for file in &weighed {
            println!(
                "    {:34} {:>9} {:>9}",
                file.name,
                kb(file.raw),
                kb(file.brotli)
            );
        }
        if sum > budget {
            over.push(format!("{title}: {} kB of {} kB", kb(sum), kb(budget)));
        }
    }
    let weighed = weigh(&worker)?;
    let sum: u64 = weighed.iter().map(|file| file.gzip).sum();
    println!("  Worker, gzip: {} of {} kB", kb(sum), kb(WORKER));
    for file in &weighed {
        println!(
            "    {:34} {:>9} {:>9}",
            file.name,
            kb(file.raw),
            kb(file.gzip)
        );
    }
    if sum > WORKER {
        over.push(format!("Worker: {} kB of {} kB", kb(sum), kb(WORKER)));
    }
    ensure!(over.is_empty(), "over budget:\n{}", over.join("\n"));
    Ok(())
}

/// The names of the bundle's files that a shell asks for.
fn asked_for(shell: &Path) -> Result<Vec<String>> {
    let text = project::read(shell)?;
    let attributes = text.split('"').filter(|value| value.starts_with("/pkg-"));
    let names = attributes.filter_map(|value| value.rsplit('/').next());
    Ok(names.map(str::to_owned).collect())
}

/// What comes after the first files.
fn is_chunk(file: &Path) -> bool {
    let name = name_of(file);
    name.ends_with(".wasm") && name != "app_bg.wasm"
}

/// The files that these chunks need, what they share included. A name that is no chunk fails: its bytes would go unweighed.
fn needed(package: &Path, chunks: &[&str]) -> Result<BTreeSet<PathBuf>> {
    let note = project::read(&Profile::Release.stage().join(build::CHUNKS))?;
    let needs: BTreeMap<String, Vec<String>> = serde_json::from_str(&note)?;
    let mut files = BTreeSet::new();
    for chunk in chunks {
        let stems = needs
            .iter()
            .find(|(name, _)| name.trim_start_matches("split_") == *chunk)
            .map(|(_, stems)| stems)
            .with_context(|| format!("the app has no chunk `{chunk}`"))?;
        let name = |stem: &String| format!("{}.wasm", stem.trim_end_matches(".wasm"));
        files.extend(stems.iter().map(|stem| package.join(name(stem))));
    }
    Ok(files)
}

/// Fails where words of the back office are in what every shopper loads, or are not in the chunk they belong to.
pub fn admin_stays_in_its_chunk() -> Result<()> {
    let package = package(&Profile::Release.dist())?;
    let main = fs::read(package.join("app_bg.wasm"))?;
    let chunk = fs::read(package.join("split_admin.wasm")).context("there is no admin chunk")?;
    let words: Map<String, Value> =
        serde_json::from_str(&project::read(&project::path("app/locales/en/admin.json"))?)?;
    // linkers merge equal endings of texts: only long ones tell where they are from
    let markers: Vec<&str> = words
        .values()
        .filter_map(Value::as_str)
        .filter(|text| text.len() >= 24 && !text.contains('{'))
        .collect();
    let strays: Vec<&&str> = markers.iter().filter(|text| holds(&main, text)).collect();
    let found = markers.iter().filter(|text| holds(&chunk, text)).count();
    println!(
        "  {found} of {} long admin texts are in split_admin.wasm, {} in app_bg.wasm",
        markers.len(),
        strays.len()
    );
    ensure!(
        strays.is_empty(),
        "admin texts in the shop's wasm: {strays:?}"
    );
    ensure!(found > 0, "no admin text is in the admin chunk");
    Ok(())
}

/// Whether a text stands in a file.
pub fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

/// The bundle that the shells of this build name.
fn package(dist: &Path) -> Result<PathBuf> {
    let shell = project::read(&dist.join("shell/shop.en.html"))?;
    let name = shell
        .split_once("/pkg-")
        .and_then(|(_, rest)| rest.split('/').next())
        .context("the shell names no bundle")?;
    Ok(dist.join(format!("pkg-{name}")))
}

/// The shell of a page in the language that weighs most.
fn heaviest(dist: &Path, page: &str) -> Result<PathBuf> {
    let shells = ["en", "fr"].map(|language| dist.join(format!("shell/{page}.{language}.html")));
    let weighed = weigh(&shells)?;
    let heavier = weighed
        .iter()
        .zip(&shells)
        .max_by_key(|(file, _)| file.brotli);
    heavier
        .map(|(_, file)| file.clone())
        .context("there is no shell")
}

fn weigh(files: &[PathBuf]) -> Result<Vec<Weighed>> {
    let printed = program::output(
        Command::new(npm_program("node")?)
            .args(["-e", WEIGH])
            .args(files),
    )?;
    let sizes: Vec<[u64; 3]> = serde_json::from_str(&printed)?;
    if sizes.len() != files.len() {
        bail!("not every file could be weighed");
    }
    Ok(files
        .iter()
        .zip(sizes)
        .map(|(file, [raw, brotli, gzip])| Weighed {
            name: name_of(file),
            raw,
            brotli,
            gzip,
        })
        .collect())
}

fn name_of(file: &Path) -> String {
    file.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn kb(bytes: u64) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}
