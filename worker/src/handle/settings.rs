//! The owner's settings.

use crate::call::Call;
use crate::db::{Refused, STALE};
use crate::reply::{Done, Fail, Reply};
use crate::store::settings;
use crate::zone::Zone;
use domain::api::settings::{EditSettings, GetSettings};
use domain::problem::FieldError;

/// `GET /api/admin/settings`
pub async fn get(call: Call<GetSettings>) -> Done<GetSettings> {
    Ok(Reply::new(settings::settings(&call.visit.db).await?))
}

/// `PUT /api/admin/settings`
pub async fn edit(call: Call<EditSettings>) -> Done<EditSettings> {
    let db = &call.visit.db;
    let before = settings::settings(db).await?;
    let mut errors = Vec::new();
    let proved = call
        .body
        .prove(&before)
        .map_err(|found| errors.extend(found));
    if call.body.version.is_none() {
        errors.push(FieldError::new("version", "required"));
    }
    if !call.body.time_zone.trim().is_empty() && Zone::find(call.body.time_zone.trim()).is_none() {
        errors.push(FieldError::new("time_zone", "unknown"));
    }
    let (Ok((shop, sale)), Some(version), true) = (proved, call.body.version, errors.is_empty())
    else {
        return Err(errors.into());
    };
    let saved = settings::save(db, version, &shop, &sale, call.visit.now).await;
    let now = settings::settings(db).await?;
    match saved {
        Ok(()) => Ok(Reply::new(now)),
        Err(Refused::Guard(STALE)) => Err(Fail::conflict("stale", &now)),
        Err(other) => Err(other.into()),
    }
}
