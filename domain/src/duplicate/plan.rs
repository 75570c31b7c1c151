//! What is asked for when two records are merged, and all that follows from it: one rule for the preview and for the deed.

use super::{Comparison, Record};
use crate::contact::Address;
use crate::email::Email;
use crate::id::{AccountId, AddressId, CustomerId};
use crate::locale::Locale;
use crate::pending::Details;
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};

/// A field of the record, taken from one of the two as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MergeField {
    Email,
    FirstName,
    LastName,
    Phone,
    Organisation,
    /// Which address of the book is the record's own; the book has them all.
    Address,
    Billing,
    Locale,
}

impl MergeField {
    /// In the order of the screen.
    pub const ALL: [MergeField; 8] = [
        MergeField::Email,
        MergeField::FirstName,
        MergeField::LastName,
        MergeField::Phone,
        MergeField::Organisation,
        MergeField::Address,
        MergeField::Billing,
        MergeField::Locale,
    ];

    /// As stored in the history and sent.
    pub fn code(self) -> &'static str {
        match self {
            MergeField::Email => "email",
            MergeField::FirstName => "first_name",
            MergeField::LastName => "last_name",
            MergeField::Phone => "phone",
            MergeField::Organisation => "organisation",
            MergeField::Address => "address",
            MergeField::Billing => "billing",
            MergeField::Locale => "locale",
        }
    }

    /// Whether two records say the same in it.
    pub fn same(self, one: &Record, other: &Record) -> bool {
        let (one, other) = (&one.customer, &other.customer);
        match self {
            MergeField::Email => one.email == other.email,
            MergeField::FirstName => one.first_name == other.first_name,
            MergeField::LastName => one.last_name == other.last_name,
            MergeField::Phone => one.phone == other.phone,
            MergeField::Organisation => one.organisation == other.organisation,
            MergeField::Address => one.address == other.address,
            MergeField::Billing => one.billing == other.billing,
            MergeField::Locale => one.locale == other.locale,
        }
    }

    fn is_empty(self, record: &Record) -> bool {
        let record = &record.customer;
        match self {
            MergeField::Email => record.email.is_empty(),
            MergeField::FirstName => record.first_name.is_empty(),
            MergeField::LastName => record.last_name.is_empty(),
            MergeField::Phone => record.phone.is_none(),
            MergeField::Organisation => record.organisation.is_none(),
            MergeField::Address => record.address.is_none(),
            MergeField::Billing => record.billing.is_none(),
            MergeField::Locale => record.locale.is_none(),
        }
    }
}

/// Two records to be made one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MergeForm {
    #[serde(default)]
    pub survivor: Option<CustomerId>,
    /// The record that goes.
    #[serde(default)]
    pub other: Option<CustomerId>,
    /// Both versions as they were seen; missing 422, stale 409.
    #[serde(default)]
    pub version: Option<u32>,
    #[serde(default)]
    pub other_version: Option<u32>,
    /// The fields taken from the record that goes; left out: by the rule of [`Plan::default_take`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub take: Option<Vec<MergeField>>,
    /// The account that stays; needed where both are in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
}

impl MergeForm {
    /// The two records, if the form names two.
    pub fn prove(&self) -> Result<(&CustomerId, &CustomerId, u32, u32), Vec<FieldError>> {
        let mut wrong = Vec::new();
        let mut missing = |field: &'static str, there: bool| {
            if !there {
                wrong.push(FieldError::new(field, "required"));
            }
        };
        missing("survivor", self.survivor.is_some());
        missing("other", self.other.is_some());
        missing("version", self.version.is_some());
        missing("other_version", self.other_version.is_some());
        if self.survivor.is_some() && self.survivor == self.other {
            wrong.push(FieldError::new("other", "same"));
        }
        match (
            &self.survivor,
            &self.other,
            self.version,
            self.other_version,
        ) {
            (Some(survivor), Some(other), Some(version), Some(other_version))
                if wrong.is_empty() =>
            {
                Ok((survivor, other, version, other_version))
            }
            _ => Err(wrong),
        }
    }
}

/// Why two records cannot be made one as asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmergeable {
    /// One of them is of the team.
    Staff,
    /// Two accounts in use, and none was chosen.
    TwoAccounts,
    /// Something else is wrong with what was asked for.
    Field(FieldError),
}

/// All that follows from merging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan<'a> {
    pub survivor: &'a Record,
    pub other: &'a Record,
    /// The fields that become other than they were.
    pub took: Vec<MergeField>,
    /// The record as it is to be.
    pub details: Details,
    pub locale: Option<Locale>,
    /// The record whose mailbox stays, and the one whose mailbox goes.
    pub mailbox: &'a Record,
    pub lost: &'a Record,
    /// The record whose account stays; none where neither has one.
    pub account: Option<&'a Record>,
    /// The record whose account ends.
    pub ended: Option<&'a Record>,
    /// The account that stays signs in with the other mailbox from now on.
    pub readdressed: bool,
    /// The entry of the book that is the record's own address, where that changes.
    pub address: Option<&'a AddressId>,
    /// Whether news and offers may be sent.
    pub consent: bool,
}

