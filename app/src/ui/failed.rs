//! What stands where something could not be loaded or sent: what happened, a way to try again, and the reference for the shop.

use crate::client::Refusal;
use crate::reactive::words;
use crate::text::{self, Key, common};
use crate::ui::button::Button;
use crate::ui::notice::{Notice, Tone};
use leptos::prelude::*;

/// `message` says what failed; with `refusal`, its reference follows.
#[component]
pub fn Failed(
    #[prop(into)] message: Signal<String>,
    #[prop(optional_no_strip)] refusal: Option<Refusal>,
    #[prop(into)] retry: UnsyncCallback<()>,
    #[prop(default = common::RETRY)] retry_label: Key,
) -> AnyView {
    let trace = refusal.and_then(|refusal| refusal.trace());
    view! {
        <Notice tone=Tone::Danger>
            <p>{message}</p>
            <div class="cluster">
                <Button label=retry_label press=retry/>
                {trace
                    .map(|trace| {
                        view! {
                            <span class="meta">
                                {words(move || text::fill(common::TRACE, &[("trace", &trace)]))}
                            </span>
                        }
                    })}
            </div>
        </Notice>
    }
    .into_any()
}
