//! The documents of the customers' space, and how staff keep them.

use crate::blob;
use crate::call::{Call, Visit};
use crate::db::{REPEATED, Refused, STALE, UNKNOWN};
use crate::idempotency::{Claim, made_before};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::document::{self, own};
use domain::api::Endpoint;
use domain::api::document::{
    CreateDocument, DeleteDocument, EditDocument, GetDocument, GetFile, GetOwnDocument, GetOwnFile,
    GetReach, ListDocuments, ListOwnDocuments, ReadOwnDocument, UploadDocument,
};
use domain::document::{Audience, DocumentForm, DocumentRecord, OpenDocument, To};
use domain::id::{CustomerId, DocumentId};
use domain::journal::changed;
use domain::markdown;
use domain::problem::FieldError;

/// `GET /api/account/documents`
pub async fn list_own(call: Call<ListOwnDocuments>) -> Done<ListOwnDocuments> {
    let (customer, query) = (reader(&call)?, &call.query);
    let (product, cursor) = (query.product.as_ref(), query.cursor.as_ref());
    let visit = &call.visit;
    let page = own::list(&visit.db, &customer, product, cursor, visit.now).await?;
    Ok(Reply::new(page))
}

/// `GET /api/account/documents/{id}`
pub async fn get_own(call: Call<GetOwnDocument>) -> Done<GetOwnDocument> {
    let customer = reader(&call)?;
    let found = own::find(&call.visit.db, &customer, &call.params, call.visit.now).await?;
    let (document, body_en, body_fr) = found.ok_or_else(Fail::not_found)?;
    Ok(Reply::new(OpenDocument {
        document,
        body_en: markdown::read(&body_en),
        body_fr: markdown::read(&body_fr),
    }))
}

/// `GET /api/account/documents/{id}/file`
pub async fn own_file(call: Call<GetOwnFile>) -> Done<GetOwnFile> {
    let customer = reader(&call)?;
    let file = own::file(&call.visit.db, &customer, &call.params, call.visit.now).await?;
    blob::send(&call.visit, file.ok_or_else(Fail::not_found)?).await
}

/// `PUT /api/account/documents/{id}/read`
pub async fn read_own(call: Call<ReadOwnDocument>) -> Done<ReadOwnDocument> {
    let customer = reader(&call)?;
    if !own::read(&call.visit.db, &customer, &call.params, call.visit.now).await? {
        return Err(Fail::not_found());
    }
    Ok(Reply::new(()))
}

/// The customer who asks.
fn reader<E: Endpoint>(call: &Call<E>) -> Result<CustomerId, Fail> {
    let session = call.session.as_ref();
    let customer = session.and_then(|session| session.customer.clone());
    customer.ok_or_else(Fail::not_found)
}

/// `GET /api/admin/documents`
pub async fn list(call: Call<ListDocuments>) -> Done<ListDocuments> {
    let query = &call.query;
    let (customer, cursor) = (query.customer.as_ref(), query.cursor.as_ref());
    let page = document::list(&call.visit.db, customer, cursor).await?;
    Ok(Reply::new(page))
}

/// `GET /api/admin/documents/reach`
pub async fn reach(call: Call<GetReach>) -> Done<GetReach> {
    let asked = &call.query;
    let to = To::prove(
        asked.audience,
        &asked.groups,
        asked.product.as_ref(),
        asked.lapsed,
        asked.customer.as_ref(),
    )?;
    let reach = document::reach(&call.visit.db, &to, call.visit.now).await?;
    Ok(Reply::new(reach))
}

/// `POST /api/admin/documents/files`
pub async fn upload(call: Call<UploadDocument>) -> Done<UploadDocument> {
    let by = call.staff()?.clone();
    let kept = blob::keep(&call.visit, &by, call.body).await?;
    Ok(Reply::new(kept))
}

/// `GET /api/admin/documents/{id}`
pub async fn get(call: Call<GetDocument>) -> Done<GetDocument> {
    Ok(Reply::new(found(&call.visit, &call.params).await?))
}

/// `GET /api/admin/documents/{id}/file`
pub async fn file(call: Call<GetFile>) -> Done<GetFile> {
    let document = found(&call.visit, &call.params).await?;
    blob::send(&call.visit, document.file.ok_or_else(Fail::not_found)?).await
}

