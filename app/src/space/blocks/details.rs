//! Who the customer is to the shop: name, e-mail, phone, organisation.

use crate::phone;
use crate::reactive::either;
use crate::settings::Settings;
use crate::space::blocks::card::Card;
use crate::space::own::Own;
use crate::space::words;
use crate::text::{self, Key, checkout, t};
use crate::ui::failed::Failed;
use crate::ui::loading::Loading;
use domain::account::Profile;
use domain::route;
use domain::space::Shown;
use leptos::prelude::*;

pub fn block(block: Shown) -> AnyView {
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
        (None, None) => view! { <Loading bars=3/> }.into_any(),
    });
    view! {
        <Card block title=words::DETAILS_TITLE page=route::ACCOUNT_DETAILS change=words::CHANGE>
            {body}
        </Card>
    }
    .into_any()
}

fn facts(profile: Profile) -> AnyView {
    let home = expect_context::<Settings>().with(|shop| shop.country.clone());
    let name = format!("{} {}", profile.first_name, profile.last_name);
    let phone = profile.phone.map(|phone| phone::readable(&phone, &home));
    let facts: Vec<AnyView> = [
        (checkout::NAME, Some(name)),
        (checkout::EMAIL_LABEL, Some(profile.email)),
        (checkout::PHONE_LABEL, phone),
        (checkout::ORGANISATION_LABEL, profile.organisation),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some(fact(label, value?)))
    .collect();
    view! { <dl class="facts">{facts}</dl> }.into_any()
}

fn fact(label: Key, value: String) -> AnyView {
    view! {
        <dt>{t(label)}</dt>
        <dd>{value}</dd>
    }
    .into_any()
}
