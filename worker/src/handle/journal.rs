//! The journal.

use crate::call::Call;
use crate::reply::{Done, Fail, Reply};
use crate::store::journal::{self, Place};
use domain::api::journal::ListJournal;
use domain::time;

/// `GET /api/admin/audit`
pub async fn list(call: Call<ListJournal>) -> Done<ListJournal> {
    let query = &call.query;
    let mut before = Place {
        at: query.to.unwrap_or(i64::from(u32::MAX) * 1_000),
        seq: 0,
    };
    if let Some(cursor) = &query.cursor {
        let at = time::millis(&cursor.key).ok_or_else(|| Fail::field("cursor", "unknown"))?;
        // A cursor from another search may lie behind its end.
        if at < before.at {
            before = Place {
                at,
                seq: cursor.seq,
            };
        }
    }
    Ok(Reply::new(
        journal::list(&call.visit.db, query, &before).await?,
    ))
}
