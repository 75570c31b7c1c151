//! Whom a block is for: everyone, or members of some groups.

use crate::admin::part::part;
use crate::admin::space::arranging::Editor;
use crate::admin::space::item::Item;
use crate::admin::space::words;
use crate::reactive::words as say;
use crate::text::{self, t};
use crate::ui::field::{field_fault, invalid};
use domain::group::Group;
use domain::id::GroupId;
use leptos::prelude::*;

/// Whom it is for, in a few words.
pub fn for_whom(editor: Editor, item: Item) -> Signal<String> {
    say(move || {
        item.groups.with(|groups| match groups {
            None => text::word(words::EVERYONE).to_owned(),
            Some(groups) if groups.is_empty() => text::word(words::NOBODY).to_owned(),
            Some(groups) => {
                let names = editor.groups.with_value(|known| {
                    let chosen = known.iter().filter(|group| groups.contains(&group.id));
                    let names: Vec<String> = chosen.map(|group| group.name.clone()).collect();
                    names.join(", ")
                });
                text::fill(words::FOR_GROUPS, &[("groups", &names)])
            }
        })
    })
}

#[component]
pub fn Audience(editor: Editor, item: Item) -> AnyView {
    let field = item.audience;
    let some = Memo::new(move |_| item.groups.with(Option::is_some));
    let choose = move |groups: Option<Vec<GroupId>>| {
        item.groups.set(groups);
        if field.error.with_untracked(Option::is_some) {
            field.recheck();
        }
    };
    let way = move |of_groups: bool, word| {
        view! {
            <label class="radio-line">
                <input
                    class="radio-button"
                    type="radio"
                    name=format!("audience-{}", item.slot)
                    prop:checked=move || some.get() == of_groups
                    on:change=move |_| choose(of_groups.then(Vec::new))
                />
                <span class="radio-text">
                    <span class="radio-word">{t(word)}</span>
                </span>
            </label>
        }
    };
    let boxes = part(move || {
        if !some.get() {
            return None;
        }
        let groups = editor.groups.get_value();
        let view = if groups.is_empty() {
            view! { <p class="meta">{t(words::NO_GROUPS)}</p> }.into_any()
        } else {
            let boxes: Vec<AnyView> = groups
                .into_iter()
                .map(|group| member(item, group, choose))
                .collect();
            view! { <div class="settings-boxes">{boxes}</div> }.into_any()
        };
        Some(view)
    });
    view! {
        <fieldset
            class="field radios"
            id=field.path
            tabindex="-1"
            role="radiogroup"
            aria-invalid=invalid(field)
        >
            <legend class="field-label">{t(words::AUDIENCE)}</legend>
            {field_fault(field)}
            {way(false, words::EVERYONE)}
            {way(true, words::SOME_GROUPS)}
        </fieldset>
        {boxes}
    }
    .into_any()
}

fn member(
    item: Item,
    group: Group,
    choose: impl Fn(Option<Vec<GroupId>>) + Copy + Send + Sync + 'static,
) -> AnyView {
    let id = StoredValue::new(group.id);
    let chosen = move |groups: &Option<Vec<GroupId>>| {
        groups
            .as_ref()
            .is_some_and(|groups| id.with_value(|id| groups.contains(id)))
    };
    view! {
        <label class="checkbox">
            <input
                class="checkbox-box"
                type="checkbox"
                name=format!("group-{}-{}", item.slot, id.get_value())
                prop:checked=move || item.groups.with(chosen)
                on:change=move |event| {
                    let mut groups = item.groups.get_untracked().unwrap_or_default();
                    let id = id.get_value();
                    groups.retain(|other| *other != id);
                    if event_target_checked(&event) {
                        groups.push(id);
                    }
                    choose(Some(groups));
                }
            />
            <span class="checkbox-label">
                <bdi>{group.name}</bdi>
            </span>
        </label>
    }
    .into_any()
}
