//! The fields of the settings, part by part.

use crate::admin::fields::{Fields, SelectField, TextArea};
use crate::admin::part::part;
use crate::admin::settings::countries::countries;
use crate::admin::settings::sender::{TestMail, mail_from};
use crate::admin::settings::{typed, words};
use crate::loaded::Loaded;
use crate::reactive::words as say;
use crate::text::{self, Key, common, t};
use crate::ui::field::TextField;
use domain::country::{self, Postcode, Region};
use domain::locale::Locale;
use domain::settings::Settings;
use leptos::prelude::*;

/// What a line of text takes besides its label.
#[derive(Clone, Copy, Default)]
struct Line {
    hint: Option<Key>,
    required: bool,
    /// Figures, or a kind of the browser's.
    kind: Option<&'static str>,
    class: &'static str,
    autocomplete: &'static str,
}

/// All parts, as cards.
pub fn inputs(fields: Fields, settings: Loaded<Settings>) -> AnyView {
    let of = move |read: fn(&Settings) -> u32| {
        Signal::derive(move || settings.value().as_ref().map_or(0, read))
    };
    let line = move |path: &'static str, as_it_is: Line| input(fields, path, as_it_is);
    let number = |required: bool, hint: Key| Line {
        hint: Some(hint),
        required,
        kind: Some("numeric"),
        class: "field-short",
        autocomplete: "",
    };
    let plain = Line::default();
    let short = Line {
        class: "field-medium",
        ..plain
    };
    let languages = Signal::derive(|| {
        [
            (Locale::Fr, common::LANGUAGE_FR),
            (Locale::En, common::LANGUAGE_EN),
        ]
        .map(|(locale, word)| (locale.code().to_owned(), t(word)().to_owned()))
        .to_vec()
    });
    let all = Signal::derive(typed::countries);
    view! {
        {card(
            "shop-title",
            words::SHOP_TITLE,
            view! {
                {line("name", Line { required: true, ..plain })}
                <div class="pair">
                    <SelectField field=fields.at("country") label=words::COUNTRY options=all/>
                    <SelectField field=fields.at("locale") label=words::LOCALE options=languages/>
                </div>
            }
                .into_any(),
        )}
        {card(
            "seller-title",
            words::SELLER_TITLE,
            view! {
                {line("seller_name", Line { autocomplete: "organization", ..plain })}
                <div class="pair">
                    {line("seller_form", plain)} {line("seller_capital", plain)}
                </div>
                {address(fields, all)}
                {line("siren", Line { hint: Some(words::SIREN_HINT), ..short })}
                {line("rcs", Line { hint: Some(words::RCS_HINT), ..short })}
                {line("vat_id", Line { hint: Some(words::VAT_ID_HINT), ..short })}
                {line(
                    "time_zone",
                    Line {
                        hint: Some(words::TIME_ZONE_HINT),
                        required: true,
                        ..short
                    },
                )}
            }
                .into_any(),
        )}
        {card(
            "transfer-title",
            words::TRANSFER_TITLE,
            view! {
                {line("iban", plain)} {line("bic", short)}
                {line("reminder_days", number(true, words::REMINDER_HINT))}
                {line("cancel_days", number(true, words::CANCEL_HINT))}
            }
                .into_any(),
        )}
        {card(
            "texts-title",
            words::TEXTS_TITLE,
            view! {
                <p class="meta">{t(words::TEXTS_HINT)}</p>
                {version(words::TERMS, of(|settings| settings.sale.terms.version))}
                <TextArea field=fields.at("terms_fr") label=words::TERMS_FR lang="fr"/>
                <TextArea field=fields.at("terms_en") label=words::TERMS_EN lang="en"/>
                {version(words::PRIVACY, of(|settings| settings.sale.privacy.version))}
                <TextArea field=fields.at("privacy_fr") label=words::PRIVACY_FR lang="fr"/>
                <TextArea field=fields.at("privacy_en") label=words::PRIVACY_EN lang="en"/>
            }
                .into_any(),
        )}
        {card(
            "countries-title",
            words::COUNTRIES,
            countries(fields.at(typed::COUNTRIES)),
        )}
        {card(
            "retention-title",
            words::RETENTION_TITLE,
            line("retention_months", number(true, words::RETENTION_HINT)),
        )}
        {card(
            "sender-title",
            words::SENDER_TITLE,
            view! {
                {mail_from(settings)}
                {line(
                    "contact_email",
                    Line {
                        hint: Some(words::CONTACT_EMAIL_HINT),
                        kind: Some("email"),
                        autocomplete: "email",
                        ..plain
                    },
                )}
                {line("mails_per_minute", number(true, words::MAILS_PER_MINUTE_HINT))}
                <TestMail settings/>
            }
                .into_any(),
        )}
    }
    .into_any()
}

