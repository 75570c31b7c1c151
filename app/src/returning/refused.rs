//! Why signing in did not work, beyond what stands at a field: slowed, not reached, or broken. The contact form goes on all the same.

use crate::client::Refusal;
use crate::text::{self, error};
use crate::ui::failed::Failed;
use crate::ui::notice::{Notice, Tone};
use leptos::prelude::*;

/// The sentence, and where it helps a way to try again.
pub fn refused(refusal: Refusal, retry: UnsyncCallback<()>) -> AnyView {
    match refusal.status() {
        429 => {
            let minutes = refusal.wait().unwrap_or(60).div_ceil(60);
            let minutes = text::number(minutes.into());
            view! {
                <Notice tone=Tone::Warn>
                    <p>{text::fill(error::RATE_LIMITED, &[("minutes", &minutes)])}</p>
                </Notice>
            }
            .into_any()
        }
        0 => view! { <Failed message=text::said(error::OFFLINE) refusal=None retry/> }.into_any(),
        _ => view! { <Failed message=text::said(error::SERVER) refusal=Some(refusal) retry/> }
            .into_any(),
    }
}
