//! Letting a campaign go: now, or at a time that the sweep looks for. Its audience is frozen by the batch that starts it, those
//! who are not to receive it included, so that the results say why.

use super::told;
use crate::db::{Db, MOVED, Refused, STALE, Sql, guard_changed, guard_unless, sql};
use crate::store::account::LOCALE;
use crate::store::consent::MAY_MAIL;
use crate::store::idempotency::{self, Key};
use crate::store::journal;
use domain::account::Account;
use domain::campaign::{CampaignState, Resend, TOTAL_MAX};
use domain::id::CampaignId;
use domain::journal::{Act, SubjectKind};
use serde::Deserialize;

/// Starts a campaign of this version, or plans it for `at`. [`Refused::Guard`]: `repeated` where the key did so before, `stale`
/// when it changed or started meanwhile, `moved` where it is for more customers than one may be.
pub async fn send(
    db: &Db,
    id: &CampaignId,
    version: u32,
    at: Option<i64>,
    key: &Key<'_>,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let mut batch = idempotency::claim(key, id.as_str(), now);
    match at {
        Some(at) => {
            batch.push(
                sql(
                    "update campaigns set state = 'scheduled', send_at = ?3, sender_id = ?4
                    where id = ?1 and version = ?2 and state in ('draft', 'scheduled')",
                )
                .bind(id)
                .bind(version)
                .bind(at)
                .bind(&by.id),
            );
            batch.push(guard_changed(STALE));
            batch.push(told(id, Act::CampaignScheduled, by, now));
        }
        None => {
            batch.push(
                sql(
                    "update campaigns set state = 'sending', started_at = ?3, due_at = ?3, send_at = null, sender_id = ?4
                    where id = ?1 and version = ?2 and state in ('draft', 'scheduled')",
                )
                .bind(id)
                .bind(version)
                .bind(now)
                .bind(&by.id),
            );
            batch.push(guard_changed(STALE));
            batch.extend(freeze(id, now));
            batch.push(told(id, Act::CampaignStarted, by, now));
        }
    }
    db.batch(batch).await.map(|_| ())
}

