//! The address book: the address used last first, as the next order proposes it.

use crate::address;
use crate::reactive::either;
use crate::space::blocks::ITEMS;
use crate::space::blocks::card::Card;
use crate::space::own::Own;
use crate::space::words;
use crate::text;
use crate::ui::empty::Empty;
use crate::ui::failed::Failed;
use crate::ui::loading::Loading;
use domain::account::SavedAddress;
use domain::route;
use domain::space::Shown;
use leptos::prelude::*;

pub fn block(block: Shown) -> AnyView {
    let profile = Own::record();
    let body = either(move || match (profile.value(), profile.refusal()) {
        (Some(profile), _) => book(profile.addresses),
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
        <Card block title=words::ADDRESSES_TITLE page=route::ACCOUNT_DETAILS change=words::CHANGE>
            {body}
        </Card>
    }
    .into_any()
}

fn book(addresses: Vec<SavedAddress>) -> AnyView {
    if addresses.is_empty() {
        return view! { <Empty message=text::said(words::ADDRESSES_EMPTY)/> }.into_any();
    }
    let entries: Vec<AnyView> = addresses
        .into_iter()
        .take(ITEMS)
        .map(|saved| {
            let lines = address::lines(&saved.address).join("\n");
            view! { <li class="block-lines">{lines}</li> }.into_any()
        })
        .collect();
    view! { <ul class="block-list">{entries}</ul> }.into_any()
}
