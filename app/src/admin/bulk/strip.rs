//! What runs, above the lists it changes.

use crate::admin::bulk::Progress;
use crate::admin::part::part;
use crate::chunk;
use crate::reactive::follow;
use leptos::prelude::*;

/// Nothing while nothing runs. `again` is told when something has ended.
#[component]
pub fn Strip(#[prop(into)] again: UnsyncCallback<()>) -> AnyView {
    let progress = expect_context::<Progress>();
    let seen = StoredValue::new(progress.ended.get_untracked());
    follow(move || {
        let ended = progress.ended();
        if seen.get_value() != ended {
            seen.set_value(ended);
            again.run(());
        }
    });
    let any = Memo::new(move |_| !progress.at_hand().is_empty());
    part(move || {
        any.get()
            .then(|| chunk::lazy(chunk::bulks_at_hand, |failed| failed))
    })
    .into_any()
}
