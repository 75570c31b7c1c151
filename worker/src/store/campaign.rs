//! Campaigns as staff write them: listed, made, changed, copied, deleted. `audience` counts whom they reach, `start` lets
//! them go, `chunk` is what a sender does, `recipient` lists what came of it.

pub mod audience;
pub mod chunk;
pub mod recipient;
pub mod start;

use crate::db::{Answers, Db, Refused, STALE, Sql, UNKNOWN, guard_changed, guard_unless, sql};
use crate::store::idempotency::{self, Key};
use crate::store::{journal, throttle};
use domain::account::Account;
use domain::campaign::{Campaign, CampaignQuery, CampaignRow, CampaignState, Figure, Proved, rest};
use domain::group::GroupMark;
use domain::id::{CampaignId, GroupId};
use domain::journal::{Act, SubjectKind};
use domain::page::{Cursor, Page};
use domain::throttle::STAFF_MAIL;
use serde::Deserialize;

/// Rows a page of the list has.
const PAGE: u32 = 50;

/// The campaigns, last made first.
pub async fn list(db: &Db, query: &CampaignQuery) -> Result<Page<CampaignRow>, Refused> {
    let narrowed = match (query.state, &query.group) {
        (None, None) => "where k.seq < ?1",
        (Some(_), None) => "where k.seq < ?1 and k.state = ?3",
        (None, Some(_)) => {
            "where k.seq < ?1 and k.id in (select campaign_id from campaign_groups where group_id = ?3)"
        }
        (Some(_), Some(_)) => {
            "where k.seq < ?1 and k.state = ?3 and k.id in (select campaign_id from campaign_groups where group_id = ?4)"
        }
    };
    let count = |state: &str| {
        format!(
            "(select coalesce(sum(n), 0) from campaign_counts where campaign_id = k.id and state in ({state}))"
        )
    };
    let mut list = sql(format!(
        "select k.seq, k.id, k.state, k.subject_en, k.subject_fr, k.send_at, k.total, k.unsubscribed, k.updated_at,
            k.started_at, k.ended_at,
            coalesce((select group_concat(coalesce(g.name, x.name), ', ') from campaign_groups x
                left join groups g on g.id = x.group_id where x.campaign_id = k.id), '') as groups,
            {} as waiting, {} as sent, {} as failed, {} as unknown, {} as skipped
        from campaigns k {narrowed} order by k.seq desc limit ?2",
        count("'waiting', 'sending'"),
        count("'sent'"),
        count("'failed'"),
        count("'unknown'"),
        count("'skipped'"),
    ))
    .bind(Cursor::before(query.cursor.as_ref()))
    .bind(PAGE + 1);
    if let Some(state) = query.state {
        list = list.bind(state.code());
    }
    if let Some(group) = &query.group {
        list = list.bind(group);
    }
    let rows: Vec<CampaignRow> = db.run(list).await?.all()?;
    Ok(Page::cut(rows, PAGE, |row: &CampaignRow| {
        Cursor::age(row.seq)
    }))
}

/// One campaign, with what came of it.
pub async fn find(db: &Db, id: &CampaignId) -> Result<Option<Campaign>, Refused> {
    const NAME: &str = "case when a.removed_at is null then coalesce(a.name, a.email) end";
    let one = sql(format!(
        "select k.id, k.version, k.state, k.subject_en, k.subject_fr, k.body_en, k.body_fr, k.send_at, k.tested_at, k.total,
            k.unsubscribed, k.stumbles, k.due_at, k.created_at, k.updated_at, k.started_at, k.ended_at,
            (select {NAME} from accounts a where a.id = k.account_id) as by,
            (select {NAME} from accounts a where a.id = k.sender_id) as sent_by
        from campaigns k where k.id = ?1"
    ))
    .bind(id);
    let groups = sql(
        "select x.group_id as id, coalesce(g.code, x.code) as code, coalesce(g.name, x.name) as name
        from campaign_groups x left join groups g on g.id = x.group_id
        where x.campaign_id = ?1 order by coalesce(g.name_key, x.name), x.group_id",
    )
    .bind(id);
    let figures = sql(
        "select state as outcome, reason, n as count from campaign_counts
        where campaign_id = ?1 and n > 0 order by state, reason",
    )
    .bind(id);
    let mut answers = Answers::new(db.batch(vec![one, groups, figures]).await?);
    let Some(row) = answers.take().first::<Row>()? else {
        return Ok(None);
    };
    let groups: Vec<GroupMark> = answers.take().all()?;
    let figures: Vec<Figure> = answers.take().all()?;
    let troubled = row.state == CampaignState::Sending && rest(row.stumbles) > 0;
    Ok(Some(Campaign {
        id: row.id,
        version: row.version,
        state: row.state,
        subject_en: row.subject_en,
        subject_fr: row.subject_fr,
        body_en: row.body_en,
        body_fr: row.body_fr,
        groups,
        send_at: row.send_at,
        tested_at: row.tested_at,
        total: row.total,
        figures,
        unsubscribed: row.unsubscribed,
        troubled_until: row.due_at.filter(|_| troubled),
        by: row.by,
        sent_by: row.sent_by,
        created_at: row.created_at,
        updated_at: row.updated_at,
        started_at: row.started_at,
        ended_at: row.ended_at,
    }))
}

#[derive(Deserialize)]
struct Row {
    id: CampaignId,
    version: u32,
    state: CampaignState,
    subject_en: String,
    subject_fr: String,
    body_en: String,
    body_fr: String,
    send_at: Option<i64>,
    tested_at: Option<i64>,
    total: u32,
    unsubscribed: u32,
    stumbles: u32,
    due_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
    started_at: Option<i64>,
    ended_at: Option<i64>,
    by: Option<String>,
    sent_by: Option<String>,
}

