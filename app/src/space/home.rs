//! `/account`: the page of blocks. One block that cannot be loaded never empties the others.

use crate::space::own::Own;
use crate::space::{details, orders, words};
use crate::text;
use crate::ui::heading::Heading;
use domain::account::Profile;
use leptos::prelude::*;

pub fn page() -> AnyView {
    let profile = Own::record();
    let hello = crate::reactive::words(move || match profile.value() {
        Some(Profile { first_name, .. }) => {
            text::fill(words::HELLO, &[("name", first_name.trim())])
        }
        None => text::word(words::TITLE).to_owned(),
    });
    view! {
        <div class="stack stack-wide">
            <Heading text=hello title=text::said(words::TITLE)/>
            <div class="blocks">
                {orders::block()} {details::block()}
            </div>
        </div>
    }
    .into_any()
}
