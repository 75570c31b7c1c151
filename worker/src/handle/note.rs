//! Notes on a customer: written by staff, mended by their author for a while.

use crate::call::{Call, Visit};
use crate::db::{GONE, Refused};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::note::{self, Place};
use domain::api::record::{DeleteNote, EditNote, WriteNote};
use domain::note::{EDITABLE, Note};
use domain::problem::Problem;

/// `POST /api/admin/customers/{id}/notes`
pub async fn write(call: Call<WriteNote>) -> Done<WriteNote> {
    let visit = &call.visit;
    let text = call.body.prove()?;
    let id = random::id(visit.now)?;
    let place = Place {
        customer: &call.params,
        note: &id,
        by: call.staff()?,
    };
    note::write(&visit.db, &place, &text, visit.now).await?;
    Ok(Reply::new(Note {
        id: id.clone(),
        text,
        edited_at: None,
        editable_until: Some(visit.now + EDITABLE),
    }))
}

/// `PUT /api/admin/customers/{id}/notes/{nid}`
pub async fn edit(call: Call<EditNote>) -> Done<EditNote> {
    let visit = &call.visit;
    let (customer, id) = &call.params;
    let by = call.staff()?;
    let text = call.body.prove()?;
    let place = Place {
        customer,
        note: id,
        by,
    };
    let changed = note::change(&visit.db, &place, &text, visit.now).await;
    settled(visit, &place, changed).await?;
    Ok(Reply::new(()))
}

/// `DELETE /api/admin/customers/{id}/notes/{nid}`
pub async fn delete(call: Call<DeleteNote>) -> Done<DeleteNote> {
    let visit = &call.visit;
    let (customer, id) = &call.params;
    let by = call.staff()?;
    let place = Place {
        customer,
        note: id,
        by,
    };
    let deleted = note::delete(&visit.db, &place, visit.now).await;
    settled(visit, &place, deleted).await?;
    Ok(Reply::new(()))
}

/// Why a note could not be mended: it is none, another's, or too old.
async fn settled(
    visit: &Visit,
    place: &Place<'_>,
    mended: Result<(), Refused>,
) -> Result<(), Fail> {
    let Err(Refused::Guard(GONE)) = mended else {
        return Ok(mended?);
    };
    let found = note::find(&visit.db, place.customer, place.note).await?;
    let found = found.ok_or_else(Fail::not_found)?;
    Err(if found.author == place.by.id {
        Problem::new(409, "note_settled").into()
    } else {
        Problem::new(403, "right").into()
    })
}
