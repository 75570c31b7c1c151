//! The pages around the checkout: shop, thank-you, sign-in, passwords, privacy, and what stands at an address that leads nowhere.

use crate::missing::Missing;
use crate::reactive::either;
use crate::saved::CheckoutSaved;
use crate::set_password::SetPassword;
use crate::shop::Shop;
use crate::sign_in::SignIn;
use crate::your_data::YourData;
use domain::route;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The page of the address, and another when that changes.
pub fn pages() -> AnyView {
    let path = use_location().pathname;
    either(move || match path.get().as_str() {
        route::SHOP => view! { <Shop/> }.into_any(),
        route::CHECKOUT_PAYMENT => view! { <CheckoutSaved/> }.into_any(),
        route::SIGN_IN => view! { <SignIn/> }.into_any(),
        route::SET_PASSWORD => view! { <SetPassword/> }.into_any(),
        route::YOUR_DATA => view! { <YourData/> }.into_any(),
        _ => view! { <Missing/> }.into_any(),
    })
    .into_any()
}
