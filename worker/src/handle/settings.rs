//! The owner's settings.

use crate::call::{Call, Visit};
use crate::db::{Refused, STALE};
use crate::reply::{Done, Fail, Reply};
use crate::store::{outbox, settings};
use crate::zone::Zone;
use domain::api::settings::{EditSettings, GetSettings};
use domain::problem::FieldError;
use domain::settings::Settings;

/// `GET /api/admin/settings`
pub async fn get(call: Call<GetSettings>) -> Done<GetSettings> {
    let now = settings::settings(&call.visit.db).await?;
    Ok(Reply::new(with_sender(&call.visit, now).await?))
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
    let now = with_sender(&call.visit, settings::settings(db).await?).await?;
    match saved {
        Ok(()) => Ok(Reply::new(now)),
        Err(Refused::Guard(STALE)) => Err(Fail::conflict("stale", &now)),
        Err(other) => Err(other.into()),
    }
}

/// With what only the owner's screen shows: where mails come from, and whether one has left.
async fn with_sender(visit: &Visit, settings: Settings) -> Result<Settings, Refused> {
    Ok(Settings {
        mail_from: visit.config.mail_from.clone(),
        mail_sent: outbox::any_sent(&visit.db).await?,
        ..settings
    })
}
