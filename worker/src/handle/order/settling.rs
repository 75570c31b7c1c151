//! What bringing a purchase to its end needs to know: the customer's record, fresh ids, the legal document.

use crate::call::Visit;
use crate::reply::Fail;
use crate::store::customer;
use crate::store::order::settle::{Issued, Owner, Settled};
use crate::{random, zone};
use domain::checkout::{Line, VatShare};
use domain::customer::Keys;
use domain::history::Actor;
use domain::id::{AccountId, AddressId, CustomerId, InvoiceId, OrderId};
use domain::invoice::{Invoice, Kind};
use domain::order::{Buyer, IssuedPaper, Order, settled};
use domain::pending::{Details, DetailsField, apply, differing};
use domain::settings::Settings;

/// The purchase, whether its order is stored already or not.
pub struct Deed<'a> {
    pub order: &'a OrderId,
    /// None while the order is being placed: what is free has no invoice that would name it.
    pub number: Option<u32>,
    pub lines: &'a [Line],
    pub total: i64,
    pub vat: &'a [VatShare],
    pub currency: &'a str,
    pub buyer: &'a Buyer,
    pub placed_at: i64,
    pub customer: Option<&'a CustomerId>,
    pub actor: Actor,
    pub by: Option<&'a AccountId>,
}

/// Everything the batch needs besides the deed.
pub struct Settling {
    account: AccountId,
    owner: Option<Record>,
    invoice: Option<Drawn>,
}

/// The customer's record as it was read, and what the order makes of it.
struct Record {
    id: CustomerId,
    version: u32,
    before: Details,
    keys: Keys,
    fields: Vec<DetailsField>,
    address: AddressId,
}

impl Settling {
    /// Reads and decides.
    pub async fn of(visit: &Visit, settings: &Settings, deed: &Deed<'_>) -> Result<Settling, Fail> {
        let owner = match deed.customer {
            Some(id) => customer::find(&visit.db, id, visit.now).await?,
            None => None,
        };
        let owner = match owner {
            Some(owner) => {
                let before = owner.details();
                let ordered = Details::from(deed.buyer);
                let fields = differing(&before, &ordered);
                let after = apply(&before, &ordered, &fields);
                Some(Record {
                    keys: Keys::of(&after, &owner.email),
                    id: owner.id,
                    version: owner.version,
                    before,
                    fields,
                    address: random::id(visit.now)?,
                })
            }
            None => None,
        };
        let invoice = match deed.number {
            Some(number) if deed.total > 0 => Some(Drawn::new(
                visit,
                settings,
                deed,
                number,
                Kind::Invoice,
                None,
            )?),
            _ => None,
        };
        Ok(Settling {
            account: random::id(visit.now)?,
            owner,
            invoice,
        })
    }

    /// As the store takes it.
    pub fn settled<'a>(&'a self, deed: &Deed<'a>) -> Settled<'a> {
        Settled {
            order: deed.order,
            state: settled(deed.lines),
            invoice: self.invoice.as_ref().map(Drawn::issued),
            customer: self.owner.as_ref().map(|owner| Owner {
                id: &owner.id,
                version: owner.version,
                before: &owner.before,
                buyer: deed.buyer,
                keys: &owner.keys,
                fields: &owner.fields,
                address: &owner.address,
            }),
            account: &self.account,
            actor: deed.actor,
            by: deed.by,
            tell: deed.total > 0,
        }
    }
}

/// A legal document, ready to be numbered.
pub struct Drawn {
    id: InvoiceId,
    kind: Kind,
    year: i64,
    on: String,
    total: i64,
    data: Invoice,
}

impl Drawn {
    fn new(
        visit: &Visit,
        settings: &Settings,
        deed: &Deed<'_>,
        number: u32,
        kind: Kind,
        credits: Option<domain::order::Numbered>,
    ) -> Result<Drawn, Fail> {
        let zone = zone::of(&settings.sale.seller.time_zone)
            .ok_or_else(|| Fail::Cause("the platform knows no time zones".to_owned()))?;
        let today = zone.moment(visit.now).date;
        Ok(Drawn {
            id: random::id(visit.now)?,
            kind,
            year: today.year,
            on: today.iso(),
            total: deed.total,
            data: Invoice {
                seller: settings.sale.seller.clone(),
                buyer: deed.buyer.clone(),
                order: number,
                ordered_at: deed.placed_at,
                lines: deed.lines.to_vec(),
                total: deed.total,
                vat: deed.vat.to_vec(),
                currency: deed.currency.to_owned(),
                credits,
            },
        })
    }

    /// As the store takes it.
    pub fn issued(&self) -> Issued<'_> {
        Issued {
            id: &self.id,
            kind: self.kind,
            year: self.year,
            on: &self.on,
            total: self.total,
            data: &self.data,
        }
    }
}

/// The credit note that takes an order's invoice back; none where there is no invoice.
pub fn credit_note(
    visit: &Visit,
    settings: &Settings,
    deed: &Deed<'_>,
    order: &Order,
) -> Result<Option<Drawn>, Fail> {
    let Some(invoice) = order.invoice.as_ref().map(IssuedPaper::numbered) else {
        return Ok(None);
    };
    let number = order.number;
    Drawn::new(
        visit,
        settings,
        deed,
        number,
        Kind::CreditNote,
        Some(invoice),
    )
    .map(Some)
}
