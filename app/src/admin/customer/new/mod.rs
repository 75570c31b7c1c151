//! `/admin/customers/new`: a customer made by hand. Last name, first name and e-mail are all there needs to be.

mod form;
mod inputs;
mod person;

use crate::admin::customer::new::form::CreateForm;
use crate::admin::customer::new::inputs::PATHS;
use crate::admin::customer::words;
use crate::admin::desk::Desk;
use crate::admin::fields::Fields;
use crate::admin::no_right::no_right;
use crate::reactive::{either, follow};
use crate::text;
use crate::ui::heading::Heading;
use domain::permission::Right;
use domain::route;
use leptos::prelude::*;

/// `/admin/customers/new`
#[component]
pub fn NewCustomer() -> AnyView {
    let desk = expect_context::<Desk>();
    let title = text::said(words::NEW_TITLE);
    follow(move || desk.set_place(route::ADMIN_CUSTOMER_NEW, title.get()));
    let may = Memo::new(move |_| desk.may(Right::EditCustomers));
    let fields = Fields::new(&PATHS);
    view! {
        <div class="record">
            <Heading text=title form=fields.form/>
            {either(move || {
                if may.get() { view! { <CreateForm fields/> }.into_any() } else { no_right() }
            })}
        </div>
    }
    .into_any()
}