/// Makes a draft. [`Refused::Guard`]: `repeated` where the key made one before, `unknown` where one of its groups is no more.
pub async fn create(
    db: &Db,
    id: &CampaignId,
    form: &Proved,
    key: Option<&Key<'_>>,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let mut batch = idempotency::claim(key, id.as_str(), now);
    batch.push(
        sql(
            "insert into campaigns (id, subject_en, subject_fr, body_en, body_fr, account_id, created_at, updated_at)
            values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
        )
        .bind(id)
        .bind(&form.subject_en)
        .bind(&form.subject_fr)
        .bind(&form.body_en)
        .bind(&form.body_fr)
        .bind(&by.id)
        .bind(now),
    );
    batch.extend(groups(id, &form.groups)?);
    batch.push(told(id, Act::CampaignCreated, by, now));
    db.batch(batch).await.map(|_| ())
}

/// Changes one that has not started. [`Refused::Guard`]: `stale` when it changed or started since the version that was seen,
/// `unknown` where one of its groups is no more.
pub async fn edit(
    db: &Db,
    id: &CampaignId,
    version: u32,
    form: &Proved,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let update = sql(
        "update campaigns set version = version + 1, subject_en = ?3, subject_fr = ?4, body_en = ?5, body_fr = ?6,
            tested_at = case when subject_en = ?3 and subject_fr = ?4 and body_en = ?5 and body_fr = ?6
                then tested_at end,
            updated_at = ?7
        where id = ?1 and version = ?2 and state in ('draft', 'scheduled')",
    )
    .bind(id)
    .bind(version)
    .bind(&form.subject_en)
    .bind(&form.subject_fr)
    .bind(&form.body_en)
    .bind(&form.body_fr)
    .bind(now);
    let mut batch = vec![
        update,
        guard_changed(STALE),
        sql("delete from campaign_groups where campaign_id = ?1").bind(id),
    ];
    batch.extend(groups(id, &form.groups)?);
    batch.push(told(id, Act::CampaignEdited, by, now));
    db.batch(batch).await.map(|_| ())
}

/// Its groups, all of which there must be.
fn groups(id: &CampaignId, chosen: &[GroupId]) -> Result<[Sql; 2], Refused> {
    let ids = serde_json::to_string(chosen)
        .map_err(|error| Refused::Cause(format!("groups: {error}")))?;
    Ok([
        sql(
            "insert into campaign_groups (campaign_id, group_id, code, name)
            select ?1, id, code, name from groups where id in (select value from json_each(?2))",
        )
        .bind(id)
        .bind(&ids),
        guard_unless(
            "(select count(*) from campaign_groups where campaign_id = ?1) = json_array_length(?2)",
            UNKNOWN,
        )
        .bind(id)
        .bind(&ids),
    ])
}

/// Deletes a draft. [`Refused::Guard`] `stale` where it is none.
pub async fn delete(db: &Db, id: &CampaignId, by: &Account, now: i64) -> Result<(), Refused> {
    db.batch(vec![
        guard_unless(
            "exists (select 1 from campaigns where id = ?1 and state = 'draft')",
            STALE,
        )
        .bind(id),
        sql("delete from campaign_groups where campaign_id = ?1").bind(id),
        sql("delete from campaigns where id = ?1").bind(id),
        told(id, Act::CampaignDeleted, by, now),
    ])
    .await
    .map(|_| ())
}

/// Makes a draft of the texts of another, for those of its groups that there still are. [`Refused::Guard`]: `repeated` where
/// the key made one before, `stale` where there is no such campaign.
pub async fn copy(
    db: &Db,
    id: &CampaignId,
    from: &CampaignId,
    key: Option<&Key<'_>>,
    by: &Account,
    now: i64,
) -> Result<(), Refused> {
    let mut batch = idempotency::claim(key, id.as_str(), now);
    batch.push(
        sql(
            "insert into campaigns (id, subject_en, subject_fr, body_en, body_fr, account_id, created_at, updated_at)
            select ?1, subject_en, subject_fr, body_en, body_fr, ?3, ?4, ?4 from campaigns where id = ?2",
        )
        .bind(id)
        .bind(from)
        .bind(&by.id)
        .bind(now),
    );
    batch.push(guard_changed(STALE));
    batch.push(
        sql(
            "insert into campaign_groups (campaign_id, group_id, code, name)
            select ?1, g.id, g.code, g.name from campaign_groups x join groups g on g.id = x.group_id
            where x.campaign_id = ?2",
        )
        .bind(id)
        .bind(from),
    );
    batch.push(told(id, Act::CampaignCreated, by, now));
    db.batch(batch).await.map(|_| ())
}

/// Lets a test go to whoever asks for it. [`Refused::Guard`] `throttled` for who asks too often.
pub async fn test(db: &Db, id: &CampaignId, by: &Account, now: i64) -> Result<(), Refused> {
    db.batch(vec![
        throttle::charge(&STAFF_MAIL, by.id.as_str(), now),
        told(id, Act::TestMailSent, by, now),
    ])
    .await
    .map(|_| ())
}

/// Keeps that a test of the text of this version was sent.
pub async fn tested(db: &Db, id: &CampaignId, version: u32, now: i64) -> Result<(), Refused> {
    db.run(
        sql("update campaigns set tested_at = ?3
            where id = ?1 and version = ?2 and state in ('draft', 'scheduled')")
        .bind(id)
        .bind(version)
        .bind(now),
    )
    .await
    .map(|_| ())
}

/// The journal's entry of what staff did to a campaign.
fn told(id: &CampaignId, act: Act, by: &Account, now: i64) -> Sql {
    journal::tell(
        by,
        act,
        Some((SubjectKind::Campaign, id.as_str())),
        &[],
        now,
    )
}
