//! The frame that every block has: its heading with how many there are, what stands in it, and the way to all of it.

use crate::reactive::words as say;
use crate::space::blocks::ITEMS;
use crate::space::words;
use crate::text::{self, Key, number, t};
use domain::space::{Count, Shown};
use leptos::prelude::*;

/// A block named by `title`. `page` has all of what the block shows the first of; `change` is that page's word where it is
/// for changing and not for seeing more.
#[component]
pub fn Card(
    block: Shown,
    title: Key,
    #[prop(optional, into)] page: Option<&'static str>,
    #[prop(optional, into)] change: Option<Key>,
    children: Children,
) -> AnyView {
    let id = heading_id(&block);
    let named_by = id.clone();
    let count = block.count.unwrap_or_default();
    let more = page.and_then(|page| match change {
        Some(word) => Some(way(page, title, say(move || t(word)().to_owned()))),
        None => see_all(page, title, count),
    });
    view! {
        <section class="card block" aria-labelledby=named_by>
            <div class="block-head">
                <h2 class="subheading" id=id>
                    {t(title)}
                    {heading_count(count)}
                </h2>
                {more}
            </div>
            <div class="block-body">{children()}</div>
        </section>
    }
    .into_any()
}

/// The heading's id, by the kind: of what is the customer's own there is one block of each.
fn heading_id(block: &Shown) -> String {
    format!("block-{}", block.kind.module())
}

/// How many there are, and how many of them are new.
fn heading_count(Count { all, new }: Count) -> Option<AnyView> {
    let said = say(move || {
        if new > 0 {
            text::plural(new, words::COUNT_NEW_ONE, words::COUNT_NEW_OTHER)
        } else {
            number(all.into())
        }
    });
    (all > 0).then(|| view! { <span class="block-count">" ("{said}")"</span> }.into_any())
}

/// The way to the page that has all of them, where the block does not.
fn see_all(page: &'static str, title: Key, count: Count) -> Option<AnyView> {
    let hidden = usize::try_from(count.all).is_ok_and(|all| all > ITEMS);
    hidden.then(|| {
        let word = say(move || {
            let all = number(count.all.into());
            text::fill(words::SEE_ALL, &[("n", &all)])
        });
        way(page, title, word)
    })
}

/// A link of the block's head; its name says of what, as other blocks have the same word.
fn way(page: &'static str, title: Key, word: Signal<String>) -> AnyView {
    let name = say(move || {
        let (word, title) = (word.get(), t(title)());
        text::fill(words::OF, &[("act", &word), ("what", title)])
    });
    view! {
        <a class="block-all" href=page aria-label=name>
            {word}
        </a>
    }
    .into_any()
}
