//! What a campaign's text may say, and that whatever a customer is called stays what it is: their name.

use super::*;
use crate::locale::Locale;
use crate::settings::Seller;

const UNSUBSCRIBE: &str = "https://shop.example.com/unsubscribe/abc";

fn written(subject: &str, body: &str, who: &Addressee) -> Rendered {
    let seller = Seller::default();
    let letterhead = Letterhead {
        shop: "Comptoir",
        seller: &seller,
        contact_email: "",
        base_url: "https://shop.example.com",
        locale: Locale::En,
    };
    match Content::read(subject, body) {
        Ok(content) => content.render(who, &letterhead, UNSUBSCRIBE),
        Err(faults) => panic!("{body:?}: {faults:?}"),
    }
}

fn zoe() -> Addressee<'static> {
    Addressee {
        first_name: "Zoé",
        last_name: "Lefèvre",
        organisation: "Maison Lefèvre",
    }
}

/// What is said between the letterhead and the footer, as plain text.
fn said(body: &str, who: &Addressee) -> String {
    let mail = written("Hello", body, who);
    let (_, rest) = mail.text.split_once("\n\n").unwrap();
    rest.split_once("\n--\n").unwrap().0.trim_end().to_owned()
}

/// Field, reason, line and column of each fault.
fn faults(subject: &str, body: &str) -> Vec<(String, String, u32, u32)> {
    let found = Content::read(subject, body).expect_err(body);
    let one = |fault: FieldError| {
        (
            fault.field.into_owned(),
            fault.reason.into_owned(),
            fault.line.unwrap_or_default(),
            fault.column.unwrap_or_default(),
        )
    };
    found.into_iter().map(one).collect()
}

fn at(reason: &str, line: u32, column: u32) -> Vec<(String, String, u32, u32)> {
    vec![("body".into(), reason.into(), line, column)]
}

#[test]
fn variables_are_filled_in_both_spellings_and_fall_back() {
    let body = "Dear {first_name|friend} {nom}, {Prénom | à vous} of {organisation|your own} at {boutique}";
    assert_eq!(
        said(body, &zoe()),
        "Dear Zoé Lefèvre, Zoé of Maison Lefèvre at Comptoir"
    );
    assert_eq!(
        said(body, &Addressee::default()),
        "Dear friend , à vous of your own at Comptoir"
    );
    let mail = written("For {first_name|you}, {shop}", "x", &zoe());
    assert_eq!(mail.subject, "For Zoé, Comptoir");
    let mail = written("{first_name|}", "x", &Addressee::default());
    assert_eq!(mail.subject, "Comptoir", "a subject of nothing");
}

#[test]
fn variables_stand_in_marks_links_lists_and_code() {
    let body = "**{first_name}**s [page of {last_name}](https://example.com/a_b) `{first_name}`\n\n- {first_name}\n\n    {last_name}";
    assert_eq!(
        said(body, &zoe()),
        "Zoés page of Lefèvre <https://example.com/a_b> Zoé\n\n- Zoé\n\n  Lefèvre"
    );
}

#[test]
fn the_space_is_a_link_however_it_is_written() {
    let link = "href=\"https://shop.example.com/account\"";
    for body in [
        "See {space}.",
        "[yours]({espace})",
        "[yours](/account)",
        "**{space}**",
    ] {
        let mail = written("x", body, &zoe());
        assert_eq!(mail.html.matches(link).count(), 1, "{body}");
        assert!(
            mail.text.contains("https://shop.example.com/account"),
            "{body}"
        );
    }
}

#[test]
fn addresses_that_are_written_out_are_links() {
    let content = Content::read(
        "x",
        "See https://example.com/a_b?c=d.\n\n[b](mailto:zoe@example.com) [c](/terms)\n<https://example.org>",
    )
    .unwrap();
    let links: Vec<_> = content
        .links()
        .iter()
        .map(|l| (l.to.as_str(), l.line))
        .collect();
    assert_eq!(
        links,
        [
            ("https://example.com/a_b?c=d", 1),
            ("mailto:zoe@example.com", 3),
            ("/terms", 3),
            ("https://example.org", 4),
        ]
    );
    let mail = written("x", "See https://example.com/a_b?c=d.", &zoe());
    assert!(
        mail.html
            .contains("<a class=\"a\" href=\"https://example.com/a_b?c=d\"")
    );
    // Neither within a link nor within code.
    let mail = written(
        "x",
        "[https://example.com](https://example.org) `https://example.net`",
        &zoe(),
    );
    assert_eq!(mail.html.matches("<a ").count(), 2, "with unsubscribing");
}

