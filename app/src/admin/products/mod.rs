//! `/admin/products`: everything the shop sells or sold.

pub mod words;

use crate::admin::ask::ask;
use crate::admin::clock;
use crate::admin::desk::Desk;
use crate::admin::not_up_to_date::NotUpToDate;
use crate::admin::part::part;
use crate::admin::table::table;
use crate::admin::trouble::Trouble;
use crate::loaded::Loaded;
use crate::reactive::{either, words as say};
use crate::settings::Settings;
use crate::text::{self, Key, t};
use crate::ui::badge::{Badge, Hue};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::account::Role;
use domain::api::product::ListProductRecords;
use domain::locale::Locale;
use domain::product::{Kind, ProductRecord};
use domain::route;
use leptos::prelude::*;

/// `/admin/products`
#[component]
pub fn Products() -> AnyView {
    let desk = expect_context::<Desk>();
    let at = RwSignal::new(0);
    let list = Loaded::new(move || {
        desk.follow_session();
        Box::pin(async move {
            let answer = ask::<ListProductRecords>(desk, &(), &(), &()).await?;
            at.try_set(clock::now());
            Ok(answer.items)
        })
    });
    let answered = Memo::new(move |_| list.value());
    let failed = Memo::new(move |_| {
        let nothing = answered.with(Option::is_none);
        nothing.then(|| list.refusal()).flatten()
    });
    view! {
        <div class="stack">
            <div class="list-head">
                <Heading text=text::said(words::TITLE)/>
                {part(move || {
                    desk.may(Role::Manager)
                        .then(|| {
                            view! {
                                <a class="button button-primary" href=route::ADMIN_PRODUCT_NEW>
                                    {t(words::CREATE)}
                                </a>
                            }
                        })
                })}
            </div>
            <NotUpToDate
                since=Signal::derive(move || list.value().map(|_| at.get()))
                refusal=Signal::derive(move || list.refusal())
                retry=move |()| list.again()
            />
            {either(move || match (answered.get(), failed.get()) {
                (Some(items), _) if items.is_empty() => {
                    view! {
                        <div class="card">
                            <Empty message=text::said(words::NEVER)/>
                        </div>
                    }
                        .into_any()
                }
                (Some(items), _) => rows(items),
                (None, Some(refusal)) => {
                    view! { <Trouble message=words::LIST_FAILED refusal retry=move |()| list.again()/> }
                        .into_any()
                }
                (None, None) => {
                    view! {
                        <div class="card">
                            <Loading bars=6/>
                        </div>
                    }
                        .into_any()
                }
            })}
        </div>
    }
    .into_any()
}

fn rows(items: Vec<ProductRecord>) -> AnyView {
    let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
    view! {
        <p class="list-count">
            <strong>{say(move || text::plural(count, words::COUNT_ONE, words::COUNT_OTHER))}</strong>
        </p>
        {table(
"rows products-list",
words::LIST_NAME,
[
("products-name", words::COLUMN_NAME),
("products-kind", words::COLUMN_KIND),
("products-listed", words::COLUMN_LISTED),
("products-vat", words::COLUMN_VAT),
("products-price", words::COLUMN_PRICE),
],
Signal::stored(false),
items.into_iter().map(row).collect(),
)}
    }
    .into_any()
}

fn row(record: ProductRecord) -> AnyView {
    let settings = expect_context::<Settings>();
    let path = route::admin_product(&record.id);
    let ProductRecord {
        kind,
        name_en,
        name_fr,
        price,
        vat_rate,
        validity_days,
        listed,
        ..
    } = record;
    let name = say(move || match text::locale() {
        Locale::En => name_en.clone(),
        Locale::Fr => name_fr.clone(),
    });
    let (hue, shape, word) = if listed {
        (Hue::Accent, "●", words::LISTED_YES)
    } else {
        (Hue::Plain, "○", words::LISTED_NO)
    };
    view! {
        <tr role="row">
            <th class="products-name" role="rowheader" scope="row">
                <a class="rows-link" href=path>
                    <bdi>{name}</bdi>
                </a>
            </th>
            <td class="products-kind" role="cell">
                {t(kind_word(kind))}
                {validity_days
                    .map(|days| {
                        view! {
                            ", "
                            {say(move || text::plural(days, words::DAYS_ONE, words::DAYS_OTHER))}
                        }
                    })}
            </td>
            <td class="products-listed" role="cell">
                <Badge hue shape>
                    {t(word)}
                </Badge>
            </td>
            <td class="products-vat" role="cell">
                <span class="rows-side" aria-hidden="true">{t(words::COLUMN_VAT)} " "</span>
                {say(move || text::percent(vat_rate))}
            </td>
            <td class="products-price amount" role="cell">
                {say(move || settings.with(|shop| text::money(price, &shop.currency)))}
            </td>
        </tr>
    }
    .into_any()
}

/// How a product is delivered, in a word.
pub fn kind_word(kind: Kind) -> Key {
    match kind {
        Kind::Service => words::KIND_SERVICE,
        Kind::Access => words::KIND_ACCESS,
        Kind::Download => words::KIND_DOWNLOAD,
    }
}
