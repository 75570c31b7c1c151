//! One fact of a record: what it is, and what it says.

use crate::text::{Key, t};
use leptos::prelude::*;

/// A term and its value, within a list of facts.
pub fn fact(label: Key, value: AnyView) -> AnyView {
    view! {
        <div class="record-fact">
            <dt>{t(label)}</dt>
            <dd>{value}</dd>
        </div>
    }
    .into_any()
}
