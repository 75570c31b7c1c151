//! The chores: what the scheduled handler does each time it is called, however often that is; and the outbox, which is
//! also sent right after the calls that fill it.

use crate::blob::{self, Files};
use crate::config::Config;
use crate::db::{Db, Refused, STALE};
use crate::import;
use crate::mail::{self, campaign};
use crate::random;
use crate::store::campaign::start;
use crate::store::{bulk, order, retention, settings};
use domain::bulk::BulkAct;
use std::time::Duration;
use worker::{Delay, Env};

/// Drops what has ended, erases whom the shop may keep no longer, reminds of what is unpaid, sends what is due. `now`
/// is the time the call was meant for.
pub async fn sweep(env: &Env, now: i64) {
    let Some((config, db)) = opened(env, "sweep") else {
        return;
    };
    // One chore that fails keeps none of the others from being done.
    told("drop", retention::drop_ended(&db, now).await);
    told("drop merged", retention::drop_merged(&db, now).await);
    told("erase", erase(&db, now).await);
    told("offers", retention::end_offers(&db, now).await);
    told("remind", order::remind(&db, now).await);
    told("cancel", order::cancel_overdue(&db, now).await);
    told("drop bulks", bulk::drop_old(&db, now).await);
    told("files", blob::sweep(&Files::new(env), &db, now).await);
    told("bulk", go_on(&db, now).await.map(|_| ()));
    told("mail", mail::send_due(env, &config, &db, now).await);
    told("start campaigns", start::start_due(&db, now).await);
    told(
        "campaigns",
        campaign::send_due(env, &config, &db, now, SWEEP_MAX).await,
    );
    // Last, as it may take the longest.
    let imported = import::go_on(&Files::new(env), &db, now).await;
    told("import", imported.map(|_| ()));
}

/// By then an answer has left.
const ANSWERED: Duration = Duration::from_millis(100);

/// Sends what is due of the outbox, for a call that has just filled it.
///
/// Not at once: the answer would wait for the work, and only where there is a mail to send, so that the time it takes
/// would tell a mailbox we know from one we do not (measured by `cargo xtask bench --only doors`).
pub async fn send(env: &Env) {
    Delay::from(ANSWERED).await;
    let now = random::now();
    if let Some((config, db)) = opened(env, "mail") {
        told("mail", mail::send_due(env, &config, &db, now).await);
    }
}

/// Goes on with the imports and the bulk changes that run, for a call that asked for it, and sends the invitations they make.
/// `db` is that call's.
pub async fn work(env: &Env, db: &Db) {
    let imported = import::go_on(&Files::new(env), db, random::now()).await;
    told("import", imported.map(|_| ()));
    match go_on(db, random::now()).await {
        Ok(true) => send(env).await,
        other => told("bulk", other.map(|_| ())),
    }
}

/// Goes on with the campaigns that are due, for a call that started one or looks on. `db` is that call's.
pub async fn send_campaigns(env: &Env, db: &Db) {
    Delay::from(ANSWERED).await;
    if let Ok(config) = Config::read(env) {
        let sent = campaign::send_due(env, &config, db, random::now(), WORK_MAX).await;
        told("campaigns", sent);
    }
}

/// How long one sweep sends campaigns: it is called again every minute.
const SWEEP_MAX: i64 = 50_000;

/// What one call does of bulk changes at most: the platform ends it some time after its answer, and counts its
/// statements.
const CHUNKS_MAX: u32 = 80;
const WORK_MAX: i64 = 20_000;

/// Does chunks of the bulk changes that run, until none is left or it is somebody else's turn. Tells whether there may
/// be invitations to send.
async fn go_on(db: &Db, now: i64) -> Result<bool, Refused> {
    let start = random::now();
    let mut chunks = 0;
    let mut invited = false;
    while chunks < CHUNKS_MAX && random::now() - start < WORK_MAX {
        let Some(mut claimed) = bulk::claim(db, now).await? else {
            break;
        };
        invited |= claimed.act == BulkAct::GiveSignIn;
        let done = async {
            let mut next = bulk::next(db, &claimed).await?;
            while let Some(chunk) = next {
                if chunks == CHUNKS_MAX || random::now() - start >= WORK_MAX {
                    return bulk::release(db, &claimed).await;
                }
                next = bulk::advance(db, &mut claimed, &chunk, random::now()).await?;
                chunks += 1;
            }
            bulk::finish(db, &claimed, random::now()).await
        };
        match done.await {
            // Stopped, or somebody else's by now.
            Ok(()) | Err(Refused::Guard(STALE)) => {}
            // What was not done has no outcome: the next one goes on there, without waiting for the lease to end.
            Err(Refused::Unavailable(cause)) => {
                bulk::release(db, &claimed).await?;
                return Err(Refused::Unavailable(cause));
            }
            // Ours to mend: it keeps its lease, so that the others have their turn meanwhile.
            Err(other) => told("bulk", Err(other)),
        }
    }
    Ok(invited)
}

async fn erase(db: &Db, now: i64) -> Result<(), Refused> {
    let shop = settings::shop(db).await?;
    retention::erase_contacts(db, now, shop.retention_months).await
}

fn opened(env: &Env, chore: &str) -> Option<(Config, Db)> {
    let config = Config::read(env).ok()?;
    match env.d1("DB") {
        Ok(d1) => Some((config, Db::new(d1))),
        Err(error) => {
            told(chore, Err(Refused::Unavailable(error.to_string())));
            None
        }
    }
}

fn told(chore: &str, done: Result<(), Refused>) {
    if let Err(refused) = done {
        let line = serde_json::json!({ "event": "chore", "chore": chore, "cause": format!("{refused:?}") });
        worker::console_error!("{line}");
    }
}