impl Plan<'_> {
    /// What is taken from `other` unless staff say otherwise: the mailbox that signs in or was proved; of everything else what
    /// is newest and not empty.
    pub fn default_take(
        survivor: &Record,
        other: &Record,
        account: Option<&Record>,
    ) -> Vec<MergeField> {
        let signs_in = account.filter(|record| record.account_in_use());
        let others_mailbox = match signs_in {
            Some(record) => record.customer.id == other.customer.id,
            None => other.customer.verified && !survivor.customer.verified,
        };
        let newer = other.details_at > survivor.details_at;
        let takes = |field: &MergeField| match field {
            MergeField::Email => others_mailbox,
            _ if field.is_empty(other) => false,
            _ => field.is_empty(survivor) || newer,
        };
        let fields = MergeField::ALL.into_iter();
        let differing = fields.filter(|field| !field.same(survivor, other));
        differing.filter(takes).collect()
    }
}

impl Comparison {
    /// What merging comes to: with the fields and the account of `form`, or by the rules.
    pub fn plan(
        &self,
        survivor: &CustomerId,
        take: Option<&[MergeField]>,
        chosen: Option<&AccountId>,
    ) -> Result<Plan<'_>, Unmergeable> {
        let unknown = |field| Unmergeable::Field(FieldError::new(field, "unknown"));
        let (survivor, other) = self.pair(survivor).ok_or_else(|| unknown("survivor"))?;
        if survivor.staff || other.staff {
            return Err(Unmergeable::Staff);
        }
        let account = which_account(survivor, other, chosen)?;
        let ended = [survivor, other].into_iter().find(|record| {
            record.account.is_some()
                && account.is_some_and(|kept| kept.customer.id != record.customer.id)
        });
        let take = match take {
            Some(take) => take.to_vec(),
            None => Plan::default_take(survivor, other, account),
        };
        let took: Vec<MergeField> = MergeField::ALL
            .into_iter()
            .filter(|field| take.contains(field) && !field.same(survivor, other))
            .collect();
        let from = |field: MergeField| {
            if took.contains(&field) {
                other
            } else {
                survivor
            }
        };
        let (mailbox, lost) = match took.contains(&MergeField::Email) {
            true => (other, survivor),
            false => (survivor, other),
        };
        let address = from(MergeField::Address).customer.address.as_ref();
        Ok(Plan {
            details: Details {
                first_name: from(MergeField::FirstName).customer.first_name.clone(),
                last_name: from(MergeField::LastName).customer.last_name.clone(),
                phone: from(MergeField::Phone).customer.phone.clone(),
                organisation: from(MergeField::Organisation).customer.organisation.clone(),
                address: address.cloned(),
                billing: from(MergeField::Billing).customer.billing.clone(),
            },
            locale: from(MergeField::Locale).customer.locale,
            readdressed: account
                .is_some_and(|kept| key(&kept.customer.email) != key(&mailbox.customer.email)),
            address: address.and_then(|address| entry(address, survivor, other)),
            consent: mailbox.consent_beside(lost),
            survivor,
            other,
            took,
            mailbox,
            lost,
            account,
            ended,
        })
    }
}

fn which_account<'a>(
    survivor: &'a Record,
    other: &'a Record,
    chosen: Option<&AccountId>,
) -> Result<Option<&'a Record>, Unmergeable> {
    let both = [survivor, other];
    if let Some(chosen) = chosen {
        let found = both
            .into_iter()
            .find(|record| record.account.as_ref() == Some(chosen));
        let unknown = || Unmergeable::Field(FieldError::new("account", "unknown"));
        return found.map(Some).ok_or_else(unknown);
    }
    match (survivor.account_in_use(), other.account_in_use()) {
        (true, true) => Err(Unmergeable::TwoAccounts),
        (true, false) => Ok(Some(survivor)),
        (false, true) => Ok(Some(other)),
        (false, false) => Ok(both.into_iter().find(|record| record.account.is_some())),
    }
}

/// The entry that says this address in the joined book: the survivor's where both have it.
fn entry<'a>(address: &Address, survivor: &'a Record, other: &'a Record) -> Option<&'a AddressId> {
    let books = [survivor, other]
        .into_iter()
        .flat_map(|record| &record.customer.addresses);
    let mut books = books.filter(|entry| entry.address == *address);
    books.next().map(|entry| &entry.id)
}

fn key(email: &str) -> String {
    Email::parse(email)
        .map(|email| email.key())
        .unwrap_or_default()
}
