//! Who is signed in: their role, the appearance, and the way out.

use crate::admin::desk::Desk;
use crate::admin::glyphs::PERSON;
use crate::admin::part::part;
use crate::admin::role::role_word;
use crate::admin::unsaved::Unsaved;
use crate::admin::words;
use crate::reactive::{go, words as say};
use crate::session::Session;
use crate::text::{self, common, t};
use crate::ui::button::Button;
use crate::ui::icon::Icon;
use crate::ui::notice::{Notice, Tone};
use crate::ui::theme_switch::ThemeSwitch;
use leptos::prelude::*;

const PANEL: &str = "desk-person";

/// A button with the person's e-mail, and the panel it opens.
#[component]
pub fn Person() -> AnyView {
    let desk = expect_context::<Desk>();
    let email = say(move || {
        desk.account()
            .map_or_else(String::new, |account| account.email)
    });
    let name = say(move || text::fill(words::PERSON_NAME, &[("email", &email.get())]));
    view! {
        <button
            class="desk-person-button"
            id="person"
            type="button"
            aria-label=name
            popovertarget=PANEL
        >
            <Icon glyph=PERSON/>
            <span class="desk-person-email">{email}</span>
        </button>
        <div class="desk-person" id=PANEL popover="auto">
            <p class="desk-person-who">
                <span class="meta">{t(words::PERSON_TITLE)}</span>
                <strong>{email}</strong>
                <span class="meta">
                    {say(move || {
                        let word = desk.account().map(|account| t(role_word(account.role))());
                        word.unwrap_or_default().to_owned()
                    })}
                </span>
            </p>
            <ThemeSwitch/>
            <SignOut/>
        </div>
    }
    .into_any()
}

/// Ends the session on the server; the screen is emptied at once and the app starts afresh.
#[component]
pub fn SignOut() -> AnyView {
    let desk = expect_context::<Desk>();
    let session = expect_context::<Session>();
    let unsaved = expect_context::<Unsaved>();
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(false);
    let leave = move || {
        busy.set(true);
        failed.set(false);
        go(async move {
            if session.sign_out().await.is_ok() {
                desk.leave();
            } else {
                busy.try_set(false);
                failed.try_set(true);
            }
        });
    };
    view! {
        {part(move || {
            failed
                .get()
                .then(|| {
                    view! {
                        <Notice tone=Tone::Danger>
                            <p>{t(words::SIGN_OUT_FAILED)}</p>
                        </Notice>
                    }
                })
        })}
        <Button
            id="sign-out"
            label=common::NAV_SIGN_OUT
            press=move |()| unsaved.pass(leave)
            busy=busy
            busy_label=words::SIGNING_OUT
        />
    }
    .into_any()
}
