//! Files that the browser saves: where they go, and what is in them.

use crate::Window;
use serde_json::json;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(15);
const GLANCE: Duration = Duration::from_millis(20);

/// A folder of its own, gone with the journey.
pub struct Downloads {
    folder: PathBuf,
}

impl Window {
    /// Lets the browser save files, in a folder of this window's own.
    pub async fn saves_files(&self) -> Downloads {
        let name = format!(
            "downloads-{}-{}",
            std::process::id(),
            crate::world::number()
        );
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        let allowed = json!({ "behavior": "allow", "downloadPath": folder });
        self.cdp("Browser.setDownloadBehavior", allowed).await;
        Downloads { folder }
    }
}

impl Downloads {
    /// The file of this name, once it is there as a whole.
    pub async fn file(&self, name: &str) -> Vec<u8> {
        let path = self.folder.join(name);
        let patience = Instant::now() + PATIENCE;
        loop {
            // It has its name only when the last byte is written.
            if let Ok(bytes) = std::fs::read(&path) {
                return bytes;
            }
            assert!(
                Instant::now() < patience,
                "{name} is not saved, but {:?}",
                self.names()
            );
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// The names of what was saved.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten();
        entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect()
    }
}

impl Drop for Downloads {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}
