//! Since when mails to many no longer go to the mailbox, and why; managers let them go there again.

use crate::admin::customer::consent_acts::Acting;
use crate::admin::customer::{Record, words};
use crate::admin::desk::Desk;
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::reactive::words as say;
use crate::text::{self, t};
use crate::ui::button::Button;
use crate::ui::notice::{Notice, Tone};
use domain::api::consent::LiftSuppression;
use domain::customer::Customer;
use domain::mail_event::Reason;
use domain::permission::Right;
use leptos::prelude::*;

/// Nothing while the mailbox works.
#[component]
pub fn Failing(record: Record) -> AnyView {
    let desk = expect_context::<Desk>();
    let acting = Acting::new(record);
    let lift = UnsyncCallback::new(move |()| acting.run::<LiftSuppression>(lifted, || ()));
    let suppressed = Memo::new(move |_| record.customer.value()?.suppressed);
    part(move || {
        let suppressed = suppressed.get()?;
        let at = suppressed.at;
        let reason = match suppressed.reason {
            Reason::Bounce => words::FAILING_BOUNCE,
            Reason::Complaint => words::FAILING_COMPLAINT,
        };
        let detail = suppressed.detail.map(|detail| {
            let said = say(move || text::fill(words::FAILING_SAID, &[("detail", &detail)]));
            view! {
                <p class="meta">
                    <bdi>{said}</bdi>
                </p>
            }
        });
        let button = desk.may(Right::LiftSuppressions).then(|| {
            view! {
                <p>
                    <Button
                        label=words::FAILING_LIFT
                        busy=acting.busy
                        press=lift
                    />
                </p>
            }
        });
        Some(view! {
            {part(move || acting.refusal.get().map(|refusal| refused(&refusal)))}
            <Notice tone=Tone::Warn>
                <p>
                    <strong>
                        {say(move || text::fill(words::FAILING_SINCE, &[("date", &text::date(at))]))}
                    </strong>
                </p>
                <p>{t(reason)}</p>
                {detail}
                {button}
            </Notice>
        })
    })
    .into_any()
}

fn lifted(now: &Customer) -> String {
    text::fill(words::FAILING_LIFTED, &[("email", &now.email)])
}
