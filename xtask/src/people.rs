//! Made-up people: French and other names with their accents, hyphens and apostrophes; numbers and addresses kept for fiction.

mod names;

use anyhow::{Result, anyhow};
use domain::contact::Address;
use domain::customer::Keys;
use domain::email::Email;
use domain::id::{AccountId, AddressId, ConsentId, CustomerId, PendingId};
use domain::pending::Details;
use domain::text::fold;
use names::{
    BRITISH_CITIES, BRITISH_STREETS, FRENCH_CITIES, FRENCH_FIRST, FRENCH_LAST, FRENCH_STREETS,
    ORGANISATIONS, OTHER_FIRST, OTHER_FRENCH_CITIES, OTHER_LAST,
};

/// A day in milliseconds.
pub const DAY: i64 = 86_400_000;
/// People came in evenly over this time, so that no retention rule sweeps them away.
const SPAN: i64 = 150 * DAY;

/// The shop's groups: code, name, and how many of a thousand people are in each.
pub const GROUPS: [[&str; 3]; 8] = [
    ["vip", "Très bons clients", "5"],
    ["presse", "Presse", "2"],
    ["ateliers", "Ateliers du samedi", "60"],
    ["professionnels", "Professionnels", "90"],
    ["epicerie-fine", "Épicerie fine", "120"],
    ["bio", "Cuisine bio", "40"],
    ["noel-2026", "Paniers de Noël 2026", "25"],
    ["tous-les-mois", "Panier du mois", "300"],
];

/// Somebody who left contact details.
pub struct Person {
    pub index: u64,
    pub id: CustomerId,
    pub address_id: AddressId,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub email_key: String,
    pub phone: Option<String>,
    pub organisation: Option<String>,
    pub locale: &'static str,
    pub stage: &'static str,
    pub account: &'static str,
    pub account_id: Option<AccountId>,
    pub keys: Keys,
    pub address: Address,
    pub pending: Option<(PendingId, Details)>,
    /// The tick about news, and what became of it.
    pub consent: Option<(ConsentId, &'static str)>,
    /// Places in [`GROUPS`].
    pub groups: Vec<usize>,
    pub created_at: i64,
}

impl Person {
    /// The person with this number; `from..to` are those who come at the same time, the last one before `until`.
    pub fn new(index: u64, from: u64, to: u64, until: i64) -> Result<Person> {
        let mut dice = Dice::new(index.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xC0_4970_1212);
        let french = dice.below(100) < 70;
        let first_name = dice
            .one_of(if french { &FRENCH_FIRST } else { &OTHER_FIRST })
            .to_owned();
        let last_name = last_name(&mut dice, french);
        let email = format!(
            "{}.{}{index}@example.com",
            mailbox_part(&first_name),
            mailbox_part(&last_name)
        );
        let proved = Email::parse(&email).map_err(|_| anyhow!("{email} is malformed"))?;
        let phone = (dice.below(100) < 60).then(|| phone(&mut dice, french));
        let organisation =
            (dice.below(100) < 12).then(|| format!("{} {last_name}", dice.one_of(&ORGANISATIONS)));
        let place = i64::try_from(index - from)?;
        let count = i64::try_from(to - from)?.max(1);
        let created_at = until - SPAN + SPAN / count * place + i64::from(dice.below(1_000));
        let account = match dice.below(100) {
            0..78 => "none",
            78..88 => "invited",
            88..98 => "enabled",
            _ => "disabled",
        };
        let address = address(&mut dice, french);
        let keys = Keys::new(
            &first_name,
            &last_name,
            &email,
            phone.as_deref(),
            organisation.as_deref(),
        );
        let pending = (dice.below(100) == 0).then(|| {
            let details = Details {
                first_name: first_name.clone(),
                last_name: last_name.clone(),
                phone: Some(self::phone(&mut dice, french)),
                organisation: None,
                address: Some(self::address(&mut dice, french)),
                billing: None,
            };
            (PendingId::new(created_at, dice.bytes()), details)
        });
        let stage = if dice.below(100) < 35 {
            "buyer"
        } else {
            "contact"
        };
        let id = CustomerId::new(created_at, dice.bytes());
        let address_id = AddressId::new(created_at, dice.bytes());
        let account_id = (account != "none").then(|| AccountId::new(created_at, dice.bytes()));
        let proved_mailbox = matches!(account, "enabled" | "disabled");
        let consent = match dice.below(100) {
            0..30 if proved_mailbox || stage == "buyer" => Some("given"),
            30..33 if proved_mailbox => Some("withdrawn"),
            0..40 => Some("pending"),
            _ => None,
        };
        let consent = consent.map(|state| (ConsentId::new(created_at, dice.bytes()), state));
        let groups = (0..GROUPS.len())
            .filter(|place| {
                let [.., share] = GROUPS[*place];
                // thousandths
                dice.below(1_000) < share.parse().unwrap_or(0)
            })
            .collect();
        Ok(Person {
            index,
            id,
            address_id,
            email_key: proved.key(),
            email,
            first_name,
            last_name,
            phone,
            organisation,
            locale: if french { "fr" } else { "en" },
            stage,
            account_id,
            account,
            keys,
            address,
            pending,
            consent,
            groups,
            created_at,
        })
    }

