//! The journal's lines under their days. The day is the reader's own.

use crate::admin::journal::line::line;
use crate::reactive::{either, flag};
use crate::text;
use domain::journal::Line;
use leptos::prelude::*;

/// While others are awaited they stay, dimmed after a moment.
pub fn days(lines: Vec<Line>, waiting: Signal<bool>) -> AnyView {
    view! {
        <div class="card journal" class:journal-waiting=waiting aria-busy=flag(move || waiting.get())>
            {either(move || {
                by_day(&lines)
                    .into_iter()
                    .map(|(day, lines)| {
                        view! {
                            <section class="journal-date">
                                <h2 class="timeline-date">{day}</h2>
                                <ol class="timeline">{lines.into_iter().map(line).collect_view()}</ol>
                            </section>
                        }
                    })
                    .collect_view()
                    .into_any()
            })}
        </div>
    }
    .into_any()
}

fn by_day(lines: &[Line]) -> Vec<(String, Vec<Line>)> {
    let mut days: Vec<(String, Vec<Line>)> = Vec::new();
    for line in lines {
        let day = text::date(line.at);
        match days.last_mut() {
            Some((last, of_day)) if *last == day => of_day.push(line.clone()),
            _ => days.push((day, vec![line.clone()])),
        }
    }
    days
}
