//! What staff do with one customer: create, correct, keep the address book, write notes, give and take sign-in, erase.

use crate::browser::{escape, same_origin};
use crate::{Reply, Staff, reply};
use domain::api::credentials::{EndSessions, LiftSlowing, SendReset, SetAccount};
use domain::api::record::{
    AddAddress, CreateCustomer, DeleteNote, EditAddress, EditCustomer, EditNote, EraseCustomer,
    ListPurchases, PreviewErasure, RemoveAddress, WriteNote,
};
use domain::api::{Endpoint, address};
use domain::contact::AddressForm;
use domain::credentials::AccountForm;
use domain::customer::{BookForm, Customer, CustomerForm, Erasure, ErasureForm, Purchases};
use domain::id::{AddressId, CustomerId, NoteId};
use domain::note::{Note, NoteForm};
use domain::problem::Problem;

/// A new customer as typed: what is required and nothing else.
pub fn jeanne(email: &str) -> CustomerForm {
    CustomerForm {
        first_name: Some("Jeanne".into()),
        last_name: Some("N’Guyen-Ünal".into()),
        email: Some(email.into()),
        ..CustomerForm::default()
    }
}

/// A correction of a record as it was seen.
pub fn of(seen: &Customer) -> CustomerForm {
    CustomerForm {
        version: Some(seen.version),
        ..CustomerForm::default()
    }
}

/// An address of the book as typed.
pub fn quay(line1: &str) -> AddressForm {
    AddressForm {
        line1: line1.into(),
        postcode: Some("13001".into()),
        city: "Marseille".into(),
        country: "FR".into(),
        ..AddressForm::default()
    }
}

/// A password typed by staff, with what goes with it.
pub fn typed(password: &str) -> AccountForm {
    AccountForm {
        can_sign_in: Some(true),
        password: Some(password.into()),
        ..AccountForm::default()
    }
}

/// An invitation.
pub fn invited() -> AccountForm {
    AccountForm {
        can_sign_in: Some(true),
        invite: Some(true),
        ..AccountForm::default()
    }
}

/// "Peut se connecter", moved.
pub fn outer(on: bool) -> AccountForm {
    AccountForm {
        can_sign_in: Some(on),
        ..AccountForm::default()
    }
}

/// "Activé", moved.
pub fn inner(on: bool) -> AccountForm {
    AccountForm {
        enabled: Some(on),
        ..AccountForm::default()
    }
}

impl Staff {
    pub async fn create(&self, form: &CustomerForm) -> Result<Customer, Problem> {
        read(&self.create_raw(form, &[]).await, CreateCustomer::STATUS)
    }

    /// Creates with more headers, and gives the answer itself.
    pub async fn create_raw(&self, form: &CustomerForm, headers: &[(&str, &str)]) -> Reply {
        let body = serde_json::to_string(form).expect("requests are JSON");
        let mut all = same_origin(self.world.url()).to_vec();
        all.push(("content-type", "application/json"));
        all.extend_from_slice(headers);
        self.send_patiently("POST", CreateCustomer::PATH, &all, &body)
            .await
    }

    /// A customer of this mailbox, made by hand.
    pub async fn creates(&self, email: &str) -> Customer {
        let made = self.create(&jeanne(email)).await;
        made.unwrap_or_else(|problem| panic!("{email}: {problem:?}"))
    }

    pub async fn edit(&self, id: &CustomerId, form: &CustomerForm) -> Result<Customer, Problem> {
        self.call::<EditCustomer>(id, &(), form).await
    }

    /// Corrects the e-mail of a record as it is now.
    pub async fn moves(&self, id: &CustomerId, email: &str) -> Customer {
        let form = CustomerForm {
            version: Some(self.customer(id).await.version),
            email: Some(email.into()),
            ..CustomerForm::default()
        };
        let moved = self.edit(id, &form).await;
        moved.unwrap_or_else(|problem| panic!("{email}: {problem:?}"))
    }

    pub async fn add_address(&self, id: &CustomerId, form: &BookForm) -> Result<Customer, Problem> {
        self.call::<AddAddress>(id, &(), form).await
    }

