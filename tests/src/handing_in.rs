//! Handing in files, and looking into the bucket from outside.

use crate::world;
use crate::{Reply, Staff, World};
use domain::api::Endpoint;
use domain::api::document::UploadDocument;
use domain::upload::Blob;
use serde_json::Value;

/// A whole PDF of nothing, with these words in it.
pub fn pdf(words: &str) -> Vec<u8> {
    format!("%PDF-1.7\n% {words}\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n").into_bytes()
}

impl Staff {
    /// Hands in a file for a document.
    pub async fn hand_in(&self, name: &str, bytes: &[u8]) -> Reply {
        let name = crate::browser::escape(name);
        self.upload("POST", UploadDocument::PATH, &name, bytes.to_vec())
            .await
    }

    /// The same where it must be taken.
    pub async fn hands_in(&self, name: &str, bytes: &[u8]) -> Blob {
        let reply = self.hand_in(name, bytes).await;
        serde_json::from_slice(&reply.expect(201).body)
            .unwrap_or_else(|error| panic!("{reply}: {error}"))
    }
}

impl World {
    /// The keys of every object in the bucket, by the explorer of local workerd.
    pub async fn objects(&self) -> Vec<String> {
        let mut keys = Vec::new();
        let mut cursor = String::new();
        loop {
            let url = format!(
                "{}/cdn-cgi/local/explorer/api/r2/buckets/comptoir-files/objects?per_page=1000{cursor}",
                self.url()
            );
            let answer = world::client()
                .get(&url)
                .send()
                .await
                .expect("the shop is up");
            let text = answer.text().await.expect("an answer has a body");
            let value: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"));
            let page = value["result"]
                .as_array()
                .unwrap_or_else(|| panic!("{text}"));
            keys.extend(
                page.iter()
                    .filter_map(|one| one["key"].as_str().map(str::to_owned)),
            );
            match value["result_info"]["cursor"].as_str() {
                Some(next) if !next.is_empty() && !page.is_empty() => {
                    cursor = format!("&cursor={}", crate::browser::escape(next));
                }
                _ => return keys,
            }
        }
    }

    /// Whether an upload's object lies in the bucket.
    pub async fn holds(&self, blob: &Blob) -> bool {
        let key = format!("files/{}", blob.id);
        self.objects().await.contains(&key)
    }
}
