//! The session ended while somebody worked: a sign-in over the page, and what is on the page stays.

use crate::admin::desk::Desk;
use crate::admin::part::part;
use crate::admin::words;
use crate::chunk;
use crate::form::{Form, focus};
use crate::reactive::follow;
use crate::sign_in::SignInForm;
use crate::text::{self, t};
use crate::ui::button::Button;
use crate::ui::dialog::Dialog;
use crate::ui::notice::{Notice, Tone};
use leptos::prelude::*;
use std::time::Duration;

/// The dialog, and for who closes it the notice that opens it again.
#[component]
pub fn SessionOver() -> AnyView {
    let desk = expect_context::<Desk>();
    let open = RwSignal::new(false);
    follow(move || open.set(desk.is_over()));
    view! {
        {part(move || {
            (desk.is_over() && !open.get())
                .then(|| {
                    view! {
                        <div class="desk-over">
                            <Notice tone=Tone::Warn>
                                <div class="cluster">
                                    <p>{t(words::SESSION_OVER)}</p>
                                    <Button
                                        label=words::SESSION_OVER_AGAIN
                                        press=move |()| open.set(true)
                                    />
                                </div>
                            </Notice>
                        </div>
                    }
                })
        })}
        <Dialog id="session-over" open title=text::said(words::SESSION_OVER)>
            <div class="stack">
                <p>{t(words::SESSION_OVER_TEXT)}</p>
                {chunk::lazy(chunk::sign_in_again, |failed| failed)}
            </div>
        </Dialog>
    }
    .into_any()
}

/// The sign-in with the e-mail filled in already. It comes with the shop's pages: who is signed in goes without.
pub fn sign_in_again() -> AnyView {
    let desk = expect_context::<Desk>();
    let form = Form::new();
    let view = view! { <SignInForm form done=move |_| desk.signed_in_again()/> };
    if let Some(account) = untrack(|| desk.account()) {
        form.restore(&[("email".to_owned(), account.email)]);
    }
    // the dialog opens after its form is drawn: focus waits for it
    set_timeout(|| focus("password"), Duration::from_millis(50));
    view.into_any()
}
