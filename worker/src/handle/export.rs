//! Everything about oneself, to take away.

use crate::call::Call;
use crate::db::{Refused, THROTTLED};
use crate::reply::{Done, Fail, Reply};
use crate::store::{export, settings, throttle};
use crate::zone;
use domain::api::File;
use domain::api::rights::ExportOwn;
use domain::export::{Export, FORMAT, Shape, VERSION, page};
use domain::problem::Problem;
use domain::throttle::EXPORT;
use domain::time;

/// `GET /api/account/export`
pub async fn own(call: Call<ExportOwn>) -> Done<ExportOwn> {
    let (visit, (session, customer)) = (&call.visit, call.own()?);
    // What waits on a record, and guests' orders, are its mailbox's to read.
    if !session.verified {
        return Err(Problem::new(403, "proof").into());
    }
    let account = &session.account.id;
    let sections = match export::sections(&visit.db, customer, account, visit.now).await {
        Err(Refused::Guard(THROTTLED)) => {
            let limits = [(&EXPORT, account.as_str())];
            let seconds = throttle::wait(&visit.db, &limits, visit.now).await?;
            return Err(Fail::throttled(seconds));
        }
        other => other?,
    };
    let settings = settings::settings(&visit.db).await?;
    let locale = call.query.locale.unwrap_or(settings.shop.locale);
    let zone = zone::of(&settings.sale.seller.time_zone);
    let clock = |at: i64| match &zone {
        Some(zone) => zone.moment(at),
        None => time::moment(at, 0),
    };
    let all = Export {
        format: FORMAT.to_owned(),
        version: VERSION,
        shop: settings.shop.name,
        exported_at: visit.now,
        sections,
    };
    let shape = call.query.shape;
    let (media, bytes) = match shape {
        Shape::Json => (
            "application/json; charset=utf-8",
            serde_json::to_vec_pretty(&all).map_err(|error| Fail::cause("export", error))?,
        ),
        // To be saved: no browser shows it on the shop's own origin.
        Shape::Html => (
            "application/octet-stream",
            page(&all, locale, &clock).into_bytes(),
        ),
    };
    Ok(Reply::new(File {
        name: all.file_name(&clock(visit.now).date.iso(), locale, shape),
        media: media.to_owned(),
        bytes,
    }))
}
