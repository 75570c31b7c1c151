//! Rows as other shops and spreadsheets write them.

use super::*;

fn reading(columns: &str) -> Reading {
    Reading {
        columns: columns.split(' ').map(Column::parse).collect(),
        encoding: Encoding::Utf8,
        source: None,
        country: "FR".into(),
    }
}

fn cells<'a>(row: &[&'a str]) -> Vec<Cow<'a, [u8]>> {
    row.iter()
        .map(|cell| Cow::Borrowed(cell.as_bytes()))
        .collect()
}

fn read(columns: &str, row: &[&str]) -> Row {
    let read = reading(columns).read(&cells(row));
    read.unwrap_or_else(|wrong| panic!("{wrong:?}")).1
}

fn wrong(columns: &str, row: &[&str]) -> Vec<String> {
    let wrong = reading(columns).read(&cells(row)).unwrap_err();
    let told = wrong.into_iter().map(|wrong| {
        let place = wrong
            .place
            .map_or("-".to_owned(), |place| place.to_string());
        let value = wrong.value.unwrap_or_default();
        format!(
            "{place} {}.{} {value}",
            wrong.error.field, wrong.error.reason
        )
    });
    told.collect()
}

const NAMED: &str = "email last_name first_name";

#[test]
fn a_whole_row_is_normalised_by_the_form_s_own_rules() {
    let row = read(
        "email last_name first_name phone organisation locale line1 line2 postcode city region country \
         billing_vat_id groups note consent",
        &[
            "Zoe@Example.com",
            " Martin ",
            "Zoé",
            "01 23 45 67 89",
            "Atelier",
            "fr_FR",
            "1 rue X",
            "",
            "75 011",
            "Paris",
            "",
            "France",
            "FR40303265045",
            "vip|Très bons clients|VIP",
            "Rappeler\r\nlundi",
            "oui",
        ],
    );
    assert_eq!(row.email, "Zoe@Example.com");
    let details = &row.details;
    assert_eq!(details.last_name, "Martin");
    assert_eq!(details.phone.as_deref(), Some("+33123456789"));
    let address = details.address.as_ref().unwrap();
    assert_eq!(
        (address.postcode.as_deref(), address.country.as_str()),
        (Some("75011"), "FR")
    );
    let billing = details.billing.as_ref().unwrap();
    assert_eq!(
        billing.organisation, "Atelier",
        "a VAT id belongs to the organisation"
    );
    assert_eq!(row.locale, Some(Locale::Fr));
    assert_eq!(row.groups, ["vip", "Très bons clients"]);
    assert_eq!(row.note.as_deref(), Some("Rappeler\nlundi"));
    assert!(row.consent);
}

#[test]
fn a_phone_is_read_by_the_row_s_own_country_and_an_escaped_one_as_it_was() {
    let columns = "email last_name first_name phone country";
    let phone = |cells: [&str; 2]| {
        let [phone, country] = cells;
        read(columns, &["a@b.fr", "A", "B", phone, country])
            .details
            .phone
    };
    assert_eq!(
        phone(["030 123456", "Germany"]).as_deref(),
        Some("+4930123456")
    );
    assert_eq!(
        phone(["'+33639981234", "de"]).as_deref(),
        Some("+33639981234")
    );
    assert_eq!(phone(["", ""]), None);
}

#[test]
fn t43_everything_wrong_is_told_with_its_column_and_value() {
    assert_eq!(
        wrong(
            "email last_name first_name phone line1 postcode city country billing_siren",
            &[
                "a@b",
                "",
                "http://x.test",
                "=1+1",
                "1 rue X",
                "7501",
                "Paris",
                "France",
                "1"
            ]
        ),
        [
            "1 last_name.required ",
            "2 first_name.url http://x.test",
            "0 email.malformed a@b",
            "3 phone.malformed =1+1",
            "- billing.organisation.required ",
            "8 billing.siren.malformed 1",
            "5 address.postcode.malformed 7501",
        ]
    );
    assert_eq!(
        wrong(
            "email last_name first_name country phone",
            &["a@b.fr", "A", "B", "Atlantis", ""]
        ),
        ["3 address.country.unknown Atlantis"]
    );
    assert_eq!(wrong(NAMED, &["a@b.fr", "A"]), ["- line.columns a@b.fr"]);
    assert_eq!(
        wrong(NAMED, &["a@b.fr", "A", "B", "C"]),
        ["- line.columns a@b.fr"]
    );
    let huge = "é".repeat(500_000);
    let told = wrong(NAMED, &["a@b.fr", &huge, "B"]);
    assert!(
        told[0].starts_with("1 last_name.too_long éé") && told[0].len() < 250,
        "{told:?}"
    );
}

