//! The words of mails and papers, from JSON files. The tests prove that every key is there, used and filled.

use serde_json::{Map, Value};

/// The words of one language.
pub(crate) struct Words(Map<String, Value>);

impl Words {
    pub fn of(file: &str) -> Words {
        Words(serde_json::from_str(file).unwrap_or_default())
    }

    /// The text of a key with its `{placeholders}` filled. A value is never read for placeholders itself.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let text = self.0.get(key).and_then(Value::as_str).unwrap_or(key);
        #[cfg(test)]
        ledger::note(key, text, values);
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, (name, after))) = rest
            .split_once('{')
            .and_then(|(before, behind)| Some((before, behind.split_once('}')?)))
        {
            filled.push_str(before);
            let value = values.iter().find(|(known, _)| *known == name);
            filled.push_str(value.map(|(_, value)| *value).unwrap_or_default());
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

/// The names in braces within a text.
#[cfg(test)]
pub(crate) fn placeholders(text: &str) -> std::collections::BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .collect()
}

/// What the tests saw being said.
#[cfg(test)]
pub(crate) mod ledger {
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    thread_local! {
        static SAID: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
    }

    /// Stops the test when the words lack this key or the values do not fit it.
    pub fn note(key: &str, text: &str, values: &[(&str, &str)]) {
        assert_ne!(key, text, "no text for this key");
        let asked = super::placeholders(text);
        for name in &asked {
            assert!(
                values.iter().any(|(known, _)| known == name),
                "{key} leaves {{{name}}} unfilled"
            );
        }
        for (name, _) in values {
            // the shop's name is offered to every text
            assert!(
                *name == "shop" || asked.contains(name),
                "{key} has no place for {{{name}}}"
            );
        }
        SAID.with_borrow_mut(|said| said.insert(key.to_owned()));
    }

    /// The keys said by this thread so far.
    pub fn said() -> BTreeSet<String> {
        SAID.with_borrow(Clone::clone)
    }
}
