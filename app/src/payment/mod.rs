//! `/checkout/payment`: thank you for the details, the bill, what is agreed to, and the button that orders. It looks the same for a
//! mailbox the shop knows and one it does not.

mod agreement;
mod details;
mod means;
mod placing;
mod saved_back;
mod steps;

use crate::client::{self, Refusal};
use crate::form::{Form, focus};
use crate::loaded::Loaded;
use crate::order::{self, bill};
use crate::payment::agreement::Agreement;
use crate::payment::details::details;
use crate::payment::means::means;
use crate::payment::saved_back::SavedBackNotice;
use crate::payment::steps::steps;
use crate::reactive::{either, follow, shown, words};
use crate::shop::basket::Basket;
use crate::shop::kept;
use crate::text::{self, checkout, error, payment, t};
use crate::ui::button::Weight;
use crate::ui::empty::Empty;
use crate::ui::failed::Failed;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use crate::ui::notice::{Notice, Tone};
use domain::api::checkout::GetCheckout;
use domain::api::shop::InLocale;
use domain::checkout::Checkout;
use domain::id::OrderId;
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// This tab's checkout as the Worker has it; `None` once it is gone.
type Opened = Loaded<Option<Checkout>>;

/// How far the page has come.
#[derive(Clone, PartialEq)]
enum Stage {
    Waiting,
    Failed(Refusal),
    Nothing,
    Ordered(OrderId),
    Here,
}

/// `/checkout/payment`
#[component]
pub fn Payment() -> AnyView {
    let Some((id, _)) = kept::checkout() else {
        return nothing();
    };
    let opened: Opened = Loaded::new(move || {
        let id = id.clone();
        let query = InLocale {
            locale: Some(text::locale()),
        };
        Box::pin(async move {
            match client::call::<GetCheckout>(&id, &query, &()).await {
                Ok(checkout) => Ok(Some(checkout)),
                Err(refusal) if refusal.status() == 404 => Ok(None),
                Err(refusal) => Err(refusal),
            }
        })
    });
    let stage = Memo::new(move |_| match (opened.value(), opened.refusal()) {
        (Some(Some(checkout)), _) => match (checkout.order, checkout.contact) {
            (Some(order), _) => Stage::Ordered(order),
            (None, Some(_)) => Stage::Here,
            (None, None) => Stage::Nothing,
        },
        (Some(None), _) => Stage::Nothing,
        (None, Some(refusal)) => Stage::Failed(refusal),
        (None, None) => Stage::Waiting,
    });
    let basket = expect_context::<Basket>();
    let navigate = use_navigate();
    let go_to_order = UnsyncCallback::new(move |id: OrderId| {
        if let Some((_, bought)) = kept::checkout() {
            basket.without(&bought);
        }
        kept::forget_checkout();
        // Back leads to the shop, not to a payment that is done.
        let replace = NavigateOptions {
            replace: true,
            ..Default::default()
        };
        navigate(&route::order(&id), replace);
    });
    follow(move || {
        if let Stage::Ordered(order) = stage.get() {
            go_to_order.run(order);
        }
    });
    either(move || match stage.get() {
        Stage::Here => view! { <Here opened go_to_order/> }.into_any(),
        Stage::Nothing => nothing(),
        Stage::Failed(refusal) => failed(refusal, opened),
        Stage::Waiting | Stage::Ordered(_) => view! { <Loading bars=5/> }.into_any(),
    })
    .into_any()
}

/// The page itself; its parts follow the checkout each for itself, so that another language or price keeps what is ticked.
#[component]
fn Here(opened: Opened, go_to_order: UnsyncCallback<OrderId>) -> AnyView {
    let form = Form::new();
    let changed = RwSignal::new(false);
    let name = words(move || {
        let contact = opened.value().flatten().and_then(|found| found.contact);
        let first = contact
            .map(|contact| contact.first_name)
            .unwrap_or_default();
        text::fill(checkout::SAVED_TITLE, &[("name", first.trim())])
    });
    // The bill is what changed: that is where to look.
    follow(move || {
        if changed.get() {
            focus("bill-title");
        }
    });
    let placed = UnsyncCallback::new(move |id: OrderId| {
        order::thank_for(&id);
        go_to_order.run(id);
    });
    view! {
        <div class="payment">
            <div class="payment-head contact-head">
                {steps()}
                <Heading text=name title=text::said(checkout::SAVED_DOCUMENT_TITLE) form/>
                <SavedBackNotice opened/>
            </div>
            <div class="payment-facts stack stack-wide">
                {either(move || details(opened))} {either(move || means(opened))}
            </div>
            <section class="card bill payment-bill" aria-labelledby="bill-title">
                <h2 class="subheading" id="bill-title" tabindex="-1">
                    {t(payment::BILL_TITLE)}
                </h2>
                {shown(move || changed.get().then(price_changed))}
                {shown(move || Some(bill::of_checkout(&opened.value().flatten()?)))}
                <Agreement opened form changed placed/>
            </section>
        </div>
    }
    .into_any()
}

fn price_changed() -> AnyView {
    view! {
        <Notice tone=Tone::Warn>
            <p>{t(payment::CHANGED)}</p>
        </Notice>
    }
    .into_any()
}

/// Nothing was left at a contact step in this tab.
fn nothing() -> AnyView {
    view! {
        <Heading text=text::said(checkout::SAVED_HEADING)/>
        <Empty message=text::said(checkout::SAVED_NONE)>
            <a class=Weight::Primary.class() href=route::CHECKOUT rel="external">
                {t(checkout::SAVED_NONE_BACK)}
            </a>
        </Empty>
    }
    .into_any()
}

fn failed(refusal: Refusal, opened: Opened) -> AnyView {
    let message = match refusal.status() {
        0 => text::common::LOAD_FAILED,
        _ => error::SERVER,
    };
    view! {
        <Heading text=text::said(checkout::SAVED_HEADING)/>
        <Failed
            message=text::said(message)
            refusal=Some(refusal)
            retry=move |()| opened.again()
        />
    }
    .into_any()
}