#[test]
fn braces_may_be_written_too() {
    assert_eq!(
        said("\\{first_name} and \\\\{first_name} and }", &zoe()),
        "{first_name} and \\Zoé and }"
    );
    assert_eq!(written("\\{a}", "x", &zoe()).subject, "{a}");
}

#[test]
fn what_is_named_and_what_has_no_fallback() {
    let content = Content::read(
        "{shop} {nom}",
        "{prénom|x} {first_name} {space} {organisation|}",
    )
    .unwrap();
    assert_eq!(
        content.variables(),
        [
            Variable::FirstName,
            Variable::LastName,
            Variable::Organisation,
            Variable::Shop,
            Variable::Space
        ]
    );
    assert_eq!(
        content.without_fallback(),
        [Variable::FirstName, Variable::LastName]
    );
    assert!(!content.lacks(&zoe()));
    let nameless = Addressee {
        last_name: " ",
        ..zoe()
    };
    assert!(content.lacks(&nameless));
    assert!(!Content::read("x", "{nom|you}").unwrap().lacks(&nameless));
}

#[test]
fn t30_template_code_html_and_unknown_variables_are_told_with_line_and_column() {
    for (body, reason, line, column) in [
        ("a\n\n  b {{first_name}}", "template_code", 3, 5),
        ("{% for x in y %}", "template_code", 1, 1),
        ("é <% x %>", "template_code", 1, 3),
        ("`${7*7}`", "template_code", 1, 2),
        ("a {email}", "variable_unknown", 1, 3),
        (
            "{first_name|x} é {first_name.constructor}",
            "variable_unknown",
            1,
            18,
        ),
        ("a\r\n{first_name\n}", "variable_open", 2, 1),
        ("{ {first_name}", "variable_open", 1, 1),
        ("ok\n\n<b>gras</b>", "html", 3, 1),
        (
            "a {first_name} <img src=x onerror=alert(1)> b",
            "html",
            1,
            16,
        ),
        ("a\n\n<script>\nalert(1)\n</script>", "html", 3, 1),
        ("a <!-- x -->", "html", 1, 3),
        ("- a\n- <svg onload=alert(1)>", "html", 2, 3),
        ("a\u{202E}b", "control_chars_at", 1, 2),
        ("a\u{F0000}b", "control_chars_at", 1, 2),
        ("a\u{0}b", "control_chars_at", 1, 2),
    ] {
        let found = faults("x", body);
        assert_eq!(found.first(), at(reason, line, column).first(), "{body:?}");
    }
    assert_eq!(
        faults("a {x}\n", "b"),
        [("subject".into(), "variable_unknown".into(), 1, 3)]
    );
    assert_eq!(
        faults("a\nBcc: eve@example.com", "b"),
        [("subject".into(), "control_chars".into(), 1, 2)]
    );
}

#[test]
fn t30_links_and_images_that_run_or_lead_inside_are_told_with_the_line() {
    for (body, reason) in [
        ("[x](javascript:alert(1))", "link_scheme"),
        ("[x](JAVASCRIPT:alert`1`)", "link_scheme"),
        ("[x](javascript&#58;alert(1))", "link_scheme"),
        ("[x](java&Tab;script:alert(1))", "link_scheme"),
        ("[x](data:text/html;base64,PHNjcmlwdD4=)", "link_scheme"),
        ("[x](http://example.com)", "link_scheme"),
        ("[x](//example.com)", "link_scheme"),
        ("<javascript:alert(1)>", "link_scheme"),
        ("[x][y]\n\n[y]: vbscript:x", "link_scheme"),
        ("see http://example.com/a now", "link_scheme"),
        ("see ftp://example.com/a now", "link_scheme"),
        ("[x](https://127.0.0.1/a)", "link_private"),
        ("[x](https://intranet/a)", "link_private"),
        ("[x](https://[::1]/)", "link_private"),
        ("[x](https://user@example.com/)", "link_private"),
        ("see https://10.0.0.1/a now", "link_private"),
        ("see https://localhost/a now", "link_private"),
        ("<https://169.254.169.254/latest/>", "link_private"),
        ("[](https://example.com)", "link_empty"),
        ("[x](https://example.com/{first_name})", "variable_in_link"),
        ("[x](mailto:{last_name}@example.com)", "variable_in_link"),
        ("![x](https://192.168.0.1/pixel.png)", "image_private"),
        ("![x](https://router.local/pixel.png)", "image_private"),
        ("![x](http://example.com/a.png)", "image_scheme"),
        ("![x](/logo.png)", "image_scheme"),
        ("![x](data:image/png;base64,AAAA)", "image_scheme"),
        (
            "![x](https://example.com/{first_name}.png)",
            "variable_in_link",
        ),
        ("![](https://example.com/a.png)", "image_alt"),
        (
            "[![](https://example.com/a.png)](https://example.com)",
            "image_alt",
        ),
    ] {
        let found = faults("x", &format!("first\n\n{body}"));
        let (field, told, line, _) = &found[0];
        assert_eq!(
            (field.as_str(), told.as_str(), *line),
            ("body", reason, 3),
            "{body}"
        );
    }
    let column = |body: &str| faults("x", body)[0].3;
    assert_eq!(column("{first_name} {first_name}, [x](javascript:x)"), 28);
    assert_eq!(column("é see http://example.com"), 7);
}

