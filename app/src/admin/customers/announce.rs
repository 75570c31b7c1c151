//! What screen readers hear when the rows change, and where focus goes when its button is drawn anew.

use crate::admin::customers::count::sentence;
use crate::admin::customers::listed::Listed;
use crate::form::focus;
use crate::loaded::Loaded;
use crate::ui::live::announce;
use domain::customer::CustomerQuery;
use leptos::prelude::*;
use std::cell::Cell;
use std::time::Duration;

thread_local! {
    static FOCUS: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// Says the count once typing rests; the first answer is read with the page.
pub fn say_count(list: Loaded<Listed>) {
    let turn = StoredValue::new(0u32);
    Effect::new(move |before: Option<Option<CustomerQuery>>| {
        let Some(listed) = list.value() else {
            return before.flatten();
        };
        if let Some(id) = FOCUS.take() {
            set_timeout(move || focus(id), Duration::ZERO);
        }
        let now = listed.query.clone();
        if before.flatten().is_some_and(|before| before != now) {
            turn.update_value(|turn| *turn = turn.wrapping_add(1));
            let mine = turn.get_value();
            set_timeout(
                move || {
                    if turn.try_get_value() == Some(mine) {
                        announce(untrack(|| sentence(&listed)));
                    }
                },
                Duration::from_millis(600),
            );
        }
        Some(now)
    });
}

/// Gives focus to an element of the next answer's rows.
pub fn keep_focus(id: &'static str) {
    FOCUS.set(Some(id));
}