/// `POST /api/admin/documents`
pub async fn create(call: Call<CreateDocument>) -> Done<CreateDocument> {
    let visit = &call.visit;
    let mut wrong = Vec::new();
    if call.body.version.is_some() {
        wrong.push(FieldError::new("version", "unknown_key"));
    }
    let proved = proved(&call.body, wrong)?;
    let id = random::id(visit.now)?;
    let by = call.staff()?;
    let claim = Claim::of(visit, format!("documents:{}", by.id), &call.body)?;
    let key = claim.as_ref().map(Claim::key);
    match document::create(&visit.db, &id, &proved, key.as_ref(), by, visit.now).await {
        Ok(()) => Ok(Reply::new(found(visit, &id).await?)),
        Err(Refused::Guard(REPEATED)) => {
            let made = made_before(visit, claim.as_ref()).await?;
            let id = made.ok_or_else(Fail::not_found)?;
            Ok(Reply::new(found(visit, &id).await?))
        }
        Err(Refused::Guard(UNKNOWN)) => Err(nobody(&proved.to)),
        Err(other) => Err(other.into()),
    }
}

/// `PUT /api/admin/documents/{id}`
pub async fn edit(call: Call<EditDocument>) -> Done<EditDocument> {
    let visit = &call.visit;
    let before = found(visit, &call.params).await?;
    let mut wrong = Vec::new();
    if call.body.version.is_none() {
        wrong.push(FieldError::new("version", "required"));
    }
    // Sent back as it was read it does no harm; another one is no edit there is.
    if call.body.kind.is_some_and(|kind| kind != before.kind) {
        wrong.push(FieldError::new("kind", "unknown_key"));
    }
    let form = DocumentForm {
        kind: Some(before.kind),
        ..call.body.clone()
    };
    let proved = proved(&form, wrong)?;
    let version = form.version.unwrap_or_default();
    let fields = changed(&form_of(&before), &form);
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let by = call.staff()?;
    let edited = document::edit(&visit.db, &before, version, &proved, &fields, by, visit.now).await;
    match edited {
        Ok(()) => Ok(Reply::new(found(visit, &call.params).await?)),
        Err(Refused::Guard(STALE)) => {
            let now = found(visit, &call.params).await?;
            // Sent again after its answer was lost, this very edit is no conflict.
            if now.version == version.saturating_add(1)
                && form_of(&now).prove().as_ref() == Ok(&proved)
            {
                return Ok(Reply::new(now));
            }
            Err(Fail::conflict("stale", &now))
        }
        Err(Refused::Guard(UNKNOWN)) => Err(nobody(&proved.to)),
        Err(other) => Err(other.into()),
    }
}

/// `DELETE /api/admin/documents/{id}`
pub async fn delete(call: Call<DeleteDocument>) -> Done<DeleteDocument> {
    document::delete(&call.visit.db, &call.params, call.staff()?, call.visit.now).await?;
    Ok(Reply::new(()))
}

/// The form that proves, with what else is wrong with it.
fn proved(
    form: &DocumentForm,
    mut wrong: Vec<FieldError>,
) -> Result<domain::document::Proved, Fail> {
    match form.prove() {
        Ok(proved) if wrong.is_empty() => Ok(proved),
        outcome => {
            wrong.extend(outcome.err().unwrap_or_default());
            Err(wrong.into())
        }
    }
}

/// A document as its form would send it unchanged.
fn form_of(record: &DocumentRecord) -> DocumentForm {
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
        customer: record.customer.as_ref().map(|customer| customer.id.clone()),
        state: Some(record.state),
    }
}

/// Whom it is for is no more.
fn nobody(to: &To) -> Fail {
    Fail::field(
        match to.audience() {
            Audience::Everyone => "audience",
            Audience::Groups => "groups",
            Audience::Buyers => "product",
            Audience::Customer => "customer",
        },
        "unknown",
    )
}

async fn found(visit: &Visit, id: &DocumentId) -> Result<DocumentRecord, Fail> {
    document::find(&visit.db, id)
        .await?
        .ok_or_else(Fail::not_found)
}
