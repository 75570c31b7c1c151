//! What stands at the address of a customer who is no more.

use crate::admin::desk::Desk;
use crate::admin::words;
use crate::reactive::words as say;
use crate::text::{self, t};
use crate::ui::empty::Empty;
use domain::route;
use leptos::prelude::*;

/// A sentence and the way back.
#[component]
pub fn Gone() -> AnyView {
    let desk = expect_context::<Desk>();
    view! {
        <div class="card">
            <Empty message=text::said(words::CUSTOMER_GONE)>
                <a class="button" href=say(move || desk.list(route::ADMIN_CUSTOMERS))>
                    {t(words::BACK_TO_CUSTOMERS)}
                </a>
            </Empty>
        </div>
    }
    .into_any()
}
