//! The documents shared with the customer, new ones first.

use crate::space::blocks::ITEMS;
use crate::space::blocks::card::Card;
use crate::space::documents;
use domain::route;
use domain::space::Shown;
use leptos::prelude::*;

pub fn block(block: Shown) -> AnyView {
    view! {
        <Card block title=documents::TITLE page=route::ACCOUNT_DOCUMENTS>
            {documents::first(ITEMS)}
        </Card>
    }
    .into_any()
}
