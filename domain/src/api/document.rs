//! Documents: the shop's private documentation, for customers and for staff who keep it.

use super::{Access, Download, Endpoint, Method, Query};
use crate::document::{
    Audience, DocumentForm, DocumentRecord, DocumentRow, OpenDocument, OwnDocuments, Reach,
    ReachQuery,
};
use crate::id::{CustomerId, DocumentId, GroupId, ProductId};
use crate::page::{Cursor, Page};
use crate::permission::Right;
use crate::problem::FieldError;
use crate::upload::{Blob, SIZE_MAX, Upload};

/// `GET /api/account/documents`
pub struct ListOwnDocuments;

/// Which of one's documents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnQuery {
    /// Only those for this product's buyers.
    pub product: Option<ProductId>,
    pub cursor: Option<Cursor>,
}

impl Query for OwnQuery {
    const KEYS: &'static [&'static str] = &["product", "cursor"];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        let unknown = |field: &'static str| FieldError::new(field, "unknown");
        match key {
            "product" => {
                self.product = Some(ProductId::parse(value).ok_or_else(|| unknown("product"))?);
            }
            "cursor" => self.cursor = Some(Cursor::parse(value).ok_or_else(|| unknown("cursor"))?),
            other => return Err(FieldError::new(other.to_owned(), "unknown_key")),
        }
        Ok(())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let product = self.product.as_ref().map(|id| ("product", id.to_string()));
        let cursor = self.cursor.as_ref().map(|cursor| ("cursor", cursor.text()));
        product.into_iter().chain(cursor).collect()
    }
}

impl Endpoint for ListOwnDocuments {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/documents";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str =
        "The documents that the customer may read now, last published first, and how many are new.";
    type Params = ();
    type Query = OwnQuery;
    type Request = ();
    type Response = OwnDocuments;
}

/// `GET /api/account/documents/{id}`
pub struct GetOwnDocument;

impl Endpoint for GetOwnDocument {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/documents/{id}";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str =
        "A document that the customer may read now. It stays new until it is said to be read.";
    type Params = DocumentId;
    type Query = ();
    type Request = ();
    type Response = OpenDocument;
}

/// `GET /api/account/documents/{id}/file`
pub struct GetOwnFile;

impl Endpoint for GetOwnFile {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/account/documents/{id}/file";
    const ACCESS: Access = Access::Customer;
    const SUMMARY: &'static str =
        "The file of a document that the customer may read now, whole or by one range.";
    type Params = DocumentId;
    type Query = ();
    type Request = ();
    type Response = Download;
}

/// `PUT /api/account/documents/{id}/read`
pub struct ReadOwnDocument;

impl Endpoint for ReadOwnDocument {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/account/documents/{id}/read";
    const ACCESS: Access = Access::Customer;
    const STATUS: u16 = 204;
    const SUMMARY: &'static str = "Says that a document was opened: it is new no more.";
    type Params = DocumentId;
    type Query = ();
    type Request = ();
    type Response = ();
}

/// `GET /api/admin/documents`
pub struct ListDocuments;

/// Which documents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentQuery {
    /// Only those for this one customer.
    pub customer: Option<CustomerId>,
    pub cursor: Option<Cursor>,
}

impl Query for DocumentQuery {
    const KEYS: &'static [&'static str] = &["customer", "cursor"];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        let unknown = |field: &'static str| FieldError::new(field, "unknown");
        match key {
            "customer" => {
                self.customer = Some(CustomerId::parse(value).ok_or_else(|| unknown("customer"))?);
            }
            "cursor" => self.cursor = Some(Cursor::parse(value).ok_or_else(|| unknown("cursor"))?),
            other => return Err(FieldError::new(other.to_owned(), "unknown_key")),
        }
        Ok(())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let customer = self.customer.as_ref();
        let customer = customer.map(|id| ("customer", id.to_string()));
        let cursor = self.cursor.as_ref().map(|cursor| ("cursor", cursor.text()));
        customer.into_iter().chain(cursor).collect()
    }
}

impl Endpoint for ListDocuments {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/documents";
    const ACCESS: Access = Access::Staff(Right::ReadDocuments);
    const SUMMARY: &'static str = "The documents, last made first, drafts included.";
    type Params = ();
    type Query = DocumentQuery;
    type Request = ();
    type Response = Page<DocumentRow>;
}

/// Two texts of [`TEXT_MAX`](super::markdown::TEXT_MAX) characters, each as JSON may escape it, and the rest.
const FORM_MAX: usize = 640 * 1024;

/// `POST /api/admin/documents`
pub struct CreateDocument;

