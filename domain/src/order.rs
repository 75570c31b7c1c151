//! The order: what was bought at the server's prices, who bought it, and how far it has come.

use crate::checkout::{Line, VatShare};
use crate::contact::{Address, Billing, Contact};
use crate::id::{CustomerId, InvoiceId, OrderId};
use crate::page::Cursor;
use crate::problem::FieldError;
use crate::product::Kind;
use crate::session::DAY;
use serde::{Deserialize, Serialize};

/// How far an order has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum OrderState {
    /// Waits for its payment.
    Placed,
    /// Paid; something is still to be delivered.
    Paid,
    /// Paid and delivered.
    Completed,
    /// Given up before it was paid.
    Cancelled,
    /// Paid back.
    Refunded,
}

impl OrderState {
    pub const ALL: [OrderState; 5] = [
        OrderState::Placed,
        OrderState::Paid,
        OrderState::Completed,
        OrderState::Cancelled,
        OrderState::Refunded,
    ];

    pub fn code(self) -> &'static str {
        match self {
            OrderState::Placed => "placed",
            OrderState::Paid => "paid",
            OrderState::Completed => "completed",
            OrderState::Cancelled => "cancelled",
            OrderState::Refunded => "refunded",
        }
    }

    pub fn parse(code: &str) -> Option<OrderState> {
        OrderState::ALL
            .into_iter()
            .find(|state| state.code() == code)
    }

    /// The states that staff may put an order into from here. Being there already is no change.
    pub fn next(self) -> &'static [OrderState] {
        match self {
            OrderState::Placed => &[OrderState::Paid, OrderState::Cancelled],
            OrderState::Paid => &[OrderState::Completed, OrderState::Refunded],
            OrderState::Completed => &[OrderState::Refunded],
            OrderState::Cancelled | OrderState::Refunded => &[],
        }
    }

    /// True where an order of this state is `wanted` already: `paid` has come to pass in a completed order.
    pub fn fulfils(self, wanted: OrderState) -> bool {
        self == wanted || (self == OrderState::Completed && wanted == OrderState::Paid)
    }
}

/// What a paid order becomes at once: completed where nobody has to deliver anything by hand.
pub fn settled(lines: &[Line]) -> OrderState {
    if lines.iter().any(|line| line.kind == Kind::Service) {
        OrderState::Paid
    } else {
        OrderState::Completed
    }
}

/// How an order is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PaymentMethod {
    /// The customer transfers the amount; staff mark it paid.
    Transfer,
    /// Nothing is to pay.
    Free,
}

impl PaymentMethod {
    pub fn code(self) -> &'static str {
        match self {
            PaymentMethod::Transfer => "transfer",
            PaymentMethod::Free => "free",
        }
    }

    /// The one that an amount asks for.
    pub fn of(total: i64) -> PaymentMethod {
        if total == 0 {
            PaymentMethod::Free
        } else {
            PaymentMethod::Transfer
        }
    }
}

/// Who bought, frozen when the order was placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Buyer {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// E.164.
    pub phone: Option<String>,
    pub organisation: Option<String>,
    pub address: Address,
    pub billing: Option<Billing>,
}

impl From<&Contact> for Buyer {
    fn from(contact: &Contact) -> Buyer {
        Buyer {
            first_name: contact.first_name.clone(),
            last_name: contact.last_name.clone(),
            email: contact.email.as_str().to_owned(),
            phone: contact.phone.clone(),
            organisation: contact.organisation.clone(),
            address: contact.address.clone(),
            billing: contact.billing.clone(),
        }
    }
}

/// What a transfer needs to arrive, frozen on the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Transfer {
    pub beneficiary: String,
    /// Without spaces.
    pub iban: String,
    pub bic: Option<String>,
    /// What the customer writes on the transfer.
    pub reference: String,
    /// Minor units.
    pub amount: i64,
    /// Unix milliseconds; unpaid then, the order is cancelled.
    pub due_at: i64,
}

/// A legal document's number and day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Numbered {
    /// As printed: `F-2026-0042`, `A-2026-0003`.
    pub number: String,
    /// `2026-11-22`, in the shop's time zone.
    pub issued_on: String,
}

/// An invoice or a credit note as its order names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IssuedPaper {
    pub id: InvoiceId,
    /// As printed: `F-2026-0042`, `A-2026-0003`.
    pub number: String,
    /// `2026-11-22`, in the shop's time zone.
    pub issued_on: String,
    /// Bytes of its PDF, once it was made.
    pub size: Option<u32>,
}

impl IssuedPaper {
    /// As another document names it.
    pub fn numbered(&self) -> Numbered {
        Numbered {
            number: self.number.clone(),
            issued_on: self.issued_on.clone(),
        }
    }
}

/// The right to withdraw from the contract within 14 days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Withdrawal {
    /// The last moment to declare it; none where the right was waived for all that was bought.
    pub until: Option<i64>,
    /// When it was declared.
    pub declared_at: Option<i64>,
}

impl Withdrawal {
    /// Whether it may be declared now.
    pub fn open(&self, state: OrderState, now: i64) -> bool {
        self.declared_at.is_none()
            && self.until.is_some_and(|until| now <= until)
            && matches!(
                state,
                OrderState::Placed | OrderState::Paid | OrderState::Completed
            )
    }
}

/// Days of the right of withdrawal (directive 2011/83/EU article 9).
pub const WITHDRAWAL_DAYS: i64 = 14;

