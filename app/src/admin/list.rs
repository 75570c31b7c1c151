//! A list: asked for by the screen's address, page by page, with the states that every list has.
//! A screen makes one with [`List::new`], puts [`List::shown`] below its tools, and draws the rows.

use crate::admin::address;
use crate::admin::answers::{Asked, follow_answers};
use crate::admin::ask::ask;
use crate::admin::clock;
use crate::admin::desk::Desk;
use crate::admin::listed::Listed;
use crate::admin::not_up_to_date::NotUpToDate;
use crate::admin::pages::Pages;
use crate::admin::trouble::Trouble;
use crate::admin::words;
use crate::loaded::{Asking, Loaded};
use crate::reactive::{either, follow, words as say};
use crate::text::{self, Key, t};
use crate::ui::empty::Empty;
use crate::ui::loading::Loading;
use crate::ui::notice::{Notice, Tone};
use domain::api::{Endpoint, Query};
use domain::page::Page;
use leptos::prelude::*;
use std::time::Duration;

/// Rows that are awaited longer are dimmed.
const A_WHILE: Duration = Duration::from_millis(300);

/// A handle: copies share the state.
pub struct List<Q: Send + Sync + 'static, R: 'static> {
    path: StoredValue<String>,
    /// What the address asks for.
    pub query: Memo<Q>,
    /// The latest answer.
    pub loaded: Loaded<Listed<Q, R>>,
}

impl<Q: Send + Sync, R> Clone for List<Q, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Q: Send + Sync, R> Copy for List<Q, R> {}

/// Draws what it is given.
type Draw<Listed> = Box<dyn Fn(Listed) -> AnyView + Send>;

/// What a list is called, and how it draws an answer.
pub struct Face<Q, R> {
    /// The id of the heading: another page leads there.
    pub title: &'static str,
    /// What is said where the first answer is none.
    pub failed: Key,
    /// How many there are, above the rows and for screen readers.
    pub count: fn(&Listed<Q, R>) -> String,
    /// What is said beside the count.
    pub note: fn(&Q) -> Option<Key>,
    /// An answer without rows: why, and what to do about it.
    pub nothing: Draw<Listed<Q, R>>,
    /// The table of an answer that has rows.
    pub rows: Draw<Listed<Q, R>>,
}

