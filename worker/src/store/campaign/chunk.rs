//! What a sender does of a campaign: claims it, takes a chunk of its mails, marks what became of each. A mail is `sending`
//! before it is handed over and is handed over under one claim only; what nobody reports on is `unknown`, never sent again.

use crate::db::{Answers, Db, Refused, STALE, Sql, guard_changed, sql};
use crate::store::consent::MAY_MAIL;
use domain::campaign::{LEASE, Outcome, Pace};
use domain::history::Fact;
use domain::id::{CampaignId, CustomerId};
use domain::locale::Locale;
use serde::{Deserialize, Serialize};

/// A campaign that a sender has claimed. `turn` is the claim: it grows with each, and only the last holds.
#[derive(Deserialize)]
pub struct Claimed {
    pub id: CampaignId,
    pub turn: i64,
    pub stumbles: u32,
    pub subject_en: String,
    pub subject_fr: String,
    pub body_en: String,
    pub body_fr: String,
}

/// Ends the claims of senders that are taken for dead: what they were handing over may or may not have left.
pub async fn give_up_lost(db: &Db, now: i64) -> Result<(), Refused> {
    let before = now - LEASE;
    let told = sql(
        "insert into history (customer_id, at, actor, fact, detail, campaign_id)
        select c.id, ?2, 'system', ?3, case m.locale when 'en' then k.subject_en else k.subject_fr end, k.id
        from campaign_mails m join campaigns k on k.id = m.campaign_id join customers c on c.id = m.customer_id
        where m.state = 'sending' and m.at <= ?1",
    )
    .bind(before)
    .bind(now)
    .bind(Fact::CampaignUnknown.code());
    let lost = sql(
        "update campaign_mails set state = 'unknown', reason = 'interrupted', at = ?2
        where state = 'sending' and at <= ?1",
    )
    .bind(before)
    .bind(now);
    db.batch(vec![told, lost]).await.map(|_| ())
}

/// Claims the campaign that has waited longest for somebody to go on with it.
pub async fn claim(db: &Db, now: i64) -> Result<Option<Claimed>, Refused> {
    db.run(
        sql("update campaigns set turn = turn + 1, lease = ?1 + ?2
            where seq = (select seq from campaigns
                where state = 'sending' and due_at <= ?1 and (lease is null or lease <= ?1)
                order by due_at limit 1)
            returning id, turn, stumbles, subject_en, subject_fr, body_en, body_fr")
        .bind(now)
        .bind(LEASE),
    )
    .await?
    .first()
}

/// Somebody to be written to.
#[derive(Deserialize)]
pub struct Addressed {
    pub customer_id: CustomerId,
    pub locale: Locale,
    pub tries: u32,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub organisation: Option<String>,
}

/// What was taken of a campaign.
pub struct Chunk {
    pub mails: Vec<Addressed>,
    /// Whether more are due by now.
    pub more: bool,
    /// When the pace allows as many again, at this machine's own clock.
    pub free_at: i64,
}

/// The bucket of the pace, beside the throttles.
const PACE: &str = "campaigns:pace";

/// Takes the next mails, at most `limit` and no more than the pace allows. Whether each customer may be written to is asked
/// by the statement that takes them: who may not any more is skipped. `clock` is the pace's. [`Refused::Guard`] `stale` when
/// the campaign was paused or stopped, or the claim has passed to somebody else: then nothing was taken.
pub async fn take(
    db: &Db,
    claimed: &mut Claimed,
    pace: Pace,
    limit: u32,
    now: i64,
    clock: i64,
) -> Result<Chunk, Refused> {
    let window = i64::from(pace.burst) * pace.interval_micros;
    let turn = claimed.turn + 1;
    let batch = vec![
        sql("update campaigns set turn = turn + 1, lease = ?3 + ?4 where id = ?1 and turn = ?2 and state = 'sending'")
            .bind(&claimed.id)
            .bind(claimed.turn)
            .bind(now)
            .bind(LEASE),
        guard_changed(STALE),
        // Never further ahead than the bucket is large, whatever a clock said before.
        sql("insert into throttles (key, tat) values (?1, ?2)
            on conflict (key) do update set tat = min(max(tat, ?2), ?2 + cast(?3 / 1000 as integer))")
        .bind(PACE)
        .bind(clock)
        .bind(window),
        sql(format!(
            "update campaign_mails set turn = ?3, at = ?2, tries = tries + 1, (state, reason) = (
                select case when c.id is not null and {MAY_MAIL} then 'sending' else 'skipped' end,
                    case when c.id is null then 'gone' when c.consent = 0 then 'no_consent'
                        when not {MAY_MAIL} then 'suppressed' else '' end
                from (select 1) left join customers c on c.id = campaign_mails.customer_id)
            where campaign_id = ?1 and customer_id in (
                select customer_id from campaign_mails indexed by campaign_mails_waiting
                where campaign_id = ?1 and state = 'waiting' and due_at <= ?2 order by due_at, customer_id
                limit max(0, min(?4, cast((?5 * 1000 + ?6 - 1000 *
                    (select tat from throttles where key = ?8)) / ?7 as integer))))"
        ))
        .bind(&claimed.id)
        .bind(now)
        .bind(turn)
        .bind(limit)
        .bind(clock)
        .bind(window)
        .bind(pace.interval_micros)
        .bind(PACE),
        sql(
            "update throttles set tat = tat + cast(?3 * (select count(*) from campaign_mails
                where campaign_id = ?1 and state = 'sending' and turn = ?2) / 1000 as integer)
            where key = ?4",
        )
        .bind(&claimed.id)
        .bind(turn)
        .bind(pace.interval_micros)
        .bind(PACE),
        sql(
            "select m.customer_id, m.locale, m.tries, c.email, c.first_name, c.last_name, c.organisation
            from campaign_mails m join customers c on c.id = m.customer_id
            where m.campaign_id = ?1 and m.state = 'sending' and m.turn = ?2",
        )
        .bind(&claimed.id)
        .bind(turn),
        sql(
            "select tat, exists (select 1 from campaign_mails
                where campaign_id = ?1 and state = 'waiting' and due_at <= ?2) as more
            from throttles where key = ?3",
        )
        .bind(&claimed.id)
        .bind(now)
        .bind(PACE),
    ];
    let mut answers = Answers::new(db.batch(batch).await?);
    claimed.turn = turn;
    for _ in 0..5 {
        answers.take();
    }
    #[derive(Deserialize)]
    struct After {
        tat: i64,
        more: u8,
    }
    let mails = answers.take().all()?;
    let after: Option<After> = answers.take().first()?;
    Ok(Chunk {
        mails,
        more: after.as_ref().is_some_and(|after| after.more == 1),
        free_at: after.map_or(clock, |after| after.tat),
    })
}

