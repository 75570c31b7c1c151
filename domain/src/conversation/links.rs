//! Links within a message: secure addresses that are written out, and nothing else. What is shown is where it leads.

/// A piece of a message's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    /// An address, shown as it is and followed as it is.
    Link(&'a str),
}

/// The text in pieces that make it up again when put together.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(found) = rest.get(from..).and_then(|tail| tail.find(SCHEME)) {
        let start = from + found;
        let (before, tail) = rest.split_at(start);
        let length = link(before, tail);
        if length == 0 {
            from = start + SCHEME.len();
            continue;
        }
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        let (link, after) = tail.split_at(length);
        pieces.push(Piece::Link(link));
        rest = after;
        from = 0;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// The only one followed: what goes over the wire in the clear, or runs, is no link.
const SCHEME: &str = "https://";

/// How many bytes of `tail`, which begins with the scheme, are a link; 0 for none.
fn link(before: &str, tail: &str) -> usize {
    if before.ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return 0;
    }
    let visible = |c: char| {
        c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '\\' | '`' | '{' | '}' | '|' | '^')
    };
    let end = tail.find(|c| !visible(c)).unwrap_or(tail.len());
    let (address, _) = tail.split_at(end);
    // A sentence's own signs do not belong to the address it ends with.
    let mut address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    while address.ends_with(')') && address.matches('(').count() < address.matches(')').count() {
        let shorter = address.len() - 1;
        (address, _) = address.split_at(shorter);
        address = address.trim_end_matches(['.', ',', ';', ':', '!', '?']);
    }
    let host = address.strip_prefix(SCHEME).unwrap_or_default();
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    if is_host(host) { address.len() } else { 0 }
}

/// A name with a dot, in plain letters, perhaps with a port: no `user@` before it, nothing that only looks like a letter.
fn is_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').unwrap_or((host, "443"));
    let label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    name.contains('.')
        && name.split('.').all(label)
        && (1..=5).contains(&port.len())
        && port.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<&str> {
        let all = pieces(text);
        let put: String = all
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) | Piece::Link(text) => *text,
            })
            .collect();
        assert_eq!(put, text);
        all.into_iter()
            .filter_map(|piece| match piece {
                Piece::Link(address) => Some(address),
                Piece::Text(_) => None,
            })
            .collect()
    }

    #[test]
    fn an_address_in_a_sentence_is_a_link_without_the_sentence() {
        assert_eq!(
            links("Voir https://example.com/a?b=c#d. Puis (https://example.com:8443/x_(y)), merci"),
            [
                "https://example.com/a?b=c#d",
                "https://example.com:8443/x_(y)"
            ]
        );
        assert_eq!(links("https://example.com"), ["https://example.com"]);
        assert_eq!(
            links("« https://example.com\u{202F}»"),
            ["https://example.com"]
        );
    }

    #[test]
    fn t30_what_runs_hides_or_looks_alike_is_no_link() {
        for text in [
            "javascript:alert(1)",
            "http://example.com",
            "https://",
            "https://localhost",
            "https://shop.example@evil.example/x",
            "https://ex\u{0430}mple.com",
            "https://example..com",
            "xhttps://example.com",
            "data:text/html,https",
            "HTTPS://EXAMPLE.COM",
        ] {
            assert_eq!(links(text), [""; 0], "{text}");
        }
        assert_eq!(
            links("<a href=\"https://example.com/\"onclick=x>"),
            ["https://example.com/"]
        );
    }
}
