//! The headers that every answer carries, pages and files included. The Worker sets them; the build writes them into `_headers`.

/// Security headers (ASVS 5.0 section 3.4). Wasm may be compiled; no inline script or style, nothing from elsewhere.
pub const SECURITY: &[(&str, &str)] = &[
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    (
        "Strict-Transport-Security",
        "max-age=63072000; includeSubDomains",
    ),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    ("X-Frame-Options", "DENY"),
];

/// The policy of a file that is saved, instead of the pages': were it shown all the same, nothing in it would run.
pub const FILE_POLICY: &str =
    "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The policy of the page that a mail is shown in, in a frame of the back office: a mail's own styles, and nothing else.
pub const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
/// How files are kept by browsers and by what stands between: not at all.
pub const FILE_CACHING: &str = "private, no-store";
