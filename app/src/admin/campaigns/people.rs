//! The customers behind a figure, in a dialog: page by page, each with the way to their record.

use crate::admin::campaigns::words;
use crate::admin::part::part;
use crate::admin::trouble::Trouble;
use crate::client::Refusal;
use crate::loaded::Asking;
use crate::reactive::{either, go, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use crate::ui::loading::Loading;
use domain::campaign::Recipient;
use domain::page::{Cursor, Page};
use domain::route;
use leptos::prelude::*;
use leptos::reactive::owner::LocalStorage;
use std::rc::Rc;

const CLOSE: &str = "people-close";

/// Asks for the page behind a cursor.
type Fetch = Rc<dyn Fn(Option<Cursor>) -> Asking<Page<Recipient>>>;

/// The dialog's state. A handle: copies share it.
#[derive(Clone, Copy)]
pub struct People {
    open: RwSignal<bool>,
    title: RwSignal<String>,
    fetch: StoredValue<Option<Fetch>, LocalStorage>,
    rows: RwSignal<Vec<Recipient>>,
    next: RwSignal<Option<Cursor>>,
    waiting: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
    /// Which list is shown: an answer for another one counts no more.
    turn: StoredValue<u32>,
}

impl People {
    pub fn new() -> People {
        People {
            open: RwSignal::new(false),
            title: RwSignal::new(String::new()),
            fetch: StoredValue::new_local(None),
            rows: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            waiting: RwSignal::new(false),
            refusal: RwSignal::new(None),
            turn: StoredValue::new(0),
        }
    }

    /// Opens it over what `fetch` answers.
    pub fn show(
        self,
        title: String,
        fetch: impl Fn(Option<Cursor>) -> Asking<Page<Recipient>> + 'static,
    ) {
        self.title.set(title);
        self.fetch.set_value(Some(Rc::new(fetch)));
        self.rows.set(Vec::new());
        self.next.set(None);
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.open.set(true);
        self.more();
    }

    /// The next page.
    fn more(self) {
        let Some(fetch) = self.fetch.get_value() else {
            return;
        };
        let mine = self.turn.get_value();
        self.waiting.set(true);
        self.refusal.set(None);
        let asking = fetch(self.next.get_untracked());
        go(async move {
            let answer = asking.await;
            if self.turn.try_get_value() != Some(mine) {
                return;
            }
            self.waiting.set(false);
            match answer {
                Ok(page) => {
                    self.next.set(page.next);
                    self.rows.update(|rows| rows.extend(page.items));
                }
                Err(refusal) => self.refusal.set(Some(refusal)),
            }
        });
    }

    pub fn dialog(self) -> AnyView {
        view! {
            <Dialog id="people" open=self.open title=Signal::derive(move || self.title.get()) safe=CLOSE light=true>
                {either(move || {
                    let rows = self.rows.get();
                    if rows.is_empty() && !self.waiting.get() && self.refusal.with(Option::is_none) {
                        return view! { <p class="meta">{t(words::PEOPLE_NONE)}</p> }.into_any();
                    }
                    view! { <ul class="people">{rows.into_iter().map(row).collect_view()}</ul> }.into_any()
                })}
                {part(move || self.waiting.get().then(|| view! { <Loading bars=3/> }))}
                {part(move || {
                    let refusal = self.refusal.get()?;
                    Some(
                        view! {
                            <Trouble
                                message=words::PEOPLE_FAILED
                                refusal
                                retry=move |()| self.more()
                            />
                        },
                    )
                })}
                <div class="dialog-acts">
                    {part(move || {
                        (self.next.with(Option::is_some) && !self.waiting.get())
                            .then(|| view! { <Button label=words::PEOPLE_MORE press=move |()| self.more()/> })
                    })}
                    <Button
                        id=CLOSE
                        label=words::PEOPLE_CLOSE
                        weight=Weight::Secondary
                        press=move |()| self.open.set(false)
                    />
                </div>
            </Dialog>
        }
        .into_any()
    }
}

fn row(one: Recipient) -> AnyView {
    let name = name(&one);
    if one.email.is_empty() {
        return view! { <li class="meta">{t(words::PEOPLE_GONE)}</li> }.into_any();
    }
    let link = route::admin_customer(&one.id);
    let at = one
        .at
        .map(|at| view! { <span class="meta">{say(move || text::date_time(at))}</span> });
    view! {
        <li>
            <a href=link>
                <bdi>{name}</bdi>
            </a>
            <span class="meta people-email">{one.email}</span>
            {at}
        </li>
    }
    .into_any()
}

/// Somebody's name, else their e-mail.
pub fn name(one: &Recipient) -> String {
    let name = format!("{} {}", one.first_name, one.last_name);
    match name.trim() {
        "" => one.email.clone(),
        name => name.to_owned(),
    }
}