impl<Q, R> List<Q, R>
where
    Q: Query + Clone + PartialEq + Send + Sync,
    R: Clone + PartialEq + Send + Sync,
{
    /// The list at the address `path`, answered by the endpoint `E`.
    pub fn new<E>(path: &str, params: E::Params) -> List<Q, R>
    where
        E: Endpoint<Query = Q, Request = (), Response = Page<R>>,
        E::Params: Clone,
    {
        List::asking(path, move |desk, query| {
            let params = params.clone();
            Box::pin(async move { ask::<E>(desk, &params, &query, &()).await })
        })
    }

    /// The same for an endpoint that does not answer a page by itself.
    pub fn asking(path: &str, fetch: impl Fn(Desk, Q) -> Asking<Page<R>> + 'static) -> List<Q, R> {
        let desk = expect_context::<Desk>();
        let path = StoredValue::new(path.to_owned());
        // the length of a page is not a reader's to choose
        let query = address::query::<Q>(&path.get_value(), |key| key != "limit");
        let loaded = Loaded::new(move || {
            desk.follow_session();
            let query = query.get();
            let asking = fetch(desk, query.clone());
            let path = path.get_value();
            Box::pin(async move {
                let page = asking.await?;
                let listed = Listed::new(query, page, clock::now(), desk.listed(&path));
                desk.keep_listed(&path, listed.clone());
                Ok(listed)
            })
        });
        // coming back to a list shows it at once
        let kept = desk.listed::<Listed<Q, R>>(&path.get_value());
        if let Some(kept) = kept.filter(|kept| kept.query == query.get_untracked()) {
            loaded.set(kept);
        }
        let list = List {
            path,
            query,
            loaded,
        };
        follow(move || desk.set_list(&path.get_value(), query.with(|query| list.of(query))));
        list
    }

    /// The address of what is asked for.
    pub fn of(self, query: &Q) -> String {
        self.path.with_value(|path| address::of(path, query))
    }

    /// Goes to what is asked for, from its first page; the place on the screen stays. The flag says whether that takes the place of
    /// the address before in the browser's history.
    pub fn goer(self) -> impl Fn(Q, bool) + Clone + 'static {
        let go = address::goer();
        move |asked: Q, replace: bool| {
            let to = self.path.with_value(|path| address::first(path, &asked));
            if to != untrack(|| self.query.with(|query| self.of(query))) {
                go(&to, replace);
            }
        }
    }

    /// Whether other rows are awaited than are shown, and have been for a while: an answer that comes at once dims nothing, which
    /// would draw the whole table once more.
    pub fn waiting(self) -> Signal<bool> {
        let long = RwSignal::new(false);
        let turn = StoredValue::new(0u32);
        follow(move || {
            let waiting = self.loaded.waiting();
            turn.update_value(|turn| *turn = turn.wrapping_add(1));
            if !waiting {
                if long.get_untracked() {
                    long.set(false);
                }
                return;
            }
            let mine = turn.get_value();
            let now = move || {
                if turn.try_get_value() == Some(mine) {
                    long.try_set(true);
                }
            };
            set_timeout(now, A_WHILE);
        });
        long.into()
    }

    /// The rows with their count and the way through the pages, or what stands in their place.
    pub fn shown(self, face: Face<Q, R>) -> AnyView {
        let (title, failed, count) = (face.title, face.failed, face.count);
        let face = StoredValue::new_local(face);
        self.framed(title, failed, count, move |answered| {
            either(move || {
                let draw = |listed: Listed<Q, R>| face.with_value(|face| self.answer(face, listed));
                answered.get().map_or_else(|| ().into_any(), draw)
            })
            .into_any()
        })
    }

    /// What every list stands in: that it is not up to date, that it could not be loaded, that it is awaited. `inside` is drawn once,
    /// with the first answer, and follows the answers: the same rows again leave what is shown, and focus in it, alone.
    pub fn framed(
        self,
        title: &'static str,
        failed: Key,
        count: fn(&Listed<Q, R>) -> String,
        inside: impl Fn(Memo<Option<Listed<Q, R>>>) -> AnyView + Send + 'static,
    ) -> AnyView {
        let list = self.loaded;
        follow_answers(
            move || {
                let query = list.with(|listed| listed.map(|listed| listed.query.clone()))?;
                Some(Asked {
                    list: self.path.with_value(|path| address::first(path, &query)),
                    page: self.of(&query),
                })
            },
            move || list.with(|listed| listed.map(count)).unwrap_or_default(),
            title,
        );
        let answered = Memo::new(move |_| list.value());
        let here = Memo::new(move |_| answered.with(Option::is_some));
        let refused = Memo::new(move |_| (!here.get()).then(|| list.refusal()).flatten());
        view! {
            <NotUpToDate
                since=Signal::derive(move || list.with(|listed| listed.map(|listed| listed.at)))
                refusal=Signal::derive(move || list.refusal())
                retry=move |()| list.again()
            />
            {either(move || match (here.get(), refused.get()) {
                (true, _) => inside(answered),
                (false, Some(refusal)) => {
                    view! { <Trouble message=failed refusal retry=move |()| list.again()/> }
                        .into_any()
                }
                (false, None) => loading(),
            })}
        }
        .into_any()
    }

    fn answer(self, face: &Face<Q, R>, listed: Listed<Q, R>) -> AnyView {
        let end = self.end(&listed);
        let body = if !listed.page.items.is_empty() {
            let count = face.count;
            let sentence = say(move || {
                let sentence = self.loaded.with(|listed| listed.map(count));
                sentence.unwrap_or_default()
            });
            view! {
                {count_line(sentence, (face.note)(&listed.query))}
                {(face.rows)(listed)}
            }
            .into_any()
        } else if listed.page.partial {
            // nothing so far is not nothing at all
            ().into_any()
        } else {
            (face.nothing)(listed)
        };
        view! {
            {body}
            {end}
        }
        .into_any()
    }

    /// What stands below the rows: that not everything was looked through, and the way through the pages.
    pub fn end(self, listed: &Listed<Q, R>) -> AnyView {
        let (first, next) = self.path.with_value(|path| {
            let further = |cursor| address::further(path, &listed.query, cursor);
            (
                address::first(path, &listed.query),
                listed.page.next.as_ref().map(further),
            )
        });
        view! {
            {listed.page.partial.then(cut_short)}
            <Pages
                here=self.of(&listed.query)
                first
                next
                partial=listed.page.partial
                shown=say(move || {
                    let shown = self.loaded.with(|listed| listed.and_then(Listed::shown));
                    shown.unwrap_or_default()
                })
            />
        }
        .into_any()
    }
}

fn loading() -> AnyView {
    view! {
        <div class="card">
            <Loading bars=9/>
        </div>
    }
    .into_any()
}

/// How many there are, and what is to be said of their order.
pub fn count_line(sentence: Signal<String>, note: Option<Key>) -> AnyView {
    view! {
        <p class="list-count">
            <strong>{sentence}</strong>
            {note.map(|note| view! { <span class="meta">{t(note)}</span> })}
        </p>
    }
    .into_any()
}

/// The page ends before everything was looked through.
fn cut_short() -> AnyView {
    view! {
        <Notice tone=Tone::Warn>
            <p>{t(words::PARTIAL)}</p>
        </Notice>
    }
    .into_any()
}

/// A list without rows: a sentence.
pub fn nothing(sentence: Key) -> AnyView {
    view! {
        <div class="card">
            <Empty message=text::said(sentence)/>
        </div>
    }
    .into_any()
}

/// All there is as one page, of an endpoint that answers it all at once.
pub fn whole<R>(items: Vec<R>) -> Page<R> {
    Page {
        items,
        next: None,
        total: None,
        partial: false,
    }
}
