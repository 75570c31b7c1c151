//! What stands behind `?` in an endpoint's address: known keys, each once.

use crate::page::Cursor;
use crate::problem::FieldError;

/// The part of an address behind `?`.
pub trait Query: Sized + Default + 'static {
    /// The keys it may have.
    const KEYS: &'static [&'static str];
    /// Takes one pair; `field` of the error names the key.
    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError>;
    /// The pairs that [`Query::take`] reads back, defaults left out.
    fn pairs(&self) -> Vec<(&'static str, String)>;

    /// Reads all pairs; a key twice or unknown is an error, so that no two readers can see two things.
    fn read<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<FieldError>> {
        let mut query = Self::default();
        let mut pairs = pairs;
        fill(&mut pairs, &mut |key, value| query.take(key, value))?;
        Ok(query)
    }
}

/// Pairs that are read: no query has as many keys.
const PAIRS_MAX: usize = 50;

/// Gives each pair to `take`; compiled once for all queries.
fn fill(
    pairs: &mut dyn Iterator<Item = (&str, &str)>,
    take: &mut dyn FnMut(&str, &str) -> Result<(), FieldError>,
) -> Result<(), Vec<FieldError>> {
    let mut seen: Vec<String> = Vec::new();
    let mut errors = Vec::new();
    for (key, value) in pairs.take(PAIRS_MAX) {
        if seen.iter().any(|other| other == key) {
            errors.push(FieldError::new(key.to_owned(), "duplicate_key"));
        } else if let Err(error) = take(key, value) {
            errors.push(error);
        }
        seen.push(key.to_owned());
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

impl Query for () {
    const KEYS: &'static [&'static str] = &[];

    fn take(&mut self, key: &str, _: &str) -> Result<(), FieldError> {
        Err(FieldError::new(key.to_owned(), "unknown_key"))
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Where a page of a list without filters goes on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageQuery {
    pub cursor: Option<Cursor>,
}

impl Query for PageQuery {
    const KEYS: &'static [&'static str] = &["cursor"];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        if key != "cursor" {
            return Err(FieldError::new(key.to_owned(), "unknown_key"));
        }
        let cursor = Cursor::parse(value).ok_or_else(|| FieldError::new("cursor", "unknown"))?;
        self.cursor = Some(cursor);
        Ok(())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let pair = |cursor: &Cursor| ("cursor", cursor.text());
        self.cursor.as_ref().map(pair).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customer::CustomerQuery;

    #[test]
    fn t32_a_key_twice_or_unknown_is_refused() {
        let read = |pairs: &[(&str, &str)]| {
            CustomerQuery::read(pairs.iter().copied())
                .err()
                .and_then(|errors| {
                    errors
                        .first()
                        .map(|e| (e.field.to_string(), e.reason.to_string()))
                })
        };
        let error = |field: &str, reason: &str| Some((field.to_owned(), reason.to_owned()));
        assert_eq!(read(&[("q", "a"), ("q", "b")]), error("q", "duplicate_key"));
        assert_eq!(
            read(&[("customer_id", "1")]),
            error("customer_id", "unknown_key")
        );
        assert_eq!(
            read(&[("sort", "name desc; drop")]),
            error("sort", "unknown")
        );
        assert_eq!(read(&[("limit", "-1")]), error("limit", "out_of_range"));
        assert_eq!(
            read(&[("limit", "1000000")]),
            error("limit", "out_of_range")
        );
    }
}
