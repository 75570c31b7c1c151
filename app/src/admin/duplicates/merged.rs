//! Records that became part of this one and can still be parted from it.

use crate::admin::ask::ask;
use crate::admin::clock;
use crate::admin::desk::Desk;
use crate::admin::duplicates::words;
use crate::admin::notices::{Notices, Undo, undo};
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::client::Refusal;
use crate::reactive::{go, words as say};
use crate::text::{self, t};
use crate::ui::button::Button;
use crate::ui::notice::{Notice, Tone};
use domain::api::duplicate::UndoMerge;
use domain::duplicate::Merge;
use domain::permission::Right;
use leptos::prelude::*;

/// What changed on screens that are open: told after a merge was undone.
pub type Changed = UnsyncCallback<()>;

/// Undoes a merge from a toast. The screens that are open look anew.
pub fn undoing(desk: Desk, merge: Merge) -> Undo {
    undo(move || {
        let id = merge.id.clone();
        async move {
            ask::<UndoMerge>(desk, &id, &(), &()).await?;
            desk.look_anew();
            Ok(())
        }
    })
}

/// A line for each, with the button that undoes it.
#[component]
pub fn Merged(merge: Merge, changed: Changed) -> AnyView {
    let desk = expect_context::<Desk>();
    let notices = expect_context::<Notices>();
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let id = StoredValue::new(merge.id.clone());
    let other = StoredValue::new(merge.other_name.clone());
    let press = move |()| {
        busy.set(true);
        refusal.set(None);
        go(async move {
            let answer = ask::<UndoMerge>(desk, &id.get_value(), &(), &()).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            match answer {
                Ok(_) => {
                    let said = text::fill(words::PARTED, &[("name", &other.get_value())]);
                    notices.tell(said, None);
                    changed.run(());
                }
                Err(refused) => refusal.set(Some(refused)),
            }
        });
    };
    let until = merge.undo_until;
    let (at, by) = (merge.at, merge.by.clone());
    let name = say({
        let name = merge.other_name.clone();
        move || text::fill(words::UNDO_NAMED, &[("name", &name)])
    });
    view! {
        <li class="duplicates-merged">
            <p>
                {say(move || {
                    let values = [
                        ("name", merge.other_name.as_str()),
                        ("email", merge.other_email.as_str()),
                        ("date", &text::date(at)),
                        ("by", by.as_deref().unwrap_or("–")),
                    ];
                    text::fill(words::WAS_MERGED, &values)
                })} " "
                {until
                    .map(|until| {
                        view! {
                            <span class="meta">
                                {t(words::UNDO_UNTIL)} " " {clock::moment(until, text::date)}
                            </span>
                        }
                    })}
            </p>
            {part(move || refusal.get().map(|refusal| said(&refusal)))}
            {part(move || {
                desk.may(Right::MergeCustomers)
                    .then(|| view! { <Button label=words::UNDO name press busy busy_label=words::UNDOING/> })
            })}
        </li>
    }
    .into_any()
}

/// Why it cannot be undone.
fn said(refusal: &Refusal) -> AnyView {
    let sentence = match refusal {
        Refusal::Problem(problem, _) => match &*problem.code {
            "merge_over" => words::UNDO_OVER,
            "mailbox_taken" => words::UNDO_TAKEN,
            _ => return refused(refusal),
        },
        _ => return refused(refusal),
    };
    view! {
        <Notice tone=Tone::Warn>
            <p>{t(sentence)}</p>
        </Notice>
    }
    .into_any()
}
