//! The customers' space: shown to its customer, arranged by staff.

use crate::call::Call;
use crate::db::{Refused, STALE};
use crate::guard;
use crate::reply::{Done, Fail, Reply};
use crate::store::space;
use domain::api::space::{ArrangeSpace, GetArrangement, GetSpace};
use domain::problem::FieldError;
use domain::space::Space;

/// `GET /api/account/space`
pub async fn own(call: Call<GetSpace>) -> Done<GetSpace> {
    let own = guard::own(&call)?;
    let (arrangement, groups, facts) = space::own(&call.visit.db, &own).await?;
    Ok(Reply::new(Space::of(&arrangement, &groups, facts)))
}

/// `GET /api/admin/space`
pub async fn get(call: Call<GetArrangement>) -> Done<GetArrangement> {
    Ok(Reply::new(space::arrangement(&call.visit.db).await?))
}

/// `PUT /api/admin/space`
pub async fn arrange(call: Call<ArrangeSpace>) -> Done<ArrangeSpace> {
    let (db, form) = (&call.visit.db, &call.body);
    let groups = space::groups(db).await?;
    let mut wrong = Vec::new();
    let proved = form
        .prove(&|id| groups.contains(id))
        .map_err(|found| wrong.extend(found));
    if form.version.is_none() {
        wrong.push(FieldError::new("version", "required"));
    }
    let (Ok(blocks), Some(version), true) = (proved, form.version, wrong.is_empty()) else {
        return Err(wrong.into());
    };
    let arranged = space::arrange(db, version, &blocks, call.staff()?, call.visit.now).await;
    let now = space::arrangement(db).await?;
    match arranged {
        Ok(()) => Ok(Reply::new(now)),
        Err(Refused::Guard(STALE)) => Err(Fail::conflict("stale", &now)),
        Err(other) => Err(other.into()),
    }
}
