//! Documents: the shop's private documentation, for customers and for staff who keep it.

use super::{Access, Endpoint, Method};
use crate::permission::Right;
use crate::upload::{Blob, SIZE_MAX, Upload};

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