#[test]
fn what_goes_nowhere_is_not_looked_at() {
    let huge = "x".repeat(1_000_000);
    let row = read(
        "email last_name first_name - created_at",
        &["a@b.fr", "A", "B", &huge, "\0"],
    );
    assert_eq!(row.details.last_name, "A");
    // Separators behind the end.
    read(NAMED, &["a@b.fr", "A", "B", "", " "]);
    // A default country alone is no address.
    let row = read(
        "email last_name first_name country region",
        &["a@b.fr", "A", "B", "FR", "IDF"],
    );
    assert_eq!(row.details.address, None);
}

#[test]
fn letters_of_another_encoding_are_told_at_their_cell() {
    let latin = b"Zo\xe9";
    let row = vec![
        Cow::Borrowed(&b"a@b.fr"[..]),
        Cow::Borrowed(&latin[..]),
        Cow::Borrowed(&b"B"[..]),
    ];
    let wrong = reading(NAMED).read(&row).unwrap_err();
    assert_eq!(
        (
            wrong[0].place,
            &*wrong[0].error.field,
            &*wrong[0].error.reason
        ),
        (Some(1), "last_name", "encoding")
    );
    let mut reading = reading(NAMED);
    reading.encoding = Encoding::Latin;
    assert_eq!(reading.read(&row).unwrap().1.details.last_name, "Zoé");
    assert_eq!(reading.mailbox(&row).as_deref(), Some("a@b.fr"));
}

#[test]
fn both_names_in_one_come_apart() {
    for (both, first, last) in [
        ("Zoé Martin", "Zoé", "Martin"),
        ("MARTIN Zoé", "Zoé", "MARTIN"),
        ("Jean-Luc DE LA TOUR", "Jean-Luc", "DE LA TOUR"),
        ("Martin, Zoé Anne", "Zoé Anne", "Martin"),
        ("Zoé de la Tour", "Zoé", "de la Tour"),
        ("ZOE MARTIN", "ZOE", "MARTIN"),
    ] {
        let row = read("full_name email", &[both, "a@b.fr"]);
        assert_eq!(
            (&*row.details.first_name, &*row.details.last_name),
            (first, last),
            "{both}"
        );
    }
    assert_eq!(
        wrong("full_name email", &["Zoé", "a@b.fr"]),
        ["0 first_name.required Zoé"]
    );
}

#[test]
fn two_lines_of_a_street_in_one_cell_are_two_lines() {
    let row = read(
        "email last_name first_name line1 postcode city billing_siren organisation",
        &[
            "a@b.fr",
            "A",
            "B",
            "1 rue X\nBât. C\nÉtage 2",
            "75011",
            "Paris",
            "73282932000074",
            "O",
        ],
    );
    let address = row.details.address.unwrap();
    assert_eq!(
        (&*address.line1, address.line2.as_deref()),
        ("1 rue X", Some("Bât. C, Étage 2"))
    );
    assert_eq!(
        row.details.billing.unwrap().siren.as_deref(),
        Some("732829320")
    );
}

#[test]
fn tags_of_shopify_stand_between_commas() {
    let mut reading = reading("email last_name first_name groups");
    let row = cells(&["a@b.fr", "A", "B", "vip, Paris"]);
    assert_eq!(reading.read(&row).unwrap().1.groups, ["vip, Paris"]);
    reading.source = Some(Source::Shopify);
    assert_eq!(reading.read(&row).unwrap().1.groups, ["vip", "Paris"]);
}
