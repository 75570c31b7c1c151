//! The app's root: language, masthead, the list of screens, footer.

use crate::chunk;
use crate::dom;
use crate::language;
use crate::reactive::{either, follow, shown, words};
use crate::session::{Session, Who};
use crate::settings::Settings;
use crate::shop::basket::Basket;
use crate::sign_in;
use crate::text::{common, t};
use crate::ui::language_switch::LanguageSwitch;
use crate::ui::live::LiveRegion;
use crate::ui::skip_link::SkipLink;
use crate::ui::theme_switch::ThemeSwitch;
use crate::ui::toast::{ToastRegion, Toasts};
use crate::way_back;
use domain::route::{self, Shell};
use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::hooks::use_location;
use leptos_router::location::{BrowserUrl, LocationProvider};

/// The app but for the checkout, whose page starts by itself: links to it load that page.
#[component]
pub fn App() -> impl IntoView {
    language::provide();
    // The static shell stood in until now.
    if let Some(shell) = dom::find("shell") {
        shell.remove();
    }
    way_back::listen();
    provide_context(Toasts::new());
    provide_context(Session::new());
    provide_context(Settings::new());
    provide_context(Basket::kept());
    view! {
        <Router>
            <SkipLink/>
            <Masthead/>
            <Screen/>
            <Foot/>
        </Router>
        <ToastRegion/>
        <LiveRegion/>
    }
}

/// The back office, the space or the shop's pages, by the address. Each looks at the rest of it by itself: the router's own table
/// of routes would weigh more than all they do with it.
#[component]
fn Screen() -> impl IntoView {
    let browser = expect_context::<BrowserUrl>();
    let url = browser.as_url().clone();
    follow(move || {
        url.track();
        // The screen is there as soon as it is asked for: the address bar may follow.
        browser.ready_to_complete();
    });
    let path = use_location().pathname;
    let part = Memo::new(move |_| path.with(|path| Shell::of(path)));
    either(move || match part.get() {
        Shell::Admin => chunk::lazy(chunk::admin_in_style, main),
        Shell::Space => main(chunk::lazy(chunk::space_in_style, |failed| failed)),
        Shell::Shop | Shell::Checkout => main(chunk::lazy(chunk::pages, |failed| failed)),
    })
}

/// The main part of a page.
fn main(inside: AnyView) -> AnyView {
    view! {
        <main id="content" class="page" tabindex="-1">
            {inside}
        </main>
    }
    .into_any()
}

/// Whether the back office is shown, which brings its own frame.
fn in_admin() -> Signal<bool> {
    let path = use_location().pathname;
    Signal::derive(move || path.with(|path| Shell::of(path) == Shell::Admin))
}

/// The shop's name, the way in, the language; at checkout nothing distracts, and the way in does not lead to itself.
#[component]
fn Masthead() -> impl IntoView {
    let hidden = in_admin();
    let path = use_location().pathname;
    let quiet = Memo::new(move |_| {
        hidden.get()
            || path.with(|path| [route::CHECKOUT_PAYMENT, route::SIGN_IN].contains(&path.as_str()))
    });
    let settings = expect_context::<Settings>();
    view! {
        <header class="masthead" hidden=hidden>
            <div class="masthead-in">
                <a class="masthead-name" href=route::SHOP>
                    {words(move || settings.name())}
                </a>
                <div class="masthead-acts">
                    {shown(move || (!quiet.get()).then(way_in))} <LanguageSwitch/>
                </div>
            </div>
        </header>
    }
}

/// "Sign in"; once it is known who is signed in, their own first page. Nothing waits for that.
fn way_in() -> AnyView {
    let session = expect_context::<Session>();
    let name = words(move || {
        let key = match session.who() {
            Who::Somebody(account) if account.role.is_staff() => common::NAV_ADMIN,
            Who::Somebody(_) => common::NAV_ACCOUNT,
            _ => common::NAV_SIGN_IN,
        };
        t(key)().to_owned()
    });
    let href = words(move || {
        let href = match session.who() {
            Who::Somebody(account) => sign_in::home(&account),
            _ => route::SIGN_IN,
        };
        href.to_owned()
    });
    view! {
        <a class="foot-link" href=href>
            {name}
        </a>
    }
    .into_any()
}

/// The legal links, the way in, the appearance.
#[component]
fn Foot() -> impl IntoView {
    let hidden = in_admin();
    let session = expect_context::<Session>();
    follow(move || {
        if !hidden.get() {
            session.ask_in_time();
        }
    });
    view! {
        <footer class="foot" hidden=hidden>
            <div class="foot-in">
                <nav class="cluster" aria-label=t(common::NAV_FOOTER)>
                    <a class="foot-link" href=route::SHOP>
                        {t(common::NAV_SHOP)}
                    </a>
                    <a class="foot-link" href=route::TERMS>
                        {t(common::NAV_TERMS)}
                    </a>
                    <a class="foot-link" href=route::YOUR_DATA>
                        {t(common::NAV_YOUR_DATA)}
                    </a>
                    {shown(move || (!hidden.get()).then(way_in))}
                </nav>
                <ThemeSwitch/>
            </div>
        </footer>
    }
}
