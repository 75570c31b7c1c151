//! Pages and files: known paths give the shell in the visitor's language, all else a 404 that no cache keeps as something else.

use domain::id::CustomerId;
use domain::locale::Locale;
use domain::route;
use tests::{Browser, Reply, World, staff};

fn language(reply: &Reply) -> String {
    let text = reply.text();
    let (_, rest) = text
        .split_once("<html lang=\"")
        .unwrap_or_else(|| panic!("no language in {reply}"));
    rest.chars().take(2).collect()
}

/// The address of a built file that the page asks for.
fn file(page: &Reply, ending: &str) -> String {
    let text = page.text();
    text.split('"')
        .find(|part| part.starts_with("/pkg-") && part.ends_with(ending))
        .unwrap_or_else(|| panic!("no {ending} in {page}"))
        .to_owned()
}

#[tokio::test]
async fn every_known_path_gives_the_shell_in_the_visitors_language() {
    let world = World::get();
    let customer = route::admin_customer(&CustomerId::new(1, staff::random()));
    let paths = [
        route::SHOP,
        route::CHECKOUT,
        route::CHECKOUT_PAYMENT,
        route::SIGN_IN,
        route::SET_PASSWORD,
        route::YOUR_DATA,
        route::ADMIN,
        route::ADMIN_CUSTOMERS,
        &customer,
    ];
    for path in paths {
        for locale in [Locale::En, Locale::Fr] {
            let visitor = Browser::new(&world).speaking(locale);
            let page = visitor.open(path).await;
            page.expect(200);
            assert!(
                page.header("content-type")
                    .unwrap()
                    .starts_with("text/html"),
                "{page}"
            );
            assert_eq!(language(&page), locale.code(), "{path} by Accept-Language");
            let cache = page.header("cache-control").unwrap_or_default();
            assert!(
                !cache.contains("immutable") && !cache.contains("public"),
                "{path}: {cache}"
            );
            let vary = page.header("vary").unwrap_or_default().to_lowercase();
            assert!(
                vary.contains("cookie") && vary.contains("accept-language"),
                "{vary}"
            );
            // The cookie is the visitor's choice and wins.
            let other = if locale == Locale::En { "fr" } else { "en" };
            visitor.set_cookie("lang", other);
            assert_eq!(
                language(&visitor.open(path).await),
                other,
                "{path} by cookie"
            );
            visitor.set_cookie("lang", "\"><script>");
            assert_eq!(language(&visitor.open(path).await), locale.code());
        }
    }
}

