//! What stands at an address that leads nowhere.

use crate::text::{self, common, t};
use crate::ui::button::Weight;
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use domain::route;
use leptos::prelude::*;

/// The page for any other address.
#[component]
pub fn Missing() -> AnyView {
    view! {
        <Heading text=text::said(common::NOT_FOUND_TITLE)/>
        <Empty message=text::said(common::NOT_FOUND_TEXT)>
            <a class=Weight::Primary.class() href=route::SHOP>
                {t(common::NOT_FOUND_BACK)}
            </a>
        </Empty>
    }
    .into_any()
}
