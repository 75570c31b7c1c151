//! A list's rows, a few in each frame: however slow the computer, the next letter that is typed does not wait for all of them.

use crate::reactive::{go, shown};
use js_sys::{Date, Promise};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Rows that are drawn without looking at the clock.
const AT_ONCE: usize = 2;
/// After so many milliseconds the rest waits for the next frame: laying out and painting takes several times as long.
const FRAME: f64 = 4.0;

/// Draws the rows from the top. Those to come keep their place, so that nothing below them jumps.
pub fn gradually<R: Send + 'static>(
    rows: Vec<R>,
    draw: impl Fn(R) -> AnyView + Clone + Send + 'static,
) -> Vec<AnyView> {
    let count = rows.len();
    let slices = count.div_ceil(AT_ONCE);
    let drawn = RwSignal::new(1);
    if slices > 1 {
        come(drawn, slices);
    }
    let mut rows = rows.into_iter();
    let mut views: Vec<AnyView> = Vec::with_capacity(slices + 1);
    for place in 0..slices {
        let slice: Vec<R> = rows.by_ref().take(AT_ONCE).collect();
        // taken out when drawn: a row is drawn once
        let mut slice = Some(slice);
        let draw = draw.clone();
        let here = Memo::new(move |_| drawn.get() > place);
        let view = shown(move || {
            let slice = slice.take_if(|_| here.get())?;
            let rows: Vec<AnyView> = slice.into_iter().map(&draw).collect();
            Some(rows.into_any())
        });
        views.push(view.into_any());
    }
    let to_come = Memo::new(move |_| count.saturating_sub(drawn.get() * AT_ONCE));
    let place_held = shown(move || {
        let rows = to_come.get();
        (rows > 0).then(|| {
            let height = format!("calc({rows} * var(--row))");
            view! {
                <tr class="rows-to-come" aria-hidden="true">
                    <td style:height=height></td>
                </tr>
            }
            .into_any()
        })
    });
    views.push(place_held.into_any());
    views
}

/// Lets the slices come, as many in a frame as there is time for.
fn come(drawn: RwSignal<usize>, slices: usize) {
    go(async move {
        loop {
            frame().await;
            let began = Date::now();
            while Date::now() - began < FRAME {
                // the list may have been left
                match drawn.try_get_untracked() {
                    Some(now) if now < slices => drawn.set(now + 1),
                    _ => return,
                }
                leptos::task::tick().await;
            }
        }
    });
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
