//! `/admin/customers/{id}`: a customer's record, what waits on it, and what happened to it.

mod choice;
mod comparison;
mod details;
mod dismissal;
pub mod entry;
pub mod fact;
mod gone;
mod history;
mod in_short;
mod orders;
mod outcome;
mod pending;
pub mod value;

use crate::admin::ask::ask;
use crate::admin::customer::choice::Choices;
use crate::admin::customer::details::Details;
use crate::admin::customer::gone::Gone;
use crate::admin::customer::history::History;
use crate::admin::customer::in_short::InShort;
use crate::admin::customer::orders::Orders;
use crate::admin::customer::pending::PendingDetails;
use crate::admin::customers::listed::Listed;
use crate::admin::desk::Desk;
use crate::admin::part::part;
use crate::admin::state::{account_badge, stage_badge};
use crate::admin::trouble::Trouble;
use crate::admin::words;
use crate::loaded::Loaded;
use crate::reactive::{either, follow};
use crate::text;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::customer::GetCustomer;
use domain::customer::Customer;
use domain::id::CustomerId;
use domain::route;
use leptos::prelude::*;

/// What the page's parts share. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Record {
    pub customer: Loaded<Customer>,
    pub choices: Choices,
    /// Grows when something was done, so that the history asks again.
    pub deeds: RwSignal<u32>,
}

impl Record {
    /// Whether the page was left while an answer was awaited.
    pub fn is_left(self) -> bool {
        self.deeds.is_disposed()
    }

    /// Takes over the record as the Worker answered it.
    pub fn changed(self, customer: Customer) {
        self.customer.set(customer);
        self.deeds.update(|deeds| *deeds = deeds.wrapping_add(1));
    }

    /// Asks for the record again, and for what happened.
    pub fn again(self) {
        self.customer.again();
        self.deeds.update(|deeds| *deeds = deeds.wrapping_add(1));
    }
}

/// `/admin/customers/{id}`
#[component]
pub fn CustomerPage(id: CustomerId) -> AnyView {
    let desk = expect_context::<Desk>();
    let in_list = name_in_list(desk, &id);
    let asked = id.clone();
    let customer = Loaded::new(move || {
        desk.follow_session();
        let id = asked.clone();
        Box::pin(async move { ask::<GetCustomer>(desk, &id, &(), &()).await })
    });
    let record = Record {
        customer,
        choices: Choices::new(),
        deeds: RwSignal::new(0),
    };
    let gone = Memo::new(move |_| customer.refusal().is_some_and(|r| r.status() == 404));
    let name = Memo::new(move |_| match customer.value() {
        _ if gone.get() => None,
        Some(customer) => Some(full_name(
            &customer.first_name,
            &customer.last_name,
            &customer.email,
        )),
        None => in_list.clone(),
    });
    let title = Signal::derive(move || {
        name.get()
            .unwrap_or_else(|| text::t(words::CUSTOMER_TITLE)().to_owned())
    });
    let path = route::admin_customer(&id);
    follow(move || desk.set_place(&path, title.get()));
    let here = Memo::new(move |_| customer.value().is_some());
    let failed = Memo::new(move |_| {
        customer
            .refusal()
            .filter(|refusal| !here.get() || refusal.status() == 403)
    });
    view! {
        <div class="record">
            <div class="record-head">
                <Heading text=title title=text::said(words::CUSTOMER_TITLE)/>
                <Badges customer/>
            </div>
            {either(move || {
                let id = id.clone();
                if gone.get() {
                    return view! { <Gone/> }.into_any();
                }
                if let Some(refusal) = failed.get() {
                    return view! {
                        <Trouble
                            message=words::CUSTOMER_FAILED
                            refusal
                            retry=move |()| customer.again()
                        />
                    }
                        .into_any();
                }
                if !here.get() {
                    return view! {
                        <div class="card">
                            <Loading bars=6/>
                        </div>
                    }
                        .into_any();
                }
                view! {
                    <div class="record-parts">
                        <div class="record-main">
                            <PendingDetails record/>
                            <Details customer/>
                            <Orders id=id.clone()/>
                        </div>
                        <div class="record-side">
                            <InShort customer/>
                        </div>
                        <div class="record-past">
                            <History id deeds=record.deeds/>
                        </div>
                    </div>
                }
                    .into_any()
            })}
        </div>
    }
    .into_any()
}

/// State and sign-in beside the name.
#[component]
fn Badges(customer: Loaded<Customer>) -> AnyView {
    part(move || {
        let gone = customer.refusal().is_some_and(|r| r.status() == 404);
        customer
            .value()
            .filter(|_| !gone)
            .map(|Customer { stage, account, .. }| {
                view! {
                    <p class="record-badges">
                        {stage_badge(stage)}
                        {account_badge(account, true)}
                    </p>
                }
            })
    })
    .into_any()
}

/// The list that led here knows the name already: the title needs not wait.
fn name_in_list(desk: Desk, id: &CustomerId) -> Option<String> {
    let listed = desk.listed::<Listed>(route::ADMIN_CUSTOMERS)?;
    let row = listed.page.items.iter().find(|row| row.id == *id)?;
    Some(full_name(&row.first_name, &row.last_name, &row.email))
}

/// First and last name; the e-mail where there is neither.
fn full_name(first: &str, last: &str, email: &str) -> String {
    let name = format!("{first} {last}");
    let name = name.trim();
    if name.is_empty() { email } else { name }.to_owned()
}