    pub async fn edit_address(
        &self,
        id: &CustomerId,
        entry: &AddressId,
        form: &BookForm,
    ) -> Result<Customer, Problem> {
        let params = (id.clone(), entry.clone());
        self.call::<EditAddress>(&params, &(), form).await
    }

    pub async fn remove_address(
        &self,
        id: &CustomerId,
        entry: &AddressId,
    ) -> Result<Customer, Problem> {
        let params = (id.clone(), entry.clone());
        self.call::<RemoveAddress>(&params, &(), &()).await
    }

    pub async fn purchases(&self, id: &CustomerId) -> Result<Purchases, Problem> {
        self.get::<ListPurchases>(id, &()).await
    }

    pub async fn write_note(&self, id: &CustomerId, text: &str) -> Result<Note, Problem> {
        let form = NoteForm { text: text.into() };
        self.call::<WriteNote>(id, &(), &form).await
    }

    pub async fn edit_note(
        &self,
        id: &CustomerId,
        note: &NoteId,
        text: &str,
    ) -> Result<(), Problem> {
        let form = NoteForm { text: text.into() };
        self.call::<EditNote>(&(id.clone(), note.clone()), &(), &form)
            .await
    }

    pub async fn delete_note(&self, id: &CustomerId, note: &NoteId) -> Result<(), Problem> {
        self.call::<DeleteNote>(&(id.clone(), note.clone()), &(), &())
            .await
    }

    pub async fn set_account(
        &self,
        id: &CustomerId,
        form: &AccountForm,
    ) -> Result<Customer, Problem> {
        let path = address::<SetAccount>(id, &(), escape);
        let reply = self.send_form(SetAccount::METHOD.name(), &path, form).await;
        read(&reply, SetAccount::STATUS)
    }

    /// The same, where nothing may be wrong.
    pub async fn sets_account(&self, id: &CustomerId, form: &AccountForm) -> Customer {
        let set = self.set_account(id, form).await;
        set.unwrap_or_else(|problem| panic!("{form:?}: {problem:?}"))
    }

    pub async fn send_reset(&self, id: &CustomerId) -> Result<Customer, Problem> {
        self.call::<SendReset>(id, &(), &()).await
    }

    pub async fn end_sessions(&self, id: &CustomerId) -> Result<Customer, Problem> {
        self.call::<EndSessions>(id, &(), &()).await
    }

    pub async fn lift_slowing(&self, id: &CustomerId) -> Result<Customer, Problem> {
        self.call::<LiftSlowing>(id, &(), &()).await
    }

    pub async fn preview_erasure(&self, id: &CustomerId) -> Result<Erasure, Problem> {
        self.get::<PreviewErasure>(id, &()).await
    }

    pub async fn erase(&self, id: &CustomerId, email: Option<&str>) -> Result<(), Problem> {
        let form = ErasureForm {
            email: email.map(str::to_owned),
        };
        self.call::<EraseCustomer>(id, &(), &form).await
    }

    /// The facts of a customer's history, newest first.
    pub async fn facts(&self, id: &CustomerId) -> Vec<String> {
        let entries = self.history(id).await;
        let facts = entries.iter().map(|entry| entry.fact.code().to_owned());
        facts.collect()
    }
}

fn read(reply: &Reply, status: u16) -> Result<Customer, Problem> {
    if reply.status >= 400 {
        return Err(reply.problem());
    }
    reply.expect(status);
    Ok(serde_json::from_slice(&reply.body).unwrap_or_else(|error| panic!("{reply}: {error}")))
}

/// `field: reason` of each field at fault in what must have been refused.
pub fn refused<T: std::fmt::Debug>(outcome: Result<T, Problem>) -> Vec<String> {
    reply::faults(&outcome.expect_err("this is refused"))
}

/// Status and code of what must have been refused.
pub fn code<T: std::fmt::Debug>(outcome: Result<T, Problem>) -> (u16, String) {
    let problem = outcome.expect_err("this is refused");
    (problem.status, problem.code.into_owned())
}
