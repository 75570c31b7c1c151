//! What screen readers hear when a list's rows change, and where focus goes then.

use crate::form::focus;
use crate::reactive::follow;
use crate::ui::live::announce;
use leptos::prelude::*;
use std::time::Duration;

/// What an answer was asked for: the list's address without its page, and with it.
#[derive(Clone, PartialEq)]
pub struct Asked {
    pub list: String,
    pub page: String,
}

/// Says `sentence` once typing rests, and leads focus to the title of another page of the same list. `answer` follows the answers. The first one is read with the page.
pub fn follow_answers(
    answer: impl Fn() -> Option<Asked> + 'static,
    sentence: impl Fn() -> String + Copy + 'static,
    title: &'static str,
) {
    let turn = StoredValue::new(0u32);
    let before = StoredValue::new(None::<Asked>);
    follow(move || {
        let Some(now) = answer() else {
            return;
        };
        let known = before.get_value();
        before.set_value(Some(now.clone()));
        let Some(asked) = known.filter(|asked| *asked != now) else {
            return;
        };
        if asked.list == now.list {
            set_timeout(move || focus(title), Duration::ZERO);
        }
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let mine = turn.get_value();
        set_timeout(
            move || {
                if turn.try_get_value() == Some(mine) {
                    announce(untrack(sentence));
                }
            },
            Duration::from_millis(600),
        );
    });
}
