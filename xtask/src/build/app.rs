//! The app's bundle: one link, split into the shop and the admin chunk, in one content-addressed folder.
//! The order of the steps is fixed: split, pack, bind, optimise, bundle the scripts, hash the folder.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;
use std::time::SystemTime;

use anyhow::{Context, Result, anyhow, ensure};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use super::{light, npm_program, pack, release_flags, shell, wasm_opt};
use crate::program;
use crate::project::{self, Profile};
use crate::setup::WasmToolchain;
use crate::setup::wasm::{TARGET, target_folder};

/// How many earlier bundles stay beside a release: a tab opened before a deploy still finds its chunks.
const KEPT: usize = 2;

/// How many rules the platform reads of `_headers`.
const RULES_MAX: usize = 100;

/// The contract, which the Worker reads from beside the app.
const CONTRACT: &str = "worker/openapi.json";

/// The back office's style sheet, which it asks for itself.
pub const ADMIN_STYLE: &str = "admin.css";
/// The space's, likewise.
pub const SPACE_STYLE: &str = "space.css";

/// The note of which files each chunk needs, among the intermediate files.
pub const CHUNKS: &str = "chunks.json";

/// Builds the bundle; true when it differs from the one that was there.
pub fn build(wasm: &WasmToolchain, profile: Profile) -> Result<bool> {
    println!("build: the app …");
    let compiled = compile(wasm, profile)?;
    let wanted = key(&compiled)?;
    let note = profile.stage().join("app.key");
    let dist = profile.dist();
    if dist.join("_headers").exists()
        && fs::read_to_string(&note).is_ok_and(|built| built == wanted)
    {
        return Ok(false);
    }
    let package = profile.stage().join("package");
    fresh(&package)?;
    split_and_bind(&compiled, profile, &package)?;
    if profile == Profile::Release {
        let mut files = project::files(&package)?;
        files.retain(|file| file.extension().is_some_and(|end| end == "wasm"));
        shrink(files)?;
    }
    scripts_and_style(&package, profile)?;
    let name = format!("pkg-{}", hash(&package)?);
    publish(&package, &dist, &name, profile)?;
    shell::write(&dist, &name, profile)?;
    project::write(&note, wanted)?;
    Ok(true)
}

/// Shrinks wasm files in place, as many at once as the machine has processors.
fn shrink(files: Vec<PathBuf>) -> Result<()> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let files = Mutex::new(files);
    let next = || files.lock().ok().and_then(|mut files| files.pop());
    let work = || -> Result<()> {
        while let Some(file) = next() {
            wasm_opt(&file, "-Oz")?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let started: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        started.into_iter().try_for_each(|worker| {
            worker
                .join()
                .unwrap_or_else(|_| Err(anyhow!("a worker that shrinks wasm broke down")))
        })
    })
}

/// Compiles and links the app; relocations stay in, the splitter needs them.
fn compile(wasm: &WasmToolchain, profile: Profile) -> Result<PathBuf> {
    let mut cargo = wasm.cargo();
    cargo.args(["rustc", "-p", "app", "--bin", "app", "--target", TARGET]);
    if profile == Profile::Release {
        cargo.arg("--release");
    }
    release_flags(&mut cargo, profile)?;
    program::run(cargo.args(["--", "-Clink-arg=--emit-relocs"]))?;
    Ok(target_folder()
        .join(TARGET)
        .join(profile.folder())
        .join("app.wasm"))
}

/// A digest of everything the bundle is made from.
fn key(compiled: &Path) -> Result<String> {
    let mut digest = Sha256::new();
    let mut sources = vec![compiled.to_path_buf()];
    for folder in [
        "app/shell",
        "app/locales",
        "style",
        "public",
        "domain/src/headers.rs",
        "domain/src/country.rs",
        "xtask/src",
        "package-lock.json",
        CONTRACT,
    ] {
        sources.extend(project::files(&project::path(folder))?);
    }
    for source in sources {
        digest.update(project::shown(&source).as_bytes());
        digest.update(
            fs::read(&source)
                .with_context(|| format!("cannot read {}", project::shown(&source)))?,
        );
    }
    Ok(hex(&digest.finalize()))
}