#[test]
fn pictures_come_from_public_places_and_can_be_read() {
    let body = "[![A **new** lamp for {first_name}](https://cdn.example.com/a.png)](https://example.com/lamp)";
    let mail = written("x", body, &zoe());
    assert!(
        mail.html
            .contains("<img src=\"https://cdn.example.com/a.png\" alt=\"A new lamp for Zoé\"")
    );
    assert!(
        mail.text
            .contains("A new lamp for Zoé <https://example.com/lamp>")
    );
    assert_eq!(said("![Lamp](https://example.com/a.png)", &zoe()), "Lamp");
}

#[test]
fn texts_have_bounds() {
    let reason = |subject: &str, body: &str| {
        let found = Content::read(subject, body).unwrap_err();
        let told = found
            .iter()
            .map(|f| format!("{}.{} {:?}", f.field, f.reason, f.max));
        told.collect::<Vec<_>>()
    };
    assert_eq!(
        reason("", " \n"),
        ["subject.required None", "body.required None"]
    );
    assert_eq!(
        reason("x", "[x]: https://example.com"),
        ["body.required None"]
    );
    assert_eq!(
        reason(&"é".repeat(151), &"é".repeat(20_001)),
        ["subject.too_long Some(150)", "body.too_long Some(20000)"]
    );
    assert_eq!(
        reason("x", &"{nom|y} ".repeat(201)),
        ["body.variables_too_many Some(200)"]
    );
    assert_eq!(
        reason("x", &format!("{{nom|{}}}", "y".repeat(81))),
        ["body.too_long Some(80)"]
    );
    assert_eq!(reason("x", &"<b>".repeat(60)).len(), 50, "told at once");
    assert!(Content::read(&"é".repeat(150), &"é".repeat(20_000)).is_ok());
    let long = "é".repeat(100);
    let who = Addressee {
        first_name: &long,
        last_name: &long,
        organisation: &long,
    };
    let mail = written("{nom} {prénom} {organisation}", "x", &who);
    assert_eq!(mail.subject.chars().count(), 200);
    assert!(mail.subject.ends_with('…'));
}

/// What customers might be called by whoever means harm.
const HOSTILE: [&str; 22] = [
    "**x** <b> {last_name} [a](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "</p></td><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "' style='background:url(https://evil.example)",
    "{{7*7}} {% x %} ${x} <%= x %>",
    "{first_name|{last_name}}",
    "![x](https://evil.example/pixel.png)",
    "https://evil.example/login",
    "[x]: https://evil.example",
    "# title",
    "> quote",
    "- list",
    "1. list",
    "---",
    "`code` ``` ~~~",
    "&lt;b&gt; &amp; &#x3C;",
    "\\*x\\* \\{x}",
    "\u{F0000}\u{F0001}\u{F0002}",
    "a_b_c *d* __e__",
    "a\r\nBcc: eve@example.com\r\n\r\n<b>",
    "\u{202E}evil\u{2028}x\0y",
];

/// A place of every kind for a name.
const BODIES: [&str; 8] = [
    "{first_name}",
    "a {first_name|b} c",
    "**{first_name}** *{first_name}* `{first_name}`",
    "# {first_name}\n\n## {first_name}\n\n> {first_name}",
    "- {first_name}\n- x {first_name}\n\n1. {first_name}",
    "[{first_name}](https://example.com/) ![{first_name}](https://example.com/a.png)",
    "    {first_name}",
    "{first_name}{last_name} *{last_name}{first_name}*",
];

/// A document's elements with their attributes' names, in order.
fn shape(html: &str) -> Vec<String> {
    let tag = |tag: &str| {
        let (tag, _) = tag.split_once('>').expect("every tag ends");
        tag.split('"').step_by(2).collect::<Vec<_>>().join(" ")
    };
    html.split('<').skip(1).map(tag).collect()
}

