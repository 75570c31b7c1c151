//! Who the space is shown to: customers see it, everybody else what to do first.

use crate::chunk;
use crate::client::Refusal;
use crate::reactive::{either, follow, go};
use crate::session::{Session, Who};
use crate::sign_in;
use crate::space::words;
use crate::text::{self, t};
use crate::ui::button::Weight;
use crate::ui::failed::Failed;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use crate::ui::notice::Notice;
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// Who is at the gate.
#[derive(Clone, PartialEq)]
enum Visitor {
    Unknown,
    NotReached(Refusal),
    Nobody,
    Staff(String),
    /// Nothing else is allowed before the password is another one.
    MustChange,
    Customer,
}

/// Shows `inside` to a signed-in customer. Who is signed out signs in first and comes back to the page they asked for.
pub fn gate(inside: fn() -> AnyView) -> AnyView {
    let who = expect_context::<Session>();
    let navigate = use_navigate();
    let path = use_location().pathname;
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
        (Who::Somebody(account), _) if account.must_change => Visitor::MustChange,
        (Who::Somebody(_), _) => Visitor::Customer,
        (_, Some(refusal)) => Visitor::NotReached(refusal),
        (Who::Nobody, None) => Visitor::Nobody,
        (Who::Unknown, None) => Visitor::Unknown,
    });
    follow(move || {
        if visitor.get() == Visitor::Nobody {
            sign_in::return_to(&path.get_untracked());
            let replace = NavigateOptions {
                replace: true,
                ..Default::default()
            };
            navigate(route::SIGN_IN, replace);
        }
    });
    either(move || match visitor.get() {
        Visitor::Customer => inside(),
        Visitor::MustChange => chunk::lazy(chunk::must_change, |failed| failed),
        Visitor::Staff(email) => staff(email),
        Visitor::NotReached(refusal) => view! {
            <Heading text=text::said(words::TITLE)/>
            <Failed
                message=text::said(words::FAILED)
                refusal=Some(refusal)
                retry=move |()| ask()
            />
        }
        .into_any(),
        Visitor::Nobody | Visitor::Unknown => view! { <Loading bars=5/> }.into_any(),
    })
    .into_any()
}

/// Staff have no space of their own.
fn staff(email: String) -> AnyView {
    view! {
        <div class="stack stack-wide">
            <Heading text=text::said(words::TITLE)/>
            <Notice>
                <p>{text::fill(words::STAFF, &[("email", &email)])}</p>
            </Notice>
            <div>
                <a class=Weight::Primary.class() href=route::ADMIN>
                    {t(words::TO_ADMIN)}
                </a>
            </div>
        </div>
    }
    .into_any()
}
