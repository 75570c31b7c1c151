//! The journal: written in the batch of what it tells. What staff do to a customer gets there from the history, by a trigger.

use crate::db::{Db, Refused, Sql, sql, stored};
use crate::store::outbox::SHOP_LOCALE;
use domain::account::{Account, Role};
use domain::history::Fact;
use domain::id::AccountId;
use domain::journal::{Act, Area, Deed, JournalQuery, Line, Subject, SubjectKind};
use domain::page::{Cursor, Page};
use serde::Deserialize;

/// Tells what a member of staff did.
pub fn tell(
    by: &Account,
    act: Act,
    subject: Option<(SubjectKind, &str)>,
    fields: &[&str],
    now: i64,
) -> Sql {
    let fields = serde_json::to_string(fields).unwrap_or_else(|_| "[]".to_owned());
    sql(
        "insert into audit (at, account_id, role, area, deed, subject_kind, subject_id, fields)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )
    .bind(now)
    .bind(&by.id)
    .bind(by.role.code())
    .bind(act.area().code())
    .bind(act.code())
    .bind(subject.map(|(kind, _)| kind.code()))
    .bind(subject.map(|(_, id)| id))
    .bind(fields)
}

/// Tells what nobody of staff did.
pub fn tell_of_nobody(act: Act, subject: (SubjectKind, &str), now: i64) -> Sql {
    sql("insert into audit (at, area, deed, subject_kind, subject_id) values (?1, ?2, ?3, ?4, ?5)")
        .bind(now)
        .bind(act.area().code())
        .bind(act.code())
        .bind(subject.0.code())
        .bind(subject.1)
}

/// Tells of a try to sign in, if the mailbox is one of staff's: as failed, until [`sign_in_succeeded`] says otherwise. The
/// row comes with the try's other writes, whatever the e-mail, so that no answer takes longer for having written it.
pub fn sign_in_tried(email_key: &str, now: i64) -> Sql {
    sql("insert into audit (at, account_id, role, area, deed)
        select ?2, id, role, ?3, ?4 from accounts where email_key = ?1 and role <> 'customer'
        returning seq")
    .bind(email_key)
    .bind(now)
    .bind(Act::SignInFailed.area().code())
    .bind(Act::SignInFailed.code())
}

/// The try that [`sign_in_tried`] told of let somebody in.
pub fn sign_in_succeeded(seq: Option<i64>) -> Sql {
    sql("update audit set deed = ?2 where seq = ?1")
        .bind(seq)
        .bind(Act::SignedIn.code())
}

/// Tells that somebody of staff has another password; of customers the history tells.
pub fn own_password(account: &AccountId, fact: Fact, now: i64) -> Sql {
    sql("insert into audit (at, account_id, role, area, deed)
        select ?2, id, role, ?3, ?4 from accounts where id = ?1 and role <> 'customer'")
    .bind(account)
    .bind(now)
    .bind(Area::SignIns.code())
    .bind(fact.code())
}

/// Tells that the session of this token is ended by its owner, if it is one of staff's.
pub fn signed_out(token_hash: &str, now: i64) -> Sql {
    sql("insert into audit (at, account_id, role, area, deed)
        select ?2, a.id, a.role, ?3, ?4 from sessions s join accounts a on a.id = s.account_id
        where s.token_hash = ?1 and a.role <> 'customer'")
    .bind(token_hash)
    .bind(now)
    .bind(Act::SignedOut.area().code())
    .bind(Act::SignedOut.code())
}

/// Lines a page has.
const PAGE: u32 = 50;

/// Where a page begins: before this moment, and within it before this row.
pub struct Place {
    pub at: i64,
    pub seq: i64,
}

/// A page of the journal before a place, newest first. Names are those of today.
pub async fn list(db: &Db, query: &JournalQuery, before: &Place) -> Result<Page<Line>, Refused> {
    let narrowed = match (query.area, &query.by) {
        (None, None) => "",
        (Some(_), None) => "and area = ?5",
        (None, Some(_)) => "and account_id = ?5",
        (Some(_), Some(_)) => "and area = ?5 and account_id = ?6",
    };
    let mut list = sql(format!(
        "select j.seq, j.at, coalesce(s.name, s.email) as by, j.role, j.area, j.deed, j.subject_kind, j.subject_id,
            j.fields, case j.subject_kind
                when 'customer' then (select nullif(trim(first_name || ' ' || last_name), '') from customers where id = j.subject_id)
                when 'order' then (select cast(number as text) from orders where id = j.subject_id)
                when 'group' then (select name from groups where id = j.subject_id)
                when 'product' then (select case {SHOP_LOCALE} when 'en' then name_en else name_fr end
                    from products where id = j.subject_id)
                when 'document' then (select coalesce(nullif(case {SHOP_LOCALE} when 'en' then title_en else title_fr end, ''),
                    nullif(title_fr, ''), title_en) from documents where id = j.subject_id)
                when 'campaign' then (select coalesce(nullif(case {SHOP_LOCALE} when 'en' then subject_en else subject_fr end, ''),
                    nullif(subject_fr, ''), nullif(subject_en, '')) from campaigns where id = j.subject_id)
                when 'import' then (select name from imports where id = j.subject_id and state <> 'gone')
                when 'mail' then (select recipient from outbox where id = j.subject_id)
                when 'staff' then (select coalesce(name, email) from accounts where id = j.subject_id)
            end as subject_name
        from (select seq, at, account_id, role, area, deed, subject_kind, subject_id, fields from audit
            where (at, seq) < (?1, ?2) and at >= ?3 {narrowed}
            order by at desc, seq desc limit ?4) j
        left join accounts s on s.id = j.account_id
        order by j.at desc, j.seq desc"
    ))
    .bind(before.at)
    .bind(before.seq)
    .bind(query.from.unwrap_or(0))
    .bind(PAGE + 1);
    if let Some(area) = query.area {
        list = list.bind(area.code());
    }
    if let Some(by) = &query.by {
        list = list.bind(by);
    }
    let rows: Vec<Row> = db.run(list).await?.all()?;
    Page::cut(rows, PAGE, |row| Cursor {
        key: row.at.to_string(),
        seq: row.seq,
    })
    .try_map(Row::line)
}

#[derive(Deserialize)]
struct Row {
    seq: i64,
    at: i64,
    by: Option<String>,
    role: Option<Role>,
    area: Area,
    deed: Deed,
    subject_kind: Option<SubjectKind>,
    subject_id: Option<String>,
    subject_name: Option<String>,
    fields: String,
}

impl Row {
    fn line(self) -> Result<Line, Refused> {
        let fields = stored("fields", &self.fields)?;
        let subject = self.subject_kind.zip(self.subject_id);
        Ok(Line {
            at: self.at,
            by: self.by,
            role: self.role,
            deed: self.deed,
            area: self.area,
            subject: subject.map(|(kind, id)| Subject {
                kind,
                id,
                name: self.subject_name,
            }),
            fields,
        })
    }
}
