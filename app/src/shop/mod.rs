//! The shop's page: a few products, and the basket beside them.

pub mod basket;
mod bill;
pub mod kept;

use crate::client;
use crate::loaded::Loaded;
use crate::settings::Settings;
use crate::shop::basket::Basket;
use crate::shop::bill::Bill;
use crate::text::{self, Key, shop, t};
use crate::ui::button::{Button, Weight};
use crate::ui::empty::Empty;
use crate::ui::failed::Failed;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use crate::ui::toast::{Toasts, Undo};
use domain::api::shop::{InLocale, ListProducts};
use domain::product::{Kind, Product};
use domain::route;
use leptos::prelude::*;

/// `/`
#[component]
pub fn Shop() -> AnyView {
    let products = Loaded::new(|| {
        let query = InLocale {
            locale: Some(text::locale()),
        };
        Box::pin(async move {
            let products = client::call::<ListProducts>(&(), &query, &()).await?;
            Ok(products.items)
        })
    });
    view! {
        <div class="sidebar">
            <section class="stack stack-wide" aria-labelledby="shop-title">
                <div class="stack-tight">
                    <Heading text=text::said(shop::TITLE) id="shop-title"/>
                    <p class="lead">{t(shop::INTRO)}</p>
                </div>
                {move || match (products.value(), products.refusal()) {
                    (Some(items), _) if items.is_empty() => {
                        view! { <Empty message=text::said(shop::LIST_EMPTY)/> }.into_any()
                    }
                    (Some(items), _) => list(items),
                    (None, Some(refusal)) => {
                        view! {
                            <Failed
                                message=text::said(shop::LIST_FAILED)
                                refusal=Some(refusal)
                                retry=move |()| products.again()
                            />
                        }
                            .into_any()
                    }
                    (None, None) => view! { <Loading bars=6/> }.into_any(),
                }}
            </section>
            <Bill products=Signal::derive_local(move || products.value().unwrap_or_default())/>
        </div>
    }
    .into_any()
}

fn list(items: Vec<Product>) -> AnyView {
    view! {
        <ul class="products">
            {items.into_iter().map(|product| view! { <ProductCard product/> }).collect_view()}
        </ul>
    }
    .into_any()
}

/// One product, with its price and a button.
#[component]
fn ProductCard(product: Product) -> AnyView {
    let settings = expect_context::<Settings>();
    let basket = expect_context::<Basket>();
    let toasts = expect_context::<Toasts>();
    let price = product.price;
    let valid = product.validity_days;
    let id = product.id.clone();
    let name = StoredValue::new(product.name.clone());
    let add = move |()| {
        basket.add(&id);
        toasts.say(
            text::fill(shop::ADDED, &[("product", &name.get_value())]),
            Some(Undo {
                label: shop::TO_CHECKOUT,
                act: UnsyncCallback::new(|()| {
                    let _ = crate::dom::window().location().assign(route::CHECKOUT);
                }),
            }),
        );
    };
    let kind = kind_name(product.kind);
    view! {
        <li class="card product">
            <div class="product-top">
                <h2 class="product-name">{product.name}</h2>
                <p class="product-price amount">
                    {move || {
                        if price == 0 {
                            t(shop::FREE)().to_owned()
                        } else {
                            settings.with(|shop| text::money(price, &shop.currency))
                        }
                    }}
                </p>
            </div>
            <p class="product-text">{product.summary}</p>
            <div class="product-foot">
                <p class="meta">
                    {t(kind)}
                    {valid
                        .map(|days| {
                            view! {
                                " · "
                                {move || text::plural(days, shop::VALID_ONE, shop::VALID_OTHER)}
                            }
                        })}
                </p>
                <Button
                    label=shop::ADD
                    weight=Weight::Secondary
                    name=Signal::derive(move || {
                        text::fill(shop::ADD_NAME, &[("product", &name.get_value())])
                    })
                    press=add
                />
            </div>
        </li>
    }
    .into_any()
}

/// What a product is, in a word.
pub fn kind_name(kind: Kind) -> Key {
    match kind {
        Kind::Service => shop::KIND_SERVICE,
        Kind::Access => shop::KIND_ACCESS,
        Kind::Download => shop::KIND_DOWNLOAD,
    }
}
