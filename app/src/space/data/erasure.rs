//! `/account/data/erasure`: what goes and what stays, then the password, then the button.

use crate::client;
use crate::form::Form;
use crate::loaded::Loaded;
use crate::reactive::{either, follow, words as say};
use crate::session::{Session, Who};
use crate::space::act::{Act, current};
use crate::space::data::words;
use crate::storage;
use crate::text::{self, Key, session, t};
use crate::ui::button::{Button, Weight};
use crate::ui::empty::Empty;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::failed::Failed;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use crate::ui::notice::{Notice, Tone};
use crate::ui::password_field::PasswordField;
use domain::api::rights::{EraseOwn, PreviewOwnErasure};
use domain::customer::{Erasure, OwnErasureForm};
use domain::problem::FieldError;
use domain::route;
use leptos::prelude::*;

/// `/account/data/erasure`
pub fn page() -> AnyView {
    let who = expect_context::<Session>();
    let erasure = Loaded::new(|| {
        Box::pin(async move { client::call::<PreviewOwnErasure>(&(), &(), &()).await })
    });
    let erased = RwSignal::new(false);
    let owner = move || match who.who_now() {
        Who::Somebody(account) => (account.email, account.has_password),
        _ => (String::new(), true),
    };
    let body = either(
        move || match (erased.get(), erasure.value(), erasure.refusal()) {
            (true, ..) => view! {
                <Empty message=text::said(words::ERASED)>
                    <a href=route::SHOP rel="external">
                        {t(words::TO_SHOP)}
                    </a>
                </Empty>
            }
            .into_any(),
            (_, Some(told), _) => inside(told, owner(), erasure, erased),
            (_, None, Some(refusal)) => view! {
                <Failed
                    message=text::said(words::ERASURE_FAILED)
                    refusal=Some(refusal)
                    retry=move |()| erasure.again()
                />
            }
            .into_any(),
            (_, None, None) => view! { <Loading bars=5/> }.into_any(),
        },
    );
    view! {
        <div class="stack stack-wide">
            <Heading text=text::said(words::ERASE)/>
            {body}
        </div>
    }
    .into_any()
}

fn inside(
    told: Erasure,
    owner: (String, bool),
    erasure: Loaded<Erasure>,
    erased: RwSignal<bool>,
) -> AnyView {
    if !told.undelivered.is_empty() {
        return undelivered(told);
    }
    view! {
        {consequences(&told)}
        {form(owner, erasure, erased)}
    }
    .into_any()
}

/// Orders that stand in the way, and what to do about them.
fn undelivered(told: Erasure) -> AnyView {
    let rows: Vec<AnyView> = told
        .undelivered
        .into_iter()
        .map(|order| {
            let number = order.number.to_string();
            let word = say(move || text::fill(words::ORDER, &[("number", &number)]));
            view! {
                <li>
                    <a href=route::order(&order.id)>{word}</a>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <Notice tone=Tone::Warn>
            <p>{t(words::UNDELIVERED)}</p>
            <ul class="bullets">{rows}</ul>
        </Notice>
    }
    .into_any()
}

/// What goes, what is cancelled, what stays and why.
fn consequences(told: &Erasure) -> AnyView {
    let counted = |n: u32, one: Key, other: Key| {
        (n > 0).then(|| line(say(move || text::plural(n, one, other))))
    };
    let goes: Vec<AnyView> = [
        Some(line(text::said(words::GOES_DETAILS))),
        told.has_account
            .then(|| line(text::said(words::GOES_ACCOUNT))),
        counted(
            told.addresses,
            words::GOES_ADDRESSES_ONE,
            words::GOES_ADDRESSES_OTHER,
        ),
        counted(
            told.purchases,
            words::GOES_PURCHASES_ONE,
            words::GOES_PURCHASES_OTHER,
        ),
        counted(
            told.cancelled,
            words::GOES_ORDERS_ONE,
            words::GOES_ORDERS_OTHER,
        ),
        Some(line(text::said(words::GOES_REST))),
    ]
    .into_iter()
    .flatten()
    .collect();
    let (invoices, until) = (told.invoices, told.kept_until);
    let papers = until.map(|year| {
        let said = move || {
            let text = text::plural(invoices, words::STAYS_PAPERS_ONE, words::STAYS_PAPERS_OTHER);
            text.replace("{year}", &year.to_string())
        };
        line(say(said))
    });
    let stays: Vec<AnyView> = papers
        .into_iter()
        .chain(counted(
            told.orders,
            words::STAYS_ORDERS_ONE,
            words::STAYS_ORDERS_OTHER,
        ))
        .collect();
    let kept = (!stays.is_empty()).then(|| {
        view! {
            <section class="card stack" aria-labelledby="stays">
                <h2 class="subheading" id="stays">
                    {t(words::STAYS)}
                </h2>
                <ul class="bullets">{stays}</ul>
            </section>
        }
        .into_any()
    });
    view! {
        <section class="card stack" aria-labelledby="goes">
            <h2 class="subheading" id="goes">
                {t(words::GOES)}
            </h2>
            <ul class="bullets">{goes}</ul>
        </section>
        {kept}
    }
    .into_any()
}

fn line(said: Signal<String>) -> AnyView {
    view! { <li>{said}</li> }.into_any()
}

/// `email` is for password managers; the password is asked for where there is one.
fn form(
    (email, has_password): (String, bool),
    erasure: Loaded<Erasure>,
    erased: RwSignal<bool>,
) -> AnyView {
    let form = Form::new();
    let password = has_password.then(|| form.field("password"));
    form.check_with(move || {
        let empty = password.is_some_and(|own| own.text().is_empty());
        empty
            .then(|| FieldError::new("password", "required"))
            .into_iter()
            .collect()
    });
    let act = Act::of(form);
    let erase = UnsyncCallback::new(move |()| {
        if act.busy.get_untracked() || !form.submit() {
            return;
        }
        let asked = OwnErasureForm {
            password: password.map(|own| own.text()).unwrap_or_default(),
        };
        act.run::<EraseOwn>((), asked, move |()| {
            storage::clear_tab();
            erased.set(true);
        });
    });
    // Paid meanwhile: what stands in the way is shown in place of the form.
    follow(move || {
        let refusal = act.refusal.get();
        if let Some(now) = refusal.and_then(|refusal| current::<Erasure>(&refusal, "undelivered")) {
            erasure.offer(now);
        }
    });
    view! {
        <form
            class="card stack"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                erase.run(());
            }
        >
            <h2 class="subheading">{t(words::CONFIRM)}</h2>
            <p>{t(words::CONFIRM_TEXT)}</p>
            <ErrorSummary form/>
            {act.said(erase)}
            <input type="text" autocomplete="username" value=email readonly=true hidden=true/>
            {password
                .map(|field| {
                    view! {
                        <PasswordField
                            field
                            label=session::CURRENT_LABEL
                            autocomplete="current-password"
                        />
                    }
                })}
            <div class="cluster">
                <Button
                    label=words::ERASE_SUBMIT
                    weight=Weight::Danger
                    busy=act.busy
                    busy_label=words::ERASING
                />
                <a class="button" href=route::ACCOUNT_DATA>
                    {t(words::KEEP)}
                </a>
            </div>
        </form>
    }
    .into_any()
}
