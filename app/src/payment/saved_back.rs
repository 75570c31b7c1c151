//! What the contact step saved back to a signed-in customer's record, said once, with its way back.

use crate::client;
use crate::payment::Opened;
use crate::reactive::{go, shown};
use crate::saved_back::{self, SavedBack};
use crate::text::{self, Key, error, payment, word};
use crate::ui::button::{Button, Weight};
use crate::ui::notice::Notice;
use crate::ui::toast::Toasts;
use domain::api::checkout::SubmitContact;
use domain::pending::DetailsField;
use leptos::prelude::*;

/// Nothing where nothing was saved back.
#[component]
pub fn SavedBackNotice(opened: Opened) -> AnyView {
    let toasts = expect_context::<Toasts>();
    let saved = RwSignal::new(saved_back::take());
    let busy = RwSignal::new(false);
    let undo = UnsyncCallback::new(move |()| {
        let Some(SavedBack {
            checkout, before, ..
        }) = saved.get_untracked()
        else {
            return;
        };
        busy.set(true);
        go(async move {
            let answer = client::call::<SubmitContact>(&checkout, &(), &before).await;
            busy.try_set(false);
            match answer {
                Ok(_) => {
                    saved.try_set(None);
                    opened.again();
                    toasts.say(word(payment::SAVED_BACK_UNDONE).to_owned(), None);
                }
                Err(refusal) => {
                    let key = match refusal.status() {
                        0 => error::OFFLINE,
                        _ => error::SERVER,
                    };
                    toasts.say(word(key).to_owned(), None);
                }
            }
        });
    });
    shown(move || {
        let fields = saved.get()?.fields;
        let named: Vec<&str> = fields.into_iter().map(|field| word(name(field))).collect();
        let sentence = text::fill(payment::SAVED_BACK, &[("fields", &named.join(", "))]);
        let view = view! {
            <Notice>
                <div class="cluster">
                    <p>{sentence}</p>
                    <Button
                        label=payment::SAVED_BACK_UNDO
                        weight=Weight::Quiet
                        busy=busy
                        press=undo
                    />
                </div>
            </Notice>
        };
        Some(view.into_any())
    })
    .into_any()
}

fn name(field: DetailsField) -> Key {
    match field {
        DetailsField::FirstName => payment::FIELD_FIRST_NAME,
        DetailsField::LastName => payment::FIELD_LAST_NAME,
        DetailsField::Phone => payment::FIELD_PHONE,
        DetailsField::Organisation => payment::FIELD_ORGANISATION,
        DetailsField::Address => payment::FIELD_ADDRESS,
        DetailsField::Billing => payment::FIELD_BILLING,
    }
}
