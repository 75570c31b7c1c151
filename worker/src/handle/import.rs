//! The back office's imports: handed in, read in another way, checked, let in, watched, dropped.

use crate::blob;
use crate::call::{Call, Visit};
use crate::db::{MOVED, REPEATED, Refused, STALE};
use crate::idempotency::Claim;
use crate::import::fresh;
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::import::{self as store, Kept};
use crate::store::settings;
use domain::api::File;
use domain::api::import::{
    DeleteImport, EditImport, GetImport, GetImportFaults, ListImportFaults, ListImports,
    SetImportState, UploadImport,
};
use domain::id::ImportId;
use domain::import::file::{HEAD_MAX, guess, read};
use domain::import::{FAULTS_MAX, Import, ImportState, Imports, faults_csv, prove_columns};
use domain::locale::Locale;
use domain::problem::FieldError;
use domain::upload::prove_name;

/// `GET /api/admin/imports`
pub async fn list(call: Call<ListImports>) -> Done<ListImports> {
    let kept = store::list(&call.visit.db).await?;
    let items: Result<Vec<Import>, Refused> = kept.into_iter().map(Kept::shown).collect();
    let items = items?;
    if items.iter().any(|import| import.state.is_working()) {
        call.visit.nudge_bulks();
    }
    Ok(Reply::new(Imports { items }))
}

