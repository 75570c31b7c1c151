//! The bar over rows that a failed refresh left as they were.

use crate::admin::clock;
use crate::admin::part::part;
use crate::admin::words;
use crate::client::Refusal;
use crate::reactive::words as say;
use crate::text;
use crate::ui::button::Button;
use crate::ui::notice::{Notice, Tone};
use leptos::prelude::*;

/// `since` is when the rows were answered; nothing shows while there are none, or while nothing failed.
#[component]
pub fn NotUpToDate(
    since: Signal<Option<i64>>,
    refusal: Signal<Option<Refusal>>,
    #[prop(into)] retry: UnsyncCallback<()>,
) -> AnyView {
    let retry = StoredValue::new_local(retry);
    part(move || {
        let since = since.get()?;
        let refusal = refusal.get().filter(|refusal| refusal.status() != 401)?;
        Some(view! {
            <Notice tone=Tone::Warn>
                <div class="cluster">
                    <p>{say(move || text::fill(words::NOT_UP_TO_DATE, &[("time", &clock::time(since))]))}</p>
                    <Button label=text::common::RETRY press=move |()| retry.with_value(|retry| retry.run(()))/>
                    {refusal
                        .trace()
                        .map(|trace| {
                            view! {
                                <span class="meta">
                                    {say(move || text::fill(text::common::TRACE, &[("trace", &trace)]))}
                                </span>
                            }
                        })}
                </div>
            </Notice>
        })
    })
    .into_any()
}
