//! Signing out at the contact step: nothing of the record stays on a screen that others use.

use crate::checkout::{fields, returning as returning_line};
use crate::client::{self, Refusal};
use crate::reactive::{go, shown};
use crate::storage;
use crate::text::{self, returning, t};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use crate::ui::failed::Failed;
use domain::api::session::SignOut as Call;
use domain::route;
use leptos::prelude::*;

#[component]
pub fn SignOut(open: RwSignal<bool>) -> AnyView {
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let leave = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        go(async move {
            match client::call::<Call>(&(), &(), &()).await {
                Ok(()) => {
                    // Emptied before it is left: going back must not bring it back.
                    fields::empty();
                    storage::clear_tab();
                    returning_line::hint(false);
                    let _ = window().location().replace(route::CHECKOUT);
                }
                Err(refused) => {
                    busy.set(false);
                    refusal.set(Some(refused));
                }
            }
        });
    };
    view! {
        <Dialog id="sign-out" open title=text::said(returning::SIGN_OUT_TITLE)>
            {shown(move || {
                let view = view! {
                    <Failed
                        message=text::said(returning::SIGN_OUT_FAILED)
                        refusal=Some(refusal.get()?)
                        retry=move |()| leave()
                    />
                };
                Some(view.into_any())
            })}
            <div class="dialog-acts">
                <button
                    class=Weight::Secondary.class()
                    type="button"
                    autofocus=true
                    on:click=move |_| open.set(false)
                >
                    {t(returning::SIGN_OUT_STAY)}
                </button>
                <Button
                    label=returning::SIGN_OUT
                    weight=Weight::Danger
                    press=move |()| leave()
                    busy=busy
                    busy_label=returning::SIGN_OUT_BUSY
                />
            </div>
        </Dialog>
    }
    .into_any()
}
