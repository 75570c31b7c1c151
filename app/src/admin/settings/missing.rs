//! What is missing before the shop may ask for money, as links to the fields.

use crate::admin::settings::{typed, words};
use crate::form::focus;
use crate::text::{Key, t};
use crate::ui::notice::{Notice, Tone};
use leptos::prelude::*;

/// Nothing, once the settings are complete. `paths` are those of [`domain::settings::missing`].
pub fn missing(paths: Vec<String>, links: bool) -> Option<AnyView> {
    if paths.is_empty() {
        return None;
    }
    let items = paths
        .iter()
        .filter_map(|path| {
            let (field, word) = place(path)?;
            let word = t(word);
            let said = if links {
                view! {
                    <a
                        href=format!("#{field}")
                        on:click=move |event| {
                            event.prevent_default();
                            focus(field);
                        }
                    >
                        {word}
                    </a>
                }
                .into_any()
            } else {
                word.into_any()
            };
            Some(view! { <li>{said}</li> })
        })
        .collect_view();
    let view = view! {
        <Notice tone=Tone::Warn>
            <p>{t(words::MISSING)}</p>
            <ul class="bullets settings-missing">{items}</ul>
        </Notice>
    };
    Some(view.into_any())
}

/// The field that a path of the settings is typed in, and what it is called there.
fn place(path: &str) -> Option<(&'static str, Key)> {
    let field = match path {
        "shop.contact_email" => "contact_email",
        "sale.seller.name" => "seller_name",
        "sale.seller.form" => "seller_form",
        "sale.seller.address" => return Some(("seller_address.line1", words::ADDRESS)),
        "sale.seller.siren" => "siren",
        "sale.transfer.iban" => "iban",
        "sale.terms" => return Some(("terms_fr", words::TERMS)),
        "sale.privacy" => return Some(("privacy_fr", words::PRIVACY)),
        _ => return None,
    };
    Some((field, typed::label(field)))
}
