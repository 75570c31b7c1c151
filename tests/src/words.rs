//! The app's words in the language of the journey, read from its own locale files: tests press what people read.

use crate::world;
use domain::locale::Locale;
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;

/// Every text of one language, by `area.key`.
pub struct Words {
    texts: HashMap<String, String>,
}

impl Words {
    pub fn of(locale: Locale) -> Words {
        let folder = Path::new(&world::setting("COMPTOIR_ROOT"))
            .join("app/locales")
            .join(locale.code());
        let mut texts = HashMap::new();
        for entry in std::fs::read_dir(folder).expect("the locale files") {
            let path = entry.expect("a locale file").path();
            let area = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let text = std::fs::read_to_string(&path).expect("a locale file");
            let value: Value = serde_json::from_str(&text).expect("locale files are JSON");
            for (key, text) in value.as_object().into_iter().flatten() {
                let text = text.as_str().unwrap_or_default().to_owned();
                texts.insert(format!("{area}.{key}"), text);
            }
        }
        Words { texts }
    }

    /// The text of `area.key`.
    pub fn text(&self, key: &str) -> &str {
        self.texts
            .get(key)
            .unwrap_or_else(|| panic!("there is no text {key}"))
    }

    /// The text with its placeholders filled.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        values
            .iter()
            .fold(self.text(key).to_owned(), |text, (name, value)| {
                text.replace(&format!("{{{name}}}"), value)
            })
    }
}
