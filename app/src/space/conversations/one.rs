//! `/account/conversations/{id}`: one conversation.

use crate::conversation::talk::Talk;
use crate::conversation::words as common;
use crate::reactive::{shown, words as say};
use crate::space::conversations::{party, recount, words};
use crate::text::{self, t};
use crate::ui::heading::Heading;
use domain::id::ConversationId;
use domain::route;
use leptos::prelude::*;

pub fn page(id: ConversationId) -> AnyView {
    let recount = recount();
    let told = UnsyncCallback::new(move |_| recount.run(()));
    let talk = Talk::open(party(), id, told, recount);
    let thread = talk.thread();
    let subject = say(move || {
        thread.get().map_or_else(
            || text::word(words::TITLE).to_owned(),
            |thread| thread.subject,
        )
    });
    let order = shown(move || {
        let order = thread.get()?.order?;
        let number = order.number.to_string();
        let said = say(move || text::fill(common::ABOUT_ORDER, &[("number", &number)]));
        let view = view! {
            <p>
                <a href=route::order(&order.id)>{said}</a>
            </p>
        };
        Some(view.into_any())
    });
    view! {
        <div class="stack stack-wide">
            <div class="stack-tight">
                <p>
                    <a href=route::ACCOUNT_CONVERSATIONS>{t(words::BACK)}</a>
                </p>
                // Its words stay out of the title, which the browser's history keeps.
                <Heading text=subject title=text::said(words::TITLE)/>
                {order}
            </div>
            {talk.view()}
        </div>
    }
    .into_any()
}
