//! The panel under the quiet line: one step at a time, in place. Esc closes it and goes back to the line.

use crate::dom;
use crate::reactive::{either, go};
use crate::returning::by_code::ByCode;
use crate::returning::by_password::ByPassword;
use crate::returning::new_password::NewPassword;
use crate::returning::visit::{Step, Visit};
use crate::returning::welcome::Welcome;
use crate::text::{self, returning, t};
use crate::ui::button::{Button, Weight};
use crate::ui::failed::Failed;
use crate::ui::live::LiveRegion;
use crate::ui::loading::Loading;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

#[component]
pub fn Panel(visit: Visit) -> AnyView {
    let step = either(move || match visit.step() {
        Step::Closed => ().into_any(),
        Step::Password => view! { <ByPassword visit/> }.into_any(),
        Step::Code => view! { <ByCode visit/> }.into_any(),
        Step::NewPassword => view! { <NewPassword visit/> }.into_any(),
        Step::Asking => view! { <Loading bars=2/> }.into_any(),
        Step::Stuck(refusal) => view! {
            <Failed
                message=text::said(returning::NOT_FILLED)
                refusal=Some(refusal)
                retry=move |()| visit.resume()
            />
        }
        .into_any(),
        Step::Known => view! { <Welcome visit/> }.into_any(),
    });
    view! {
        <div on:keydown=move |event| {
            let open = matches!(untrack(|| visit.step()), Step::Password | Step::Code);
            if event.key() == "Escape" && open {
                event.prevent_default();
                visit.close();
            }
        }>{step} <LiveRegion/></div>
    }
    .into_any()
}

/// The box to stay signed in.
pub fn remember(visit: Visit) -> AnyView {
    view! {
        <label class="checkbox" for="remember">
            <input
                class="checkbox-box"
                type="checkbox"
                id="remember"
                name="remember"
                prop:checked=visit.remember
                on:change=move |event| visit.remember.set(event_target_checked(&event))
            />
            <span class="checkbox-label">{t(returning::REMEMBER)}</span>
        </label>
    }
    .into_any()
}

/// The way on without an account, open at every step.
pub fn stay_guest(visit: Visit) -> AnyView {
    view! {
        <Button
            label=returning::STAY_GUEST
            weight=Weight::Quiet
            press=move |()| visit.go_on_as_guest()
        />
    }
    .into_any()
}

/// Moves focus to a field once it is drawn, past what stands there already.
pub fn focus_first_empty(ids: &'static [&'static str]) {
    request_animation_frame(move || {
        let empty = |id: &&&str| {
            dom::find(id)
                .and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok())
                .is_some_and(|field| field.value().is_empty())
        };
        if let Some(id) = ids.iter().find(empty) {
            dom::focus(id);
        }
    });
}

/// Goes on with the account that signed in.
pub fn enter(visit: Visit, account: domain::account::Account, given: Option<String>) {
    go(async move { visit.enter(account, given, true).await });
}
