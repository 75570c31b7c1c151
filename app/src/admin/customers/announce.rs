//! What screen readers hear when the rows change, and where focus goes then.

use crate::admin::customers::count::sentence;
use crate::admin::customers::listed::Listed;
use crate::form::focus;
use crate::loaded::Loaded;
use crate::reactive::follow;
use crate::ui::live::announce;
use domain::customer::CustomerQuery;
use leptos::prelude::*;
use std::cell::Cell;
use std::time::Duration;

thread_local! {
    static FOCUS: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// Says the count once typing rests, and leads focus: to the title of another page of the same list, or to the head's
/// button that was pressed. The first answer is read with the page.
pub fn follow_answers(list: Loaded<Listed>, title: &'static str) {
    let turn = StoredValue::new(0u32);
    let before = StoredValue::new(None::<CustomerQuery>);
    follow(move || {
        let Some(listed) = list.value() else {
            return;
        };
        if let Some(id) = FOCUS.take() {
            set_timeout(move || focus(id), Duration::ZERO);
        }
        let now = listed.query.clone();
        let Some(asked) = before.get_value().filter(|asked| *asked != now) else {
            before.set_value(Some(now));
            return;
        };
        let same_list = CustomerQuery {
            cursor: now.cursor.clone(),
            ..asked
        } == now;
        before.set_value(Some(now));
        if same_list {
            set_timeout(move || focus(title), Duration::ZERO);
        }
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
    });
}

/// Gives focus to an element of the next answer's rows.
pub fn keep_focus(id: &'static str) {
    FOCUS.set(Some(id));
}
