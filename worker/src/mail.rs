//! The sender: claims what is due in the outbox, makes each mail with its token or code, hands it over, notes the outcome.
//! The row is the truth (rules 20 and 21): whoever finds it due sends it, and a lost answer is asked for again.

pub mod campaign;
mod compose;
mod transport;

use crate::config::Config;
use crate::db::{Db, Refused};
use crate::store::outbox::{self, Claimed, Outcome};
use crate::store::settings;
use crate::{random, zone};
use domain::outbox::{CLAIMED_MAX, back_off};
use futures_util::future::join_all;
use transport::{Letter, Refusal};
use worker::Env;

/// Claims made in one go: what is due beyond that waits for the next.
const ROUNDS: u32 = 10;

/// Sends what is due.
pub async fn send_due(env: &Env, config: &Config, db: &Db, now: i64) -> Result<(), Refused> {
    let mut settings = None;
    for _ in 0..ROUNDS {
        let lease = random::bytes::<16>()
            .map(|bytes| random::hex(&bytes))
            .map_err(|fail| Refused::Cause(format!("{fail:?}")))?;
        let claimed = outbox::claim(db, &lease, now).await?;
        if claimed.is_empty() {
            return Ok(());
        }
        if settings.is_none() {
            settings = Some(settings::settings(db).await?);
        }
        let Some(settings) = &settings else {
            return Ok(());
        };
        let shop = compose::Shop {
            config,
            db,
            settings,
            zone: zone::of(&settings.sale.seller.time_zone),
            now,
        };
        let sent = join_all(claimed.iter().map(|mail| send(env, &shop, mail, &lease))).await;
        let marks = claimed
            .iter()
            .zip(&sent)
            .map(|(mail, outcome)| outbox::mark(mail, &lease, outcome, now));
        db.batch(marks.collect()).await?;
        if claimed.len() < CLAIMED_MAX as usize {
            return Ok(());
        }
    }
    Ok(())
}

/// Makes and sends one mail. Whatever goes wrong is an outcome of this mail alone.
async fn send(env: &Env, shop: &compose::Shop<'_>, mail: &Claimed, lease: &str) -> Outcome {
    if mail.expires_at.is_some_and(|end| end <= shop.now) {
        return Outcome::Dropped;
    }
    let composed = match compose::compose(shop, mail).await {
        Ok(Some(composed)) => composed,
        Ok(None) => return Outcome::Dropped,
        Err(refused) => return again(mail, "compose", &format!("{refused:?}"), shop.now),
    };
    // Each try has a key of its own: it makes its own token or code, so its body is another, and providers refuse another
    // body under a key they know.
    let letter = Letter {
        to: &mail.recipient,
        said: &composed,
        headers: &[],
        tags: &[("template", &mail.template)],
        once: &format!("{}-{lease}", mail.id),
    };
    let name = &shop.settings.shop.name;
    match transport::hand_over(env, shop.config, name, &letter).await {
        Ok(_) => {
            let text = shop.config.keep_mail_text.then_some(composed.text);
            Outcome::Sent(text)
        }
        Err(Refusal::ForGood(code)) => {
            tell(mail, &code, "");
            Outcome::Failed(code)
        }
        Err(Refusal::ForNow(code, cause) | Refusal::Unanswered(code, cause)) => {
            again(mail, &code, &cause, shop.now)
        }
    }
}

/// The next try, or the end of them.
fn again(mail: &Claimed, code: &str, cause: &str, now: i64) -> Outcome {
    tell(mail, code, cause);
    match back_off(mail.tries) {
        Some(wait) => Outcome::Again(code.to_owned(), now + wait),
        None => Outcome::Failed(code.to_owned()),
    }
}

/// One line a failure, without the recipient.
fn tell(mail: &Claimed, code: &str, cause: &str) {
    let line = serde_json::json!({ "event": "mail", "mail": mail.id, "template": mail.template,
        "tries": mail.tries, "outcome": code, "cause": cause });
    worker::console_error!("{line}");
}
