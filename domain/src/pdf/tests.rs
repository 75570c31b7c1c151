//! What holds for every paper: its words, its sums, its bytes.

use super::{Fonts, Paper, Payment, Title, render};
use crate::checkout::{Line, VatShare};
use crate::contact::{Address, Billing};
use crate::id::Id;
use crate::locale::Locale;
use crate::order::{Buyer, Numbered, Transfer};
use crate::product::Kind;
use crate::settings::Seller;
use crate::time::Date;
use crate::words::ledger;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

const FONTS: Fonts = Fonts {
    regular: include_bytes!("../../../public/fonts/SourceSans3-Regular.ttf"),
    bold: include_bytes!("../../../public/fonts/SourceSans3-Semibold.ttf"),
};

fn address(line1: &str) -> Address {
    Address {
        line1: line1.into(),
        line2: None,
        postcode: Some("75011".into()),
        city: "Paris".into(),
        region: None,
        country: "FR".into(),
    }
}

fn seller() -> Seller {
    Seller {
        name: "Maison Lemoine".into(),
        form: "SARL".into(),
        capital: "5\u{202f}000\u{a0}€".into(),
        address: Some(address("3 rue des Lilas")),
        siren: "732829320".into(),
        rcs: "RCS Paris".into(),
        vat_id: Some("FR44732829320".into()),
        ..Seller::default()
    }
}

fn buyer() -> Buyer {
    Buyer {
        first_name: "Zoé".into(),
        last_name: "Lefèvre-Łuczak".into(),
        email: "zoe@example.com".into(),
        phone: None,
        organisation: None,
        address: address("12 rue de la Paix"),
        billing: Some(Billing {
            organisation: "Atelier Zoé".into(),
            vat_id: Some("FR40303265045".into()),
            siren: Some("303265045".into()),
            address: None,
        }),
    }
}

/// A line of `quantity` at 12 € each, VAT of 20 % included.
fn line(name: &str, quantity: u32) -> Line {
    let amount = 1_200 * i64::from(quantity);
    Line {
        product: Id::new(1, [1; 10]),
        name: name.into(),
        kind: Kind::Access,
        validity_days: Some(365),
        quantity,
        price: 1_200,
        vat_rate: 2_000,
        amount,
        vat: amount / 6,
    }
}

fn numbered(number: &str) -> Numbered {
    Numbered {
        number: number.into(),
        issued_on: "2026-11-22".into(),
    }
}

const DAY: Date = Date {
    year: 2026,
    month: 11,
    day: 20,
};

/// Draws a paper of these lines and gives its bytes.
fn drawn(title: Title, lines: &[Line], buyer: &Buyer, seller: &Seller, locale: Locale) -> Vec<u8> {
    let transfer = Transfer {
        beneficiary: "Maison Lemoine".into(),
        iban: "FR7630006000011234567890189".into(),
        bic: Some("AGRIFRPP".into()),
        reference: "CMD-1042".into(),
        amount: 1,
        due_at: 0,
    };
    let payment = Payment {
        transfer: &transfer,
        due: DAY,
    };
    let total = lines.iter().map(|line| line.amount).sum();
    let vat = [VatShare {
        vat_rate: 2_000,
        vat: lines.iter().map(|line| line.vat).sum(),
    }];
    let paper = Paper {
        title,
        locale,
        seller,
        buyer,
        order: 1042,
        ordered_on: DAY,
        lines,
        total,
        vat: &vat,
        currency: "EUR",
        payment: matches!(title, Title::ProForma).then_some(payment),
    };
    render(&paper, &FONTS).expect("the fonts are readable")
}

