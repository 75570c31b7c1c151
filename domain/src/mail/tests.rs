//! What holds for every mail in both languages, and the files that show them.

use super::samples::Stock;
use super::{Rendered, Template, render};
use crate::locale::Locale;
use crate::words::{ledger, placeholders};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

const LOCALES: [Locale; 2] = [Locale::En, Locale::Fr];

/// Every mail of a stock, by the name of its file.
fn all(stock: &Stock) -> Vec<(String, Rendered)> {
    let mut mails = Vec::new();
    stock.each(&mut |name, mail, letterhead| {
        let code = name.split('-').next().unwrap();
        assert_eq!(mail.template().code(), code);
        mails.push((name.to_owned(), render(mail, letterhead)));
    });
    mails.push(("campaign".to_owned(), stock.campaign()));
    mails
}

fn words(locale: Locale) -> BTreeMap<String, String> {
    let file = match locale {
        Locale::En => include_str!("../../mail/en.json"),
        Locale::Fr => include_str!("../../mail/fr.json"),
    };
    serde_json::from_str(file).unwrap()
}

#[test]
fn every_template_has_a_mail_and_a_code_that_reads_back() {
    let names: BTreeSet<String> = all(&Stock::of(Locale::En))
        .into_iter()
        .map(|m| m.0)
        .collect();
    for template in Template::ALL {
        assert!(names.contains(template.code()), "{template:?}");
        assert_eq!(Template::parse(template.code()), Some(template));
    }
    assert_eq!(Template::parse("campaign"), None);
}

#[test]
fn both_languages_have_the_same_words_and_every_word_is_used() {
    let (en, fr) = (words(Locale::En), words(Locale::Fr));
    assert!(en.keys().eq(fr.keys()), "the languages differ in keys");
    for (key, text) in &en {
        assert_eq!(placeholders(text), placeholders(&fr[key]), "{key}");
        assert!(!text.trim().is_empty() && !fr[key].trim().is_empty());
    }
    // The ledger stops this test at a key without text or a place without value.
    for locale in LOCALES {
        all(&Stock::of(locale));
        all(&sole_trader(locale));
    }
    let unused: Vec<_> = en
        .keys()
        .filter(|key| !ledger::said().contains(*key))
        .collect();
    assert!(unused.is_empty(), "said by no mail: {unused:?}");
}

#[test]
#[should_panic(expected = "unfilled")]
fn a_value_left_out_stops_the_tests() {
    super::words(Locale::En).fill("code.subject", &[]);
}

#[test]
#[should_panic(expected = "no text for this key")]
fn a_missing_word_stops_the_tests() {
    super::words(Locale::En).fill("code.nonsense", &[]);
}

#[test]
fn a_value_is_not_read_for_places_itself() {
    let words = super::words(Locale::En);
    let pair = words.fill("pair", &[("label", "{value}"), ("value", "{label} {")]);
    assert_eq!(pair, "{value}: {label} {");
}

#[test]
fn nothing_is_left_to_fill() {
    for locale in LOCALES {
        for (name, mail) in all(&Stock::of(locale)) {
            for part in [&mail.subject, &mail.text] {
                assert!(!part.contains(['{', '}']), "{name}: {part}");
            }
            let body = mail.html.split_once("</style>").unwrap().1;
            assert!(!body.contains(['{', '}']), "{name}");
        }
    }
}

const HOSTILE: &str = "<b onclick=\"x\">'&amp;</b>{shop}\r\nBcc: eve@example.com\u{2028}\u{202e}\0";
const HOSTILE_SHOWN: &str = "<b onclick=\"x\">'&amp;</b>{shop}";
const HOSTILE_ESCAPED: &str = "&lt;b onclick=&quot;x&quot;&gt;&#39;&amp;amp;&lt;/b&gt;{shop}";

#[test]
fn hostile_values_come_out_as_they_are() {
    for locale in LOCALES {
        let plain = all(&Stock::of(locale));
        for ((name, mail), (_, model)) in all(&Stock::hostile(locale, HOSTILE)).iter().zip(&plain) {
            assert!(!mail.subject.chars().any(char::is_control), "{name}");
            assert!(!mail.subject.contains(['\u{2028}', '\u{202e}']), "{name}");
            assert!(
                !mail.text.contains(['\r', '\0', '\u{2028}', '\u{202e}']),
                "{name}"
            );
            assert!(
                !mail.html.contains(['\r', '\0', '\u{2028}', '\u{202e}']),
                "{name}"
            );
            let spaced = mail.text.replace('\n', " ");
            assert!(spaced.contains(HOSTILE_SHOWN), "{name}: {}", mail.text);
            assert!(mail.html.contains(HOSTILE_ESCAPED), "{name}");
            assert!(!mail.html.contains("<b "), "{name}");
            assert_eq!(tags(&mail.html), tags(&model.html), "{name}");
        }
    }
}

/// The elements of a document in order, with their attributes' names; line breaks left out, which a text may have any number of.
fn tags(html: &str) -> Vec<String> {
    html.split('<')
        .skip(1)
        .map(|tag| tag.split_once('>').expect("every tag ends").0)
        .filter(|tag| *tag != "br")
        .map(|tag| {
            let names = tag.split('"').step_by(2).map(str::trim);
            names.collect::<Vec<_>>().join(" ")
        })
        .collect()
}

#[test]
fn a_subject_is_one_line_of_reasonable_length() {
    for locale in LOCALES {
        for (name, mail) in all(&Stock::of(locale)) {
            let length = mail.subject.chars().count();
            assert!((10..=78).contains(&length), "{name}: {}", mail.subject);
        }
    }
}