/// What became of a mail that was taken.
#[derive(Serialize)]
pub struct Marked {
    #[serde(rename = "id")]
    pub customer_id: CustomerId,
    pub state: &'static str,
    pub reason: String,
    pub tries: u32,
    /// When it is tried again, if it waits.
    pub due_at: i64,
    pub provider_id: Option<String>,
    /// What the customer's history tells; nothing while it waits.
    pub fact: Option<&'static str>,
    pub subject: String,
}

/// What is told to the history of an outcome.
pub fn fact_of(outcome: Outcome) -> Option<&'static str> {
    match outcome {
        Outcome::Sent => Some(Fact::CampaignSent.code()),
        Outcome::Failed => Some(Fact::CampaignFailed.code()),
        Outcome::Unknown => Some(Fact::CampaignUnknown.code()),
        Outcome::Waiting | Outcome::Sending | Outcome::Skipped => None,
    }
}

/// Marks what became of the mails taken under this claim, also where the campaign is paused or somebody else's by now: what
/// is known is known. Twice is once. `stumbles`: chunks in a row of which the provider took nothing; the campaign rests until
/// then.
pub async fn mark(
    db: &Db,
    claimed: &Claimed,
    marks: &[Marked],
    stumbles: u32,
    rests_until: Option<i64>,
    now: i64,
) -> Result<(), Refused> {
    let json =
        serde_json::to_string(marks).map_err(|error| Refused::Cause(format!("marks: {error}")))?;
    let over = |text: &str| -> Sql {
        sql(text)
            .bind(&claimed.id)
            .bind(claimed.turn)
            .bind(now)
            .bind(&json)
    };
    let told = over(
        "insert into history (customer_id, at, actor, fact, detail, campaign_id)
        select c.id, ?3, 'system', j.value ->> 'fact', j.value ->> 'subject', ?1
        from json_each(?4) j join customers c on c.id = j.value ->> 'id'
            join campaign_mails m on m.campaign_id = ?1 and m.customer_id = c.id
        where m.turn = ?2 and m.state in ('sending', 'unknown') and m.state <> j.value ->> 'state'
            and j.value ->> 'fact' is not null",
    );
    // What comes back to a campaign that was stopped meanwhile is not sent any more.
    let marked = over(
        "update campaign_mails set at = ?3, (state, reason, tries, due_at, provider_id) = (
            select iif(j.value ->> 'state' = 'waiting' and k.state = 'stopped', 'skipped', j.value ->> 'state'),
                iif(j.value ->> 'state' = 'waiting' and k.state = 'stopped', 'stopped', j.value ->> 'reason'),
                j.value ->> 'tries', j.value ->> 'due_at', j.value ->> 'provider_id'
            from json_each(?4) j, campaigns k
            where j.value ->> 'id' = campaign_mails.customer_id and k.id = ?1)
        where campaign_id = ?1 and turn = ?2 and state in ('sending', 'unknown')
            and customer_id in (select j.value ->> 'id' from json_each(?4) j)",
    );
    let campaign =
        sql("update campaigns set stumbles = ?3, due_at = coalesce(?4, due_at) where id = ?1 and turn = ?2")
            .bind(&claimed.id)
            .bind(claimed.turn)
            .bind(stumbles)
            .bind(rests_until);
    db.batch(vec![told, marked, campaign]).await.map(|_| ())
}

/// Lets the next sender go on: now, when something is due again, or never, where nobody waits any more.
pub async fn rest(db: &Db, claimed: &Claimed, now: i64) -> Result<(), Refused> {
    // Who is `sending` here is a dead sender's: looked for when the claim is taken for lost.
    const OPEN: &str =
        "select min(due_at) as at from campaign_mails where campaign_id = ?1 and state = 'waiting'
        union all
        select min(at) + ?4 from campaign_mails where campaign_id = ?1 and state = 'sending'";
    db.run(
        sql(format!(
            "update campaigns set lease = null,
                due_at = max(due_at, coalesce((select min(at) from ({OPEN}) where at is not null), due_at)),
                state = case when exists (select 1 from ({OPEN}) where at is not null) then state else 'sent' end,
                ended_at = case when exists (select 1 from ({OPEN}) where at is not null) then null else ?3 end
            where id = ?1 and turn = ?2 and state = 'sending'"
        ))
        .bind(&claimed.id)
        .bind(claimed.turn)
        .bind(now)
        .bind(LEASE),
    )
    .await
    .map(|_| ())
}