/// Cuts the link into the main file and its chunks, then binds the main file to JavaScript.
fn split_and_bind(compiled: &Path, profile: Profile, package: &Path) -> Result<()> {
    let linked = fs::read(compiled).context("the app's wasm is not where cargo should put it")?;
    let main = profile.stage().join("main.wasm");
    let mut options = wasm_split_cli_support::Options::new(&linked);
    let pieces = profile.stage().join("pieces");
    let packs = profile == Profile::Release;
    if packs {
        fresh(&pieces)?;
    }
    options.output_dir = if packs { &pieces } else { package };
    options.main_out_path = &main;
    options.main_module = "./app.js";
    let link_name = format!("./{}", pack::LOADER);
    options.link_name = &link_name;
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("the app could not be split: {error:#}"))?;
    // which files each chunk needs, for `check` to weigh
    let mut needs: pack::Needs = split.prefetch_map.into_iter().collect();
    if packs {
        needs = pack::pack(&pieces, package, &needs)?;
    }
    project::write(
        &profile.stage().join(CHUNKS),
        serde_json::to_string(&needs)?,
    )?;

    bind(&main, package)?;
    match profile {
        Profile::Release => plain_names(package),
        Profile::Dev => light::lighten(package),
    }
}

fn bind(main: &Path, package: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(main)
        .out_name("app")
        .typescript(false)
        // the library leaves the wasm's address out unless told otherwise; the command line does not
        .omit_default_module_path(false)
        .keep_lld_exports(true)
        .demangle(false)
        .web(true)
        .and_then(|bindgen| bindgen.generate(package))
        .map_err(|error| anyhow!("the app could not be bound to JavaScript: {error:#}"))
}

/// wasm-bindgen ends each name between the wasm and its glue with a digest: 5 kB that no compression takes away. Counted
/// instead, they are as long and weigh nothing; they have to fit each other only.
fn plain_names(package: &Path) -> Result<()> {
    let (glue, wasm) = (package.join("app.js"), package.join("app_bg.wasm"));
    let mut text = project::read(&glue)?;
    let mut bytes = fs::read(&wasm).context("wasm-bindgen wrote no wasm")?;
    for (place, name) in digested(&text).into_iter().enumerate() {
        let (stem, digest) = name.split_at(name.len() - DIGEST);
        let plain = format!("{stem}{place:0width$x}", width = digest.len());
        text = text.replace(&name, &plain);
        replace(&mut bytes, name.as_bytes(), plain.as_bytes());
    }
    project::write(&glue, text)?;
    fs::write(&wasm, bytes).context("cannot write the wasm again")
}

/// How many figures such a digest has.
const DIGEST: usize = 16;

/// The glue's names that end with a digest.
fn digested(text: &str) -> BTreeSet<String> {
    text.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_')
        .filter(|word| {
            let end = word
                .len()
                .checked_sub(DIGEST)
                .and_then(|from| word.get(from..));
            word.starts_with("__wbg_")
                && end.is_some_and(|end| end.bytes().all(|b| b.is_ascii_hexdigit()))
        })
        .map(str::to_owned)
        .collect()
}

/// Writes one text over another of the same length, wherever it stands.
fn replace(bytes: &mut [u8], old: &[u8], new: &[u8]) {
    let mut from = 0;
    while let Some(found) = bytes[from..]
        .windows(old.len())
        .position(|window| window == old)
    {
        let at = from + found;
        bytes[at..at + old.len()].copy_from_slice(new);
        from = at + old.len();
    }
}

/// Bundles the start script with the glue, and the style sheets into one.
fn scripts_and_style(package: &Path, profile: Profile) -> Result<()> {
    // the start script sits beside the glue while it is bundled, as it does in the browser
    fs::copy(project::path("app/shell/boot.js"), package.join("start.js"))
        .context("cannot read app/shell/boot.js")?;
    esbuild(
        &[
            &package.join("start.js").display().to_string(),
            "--bundle",
            "--format=esm",
            &format!("--outfile={}", package.join("boot.js").display()),
        ],
        profile,
    )?;
    for used in ["start.js", "app.js", pack::LOADER] {
        fs::remove_file(package.join(used))?;
    }
    let snippets = package.join("snippets");
    if snippets.exists() {
        fs::remove_dir_all(snippets)?;
    }
    esbuild(
        &[
            &project::path("app/shell/early.js").display().to_string(),
            "--format=iife",
            &format!("--outfile={}", package.join("early.js").display()),
        ],
        profile,
    )?;
    for (sheet, file) in [
        ("style/index.css", "style.css"),
        ("style/desk.css", ADMIN_STYLE),
        ("style/space.css", SPACE_STYLE),
    ] {
        esbuild(
            &[
                &project::path(sheet).display().to_string(),
                "--bundle",
                "--external:/fonts/*",
                &format!("--outfile={}", package.join(file).display()),
            ],
            profile,
        )?;
    }
    Ok(())
}

