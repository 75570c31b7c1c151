//! A field that finds a group by its name or code: a combobox after the ARIA practices, its list below.

use crate::admin::ask::ask;
use crate::admin::customer::words;
use crate::admin::desk::Desk;
use crate::admin::part::part;
use crate::admin::trouble::Trouble;
use crate::loaded::Loaded;
use crate::reactive::words as say;
use crate::text::t;
use crate::ui::live::announce;
use domain::api::group::ListGroups;
use domain::group::{Group, GroupMark};
use domain::id::GroupId;
use domain::text::fold;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

const FIELD: &str = "group-add";
const LIST: &str = "group-options";
/// Groups shown at once; typing finds the others.
const SHOWN: usize = 8;

/// The state of the list. A handle: copies share it.
#[derive(Clone, Copy)]
struct Finder {
    typed: RwSignal<String>,
    open: RwSignal<bool>,
    /// The option that Enter takes.
    at: RwSignal<Option<usize>>,
    found: Memo<Vec<GroupMark>>,
    pick: Callback<GroupMark>,
}

/// `taken` are the groups that are there already.
#[component]
pub fn GroupPicker(taken: Signal<Vec<GroupId>>, pick: Callback<GroupMark>) -> AnyView {
    let desk = expect_context::<Desk>();
    let groups = Loaded::new(move || {
        desk.follow_session();
        Box::pin(async move { ask::<ListGroups>(desk, &(), &(), &()).await })
    });
    let typed = RwSignal::new(String::new());
    let left = Memo::new(move |_| {
        let groups = groups.value()?;
        let taken = taken.get();
        let free = groups
            .items
            .into_iter()
            .filter(|group| !taken.contains(&group.id));
        Some(free.map(mark).collect::<Vec<GroupMark>>())
    });
    let found = Memo::new(move |_| {
        let sought = fold(typed.get().trim());
        let fits = |group: &GroupMark| {
            fold(&group.name).contains(&sought) || fold(&group.code).contains(&sought)
        };
        let left = left.get().unwrap_or_default();
        left.into_iter().filter(fits).take(SHOWN).collect()
    });
    let finder = Finder {
        typed,
        open: RwSignal::new(false),
        at: RwSignal::new(None),
        found,
        pick,
    };
    let some_left =
        Memo::new(move |_| left.with(|left| left.as_ref().is_some_and(|left| !left.is_empty())));
    let none_left = Memo::new(move |_| left.with(|left| left.as_ref().is_some_and(Vec::is_empty)));
    view! {
        {part(move || {
            let refusal = groups.refusal()?;
            Some(
                view! {
                    <Trouble
                        message=words::GROUPS_FAILED
                        refusal
                        retry=move |()| groups.again()
                    />
                },
            )
        })}
        {part(move || {
            let some = groups.value().is_some_and(|groups| !groups.items.is_empty());
            let sentence = if some { words::GROUPS_NO_MORE } else { words::GROUPS_NEVER };
            none_left.get().then(|| view! { <p class="meta">{t(sentence)}</p> })
        })}
        {part(move || some_left.get().then(|| combobox(finder)))}
    }
    .into_any()
}

fn combobox(finder: Finder) -> AnyView {
    let Finder {
        typed, open, at, ..
    } = finder;
    let active = say(move || {
        at.get()
            .filter(|_| open.get())
            .map(option_id)
            .unwrap_or_default()
    });
    view! {
        <div class="field picker">
            <label class="field-label" for=FIELD>
                {t(words::GROUP_ADD)}
            </label>
            <input
                class="input"
                id=FIELD
                name=FIELD
                type="text"
                role="combobox"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-autocomplete="list"
                aria-controls=LIST
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-activedescendant=active
                prop:value=typed
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    at.set(None);
                    open.set(true);
                    finder.count();
                }
                on:click=move |_| open.set(true)
                on:keydown=move |event| finder.key(&event)
                on:blur=move |_| open.set(false)
            />
            <ul
                class="picker-list"
                id=LIST
                role="listbox"
                aria-label=t(words::GROUPS_TITLE)
                hidden=move || !open.get()
                // the field keeps focus while an option is pressed
                on:mousedown=|event| event.prevent_default()
            >
                {part(move || Some(options(finder)))}
            </ul>
        </div>
    }
    .into_any()
}

fn options(finder: Finder) -> AnyView {
    let found = finder.found.get();
    if found.is_empty() {
        return view! {
            <li class="picker-none" role="option" aria-disabled="true" aria-selected="false">
                {t(words::GROUPS_NO_MATCH)}
            </li>
        }
        .into_any();
    }
    found
        .into_iter()
        .enumerate()
        .map(|(place, group)| {
            let chosen = move || finder.at.get() == Some(place);
            let name = group.name.clone();
            let code = group.code.clone();
            view! {
                <li
                    class="picker-option"
                    class:picker-at=chosen
                    id=option_id(place)
                    role="option"
                    aria-selected=move || if chosen() { "true" } else { "false" }
                    on:click=move |_| finder.take(group.clone())
                >
                    <bdi>{name}</bdi>
                    <span class="meta">{code}</span>
                </li>
            }
        })
        .collect_view()
        .into_any()
}

impl Finder {
    fn key(self, event: &KeyboardEvent) {
        let count = self.found.with_untracked(Vec::len);
        let at = self.at.get_untracked();
        let to = match event.key().as_str() {
            "ArrowDown" if count > 0 => Some(at.map_or(0, |at| (at + 1) % count)),
            "ArrowUp" if count > 0 => Some(at.map_or(count - 1, |at| (at + count - 1) % count)),
            "Escape" => {
                if self.open.get_untracked() {
                    event.prevent_default();
                    event.stop_propagation();
                    self.open.set(false);
                    self.at.set(None);
                }
                return;
            }
            "Enter" => {
                event.prevent_default();
                // one that is left over is meant, too
                let place = at.or((count == 1).then_some(0));
                let found = self.found.get_untracked();
                if let Some(group) = place.and_then(|place| found.into_iter().nth(place))
                    && self.open.get_untracked()
                {
                    self.take(group);
                } else {
                    self.open.set(true);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        self.open.set(true);
        self.at.set(to);
    }

    fn take(self, group: GroupMark) {
        self.typed.set(String::new());
        self.at.set(None);
        self.open.set(false);
        self.pick.run(group);
    }

    /// Says how many fit, for who does not see the list.
    fn count(self) {
        let n = u32::try_from(self.found.get_untracked().len()).unwrap_or(u32::MAX);
        announce(crate::text::plural(
            n,
            words::GROUPS_FOUND_ONE,
            words::GROUPS_FOUND_OTHER,
        ));
    }
}

fn mark(group: Group) -> GroupMark {
    GroupMark {
        id: group.id,
        code: group.code,
        name: group.name,
    }
}

fn option_id(place: usize) -> String {
    format!("group-option-{place}")
}