    /// Whether somebody proved to read the mailbox.
    pub fn is_verified(&self) -> bool {
        matches!(self.account, "enabled" | "disabled")
    }
}

/// One in eight French people here has a double name.
fn last_name(dice: &mut Dice, french: bool) -> String {
    if !french {
        return dice.one_of(&OTHER_LAST).to_owned();
    }
    let one = dice.one_of(&FRENCH_LAST);
    if dice.below(8) == 0 {
        return format!("{one}-{}", dice.one_of(&FRENCH_LAST));
    }
    one.to_owned()
}

/// Numbers that no telephone will ever have.
fn phone(dice: &mut Dice, french: bool) -> String {
    if french {
        format!("+3363998{:04}", dice.below(10_000))
    } else {
        format!("+447700900{:03}", dice.below(1_000))
    }
}

fn address(dice: &mut Dice, french: bool) -> Address {
    let number = 1 + dice.below(180);
    let abroad = french && dice.below(100) < 14;
    let (line1, (postcode, city), country) = if abroad {
        let (country, postcode, city) = *dice.pick(&OTHER_FRENCH_CITIES);
        let street = dice.one_of(&FRENCH_STREETS);
        (format!("{number} {street}"), (postcode, city), country)
    } else if french {
        (
            format!("{number} {}", dice.one_of(&FRENCH_STREETS)),
            *dice.pick(&FRENCH_CITIES),
            "FR",
        )
    } else {
        (
            format!("{number} {}", dice.one_of(&BRITISH_STREETS)),
            *dice.pick(&BRITISH_CITIES),
            "GB",
        )
    };
    Address {
        line1,
        line2: (french && dice.below(6) == 0)
            .then(|| format!("Bâtiment {}", dice.one_of(&["A", "B", "C"]))),
        postcode: Some(postcode.to_owned()),
        city: city.to_owned(),
        region: None,
        country: country.to_owned(),
    }
}

/// A name as people put it into an e-mail address.
fn mailbox_part(name: &str) -> String {
    fold(name)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect()
}

/// A small generator (SplitMix64): the same numbers everywhere, no secret in them.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.next() % u64::from(end)).unwrap_or_default()
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let at = self.below(u32::try_from(list.len()).unwrap_or(1));
        &list[at as usize]
    }

    fn one_of(&mut self, list: &[&'static str]) -> &'static str {
        self.pick::<&'static str>(list)
    }

    pub fn bytes(&mut self) -> [u8; 10] {
        let (first, second) = (self.next().to_be_bytes(), self.next().to_be_bytes());
        let mut all = [0; 10];
        all[..8].copy_from_slice(&first);
        all[8..].copy_from_slice(&second[..2]);
        all
    }
}