fn escaped(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// The words of a text, whatever stands between them.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn t30_t38_a_name_is_shown_as_it_is_wherever_it_stands() {
    let mut names: Vec<String> = HOSTILE.iter().map(|name| (*name).to_owned()).collect();
    // Pieces of what Markdown, HTML and templates are made of, put together by a fixed rule.
    let pieces = [
        "*",
        "_",
        "`",
        "[",
        "](",
        ")",
        "<",
        ">",
        "{",
        "}",
        "|",
        "\\",
        "#",
        "!",
        "&",
        "\"",
        "'",
        " ",
        "javascript:",
        "https://",
        "x",
        "é",
        "\n",
        "first_name",
        "%",
        "$",
    ];
    let mut seed: u64 = 0x5eed;
    for _ in 0..400 {
        let mut name = String::new();
        for _ in 0..12 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            name.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
        }
        names.push(name);
    }
    for body in BODIES {
        let model = written(
            "Hello {first_name}",
            body,
            &Addressee {
                first_name: "Zoé",
                last_name: "Q",
                organisation: "",
            },
        );
        for name in &names {
            let who = Addressee {
                first_name: name,
                last_name: "Q",
                organisation: "",
            };
            if name.trim().is_empty() {
                continue;
            }
            let mail = written("Hello {first_name}", body, &who);
            let shown = crate::text::visible(name.trim());
            assert_eq!(
                shape(&mail.html),
                shape(&model.html),
                "{name:?} in {body:?}"
            );
            assert!(
                mail.html.contains(&escaped(&shown)),
                "{name:?} in {body:?}: {}",
                mail.html
            );
            let text = words(&mail.text);
            assert!(
                text.contains(&words(&shown)),
                "{name:?} in {body:?}: {}",
                mail.text
            );
            assert_eq!(
                mail.text.matches("<https://example.com/>").count(),
                model.text.matches("<https://example.com/>").count()
            );
            assert_eq!(mail.subject, format!("Hello {shown}").trim(), "{name:?}");
        }
    }
}

#[test]
fn a_mail_says_why_it_comes_and_how_to_leave() {
    let mail = written("x", "Hello", &zoe());
    assert!(mail.html.contains(&format!("href=\"{UNSUBSCRIBE}\"")));
    assert!(mail.text.contains("you agreed to news and offers"));
    assert!(
        mail.text
            .ends_with(&format!("Unsubscribe:\n{UNSUBSCRIBE}\n")),
        "{}",
        mail.text
    );
}

#[test]
fn the_plain_text_reads_like_the_other() {
    let body = "# Hello {first_name}\n\nA *line*\nand **another**, long enough that it has to be broken somewhere before its end.\n\n## More\n\n1. one\n2. two\n\n   - deep and long enough that it has to be broken somewhere before its end\n\n> quoted\n>\n> twice\n\n---\n\n```\ncode  here\n```";
    assert_eq!(
        said(body, &zoe()),
        "Hello Zoé\n=========\n\nA line\nand another, long enough that it has to be broken somewhere before its\nend.\n\nMore\n----\n\n1. one\n2. two\n\n   - deep and long enough that it has to be broken somewhere before its\n     end\n\n> quoted\n>\n> twice\n\n* * *\n\n    code  here"
    );
}

#[test]
fn t30_nothing_deep_or_long_breaks_it() {
    for bomb in [
        format!("{}bas", "> ".repeat(5000)),
        format!("{}bas", "9999999. ".repeat(2000)),
        format!("{}bas", "- ".repeat(5000)),
        format!("{}bas{}", "*a **b ".repeat(1000), "** c*".repeat(1000)),
        format!("{}bas{}", "[".repeat(5000), "](/a)".repeat(3000)),
        "\\".repeat(19_999),
        "{".repeat(19_999),
        "{first_name|".repeat(1500),
    ] {
        if let Ok(content) = Content::read("x", &bomb) {
            let seller = Seller::default();
            let letterhead = Letterhead {
                shop: "Comptoir",
                seller: &seller,
                contact_email: "",
                base_url: "https://shop.example.com/",
                locale: Locale::Fr,
            };
            let mail = content.render(&zoe(), &letterhead, UNSUBSCRIBE);
            assert!(mail.text.contains("Se désinscrire"));
        }
    }
}

#[test]
fn whoever_is_still_writing_sees_what_there_is() {
    let (content, faults) = Content::read_anyway(
        "",
        "# Hi {first_name\n\n{x}<b>y</b> [z](javascript:q) {nom}",
    );
    assert_eq!(faults.len(), 6);
    let seller = Seller::default();
    let letterhead = Letterhead {
        shop: "Comptoir",
        seller: &seller,
        contact_email: "",
        base_url: "https://shop.example.com",
        locale: Locale::En,
    };
    let mail = content.render(&zoe(), &letterhead, UNSUBSCRIBE);
    assert!(mail.text.contains("Hi"));
    assert!(
        mail.text.contains("<b>y</b> z (javascript:q) Lefèvre"),
        "{}",
        mail.text
    );
    assert!(!mail.html.contains("<b>") && !mail.html.contains("href=\"javascript"));
}
