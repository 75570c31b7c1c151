//! `/admin/customers/{id}`: a customer's record, what waits on it, and what happened to it.

mod address_inputs;
mod book;
mod book_form;
mod choice;
mod comparison;
mod consents;
mod credentials;
mod details;
mod details_form;
mod dismissal;
pub mod entry;
mod erasure;
pub mod fact;
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
pub mod staff_faults;
mod typed;
pub mod value;
mod words;

pub use new::NewCustomer;

use crate::admin::ask::ask;
use crate::admin::customer::choice::Choices;
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
use crate::admin::fields::Fields;
use crate::admin::part::part;
use crate::admin::refused::current;
use crate::admin::state::{account_badge, stage_badge};
use crate::admin::trouble::Trouble;
use crate::admin::unsaved::Unsaved;
use crate::admin::words as general;
use crate::client::Refusal;
use crate::loaded::Loaded;
use crate::reactive::{either, follow};
use crate::text;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::customer::GetCustomer;
use domain::customer::Customer;
use domain::id::{AddressId, CustomerId};
use domain::route;
use leptos::prelude::*;
use std::cell::RefCell;

thread_local! {
    /// A password that was given to a customer who is about to be shown.
    static HANDED: RefCell<Option<(CustomerId, String)>> = const { RefCell::new(None) };
}

/// A part of the page that is turned into its form. One is open at a time.
#[derive(Clone, PartialEq, Eq)]
pub enum Card {
    Details,
    /// An entry of the book; none is a new one.
    Address(Option<AddressId>),
    /// A way in for who has none.
    SignIn,
    /// Another password.
    Password,
}

/// What the page's parts share. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Record {
    pub customer: Loaded<Customer>,
    pub choices: Choices,
    /// Grows when something was done, so that the history asks again.
    pub deeds: RwSignal<u32>,
    /// The form that is open.
    pub card: RwSignal<Option<Card>>,
    /// What is typed in it.
    typed: StoredValue<Option<Fields>>,
    /// A password that was just given: seen once, kept nowhere.
    pub handed: RwSignal<Option<String>>,
}

impl Record {
    /// Whether the page was left while an answer was awaited.
    pub fn is_left(self) -> bool {
        self.deeds.is_disposed()
    }

    /// Takes over the record as the Worker answered it.
    pub fn changed(self, customer: Customer) {
        self.customer.set(customer);
        self.did();
    }

    /// Something was done that the history tells.
    pub fn did(self) {
        if !self.is_left() {
            self.deeds.update(|deeds| *deeds = deeds.wrapping_add(1));
        }
    }

    /// What an undo answered, where the page still stands.
    pub fn took_back(self, customer: Customer) {
        if !self.is_left() {
            self.changed(customer);
        }
    }

    /// Takes over the record that a refusal carries.
    pub fn met(self, refusal: &Refusal) {
        if let Some(customer) = current::<Customer>(refusal) {
            self.changed(customer);
        }
    }

    /// Opens a form. Another one with something typed in it is asked about first.
    pub fn open(self, unsaved: Unsaved, card: Card) {
        let open = self.card.get_untracked();
        if open.as_ref() == Some(&card) {
            return;
        }
        let typed = self.typed.get_value().filter(|_| open.is_some());
        let changed = typed.is_some_and(|fields| !fields.changed().is_empty());
        let turn = move || {
            self.typed.set_value(None);
            self.card.set(Some(card));
        };
        if changed {
            unsaved.pass(turn);
        } else {
            turn();
        }
    }

    /// The form that was opened holds these fields.
    pub fn holds(self, fields: Fields) {
        self.typed.set_value(Some(fields));
    }

    /// The open form is done with.
    pub fn close(self) {
        self.typed.set_value(None);
        self.card.set(None);
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
        card: RwSignal::new(None),
        typed: StoredValue::new(None),
        handed: RwSignal::new(handed_over(&id)),
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
                <Heading text=title title=text::said(general::CUSTOMER_TITLE)/>
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
                            <PendingDetails record/>
                            <Details record/>
                        </div>
                        <div class="record-side">
                            <SignIn record/>
                            <InShort customer/>
                            <Groups record/>
                        </div>
                        <div class="record-bought">
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
pub fn full_name(first: &str, last: &str, email: &str) -> String {
    let name = format!("{first} {last}");
    let name = name.trim();
    if name.is_empty() { email } else { name }.to_owned()
}

/// Keeps a password that was just given until its customer is shown.
fn hand_over(id: &CustomerId, password: Option<String>) {
    HANDED.set(password.map(|password| (id.clone(), password)));
}

fn handed_over(id: &CustomerId) -> Option<String> {
    let (customer, password) = HANDED.take()?;
    (customer == *id).then_some(password)
}