#[test]
fn links_start_at_the_configured_address_and_tokens_stand_behind_the_hash() {
    let stock = Stock::of(Locale::En);
    for (name, mail) in all(&stock) {
        let hrefs = mail.html.split("href=\"").skip(1);
        for link in hrefs.map(|rest| rest.split('"').next().unwrap()) {
            assert!(
                link.starts_with("https://shop.example.com/"),
                "{name}: {link}"
            );
            let lines: Vec<&str> = mail.text.lines().collect();
            // Within what the shop wrote, a link follows its words.
            let follows = name == "campaign"
                && (mail.text.contains(&format!("<{link}>"))
                    || mail.text.contains(&format!(" {link}\n")));
            assert!(
                lines.contains(&link) || follows,
                "{name}: {link} has no line of its own"
            );
        }
        for part in [&mail.text, &mail.html] {
            for (at, _) in part.match_indices("://") {
                assert!(part[..at].ends_with("https"), "{name}");
                assert!(part[at + 3..].starts_with("shop.example.com/"), "{name}");
            }
            for (at, _) in part.match_indices(&stock.token) {
                assert!(
                    part[..at].ends_with('#'),
                    "{name}: a token outside the fragment"
                );
            }
        }
        for remote in ["src=", "url(", "@import", "<link", "<img", "<script"] {
            assert!(!mail.html.contains(remote), "{name}: {remote}");
        }
    }
}

#[test]
fn a_slash_at_the_end_of_the_address_makes_no_difference() {
    let stock = Stock::of(Locale::Fr);
    let slashed = Stock {
        base_url: format!("{}/", stock.base_url),
        ..Stock::of(Locale::Fr)
    };
    assert_eq!(all(&stock), all(&slashed));
}

#[test]
fn a_shop_without_a_contact_address_promises_none() {
    let stock = Stock {
        contact_email: String::new(),
        ..Stock::of(Locale::En)
    };
    for (name, mail) in all(&stock) {
        assert!(
            !mail.text.contains('@') && !mail.text.contains("rite to us at"),
            "{name}"
        );
    }
}

/// A shop without capital, register and VAT.
fn sole_trader(locale: Locale) -> Stock {
    let mut stock = Stock::of(locale);
    stock.seller.form = "Entrepreneur individuel".into();
    stock.seller.capital = String::new();
    stock.seller.rcs = String::new();
    stock.seller.vat_id = None;
    stock
}

#[test]
fn a_mail_ends_with_who_sells() {
    let last = |stock: &Stock| {
        let (_, mail) = all(stock).remove(0);
        let footer = mail
            .text
            .split_once("\n--\n")
            .map(|(_, footer)| footer.to_owned());
        footer.unwrap()
    };
    assert_eq!(
        last(&Stock::of(Locale::Fr)),
        "Une question\u{202f}? Écrivez à bonjour@example.com.\nComptoir Exemple\nSARL au capital de 5\u{202f}000\u{a0}€\n\
         12 rue des Lilas, 75011 Paris\nRCS Paris 303\u{a0}265\u{a0}045\nTVA FR40303265045\n"
    );
    assert_eq!(
        last(&sole_trader(Locale::En)),
        "Questions? Write to bonjour@example.com.\nComptoir Exemple\nEntrepreneur individuel\n12 rue des Lilas, 75011 Paris\n\
         SIREN 303\u{a0}265\u{a0}045\nVAT not applicable, article 293 B of the CGI\n"
    );
    let nobody = Stock {
        seller: crate::settings::Seller::default(),
        contact_email: String::new(),
        ..Stock::of(Locale::En)
    };
    let (_, mail) = all(&nobody).remove(0);
    assert!(!mail.text.contains("--\n"), "a footer of nothing");
}

#[test]
fn texts_are_wrapped() {
    for locale in LOCALES {
        for (name, mail) in all(&Stock::of(locale)) {
            for line in mail.text.lines() {
                let fits = line.chars().count() <= 72 || line.starts_with("https://");
                assert!(fits, "{name}: {line}");
                assert_eq!(line.trim_end(), line, "{name}: a space at the end");
            }
        }
    }
}

#[test]
fn an_iban_is_shown_in_fours_and_amounts_in_the_language() {
    let mails = all(&Stock::of(Locale::Fr));
    let (_, reminder) = mails
        .iter()
        .find(|(name, _)| name == "payment_reminder")
        .unwrap();
    for text in [
        "FR76 3000 6000 0112 3456 7890 189",
        "1\u{202f}227,99\u{a0}€",
        "22 nov. 2026",
    ] {
        assert!(reminder.text.contains(text), "{text}");
        assert!(reminder.html.contains(text), "{text}");
    }
}

/// Variants that differ in a line only have no file. With `COMPTOIR_SCREENS=1` this writes the files it otherwise compares.
#[test]
fn the_files_show_what_is_sent() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/screens/mails");
    let writes = std::env::var_os("COMPTOIR_SCREENS").is_some_and(|set| set == "1");
    let mut expected = BTreeSet::new();
    for locale in LOCALES {
        for (name, mail) in all(&Stock::of(locale)) {
            if name.contains('-') && !name.ends_with("-free") {
                continue;
            }
            let subject = format!("Subject: {}\n\n", mail.subject);
            for (ending, content) in [("html", mail.html), ("txt", subject + &mail.text)] {
                let file = format!("{name}.{}.{ending}", locale.code());
                if writes {
                    std::fs::write(folder.join(&file), &content).unwrap();
                }
                let found = std::fs::read_to_string(folder.join(&file)).unwrap_or_default();
                assert!(
                    found == content,
                    "{file} is stale: COMPTOIR_SCREENS=1 cargo test -p domain --all-features"
                );
                expected.insert(file);
            }
        }
    }
    for entry in std::fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(expected.contains(&name), "{name} shows no mail");
    }
}
