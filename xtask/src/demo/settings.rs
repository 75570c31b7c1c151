//! What the demo shop's owner has set, and what a plain shop begins with, as SQL.

use anyhow::{Result, anyhow};
use domain::contact::AddressForm;
use domain::settings::{Mailing, Sale, Settings, SettingsForm, Shop};

use super::quoted;

/// The demo's terms and privacy notice, English and French.
pub const NOTICES: [[&str; 2]; 2] = [
    [include_str!("terms.en.txt"), include_str!("terms.fr.txt")],
    [
        include_str!("privacy.en.txt"),
        include_str!("privacy.fr.txt"),
    ],
];

/// The settings of a shop whose owner has said nothing yet, as SQL: it gives away what is free and says what is missing.
pub fn plain_settings() -> Result<String> {
    settings_sql(&Shop::default(), &Sale::default(), &Mailing::default())
}

/// The demo shop's settings as its owner would have typed them, proved like anybody's.
fn settings() -> Result<(Shop, Sale, Mailing)> {
    let [[terms_en, terms_fr], [privacy_en, privacy_fr]] = NOTICES.map(|n| n.map(str::to_owned));
    let form = SettingsForm {
        version: Some(0),
        name: "Maison Lemoine".to_owned(),
        country: "FR".to_owned(),
        locale: "fr".to_owned(),
        retention_months: Some(6),
        contact_email: "bonjour@example.com".to_owned(),
        countries: Vec::new(),
        seller_name: "Maison Lemoine".to_owned(),
        seller_form: "EURL".to_owned(),
        seller_capital: "10\u{202f}000\u{a0}€".to_owned(),
        seller_address: Some(AddressForm {
            line1: "14 rue des Confitures".to_owned(),
            postcode: Some("69002".to_owned()),
            city: "Lyon".to_owned(),
            country: "FR".to_owned(),
            ..AddressForm::default()
        }),
        // a made-up number with the right check digit, and the VAT number that follows from it
        siren: "123 456 782".to_owned(),
        rcs: "RCS Lyon".to_owned(),
        vat_id: "FR 11 123 456 782".to_owned(),
        time_zone: "Europe/Paris".to_owned(),
        // the example account of the register of IBANs
        iban: "FR76 3000 6000 0112 3456 7890 189".to_owned(),
        bic: "AGRIFRPP".to_owned(),
        reminder_days: Some(7),
        cancel_days: Some(21),
        mails_per_minute: Some(600),
        terms_en,
        terms_fr,
        privacy_en,
        privacy_fr,
    };
    form.prove(&Settings::default())
        .map_err(|errors| anyhow!("the demo's settings are wrong: {errors:?}"))
}

/// Writes the settings that are not there yet.
fn settings_sql(shop: &Shop, sale: &Sale, mailing: &Mailing) -> Result<String> {
    Ok(format!(
        "insert or ignore into settings (key, value) values ('shop', {}), ('sale', {}), ('mailing', {});\n",
        quoted(&serde_json::to_string(shop)?),
        quoted(&serde_json::to_string(sale)?),
        quoted(&serde_json::to_string(mailing)?)
    ))
}

/// The demo's settings where a state folder has none, or only those of an earlier day.
pub fn demo_settings() -> Result<String> {
    let (shop, sale, mailing) = settings()?;
    settings_sql(&shop, &sale, &mailing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_shop_may_ask_for_money_and_a_plain_one_may_not() {
        let (shop, sale, _) = settings().unwrap();
        assert_eq!(domain::settings::missing(&shop, &sale), Vec::<&str>::new());
        assert_eq!((sale.terms.version, sale.privacy.version), (1, 1));
        assert!(!domain::settings::missing(&Shop::default(), &Sale::default()).is_empty());
    }

    #[test]
    fn the_french_texts_keep_their_spaces() {
        for [_, french] in NOTICES {
            for sign in [
                "\u{20}:", "\u{20};", "\u{20}!", "\u{20}?", "«\u{20}", "\u{20}»", "'",
            ] {
                assert!(!french.contains(sign), "{sign}");
            }
        }
    }
}
