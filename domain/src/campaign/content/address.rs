//! Where a campaign's links and images may lead: to names anybody in the world can look up. What stands behind an IP
//! address, on this machine or in somebody's own network is refused, however it is written.

/// Why an address is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// Neither `https://…`, nor `mailto:…`, nor a page of the shop.
    Scheme,
    /// No name in the public: an IP address, a name without a dot, one of a private network.
    Private,
}

/// Proves where a link leads.
pub(super) fn link(to: &str) -> Result<(), Refused> {
    if !crate::markdown::may_lead(to) {
        return Err(Refused::Scheme);
    }
    match after_scheme(to) {
        Some(rest) => public(rest),
        None => Ok(()),
    }
}

/// Proves where an image comes from: mails show none of the shop's own pages and boxes.
pub(super) fn image(from: &str) -> Result<(), Refused> {
    if !crate::markdown::may_lead(from) {
        return Err(Refused::Scheme);
    }
    after_scheme(from).ok_or(Refused::Scheme).and_then(public)
}

/// What follows `https://`.
fn after_scheme(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_at_checked(SCHEME.len())?;
    scheme.eq_ignore_ascii_case(SCHEME).then_some(rest)
}

const SCHEME: &str = "https://";

/// Names that no public name server answers (RFC 6761, 6762, 8375, and what routers and companies use).
const PRIVATE: [&str; 14] = [
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "home.arpa",
    "in-addr.arpa",
    "ip6.arpa",
    "test",
    "invalid",
];

fn public(rest: &str) -> Result<(), Refused> {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    // Plain letters only: other signs are rewritten by whoever follows the link, `１` to `1` and `。` to a dot.
    let named = host.len() <= 253 && host.contains('.') && host.split('.').all(label);
    let ported = (1..=5).contains(&port.len()) && port.bytes().all(|b| b.is_ascii_digit());
    // A last part that is a number, `0x7f` included, makes an address of it all (URL standard, "ends in a number").
    let last = host.rsplit('.').next().unwrap_or_default();
    let lettered = last.bytes().all(|b| b.is_ascii_alphabetic()) || last.starts_with("xn--");
    let private = PRIVATE.iter().any(|name| {
        host.strip_suffix(name)
            .is_some_and(|before| before.is_empty() || before.ends_with('.'))
    });
    if named && ported && lettered && !private {
        Ok(())
    } else {
        Err(Refused::Private)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t30_links_and_images_lead_to_public_names_only() {
        for address in [
            "https://example.com",
            "HTTPS://Example.COM/a?b=c#d",
            "https://example.com:8443/x",
            "https://example.com./x",
            "https://xn--caf-dma.fr",
            "https://a.b-c.example.museum?x=https://127.0.0.1/",
            "https://example.xn--p1ai/",
            "https://localhost.example.com/",
            "https://10.example.com/",
        ] {
            assert_eq!(link(address), Ok(()), "{address}");
            assert_eq!(image(address), Ok(()), "{address}");
        }
        for address in [
            "https://localhost/x",
            "https://LOCALHOST:8787",
            "https://intranet",
            "https://shop.localhost/",
            "https://printer.local/",
            "https://nas.lan",
            "https://box.home.arpa.",
            "https://api.internal/x",
            "https://127.0.0.1/a.png",
            "https://127.1/",
            "https://0x7f.0.0.1/",
            "https://0x7f000001/",
            "https://2130706433/",
            "https://017700000001/",
            "https://example.0x10/",
            "https://10.0.0.5/",
            "https://192.168.1.1:8080/x",
            "https://169.254.169.254/latest/meta-data/",
            "https://172.16.0.1./",
            "https://8.8.8.8/",
            "https://[::1]/",
            "https://[fe80::1%25eth0]/",
            "https://[::ffff:10.0.0.1]/",
            "https://user@example.com/",
            "https://example.com@127.0.0.1/",
            "https://example.com:80@10.0.0.1/",
            "https://%31%32%37.0.0.1/",
            "https://１２７.0.0.1/",
            "https://127。0。0。1/",
            "https://exаmple.com/",
            "https://example..com/",
            "https://.example.com/",
            "https://example.com:/",
            "https://example.com:port/",
            "https:///example.com",
            "https://#x",
        ] {
            assert_eq!(link(address), Err(Refused::Private), "{address}");
            assert_eq!(image(address), Err(Refused::Private), "{address}");
        }
        for address in [
            "http://example.com/",
            "javascript:alert(1)",
            "data:image/svg+xml,<svg onload=alert(1)>",
            "ftp://example.com/",
            "//example.com/x",
            "/\\example.com",
            "cid:x",
            "x.png",
            "",
        ] {
            assert_eq!(link(address), Err(Refused::Scheme), "{address}");
            assert_eq!(image(address), Err(Refused::Scheme), "{address}");
        }
        for own in ["mailto:zoe@example.com", "/account", "/"] {
            assert_eq!(link(own), Ok(()), "{own}");
            assert_eq!(image(own), Err(Refused::Scheme), "{own}");
        }
    }
}
