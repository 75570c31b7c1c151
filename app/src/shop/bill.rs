//! The basket as a bill: lines, quantities, total, and the way to checkout.

use crate::form::focus;
use crate::settings::Settings;
use crate::shop::basket::Basket;
use crate::text::{self, shop, t};
use crate::ui::button::{Button, Weight};
use crate::ui::icon::{Icon, MINUS, PLUS};
use crate::ui::toast::{Toasts, Undo};
use domain::checkout::{BasketLine, QUANTITY_MAX};
use domain::product::Product;
use domain::route;
use leptos::prelude::*;
use leptos::reactive::owner::LocalStorage;

/// Shows the basket at the prices of `products`; a line whose product is gone says so.
#[component]
pub fn Bill(products: Signal<Vec<Product>, LocalStorage>) -> AnyView {
    let settings = expect_context::<Settings>();
    let basket = expect_context::<Basket>();
    let amount = move |minor| settings.with(|shop| text::money(minor, &shop.currency));
    let total = move || {
        let products = products.get();
        basket
            .lines()
            .iter()
            .filter_map(|line| Some(find(&products, line)?.price * i64::from(line.quantity)))
            .sum::<i64>()
    };
    let body = move || {
        let products = products.get();
        let lines = basket.lines();
        if lines.is_empty() {
            return view! {
                <div>
                    <p>{t(shop::BASKET_EMPTY)}</p>
                    <p class="meta">{t(shop::BASKET_EMPTY_HINT)}</p>
                </div>
            }
            .into_any();
        }
        let rows: Vec<AnyView> = lines
            .into_iter()
            .map(|line| row(basket, find(&products, &line).cloned(), line))
            .collect();
        view! {
            <ul>{rows}</ul>
            <p class="bill-row bill-total">
                <span>
                    {t(shop::TOTAL)} " " <span class="meta">{t(shop::VAT_INCLUDED)}</span>
                </span>
                <span class="amount">{move || amount(total())}</span>
            </p>
            <a class=Weight::Primary.class() href=route::CHECKOUT rel="external">
                {t(shop::TO_CHECKOUT)}
            </a>
        }
        .into_any()
    };
    view! {
        <section class="card bill bill-sticky" aria-labelledby="basket-title">
            <h2 class="subheading" id="basket-title" tabindex="-1">
                {t(shop::BASKET)}
            </h2>
            {body}
        </section>
    }
    .into_any()
}

fn find<'a>(products: &'a [Product], line: &BasketLine) -> Option<&'a Product> {
    products.iter().find(|product| product.id == line.product)
}

/// One line of the bill. Without its product, only taking it away is offered.
fn row(basket: Basket, product: Option<Product>, line: BasketLine) -> AnyView {
    let settings = expect_context::<Settings>();
    let toasts = expect_context::<Toasts>();
    let BasketLine {
        product: id,
        quantity,
    } = line;
    let name = StoredValue::new(
        product
            .as_ref()
            .map(|product| product.name.clone())
            .unwrap_or_default(),
    );
    let named =
        move |key| Signal::derive(move || text::fill(key, &[("product", &name.get_value())]));
    let price = product.as_ref().map(|product| product.price);
    let removed = id.clone();
    let remove = UnsyncCallback::new(move |()| {
        basket.set(&removed, 0);
        focus("basket-title");
        let back = removed.clone();
        toasts.say(
            text::fill(shop::REMOVED, &[("product", &name.get_value())]),
            Some(Undo {
                label: shop::PUT_BACK,
                act: UnsyncCallback::new(move |()| basket.set(&back, quantity)),
            }),
        );
    });
    let step = move |to: u32, glyph, label| {
        let id = id.clone();
        view! {
            <button
                class="button-icon"
                type="button"
                aria-label=named(label)
                on:click=move |_| if to == 0 { remove.run(()) } else { basket.set(&id, to) }
            >
                <Icon glyph/>
            </button>
        }
        .into_any()
    };
    let steps = price.is_some().then(|| {
        view! {
            {step(quantity - 1, MINUS, shop::FEWER)}
            <span class="bill-quantity amount">
                <span class="unseen">{named(shop::QUANTITY)} ": "</span>
                {move || text::number(quantity.into())}
            </span>
            {step((quantity + 1).min(QUANTITY_MAX), PLUS, shop::MORE)}
        }
    });
    view! {
        <li class="bill-line">
            <span class="bill-name">
                {move || match price {
                    Some(_) => name.get_value(),
                    None => t(text::error::PRODUCT_UNKNOWN)().to_owned(),
                }}
            </span>
            <span class="amount">
                {move || {
                    price
                        .map(|price| {
                            settings
                                .with(|shop| text::money(price * i64::from(quantity), &shop.currency))
                        })
                }}
            </span>
            <span class="bill-acts">
                {steps}
                <Button
                    label=shop::REMOVE
                    weight=Weight::Quiet
                    name=named(shop::REMOVE_NAME)
                    press=remove
                />
            </span>
        </li>
    }
    .into_any()
}
