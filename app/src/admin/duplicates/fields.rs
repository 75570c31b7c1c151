//! The two records beside each other: which stays, which account, and where each field comes from. Drawn once an answer; what is
//! chosen moves only the marks, so that focus stays where it is.

use crate::admin::customer::details::language;
use crate::admin::customer::value::{billing, figures, plain, postal};
use crate::admin::duplicates::choice::Choice;
use crate::admin::duplicates::compare::{name, told};
use crate::admin::duplicates::words;
use crate::admin::part::part;
use crate::admin::state::{account_badge, stage_badge};
use crate::admin::words as general;
use crate::reactive::words as say;
use crate::text::{self, Key, t};
use domain::customer::Customer;
use domain::duplicate::{Comparison, MergeField, Record};
use domain::route;
use leptos::prelude::*;

/// Which of the two stays.
#[component]
pub fn Records(comparison: StoredValue<Comparison>, choice: Choice) -> AnyView {
    let sides =
        comparison.with_value(|both| [record(&both.one, "one"), record(&both.other, "other")]);
    let [one, other] = sides.map(|draw| draw(comparison, choice));
    view! {
        <fieldset class="duplicates-records">
            <legend class="subheading">{t(words::RECORDS)}</legend>
            <div class="duplicates-pair">{one} {other}</div>
        </fieldset>
    }
    .into_any()
}

/// One of the two, with all that tells it from the other.
fn record(
    record: &Record,
    place: &'static str,
) -> impl FnOnce(StoredValue<Comparison>, Choice) -> AnyView + use<> {
    let record = record.clone();
    move |comparison, choice| {
        let id = StoredValue::new(record.customer.id.clone());
        let page = route::admin_customer(&record.customer.id);
        let (name, email) = (name(&record), record.customer.email.clone());
        let described = format!("record-{place}-more");
        let (created_at, orders) = (record.customer.created_at, record.has.orders);
        let kept = move || comparison.with_value(|both| choice.survivor(both)) == id.get_value();
        view! {
            <div class="card duplicates-record" class:duplicates-kept=kept>
                <label class="radio-line">
                    <input
                        class="radio-button"
                        type="radio"
                        name="survivor"
                        id=format!("survivor-{place}")
                        autocomplete="off"
                        aria-describedby=described.clone()
                        prop:checked=kept
                        on:change=move |_| choice.keep(id.get_value())
                    />
                    <span class="radio-text">
                        <span class="radio-word">
                            <bdi>{name}</bdi>
                        </span>
                        <span class="field-hint">
                            <bdi>{email}</bdi>
                        </span>
                    </span>
                </label>
                <p class="duplicates-badges" id=described>
                    {stage_badge(record.customer.stage)} {account_badge(record.customer.account, true)}
                    <span class="meta">
                        {say(move || {
                            let since = text::fill(words::SINCE, &[("date", &text::date(created_at))]);
                            let orders = text::plural(orders, words::ORDERS_ONE, words::ORDERS_OTHER);
                            format!("{since} · {orders}")
                        })}
                    </span>
                </p>
                <p class="duplicates-stays" aria-hidden="true">
                    {say(move || t(if kept() { words::STAYS } else { words::GOES })().to_owned())}
                </p>
                <a href=page>{t(words::OPEN_RECORD)}</a>
            </div>
        }
        .into_any()
    }
}

/// Which of two accounts in use stays; nothing where at most one is.
#[component]
pub fn Accounts(
    comparison: StoredValue<Comparison>,
    choice: Choice,
    missing: RwSignal<bool>,
) -> AnyView {
    let both = comparison.with_value(|both| {
        let in_use = both.one.account_in_use() && both.other.account_in_use();
        in_use.then(|| [both.one.clone(), both.other.clone()])
    });
    let Some(both) = both else {
        return ().into_any();
    };
    let accounts = both.into_iter().filter_map(|record| {
        let id = StoredValue::new(record.account?);
        let signed_in = record.customer.credentials.and_then(|way| way.signed_in_at);
        Some(view! {
            <label class="radio-line">
                <input
                    class="radio-button"
                    type="radio"
                    name="account"
                    id=format!("account-{}", id.get_value())
                    autocomplete="off"
                    prop:checked=move || choice.account() == Some(id.get_value())
                    on:change=move |_| {
                        missing.set(false);
                        choice.keep_account(id.get_value());
                    }
                />
                <span class="radio-text">
                    <span class="radio-word">
                        <bdi>{record.customer.email}</bdi>
                    </span>
                    <span class="field-hint">
                        {say(move || match signed_in {
                            Some(at) => text::fill(words::SIGNED_IN, &[("date", &text::date_time(at))]),
                            None => t(words::NEVER_SIGNED_IN)().to_owned(),
                        })}
                    </span>
                </span>
            </label>
        })
    });
    let accounts = accounts.collect_view();
    view! {
        <fieldset
            class="card stack-tight duplicates-accounts"
            id="merge-accounts"
            tabindex="-1"
            role="radiogroup"
            aria-required="true"
            aria-invalid=crate::reactive::flag(move || missing.get())
        >
            <legend class="subheading">{t(words::ACCOUNTS)}</legend>
            <p>{t(words::TWO_ACCOUNTS)}</p>
            {part(move || {
                missing
                    .get()
                    .then(|| {
                        view! {
                            <p class="field-error" role="alert">
                                {t(words::TWO_ACCOUNTS_FIRST)}
                            </p>
                        }
                    })
            })}
            {accounts}
        </fieldset>
    }
    .into_any()
}