/// The words of a file, each run of white space one space.
fn text(bytes: &[u8]) -> String {
    let text = pdf_extract::extract_text_from_mem(bytes).expect("the text is selectable");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn an_invoice_tells_everything_in_both_languages() {
    let own = numbered("F-2026-0042");
    let lines = [line("Bibliothèque de cours", 2)];
    let french = drawn(
        Title::Invoice(&own),
        &lines,
        &buyer(),
        &seller(),
        Locale::Fr,
    );
    let text_fr = text(&french);
    for word in [
        "Facture",
        "F-2026-0042",
        "22 nov. 2026",
        "1042",
        "Maison Lemoine",
        "RCS Paris 732 829 320",
        "TVA FR44732829320",
        "Atelier Zoé",
        "SIREN 303 265 045",
        "Zoé Lefèvre-Łuczak",
        "12 rue de la Paix",
        "75011 Paris",
        "France",
        "Bibliothèque de cours",
        "Accès de 365 jours",
        "Total HT",
        "20,00 €",
        "TVA 20 % sur 20,00 €",
        "4,00 €",
        "Total TTC",
        "24,00 €",
        "Page 1 sur 1",
        "indemnité forfaitaire de 40 €",
    ] {
        let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text_fr.contains(&word), "{word} in {text_fr}");
    }
    let english = text(&drawn(
        Title::Invoice(&own),
        &lines,
        &buyer(),
        &seller(),
        Locale::En,
    ));
    for word in [
        "Invoice",
        "22 Nov 2026",
        "VAT 20% on €20.00",
        "Total incl. VAT",
        "€24.00",
    ] {
        assert!(english.contains(word), "{word} in {english}");
    }
}

#[test]
fn the_same_data_give_the_same_bytes() {
    let own = numbered("F-2026-0042");
    let lines = [line("Bibliothèque de cours", 2)];
    let draw = || {
        drawn(
            Title::Invoice(&own),
            &lines,
            &buyer(),
            &seller(),
            Locale::Fr,
        )
    };
    assert_eq!(draw(), draw());
}

/// The bytes of a paper are for ever: who updates a library that draws, the typeface or the layout sees it here, and decides
/// whether every paper of every shop is to be another file (`docs/decisions/0015-papers.md`).
#[test]
fn the_bytes_are_those_of_the_first_day() {
    let own = numbered("F-2026-0042");
    let lines = [line("Bibliothèque de cours", 2)];
    let bytes = drawn(
        Title::Invoice(&own),
        &lines,
        &buyer(),
        &seller(),
        Locale::Fr,
    );
    let digest: String = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(digest, FIRST);
}

const FIRST: &str = "c2b026b55498f6a081b68acd3262b2b85173d5d96a1212d00bb820c2decfe010";

#[test]
fn a_hundred_lines_take_pages_with_the_sum_carried_over() {
    let own = numbered("F-2026-0042");
    let lines: Vec<Line> = (0..100).map(|n| line(&format!("Article {n}"), 1)).collect();
    let words = text(&drawn(
        Title::Invoice(&own),
        &lines,
        &buyer(),
        &seller(),
        Locale::Fr,
    ));
    for n in 0..100 {
        assert!(
            words.contains(&format!("Article {n} ")),
            "line {n} in {words}"
        );
    }
    let sums = |word: &str| -> Vec<String> {
        let after = words.split(word).skip(1);
        after
            .map(|rest| rest.chars().take_while(|sign| *sign != '€').collect())
            .collect()
    };
    let carried = sums("À reporter :");
    assert!(carried.len() > 2, "{words}");
    assert_eq!(
        carried,
        sums("Report :"),
        "as one page ends the next begins"
    );
    assert!(words.contains("Total TTC"), "{words}");
    assert!(words.contains("1 200,00 €"), "{words}");
    assert!(words.contains("Page 2 sur "), "{words}");
}

