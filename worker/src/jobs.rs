//! The chores: what the scheduled handler does each time it is called, however often that is.

use crate::config::Config;
use crate::db::{Db, Refused};
use crate::store::{retention, settings};
use worker::Env;

/// Drops what has ended and erases whom the shop may keep no longer. `now` is the time the call was meant for.
pub async fn sweep(env: &Env, now: i64) {
    if Config::read(env).is_err() {
        return;
    }
    let db = match env.d1("DB") {
        Ok(d1) => Db::new(d1),
        Err(error) => {
            worker::console_error!("{{\"event\":\"sweep\",\"cause\":\"{error}\"}}");
            return;
        }
    };
    if let Err(refused) = chores(&db, now).await {
        let line = serde_json::json!({ "event": "sweep", "cause": format!("{refused:?}") });
        worker::console_error!("{line}");
    }
}

/// Sends what is due of the outbox.
pub async fn send(_env: &Env, _now: i64) {}

async fn chores(db: &Db, now: i64) -> Result<(), Refused> {
    let shop = settings::shop(db).await?;
    retention::drop_ended(db, now).await?;
    retention::erase_contacts(db, now, shop.retention_months).await
}
