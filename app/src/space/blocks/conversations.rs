//! The latest conversations with the shop, and the way to a new one.

use crate::space::blocks::card::Card;
use crate::space::conversations::{first, words};
use crate::text::t;
use crate::ui::button::Weight;
use domain::route;
use domain::space::Shown;
use leptos::prelude::*;

/// Conversations shown here.
const SHOWN: usize = 3;

pub fn block(block: Shown) -> AnyView {
    let some = block.count.is_some_and(|count| count.all > 0);
    let write = some.then(|| {
        view! {
            <a class=Weight::Secondary.class() href=route::ACCOUNT_CONVERSATION_NEW>
                {t(words::WRITE)}
            </a>
        }
    });
    view! {
        <Card block title=words::TITLE page=route::ACCOUNT_CONVERSATIONS>
            <div class="stack">
                {first(SHOWN)}
                <div>{write}</div>
            </div>
        </Card>
    }
    .into_any()
}
