//! `/sign-in`: by password or by a code, for staff and customers alike. It never says which part was wrong.

mod by_code;
mod by_password;
mod form;

pub use by_code::{ByCode, ask_code};
pub use form::SignInForm;

use crate::form::Form;
use crate::reactive::{go, shown};
use crate::session::{Session, Who};
use crate::storage::{self, Shelf};
use crate::text::{self, session, t};
use crate::ui::heading::Heading;
use crate::ui::notice::{Notice, Tone};
use domain::account::Account;
use domain::route;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// `/sign-in`. Whoever was sent here goes back; else staff go on to the back office, customers to their account.
#[component]
pub fn SignIn() -> AnyView {
    let form = Form::new();
    let navigate = use_navigate();
    let done = move |account: Account| navigate(&goes_on_to(&account), Default::default());
    view! {
        <div class="narrow stack stack-wide">
            <div class="stack-tight">
                <Heading text=text::said(session::TITLE) form/>
                <p class="lead">{t(session::STAFF_HINT)} " " {t(session::GUEST_HINT)}</p>
            </div>
            <SignedInAs/>
            <SignInForm form full=true done/>
        </div>
    }
    .into_any()
}

/// Where to go on after signing in, kept by the tab.
const RETURN: &str = "return";

/// Remembers a page that asked to sign in first.
pub fn return_to(address: &str) {
    storage::set(Shelf::Tab, RETURN, address);
}

/// The page that asked, where it is one of theirs; else the first of their own.
fn goes_on_to(account: &Account) -> String {
    let kept = storage::get(Shelf::Tab, RETURN);
    storage::remove(Shelf::Tab, RETURN);
    let own = |address: &String| {
        let of_staff = address.starts_with(route::ADMIN);
        let of_customers = [route::ACCOUNT, route::ORDERS]
            .iter()
            .any(|page| address.starts_with(page));
        if account.role.is_staff() {
            of_staff
        } else {
            of_customers
        }
    };
    kept.filter(own).unwrap_or_else(|| home(account).to_owned())
}

/// The first page of somebody signed in.
pub fn home(account: &Account) -> &'static str {
    if account.role.is_staff() {
        route::ADMIN_CUSTOMERS
    } else {
        route::ACCOUNT
    }
}

/// Says so when somebody is signed in already.
#[component]
fn SignedInAs() -> AnyView {
    let session = expect_context::<Session>();
    // Signing in on this very page is no news.
    let before = RwSignal::new(None::<Account>);
    go(async move {
        if session.ask().await.is_ok()
            && let Who::Somebody(account) = session.who_now()
        {
            before.try_set(Some(account));
        }
    });
    shown(move || {
        let account = before.get()?;
        let view = view! {
            <Notice tone=Tone::Info>
                <p>{text::fill(session::ALREADY, &[("email", &account.email)])}</p>
                <a href=home(&account)>{t(session::GO_ON)}</a>
            </Notice>
        };
        Some(view.into_any())
    })
    .into_any()
}
