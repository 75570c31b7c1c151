//! How the order will be paid, told before it is placed.

use crate::payment::Opened;
use crate::settings::Settings;
use crate::text::{payment, t};
use crate::ui::notice::{Notice, Tone};
use domain::order::PaymentMethod;
use leptos::prelude::*;

/// The card that says what will happen; a shop that cannot take payments says so.
pub fn means(opened: Opened) -> AnyView {
    let Some(checkout) = opened.value().flatten() else {
        return ().into_any();
    };
    let body = match PaymentMethod::of(checkout.total) {
        PaymentMethod::Free => view! { <p>{t(payment::PAY_FREE)}</p> }.into_any(),
        PaymentMethod::Transfer if checkout.takes_payment => view! {
            <p>{t(payment::PAY_TRANSFER)}</p>
            <p class="meta">{t(payment::PAY_TRANSFER_NEXT)}</p>
        }
        .into_any(),
        PaymentMethod::Transfer => closed(),
    };
    view! {
        <section class="card stack-tight" aria-labelledby="means-title">
            <h2 class="subheading" id="means-title">
                {t(payment::PAY_TITLE)}
            </h2>
            {body}
        </section>
    }
    .into_any()
}

fn closed() -> AnyView {
    let settings = expect_context::<Settings>();
    let email = settings.with(|shop| shop.contact_email.clone());
    view! {
        <Notice tone=Tone::Warn>
            <p>{t(payment::PAY_CLOSED)} " " {t(payment::PAY_CLOSED_HINT)}</p>
            {(!email.is_empty())
                .then(|| {
                    view! {
                        <p>
                            <a href=format!("mailto:{email}")>{email.clone()}</a>
                        </p>
                    }
                })}
        </Notice>
    }
    .into_any()
}
