//! Documents: staff write and publish them, customers read them.

use crate::handing_in::pdf;
use crate::{Browser, Reply, Staff};
use domain::api::document::{
    CreateDocument, DeleteDocument, DocumentQuery, EditDocument, GetDocument, GetReach,
    ListDocuments, ListOwnDocuments, OwnQuery, ReadOwnDocument,
};
use domain::document::{
    Audience, DocumentForm, DocumentRecord, DocumentRow, Kind, OwnDocuments, Reach, ReachQuery,
    State,
};
use domain::id::{CustomerId, DocumentId, GroupId, ProductId};
use domain::page::Page;
use domain::problem::Problem;

/// A published page for everyone with an account.
pub fn page(title: &str) -> DocumentForm {
    DocumentForm {
        kind: Some(Kind::Page),
        title_fr: title.into(),
        body_fr: "## Bienvenue\n\nVoici **tout**.".into(),
        audience: Some(Audience::Everyone),
        state: Some(State::Published),
        ..DocumentForm::default()
    }
}

/// The same for the members of a group.
pub fn for_group(form: DocumentForm, group: &GroupId) -> DocumentForm {
    DocumentForm {
        audience: Some(Audience::Groups),
        groups: vec![group.clone()],
        ..form
    }
}

/// The same for a product's buyers.
pub fn for_buyers(form: DocumentForm, product: &ProductId) -> DocumentForm {
    DocumentForm {
        audience: Some(Audience::Buyers),
        product: Some(product.clone()),
        ..form
    }
}

/// The same for one customer.
pub fn for_customer(form: DocumentForm, customer: &CustomerId) -> DocumentForm {
    DocumentForm {
        audience: Some(Audience::Customer),
        customer: Some(customer.clone()),
        ..form
    }
}

/// A document as its form would send it unchanged.
pub fn of(record: &DocumentRecord) -> DocumentForm {
    DocumentForm {
        version: Some(record.version),
        kind: Some(record.kind),
        title_en: record.title_en.clone(),
        title_fr: record.title_fr.clone(),
        summary_en: record.summary_en.clone(),
        summary_fr: record.summary_fr.clone(),
        body_en: record.body_en.clone(),
        body_fr: record.body_fr.clone(),
        file: record.file.as_ref().map(|file| file.id.clone()),
        audience: Some(record.audience),
        groups: record.groups.iter().map(|group| group.id.clone()).collect(),
        product: record.product.as_ref().map(|product| product.id.clone()),
        lapsed: record.lapsed,
        customer: record.customer.as_ref().map(|one| one.id.clone()),
        state: Some(record.state),
    }
}

/// Where a customer gets a document's file.
pub fn file_path(id: &DocumentId) -> String {
    format!("/api/account/documents/{id}/file")
}

impl Staff {
    pub async fn create_document(&self, form: &DocumentForm) -> Result<DocumentRecord, Problem> {
        self.call::<CreateDocument>(&(), &(), form).await
    }

    /// The same where it must succeed.
    pub async fn publishes(&self, form: &DocumentForm) -> DocumentRecord {
        let made = self.create_document(form).await;
        made.unwrap_or_else(|problem| panic!("{form:?}: {problem:?}"))
    }

    /// Publishes a PDF with these words in it, to whom the form says.
    pub async fn publishes_file(&self, form: DocumentForm, words: &str) -> DocumentRecord {
        let file = self.hands_in("Mode d’emploi.pdf", &pdf(words)).await;
        let form = DocumentForm {
            kind: Some(Kind::File),
            body_fr: String::new(),
            file: Some(file.id),
            ..form
        };
        self.publishes(&form).await
    }

    pub async fn edit_document(
        &self,
        id: &DocumentId,
        form: &DocumentForm,
    ) -> Result<DocumentRecord, Problem> {
        self.call::<EditDocument>(id, &(), form).await
    }

    pub async fn document(&self, id: &DocumentId) -> Result<DocumentRecord, Problem> {
        self.get::<GetDocument>(id, &()).await
    }

    pub async fn documents(&self, query: &DocumentQuery) -> Page<DocumentRow> {
        let page = self.get::<ListDocuments>(&(), query).await;
        page.unwrap_or_else(|problem| panic!("{problem:?}"))
    }

    pub async fn delete_document(&self, id: &DocumentId) -> Result<(), Problem> {
        self.call::<DeleteDocument>(id, &(), &()).await
    }

    pub async fn reach(&self, form: &DocumentForm) -> Result<Reach, Problem> {
        let query = ReachQuery {
            audience: form.audience,
            groups: form.groups.clone(),
            product: form.product.clone(),
            lapsed: form.lapsed,
            customer: form.customer.clone(),
        };
        self.get::<GetReach>(&(), &query).await
    }
}

impl Browser {
    /// The signed-in customer's documents, their first page.
    pub async fn own_documents(&self) -> OwnDocuments {
        let page = self
            .get::<ListOwnDocuments>(&(), &OwnQuery::default())
            .await;
        page.unwrap_or_else(|problem| panic!("{problem:?}"))
    }

    /// Whether this document is among them.
    pub async fn has_document(&self, id: &DocumentId) -> bool {
        let own = self.own_documents().await;
        own.items.iter().any(|one| one.id == *id)
    }

    /// Opens a document, and says so, as its page does.
    pub async fn opens_document(&self, id: &DocumentId) -> Result<(), Problem> {
        self.call::<ReadOwnDocument>(id, &(), &()).await
    }

    /// Asks for the file of a document, with more headers.
    pub async fn document_file(
        &self,
        id: &DocumentId,
        method: &str,
        headers: &[(&str, &str)],
    ) -> Reply {
        self.raw(method, &file_path(id), headers, "").await
    }
}
