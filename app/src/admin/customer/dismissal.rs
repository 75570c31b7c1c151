//! The question before pending details are dismissed: they cannot be had back.

use crate::admin::ask::ask;
use crate::admin::customer::Record;
use crate::admin::customer::outcome::{Outcome, refused};
use crate::admin::customer::pending::back_to_card;
use crate::admin::desk::Desk;
use crate::admin::notices::Notices;
use crate::admin::words;
use crate::form::focus;
use crate::reactive::{follow, go};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use domain::api::customer::DismissPending;
use domain::pending::Pending;
use leptos::prelude::*;
use std::time::Duration;

/// The dialog's id.
pub const DISMISSAL: &str = "dismissal";
const KEEP: &str = "dismissal-keep";

/// Open while `pending` holds something. Focus starts on the button that changes nothing.
#[component]
pub fn Dismissal(
    id: &'static str,
    record: Record,
    pending: RwSignal<Option<Pending>>,
    outcome: RwSignal<Option<Outcome>>,
) -> AnyView {
    let desk = expect_context::<Desk>();
    let notices = expect_context::<Notices>();
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    follow(move || {
        if pending.with(Option::is_some) {
            busy.set(false);
            open.set(true);
            set_timeout(|| focus(KEEP), Duration::from_millis(20));
        }
    });
    follow(move || {
        if !open.get() {
            pending.set(None);
        }
    });
    let title = move || {
        let typed_at =
            pending.with(|pending| pending.as_ref().map_or(0, |pending| pending.typed_at));
        text::fill(
            words::DISMISS_TITLE,
            &[("date", &text::date_time(typed_at))],
        )
    };
    let dismiss = move |()| {
        let Some(dismissed) = pending.get_untracked() else {
            return;
        };
        let Some(customer) = untrack(|| record.customer.value()) else {
            return;
        };
        busy.set(true);
        outcome.set(None);
        go(async move {
            let params = (customer.id, dismissed.id.clone());
            let answer = ask::<DismissPending>(desk, &params, &(), &()).await;
            if record.is_left() {
                return;
            }
            open.set(false);
            match answer {
                Ok(()) => {
                    let mut now = customer.pending;
                    now.retain(|other| other.id != dismissed.id);
                    if let Some(customer) = untrack(|| record.customer.value()) {
                        record.changed(domain::customer::Customer {
                            pending: now,
                            ..customer
                        });
                    }
                    notices.tell(t(words::DISMISSED)().to_owned(), None);
                    back_to_card();
                }
                Err(refusal) => refused(&refusal, dismissed.id, record, outcome),
            }
        });
    };
    view! {
        <Dialog id open title=Signal::derive(title)>
            <p>{t(words::DISMISS_TEXT)}</p>
            <div class="dialog-acts">
                <Button
                    id=KEEP
                    label=words::DISMISS_NO
                    press=move |()| open.set(false)
                />
                <Button
                    label=words::DISMISS_YES
                    weight=Weight::Danger
                    press=dismiss
                    busy=busy
                    busy_label=words::DISMISSING
                />
            </div>
        </Dialog>
    }
    .into_any()
}
