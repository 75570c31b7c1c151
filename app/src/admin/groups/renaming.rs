//! The name of a group, changed over the version that was seen.

use crate::admin::ask::ask;
use crate::admin::conflict::Conflict;
use crate::admin::desk::Desk;
use crate::admin::fields::Fields;
use crate::admin::groups::form::{NAME, label};
use crate::admin::groups::words;
use crate::admin::notices::{Notices, Undo, undo};
use crate::admin::part::part;
use crate::admin::refused::{current, refused};
use crate::client::Refusal;
use crate::form::focus;
use crate::loaded::Loaded;
use crate::reactive::go;
use crate::text::t;
use crate::ui::button::{Button, Weight};
use crate::ui::field::TextField;
use domain::api::group::RenameGroup;
use domain::group::{Group, GroupForm};
use leptos::prelude::*;
use std::time::Duration;

/// Stands while `open` is true.
#[component]
pub fn Renaming(group: Loaded<Group>, open: RwSignal<bool>) -> AnyView {
    let desk = expect_context::<Desk>();
    let notices = expect_context::<Notices>();
    let fields = Fields::new(&[NAME]);
    let before = untrack(|| group.value());
    let version = RwSignal::new(before.as_ref().map(|group| group.version));
    let name = before.map(|group| group.name).unwrap_or_default();
    fields.fill(vec![(NAME, name)]);
    fields.guard(label);
    let read = move || GroupForm {
        version: version.get_untracked(),
        code: None,
        name: fields.text(NAME),
    };
    fields
        .form
        .check_with(move || read().prove_name().err().into_iter().collect());
    let busy = RwSignal::new(false);
    let met = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    set_timeout(|| focus(NAME), Duration::from_millis(20));
    let close = move || {
        open.set(false);
        set_timeout(|| focus("rename"), Duration::from_millis(20));
    };
    let save = move || {
        let Some(before) = untrack(|| group.value()) else {
            return;
        };
        if busy.get_untracked() || !fields.form.submit() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let form = read();
        go(async move {
            let answer = ask::<RenameGroup>(desk, &before.id, &(), &form).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            match answer {
                Ok(after) => {
                    let undo = back(desk, group, before, after.version);
                    group.set(after);
                    notices.tell(t(words::RENAMED)().to_owned(), Some(undo));
                    close();
                }
                Err(refused) => match current::<Group>(&refused) {
                    Some(now) => {
                        let typed = vec![(NAME, form.name.trim().to_owned())];
                        fields.meet(&typed, vec![(NAME, now.name.clone())]);
                        version.set(Some(now.version));
                        met.set(true);
                        group.set(now);
                    }
                    None => {
                        if let Refusal::Problem(problem, _) = &refused
                            && problem.status == 422
                        {
                            fields.form.refuse(problem.fields.clone());
                        }
                        refusal.set(Some(refused));
                    }
                },
            }
        });
    };
    view! {
        <form
            class="card stack group-rename"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <Conflict fields met label shown=|_, value| value.to_owned()/>
            {part(move || {
                let refusal = refusal.get()?;
                (refusal.status() != 422).then(|| refused(&refusal))
            })}
            <TextField
                field=fields.at(NAME)
                label=words::NAME
                autocapitalize="sentences"
                autocomplete="off"
                enterkeyhint="done"
            />
            <div class="cluster">
                <Button id="save" label=words::RENAME_DO weight=Weight::Primary busy busy_label=words::SAVING/>
                <Button label=words::CANCEL press=move |()| close()/>
            </div>
        </form>
    }
    .into_any()
}

/// Gives the name back that stood there `before`.
fn back(desk: Desk, group: Loaded<Group>, before: Group, version: u32) -> Undo {
    undo(move || {
        let id = before.id.clone();
        let form = GroupForm {
            version: Some(version),
            code: None,
            name: before.name.clone(),
        };
        async move {
            let after = ask::<RenameGroup>(desk, &id, &(), &form).await?;
            group.offer(after);
            Ok(())
        }
    })
}