#[test]
fn a_credit_note_names_its_invoice_and_a_pro_forma_how_to_pay() {
    let (own, credits) = (numbered("A-2026-0001"), numbered("F-2026-0042"));
    let lines = [line("Bibliothèque de cours", 1)];
    let title = Title::CreditNote {
        own: &own,
        credits: &credits,
    };
    let words = text(&drawn(title, &lines, &buyer(), &seller(), Locale::Fr));
    for word in [
        "Avoir",
        "A-2026-0001",
        "F-2026-0042 du 22 nov. 2026",
        "Total remboursé",
    ] {
        assert!(words.contains(word), "{word} in {words}");
    }
    let words = text(&drawn(
        Title::ProForma,
        &lines,
        &buyer(),
        &seller(),
        Locale::Fr,
    ));
    for word in [
        "Facture pro forma",
        "FR76 3000 6000",
        "CMD-1042",
        "n’est pas une facture",
    ] {
        assert!(words.contains(word), "{word} in {words}");
    }
    assert!(!words.contains("F-2026"), "{words}");
}

#[test]
fn without_vat_no_tax_is_told_and_the_law_is_named() {
    let own = numbered("F-2026-0042");
    let lines = [line("Bibliothèque de cours", 1)];
    let seller = Seller {
        vat_id: None,
        ..seller()
    };
    let words = text(&drawn(
        Title::Invoice(&own),
        &lines,
        &buyer(),
        &seller,
        Locale::Fr,
    ));
    assert!(words.contains("art. 293 B"), "{words}");
    assert!(!words.contains("HT"), "{words}");
}

/// T34: whatever a name is made of, there is a paper.
#[test]
fn t34_broken_text_makes_a_paper_all_the_same() {
    let own = numbered("F-2026-0042");
    for name in [
        "\u{202e}abc\u{0}\n",
        "日本語",
        &"é\u{301}".repeat(5_000),
        &"W".repeat(300),
        "",
    ] {
        let buyer = Buyer {
            last_name: name.into(),
            ..buyer()
        };
        let lines = [line(name, 1)];
        let bytes = drawn(Title::Invoice(&own), &lines, &buyer, &seller(), Locale::Fr);
        assert!(text(&bytes).contains("Total TTC"), "{name:?}");
    }
}

#[test]
fn a_font_that_is_none_is_told() {
    let own = numbered("F-2026-0042");
    let paper_of = |fonts: &Fonts| {
        let (buyer, seller) = (buyer(), seller());
        let paper = Paper {
            title: Title::Invoice(&own),
            locale: Locale::En,
            seller: &seller,
            buyer: &buyer,
            order: 1,
            ordered_on: DAY,
            lines: &[],
            total: 0,
            vat: &[],
            currency: "EUR",
            payment: None,
        };
        render(&paper, fonts).is_err()
    };
    assert!(paper_of(&Fonts {
        regular: b"no font",
        ..FONTS
    }));
    assert!(!paper_of(&FONTS));
}

#[test]
fn both_languages_have_the_same_words_and_every_word_is_used() {
    let keys = |file: &str| -> BTreeSet<String> {
        let words: std::collections::BTreeMap<String, String> = serde_json::from_str(file).unwrap();
        words.into_keys().collect()
    };
    let en = keys(include_str!("../../pdf/en.json"));
    assert_eq!(en, keys(include_str!("../../pdf/fr.json")));
    let (own, credits) = (numbered("A-2026-0001"), numbered("F-2026-0042"));
    let lines: Vec<Line> = (0..60).map(|n| line(&format!("Article {n}"), 1)).collect();
    let plain = Seller {
        vat_id: None,
        ..seller()
    };
    for seller in [&seller(), &plain] {
        for title in [
            Title::Invoice(&credits),
            Title::CreditNote {
                own: &own,
                credits: &credits,
            },
            Title::ProForma,
        ] {
            drawn(title, &lines, &buyer(), seller, Locale::Fr);
        }
    }
    let said = ledger::said();
    let unused: Vec<_> = en.iter().filter(|key| !said.contains(*key)).collect();
    assert!(unused.is_empty(), "said by no paper: {unused:?}");
}
