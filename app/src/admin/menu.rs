//! The main menu. Only what exists and what the person may open stands in it.

use crate::admin::desk::Desk;
use crate::admin::glyphs::{
    BUBBLE, DOCUMENT, ENVELOPE, GEAR, GROUP, JOURNAL, MEGAPHONE, PEOPLE, RECEIPT, SHOP, SPACE, TAG,
    TEAM,
};
use crate::admin::groups::words as groups;
use crate::admin::inboxed::Inboxed;
use crate::admin::words;
use crate::reactive::{either, words as say};
use crate::settings::Settings;
use crate::text::{Key, t};
use crate::ui::icon::{Glyph, Icon};
use domain::permission::Right;
use domain::route;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A part of the back office.
#[derive(Clone, Copy)]
pub struct Part {
    /// The path of its first screen.
    pub path: &'static str,
    glyph: Glyph,
    pub word: Key,
    /// What it takes to open it.
    pub right: Right,
}

const fn part(path: &'static str, glyph: Glyph, word: Key, right: Right) -> Part {
    Part {
        path,
        glyph,
        word,
        right,
    }
}

/// The parts, in the order of the menu.
pub const PARTS: [Part; 12] = [
    part(
        route::ADMIN_CUSTOMERS,
        PEOPLE,
        words::NAV_CUSTOMERS,
        Right::ReadCustomers,
    ),
    part(
        route::ADMIN_GROUPS,
        GROUP,
        groups::TITLE,
        Right::ReadCustomers,
    ),
    part(
        route::ADMIN_ORDERS,
        RECEIPT,
        words::NAV_ORDERS,
        Right::ReadOrders,
    ),
    part(
        route::ADMIN_CONVERSATIONS,
        BUBBLE,
        words::NAV_CONVERSATIONS,
        Right::ReadConversations,
    ),
    part(
        route::ADMIN_PRODUCTS,
        TAG,
        words::NAV_PRODUCTS,
        Right::ReadProducts,
    ),
    part(
        route::ADMIN_DOCUMENTS,
        DOCUMENT,
        words::NAV_DOCUMENTS,
        Right::ReadDocuments,
    ),
    part(
        route::ADMIN_SPACE,
        SPACE,
        words::NAV_SPACE,
        Right::ReadSpace,
    ),
    part(
        route::ADMIN_CAMPAIGNS,
        MEGAPHONE,
        words::NAV_CAMPAIGNS,
        Right::ReadCampaigns,
    ),
    part(
        route::ADMIN_OUTBOX,
        ENVELOPE,
        words::NAV_OUTBOX,
        Right::ReadOutbox,
    ),
    part(route::ADMIN_TEAM, TEAM, words::NAV_TEAM, Right::ManageTeam),
    part(
        route::ADMIN_JOURNAL,
        JOURNAL,
        words::NAV_JOURNAL,
        Right::ReadJournal,
    ),
    part(
        route::ADMIN_SETTINGS,
        GEAR,
        words::NAV_SETTINGS,
        Right::ReadSettings,
    ),
];

/// The part of the back office that a path belongs to.
pub fn part_of(path: &str) -> Option<Part> {
    // files of customers come and go from their list, and so do two who may be one
    let of_customers = [route::ADMIN_IMPORTS, route::ADMIN_DUPLICATES];
    let path = match of_customers.iter().any(|parent| is_within(path, parent)) {
        true => route::ADMIN_CUSTOMERS,
        false => path,
    };
    PARTS.into_iter().find(|part| is_within(path, part.path))
}

/// What it takes to open the screen at a path: its part's right, and where something is made there, that of making it.
pub fn right_of(path: &str) -> Option<Right> {
    match path {
        route::ADMIN_CUSTOMER_NEW => Some(Right::EditCustomers),
        route::ADMIN_GROUP_NEW => Some(Right::EditGroups),
        route::ADMIN_PRODUCT_NEW => Some(Right::EditProducts),
        route::ADMIN_DOCUMENT_NEW => Some(Right::EditDocuments),
        route::ADMIN_CAMPAIGN_NEW => Some(Right::EditCampaigns),
        route::ADMIN_DUPLICATES => Some(Right::ReadCustomers),
        _ if is_within(path, route::ADMIN_DUPLICATES) => Some(Right::MergeCustomers),
        _ if is_within(path, route::ADMIN_IMPORTS) => Some(Right::ImportCustomers),
        _ => part_of(path).map(|part| part.right),
    }
}

fn is_within(path: &str, part: &str) -> bool {
    let rest = path.strip_prefix(part);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The shop's name, the entries, and the way to the shop under them.
#[component]
pub fn Menu() -> AnyView {
    let desk = expect_context::<Desk>();
    view! {
        <nav class="desk-menu" aria-label=t(words::NAV)>
            <Brand/>
            <ul class="desk-menu-list">
                {either(move || {
                    PARTS
                        .into_iter()
                        .filter(|part| desk.may(part.right))
                        .map(|part| view! { <li>{entry(part)}</li> })
                        .collect_view()
                        .into_any()
                })}
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

fn entry(part: Part) -> AnyView {
    let Part {
        path: to,
        glyph,
        word,
        ..
    } = part;
    let path = use_location().pathname;
    let current = move || {
        path.with(|path| {
            if path == to {
                Some("page")
            } else {
                is_within(path, to).then_some("true")
            }
        })
    };
    view! {
        <a class="desk-menu-entry" href=to title=t(word) aria-current=current>
            <Icon glyph=glyph/>
            <span class="desk-menu-word">{t(word)}</span>
            {(to == route::ADMIN_CONVERSATIONS).then(|| expect_context::<Inboxed>().badge())}
        </a>
    }
    .into_any()
}
