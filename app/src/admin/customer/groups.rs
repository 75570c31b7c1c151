//! The card of the groups: chips that can be taken away, and a field that puts the customer into another.

use crate::admin::ask::ask;
use crate::admin::customer::group_picker::GroupPicker;
use crate::admin::customer::{Record, full_name, words};
use crate::admin::desk::Desk;
use crate::admin::notices::{Notices, undo};
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::client::Refusal;
use crate::form::focus;
use crate::reactive::{go, words as say};
use crate::text::{self, Key, t};
use crate::ui::icon::{CLOSE, Icon};
use domain::api::group::{JoinGroup, LeaveGroup};
use domain::customer::Customer;
use domain::group::GroupMark;
use domain::id::{CustomerId, GroupId};
use domain::permission::Right;
use domain::route;
use leptos::prelude::*;
use std::time::Duration;

const TITLE: &str = "groups-title";

/// A handle: copies share the state.
#[derive(Clone, Copy)]
struct Membership {
    desk: Desk,
    notices: Notices,
    record: Record,
    busy: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
}

/// By name.
#[component]
pub fn Groups(record: Record) -> AnyView {
    let membership = Membership {
        desk: expect_context(),
        notices: expect_context(),
        record,
        busy: RwSignal::new(false),
        refusal: RwSignal::new(None),
    };
    let may = Memo::new(move |_| membership.desk.may(Right::EditCustomers));
    let groups = Memo::new(move |_| {
        let customer = record.customer.value();
        customer.map(|customer| customer.groups).unwrap_or_default()
    });
    let taken = Signal::derive(move || groups.get().into_iter().map(|group| group.id).collect());
    view! {
        <section class="card stack" aria-labelledby=TITLE>
            <h2 class="subheading" id=TITLE tabindex="-1">
                {t(words::GROUPS_TITLE)}
            </h2>
            {part(move || membership.refusal.get().map(|refusal| refused(&refusal)))}
            {part(move || {
                let groups = groups.get();
                if groups.is_empty() {
                    return Some(view! { <p class="meta">{t(words::GROUPS_NONE)}</p> }.into_any());
                }
                let chips = groups
                    .into_iter()
                    .map(|group| chip(membership, group, may))
                    .collect_view();
                Some(view! { <ul class="chips">{chips}</ul> }.into_any())
            })}
            {part(move || {
                may.get()
                    .then(|| {
                        view! {
                            <GroupPicker
                                taken
                                pick=Callback::new(move |group| membership.change(group, true))
                            />
                        }
                    })
            })}
        </section>
    }
    .into_any()
}

fn chip(membership: Membership, group: GroupMark, may: Memo<bool>) -> AnyView {
    let name = group.name.clone();
    let remove = say(move || text::fill(words::GROUP_REMOVE, &[("group", &name)]));
    let address = route::admin_group(&group.id);
    let shown = group.name.clone();
    let group = StoredValue::new(group);
    view! {
        <li class="chip">
            <a class="chip-name" href=address>
                <bdi>{shown}</bdi>
            </a>
            {part(move || {
                may.get()
                    .then(|| {
                        view! {
                            <button
                                class="chip-remove"
                                type="button"
                                aria-label=remove
                                title=remove
                                on:click=move |_| membership.change(group.get_value(), false)
                            >
                                <Icon glyph=CLOSE/>
                            </button>
                        }
                    })
            })}
        </li>
    }
    .into_any()
}

impl Membership {
    /// Puts the customer into a group, or takes them out of it.
    fn change(self, group: GroupMark, join: bool) {
        let Some(customer) = untrack(|| self.record.customer.value()) else {
            return;
        };
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refusal.set(None);
        go(async move {
            let answer = put(self.desk, customer.id.clone(), group.id.clone(), join).await;
            if self.busy.is_disposed() {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(now) => {
                    let done = if join {
                        words::GROUP_JOINED
                    } else {
                        words::GROUP_LEFT
                    };
                    let sentence = said(done, &now, &group);
                    let (desk, record) = (self.desk, self.record);
                    let back = undo(move || {
                        let (id, group) = (customer.id.clone(), group.id.clone());
                        async move {
                            let now = put(desk, id, group, !join).await?;
                            record.took_back(now);
                            Ok(())
                        }
                    });
                    self.record.changed(now);
                    self.notices.tell(sentence, Some(back));
                    if !join {
                        set_timeout(|| focus(TITLE), Duration::from_millis(20));
                    }
                }
                Err(refusal) => self.refusal.set(Some(refusal)),
            }
        });
    }
}

async fn put(desk: Desk, id: CustomerId, group: GroupId, join: bool) -> Result<Customer, Refusal> {
    if join {
        ask::<JoinGroup>(desk, &(id, group), &(), &()).await
    } else {
        ask::<LeaveGroup>(desk, &(id, group), &(), &()).await
    }
}

fn said(key: Key, customer: &Customer, group: &GroupMark) -> String {
    let name = full_name(&customer.first_name, &customer.last_name, &customer.email);
    text::fill(key, &[("name", &name), ("group", &group.name)])
}
