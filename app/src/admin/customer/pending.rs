//! The card of pending details: what somebody typed for this mailbox without proving it, for staff to decide.

use crate::admin::ask::ask;
use crate::admin::customer::Record;
use crate::admin::customer::comparison::Comparison;
use crate::admin::customer::dismissal::{DISMISSAL, Dismissal};
use crate::admin::customer::outcome::{Outcome, refused, said};
use crate::admin::desk::Desk;
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::words;
use crate::form::focus;
use crate::reactive::{go, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::notice::Tone;
use domain::api::customer::{Apply, ApplyPending};
use domain::customer::Customer;
use domain::pending::Pending;
use leptos::prelude::*;
use std::time::Duration;

const CARD: &str = "pending-title";

/// Oldest first. The card goes when nothing waits any more.
#[component]
pub fn PendingDetails(record: Record) -> AnyView {
    let outcome = RwSignal::new(None::<Outcome>);
    let dismissing = RwSignal::new(None::<Pending>);
    // the part of the record that the card shows: anything else leaves it, and focus in it, alone
    let shown = Memo::new(move |_| {
        let customer = record.customer.value()?;
        Some((customer.version, customer.pending))
    });
    let empty =
        move || shown.with(|shown| shown.as_ref().is_none_or(|(_, pending)| pending.is_empty()));
    view! {
        {part(move || {
            (empty() && outcome.with(Option::is_some)).then(|| said(outcome, None))
        })}
        {part(move || {
            let (_, pending) = shown.get().filter(|(_, pending)| !pending.is_empty())?;
            let customer = untrack(|| record.customer.value())?;
            let count = pending.len();
            let entries = pending
                .into_iter()
                .map(|pending| {
                    view! { <Entry customer=customer.clone() pending record outcome dismissing/> }
                })
                .collect_view();
            Some(
                view! {
                    <section class="card stack waiting" aria-labelledby=CARD>
                        <div class="stack-tight">
                            <h2 class="subheading" id=CARD tabindex="-1">
                                <span class="waiting-flag" aria-hidden="true">
                                    "⚑ "
                                </span>
                                {t(words::PENDING_TITLE)}
                                {(count > 1).then(|| format!(" ({count})"))}
                            </h2>
                            <p class="waiting-why">{t(words::PENDING_WHY)}</p>
                        </div>
                        {part(move || said(outcome, None))}
                        {entries}
                    </section>
                },
            )
        })}
        <Dismissal id=DISMISSAL record pending=dismissing outcome/>
    }
    .into_any()
}

/// One set of typed details, with what can be done about it.
#[component]
fn Entry(
    customer: Customer,
    pending: Pending,
    record: Record,
    outcome: RwSignal<Option<Outcome>>,
    dismissing: RwSignal<Option<Pending>>,
) -> AnyView {
    let desk = expect_context::<Desk>();
    let notices = expect_context::<Notices>();
    let busy = RwSignal::new(false);
    let same = pending.differing.is_empty();
    let typed_at = pending.typed_at;
    let about = pending.id.clone();
    let to_dismiss = pending.clone();
    let to_apply = StoredValue::new(pending.clone());
    let customer_id = StoredValue::new(customer.id.clone());
    let version = customer.version;
    let title = format!("typed-{}", pending.id);
    let labelled = title.clone();
    let apply = move |()| {
        let pending = to_apply.get_value();
        let fields = record.choices.of(&pending);
        if fields.is_empty() {
            outcome.set(Some(Outcome {
                tone: Tone::Danger,
                sentence: words::APPLY_NONE,
                trace: None,
                about: Some(pending.id),
            }));
            return;
        }
        busy.set(true);
        outcome.set(None);
        let request = Apply {
            version: Some(version),
            fields,
        };
        let params = (customer_id.get_value(), pending.id.clone());
        go(async move {
            let answer = ask::<ApplyPending>(desk, &params, &(), &request).await;
            if record.is_left() {
                return;
            }
            busy.try_set(false);
            match answer {
                Ok(customer) => {
                    record.changed(customer);
                    notices.tell(t(words::APPLIED)().to_owned(), None);
                    back_to_card();
                }
                Err(refusal) => refused(&refusal, pending.id, record, outcome),
            }
        });
    };
    view! {
        <article class="waiting-entry stack" aria-labelledby=labelled>
            <h3 class="waiting-source" id=title>
                {say(move || text::fill(words::PENDING_SOURCE, &[("date", &text::date_time(typed_at))]))}
            </h3>
            {if same {
                view! { <p>{t(words::PENDING_SAME)}</p> }.into_any()
            } else {
                view! {
                    <Comparison record=customer.details() pending choices=record.choices/>
                    <p class="meta">{t(words::PENDING_RULE)}</p>
                }
                    .into_any()
            }}
            {part(move || said(outcome, Some(&about)))}
            <div class="cluster">
                {(!same)
                    .then(|| {
                        view! {
                            <Button
                                label=words::APPLY
                                weight=Weight::Primary
                                press=apply
                                busy=busy
                                busy_label=words::APPLYING
                            />
                        }
                    })}
                <Button
                    label=words::DISMISS
                    press=move |()| {
                        if !busy.get_untracked() {
                            dismissing.set(Some(to_dismiss.clone()));
                        }
                    }
                />
            </div>
        </article>
    }
    .into_any()
}

/// The decided details are gone, and the pressed button with them: focus goes to what is left of the card, else to the title.
pub fn back_to_card() {
    set_timeout(
        || {
            if document().get_element_by_id(CARD).is_some() {
                focus(CARD);
            } else if let Ok(Some(title)) = document().query_selector("h1") {
                use wasm_bindgen::JsCast;
                let _ = title.unchecked_into::<web_sys::HtmlElement>().focus();
            }
        },
        Duration::ZERO,
    );
}