/// `POST /api/admin/imports`
pub async fn upload(call: Call<UploadImport>) -> Done<UploadImport> {
    let visit = &call.visit;
    let by = &call.staff()?.clone();
    let name = prove_name(&call.body.name);
    let guessed = guess(&call.body.bytes);
    let (name, guessed) = match (name, guessed) {
        (Ok(name), Ok(guessed)) => (name, guessed),
        (name, guessed) => {
            let wrong: Vec<FieldError> = name.err().into_iter().chain(guessed.err()).collect();
            return Err(wrong.into());
        }
    };
    let digest = random::digest_bytes(&call.body.bytes);
    let claim = Claim::of(visit, format!("imports:{}", by.id), &(&name, digest))?
        .ok_or_else(|| FieldError::new("idempotency_key", "required"))?;
    if let Some(made) = claim.made(visit).await? {
        return shown(visit, &made).await;
    }
    let file = blob::keep_import(visit, by, name, call.body.bytes).await?;
    let id = random::id(visit.now)?;
    let new = store::New {
        id: &id,
        file: &file,
        encoding: guessed.encoding,
        separator: guessed.separator,
        first: &guessed.first,
    };
    match store::create(&visit.db, &new, &claim.key(), by, visit.now).await {
        Ok(()) => shown(visit, &id).await,
        // The same at the same time: its file waits for nobody and is swept.
        Err(Refused::Guard(REPEATED)) => {
            let made = claim.made(visit).await?.ok_or_else(Fail::not_found)?;
            shown(visit, &made).await
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /api/admin/imports/{id}`
pub async fn get(call: Call<GetImport>) -> Done<GetImport> {
    shown(&call.visit, &call.params).await
}

/// `PUT /api/admin/imports/{id}`
pub async fn edit(call: Call<EditImport>) -> Done<EditImport> {
    let (visit, form) = (&call.visit, &call.body);
    let before = found(visit, &call.params).await?;
    let header = before.header()?.len();
    let (encoding, separator) = (
        form.encoding.unwrap_or(before.encoding),
        form.separator.unwrap_or(before.separator),
    );
    let anew = (encoding, separator) != (before.encoding, before.separator);
    if !anew
        && form
            .columns
            .as_ref()
            .is_some_and(|columns| columns.len() != header)
    {
        return Err(Fail::field("columns", "unknown"));
    }
    let now = shown::<EditImport>(visit, &call.params).await?.value;
    if !now.may_be_edited() {
        return Err(Fail::conflict("state", &now));
    }
    let first = match (&before.blob_id, anew) {
        (Some(file), true) => {
            let head = blob::read(&visit.files, file, 0, HEAD_MAX).await?;
            let mut first = read(&head, encoding, separator, before.size <= HEAD_MAX)?;
            match &form.columns {
                Some(columns) if columns.len() == first.header.len() => {
                    first.columns.clone_from(columns);
                }
                Some(_) => return Err(Fail::field("columns", "unknown")),
                None => {}
            }
            Some(first)
        }
        _ => None,
    };
    let db = &visit.db;
    let read = match (&first, &form.columns) {
        (Some(first), _) => store::read_anew(db, &before, encoding, separator, first).await,
        (None, Some(columns)) if *columns != now.columns => {
            store::set_columns(db, &before, columns).await
        }
        _ => Ok(()),
    };
    let edited = match (read, &form.options) {
        (Ok(()), Some(options)) => store::set_options(db, &call.params, options).await,
        (read, _) => read,
    };
    settled(visit, &call.params, edited, None).await
}

/// `PUT /api/admin/imports/{id}/state`
pub async fn set_state(call: Call<SetImportState>) -> Done<SetImportState> {
    let visit = &call.visit;
    let by = call.staff()?;
    let wanted = call.body.state;
    let wanted = wanted.ok_or_else(|| FieldError::new("state", "required"))?;
    let kept = found(visit, &call.params).await?;
    let was = kept.state;
    let before = shown::<SetImportState>(visit, &call.params).await?.value;
    if !before.may_become(wanted) {
        return Err(Fail::conflict("state", &before));
    }
    let db = &visit.db;
    let changed = match wanted {
        _ if was == wanted => Ok(()),
        ImportState::Paused => store::pause(db, &call.params, by, visit.now).await,
        ImportState::Checking => {
            let wrong = prove_columns(&before.columns);
            if !wrong.is_empty() {
                return Err(wrong.into());
            }
            store::start_check(db, &kept).await
        }
        _ if was == ImportState::Paused => store::resume(db, &call.params, by, visit.now).await,
        _ => store::start_import(db, &kept, fresh, by, visit.now).await,
    };
    settled(visit, &call.params, changed, Some(wanted)).await
}

/// `DELETE /api/admin/imports/{id}`
pub async fn delete(call: Call<DeleteImport>) -> Done<DeleteImport> {
    let visit = &call.visit;
    found(visit, &call.params).await?;
    match store::drop(&visit.db, &call.params, call.staff()?, visit.now).await {
        Ok(()) => Ok(Reply::new(())),
        Err(Refused::Guard(STALE)) => {
            let now = shown::<GetImport>(visit, &call.params).await?.value;
            Err(Fail::conflict("state", &now))
        }
        Err(other) => Err(other.into()),
    }
}

/// `GET /api/admin/imports/{id}/faults`
pub async fn faults(call: Call<ListImportFaults>) -> Done<ListImportFaults> {
    let kept = found(&call.visit, &call.params).await?;
    let cursor = call.query.cursor.as_ref();
    let mut page = store::faults(&call.visit.db, &kept, cursor, None).await?;
    page.total = cursor.is_none().then_some(kept.faults);
    Ok(Reply::new(page))
}

/// `GET /api/admin/imports/{id}/faults/csv`
pub async fn faults_file(call: Call<GetImportFaults>) -> Done<GetImportFaults> {
    let visit = &call.visit;
    let kept = found(visit, &call.params).await?;
    let locale = match call.query.locale {
        Some(locale) => locale,
        None => settings::shop(&visit.db).await?.locale,
    };
    let page = store::faults(&visit.db, &kept, None, Some(FAULTS_MAX)).await?;
    let word = match locale {
        Locale::En => "errors",
        Locale::Fr => "erreurs",
    };
    Ok(Reply::new(File {
        name: format!("{word}-{}.csv", kept.seq),
        media: "text/csv; charset=utf-8".to_owned(),
        bytes: faults_csv(&page.items, locale).into_bytes(),
    }))
}

async fn found(visit: &Visit, id: &ImportId) -> Result<Kept, Fail> {
    let found = store::find(&visit.db, id).await?;
    found.ok_or_else(Fail::not_found)
}

/// An import as it is now. Whoever looks keeps it going, should its worker have died.
async fn shown<E>(visit: &Visit, id: &ImportId) -> Done<E>
where
    E: domain::api::Endpoint<Response = Import>,
{
    let import = found(visit, id).await?.shown()?;
    if import.state.is_working() {
        visit.nudge_bulks();
    }
    Ok(Reply::new(import))
}

/// What a change came to. One that lost its race is answered by what the winner made of it.
async fn settled<E>(
    visit: &Visit,
    id: &ImportId,
    changed: Result<(), Refused>,
    wanted: Option<ImportState>,
) -> Done<E>
where
    E: domain::api::Endpoint<Response = Import>,
{
    let now = shown::<E>(visit, id).await?;
    match changed {
        Ok(()) => Ok(now),
        Err(Refused::Guard(STALE)) if Some(now.value.state) == wanted => Ok(now),
        Err(Refused::Guard(STALE)) => Err(Fail::conflict("state", &now.value)),
        Err(Refused::Guard(MOVED)) if wanted.is_some() => Err(Fail::field("groups", "full")),
        Err(Refused::Guard(MOVED)) => Err(Fail::field("group", "unknown")),
        Err(other) => Err(other.into()),
    }
}