fn label(field: MergeField) -> Key {
    match field {
        MergeField::Email => general::EMAIL,
        MergeField::FirstName => general::FIELD_FIRST_NAME,
        MergeField::LastName => general::FIELD_LAST_NAME,
        MergeField::Phone => general::FIELD_PHONE,
        MergeField::Organisation => general::FIELD_ORGANISATION,
        MergeField::Address => general::FIELD_ADDRESS,
        MergeField::Billing => general::FIELD_BILLING,
        MergeField::Locale => general::LANGUAGE,
    }
}

fn value(customer: &Customer, field: MergeField) -> AnyView {
    match field {
        MergeField::Email => plain(Some(&customer.email)),
        MergeField::FirstName => plain(Some(&customer.first_name)),
        MergeField::LastName => plain(Some(&customer.last_name)),
        MergeField::Phone => figures(customer.phone.as_deref()),
        MergeField::Organisation => plain(customer.organisation.as_deref()),
        MergeField::Address => postal(customer.address.as_ref()),
        MergeField::Billing => billing(customer.billing.as_ref()),
        MergeField::Locale => t(language(customer.locale)).into_any(),
    }
}

/// The fields in which the two differ, one choice each; on a phone each field is a block of its own.
#[component]
pub fn Fields(comparison: StoredValue<Comparison>, choice: Choice) -> AnyView {
    let (differing, same): (Vec<MergeField>, Vec<MergeField>) = comparison.with_value(|both| {
        MergeField::ALL
            .into_iter()
            .partition(|field| !field.same(&both.one, &both.other))
    });
    let heads =
        comparison.with_value(|both| [told(&both.one, &both.other), told(&both.other, &both.one)]);
    let rows = differing
        .into_iter()
        .map(|field| row(comparison, choice, field, &heads))
        .collect_view();
    let [one, other] = heads;
    view! {
        <section class="card stack" aria-labelledby="fields-title">
            <h2 class="subheading" id="fields-title">
                {t(words::FIELDS)}
            </h2>
            <table class="comparison duplicates-fields" role="table" aria-label=t(words::FIELDS)>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">
                            {t(words::COLUMN_FIELD)}
                        </th>
                        <th role="columnheader" scope="col">
                            <bdi>{one}</bdi>
                        </th>
                        <th role="columnheader" scope="col">
                            <bdi>{other}</bdi>
                        </th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
            {(!same.is_empty())
                .then(|| {
                    view! {
                        <p class="meta">
                            {say(move || {
                                let names = same.iter().map(|field| t(label(*field))().to_lowercase());
                                let names = names.collect::<Vec<_>>().join(", ");
                                text::fill(words::SAME, &[("fields", &names)])
                            })}
                        </p>
                    }
                })}
        </section>
    }
    .into_any()
}

fn row(
    comparison: StoredValue<Comparison>,
    choice: Choice,
    field: MergeField,
    names: &[String; 2],
) -> AnyView {
    let [first, second] = names.clone();
    let cells = comparison.with_value(|both| {
        [
            cell(comparison, choice, field, &both.one, ("one", first)),
            cell(comparison, choice, field, &both.other, ("other", second)),
        ]
    });
    view! {
        <tr role="row">
            <th class="comparison-field" role="rowheader" scope="row">
                {t(label(field))}
            </th>
            {cells}
        </tr>
    }
    .into_any()
}

fn cell(
    comparison: StoredValue<Comparison>,
    choice: Choice,
    field: MergeField,
    record: &Record,
    (place, whose): (&'static str, String),
) -> AnyView {
    let id = StoredValue::new(record.customer.id.clone());
    let taken = move || comparison.with_value(|both| choice.source(both, field)) == id.get_value();
    let name = format!("field-{}", field.code());
    let input = format!("{name}-{place}");
    let said = format!("{input}-value");
    let described = say(move || {
        let field = t(label(field))();
        text::fill(words::TAKE, &[("field", field), ("name", &whose)])
    });
    view! {
        <td class="duplicates-value" class:duplicates-taken=taken role="cell">
            <label class="radio-line">
                <input
                    class="radio-button"
                    type="radio"
                    id=input
                    name=name
                    autocomplete="off"
                    aria-label=described
                    aria-describedby=said.clone()
                    prop:checked=taken
                    on:change=move |_| choice.take(field, id.get_value())
                />
                <span class="radio-text" id=said>
                    {value(&record.customer, field)}
                </span>
            </label>
        </td>
    }
    .into_any()
}
