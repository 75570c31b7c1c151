//! The contact step of a signed-in customer: what was changed is saved back to the record in the same batch (rule 4).

use super::{Submission, json, keep_typed, tick};
use crate::db::{Db, GONE, Refused, STALE, Sql, guard_changed, sql};
use crate::store::address::{change_address, use_address};
use crate::store::throttle;
use domain::account::SavedBack;
use domain::customer::ConsentState;
use domain::customer::Keys;
use domain::history::Fact;
use domain::id::{AccountId, CustomerId};
use domain::locale::Locale;
use domain::throttle::{CHECKOUT_CLIENT, CONTACT_CLIENT};

/// What the record becomes, and whose it is.
pub struct Saving<'a> {
    pub account: &'a AccountId,
    pub customer: &'a CustomerId,
    /// True once the account's mailbox was proved: a tick is given at once.
    pub verified: bool,
    /// The version it is made from.
    pub version: u32,
    pub back: &'a SavedBack,
    pub keys: &'a Keys,
}

/// Stores a signed-in customer's submission: the checkout keeps what was typed, the record takes what changed.
/// [`Refused::Guard`]: `gone` for another browser's or an ended checkout, `stale` when the record changed meanwhile,
/// `throttled`.
pub async fn save(
    db: &Db,
    submission: &Submission<'_>,
    saving: &Saving<'_>,
    now: i64,
) -> Result<(), Refused> {
    let client = submission.client;
    let [charge_step, remember] =
        throttle::charge_once(&CONTACT_CLIENT, client, &submission.mailbox, now);
    let mut batch = vec![
        throttle::charge(&CHECKOUT_CLIENT, client, now),
        charge_step,
        remember,
        keep_typed(submission, Some(saving.account), now)?,
        guard_changed(GONE),
    ];
    if saving.back.changed {
        batch.extend([change_record(saving)?, guard_changed(STALE)]);
    }
    let address = &submission.contact.address;
    match &saving.back.entry {
        Some(entry) => batch.extend([
            change_address(saving.customer, entry, address, Some(now)),
            guard_changed(STALE),
        ]),
        None => batch.extend(use_address(
            saving.customer,
            &submission.address,
            address,
            now,
        )),
    }
    if !saving.back.fields.is_empty() {
        batch.push(note(saving, now)?);
    }
    let given = match saving.verified {
        true => ConsentState::Given,
        false => ConsentState::Pending,
    };
    batch.push(drop_own(submission, saving));
    batch.extend(tick(submission, given, now));
    db.batch(batch).await.map(|_| ())
}

fn change_record(saving: &Saving<'_>) -> Result<Sql, Refused> {
    let details = &saving.back.details;
    Ok(sql("update customers set version = version + 1, first_name = ?3, last_name = ?4,
            phone = ?5, organisation = ?6, billing = ?7, locale = ?8, name_key = ?9, search_text = ?10
        where id = ?1 and version = ?2")
    .bind(saving.customer)
    .bind(saving.version)
    .bind(&details.first_name)
    .bind(&details.last_name)
    .bind(&details.phone)
    .bind(&details.organisation)
    .bind(details.billing.as_ref().map(json).transpose()?)
    .bind(saving.back.locale.map(Locale::code))
    .bind(&saving.keys.name_key)
    .bind(&saving.keys.search_text))
}

fn note(saving: &Saving<'_>, now: i64) -> Result<Sql, Refused> {
    let fields: Vec<&str> = saving
        .back
        .fields
        .iter()
        .map(|field| field.code())
        .collect();
    Ok(
        sql("insert into history (customer_id, at, actor, fact, fields)
        values (?1, ?2, 'customer', ?3, ?4)")
        .bind(saving.customer)
        .bind(now)
        .bind(Fact::DetailsChanged.code())
        .bind(json(&fields)?),
    )
}

/// What this checkout typed before its customer signed in says nothing any more.
fn drop_own(submission: &Submission<'_>, saving: &Saving<'_>) -> Sql {
    sql("delete from pending_details where customer_id = ?1 and checkout_id = ?2")
        .bind(saving.customer)
        .bind(submission.checkout)
}
