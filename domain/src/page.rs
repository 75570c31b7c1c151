//! Keyset pages: a page ends at a row, and the next one begins behind it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The highest number a row can have: D1 hands numbers over as doubles.
pub const NEWEST: i64 = 9_007_199_254_740_991;

/// Where a page ended: the sort key of its last row and its place in the table. Opaque on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The folded name, or empty where the list goes by age.
    pub key: String,
    /// The row's number, which breaks ties.
    pub seq: i64,
}

impl Cursor {
    /// Behind the row of this number, in a list that goes by age.
    pub fn age(seq: i64) -> Cursor {
        Cursor {
            key: String::new(),
            seq,
        }
    }

    /// The row that a page of the newest first begins behind; without a cursor, one newer than any.
    pub fn before(cursor: Option<&Cursor>) -> i64 {
        cursor.map_or(NEWEST, |cursor| cursor.seq)
    }

    /// Reads a cursor this code wrote. Everything in it is bound as a value, so a forged one only moves the page.
    pub fn parse(text: &str) -> Option<Cursor> {
        if text.len() > 2_000 {
            return None;
        }
        let (seq, key) = text.split_once('.')?;
        let key = unhex(key)?;
        let seq = i64::from_str_radix(seq, 36).ok()?;
        // A cursor has one spelling, so that a page has one address.
        (0..=NEWEST).contains(&seq).then_some(Cursor { key, seq })
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

impl<T> Page<T> {
    /// A page of at most `limit` of the `rows`, which were read one further to see whether there are more; `end` tells
    /// where a row stands.
    pub fn cut(mut rows: Vec<T>, limit: u32, end: impl Fn(&T) -> Cursor) -> Page<T> {
        let limit = limit as usize;
        let more = rows.len() > limit;
        rows.truncate(limit);
        Page {
            next: rows.last().filter(|_| more).map(end),
            items: rows,
            total: None,
            partial: false,
        }
    }

    /// The same page, each row told otherwise.
    pub fn map<U>(self, tell: impl Fn(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(tell).collect(),
            next: self.next,
            total: self.total,
            partial: self.partial,
        }
    }

    /// The same page, where every row can be told otherwise.
    pub fn try_map<U, E>(self, tell: impl Fn(T) -> Result<U, E>) -> Result<Page<U>, E> {
        Ok(Page {
            items: self.items.into_iter().map(tell).collect::<Result<_, E>>()?,
            next: self.next,
            total: self.total,
            partial: self.partial,
        })
    }
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
    fn a_page_is_cut_where_its_limit_ends() {
        let cut = |rows: &[i64]| Page::cut(rows.to_vec(), 2, |seq| Cursor::age(*seq));
        let two = cut(&[9, 8]);
        assert_eq!((two.items, two.next), (vec![9, 8], None));
        let three = cut(&[9, 8, 7]);
        assert_eq!(
            (three.items, three.next),
            (vec![9, 8], Some(Cursor::age(8)))
        );
        assert_eq!(cut(&[]).next, None);
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
