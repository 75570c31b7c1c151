//! `/admin/duplicates/{one}/{other}`: two records side by side, what is chosen of each, and what follows from it.

use crate::admin::ask::ask;
use crate::admin::customer::full_name;
use crate::admin::desk::Desk;
use crate::admin::duplicates::choice::Choice;
use crate::admin::duplicates::confirmation::Merging;
use crate::admin::duplicates::fields::{Accounts, Fields, Records};
use crate::admin::duplicates::follows::Follows;
use crate::admin::duplicates::row::Apart;
use crate::admin::duplicates::why::why;
use crate::admin::duplicates::words;
use crate::admin::part::part;
use crate::admin::trouble::Trouble;
use crate::loaded::Loaded;
use crate::reactive::{either, follow};
use crate::text::{self, Key, t};
use crate::ui::button::{Button, Weight};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use crate::ui::notice::{Notice, Tone};
use domain::api::duplicate::CompareCustomers;
use domain::duplicate::{Comparison, Record, Unmergeable};
use domain::id::CustomerId;
use domain::route;
use leptos::prelude::*;

/// The name of a record.
pub fn name(record: &Record) -> String {
    let customer = &record.customer;
    full_name(&customer.first_name, &customer.last_name, &customer.email)
}

/// What tells a record from the other one: its name, or its e-mail where both are called the same.
pub fn told(record: &Record, other: &Record) -> String {
    match name(record) {
        same if same == name(other) => record.customer.email.clone(),
        own => own,
    }
}

/// `/admin/duplicates/{one}/{other}`
#[component]
pub fn ComparePage(one: CustomerId, other: CustomerId) -> AnyView {
    let desk = expect_context::<Desk>();
    let title = text::said(words::COMPARE_TITLE);
    let path = route::admin_comparison(&one, &other);
    follow(move || desk.set_place(&path, title.get()));
    let ids = StoredValue::new((one, other));
    let loaded = Loaded::new(move || {
        desk.follow_session();
        let ids = ids.get_value();
        Box::pin(async move { ask::<CompareCustomers>(desk, &ids, &(), &()).await })
    });
    let answered = Memo::new(move |_| loaded.value());
    // what was chosen outlives an answer that is newer
    let choice = Choice::new();
    // why the last merge did not go through: the records it was asked with are gone from the screen by then
    let refused = RwSignal::new(None::<Key>);
    view! {
        <div class="stack">
            <Heading text=title/>
            {part(move || {
                let reason = refused.get()?;
                Some(
                    view! {
                        <Notice tone=Tone::Warn>
                            <p>{t(reason)}</p>
                        </Notice>
                    },
                )
            })}
            {either(move || match (answered.get(), loaded.refusal()) {
                (_, Some(refusal)) if refusal.status() == 404 => gone(),
                (Some(comparison), _) => view! { <Side comparison choice loaded refused/> }.into_any(),
                (None, Some(refusal)) => {
                    view! {
                        <Trouble
                            message=words::COMPARE_FAILED
                            refusal
                            retry=move |()| loaded.again()
                        />
                    }
                        .into_any()
                }
                (None, None) => {
                    view! {
                        <div class="card">
                            <Loading bars=9/>
                        </div>
                    }
                        .into_any()
                }
            })}
        </div>
    }
    .into_any()
}

/// One of them is no customer any more: merged already, or deleted.
fn gone() -> AnyView {
    view! {
        <div class="card">
            <Empty message=text::said(words::GONE)>
                <a class="button" href=route::ADMIN_DUPLICATES>
                    {t(words::BACK)}
                </a>
            </Empty>
        </div>
    }
    .into_any()
}

#[component]
fn Side(
    comparison: Comparison,
    choice: Choice,
    loaded: Loaded<Comparison>,
    refused: RwSignal<Option<Key>>,
) -> AnyView {
    let alike = (!comparison.why.is_empty()).then(|| why(&comparison.why));
    let told_apart = comparison.told_apart;
    let ids = (
        comparison.one.customer.id.clone(),
        comparison.other.customer.id.clone(),
    );
    let comparison = StoredValue::new(comparison);
    let asking = RwSignal::new(false);
    let unmergeable = Memo::new(move |_| {
        comparison.with_value(|comparison| match choice.plan(comparison) {
            Ok(_) => None,
            Err(Unmergeable::TwoAccounts) => Some(words::TWO_ACCOUNTS_FIRST),
            Err(_) => Some(words::STAFF),
        })
    });
    // pressed too early, it says what is missing, where it is missing
    let missing = RwSignal::new(false);
    view! {
        {alike
            .map(|alike| {
                view! {
                    <p class="cluster duplicates-alike">
                        <span>{t(words::ALIKE)}</span>
                        {alike}
                    </p>
                }
            })}
        {told_apart
            .then(|| {
                view! {
                    <Notice>
                        <p>{t(words::TOLD_APART)}</p>
                    </Notice>
                }
            })}
        <Records comparison choice/>
        <Accounts comparison choice missing/>
        <Fields comparison choice/>
        <Follows comparison choice/>
        {part(move || {
            (unmergeable.get() == Some(words::STAFF))
                .then(|| {
                    view! {
                        <Notice tone=Tone::Warn>
                            <p>{t(words::STAFF)}</p>
                        </Notice>
                    }
                })
        })}
        <div class="cluster duplicates-decide">
            <Button
                id="merge"
                label=words::MERGE_OPEN
                weight=Weight::Primary
                press=move |()| match unmergeable.get_untracked() {
                    None => {
                        refused.set(None);
                        asking.set(true);
                    }
                    Some(reason) => {
                        missing.set(reason == words::TWO_ACCOUNTS_FIRST);
                        request_animation_frame(|| crate::form::focus("merge-accounts"));
                    }
                }
            />
            {(!told_apart).then(|| view! { <Apart ids again=move |()| loaded.again()/> })}
        </div>
        <Merging comparison choice loaded refused open=asking/>
    }
    .into_any()
}