#[tokio::test]
async fn languages_are_chosen_by_weight_and_english_stands_in() {
    let visitor = Browser::new(&World::get());
    for (accepted, expected) in [
        ("fr", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("en;q=0.5,fr;q=0.9", "fr"),
        ("de,es", "en"),
        ("de,fr;q=0.1", "fr"),
        ("", "en"),
        ("*", "en"),
        (";;;q=,,,", "en"),
        ("fr;q=0,en", "en"),
    ] {
        let page = visitor
            .raw("GET", "/", &[("accept-language", accepted)], "")
            .await;
        assert_eq!(language(&page), expected, "{accepted}");
    }
}

#[tokio::test]
async fn the_checkout_shell_holds_the_real_fields() {
    let world = World::get();
    for locale in [Locale::En, Locale::Fr] {
        let page = Browser::new(&world)
            .speaking(locale)
            .open(route::CHECKOUT)
            .await;
        let text = page.text();
        for name in [
            "email",
            "first_name",
            "last_name",
            "phone",
            "organisation",
            "address.country",
            "address.line1",
            "address.postcode",
            "address.city",
        ] {
            assert!(
                text.contains(&format!("name=\"{name}\"")),
                "{name} is not in the {} shell",
                locale.code()
            );
        }
        for autocomplete in [
            "email",
            "given-name",
            "family-name",
            "tel",
            "organization",
            "country",
            "address-line1",
            "postal-code",
        ] {
            assert!(
                text.contains(&format!("autocomplete=\"{autocomplete}\"")),
                "{autocomplete}"
            );
        }
        assert!(
            text.contains("<option value=\"FR\" selected"),
            "the shop's country is chosen"
        );
        assert!(!text.contains("{{"), "every placeholder is filled: {page}");
        let french = text.contains("Prénom");
        assert_eq!(french, locale == Locale::Fr);
    }
}

#[tokio::test]
async fn t15_pages_have_no_inline_script_or_style_and_ask_nobody_else() {
    let visitor = Browser::new(&World::get());
    for path in [route::SHOP, route::CHECKOUT] {
        let text = visitor.open(path).await.text();
        for part in text.split("<script").skip(1) {
            let (tag, rest) = part.split_once('>').unwrap();
            assert!(tag.contains(" src=\"/"), "<script{tag}>");
            assert!(
                rest.starts_with("</script>"),
                "<script{tag}>{}",
                rest.chars().take(40).collect::<String>()
            );
        }
        for inline in [
            "<style",
            " style=\"",
            " onclick=",
            " onload=",
            " onerror=",
            "javascript:",
            "http://",
            "https://",
        ] {
            assert!(!text.contains(inline), "{inline} in {path}");
        }
    }
}

#[tokio::test]
async fn unknown_pages_are_404_and_not_the_app() {
    let visitor = Browser::new(&World::get());
    for path in [
        "/nope",
        "/checkout/",
        "/Checkout",
        "/admin/",
        "/admin/customers/",
        "/admin/customers/1",
        "/admin/nope",
        "/shell/shop.en.html",
        "/shell/checkout.fr.html",
        "/index.html",
        "/_headers",
        "/.dev.vars",
        "/wrangler.toml",
        "/.git/config",
        "/..%2f.dev.vars",
        "/checkout/saved/x",
        "/%00",
        "/worker/index.js",
        "/app.rs",
    ] {
        let page = visitor.open(path).await;
        // `/shell/…` and `/_headers` are files of the build; they may only ever be harmless copies or nothing.
        page.expect(404);
        assert!(!page.text().contains("<form"), "{page}");
        assert!(
            !page
                .header("cache-control")
                .unwrap_or_default()
                .contains("immutable"),
            "{page}"
        );
    }
    for method in ["POST", "PUT", "DELETE"] {
        let reply = visitor
            .raw(
                method,
                "/checkout",
                &[("sec-fetch-site", "same-origin")],
                "",
            )
            .await;
        reply.expect(405);
    }
}

#[tokio::test]
async fn built_files_are_cached_for_good_and_carry_the_security_headers() {
    let world = World::get();
    let visitor = Browser::new(&world);
    let page = visitor.open("/").await;
    for (ending, kind) in [
        ("/boot.js", "javascript"),
        ("/style.css", "text/css"),
        ("/early.js", "javascript"),
    ] {
        let asked = file(&page, ending);
        let reply = visitor.raw("GET", &asked, &[], "").await;
        reply.expect(200);
        assert!(
            reply.header("content-type").unwrap().contains(kind),
            "{ending}: {:?}",
            reply.header("content-type")
        );
        let cache = reply.header("cache-control").unwrap();
        assert!(
            cache.contains("immutable") && cache.contains("max-age=31536000"),
            "{ending}: {cache}"
        );
    }
    let folder = file(&page, "/boot.js").replace("/boot.js", "");
    let wasm = visitor
        .raw("GET", &format!("{folder}/app_bg.wasm"), &[], "")
        .await;
    wasm.expect(200);
    assert_eq!(wasm.header("content-type"), Some("application/wasm"));
    assert!(wasm.body.starts_with(b"\0asm"));
    for path in ["/favicon.svg", "/robots.txt"] {
        let reply = visitor.raw("GET", path, &[], "").await;
        reply.expect(200);
        assert!(
            !reply
                .header("cache-control")
                .unwrap_or_default()
                .contains("immutable")
        );
    }
}

#[tokio::test]
async fn a_missing_file_of_an_old_build_is_no_page_and_not_kept() {
    let visitor = Browser::new(&World::get());
    for path in [
        "/pkg-x/y.wasm",
        "/pkg-0123456789ab/app_bg.wasm",
        "/pkg-x/split_admin.wasm",
        "/pkg-x/",
        "/pkg-x",
        "/fonts/no.woff2",
    ] {
        let reply = visitor
            .raw("GET", path, &[("sec-fetch-mode", "cors")], "")
            .await;
        reply.expect(404);
        assert!(
            !reply
                .header("content-type")
                .unwrap_or_default()
                .contains("html"),
            "{reply}"
        );
        let cache = reply.header("cache-control").unwrap_or_default();
        assert!(
            !cache.contains("immutable") && !cache.contains("31536000"),
            "{path}: {cache}"
        );
    }
}

#[tokio::test]
async fn an_unchanged_page_costs_no_bytes() {
    let visitor = Browser::new(&World::get());
    let page = visitor.open("/checkout").await;
    let etag = page.header("etag").expect("pages have an ETag").to_owned();
    let again = visitor
        .raw("GET", "/checkout", &[("if-none-match", &etag)], "")
        .await;
    again.expect(304);
    assert_eq!(again.body, b"");
    let french = visitor
        .raw(
            "GET",
            "/checkout",
            &[("if-none-match", &etag), ("accept-language", "fr")],
            "",
        )
        .await;
    french.expect(200);
    visitor.raw("HEAD", "/checkout", &[], "").await.expect(200);
}

#[tokio::test]
async fn t30_the_page_that_mails_are_shown_in_runs_and_loads_nothing_and_only_it_may_be_framed() {
    let world = World::get();
    let visitor = Browser::new(&world);
    let header = |reply: &Reply, name: &str| reply.header(name).unwrap_or_default().to_owned();
    let frame = visitor.open(route::MAIL_FRAME).await;
    frame.expect(200);
    let policy = header(&frame, "content-security-policy");
    assert_eq!(policy, domain::headers::MAIL_POLICY);
    assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"));
    assert_eq!(header(&frame, "x-frame-options"), "SAMEORIGIN");
    assert_eq!(header(&frame, "x-content-type-options"), "nosniff");
    assert!(!frame.text().contains("<script"), "{frame}");
    for path in [
        route::SHOP,
        route::CHECKOUT,
        route::ADMIN_CAMPAIGNS,
        "/nope",
    ] {
        let page = visitor.open(path).await;
        assert_eq!(header(&page, "x-frame-options"), "DENY", "{path}");
        let policy = header(&page, "content-security-policy");
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(policy.contains("frame-src 'self'"), "{path}: {policy}");
    }
}
