//! Mailboxes that stand differently with the shop, many of each: throttles count by mailbox, and the benchmark asks often.

use std::path::Path;

use anyhow::{Result, anyhow};
use domain::customer::Keys;
use domain::email::Email;
use domain::id::AccountId;

use crate::demo::{self, quoted};
use crate::people::{DAY, Person};
use crate::{seed, state};

/// Mailboxes of each standing.
pub const EACH: u32 = 120;
/// The password of those who have one.
pub const PASSWORD: &str = "quatre pommes vertes";

const DOMAIN: &str = "doors.example.com";

/// People of the benchmark begin here, far from those that `seed` makes.
const FIRST: u64 = 1 << 40;

/// How a mailbox stands with the shop.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has left it here.
    Unknown,
    /// Its account can sign in.
    Known,
    /// Its account is switched off.
    Disabled,
    /// Its account was offered and not taken up.
    Unverified,
    /// Its customer has no account.
    Contact,
}

impl Standing {
    pub const ALL: [Standing; 5] = [
        Standing::Unknown,
        Standing::Known,
        Standing::Disabled,
        Standing::Unverified,
        Standing::Contact,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Standing::Unknown => "unknown",
            Standing::Known => "known",
            Standing::Disabled => "disabled",
            Standing::Unverified => "unverified",
            Standing::Contact => "no account",
        }
    }

    /// A mailbox of this standing; addresses of one length each, so that length tells nothing.
    pub fn mailbox(self, turn: u32) -> String {
        format!("{}{turn:04}@{DOMAIN}", self.letter())
    }

    fn letter(self) -> char {
        char::from(b'a' + self as u8)
    }

    /// What the list of customers says of its account.
    fn account(self) -> &'static str {
        match self {
            Standing::Known => "enabled",
            Standing::Disabled => "disabled",
            Standing::Unverified => "invited",
            Standing::Unknown | Standing::Contact => "none",
        }
    }
}

/// Writes them into a state folder.
pub fn add(folder: &Path, pepper: &str) -> Result<()> {
    let midnight = state::now()?.div_euclid(DAY) * DAY;
    let mut people = Vec::new();
    for standing in Standing::ALL {
        if standing == Standing::Unknown {
            continue;
        }
        for turn in 0..EACH {
            people.push(person(standing, turn, midnight)?);
        }
    }
    seed::write(folder, &people)?;
    let hash = quoted(&demo::hashed(PASSWORD, pepper)?);
    let [known, disabled] = [Standing::Known, Standing::Disabled]
        .map(|standing| quoted(&format!("{}____@{DOMAIN}", standing.letter())));
    seed::run_sql(
        folder,
        &format!(
            "update accounts set password_hash = {hash}, pepper_id = '1' where email_key like {known} or email_key like {disabled};\n"
        ),
    )
}

fn person(standing: Standing, turn: u32, midnight: i64) -> Result<Person> {
    let number = FIRST + u64::from(turn) * 8 + standing as u64;
    let plain = Person::new(number, number, number + 1, midnight)?;
    let email = standing.mailbox(turn);
    let proved = Email::parse(&email).map_err(|_| anyhow!("{email} is malformed"))?;
    let keys = Keys::new(&plain.first_name, &plain.last_name, &email, None, None);
    let account = standing.account();
    Ok(Person {
        email_key: proved.key(),
        email,
        phone: None,
        organisation: None,
        stage: "contact",
        account,
        account_id: match account {
            "none" => None,
            _ => Some(AccountId::new(plain.created_at, demo::random()?)),
        },
        keys,
        pending: None,
        ..plain
    })
}
