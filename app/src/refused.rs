//! A call that was refused for no fault of a field: too many tries, no connection, a trouble of ours. What was typed stays.

use crate::client::Refusal;
use crate::reactive::words;
use crate::text::{self, Key, error};
use crate::ui::failed::Failed;
use crate::ui::notice::{Notice, Tone};
use leptos::prelude::*;

/// Says what happened and what to do; `slowed` is the sentence for too many tries.
pub fn refused(refusal: Refusal, slowed: Key, retry: UnsyncCallback<()>) -> AnyView {
    match refusal.status() {
        0 => view! { <Failed message=text::said(error::OFFLINE) refusal=None retry/> }.into_any(),
        429 => {
            let minutes = refusal.wait().unwrap_or(60).div_ceil(60);
            let message =
                words(move || text::fill(slowed, &[("minutes", &text::number(minutes.into()))]));
            view! {
                <Notice tone=Tone::Warn>
                    <p>{message}</p>
                </Notice>
            }
            .into_any()
        }
        _ => view! { <Failed message=text::said(error::SERVER) refusal=Some(refusal) retry/> }
            .into_any(),
    }
}
