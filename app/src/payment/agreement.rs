//! What the buyer agrees to, and the button that says what it does. Nothing is ticked beforehand.

use crate::client::Refusal;
use crate::form::{Field, Form};
use crate::payment::{Opened, placing};
use crate::reactive::{go, shown, words};
use crate::refused::refused;
use crate::text::{self, error, payment, t};
use crate::ui::button::{Button, Weight};
use crate::ui::checkbox::{Checkbox, TICKED};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::failed::Failed;
use crate::ui::notice::{Notice, Tone};
use domain::api::order::Agreement as Request;
use domain::checkout::Checkout;
use domain::id::OrderId;
use domain::order::PaymentMethod;
use domain::problem::FieldError;
use domain::route;
use domain::settings::waiver_text;
use leptos::prelude::*;

/// `changed` is set when the bill is no longer the one that was shown; `placed` gets the order.
#[component]
pub fn Agreement(
    opened: Opened,
    form: Form,
    changed: RwSignal<bool>,
    placed: UnsyncCallback<OrderId>,
) -> AnyView {
    let terms = form.field("terms");
    let waiver = form.field("waiver");
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let here = move || opened.value().flatten();
    form.check_with(move || {
        untrack(here)
            .map(|checkout| faults(&checkout, terms, waiver))
            .unwrap_or_default()
    });
    let start = UnsyncCallback::new(move |()| {
        if busy.get_untracked() || !form.submit() {
            return;
        }
        let Some(checkout) = untrack(here) else {
            return;
        };
        busy.set(true);
        refusal.set(None);
        changed.set(false);
        let request = Request {
            payment_method: Some(PaymentMethod::of(checkout.total)),
            terms: Some(checkout.terms),
            waiver: is_digital(&checkout),
            quote: Some(checkout.quote),
        };
        go(async move {
            match placing::place(&checkout.id, &request).await {
                // The button stays busy until the next page stands.
                Ok(order) => placed.run(order.id),
                Err(refused) => {
                    busy.try_set(false);
                    match &refused {
                        Refusal::Problem(problem, _) if problem.status == 409 => {
                            // Already ordered, the page goes on to the order by itself.
                            changed.try_set(problem.code == "changed");
                            opened.again();
                        }
                        Refusal::Problem(problem, _)
                            if problem.status == 422 && !problem.fields.is_empty() =>
                        {
                            if problem.fields.iter().any(|fault| fault.reason == "changed") {
                                terms.value.set(String::new());
                            }
                            form.refuse(problem.fields.clone());
                            opened.again();
                        }
                        _ => drop(refusal.try_set(Some(refused))),
                    }
                }
            }
        });
    });
    let digital = Memo::new(move |_| here().is_some_and(|checkout| is_digital(&checkout)));
    let has_terms = Memo::new(move |_| here().is_some_and(|checkout| checkout.terms > 0));
    let open = Memo::new(move |_| {
        here().is_some_and(|checkout| checkout.total == 0 || checkout.takes_payment)
    });
    let label = Signal::derive(move || {
        if here().is_some_and(|checkout| checkout.total == 0) {
            payment::SUBMIT_FREE
        } else {
            payment::SUBMIT
        }
    });
    let asked = move || {
        view! {
            <form
                class="agreement"
                novalidate=true
                on:submit=move |event| {
                    event.prevent_default();
                    start.run(());
                }
            >
                <ErrorSummary form/>
                {shown(move || has_terms.get().then(|| terms_box(terms)))}
                {shown(move || digital.get().then(|| waiver_box(waiver)))}
                <p class="privacy">
                    {t(payment::PRIVACY)} " " {new_tab(route::YOUR_DATA, payment::PRIVACY_LINK)}
                </p>
                {shown(move || elsewhere(form))}
                {shown(move || refusal.get().map(|refusal| wrong(refusal, start)))}
                <Button label weight=Weight::Primary busy=busy busy_label=payment::SUBMITTING/>
            </form>
        }
        .into_any()
    };
    shown(move || open.get().then(asked)).into_any()
}

/// What is still to agree to.
fn faults(checkout: &Checkout, terms: Field, waiver: Field) -> Vec<FieldError> {
    let open = |field: Field| field.text() != TICKED;
    let mut faults = Vec::new();
    if checkout.terms > 0 && open(terms) {
        faults.push(FieldError::new("terms", "required"));
    }
    if is_digital(checkout) && open(waiver) {
        faults.push(FieldError::new("waiver", "required"));
    }
    faults
}

fn is_digital(checkout: &Checkout) -> bool {
    checkout.lines.iter().any(|line| line.kind.is_digital())
}

fn terms_box(terms: Field) -> AnyView {
    let half = move |first: bool| {
        words(move || {
            let (before, after) = text::around(payment::TERMS_ACCEPT, "terms");
            if first { before } else { after }.to_owned()
        })
    };
    view! {
        <Checkbox field=terms>
            {half(true)} {new_tab(route::TERMS, payment::TERMS_LINK)} {half(false)}
        </Checkbox>
    }
    .into_any()
}

fn waiver_box(waiver: Field) -> AnyView {
    let sentence = words(|| waiver_text(text::locale()).to_owned());
    view! { <Checkbox field=waiver>{sentence}</Checkbox> }.into_any()
}

/// A link that leaves the order where it is.
fn new_tab(href: &'static str, name: text::Key) -> AnyView {
    view! {
        <a href=href target="_blank" rel="noopener">
            {t(name)}
            <span class="unseen">" " {t(payment::NEW_TAB)}</span>
        </a>
    }
    .into_any()
}

/// What is wrong with none of the boxes.
fn elsewhere(form: Form) -> Option<AnyView> {
    let fault = form.elsewhere.get().into_iter().next()?;
    let details = fault.field == "contact";
    let view = view! {
        <Notice tone=Tone::Danger>
            <p>{text::sentence(&fault)}</p>
            {details.then(to_details)}
        </Notice>
    };
    Some(view.into_any())
}

/// The checkout is gone, or nothing was placed.
fn wrong(refusal: Refusal, retry: UnsyncCallback<()>) -> AnyView {
    match refusal.status() {
        404 | 410 => view! {
            <Notice tone=Tone::Warn>
                <p>{t(payment::EXPIRED)}</p>
                {to_details()}
            </Notice>
        }
        .into_any(),
        0 => view! { <Failed message=text::said(payment::OFFLINE) refusal=None retry/> }.into_any(),
        500.. => view! {
            <Failed message=text::said(payment::FAILED) refusal=Some(refusal) retry/>
        }
        .into_any(),
        _ => refused(refusal, error::SLOWED, retry),
    }
}

fn to_details() -> AnyView {
    view! {
        <p>
            <a href=route::CHECKOUT rel="external">
                {t(payment::TO_DETAILS)}
            </a>
        </p>
    }
    .into_any()
}
