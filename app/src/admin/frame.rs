//! The frame of every screen: the rail on the left, the top bar, the page.

use crate::admin::bulk::WorkInProgress;
use crate::admin::desk::Desk;
use crate::admin::finder::{Find, Finder, Keys};
use crate::admin::glyphs::MENU;
use crate::admin::keys;
use crate::admin::menu::{Menu, part_of};
use crate::admin::notices::NotTakenBack;
use crate::admin::person::Person;
use crate::admin::screen::Screens;
use crate::admin::session_over::SessionOver;
use crate::admin::unsaved::LeaveGuard;
use crate::admin::words;
use crate::reactive::{either, follow, words as say};
use crate::text::{common, t};
use crate::ui::icon::Icon;
use crate::ui::language_switch::LanguageSwitch;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

/// The id of the menu that a phone opens.
const SHEET: &str = "desk-sheet";

/// Rail, top bar, screen.
#[component]
pub fn Frame() -> AnyView {
    keys::listen();
    provide_context(Finder::new());
    view! {
        <div class="desk">
            <div class="desk-rail">
                <Menu/>
            </div>
            <div class="desk-body">
                <header class="desk-bar">
                    <button
                        class="button-icon desk-menu-button"
                        id="desk-menu"
                        type="button"
                        aria-label=t(words::MENU)
                        title=t(words::MENU)
                        popovertarget=SHEET
                    >
                        <Icon glyph=MENU/>
                    </button>
                    <div class="desk-sheet" id=SHEET popover="auto" on:click=|_| close_sheet()>
                        <Menu/>
                    </div>
                    <Crumbs/>
                    <Find/>
                    <Keys/>
                    <WorkInProgress/>
                    <LanguageSwitch/>
                    <Person/>
                </header>
                <main id="content" class="desk-page" tabindex="-1">
                    <SessionOver/>
                    <NotTakenBack/>
                    <Screens/>
                </main>
            </div>
            <LeaveGuard/>
        </div>
    }
    .into_any()
}

/// Where the screen stands: the list it belongs to leads back to it as it was left.
#[component]
fn Crumbs() -> AnyView {
    let desk = expect_context::<Desk>();
    let path = use_location().pathname;
    follow(move || path.with(|path| desk.visits(path, part_of(path).map(|part| part.path))));
    view! {
        <nav class="desk-crumbs" aria-label=t(words::BREADCRUMB)>
            <ol>
                {either(move || match path.with(|path| (part_of(path), desk.place(path))) {
                    (None, _) => {
                        view! { <li aria-current="page">{t(common::NAV_ADMIN)}</li> }.into_any()
                    }
                    (Some(part), None) => {
                        view! {
                            <li class="desk-crumb-root">{t(common::NAV_ADMIN)}</li>
                            <li aria-current="page">{t(part.word)}</li>
                        }
                            .into_any()
                    }
                    (Some(part), Some(place)) => {
                        view! {
                            <li class="desk-crumb-way">
                                <a href=say(move || desk.list(part.path))>{t(part.word)}</a>
                            </li>
                            <li aria-current="page">
                                <bdi>{place}</bdi>
                            </li>
                        }
                            .into_any()
                    }
                })}
            </ol>
        </nav>
    }
    .into_any()
}

/// Any choice in the sheet closes it; a tap beside it and Esc do so by the browser itself.
fn close_sheet() {
    let Some(sheet) = document().get_element_by_id(SHEET) else {
        return;
    };
    if let Ok(sheet) = sheet.dyn_into::<web_sys::HtmlElement>() {
        let hide = js_sys::Reflect::get(&sheet, &"hidePopover".into());
        if let Ok(hide) = hide.and_then(|hide| hide.dyn_into::<js_sys::Function>()) {
            let _ = hide.call0(&sheet);
        }
    }
}