/// The audience as it is now: each customer once, with the reason of who will not receive it. For nobody, it ends here.
fn freeze(id: &CampaignId, now: i64) -> [Sql; 3] {
    [
        sql(format!(
            "insert into campaign_mails (campaign_id, customer_id, locale, state, reason, due_at, at)
            select ?1, id, locale, case when reason = '' then 'waiting' else 'skipped' end, reason, ?2, ?2
            from (select c.id, {LOCALE} as locale,
                    case when c.consent = 0 then 'no_consent' when not {MAY_MAIL} then 'suppressed'
                        when trim(case {LOCALE} when 'en' then k.body_en else k.body_fr end) = ''
                            or case {LOCALE} when 'en' then k.subject_en else k.subject_fr end = '' then 'no_text'
                        else '' end as reason
                from campaigns k, customers c
                where k.id = ?1 and c.seq in (select m.customer_seq from campaign_groups x
                    join memberships m on m.group_id = x.group_id where x.campaign_id = ?1))"
        ))
        .bind(id)
        .bind(now),
        sql("update campaigns set total = (select count(*) from campaign_mails where campaign_id = ?1),
                state = case when exists (select 1 from campaign_mails where campaign_id = ?1 and state = 'waiting')
                    then state else 'stopped' end,
                ended_at = case when exists (select 1 from campaign_mails where campaign_id = ?1 and state = 'waiting')
                    then null else ?2 end
            where id = ?1")
        .bind(id)
        .bind(now),
        guard_unless("(select total from campaigns where id = ?1) <= ?2", MOVED)
            .bind(id)
            .bind(TOTAL_MAX),
    ]
}

/// Campaigns that one sweep starts.
const STARTED_MAX: u32 = 10;

/// Starts those whose time has come, by nobody of staff; one that has outgrown what a campaign may be is a draft again.
pub async fn start_due(db: &Db, now: i64) -> Result<(), Refused> {
    #[derive(Deserialize)]
    struct Row {
        id: CampaignId,
    }
    let due = sql("select id from campaigns where state = 'scheduled' and send_at <= ?1 order by send_at limit ?2")
        .bind(now)
        .bind(STARTED_MAX);
    let rows: Vec<Row> = db.run(due).await?.all()?;
    for Row { id } in rows {
        let mut batch = vec![
            sql("update campaigns set state = 'sending', started_at = ?2, due_at = ?2, send_at = null
                where id = ?1 and state = 'scheduled' and send_at <= ?2")
            .bind(&id)
            .bind(now),
            guard_changed(STALE),
        ];
        batch.extend(freeze(&id, now));
        let subject = (SubjectKind::Campaign, id.as_str());
        batch.push(journal::tell_of_nobody(Act::CampaignStarted, subject, now));
        match db.batch(batch).await {
            // Taken back or put off meanwhile.
            Ok(_) | Err(Refused::Guard(STALE)) => {}
            Err(Refused::Guard(MOVED)) => {
                db.run(
                    sql("update campaigns set state = 'draft', send_at = null
                        where id = ?1 and state = 'scheduled'")
                    .bind(&id),
                )
                .await?;
            }
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

/// Puts a campaign into another state. What was being handed over keeps its outcome to come. [`Refused::Guard`] `stale` where
/// it cannot be there from where it is.
pub async fn set_state(
    db: &Db,
    id: &CampaignId,
    wanted: CampaignState,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let (from, act, more) = match wanted {
        CampaignState::Draft => ("'scheduled'", Act::CampaignTakenBack, "send_at = null"),
        CampaignState::Paused => ("'sending'", Act::CampaignPaused, "lease = null"),
        CampaignState::Sending => (
            "'paused'",
            Act::CampaignResumed,
            "lease = null, stumbles = 0, due_at = ?3",
        ),
        _ => (
            "'sending', 'paused'",
            Act::CampaignStopped,
            "lease = null, ended_at = ?3",
        ),
    };
    // The turn goes on, so that whoever drives it finds that it is no longer theirs.
    let mut batch = vec![
        sql(format!(
            "update campaigns set state = ?2, turn = turn + 1, {more}
            where id = ?1 and state in ({from}) and ?3 is not null"
        ))
        .bind(id)
        .bind(wanted.code())
        .bind(now),
        guard_changed(STALE),
    ];
    if wanted == CampaignState::Stopped {
        batch.push(
            sql(
                "update campaign_mails set state = 'skipped', reason = 'stopped', at = ?2
                where campaign_id = ?1 and state = 'waiting'",
            )
            .bind(id)
            .bind(now),
        );
    }
    batch.push(told(id, act, by, now));
    db.batch(batch).await.map(|_| ())
}

/// Lets customers whose outcome is unknown or failed be sent it again. [`Refused::Guard`]: `repeated` where the key did so
/// before, `stale` where there is none such, or the campaign has not started.
pub async fn resend(
    db: &Db,
    id: &CampaignId,
    to: Resend<'_>,
    key: &Key<'_>,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let (which, bound) = match to {
        Resend::Customers(named) => (
            "state in ('unknown', 'failed') and customer_id in (select value from json_each(?3))",
            serde_json::to_string(named)
                .map_err(|error| Refused::Cause(format!("ids: {error}")))?,
        ),
        Resend::All(outcome) => ("state = ?3", outcome.code().to_owned()),
    };
    let mut batch = idempotency::claim(key, id.as_str(), now);
    // A claim of theirs that is still to report must not count any more: turns begin at one.
    batch.push(
        sql(format!(
            "update campaign_mails set state = 'waiting', reason = '', tries = 0, turn = 0, due_at = ?2, at = ?2
            where campaign_id = ?1 and {which}"
        ))
        .bind(id)
        .bind(now)
        .bind(bound),
    );
    batch.push(guard_changed(STALE));
    batch.push(
        sql(
            "update campaigns set state = case state when 'paused' then state else 'sending' end,
                stumbles = 0, due_at = ?2, ended_at = null
            where id = ?1",
        )
        .bind(id)
        .bind(now),
    );
    batch.push(told(id, Act::CampaignResent, by, now));
    db.batch(batch).await.map(|_| ())
}
