//! A list of the customer's own things: page after page as asked for, or the first few. Compiled once for all such lists.

use crate::client::Refusal;
use crate::reactive::{either, go, shown};
use crate::session::Session;
use crate::text::{self, Key};
use crate::ui::button::Button;
use crate::ui::failed::Failed;
use crate::ui::loading::Loading;
use domain::page::Cursor;
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// Draws one thing, as often as the list is drawn.
type Row = Rc<dyn Fn() -> AnyView>;

/// A page as it was read: its rows, and where the list goes on.
#[derive(Clone, Default)]
pub struct Read {
    rows: Vec<Row>,
    next: Option<Cursor>,
}

impl Read {
    /// The rows of these things.
    pub fn of<T: Clone + 'static>(
        items: Vec<T>,
        next: Option<Cursor>,
        row: fn(T) -> AnyView,
    ) -> Read {
        let row_of = |item: T| Rc::new(move || row(item.clone())) as Row;
        Read {
            rows: items.into_iter().map(row_of).collect(),
            next,
        }
    }
}

/// A page under way.
pub type Asking = Pin<Box<dyn Future<Output = Result<Read, Refusal>>>>;

/// What is a list's own.
pub struct Listing {
    pub ask: Rc<dyn Fn(Option<Cursor>) -> Asking>,
    pub class: &'static str,
    pub more: Key,
    pub failed: Key,
    /// What stands where there is nothing.
    pub empty: fn() -> AnyView,
}

impl Listing {
    /// Draws all of it, or the `first` of it.
    pub fn draw(self, first: Option<usize>) -> AnyView {
        let Listing {
            ask,
            class,
            more,
            failed,
            empty,
        } = self;
        let who = expect_context::<Session>();
        let listed = RwSignal::new_local(None::<Read>);
        let refusal = RwSignal::new(None::<Refusal>);
        let busy = RwSignal::new(false);
        let ask = UnsyncCallback::new(move |()| {
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
            refusal.set(None);
            let mut known = listed.get_untracked().unwrap_or_default();
            let asking = ask(known.next.take());
            go(async move {
                let answer = asking.await;
                busy.try_set(false);
                match answer {
                    Ok(page) => {
                        known.rows.extend(page.rows);
                        known.next = page.next;
                        drop(listed.try_set(Some(known)));
                    }
                    Err(refused) if refused.status() == 401 => who.ended(),
                    Err(refused) => drop(refusal.try_set(Some(refused))),
                }
            });
        });
        ask.run(());
        let failed = shown(move || {
            let refusal = refusal.get()?;
            let view = view! {
                <Failed message=text::said(failed) refusal=Some(refusal) retry=ask/>
            };
            Some(view.into_any())
        });
        let list = either(move || match listed.get() {
            None if refusal.with(Option::is_some) => ().into_any(),
            None => view! { <Loading bars=4/> }.into_any(),
            Some(Read { rows, .. }) if rows.is_empty() => empty(),
            Some(Read { rows, next }) => {
                let more = (next.is_some() && first.is_none())
                    .then(|| view! { <Button label=more busy=busy press=ask/> }.into_any());
                let rows = rows.iter().take(first.unwrap_or(usize::MAX));
                let rows: Vec<AnyView> = rows.map(|row| row()).collect();
                view! {
                    <ul class=class>{rows}</ul>
                    {more}
                }
                .into_any()
            }
        });
        view! { <div class="stack">{list} {failed}</div> }.into_any()
    }
}
