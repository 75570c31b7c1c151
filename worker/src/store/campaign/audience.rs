//! Whom groups reach today: counted and listed, each customer once in however many of the groups they are.

use crate::db::{Db, Refused, sql};
use crate::store::account::LOCALE;
use crate::store::consent::MAY_MAIL;
use domain::campaign::variable::Variable;
use domain::campaign::{Audience, AudienceQuery, Part, Recipient};
use domain::id::{CustomerId, GroupId};
use domain::locale::Locale;
use domain::page::{Cursor, Page};
use serde::Deserialize;

/// The members `c` of the groups in the list of ids `?1`.
const MEMBERS: &str = "customers c where c.seq in (select m.customer_seq from memberships m
    where m.group_id in (select value from json_each(?1)))";

/// Whom groups reach, and how many of those who receive it lack what a variable says.
pub struct Counted {
    pub audience: Audience,
    lacking: Vec<(Variable, Locale, u32)>,
}

impl Counted {
    /// How many lack what a variable says in a language.
    pub fn lacking(&self, variable: Variable, locale: Locale) -> u32 {
        let mut all = self.lacking.iter();
        let found = all.find(|(which, of, _)| (*which, *of) == (variable, locale));
        found.map_or(0, |(_, _, count)| *count)
    }
}

/// Counts whom groups reach, in one pass.
pub async fn count(db: &Db, groups: &[GroupId]) -> Result<Counted, Refused> {
    #[derive(Deserialize)]
    struct Row {
        total: u32,
        en: u32,
        fr: u32,
        no_consent: u32,
        suppressed: u32,
        first_en: u32,
        first_fr: u32,
        last_en: u32,
        last_fr: u32,
        organisation_en: u32,
        organisation_fr: u32,
    }
    let one = sql(format!(
        "select count(*) as total, count(case when may and locale = 'en' then 1 end) as en,
            count(case when may and locale = 'fr' then 1 end) as fr,
            count(case when consent = 0 then 1 end) as no_consent,
            count(case when consent = 1 and not may then 1 end) as suppressed,
            count(case when may and locale = 'en' and first_name = '' then 1 end) as first_en,
            count(case when may and locale = 'fr' and first_name = '' then 1 end) as first_fr,
            count(case when may and locale = 'en' and last_name = '' then 1 end) as last_en,
            count(case when may and locale = 'fr' and last_name = '' then 1 end) as last_fr,
            count(case when may and locale = 'en' and organisation = '' then 1 end) as organisation_en,
            count(case when may and locale = 'fr' and organisation = '' then 1 end) as organisation_fr
        from (select {MAY_MAIL} as may, c.consent, {LOCALE} as locale, trim(c.first_name) as first_name,
            trim(c.last_name) as last_name, trim(coalesce(c.organisation, '')) as organisation from {MEMBERS})"
    ))
    .bind(ids(groups)?);
    let row: Option<Row> = db.run(one).await?.first()?;
    let row = row.ok_or_else(|| Refused::Cause("no count".to_owned()))?;
    Ok(Counted {
        audience: Audience {
            total: row.total,
            en: row.en,
            fr: row.fr,
            no_consent: row.no_consent,
            suppressed: row.suppressed,
        },
        lacking: vec![
            (Variable::FirstName, Locale::En, row.first_en),
            (Variable::FirstName, Locale::Fr, row.first_fr),
            (Variable::LastName, Locale::En, row.last_en),
            (Variable::LastName, Locale::Fr, row.last_fr),
            (Variable::Organisation, Locale::En, row.organisation_en),
            (Variable::Organisation, Locale::Fr, row.organisation_fr),
        ],
    })
}

/// Customers a page has.
const PAGE: u32 = 50;

/// A page of the customers behind a figure, newest first.
pub async fn list(db: &Db, query: &AudienceQuery) -> Result<Page<Recipient>, Refused> {
    let part = match query.part {
        Part::Receive => MAY_MAIL.to_owned(),
        Part::NoConsent => "c.consent = 0".to_owned(),
        Part::Suppressed => format!("c.consent = 1 and not {MAY_MAIL}"),
    };
    let page = sql(format!(
        "select c.seq, c.id, c.first_name, c.last_name, c.email, {LOCALE} as locale from {MEMBERS}
            and c.seq < ?2 and {part} and (?4 is null or {LOCALE} = ?4)
        order by c.seq desc limit ?3"
    ))
    .bind(ids(&query.groups)?)
    .bind(Cursor::before(query.cursor.as_ref()))
    .bind(PAGE + 1)
    .bind(query.locale.map(Locale::code));
    let rows: Vec<Row> = db.run(page).await?.all()?;
    let page = Page::cut(rows, PAGE, |row| Cursor::age(row.seq));
    Ok(page.map(|row| Recipient {
        id: row.id,
        first_name: row.first_name,
        last_name: row.last_name,
        email: row.email,
        locale: row.locale,
        outcome: None,
        reason: String::new(),
        at: None,
        unsubscribed_at: None,
    }))
}

#[derive(Deserialize)]
struct Row {
    seq: i64,
    id: CustomerId,
    first_name: String,
    last_name: String,
    email: String,
    locale: Locale,
}

fn ids(groups: &[GroupId]) -> Result<String, Refused> {
    serde_json::to_string(groups).map_err(|error| Refused::Cause(format!("groups: {error}")))
}
