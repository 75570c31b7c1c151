//! Password checks in an isolate: the work is always done, and never more of it at once than the isolate can bear.

use crate::config::Config;
use crate::db::Db;
use crate::random;
use crate::reply::Fail;
use domain::password::{self, Pepper};
use domain::problem::Problem;
use std::cell::Cell;

/// Checks that may wait while one is computed (rule 8).
const WAITING_MAX: u32 = 6;

thread_local! {
    static SEATS: Cell<u32> = const { Cell::new(0) };
}

/// A place among the checks of this isolate, given back when dropped. It counts the hashes made on it.
pub struct Seat(Db);

impl Seat {
    /// Takes a place, or 503 with `Retry-After: 1`: asked before anything is counted, so that it is no attempt.
    pub fn take(db: &Db) -> Result<Seat, Fail> {
        SEATS.with(|seats| {
            if seats.get() > WAITING_MAX {
                return Err(Fail::Later(Problem::new(503, "busy"), 1));
            }
            seats.set(seats.get() + 1);
            Ok(Seat(db.clone()))
        })
    }

    fn count(&self) {
        let hashes = &self.0.figures().hashes;
        hashes.set(hashes.get() + 1);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        SEATS.with(|seats| seats.set(seats.get().saturating_sub(1)));
    }
}

/// A hash that no password makes, of the same cost as a real one: unknown e-mails take as long as known ones.
const DUMMY: &str = "$argon2id$v=19$m=19456,t=2,p=1$Y29tcHRvaXItZHVtbXkhIQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// True when `password` made `phc`; without a hash, or with one under a pepper we no longer hold, the same work and false.
pub fn check(
    seat: &Seat,
    config: &Config,
    password: &str,
    phc: Option<&str>,
    pepper_id: Option<&str>,
) -> Result<bool, Fail> {
    seat.count();
    let held = pepper_id == Some(config.pepper_id.as_str());
    let known = phc.filter(|_| held);
    let right = password::verify(password, known.unwrap_or(DUMMY), &pepper(config))
        .map_err(|_| Fail::Cause("a stored password hash cannot be checked".to_owned()))?;
    Ok(right && known.is_some())
}

/// Hashes a password for the record.
pub fn hash(seat: &Seat, config: &Config, password: &str) -> Result<String, Fail> {
    seat.count();
    password::hash(password, &random::bytes()?, &pepper(config))
        .map_err(|_| Fail::Cause("a password cannot be hashed".to_owned()))
}

fn pepper(config: &Config) -> Pepper<'_> {
    Pepper {
        id: &config.pepper_id,
        secret: config.pepper.as_bytes(),
    }
}
