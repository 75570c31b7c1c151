//! The pages around the checkout: shop, payment, order, sign-in, passwords, consents by mail, terms, privacy, and what stands at an address that
//! leads nowhere.

use crate::confirm_email::ConfirmEmail;
use crate::forgot_password::ForgotPassword;
use crate::mailing::{Consent, Unsubscribe};
use crate::missing::Missing;
use crate::order::OrderPage;
use crate::payment::Payment;
use crate::reactive::either;
use crate::set_password::SetPassword;
use crate::shop::Shop;
use crate::sign_in::SignIn;
use crate::terms::Terms;
use crate::your_data::YourData;
use domain::id::OrderId;
use domain::route;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The page of the address, and another when that changes.
pub fn pages() -> AnyView {
    let path = use_location().pathname;
    either(move || match path.get().as_str() {
        route::SHOP => view! { <Shop/> }.into_any(),
        route::CHECKOUT_PAYMENT => view! { <Payment/> }.into_any(),
        route::SIGN_IN => view! { <SignIn/> }.into_any(),
        route::FORGOT_PASSWORD => view! { <ForgotPassword/> }.into_any(),
        route::SET_PASSWORD => view! { <SetPassword/> }.into_any(),
        route::CONFIRM_EMAIL => view! { <ConfirmEmail/> }.into_any(),
        route::CONSENT => view! { <Consent/> }.into_any(),
        route::UNSUBSCRIBE => view! { <Unsubscribe/> }.into_any(),
        route::TERMS => view! { <Terms/> }.into_any(),
        route::YOUR_DATA => view! { <YourData/> }.into_any(),
        other => match order(other) {
            Some(id) => view! { <OrderPage id/> }.into_any(),
            None => view! { <Missing/> }.into_any(),
        },
    })
    .into_any()
}

/// The order that an address is the page of.
fn order(path: &str) -> Option<OrderId> {
    OrderId::parse(path.strip_prefix(route::ORDERS)?.strip_prefix('/')?)
}