fn esbuild(args: &[&str], profile: Profile) -> Result<()> {
    let mut command = Command::new(npm_program("esbuild")?);
    command
        .args(args)
        .args(["--log-level=warning", "--target=es2022"]);
    if profile == Profile::Release {
        command.arg("--minify");
    }
    program::output(&mut command)?;
    Ok(())
}

/// The folder's name: a digest over the names and contents inside it.
fn hash(package: &Path) -> Result<String> {
    let mut digest = Sha256::new();
    for file in project::files(package)? {
        let inside = file.strip_prefix(package).unwrap_or(&file);
        digest.update(inside.to_string_lossy().as_bytes());
        digest.update([0]);
        digest.update(Sha256::digest(fs::read(&file)?));
    }
    Ok(hex(&digest.finalize()).chars().take(16).collect())
}

/// Makes the served folder anew, keeping the latest earlier bundles of a release.
fn publish(package: &Path, dist: &Path, name: &str, profile: Profile) -> Result<()> {
    fs::create_dir_all(dist)?;
    let mut earlier: Vec<(SystemTime, PathBuf)> = Vec::new();
    for entry in fs::read_dir(dist)?.flatten() {
        let path = entry.path();
        let is_bundle = entry.file_name().to_string_lossy().starts_with("pkg-");
        if is_bundle && !path.ends_with(name) {
            earlier.push((entry.metadata()?.modified()?, path));
        } else if path.is_dir() {
            fs::remove_dir_all(path)?;
        } else {
            fs::remove_file(path)?;
        }
    }
    earlier.sort();
    let keep = if profile == Profile::Release { KEPT } else { 0 };
    for (_, old) in earlier.iter().rev().skip(keep) {
        fs::remove_dir_all(old)?;
    }
    fs::rename(package, dist.join(name))?;
    let public = project::path("public");
    for file in project::files(&public)? {
        let inside = file.strip_prefix(&public).unwrap_or(&file);
        project::write(&dist.join(inside), fs::read(&file)?)?;
    }
    let contract = project::read(&project::path(CONTRACT))?;
    project::write(&dist.join("openapi.json"), contract)?;
    project::write(&dist.join("_headers"), headers(dist, profile)?)
}

/// The headers of static files: the security headers of every answer, and a year's caching for the bundles' files.
/// Each file is named: a rule for the folders would let browsers keep a missing file's 404 for a year. A bundle for development may be in
/// more files than there may be rules: browsers ask whether the others changed.
fn headers(dist: &Path, profile: Profile) -> Result<String> {
    let mut text = String::from("/*\n");
    for (name, value) in domain::headers::SECURITY {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    let mut rules = 1;
    let mut files = project::files(dist)?;
    // the splitter's own pieces last: there are too many of them where they are not packed
    files.sort_by_key(|file| file.to_string_lossy().contains("/chunk_"));
    for file in files {
        let address = file
            .strip_prefix(dist)
            .unwrap_or(&file)
            .to_string_lossy()
            .into_owned();
        let more = profile == Profile::Release || rules < RULES_MAX;
        if more && address.starts_with("pkg-") {
            rules += 1;
            text.push_str(&format!(
                "/{address}\n  Cache-Control: public, max-age=31536000, immutable\n"
            ));
        }
    }
    ensure!(
        rules <= RULES_MAX,
        "{rules} rules in _headers, the platform reads {RULES_MAX}: pack the app in fewer files"
    );
    Ok(text)
}

fn fresh(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", project::shown(folder)))
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
