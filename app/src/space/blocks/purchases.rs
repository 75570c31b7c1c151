//! The customer's purchases: drawn once their page is here.

use domain::space::Shown;
use leptos::prelude::*;

pub fn block(_block: Shown) -> AnyView {
    ().into_any()
}