fn card(id: &'static str, title: Key, inside: AnyView) -> AnyView {
    view! {
        <section class="card stack" role="group" aria-labelledby=id>
            <h2 class="subheading" id=id>
                {t(title)}
            </h2>
            {inside}
        </section>
    }
    .into_any()
}

fn input(fields: Fields, path: &'static str, line: Line) -> AnyView {
    let (kind, inputmode) = match line.kind {
        Some("email") => ("email", None),
        figures => ("text", figures),
    };
    let autocomplete = if line.autocomplete.is_empty() {
        "off"
    } else {
        line.autocomplete
    };
    view! {
        <TextField
            field=fields.at(path)
            label=typed::label(path)
            hint=line.hint
            optional=!line.required
            kind
            inputmode
            autocomplete
            class=line.class
        />
    }
    .into_any()
}

/// The seller's address. Postcode and region are asked for where the country has them.
fn address(fields: Fields, all: Signal<Vec<(String, String)>>) -> AnyView {
    let at = move |path: &str| fields.at(path);
    let home = Memo::new(move |_| {
        at("seller_address.country")
            .value
            .with(|code| country::find(code).map(|country| country.code))
    });
    let known = move || home.get().and_then(country::find);
    let line = move |path: &'static str, autocomplete: &'static str| {
        input(
            fields,
            path,
            Line {
                autocomplete,
                ..Line::default()
            },
        )
    };
    view! {
        <h3 class="settings-part">{t(words::ADDRESS)}</h3>
        <SelectField
            field=at("seller_address.country")
            label=words::ADDRESS_COUNTRY
            options=all
            autocomplete="country"
            optional=true
        />
        {line("seller_address.line1", "address-line1")}
        {line("seller_address.line2", "address-line2")}
        <div class="pair">
            {part(move || {
                known()
                    .is_none_or(|country| country.postcode != Postcode::None)
                    .then(|| line("seller_address.postcode", "postal-code"))
            })} {line("seller_address.city", "address-level2")}
        </div>
        {part(move || {
            let region = known()?.region;
            match region {
                Region::None => None,
                Region::Optional => Some(line("seller_address.region", "address-level1")),
                Region::Listed(regions) => {
                    let options = regions
                        .iter()
                        .map(|(code, name)| ((*code).to_owned(), (*name).to_owned()))
                        .collect::<Vec<_>>();
                    Some(
                        view! {
                            <SelectField
                                field=at("seller_address.region")
                                label=words::ADDRESS_REGION
                                options=Signal::stored(options)
                                none=words::ADDRESS_REGION_NONE
                                autocomplete="address-level1"
                                optional=true
                            />
                        }
                            .into_any(),
                    )
                }
            }
        })}
    }
    .into_any()
}

/// Which version of a text is in force.
fn version(title: Key, version: Signal<u32>) -> AnyView {
    let said = say(move || match version.get() {
        0 => t(words::VERSION_NONE)().to_owned(),
        version => text::fill(words::VERSION, &[("version", &version.to_string())]),
    });
    view! {
        <h3 class="settings-part">
            {t(title)} " " <span class="meta">{said}</span>
        </h3>
    }
    .into_any()
}
