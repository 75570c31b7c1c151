//! What somebody sees who is signed in but does not work here.

use crate::admin::person::SignOut;
use crate::admin::words;
use crate::text::{self, error, t};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::notice::{Notice, Tone};
use domain::route;
use leptos::prelude::*;

/// No access, and whom to ask.
#[component]
pub fn NoRight() -> AnyView {
    view! {
        <Heading text=text::said(words::NO_RIGHT_TITLE)/>
        <Empty message=text::said(error::FORBIDDEN)>
            <a class="button" href=route::SHOP>
                {t(words::TO_SHOP)}
            </a>
            <SignOut/>
        </Empty>
    }
    .into_any()
}

/// What stands where a screen would, for staff whose role is not enough for it.
pub fn no_right() -> AnyView {
    view! {
        <Notice tone=Tone::Warn>
            <p>{t(error::FORBIDDEN)}</p>
        </Notice>
    }
    .into_any()
}