impl Endpoint for CreateDocument {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/documents";
    const ACCESS: Access = Access::Staff(Right::EditDocuments);
    const STATUS: u16 = 201;
    const BODY_MAX: usize = FORM_MAX;
    const SUMMARY: &'static str = "Makes a document, as a draft or published at once.";
    type Params = ();
    type Query = ();
    type Request = DocumentForm;
    type Response = DocumentRecord;
}

/// `GET /api/admin/documents/reach`
pub struct GetReach;

impl Query for ReachQuery {
    const KEYS: &'static [&'static str] = &["audience", "groups", "product", "lapsed", "customer"];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        let unknown = |field: &'static str| FieldError::new(field, "unknown");
        match key {
            "audience" => {
                self.audience = Some(Audience::parse(value).ok_or_else(|| unknown("audience"))?);
            }
            "groups" => {
                let groups = value.split(',').map(GroupId::parse);
                let groups = groups.collect::<Option<Vec<_>>>();
                self.groups = groups.ok_or_else(|| unknown("groups"))?;
            }
            "product" => {
                self.product = Some(ProductId::parse(value).ok_or_else(|| unknown("product"))?);
            }
            "lapsed" => {
                self.lapsed = match value {
                    "true" => true,
                    "false" => false,
                    _ => return Err(unknown("lapsed")),
                };
            }
            "customer" => {
                self.customer = Some(CustomerId::parse(value).ok_or_else(|| unknown("customer"))?);
            }
            other => return Err(FieldError::new(other.to_owned(), "unknown_key")),
        }
        Ok(())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        pairs.extend(self.audience.map(|one| ("audience", one.code().to_owned())));
        if !self.groups.is_empty() {
            let groups: Vec<&str> = self.groups.iter().map(GroupId::as_str).collect();
            pairs.push(("groups", groups.join(",")));
        }
        pairs.extend(self.product.as_ref().map(|id| ("product", id.to_string())));
        if self.lapsed {
            pairs.push(("lapsed", "true".to_owned()));
        }
        pairs.extend(
            self.customer
                .as_ref()
                .map(|id| ("customer", id.to_string())),
        );
        pairs
    }
}

impl Endpoint for GetReach {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/documents/reach";
    const ACCESS: Access = Access::Staff(Right::ReadDocuments);
    const SUMMARY: &'static str = "How many customers an audience reaches today.";
    type Params = ();
    type Query = ReachQuery;
    type Request = ();
    type Response = Reach;
}

/// `POST /api/admin/documents/files`
pub struct UploadDocument;

impl Endpoint for UploadDocument {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/documents/files";
    const ACCESS: Access = Access::Staff(Right::EditDocuments);
    const STATUS: u16 = 201;
    const BODY_MAX: usize = SIZE_MAX;
    const SUMMARY: &'static str =
        "Hands in a file for a document: named in its form by whoever handed it in, within a day.";
    type Params = ();
    type Query = ();
    type Request = Upload;
    type Response = Blob;
}

/// `GET /api/admin/documents/{id}`
pub struct GetDocument;

impl Endpoint for GetDocument {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/documents/{id}";
    const ACCESS: Access = Access::Staff(Right::ReadDocuments);
    const SUMMARY: &'static str = "A document as staff keep it.";
    type Params = DocumentId;
    type Query = ();
    type Request = ();
    type Response = DocumentRecord;
}

/// `PUT /api/admin/documents/{id}`
pub struct EditDocument;

impl Endpoint for EditDocument {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/documents/{id}";
    const ACCESS: Access = Access::Staff(Right::EditDocuments);
    const BODY_MAX: usize = FORM_MAX;
    const SUMMARY: &'static str = "Changes a document whole: texts, file, audience, state; its kind stays. Published again it is new again.";
    type Params = DocumentId;
    type Query = ();
    type Request = DocumentForm;
    type Response = DocumentRecord;
}

/// `DELETE /api/admin/documents/{id}`
pub struct DeleteDocument;

impl Endpoint for DeleteDocument {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/admin/documents/{id}";
    const ACCESS: Access = Access::Staff(Right::EditDocuments);
    const STATUS: u16 = 204;
    const SUMMARY: &'static str = "Deletes a document and its file. There is no way back.";
    type Params = DocumentId;
    type Query = ();
    type Request = ();
    type Response = ();
}

/// `GET /api/admin/documents/{id}/file`
pub struct GetFile;

impl Endpoint for GetFile {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/documents/{id}/file";
    const ACCESS: Access = Access::Staff(Right::ReadDocuments);
    const SUMMARY: &'static str = "The file of a document, as its readers get it.";
    type Params = DocumentId;
    type Query = ();
    type Request = ();
    type Response = Download;
}
