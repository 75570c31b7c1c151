//! What an import does beside its rows. Nothing of it unless ticked; a tick is kept at once.

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::imports::watched::Watched;
use crate::admin::imports::words;
use crate::admin::part::part;
use crate::loaded::Loaded;
use crate::reactive::either;
use crate::text::{Key, t};
use domain::api::group::ListGroups;
use domain::group::Group;
use domain::id::GroupId;
use domain::import::{Column, Import, ImportForm, ImportOptions};
use leptos::prelude::*;

pub fn options(watched: Watched) -> AnyView {
    let desk = expect_context::<Desk>();
    let groups = Loaded::new(move || {
        desk.follow_session();
        Box::pin(async move {
            let answer = ask::<ListGroups>(desk, &(), &(), &()).await?;
            Ok(answer.items)
        })
    });
    let has_consents = watched.of(|import| import.columns.contains(&Some(Column::Consent)));
    view! {
        <fieldset class="import-options">
            <legend class="field-label">{t(words::OPTIONS)}</legend>
            {tick(
                watched,
                "import-sign-in",
                words::GIVE_SIGN_IN,
                |options| options.sign_in,
                |options, on| options.sign_in = on,
            )}
            {part(move || {
                (has_consents.get() == Some(true))
                    .then(|| {
                        tick(
                            watched,
                            "import-consents",
                            words::TAKE_CONSENTS,
                            |options| options.consents,
                            |options, on| options.consents = on,
                        )
                    })
            })}
            {group(watched, groups)}
        </fieldset>
    }
    .into_any()
}

/// Says the options anew.
fn set(watched: Watched, change: impl FnOnce(&mut ImportOptions)) {
    let options = watched
        .import
        .with_untracked(|import| import.as_ref().map(|import| import.options.clone()));
    let Some(mut options) = options else {
        return;
    };
    change(&mut options);
    watched.edit(ImportForm {
        options: Some(options),
        ..ImportForm::default()
    });
}

fn tick(
    watched: Watched,
    id: &'static str,
    word: Key,
    read: fn(&ImportOptions) -> bool,
    write: fn(&mut ImportOptions, bool),
) -> AnyView {
    let on = Memo::new(move |_| {
        watched
            .import
            .with(|import| import.as_ref().is_some_and(|import| read(&import.options)))
    });
    view! {
        <label class="checkbox">
            <input
                class="checkbox-box"
                id=id
                name=id
                type="checkbox"
                autocomplete="off"
                prop:checked=move || on.get()
                on:change=move |event| {
                    let ticked = event_target_checked(&event);
                    set(watched, |options| write(options, ticked));
                }
            />
            <span class="checkbox-label">{t(word)}</span>
        </label>
    }
    .into_any()
}

fn group(watched: Watched, groups: Loaded<Vec<Group>>) -> AnyView {
    let chosen = watched.of(|import: &Import| import.options.group.clone());
    let known = either(move || {
        let all = groups.value().unwrap_or_default();
        all.into_iter()
            .map(|group| {
                let id = group.id.clone();
                view! {
                    <option
                        value=group.id.to_string()
                        prop:selected=move || chosen.get().flatten().as_ref() == Some(&id)
                    >
                        {group.name}
                    </option>
                }
            })
            .collect_view()
            .into_any()
    });
    let choose = move |event| {
        let group = GroupId::parse(&event_target_value(&event));
        set(watched, |options| options.group = group);
    };
    view! {
        <div class="field">
            <label class="field-label" for="import-group">
                {t(words::ADD_TO_GROUP)}
            </label>
            <div class="select-box">
                <select
                    class="input select"
                    id="import-group"
                    name="import-group"
                    autocomplete="off"
                    on:change=choose
                >
                    <option value="" prop:selected=move || chosen.get().flatten().is_none()>
                        {t(words::NO_GROUP)}
                    </option>
                    {known}
                </select>
            </div>
        </div>
    }
    .into_any()
}
