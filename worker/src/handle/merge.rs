//! Two customers' records compared, made one, and parted again.

use crate::call::{Call, Visit};
use crate::db::{MOVED, REPEATED, Refused, STALE, TAKEN};
use crate::handle::record::seen;
use crate::idempotency::{Claim, made_before};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::merge::{self, Merging, Owned, Undone};
use domain::api::duplicate::{CompareCustomers, GetMerge, MergeCustomers, UndoMerge};
use domain::customer::{Customer, Keys};
use domain::duplicate::{Comparison, Merge, Record, Unmergeable};
use domain::email::Email;
use domain::id::{CustomerId, MergeId};
use domain::problem::Problem;

/// `GET /api/admin/customers/{id}/comparison/{other}`
pub async fn compare(call: Call<CompareCustomers>) -> Done<CompareCustomers> {
    let (one, other) = &call.params;
    if one == other {
        return Err(Fail::field("other", "same"));
    }
    Ok(Reply::new(compared(&call.visit, one, other).await?))
}

async fn compared(visit: &Visit, one: &CustomerId, other: &CustomerId) -> Result<Comparison, Fail> {
    let around = merge::around(&visit.db, one, other).await?;
    let around = around.ok_or_else(Fail::not_found)?;
    let record = |customer: Customer, owned: Owned| Record {
        customer,
        account: owned.account,
        staff: owned.staff,
        details_at: owned.details_at,
        has: owned.has,
    };
    Ok(Comparison::new(
        record(seen(visit, one).await?, around.one),
        record(seen(visit, other).await?, around.other),
        around.joined,
        around.why,
        around.told_apart,
    ))
}

/// How often a merge is decided anew because an account came, went or was opened meanwhile.
const RACES: u32 = 4;

/// `POST /api/admin/merges`
pub async fn merge(call: Call<MergeCustomers>) -> Done<MergeCustomers> {
    let (visit, form) = (&call.visit, &call.body);
    let by = call.staff()?;
    let (survivor, other, version, other_version) = form.prove()?;
    let claim = Claim::of(visit, format!("merges:{}", by.id), form)?;
    if let Some(made) = made_before(visit, claim.as_ref()).await? {
        return Ok(Reply::new(found(visit, &made).await?));
    }
    for _ in 0..RACES {
        let comparison = compared(visit, survivor, other).await?;
        let take = form.take.as_deref();
        let plan = match comparison.plan(survivor, take, form.account.as_ref()) {
            Ok(plan) => plan,
            Err(Unmergeable::Staff) => return Err(Fail::conflict("staff_mailbox", &comparison)),
            Err(Unmergeable::TwoAccounts) => {
                return Err(Fail::conflict("two_accounts", &comparison));
            }
            Err(Unmergeable::Field(wrong)) => return Err(wrong.into()),
        };
        let versions = (plan.survivor.customer.version, plan.other.customer.version);
        if versions != (version, other_version) {
            return Err(Fail::conflict("stale", &comparison));
        }
        let email = Email::parse(&plan.mailbox.customer.email)?;
        let id = random::id(visit.now)?;
        let key = claim.as_ref().map(Claim::key);
        let merging = Merging {
            id: &id,
            email: &email,
            keys: &Keys::of(&plan.details, email.as_str()),
            plan: &plan,
            version,
            other_version,
            by: &by.id,
            key: key.as_ref(),
        };
        match merge::merge(&visit.db, &merging, visit.now).await {
            Ok(()) => {
                visit.nudge();
                return Ok(Reply::new(found(visit, &id).await?));
            }
            Err(Refused::Guard(REPEATED)) => {
                let made = made_before(visit, claim.as_ref()).await?;
                let made = made.ok_or_else(Fail::not_found)?;
                return Ok(Reply::new(found(visit, &made).await?));
            }
            // Whoever was first: the next look says what there is now, or that one of the two is gone.
            Err(Refused::Guard(STALE | MOVED)) => {}
            Err(Refused::Guard(TAKEN)) => return Err(Fail::field("email", "taken")),
            Err(refused) => return Err(refused.into()),
        }
    }
    Err(Fail::Later(Problem::new(503, "busy"), 1))
}

/// `GET /api/admin/merges/{id}`
pub async fn get(call: Call<GetMerge>) -> Done<GetMerge> {
    Ok(Reply::new(found(&call.visit, &call.params).await?))
}

/// `POST /api/admin/merges/{id}/undo`
pub async fn undo(call: Call<UndoMerge>) -> Done<UndoMerge> {
    let (visit, id) = (&call.visit, &call.params);
    let by = call.staff()?;
    for _ in 0..RACES {
        let merge = found(visit, id).await?;
        if merge.undone_at.is_some() {
            return Ok(Reply::new(merge));
        }
        let Some(kept) = merge::kept(&visit.db, id, visit.now).await? else {
            return Err(Fail::conflict("merge_over", &merge));
        };
        let stood = match kept.merged_on {
            true => kept.now.clone(),
            false => kept.now.undone(&kept.before, &kept.after),
        };
        let keys = Keys::new(
            &stood.first_name,
            &stood.last_name,
            &stood.email,
            stood.phone.as_deref(),
            stood.organisation.as_deref(),
        );
        let undone = Undone {
            id,
            kept: &kept,
            stood: &stood,
            keys: &keys,
            by: &by.id,
        };
        match merge::undo(&visit.db, &undone, visit.now).await {
            Ok(()) => return Ok(Reply::new(found(visit, id).await?)),
            Err(Refused::Guard(STALE)) => {}
            Err(Refused::Guard(TAKEN)) => return Err(Fail::conflict("mailbox_taken", &merge)),
            Err(refused) => return Err(refused.into()),
        }
    }
    Err(Fail::Later(Problem::new(503, "busy"), 1))
}

async fn found(visit: &Visit, id: &MergeId) -> Result<Merge, Fail> {
    let found = merge::find(&visit.db, id).await?;
    found.ok_or_else(Fail::not_found)
}
