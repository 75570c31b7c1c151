//! A checkout: a basket whose contact step was reached, priced by the server and bound to the browser that opened it.

use crate::contact::ContactForm;
use crate::id::{CheckoutId, OrderId, ProductId};
use crate::problem::FieldError;
use crate::product::{Kind, Product};
use serde::{Deserialize, Serialize};

/// A line of the basket as the browser asks for it. The price is the server's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BasketLine {
    pub product: ProductId,
    /// 1 to [`QUANTITY_MAX`].
    pub quantity: u32,
}

/// A priced line. Amounts are minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Line {
    pub product: ProductId,
    pub name: String,
    pub kind: Kind,
    /// Days an access is valid; none for other kinds.
    pub validity_days: Option<u32>,
    pub quantity: u32,
    /// Of one, VAT included.
    pub price: i64,
    /// Hundredths of a percent.
    pub vat_rate: u32,
    /// Of the line, VAT included.
    pub amount: i64,
    /// The VAT within `amount`.
    pub vat: i64,
}

/// The VAT of one rate within the total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VatShare {
    pub vat_rate: u32,
    pub vat: i64,
}

/// A checkout as its own browser sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Checkout {
    pub id: CheckoutId,
    pub lines: Vec<Line>,
    /// VAT included; the sum of the lines' amounts.
    pub total: i64,
    pub vat: Vec<VatShare>,
    /// ISO 4217.
    pub currency: String,
    /// What this browser typed last, as it was typed; none before the contact step, or where it was typed by somebody
    /// signed in who is not any more.
    pub contact: Option<ContactForm>,
    /// True where somebody is signed in in this browser.
    pub signed_in: bool,
    /// Stands for the prices shown; sent back with the order, so that nobody buys at a price not seen.
    pub quote: String,
    /// The version of the terms in force.
    pub terms: u32,
    /// False while the shop's settings are too incomplete to ask anybody for money.
    pub takes_payment: bool,
    /// The order this checkout became.
    pub order: Option<OrderId>,
}

/// Stands for what priced lines cost: another price, rate, product or quantity is another quote.
pub fn quote(lines: &[Line]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    // FNV-1a: tells two baskets apart; nothing secret hangs on it.
    for line in lines {
        let text = format!(
            "{}*{}@{}/{};",
            line.product, line.quantity, line.price, line.vat_rate
        );
        for byte in text.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

pub const QUANTITY_MAX: u32 = 99;
pub const LINES_MAX: usize = 50;

/// Reads a basket: between 1 and [`LINES_MAX`] lines, quantities of 1 to [`QUANTITY_MAX`], one line a product.
pub fn basket(lines: &[BasketLine]) -> Result<&[BasketLine], Vec<FieldError>> {
    if lines.is_empty() {
        return Err(vec![FieldError::new("lines", "required")]);
    }
    if lines.len() > LINES_MAX {
        return Err(vec![FieldError {
            max: Some(LINES_MAX as u32),
            ..FieldError::new("lines", "out_of_range")
        }]);
    }
    let mut errors = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        if !(1..=QUANTITY_MAX).contains(&line.quantity) {
            errors.push(FieldError {
                min: Some(1),
                max: Some(QUANTITY_MAX),
                ..FieldError::new(format!("lines.{place}.quantity"), "out_of_range")
            });
        }
        if lines
            .iter()
            .take(place)
            .any(|other| other.product == line.product)
        {
            errors.push(FieldError::new(
                format!("lines.{place}.product"),
                "duplicate_key",
            ));
        }
    }
    if errors.is_empty() {
        Ok(lines)
    } else {
        Err(errors)
    }
}

/// Prices a basket by the products of now.
///
/// Errors: `product.unknown` for each line whose product is not among `products`.
pub fn price(lines: &[BasketLine], products: &[Product]) -> Result<Vec<Line>, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut priced = Vec::with_capacity(lines.len());
    for (place, line) in lines.iter().enumerate() {
        match products.iter().find(|product| product.id == line.product) {
            Some(product) => {
                let amount = product.price.saturating_mul(i64::from(line.quantity));
                priced.push(Line {
                    product: product.id.clone(),
                    name: product.name.clone(),
                    kind: product.kind,
                    validity_days: product.validity_days,
                    quantity: line.quantity,
                    price: product.price,
                    vat_rate: product.vat_rate,
                    amount,
                    vat: vat_within(amount, product.vat_rate),
                });
            }
            None => errors.push(FieldError::new(format!("lines.{place}.product"), "unknown")),
        }
    }
    if errors.is_empty() {
        Ok(priced)
    } else {
        Err(errors)
    }
}

