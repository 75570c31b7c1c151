//! Loading: nothing for 300 ms, then still grey bars; after a second the live region says so.

use crate::reactive::shown;
use crate::text::{common, locale};
use crate::ui::live::announce;
use leptos::prelude::*;
use std::time::Duration;

/// `bars` grey lines in the place of what will come.
#[component]
pub fn Loading(#[prop(default = 3)] bars: usize) -> AnyView {
    let gone = StoredValue::new(false);
    on_cleanup(move || gone.set_value(true));
    let arrived = RwSignal::new(false);
    set_timeout(
        move || {
            arrived.try_set(true);
        },
        Duration::from_millis(300),
    );
    set_timeout(
        move || {
            if gone.try_get_value() == Some(false) {
                announce(common::LOADING.of(locale()).to_owned());
            }
        },
        Duration::from_secs(1),
    );
    view! {
        <div class="loading" aria-busy="true">
            {shown(move || {
                arrived.get().then(|| {
                    (0..bars)
                        .map(|_| view! { <span class="loading-bar"></span> })
                        .collect_view()
                        .into_any()
                })
            })}
        </div>
    }
    .into_any()
}
