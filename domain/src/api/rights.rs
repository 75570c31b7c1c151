//! What the signed-in customer decides about what the shop keeps of them.

use super::{Access, Endpoint, File, Method, Query};
use crate::consent::{ConsentForm, Consents};
use crate::customer::{Erasure, OwnErasureForm};
use crate::export::Shape;
use crate::locale::Locale;
use crate::problem::FieldError;

/// `GET /api/account/consents`
pub struct GetConsents;

impl Endpoint for GetConsents {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/consents";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str =
        "What the customer may agree to, whether they do, and every act with its words and time.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = Consents;
}

/// `PUT /api/account/consents`
pub struct SetConsent;

impl Endpoint for SetConsent {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/account/consents";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str = "Agrees, or takes it back; repeating it changes nothing. Other words than those read: 409 with those of now. A mailbox that was never proved agrees to nothing: 403 `proof`.";
    type Params = ();
    type Query = ();
    type Request = ConsentForm;
    type Response = Consents;
}

/// `GET /api/account/export`
pub struct ExportOwn;

/// In which shape and language; JSON and the shop's language where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExportQuery {
    pub shape: Shape,
    pub locale: Option<Locale>,
}

impl Query for ExportQuery {
    const KEYS: &'static [&'static str] = &["shape", "locale"];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        let unknown = |field: &'static str| FieldError::new(field, "unknown");
        match key {
            "shape" => self.shape = Shape::parse(value).ok_or_else(|| unknown("shape"))?,
            "locale" => self.locale = Some(Locale::parse(value).ok_or_else(|| unknown("locale"))?),
            other => return Err(FieldError::new(other.to_owned(), "unknown_key")),
        }
        Ok(())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let locale = self.locale.map(|own| ("locale", own.code().to_owned()));
        let shape = ("shape", self.shape.code().to_owned());
        std::iter::once(shape).chain(locale).collect()
    }
}

impl Endpoint for ExportOwn {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/export";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str = "Everything the shop keeps about the customer, as JSON (`domain::export`) or as a page to read. A mailbox that was never proved: 403 `proof`.";
    type Params = ();
    type Query = ExportQuery;
    type Request = ();
    type Response = File;
}

/// `GET /api/account/erasure`
pub struct PreviewOwnErasure;

impl Endpoint for PreviewOwnErasure {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/erasure";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str = "What erasing oneself takes away and what the law keeps.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = Erasure;
}

/// `POST /api/account/erasure`
pub struct EraseOwn;

impl Endpoint for EraseOwn {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/account/erasure";
    const ACCESS: Access = Access::Customer;
    const STATUS: u16 = 204;
    const SUMMARY: &'static str = "Erases the customer, with the password: unpaid orders are cancelled, the books stay. Paid and undelivered: 409 `undelivered` with the preview. A mailbox that was never proved: 403 `proof`.";
    type Params = ();
    type Query = ();
    type Request = OwnErasureForm;
    type Response = ();
}