/// The total of priced lines, VAT included, and its VAT by rate, lowest rate first.
pub fn total(lines: &[Line]) -> (i64, Vec<VatShare>) {
    let mut shares: Vec<VatShare> = Vec::new();
    let mut sum = 0i64;
    for line in lines {
        sum = sum.saturating_add(line.amount);
        match shares
            .iter_mut()
            .find(|share| share.vat_rate == line.vat_rate)
        {
            Some(share) => share.vat = share.vat.saturating_add(line.vat),
            None => shares.push(VatShare {
                vat_rate: line.vat_rate,
                vat: line.vat,
            }),
        }
    }
    shares.sort_by_key(|share| share.vat_rate);
    (sum, shares)
}

/// The VAT inside an amount that includes it, to the nearest minor unit, halves up.
fn vat_within(amount: i64, vat_rate: u32) -> i64 {
    let rate = i128::from(vat_rate);
    let whole = 10_000 + rate;
    let vat = (i128::from(amount) * rate * 2 + whole) / (whole * 2);
    i64::try_from(vat).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    fn product(seed: u8, price: i64, vat_rate: u32) -> Product {
        Product {
            id: Id::new(1, [seed; 10]),
            name: format!("p{seed}"),
            summary: String::new(),
            kind: Kind::Service,
            price,
            vat_rate,
            validity_days: None,
        }
    }

    fn line(seed: u8, quantity: u32) -> BasketLine {
        BasketLine {
            product: Id::new(1, [seed; 10]),
            quantity,
        }
    }

    #[test]
    fn lines_are_priced_by_the_server_and_sums_are_equal() {
        let products = [product(1, 14_500, 2000), product(2, 1_200, 550)];
        let lines = price(&[line(1, 1), line(2, 3)], &products).unwrap();
        let (sum, vat) = total(&lines);
        assert_eq!(sum, 14_500 + 3_600);
        assert_eq!(
            vat,
            [
                VatShare {
                    vat_rate: 550,
                    vat: 188
                },
                VatShare {
                    vat_rate: 2000,
                    vat: 2417
                }
            ]
        );
    }

    #[test]
    fn another_price_is_another_quote() {
        let before = price(&[line(1, 1)], &[product(1, 14_500, 2000)]).unwrap();
        let after = price(&[line(1, 1)], &[product(1, 14_501, 2000)]).unwrap();
        assert_eq!(quote(&before), quote(&before.clone()));
        assert_ne!(quote(&before), quote(&after));
    }

    #[test]
    fn baskets_out_of_bounds_are_refused_by_line() {
        assert_eq!(basket(&[]).unwrap_err()[0].field, "lines");
        let errors = basket(&[line(1, 0), line(1, 100)]).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|e| e.field.as_ref()).collect();
        assert_eq!(
            fields,
            ["lines.0.quantity", "lines.1.quantity", "lines.1.product"]
        );
        let many: Vec<_> = (0..51).map(|seed| line(seed, 1)).collect();
        assert_eq!(basket(&many).unwrap_err()[0].reason, "out_of_range");
    }

    #[test]
    fn an_unknown_product_is_told_by_its_line() {
        let errors = price(&[line(1, 1), line(9, 1)], &[product(1, 1, 0)]).unwrap_err();
        assert_eq!(errors[0].field, "lines.1.product");
    }
}
