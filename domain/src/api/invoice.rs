//! Invoices and credit notes: listed for their customer, and as PDF files for whoever may see their order.

use super::{Access, Endpoint, File, Method, PageQuery};
use crate::id::{InvoiceId, OrderId};
use crate::invoice::InvoiceSummary;
use crate::page::Page;
use crate::permission::Right;

/// `GET /api/account/invoices`
pub struct ListOwnInvoices;

impl Endpoint for ListOwnInvoices {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/invoices";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str =
        "The signed-in customer's invoices and credit notes, latest issued first.";
    type Params = ();
    type Query = PageQuery;
    type Request = ();
    type Response = Page<InvoiceSummary>;
}

/// `GET /api/account/invoices/{id}/pdf`
pub struct GetOwnInvoice;

impl Endpoint for GetOwnInvoice {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/invoices/{id}/pdf";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str = "An invoice or credit note of the signed-in customer as a PDF file, in the order's language: the same bytes each time.";
    type Params = InvoiceId;
    type Query = ();
    type Request = ();
    type Response = File;
}

/// `GET /api/orders/{id}/invoices/{invoice}/pdf`
pub struct GetOrderInvoice;

impl Endpoint for GetOrderInvoice {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/orders/{id}/invoices/{invoice}/pdf";
    const ACCESS: Access = Access::Order;
    const SUMMARY: &'static str =
        "An order's invoice or credit note as a PDF file, to whoever may see the order.";
    type Params = (OrderId, InvoiceId);
    type Query = ();
    type Request = ();
    type Response = File;
}

/// `GET /api/orders/{id}/pro-forma`
pub struct GetProForma;

impl Endpoint for GetProForma {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/orders/{id}/pro-forma";
    const ACCESS: Access = Access::Order;
    const SUMMARY: &'static str = "What an order that awaits its transfer comes to, as a PDF file; 409 `state` with the order where nothing is awaited.";
    type Params = OrderId;
    type Query = ();
    type Request = ();
    type Response = File;
}

/// `GET /api/admin/orders/{id}/invoices/{invoice}/pdf`
pub struct ReviewInvoice;

impl Endpoint for ReviewInvoice {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/orders/{id}/invoices/{invoice}/pdf";
    const ACCESS: Access = Access::Staff(Right::ReadOrders);
    const SUMMARY: &'static str =
        "An order's invoice or credit note as a PDF file, as its customer gets it.";
    type Params = (OrderId, InvoiceId);
    type Query = ();
    type Request = ();
    type Response = File;
}
