//! The customer's own record, as text.

use crate::address;
use crate::phone;
use crate::reactive::either;
use crate::settings::Settings;
use crate::space::own::Own;
use crate::space::words;
use crate::text::{self, Key, checkout, t};
use crate::ui::failed::Failed;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::account::Profile;
use leptos::prelude::*;

/// `/account/details`
pub fn page() -> AnyView {
    view! {
        <div class="stack stack-wide">
            <Heading text=text::said(words::DETAILS_TITLE)/>
            <Details/>
        </div>
    }
    .into_any()
}

#[component]
fn Details() -> AnyView {
    let profile = Own::record();
    let body = either(move || match (profile.value(), profile.refusal()) {
        (Some(profile), _) => facts(profile),
        (None, Some(refusal)) => view! {
            <Failed
                message=text::said(words::DETAILS_FAILED)
                refusal=Some(refusal)
                retry=move |()| profile.again()
            />
        }
        .into_any(),
        (None, None) => view! { <Loading bars=4/> }.into_any(),
    });
    view! { <div class="stack">{body}</div> }.into_any()
}

fn facts(profile: Profile) -> AnyView {
    let settings = expect_context::<Settings>();
    let home = settings.with(|shop| shop.country.clone());
    let phone = profile.phone.map(|phone| phone::readable(&phone, &home));
    let addresses: Vec<String> = profile
        .addresses
        .iter()
        .map(|saved| address::lines(&saved.address).join("\n"))
        .collect();
    let label = if addresses.len() > 1 {
        words::ADDRESS_OTHER
    } else {
        words::ADDRESS_ONE
    };
    let billing = profile.billing.map(|billing| {
        let address = billing.address.map(|address| address::lines(&address));
        [billing.organisation]
            .into_iter()
            .chain(billing.vat_id)
            .chain(address.unwrap_or_default())
            .collect::<Vec<_>>()
            .join("\n")
    });
    let facts: Vec<AnyView> = [
        (
            checkout::NAME,
            Some(format!("{} {}", profile.first_name, profile.last_name)),
        ),
        (checkout::EMAIL_LABEL, Some(profile.email)),
        (checkout::PHONE_LABEL, phone),
        (checkout::ORGANISATION_LABEL, profile.organisation),
        (
            label,
            (!addresses.is_empty()).then(|| addresses.join("\n\n")),
        ),
        (checkout::SAVED_BILLING, billing),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some(fact(label, value?)))
    .collect();
    view! {
        <dl class="facts">{facts}</dl>
        <p class="meta">{t(words::DETAILS_HINT)}</p>
    }
    .into_any()
}

fn fact(label: Key, value: String) -> AnyView {
    view! {
        <dt>{t(label)}</dt>
        <dd>{value}</dd>
    }
    .into_any()
}
