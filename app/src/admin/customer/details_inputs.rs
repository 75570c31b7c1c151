//! The fields of the contact details, and what another e-mail means before it is saved.

use crate::admin::customer::address_inputs::{BILLING, address_inputs};
use crate::admin::customer::details::language;
use crate::admin::customer::{typed, words};
use crate::admin::fields::{CheckField, Fields, SelectField, TICKED};
use crate::admin::part::part;
use crate::reactive::words as say;
use crate::text::{self, Key, t};
use crate::ui::field::TextField;
use crate::ui::notice::{Notice, Tone};
use domain::customer::Customer;
use domain::email::Email;
use domain::locale::Locale;
use leptos::prelude::*;

/// The fields, those of the invoice behind a box. `seen` is the record they were filled from.
pub fn inputs(fields: Fields, seen: StoredValue<Customer>) -> AnyView {
    let ticked = move |path| {
        let field = fields.at(path);
        Memo::new(move |_| field.value.with(|value| value == TICKED))
    };
    let invoiced = ticked(typed::INVOICED);
    let elsewhere = ticked(typed::ELSEWHERE);
    let languages = Signal::derive(|| {
        [Locale::Fr, Locale::En]
            .map(|locale| {
                let word = t(language(Some(locale)))().to_owned();
                (locale.code().to_owned(), word)
            })
            .to_vec()
    });
    view! {
        <div class="pair">
            {line(fields, typed::LAST_NAME, false)} {line(fields, typed::FIRST_NAME, false)}
        </div>
        {line(fields, typed::EMAIL, false)} {part(move || email_warning(fields, seen))}
        <div class="pair">
            {line(fields, typed::PHONE, true)} {line(fields, typed::ORGANISATION, true)}
        </div>
        <SelectField
            field=fields.at(typed::LOCALE)
            label=typed::label(typed::LOCALE)
            options=languages
            none=words::LANGUAGE_SHOP
            optional=true
        />
        <CheckField field=fields.at(typed::INVOICED) label=words::INVOICED/>
        {part(move || {
            invoiced
                .get()
                .then(|| {
                    view! {
                        <fieldset class="record-billing stack">
                            <legend class="record-legend">{t(typed::label(typed::INVOICED))}</legend>
                            {line(fields, typed::BILLED, false)}
                            <div class="pair">
                                {line(fields, typed::VAT_ID, true)} {line(fields, typed::SIREN, true)}
                            </div>
                            <CheckField field=fields.at(typed::ELSEWHERE) label=words::ELSEWHERE/>
                            {part(move || {
                                elsewhere.get().then(|| address_inputs(fields, BILLING))
                            })}
                        </fieldset>
                    }
                })
        })}
    }
    .into_any()
}

/// A line of text, with the keyboard its field asks for.
pub fn line(fields: Fields, path: &'static str, optional: bool) -> AnyView {
    let (kind, capitals) = match path {
        typed::EMAIL => ("email", "none"),
        typed::PHONE => ("tel", "off"),
        typed::VAT_ID => ("text", "characters"),
        _ => ("text", "words"),
    };
    let hint: Option<Key> = (path == typed::VAT_ID).then_some(words::VAT_ID_HINT);
    view! {
        <TextField
            field=fields.at(path)
            label=typed::label(path)
            hint
            optional
            kind
            autocomplete="off"
            autocapitalize=capitals
        />
    }
    .into_any()
}

/// What another e-mail means, before it is saved.
fn email_warning(fields: Fields, seen: StoredValue<Customer>) -> Option<AnyView> {
    let new = fields.at(typed::EMAIL).value.get();
    let new = Email::parse(&new).ok()?;
    let (old, account) = seen.with_value(|seen| (seen.email.clone(), seen.credentials.is_some()));
    if Email::parse(&old).is_ok_and(|old| old.key() == new.key()) {
        return None;
    }
    let key = if account {
        words::EMAIL_WARNING_ACCOUNT
    } else {
        words::EMAIL_WARNING
    };
    let sentence = say(move || text::fill(key, &[("new", new.as_str()), ("old", &old)]));
    Some(
        view! {
            <Notice tone=Tone::Warn>
                <p class="record-told">{sentence}</p>
            </Notice>
        }
        .into_any(),
    )
}