/// The last moment of the withdrawal right of an order placed at `placed_at`, before it is rounded up to the end of
/// that day in the shop's time zone. None where every line is delivered at once and its right was waived.
pub fn withdrawal_until(lines: &[Line], waived: bool, placed_at: i64) -> Option<i64> {
    let kept = lines.iter().any(|line| !(waived && line.kind.is_digital()));
    kept.then_some(placed_at + WITHDRAWAL_DAYS * DAY)
}

/// An order as its buyer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Order {
    pub id: OrderId,
    /// As people say it: 1042.
    pub number: u32,
    pub state: OrderState,
    /// Unix milliseconds, as all moments here.
    pub placed_at: i64,
    pub paid_at: Option<i64>,
    /// When it was completed, cancelled or refunded.
    pub ended_at: Option<i64>,
    pub lines: Vec<Line>,
    /// Minor units, VAT included.
    pub total: i64,
    pub vat: Vec<VatShare>,
    /// ISO 4217.
    pub currency: String,
    pub buyer: Buyer,
    pub payment_method: PaymentMethod,
    /// For a transfer that is still awaited.
    pub transfer: Option<Transfer>,
    pub invoice: Option<IssuedPaper>,
    pub credit_note: Option<IssuedPaper>,
    /// The waiver of the withdrawal right in the words it was given in.
    pub waiver: Option<String>,
    /// The version of the terms that were accepted.
    pub terms: u32,
    pub withdrawal: Withdrawal,
}

/// An order as a row of its buyer's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderSummary {
    pub id: OrderId,
    pub number: u32,
    pub state: OrderState,
    pub placed_at: i64,
    pub total: i64,
    pub currency: String,
}

/// An order as a row of the back office's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderRow {
    pub id: OrderId,
    pub number: u32,
    pub state: OrderState,
    pub placed_at: i64,
    pub total: i64,
    pub currency: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// True where the buyer declared the withdrawal.
    pub withdrawn: bool,
    /// The customer it belongs to, while there is one.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// True where the buyer was erased: the names are gone, the books stay.
    #[serde(default)]
    pub erased: bool,
}

/// An order as staff see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderRecord {
    pub order: Order,
    /// The customer it belongs to, while there is one.
    pub customer: Option<CustomerId>,
    /// True where the mailbox was proved.
    pub verified: bool,
    /// When the buyer was erased: of the person only the country stays.
    #[serde(default)]
    pub erased_at: Option<i64>,
}

/// What the list of orders is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrderQuery {
    /// A number, or the beginning of the buyer's e-mail.
    pub q: String,
    pub state: Option<OrderState>,
    pub customer: Option<CustomerId>,
    pub cursor: Option<Cursor>,
}

impl OrderQuery {
    /// Reads one pair of the address.
    pub(crate) fn take(&mut self, key: &str, value: &str) -> Result<(), FieldError> {
        let unknown = |field: &'static str| FieldError::new(field, "unknown");
        match key {
            "q" if value.chars().count() > 254 => {
                return Err(FieldError {
                    max: Some(254),
                    ..FieldError::new("q", "too_long")
                });
            }
            "q" => value.clone_into(&mut self.q),
            "state" => self.state = Some(OrderState::parse(value).ok_or_else(|| unknown("state"))?),
            "customer" => {
                self.customer = Some(CustomerId::parse(value).ok_or_else(|| unknown("customer"))?);
            }
            "cursor" => self.cursor = Some(Cursor::parse(value).ok_or_else(|| unknown("cursor"))?),
            other => return Err(FieldError::new(other.to_owned(), "unknown_key")),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    fn line(kind: Kind) -> Line {
        Line {
            product: Id::new(1, [1; 10]),
            name: "p".into(),
            kind,
            validity_days: None,
            quantity: 1,
            price: 100,
            vat_rate: 2000,
            amount: 100,
            vat: 17,
        }
    }

    #[test]
    fn only_what_nobody_delivers_by_hand_is_completed_at_once() {
        assert_eq!(
            settled(&[line(Kind::Download), line(Kind::Access)]),
            OrderState::Completed
        );
        assert_eq!(
            settled(&[line(Kind::Download), line(Kind::Service)]),
            OrderState::Paid
        );
    }

    #[test]
    fn no_state_leads_back() {
        for state in OrderState::ALL {
            assert_eq!(OrderState::parse(state.code()), Some(state));
            for next in state.next() {
                assert!(!next.next().contains(&state), "{state:?} and {next:?}");
            }
        }
        assert!(OrderState::Completed.fulfils(OrderState::Paid));
        assert!(!OrderState::Refunded.fulfils(OrderState::Paid));
    }

    #[test]
    fn the_withdrawal_right_ends_after_14_days_and_only_a_waiver_takes_it() {
        let service = [line(Kind::Service)];
        let digital = [line(Kind::Download)];
        assert_eq!(withdrawal_until(&service, true, 0), Some(14 * DAY));
        assert_eq!(withdrawal_until(&digital, false, 0), Some(14 * DAY));
        assert_eq!(withdrawal_until(&digital, true, 0), None);
        let right = Withdrawal {
            until: Some(14 * DAY),
            declared_at: None,
        };
        assert!(right.open(OrderState::Paid, 14 * DAY));
        assert!(!right.open(OrderState::Paid, 14 * DAY + 1));
        assert!(!right.open(OrderState::Refunded, 1));
        let declared = Withdrawal {
            declared_at: Some(1),
            ..right
        };
        assert!(!declared.open(OrderState::Paid, 2));
    }
}
