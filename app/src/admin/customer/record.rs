//! What the parts of a customer's page share: the record, the open form, what was done.

use crate::admin::customer::choice::Choices;
use crate::admin::fields::Fields;
use crate::admin::refused::current;
use crate::admin::unsaved::Unsaved;
use crate::client::Refusal;
use crate::loaded::Loaded;
use domain::customer::Customer;
use domain::id::{AddressId, CustomerId};
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
    typed: RwSignal<Option<Fields>>,
    /// A password that was just given: seen once, kept nowhere.
    pub handed: RwSignal<Option<String>>,
}

impl Record {
    /// A page that was just opened, without an open form.
    pub fn new(id: &CustomerId, customer: Loaded<Customer>) -> Record {
        Record {
            customer,
            choices: Choices::new(),
            deeds: RwSignal::new(0),
            card: RwSignal::new(None),
            typed: RwSignal::new(None),
            handed: RwSignal::new(handed_over(id)),
        }
    }

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
        let typed = self.typed.get_untracked().filter(|_| open.is_some());
        let changed = typed.is_some_and(|fields| !fields.changed().is_empty());
        let turn = move || {
            self.typed.set(None);
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
        self.typed.set(Some(fields));
    }

    /// Whether something in the open form is to be corrected.
    pub fn is_wrong(self) -> bool {
        self.typed.get().is_some_and(|fields| fields.form.wrong())
    }

    /// The open form is done with.
    pub fn close(self) {
        self.typed.set(None);
        self.card.set(None);
    }

    /// Asks for the record again, and for what happened.
    pub fn again(self) {
        self.customer.again();
        self.deeds.update(|deeds| *deeds = deeds.wrapping_add(1));
    }
}

/// Keeps a password that was just given until its customer is shown.
pub fn hand_over(id: &CustomerId, password: Option<String>) {
    HANDED.set(password.map(|password| (id.clone(), password)));
}

fn handed_over(id: &CustomerId) -> Option<String> {
    let (customer, password) = HANDED.take()?;
    (customer == *id).then_some(password)
}
