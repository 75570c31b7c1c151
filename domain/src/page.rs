//! Keyset pages: a page ends at a row, and the next one begins behind it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Where a page ended: the sort key of its last row and its place in the table. Opaque on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The folded name, or empty where the list goes by age.
    pub key: String,
    /// The row's number, which breaks ties.
    pub seq: i64,
}

impl Cursor {
    /// Reads a cursor this code wrote. Everything in it is bound as a value, so a forged one only moves the page.
    pub fn parse(text: &str) -> Option<Cursor> {
        if text.len() > 2_000 {
            return None;
        }
        let (seq, key) = text.split_once('.')?;
        let key = unhex(key)?;
        let seq = i64::from_str_radix(seq, 36).ok()?;
        // A cursor has one spelling, so that a page has one address; beyond 2^53 D1 loses figures.
        (0..=9_007_199_254_740_991)
            .contains(&seq)
            .then_some(Cursor { key, seq })
    }

    /// The text for an address.
    pub fn text(&self) -> String {
        let key: String = self.key.bytes().map(|byte| format!("{byte:02x}")).collect();
        format!("{}.{key}", base36(self.seq))
    }
}

fn base36(mut number: i64) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(number.rem_euclid(36)).unwrap_or_default();
        digits.extend(char::from_digit(digit, 36));
        number = number.div_euclid(36);
        if number <= 0 {
            return digits.iter().rev().collect();
        }
    }
}

fn unhex(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let pairs = bytes.chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).ok().filter(|p| p.len() == 2)?;
        u8::from_str_radix(pair, 16).ok()
    });
    String::from_utf8(pairs.collect::<Option<Vec<u8>>>()?).ok()
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Cursor::parse(&text).ok_or_else(|| serde::de::Error::custom("unknown cursor"))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Cursor {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Cursor".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string" })
    }

    fn inline_schema() -> bool {
        true
    }
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Ask with this cursor for the next page; none at the end.
    pub next: Option<Cursor>,
    /// How many there are in all, on the first page; left out where counting would cost more than the list.
    /// [`TOTAL_CAP`] means that many or more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// True where the search for rows was cut short: there may be more behind `next`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
}

/// Totals are told up to 10 000; this stands for more.
pub const TOTAL_CAP: u32 = 10_001;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back() {
        for (key, seq) in [
            ("", 0),
            ("lefevre zoe", 36),
            ("日本", 9_007_199_254_740_991),
        ] {
            let cursor = Cursor {
                key: key.to_owned(),
                seq,
            };
            assert_eq!(Cursor::parse(&cursor.text()), Some(cursor));
        }
    }

    #[test]
    fn t32_a_forged_cursor_is_unknown() {
        for text in [
            "",
            ".",
            "1",
            "1.6",
            "1.zz",
            "-1.",
            "1.ff",
            "zzzzzzzzzzzzzz.",
            "1.61; drop table",
        ] {
            assert_eq!(Cursor::parse(text), None, "{text}");
        }
        assert_eq!(Cursor::parse(&format!("1.{}", "61".repeat(2_000))), None);
    }
}
