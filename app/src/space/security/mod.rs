//! `/account/security`: the way in to the account: password, e-mail, and where one is signed in.

mod email;
mod password;
mod sessions;
mod words;

use crate::reactive::shown;
use crate::session::{Session, Who};
use crate::space::words as general;
use crate::text;
use crate::ui::heading::Heading;
use leptos::prelude::*;

/// `/account/security`
pub fn page() -> AnyView {
    let who = expect_context::<Session>();
    let account = Memo::new(move |_| match who.who() {
        Who::Somebody(account) => Some(account),
        _ => None,
    });
    // By whether there is a password alone: another e-mail draws nothing anew that is typed in.
    let has_password = Memo::new(move |_| account.get().map(|own| own.has_password));
    view! {
        <div class="stack stack-wide">
            <Heading text=text::said(general::NAV_SECURITY)/>
            {shown(move || {
                has_password.get()?;
                untrack(|| account.get()).map(password::card)
            })}
            {shown(move || has_password.get().map(email::card))}
            {sessions::card()}
        </div>
    }
    .into_any()
}
