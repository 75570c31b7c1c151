//! What the answers of an address say of it, before it is sent to many: whether it is there, and where it leads on to.

use super::content::is_public;

/// What to do after an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// It is there.
    Alive,
    /// It is not, and why: a reason for staff.
    Dead(String),
    /// Many servers answer HEAD by what they would not say to GET.
    AskByGet,
    /// It leads on to this address.
    Follow(String),
}

/// What an answer to a HEAD (else a GET) of the address `at` says. `location`: the header of this name.
pub fn next(at: &str, head: bool, status: u16, location: Option<&str>) -> Next {
    match (status, location) {
        (300..=399, Some(to)) => {
            let to = joined(at, to);
            match is_public(&to) {
                true => Next::Follow(to),
                false => Next::Dead("private".to_owned()),
            }
        }
        (400.., _) if head => Next::AskByGet,
        // A page that asks who one is, or finds us too many, is there.
        (401 | 403 | 405 | 406 | 429, _) => Next::Alive,
        (400.., _) => Next::Dead(format!("status_{status}")),
        _ => Next::Alive,
    }
}

/// Where a redirect leads. What is neither whole nor from the root is taken for a page beside the root: it is asked, not shown.
fn joined(at: &str, to: &str) -> String {
    if to.contains("://") {
        return to.to_owned();
    }
    let host = at.strip_prefix("https://").unwrap_or(at);
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    match (to.strip_prefix("//"), to.starts_with('/')) {
        (Some(elsewhere), _) => format!("https://{elsewhere}"),
        (None, true) => format!("https://{host}{to}"),
        (None, false) => format!("https://{host}/{to}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: &str = "https://example.com/a/b?c#d";

    #[test]
    fn a_page_is_dead_once_get_says_so() {
        assert_eq!(next(AT, true, 200, None), Next::Alive);
        assert_eq!(next(AT, true, 404, None), Next::AskByGet);
        assert_eq!(next(AT, true, 405, None), Next::AskByGet);
        assert_eq!(next(AT, false, 404, None), Next::Dead("status_404".into()));
        assert_eq!(next(AT, false, 503, None), Next::Dead("status_503".into()));
        for wary in [401, 403, 429] {
            assert_eq!(next(AT, false, wary, None), Next::Alive);
        }
        assert_eq!(next(AT, true, 304, None), Next::Alive);
    }

    #[test]
    fn t30_redirects_are_followed_to_public_names_only() {
        let to = |location: &str| next(AT, true, 301, Some(location));
        for (location, expected) in [
            ("https://www.example.com/", "https://www.example.com/"),
            ("/x?y", "https://example.com/x?y"),
            ("x", "https://example.com/x"),
            ("//example.org/z", "https://example.org/z"),
        ] {
            assert_eq!(to(location), Next::Follow(expected.into()), "{location}");
        }
        for location in [
            "http://example.com/",
            "https://127.0.0.1/",
            "https://169.254.169.254/latest/meta-data/",
            "//localhost/",
            "https://printer.local/",
            "https://user@10.0.0.1/",
            "javascript://example.com/%0aalert(1)",
        ] {
            assert_eq!(to(location), Next::Dead("private".into()), "{location}");
        }
    }
}
