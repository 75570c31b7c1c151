//! `/admin/products`: everything the shop sells or sold.

pub mod words;

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::list::{Face, List, whole};
use crate::admin::listed::Listed;
use crate::admin::part::part;
use crate::admin::table::table;
use crate::reactive::words as say;
use crate::settings::Settings;
use crate::text::{self, Key, t};
use crate::ui::badge::{Badge, Hue};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use domain::api::product::ListProductRecords;
use domain::locale::Locale;
use domain::permission::Right;
use domain::product::{Kind, ProductRecord};
use domain::route;
use leptos::prelude::*;

const TITLE: &str = "products-title";

/// `/admin/products`
#[component]
pub fn Products() -> AnyView {
    let desk = expect_context::<Desk>();
    let list = List::asking(route::ADMIN_PRODUCTS, |desk, (): ()| {
        Box::pin(async move {
            let answer = ask::<ListProductRecords>(desk, &(), &(), &()).await?;
            Ok(whole(answer.items))
        })
    });
    view! {
        <div class="stack">
            <div class="list-head">
                <Heading text=text::said(words::TITLE) id=TITLE/>
                {part(move || {
                    desk.may(Right::EditProducts).then(create)
                })}
            </div>
            {list.shown(Face {
                title: TITLE,
                failed: words::LIST_FAILED,
                count,
                note: |()| None,
                nothing: Box::new(move |_| never(desk)),
                rows: Box::new(rows),
            })}
        </div>
    }
    .into_any()
}

/// No product yet: the way to the first.
fn never(desk: Desk) -> AnyView {
    view! {
        <div class="card">
            <Empty message=text::said(words::NEVER)>
                {part(move || desk.may(Right::EditProducts).then(create))}
            </Empty>
        </div>
    }
    .into_any()
}

fn create() -> AnyView {
    view! {
        <a class="button button-primary" href=route::ADMIN_PRODUCT_NEW>
            {t(words::CREATE)}
        </a>
    }
    .into_any()
}

fn count(listed: &Listed<(), ProductRecord>) -> String {
    text::plural(listed.here(), words::COUNT_ONE, words::COUNT_OTHER)
}

fn rows(listed: Listed<(), ProductRecord>) -> AnyView {
    table(
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
        listed.page.items.into_iter().map(row).collect(),
    )
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
