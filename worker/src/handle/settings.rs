//! The owner's settings.

use crate::call::{Call, Visit};
use crate::db::{Refused, STALE, THROTTLED};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::{outbox, settings, throttle};
use crate::zone::Zone;
use domain::api::settings::{EditSettings, GetSettings, SendTestMail};
use domain::journal;
use domain::problem::FieldError;
use domain::settings::Settings;
use domain::throttle::STAFF_MAIL;

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
    let (Ok(proved), Some(version), true) = (proved, call.body.version, errors.is_empty()) else {
        return Err(errors.into());
    };
    let (shop, sale, mailing) = &proved;
    let mut fields = journal::changed(&before.shop, shop);
    fields.extend(journal::changed(&before.sale, sale));
    fields.extend(journal::changed(&before.mailing, mailing));
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let (by, at) = (call.staff()?, call.visit.now);
    let saved = settings::save(db, version, &proved, &fields, by, at).await;
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

/// `POST /api/admin/settings/test-mail`
pub async fn test_mail(call: Call<SendTestMail>) -> Done<SendTestMail> {
    let (visit, by) = (&call.visit, call.staff()?);
    let id = random::id(visit.now)?;
    match outbox::test(&visit.db, &id, by, visit.now).await {
        Err(Refused::Guard(THROTTLED)) => {
            let limits = [(&STAFF_MAIL, by.id.as_str())];
            let seconds = throttle::wait(&visit.db, &limits, visit.now).await?;
            return Err(Fail::throttled(seconds));
        }
        other => other?,
    }
    visit.nudge();
    let mail = outbox::find(&visit.db, &id).await?;
    Ok(Reply::new(mail.ok_or_else(Fail::not_found)?))
}
