//! The back office's work on one customer: creating, correcting, the address book, notes, erasing.

use super::{Access, Endpoint, Method};
use crate::customer::{BookForm, Customer, CustomerForm, Erasure, ErasureForm, Purchases};
use crate::id::{AddressId, CustomerId, NoteId};
use crate::note::{Note, NoteForm};
use crate::permission::Right;

/// `POST /api/admin/customers`
pub struct CreateCustomer;

impl Endpoint for CreateCustomer {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/customers";
    const ACCESS: Access = Access::Staff(Right::EditCustomers);
    const STATUS: u16 = 201;
    const SUMMARY: &'static str = "Makes a customer: last name, first name and e-mail are required. A known e-mail: 409 `email_taken` with the customer who has it.";
    type Params = ();
    type Query = ();
    type Request = CustomerForm;
    type Response = Customer;
}

/// `PUT /api/admin/customers/{id}`
pub struct EditCustomer;

impl Endpoint for EditCustomer {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/customers/{id}";
    const ACCESS: Access = Access::Staff(Right::EditCustomers);
    const SUMMARY: &'static str = "Corrects a customer. Another e-mail keeps the account linked and is told to both addresses; one that is taken: 422 `email: taken`.";
    type Params = CustomerId;
    type Query = ();
    type Request = CustomerForm;
    type Response = Customer;
}

/// `POST /api/admin/customers/{id}/addresses`
pub struct AddAddress;

impl Endpoint for AddAddress {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/customers/{id}/addresses";
    const ACCESS: Access = Access::Staff(Right::EditCustomers);
    const STATUS: u16 = 201;
    const SUMMARY: &'static str = "Adds an address to the book, which becomes the record's own.";
    type Params = CustomerId;
    type Query = ();
    type Request = BookForm;
    type Response = Customer;
}

/// `PUT /api/admin/customers/{id}/addresses/{aid}`
pub struct EditAddress;

impl Endpoint for EditAddress {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/customers/{id}/addresses/{aid}";
    const ACCESS: Access = Access::Staff(Right::EditCustomers);
    const SUMMARY: &'static str =
        "Changes an entry of the book, or makes it the record's own address.";
    type Params = (CustomerId, AddressId);
    type Query = ();
    type Request = BookForm;
    type Response = Customer;
}

/// `DELETE /api/admin/customers/{id}/addresses/{aid}`
pub struct RemoveAddress;

impl Endpoint for RemoveAddress {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/admin/customers/{id}/addresses/{aid}";
    const ACCESS: Access = Access::Staff(Right::EditCustomers);
    const SUMMARY: &'static str =
        "Removes an entry of the book; the one used before it becomes the record's own.";
    type Params = (CustomerId, AddressId);
    type Query = ();
    type Request = ();
    type Response = Customer;
}

/// `GET /api/admin/customers/{id}/purchases`
pub struct ListPurchases;

impl Endpoint for ListPurchases {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/customers/{id}/purchases";
    const ACCESS: Access = Access::Staff(Right::ReadCustomers);
    const SUMMARY: &'static str = "What a customer acquired.";
    type Params = CustomerId;
    type Query = ();
    type Request = ();
    type Response = Purchases;
}

/// `POST /api/admin/customers/{id}/notes`
pub struct WriteNote;

impl Endpoint for WriteNote {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/customers/{id}/notes";
    const ACCESS: Access = Access::Staff(Right::EditCustomers);
    const STATUS: u16 = 201;
    const SUMMARY: &'static str = "Writes a note into a customer's history.";
    type Params = CustomerId;
    type Query = ();
    type Request = NoteForm;
    type Response = Note;
}

/// `PUT /api/admin/customers/{id}/notes/{nid}`
pub struct EditNote;

impl Endpoint for EditNote {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/customers/{id}/notes/{nid}";
    const ACCESS: Access = Access::Staff(Right::EditCustomers);
    const STATUS: u16 = 204;
    const SUMMARY: &'static str =
        "Changes a note: its author only, for 15 minutes; later: 409 `note_settled`.";
    type Params = (CustomerId, NoteId);
    type Query = ();
    type Request = NoteForm;
    type Response = ();
}

/// `DELETE /api/admin/customers/{id}/notes/{nid}`
pub struct DeleteNote;

impl Endpoint for DeleteNote {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/admin/customers/{id}/notes/{nid}";
    const ACCESS: Access = Access::Staff(Right::EditCustomers);
    const STATUS: u16 = 204;
    const SUMMARY: &'static str =
        "Deletes a note: its author only, for 15 minutes; later: 409 `note_settled`.";
    type Params = (CustomerId, NoteId);
    type Query = ();
    type Request = ();
    type Response = ();
}

/// `GET /api/admin/customers/{id}/erasure`
pub struct PreviewErasure;

impl Endpoint for PreviewErasure {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/customers/{id}/erasure";
    const ACCESS: Access = Access::Staff(Right::EraseCustomers);
    const SUMMARY: &'static str = "What deleting this customer takes away and what the law keeps.";
    type Params = CustomerId;
    type Query = ();
    type Request = ();
    type Response = Erasure;
}

/// `DELETE /api/admin/customers/{id}`
pub struct EraseCustomer;

impl Endpoint for EraseCustomer {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/admin/customers/{id}";
    const ACCESS: Access = Access::Staff(Right::EraseCustomers);
    const STATUS: u16 = 204;
    const SUMMARY: &'static str = "Deletes a customer without orders; with orders the person is erased and the books stay. Paid and undelivered: 409 `undelivered` with the preview.";
    type Params = CustomerId;
    type Query = ();
    type Request = ErasureForm;
    type Response = ();
}
