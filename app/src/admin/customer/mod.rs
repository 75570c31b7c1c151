//! `/admin/customers/{id}`: a customer's record, what waits on it, and what happened to it.

mod address_inputs;
mod book;
mod book_form;
mod choice;
mod compared;
mod comparison;
mod consent_acts;
mod consents;
mod credentials;
pub mod details;
mod details_form;
mod details_inputs;
mod dismissal;
pub mod entry;
mod erasure;
mod erasure_told;
pub mod fact;
mod failing;
mod gone;
mod group_picker;
mod groups;
mod history;
mod in_short;
mod more;
mod new;
mod note;
mod note_entry;
mod orders;
mod outcome;
mod overtaken;
mod pending;
mod purchases;
mod record;
pub mod staff_faults;
mod typed;
pub mod value;
mod words;

pub use new::NewCustomer;
pub use record::{Card, Record, hand_over};

use crate::admin::ask::ask;
use crate::admin::conversations::card::CustomerConversations;
use crate::admin::customer::consents::Consents;
use crate::admin::customer::credentials::SignIn;
use crate::admin::customer::details::Details;
use crate::admin::customer::gone::Gone;
use crate::admin::customer::groups::Groups;
use crate::admin::customer::history::History;
use crate::admin::customer::in_short::InShort;
use crate::admin::customer::more::More;
use crate::admin::customer::orders::Orders;
use crate::admin::customer::pending::PendingDetails;
use crate::admin::customer::purchases::Purchases;
use crate::admin::customers::listed::Listed;
use crate::admin::desk::Desk;
use crate::admin::duplicates::Hint;
use crate::admin::part::part;
use crate::admin::state::{account_badge, failing_flag, stage_badge};
use crate::admin::trouble::Trouble;
use crate::admin::words as general;
use crate::loaded::Loaded;
use crate::reactive::{either, follow, words as say};
use crate::text::{self, common};
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::customer::GetCustomer;
use domain::customer::Customer;
use domain::id::CustomerId;
use domain::route;
use leptos::prelude::*;

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
    let record = Record::new(&id, customer);
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
            .unwrap_or_else(|| text::t(general::CUSTOMER_TITLE)().to_owned())
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
                <Heading text=title title=document_title(record)/>
                <Badges customer/>
                {
                    let id = id.clone();
                    part(move || {
                        (here.get() && !gone.get())
                            .then(|| view! { <More id=id.clone() record/> })
                    })
                }
            </div>
            {either(move || {
                let id = id.clone();
                if gone.get() {
                    return view! { <Gone/> }.into_any();
                }
                if let Some(refusal) = failed.get() {
                    return view! {
                        <Trouble
                            message=general::CUSTOMER_FAILED
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
                    // the order is the phone's; wide windows set two columns
                    <div class="record-parts">
                        <div class="record-main">
                            <Hint id=id.clone() record/>
                            <PendingDetails record/>
                            <Details record/>
                        </div>
                        <div class="record-side">
                            <SignIn record/>
                            <InShort customer/>
                            <Groups record/>
                        </div>
                        <div class="record-bought">
                            <CustomerConversations id=id.clone()/>
                            <Orders id=id.clone()/>
                            <Purchases id=id.clone()/>
                        </div>
                        <div class="record-agreed">
                            <Consents record/>
                        </div>
                        <div class="record-past">
                            <History id record/>
                        </div>
                    </div>
                }
                    .into_any()
            })}
        </div>
    }
    .into_any()
}

/// Nothing private stands in a title; that something is to be corrected does.
fn document_title(record: Record) -> Signal<String> {
    say(move || {
        let prefix = if record.is_wrong() {
            text::t(common::ERROR_PREFIX)()
        } else {
            ""
        };
        format!("{prefix}{}", text::t(general::CUSTOMER_TITLE)())
    })
}

/// State and sign-in beside the name.
#[component]
fn Badges(customer: Loaded<Customer>) -> AnyView {
    part(move || {
        let gone = customer.refusal().is_some_and(|r| r.status() == 404);
        customer.value().filter(|_| !gone).map(|customer| {
            view! {
                <p class="record-badges">
                    {stage_badge(customer.stage)}
                    {account_badge(customer.account, true)}
                    {customer.suppressed.is_some().then(failing_flag)}
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
pub fn full_name(first: &str, last: &str, email: &str) -> String {
    let name = format!("{first} {last}");
    let name = name.trim();
    if name.is_empty() { email } else { name }.to_owned()
}
