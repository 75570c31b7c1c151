//! What a shop's state folder holds, byte by byte: for tests that look for what must be gone. The server is stopped by then.

use crate::world;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Copies the database without its free pages (`vacuum into`), by the SQLite of the pinned Node; `before` is run on the copy
/// first, in a copy of its own where it is not empty.
pub fn compact(database: &Path, into: &Path, before: &str) {
    let node = Path::new(&world::setting("COMPTOIR_ROOT")).join("node_modules/.bin/node");
    let script = "
        const { DatabaseSync } = require('node:sqlite');
        const { rmSync } = require('node:fs');
        const [file, into, before] = process.argv.slice(1);
        const vacuum = (from, to) => {
            rmSync(to, { force: true });
            const db = new DatabaseSync(from);
            db.prepare('vacuum into ?').run(to);
            db.close();
        };
        if (before) {
            vacuum(file, into + '.whole');
            const db = new DatabaseSync(into + '.whole');
            db.exec(before);
            db.close();
            vacuum(into + '.whole', into);
        } else {
            vacuum(file, into);
        }";
    let out = Command::new(node)
        .args(["--no-warnings", "-e", script])
        .arg(database)
        .arg(into)
        .arg(before)
        .output()
        .expect("node runs");
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
}

/// The database's file within a state folder.
pub fn database(state: &Path) -> PathBuf {
    let found = files(state).into_iter().find(|file| {
        let path = file.to_string_lossy();
        path.contains("D1DatabaseObject")
            && path.ends_with(".sqlite")
            && !path.ends_with("metadata.sqlite")
    });
    found.unwrap_or_else(|| panic!("no database in {}", state.display()))
}

/// Every file of a folder and those within it.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push(path),
        }
    }
    found
}

/// Which of these texts stand in a file, in bytes of UTF-8 or of UTF-16.
pub fn standing_in<'a>(file: &Path, texts: &'a [String]) -> Vec<&'a str> {
    let bytes = std::fs::read(file).unwrap_or_default();
    let holds = |wanted: &[u8]| bytes.windows(wanted.len()).any(|part| part == wanted);
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    texts
        .iter()
        .filter(|text| holds(text.as_bytes()) || holds(&wide(text)))
        .map(String::as_str)
        .collect()
}
