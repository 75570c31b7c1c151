//! The main menu. Only what exists and what the person may open stands in it.

use crate::admin::glyphs::{PEOPLE, SHOP};
use crate::admin::words;
use crate::reactive::words as say;
use crate::settings::Settings;
use crate::text::{Key, t};
use crate::ui::icon::{Glyph, Icon};
use domain::route;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The shop's name, the entries, and the way to the shop under them.
#[component]
pub fn Menu() -> AnyView {
    view! {
        <nav class="desk-menu" aria-label=t(words::NAV)>
            <Brand/>
            <ul class="desk-menu-list">
                <li>{entry(route::ADMIN_CUSTOMERS, PEOPLE, words::NAV_CUSTOMERS)}</li>
            </ul>
            <a class="desk-menu-entry desk-menu-shop" href=route::SHOP title=t(words::TO_SHOP)>
                <Icon glyph=SHOP/>
                <span class="desk-menu-word">{t(words::TO_SHOP)}</span>
            </a>
        </nav>
    }
    .into_any()
}

/// The shop's name: its first letter where the rail is narrow.
#[component]
fn Brand() -> AnyView {
    let settings = expect_context::<Settings>();
    let name = say(move || settings.name());
    let first = say(move || settings.name().chars().take(1).collect());
    view! {
        <a class="desk-brand" href=route::ADMIN_CUSTOMERS title=name>
            <span class="desk-brand-name">{name}</span>
            <span class="desk-brand-letter" aria-hidden="true">
                {first}
            </span>
        </a>
    }
    .into_any()
}

fn entry(to: &'static str, glyph: Glyph, word: Key) -> AnyView {
    let path = use_location().pathname;
    let current = move || {
        path.with(|path| match path.strip_prefix(to) {
            Some("") => Some("page"),
            Some(_) => Some("true"),
            None => None,
        })
    };
    view! {
        <a class="desk-menu-entry" href=to title=t(word) aria-current=current>
            <Icon glyph=glyph/>
            <span class="desk-menu-word">{t(word)}</span>
        </a>
    }
    .into_any()
}
