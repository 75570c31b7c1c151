//! What can be done with the chosen customers, in the place of their count.

use crate::admin::bulk::asking::Asking;
use crate::admin::bulk::confirmation::{Confirmation, told};
use crate::admin::bulk::words;
use crate::admin::customers::listing::Listing;
use crate::admin::customers::words as customers;
use crate::admin::desk::Desk;
use crate::admin::drop::{Face, act, drop};
use crate::admin::part::part;
use crate::form::focus;
use crate::reactive::{either, flag, follow, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use domain::bulk::{BulkAct, BulkForm};
use domain::id::GroupId;
use domain::page::TOTAL_CAP;
use domain::permission::Right;
use leptos::prelude::*;

const GROUPS: Face = Face {
    id: "bulk-groups",
    label: words::GROUPS,
    glyph: None,
    bare: false,
    class: "bulk-drop",
};

const SIGN_IN: Face = Face {
    id: "bulk-sign-in",
    label: words::SIGN_IN,
    glyph: None,
    bare: false,
    class: "bulk-drop",
};

/// The bar of the list in the context; nothing while nobody is chosen.
#[component]
pub fn Bar() -> AnyView {
    let listing = expect_context::<Listing>();
    let chosen = listing.chosen;
    let asking = Asking::new();
    let groups = RwSignal::new(false);
    let sign_in = RwSignal::new(false);
    let ask = move |act: BulkAct, group: Option<GroupId>| {
        groups.set(false);
        sign_in.set(false);
        // its button takes focus back when the question is closed
        focus(if act.needs_group() {
            GROUPS.id
        } else {
            SIGN_IN.id
        });
        let (customers, matching, filters) = if untrack(|| chosen.is_all()) {
            let filters = untrack(|| listing.asked());
            (None, Some(listing.matching()), Some(filters))
        } else {
            (Some(chosen.rows()), None, None)
        };
        let form = BulkForm {
            act: Some(act),
            group,
            customers,
            matching,
        };
        asking.prepare(form, filters);
    };
    // another choice, another question
    follow(move || {
        chosen.is_all();
        chosen.count();
        asking.refusal.set(None);
    });
    let none = Memo::new(move |_| chosen.is_none());
    view! {
        {part(move || {
            (!none.get())
                .then(|| {
                    view! {
                        <div
                            class="bulk-bar-line"
                            role="group"
                            aria-label=t(words::BAR)
                            aria-busy=flag(move || asking.busy.get())
                        >
                            {how_many(listing)}
                            <div class="bulk-bar-acts">
                                {out_of_this(listing, ask)}
                                {drop(GROUPS, groups, move || group_panel(listing, ask))}
                                {drop(SIGN_IN, sign_in, move || sign_in_panel(ask))}
                                {export(listing)}
                                <Button
                                    id="choose-none"
                                    label=words::CANCEL
                                    weight=Weight::Quiet
                                    press=move |()| {
                                        chosen.none();
                                        chosen.choosing.set(false);
                                        // where the choice began: on a phone, and elsewhere
                                        focus("choose");
                                        focus("choose-page");
                                    }
                                />
                            </div>
                        </div>
                    }
                })
        })}
        {part(move || {
            (!asking.open.get()).then(|| asking.refusal.get()).flatten().map(|refusal| told(&refusal))
        })}
        <Confirmation
            asking
            started=move |()| {
                chosen.none();
                chosen.choosing.set(false);
                focus("content");
            }
        />
    }
    .into_any()
}

/// `3 selected · Select all 12 340 that match`.
fn how_many(listing: Listing) -> AnyView {
    let chosen = listing.chosen;
    let known = Memo::new(move |_| listing.known());
    let count = say(move || {
        if !chosen.is_all() {
            return text::plural(chosen.count(), words::CHOSEN_ONE, words::CHOSEN_OTHER);
        }
        match known.get() {
            Some(n) if n >= TOTAL_CAP => text::fill(
                words::CHOSEN_ALL_MANY,
                &[("n", &crate::admin::listed::cap())],
            ),
            Some(n) => text::plural(n, words::CHOSEN_ALL_ONE, words::CHOSEN_ALL_OTHER),
            None => t(words::CHOSEN_ALL)().to_owned(),
        }
    });
    let everybody = Memo::new(move |_| {
        let here = listing
            .list
            .loaded
            .value()
            .map_or(0, |listed| listed.here());
        !chosen.is_all() && chosen.count() == here && known.get() != Some(here)
    });
    let offer = say(move || match known.get() {
        Some(n) if n >= TOTAL_CAP => text::fill(
            words::CHOOSE_ALL_MANY,
            &[("n", &crate::admin::listed::cap())],
        ),
        Some(n) => text::plural(n, words::CHOOSE_ALL_ONE, words::CHOOSE_ALL_OTHER),
        None => t(words::CHOOSE_ALL)().to_owned(),
    });
    view! {
        <p class="bulk-count">
            <strong role="status">{count}</strong>
            {part(move || {
                everybody
                    .get()
                    .then(|| {
                        view! {
                            <button
                                class="button-quiet"
                                id="choose-all"
                                type="button"
                                on:click=move |_| {
                                    chosen.everybody();
                                    // this button is gone with that
                                    focus(GROUPS.id);
                                }
                            >
                                {offer}
                            </button>
                        }
                    })
            })}
        </p>
    }
    .into_any()
}

/// On a group's page, out of that group first.
fn out_of_this(
    listing: Listing,
    ask: impl Fn(BulkAct, Option<GroupId>) + Copy + 'static,
) -> AnyView {
    let Some(group) = listing.group() else {
        return ().into_any();
    };
    view! {
        <Button
            id="bulk-leave-this"
            label=words::LEAVE_THIS
            press=move |()| ask(BulkAct::LeaveGroup, Some(group.clone()))
        />
    }
    .into_any()
}

/// The chosen ones as a file.
fn export(listing: Listing) -> AnyView {
    let desk = expect_context::<Desk>();
    part(move || {
        desk.may(Right::ExportCustomers).then(|| {
            view! {
                <Button
                    id="bulk-export"
                    label=customers::EXPORT
                    press=move |()| listing.export.ask(true)
                />
            }
        })
    })
    .into_any()
}

/// A group, and whether in or out of it.
fn group_panel(
    listing: Listing,
    ask: impl Fn(BulkAct, Option<GroupId>) + Copy + Send + 'static,
) -> AnyView {
    let picked = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let choose = move |act: BulkAct| {
        let group = GroupId::parse(&picked.get_untracked());
        missing.set(group.is_none());
        match group {
            Some(group) => ask(act, Some(group)),
            None => focus("bulk-group"),
        }
    };
    either(move || {
        let Some(groups) = listing.groups.value() else {
            return view! {
                <p class="field-note">
                    {t(words::GROUPS_AWAITED)}
                    <Button
                        label=text::common::RETRY
                        weight=Weight::Quiet
                        press=move |()| listing.groups.again()
                    />
                </p>
            }
            .into_any();
        };
        if groups.is_empty() {
            return view! {
                <p>{t(words::NO_GROUPS)}</p>
                <a class="button" href=domain::route::ADMIN_GROUP_NEW>
                    {t(words::CREATE_GROUP)}
                </a>
            }
            .into_any();
        }
        let options = groups
            .into_iter()
            .map(|group| view! { <option value=group.id.to_string()>{group.name}</option> })
            .collect_view();
        view! {
            <div class="field">
                <label class="field-label" for="bulk-group">
                    {t(words::GROUP)}
                </label>
                {part(move || {
                    missing
                        .get()
                        .then(|| {
                            view! {
                                <p class="field-error" id="bulk-group-err">
                                    {t(text::error::GROUP_REQUIRED)}
                                </p>
                            }
                        })
                })}
                <div class="select-box">
                    <select
                        class="input select"
                        id="bulk-group"
                        name="bulk-group"
                        autocomplete="off"
                        aria-invalid=flag(move || missing.get())
                        aria-describedby=move || missing.get().then_some("bulk-group-err")
                        prop:value=picked
                        on:change=move |event| {
                            picked.set(event_target_value(&event));
                            missing.set(false);
                        }
                    >
                        <option value="">{t(words::GROUP_NONE)}</option>
                        {options}
                    </select>
                </div>
            </div>
            <div class="drop-acts">
                {act("bulk-join", words::JOIN, move || choose(BulkAct::JoinGroup))}
                {act("bulk-leave", words::LEAVE, move || choose(BulkAct::LeaveGroup))}
            </div>
        }
        .into_any()
    })
    .into_any()
}

fn sign_in_panel(ask: impl Fn(BulkAct, Option<GroupId>) + Copy + 'static) -> AnyView {
    view! {
        <div class="drop-acts">
            {act("bulk-give", words::GIVE, move || ask(BulkAct::GiveSignIn, None))}
            {act("bulk-take", words::TAKE, move || ask(BulkAct::TakeSignIn, None))}
        </div>
    }
    .into_any()
}
