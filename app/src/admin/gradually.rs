//! A list's rows, a few in each frame: however slow the computer, the next letter that is typed does not wait for them all.

use crate::reactive::{either, follow, go};
use js_sys::{Date, Promise};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Rows of the first frame, and of any on a slow computer.
const FEWEST: usize = 1;
/// Rows of one frame, at most.
const MOST: usize = 12;
/// A frame this short, in milliseconds, leaves time for more.
const SHORT: f64 = 20.0;

/// Draws the rows from the top, as many in a frame as this computer has time for. Other rows take the places of those before one by one;
/// a row that stays what it was is left alone. Rows to come keep their place, so that nothing below them jumps.
pub fn gradually<R: Clone + PartialEq + Send + Sync + 'static>(
    rows: impl Fn() -> Vec<R> + 'static,
    draw: impl Fn(R) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView {
    let places = Places::<R>::new();
    places.to_come.set(untrack(&rows).len());
    let turn = StoredValue::new(0u32);
    follow(move || {
        let rows = rows();
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let mine = turn.get_value();
        let held = rows.len().saturating_sub(places.count());
        places.to_come.set(held);
        let latest = move || turn.try_get_value() == Some(mine);
        go(async move { come(rows, places, latest).await });
    });
    let one = move |place: usize| {
        let draw = draw.clone();
        either(move || {
            let row = places.at(place).map(|row| row.get());
            row.map_or_else(|| ().into_any(), |row| untrack(|| draw(row)))
        })
    };
    view! {
        <For each=move || 0..places.count.get() key=|place| *place children=one/>
        {either(move || match places.to_come.get() {
            0 => ().into_any(),
            rows => held(rows),
        })}
    }
    .into_any()
}

/// What stands in for rows to come.
fn held(rows: usize) -> AnyView {
    let height = format!("calc({rows} * var(--row))");
    view! {
        <tr class="rows-to-come" aria-hidden="true">
            <td style:height=height></td>
        </tr>
    }
    .into_any()
}

/// The places of the rows, from the top; each is drawn when its row changes. A handle: copies share the state.
struct Places<R: 'static> {
    rows: StoredValue<Vec<ArcRwSignal<R>>>,
    /// How many are drawn.
    count: RwSignal<usize>,
    to_come: RwSignal<usize>,
}

impl<R> Clone for Places<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Places<R> {}

impl<R: Clone + PartialEq + Send + Sync> Places<R> {
    fn new() -> Self {
        Places {
            rows: StoredValue::new(Vec::new()),
            count: RwSignal::new(0),
            to_come: RwSignal::new(0),
        }
    }

    fn count(self) -> usize {
        self.count.get_untracked()
    }

    fn at(self, place: usize) -> Option<ArcRwSignal<R>> {
        let at = |rows: &Vec<ArcRwSignal<R>>| rows.get(place).cloned();
        self.rows.try_with_value(at).flatten()
    }

    /// Puts a row at a place: `false` where the very same stood there.
    fn put(self, place: usize, row: R) -> bool {
        match self.at(place) {
            Some(now) if now.with_untracked(|now| *now == row) => false,
            Some(now) => {
                now.set(row);
                true
            }
            None => {
                self.rows
                    .update_value(|rows| rows.push(ArcRwSignal::new(row)));
                true
            }
        }
    }

    /// Draws these many places.
    fn draw(self, count: usize) {
        self.rows.update_value(|rows| rows.truncate(count));
        if self.count() != count {
            self.count.set(count);
        }
    }
}

/// Lets the rows come: more in a frame where the one before was short, few again where it was not. Ends where they are not the latest any
/// more, or their list was left.
async fn come<R>(rows: Vec<R>, places: Places<R>, latest: impl Fn() -> bool)
where
    R: Clone + PartialEq + Send + Sync,
{
    let total = rows.len();
    let mut rows = rows.into_iter().enumerate();
    let mut most = FEWEST;
    frame().await;
    let mut before = Date::now();
    while latest() {
        let mut drawn = 0;
        while drawn < most {
            let Some((place, row)) = rows.next() else {
                break;
            };
            drawn += usize::from(places.put(place, row));
        }
        let come = total - rows.len();
        // those of the answer before go at the same pace
        let now = places.count().max(come);
        let count = match rows.len() {
            0 => total.max(now.saturating_sub(most - drawn)),
            _ => now,
        };
        places.draw(count);
        places.to_come.set(total.saturating_sub(count));
        if rows.len() == 0 && count == total {
            return;
        }
        frame().await;
        let now = Date::now();
        most = match now - before <= SHORT {
            true => (most + 1).min(MOST),
            false => FEWEST,
        };
        before = now;
    }
}

/// Waits for the next frame.
async fn frame() {
    let promise = Promise::new(&mut |resolve, _| {
        request_animation_frame(move || {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        });
    });
    let _ = JsFuture::from(promise).await;
}
