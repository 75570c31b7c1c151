//! The back office's imports.

use super::{Access, Endpoint, File, Method, PageQuery, Query};
use crate::id::ImportId;
use crate::import::{Fault, Import, ImportForm, ImportState, Imports, SIZE_MAX};
use crate::locale::Locale;
use crate::page::Page;
use crate::permission::Right;
use crate::problem::FieldError;
use crate::upload::Upload;
use serde::{Deserialize, Serialize};

/// `GET /api/admin/imports`
pub struct ListImports;

impl Endpoint for ListImports {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/imports";
    const ACCESS: Access = Access::Staff(Right::ImportCustomers);
    const SUMMARY: &'static str = "Imports that wait, run or ended lately, newest first.";
    type Params = ();
    type Query = ();
    type Request = ();
    type Response = Imports;
}

/// `POST /api/admin/imports`
pub struct UploadImport;

impl Endpoint for UploadImport {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/imports";
    const ACCESS: Access = Access::Staff(Right::ImportCustomers);
    const STATUS: u16 = 201;
    const BODY_MAX: usize = SIZE_MAX;
    const SUMMARY: &'static str = "Keeps a CSV file, its body being the file, and guesses how it is read; nothing is imported. Needs an `Idempotency-Key`. What is no CSV: 422 on `file`.";
    type Params = ();
    type Query = ();
    type Request = Upload;
    type Response = Import;
}

/// `GET /api/admin/imports/{id}`
pub struct GetImport;

impl Endpoint for GetImport {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/imports/{id}";
    const ACCESS: Access = Access::Staff(Right::ImportCustomers);
    const SUMMARY: &'static str = "How far an import has come. Whoever looks keeps it going.";
    type Params = ImportId;
    type Query = ();
    type Request = ();
    type Response = Import;
}

/// `PUT /api/admin/imports/{id}`
pub struct EditImport;

impl Endpoint for EditImport {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/imports/{id}";
    const ACCESS: Access = Access::Staff(Right::ImportCustomers);
    const SUMMARY: &'static str = "Says how the file is read, where its columns go, and the options; anything but options throws a check away. While it runs or once it began: 409 with what it is.";
    type Params = ImportId;
    type Query = ();
    type Request = ImportForm;
    type Response = Import;
}

/// `PUT /api/admin/imports/{id}/state`
pub struct SetImportState;

/// The state an import is put into: `checking`, `importing` or `paused`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportStateForm {
    #[serde(default)]
    pub state: Option<ImportState>,
}

impl Endpoint for SetImportState {
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/admin/imports/{id}/state";
    const ACCESS: Access = Access::Staff(Right::ImportCustomers);
    const SUMMARY: &'static str = "Has the rows checked, lets what was checked go in, pauses or resumes; a state it cannot have: 409 with what it is. Columns that do not suffice: 422 on `columns`.";
    type Params = ImportId;
    type Query = ();
    type Request = ImportStateForm;
    type Response = Import;
}

/// `DELETE /api/admin/imports/{id}`
pub struct DeleteImport;

impl Endpoint for DeleteImport {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/admin/imports/{id}";
    const ACCESS: Access = Access::Staff(Right::ImportCustomers);
    const STATUS: u16 = 204;
    const SUMMARY: &'static str =
        "Drops an import with its file and its report; the customers stay. While it runs: 409.";
    type Params = ImportId;
    type Query = ();
    type Request = ();
    type Response = ();
}

/// `GET /api/admin/imports/{id}/faults`
pub struct ListImportFaults;

impl Endpoint for ListImportFaults {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/imports/{id}/faults";
    const ACCESS: Access = Access::Staff(Right::ImportCustomers);
    const SUMMARY: &'static str =
        "What is wrong with the bad rows, by line; a row may have several.";
    type Params = ImportId;
    type Query = PageQuery;
    type Request = ();
    type Response = Page<Fault>;
}

/// `GET /api/admin/imports/{id}/faults/csv`
pub struct GetImportFaults;

/// In which language the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FaultsQuery {
    pub locale: Option<Locale>,
}

impl Query for FaultsQuery {
    const KEYS: &'static [&'static str] = &["locale"];

    fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        if key != "locale" {
            return Err(FieldError::new(key.to_owned(), "unknown_key"));
        }
        let locale = Locale::parse(value).ok_or_else(|| FieldError::new("locale", "unknown"))?;
        self.locale = Some(locale);
        Ok(())
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let pair = |locale: Locale| ("locale", locale.code().to_owned());
        self.locale.map(pair).into_iter().collect()
    }
}

impl Endpoint for GetImportFaults {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/admin/imports/{id}/faults/csv";
    const ACCESS: Access = Access::Staff(Right::ImportCustomers);
    const SUMMARY: &'static str = "The same as a CSV file.";
    type Params = ImportId;
    type Query = FaultsQuery;
    type Request = ();
    type Response = File;
}
