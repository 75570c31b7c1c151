//! The offer of an account, to who is not signed in: a code proves the mailbox, then a password may be chosen. The same words for
//! every e-mail, and nothing depends on it.

use crate::account::password::{ChangePassword, Current};
use crate::client::Refusal;
use crate::form::Form;
use crate::reactive::{follow, go, shown};
use crate::refused::refused;
use crate::session::{Session, Who};
use crate::sign_in::{ByCode, ask_code};
use crate::text::{error, order, session, t};
use crate::ui::button::{Button, Weight};
use crate::ui::notice::Notice;
use domain::account::Account;
use domain::order::Order;
use domain::route;
use leptos::prelude::*;
use leptos::reactive::owner::LocalStorage;

/// How far somebody has come with it.
#[derive(Clone, PartialEq)]
enum Step {
    /// Not known to be signed out: nothing is shown.
    Quiet,
    Offered,
    Code,
    Password(Account),
    Done,
}

#[component]
pub fn Offer(order: Signal<Option<Order>, LocalStorage>) -> AnyView {
    let who = expect_context::<Session>();
    let step = RwSignal::new(Step::Quiet);
    let email = Memo::new(move |_| order.get().map(|order| order.buyer.email));
    go(async move {
        let _ = who.ask().await;
    });
    follow(move || match (who.who(), step.get_untracked()) {
        (Who::Nobody, Step::Quiet) => step.set(Step::Offered),
        // Signed in elsewhere on the page, or out again.
        (Who::Somebody(_), Step::Offered) => step.set(Step::Quiet),
        _ => {}
    });
    let form = Form::new();
    let body = move || match step.get() {
        Step::Quiet => None,
        Step::Offered => Some(view! { <Ask email=email.get()? step/> }.into_any()),
        Step::Code => {
            let done = move |account: Account| {
                let chosen = account.has_password && !account.must_change;
                step.set(if chosen {
                    Step::Done
                } else {
                    Step::Password(account)
                });
            };
            let view = view! { <ByCode form email=email.get()? remember=false leave=None done/> };
            Some(view.into_any())
        }
        Step::Password(account) => Some(choose(form, account, step)),
        Step::Done => Some(done()),
    };
    shown(move || {
        let body = body()?;
        let view = view! {
            <section class="card stack offer" aria-labelledby="offer-title">
                <div class="stack-tight">
                    <h2 class="subheading" id="offer-title">
                        {t(order::OFFER_TITLE)}
                    </h2>
                    <p class="meta">{t(order::OFFER_TEXT)}</p>
                </div>
                {body}
            </section>
        };
        Some(view.into_any())
    })
    .into_any()
}

#[component]
fn Ask(email: String, step: RwSignal<Step>) -> AnyView {
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let ask = UnsyncCallback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let email = email.clone();
        go(async move {
            let answer = ask_code(email).await;
            busy.try_set(false);
            match answer {
                Ok(()) => drop(step.try_set(Step::Code)),
                Err(refused) => drop(refusal.try_set(Some(refused))),
            }
        });
    });
    view! {
        {shown(move || refusal.get().map(|refusal| refused(refusal, error::SLOWED, ask)))}
        <div>
            <Button
                label=session::CODE_ASK
                press=ask
                busy=busy
                busy_label=session::CODE_ASKING
            />
        </div>
    }
    .into_any()
}

/// The mailbox is proved: a password, or none.
fn choose(form: Form, account: Account, step: RwSignal<Step>) -> AnyView {
    view! {
        <p>{t(order::OFFER_PASSWORD)}</p>
        <ChangePassword
            form
            email=account.email
            current=Current::Known(String::new())
            submit=session::SET_SUBMIT
            done=move |_| step.set(Step::Done)
        />
        <div>
            <Button
                label=order::OFFER_WITHOUT
                weight=Weight::Quiet
                press=move |()| step.set(Step::Done)
            />
        </div>
    }
    .into_any()
}

fn done() -> AnyView {
    view! {
        <Notice>
            <p>{t(order::OFFER_DONE)}</p>
            <p>
                <a href=route::ACCOUNT>{t(crate::text::common::NAV_ACCOUNT)}</a>
            </p>
        </Notice>
    }
    .into_any()
}
