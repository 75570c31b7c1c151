//! `/account`: the customer's own orders, details and password.

mod access;
mod details;
mod orders;
pub mod password;

use crate::account::access::{leaving, password};
use crate::account::details::Details;
use crate::account::orders::Orders;
use crate::account::password::{ChangePassword, Current};
use crate::client::{self, Refusal};
use crate::form::Form;
use crate::loaded::Loaded;
use crate::reactive::{either, follow, go, words};
use crate::session::{Session, Who};
use crate::sign_in;
use crate::text::{self, account, session, t};
use crate::ui::button::Weight;
use crate::ui::failed::Failed;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use crate::ui::notice::Notice;
use domain::account::Profile;
use domain::api::account::GetProfile;
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Who the page is shown to.
#[derive(Clone, PartialEq)]
enum Visitor {
    Unknown,
    NotReached(Refusal),
    Nobody,
    Staff(String),
    /// Nothing else is allowed before the password is another one.
    MustChange(String),
    Customer(String),
}

/// `/account`. Who is signed out signs in first and comes back.
#[component]
pub fn AccountPage() -> AnyView {
    let who = expect_context::<Session>();
    let navigate = use_navigate();
    let refusal = RwSignal::new(None::<Refusal>);
    let ask = move || {
        refusal.set(None);
        go(async move {
            if let Err(refused) = who.ask().await {
                refusal.try_set(Some(refused));
            }
        });
    };
    ask();
    let visitor = Memo::new(move |_| match (who.who(), refusal.get()) {
        (Who::Somebody(account), _) if account.role.is_staff() => Visitor::Staff(account.email),
        (Who::Somebody(account), _) if account.must_change => Visitor::MustChange(account.email),
        (Who::Somebody(account), _) => Visitor::Customer(account.email),
        (_, Some(refusal)) => Visitor::NotReached(refusal),
        (Who::Nobody, None) => Visitor::Nobody,
        (Who::Unknown, None) => Visitor::Unknown,
    });
    follow(move || {
        if visitor.get() == Visitor::Nobody {
            sign_in::return_to(route::ACCOUNT);
            let replace = NavigateOptions {
                replace: true,
                ..Default::default()
            };
            navigate(route::SIGN_IN, replace);
        }
    });
    either(move || match visitor.get() {
        Visitor::Customer(_) => view! { <Home/> }.into_any(),
        Visitor::MustChange(email) => must_change(email),
        Visitor::Staff(email) => staff(email),
        Visitor::NotReached(refusal) => view! {
            <Heading text=text::said(account::TITLE)/>
            <Failed
                message=text::said(account::FAILED)
                refusal=Some(refusal)
                retry=move |()| ask()
            />
        }
        .into_any(),
        Visitor::Nobody | Visitor::Unknown => view! { <Loading bars=5/> }.into_any(),
    })
    .into_any()
}

/// The customer's page: one part that cannot be loaded never empties the others.
#[component]
fn Home() -> AnyView {
    let who = expect_context::<Session>();
    let profile = Loaded::new(move || {
        Box::pin(async move {
            let answer = client::call::<GetProfile>(&(), &(), &()).await;
            if answer
                .as_ref()
                .is_err_and(|refusal| refusal.status() == 401)
            {
                who.ended();
            }
            answer
        })
    });
    let hello = words(move || match profile.value() {
        Some(Profile { first_name, .. }) => {
            text::fill(account::HELLO, &[("name", first_name.trim())])
        }
        None => text::word(account::TITLE).to_owned(),
    });
    let account = move || match who.who() {
        Who::Somebody(account) => Some(account),
        _ => None,
    };
    let signed_in = Memo::new(move |_| account());
    view! {
        <div class="account">
            <Heading text=hello title=text::said(account::TITLE)/>
            <Orders/>
            <Details profile/>
            <div class="account-session stack stack-wide">
                {either(move || signed_in.get().map(password).into_any())}
                {either(move || signed_in.get().map(|account| leaving(account.email)).into_any())}
            </div>
        </div>
    }
    .into_any()
}

/// The password that staff gave must be replaced first.
fn must_change(email: String) -> AnyView {
    let form = Form::new();
    view! {
        <div class="narrow stack stack-wide">
            <div class="stack-tight">
                <Heading text=text::said(session::CHANGE_TITLE) form/>
                <p class="lead">{t(session::CHANGE_TEXT)}</p>
            </div>
            // Once it is changed, the session says so and the page follows.
            <ChangePassword
                form
                email
                current=Current::Asked
                submit=session::SET_SUBMIT
                done=|_| ()
            />
        </div>
    }
    .into_any()
}

/// Staff have no orders of their own.
fn staff(email: String) -> AnyView {
    view! {
        <div class="stack stack-wide">
            <Heading text=text::said(account::TITLE)/>
            <Notice>
                <p>{text::fill(account::STAFF, &[("email", &email)])}</p>
            </Notice>
            <div>
                <a class=Weight::Primary.class() href=route::ADMIN>
                    {t(account::TO_ADMIN)}
                </a>
            </div>
        </div>
    }
    .into_any()
}
