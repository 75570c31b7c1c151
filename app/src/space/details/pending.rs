//! What somebody typed at a checkout for this mailbox without being signed in: beside the record, to use or to discard.

use crate::address;
use crate::client;
use crate::dom::focus;
use crate::loaded::Loaded;
use crate::phone;
use crate::reactive::{either, shown, words as say};
use crate::settings::Settings;
use crate::space::act::{Act, current};
use crate::space::arranged::Arranged;
use crate::space::details::record::billed;
use crate::space::details::words;
use crate::space::own::Own;
use crate::text::{self, Key, checkout, t};
use crate::ui::button::{Button, Weight};
use crate::ui::failed::Failed;
use crate::ui::toast::Toasts;
use domain::account::Profile;
use domain::api::account::{ApplyOwnPending, DismissOwnPending, ListOwnPending, OwnPending};
use domain::api::customer::Apply;
use domain::pending::{Details, DetailsField, Pending};
use leptos::prelude::*;
use std::time::Duration;

const TITLE: &str = "pending-title";

/// Absent when nothing waits.
pub fn waiting() -> AnyView {
    let profile = Own::record();
    // Another version of the record is another comparison.
    let version = Memo::new(move |_| profile.value().map(|own| own.version));
    let waiting = Loaded::new(move || {
        version.track();
        Box::pin(async move { client::call::<ListOwnPending>(&(), &(), &()).await })
    });
    let card = either(move || match (waiting.value(), waiting.refusal()) {
        (_, Some(refusal)) => view! {
            <Failed
                message=text::said(words::PENDING_FAILED)
                refusal=Some(refusal)
                retry=move |()| waiting.again()
            />
        }
        .into_any(),
        (Some(own), None) if !own.items.is_empty() => card(own, waiting),
        _ => ().into_any(),
    });
    view! { {card} }.into_any()
}

fn card(own: OwnPending, waiting: Loaded<OwnPending>) -> AnyView {
    let version = own.version;
    let items: Vec<AnyView> = own
        .items
        .into_iter()
        .map(|item| entry(item, version, waiting))
        .collect();
    view! {
        <section class="card stack" aria-labelledby=TITLE>
            <h2 class="subheading" id=TITLE tabindex="-1">
                {t(words::PENDING)}
            </h2>
            <p>{t(words::PENDING_WHY)}</p>
            {items}
        </section>
    }
    .into_any()
}

/// One set of details: the rows that differ, a ticked box each.
fn entry(item: Pending, version: u32, waiting: Loaded<OwnPending>) -> AnyView {
    let profile = Own::record();
    let toasts = expect_context::<Toasts>();
    let space = Arranged::space();
    let Some(record) = untrack(|| profile.value()) else {
        return ().into_any();
    };
    let act = Act::new();
    let chosen = RwSignal::new(item.differing.clone());
    let id = StoredValue::new(item.id.clone());
    let typed_at = item.typed_at;
    let done = move |said: Key| {
        waiting.again();
        space.again();
        toasts.say(text::word(said).to_owned(), None);
        set_timeout(|| focus("details-title"), Duration::from_millis(20));
    };
    let use_it = UnsyncCallback::new(move |()| {
        let fields = chosen.get_untracked();
        if fields.is_empty() {
            return;
        }
        let asked = Apply {
            version: Some(version),
            fields,
        };
        act.run::<ApplyOwnPending>(id.get_value(), asked, move |now| {
            profile.set(now);
            done(words::PENDING_USED);
        });
    });
    let discard = UnsyncCallback::new(move |()| {
        act.run::<DismissOwnPending>(id.get_value(), (), move |()| done(words::PENDING_DISCARDED));
    });
    let overtaken = shown(move || {
        let now = current::<Profile>(&act.refusal.get()?, "stale")?;
        untrack(|| profile.set(now));
        None
    });
    let details = record.details();
    let rows: Vec<AnyView> = item
        .differing
        .iter()
        .map(|field| row(&item, &details, *field, chosen))
        .collect();
    let none = move || chosen.with(Vec::is_empty);
    view! {
        <div class="stack space-entry">
            <p class="meta">
                {say(move || {
                    text::fill(words::PENDING_TYPED, &[("date", &text::date_time(typed_at))])
                })}
            </p>
            <ul class="space-rows">{rows}</ul>
            {act.said(use_it)}
            {overtaken}
            {shown(move || {
                none().then(|| view! { <p class="meta">{t(words::PENDING_NONE)}</p> }.into_any())
            })}
            <div class="cluster">
                <Button
                    label=words::PENDING_USE
                    weight=Weight::Primary
                    busy=act.busy
                    press=move |()| use_it.run(())
                />
                <Button
                    label=words::PENDING_DISCARD
                    busy=act.busy
                    press=move |()| discard.run(())
                />
            </div>
        </div>
    }
    .into_any()
}

fn row(
    item: &Pending,
    record: &Details,
    field: DetailsField,
    chosen: RwSignal<Vec<DetailsField>>,
) -> AnyView {
    let name = format!("use-{}-{}", item.id, field.code());
    let (stands, typed) = (value(record, field), value(&item.details, field));
    let tick = move |on: bool| {
        chosen.update(|fields| {
            fields.retain(|own| *own != field);
            if on {
                fields.push(field);
            }
        });
    };
    view! {
        <li class="space-compare">
            <label class="checkbox">
                <input
                    class="checkbox-box"
                    type="checkbox"
                    id=name.clone()
                    name=name
                    prop:checked=move || chosen.with(|fields| fields.contains(&field))
                    on:change=move |event| tick(event_target_checked(&event))
                />
                <span class="checkbox-label">{t(label(field))}</span>
            </label>
            <dl class="space-sides">
                <dt>{t(words::PENDING_RECORD)}</dt>
                <dd>{stands}</dd>
                <dt>{t(words::PENDING_SIDE)}</dt>
                <dd>{typed}</dd>
            </dl>
        </li>
    }
    .into_any()
}

fn label(field: DetailsField) -> Key {
    match field {
        DetailsField::FirstName => checkout::FIRST_NAME_LABEL,
        DetailsField::LastName => checkout::LAST_NAME_LABEL,
        DetailsField::Phone => checkout::PHONE_LABEL,
        DetailsField::Organisation => checkout::ORGANISATION_LABEL,
        DetailsField::Address => checkout::LINE1_LABEL,
        DetailsField::Billing => checkout::SAVED_BILLING,
    }
}

/// A detail to read; a dash where there is none.
fn value(details: &Details, field: DetailsField) -> Signal<String> {
    let settings = expect_context::<Settings>();
    let details = details.clone();
    say(move || {
        let text = match field {
            DetailsField::FirstName => Some(details.first_name.clone()),
            DetailsField::LastName => Some(details.last_name.clone()),
            DetailsField::Phone => {
                let home = settings.with(|shop| shop.country.clone());
                details
                    .phone
                    .as_deref()
                    .map(|own| phone::readable(own, &home))
            }
            DetailsField::Organisation => details.organisation.clone(),
            DetailsField::Address => details
                .address
                .as_ref()
                .map(|own| address::lines(own).join("\n")),
            DetailsField::Billing => details.billing.clone().map(billed),
        };
        text.unwrap_or_else(|| "–".to_owned())
    })
}
