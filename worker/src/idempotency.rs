//! Repeating a POST safely (rule 16): the caller's key, within a scope, with the digest of what it came with.

use crate::call::Visit;
use crate::random;
use crate::reply::Fail;
use crate::store::idempotency::{self, Key};
use domain::id::Id;
use serde::Serialize;

/// What a request claims by its `Idempotency-Key`.
pub struct Claim {
    scope: String,
    key: String,
    body_hash: String,
}

impl Claim {
    /// The claim of this request, if it makes one. `scope` names the route and the actor or browser.
    pub fn of(visit: &Visit, scope: String, body: &impl Serialize) -> Result<Option<Claim>, Fail> {
        let Some(key) = visit.idempotency_key()? else {
            return Ok(None);
        };
        let body = serde_json::to_string(body).map_err(|error| Fail::cause("json", error))?;
        Ok(Some(Claim {
            scope,
            key: key.to_owned(),
            body_hash: random::digest(&body),
        }))
    }

    /// As the store takes it.
    pub fn key(&self) -> Key<'_> {
        Key {
            scope: &self.scope,
            key: &self.key,
            body_hash: &self.body_hash,
        }
    }

    /// What the key made before; another body than then is refused.
    pub async fn made<T>(&self, visit: &Visit) -> Result<Option<Id<T>>, Fail> {
        let Some(made) = idempotency::find(&visit.db, &self.scope, &self.key).await? else {
            return Ok(None);
        };
        if made.body_hash != self.body_hash {
            return Err(Fail::field("idempotency_key", "reused"));
        }
        Ok(Id::parse(&made.made))
    }
}

/// The same where a request need not make a claim.
pub async fn made_before<T>(visit: &Visit, claim: Option<&Claim>) -> Result<Option<Id<T>>, Fail> {
    match claim {
        Some(claim) => claim.made(visit).await,
        None => Ok(None),
    }
}
