//! What a buyer has to agree to before an order is placed, and what the shop must have said before it may ask.

use crate::api::order::Agreement;
use crate::checkout::{Line, quote};
use crate::order::PaymentMethod;
use crate::problem::FieldError;

/// What the shop can do as its settings are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// The version of the terms in force; 0 where there are none yet.
    pub terms: u32,
    /// True where the settings are complete enough to ask for money.
    pub takes_payment: bool,
}

/// Why an order cannot be placed as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disagreement {
    Fields(Vec<FieldError>),
    /// The basket costs something else than what was shown.
    Changed,
}

/// Accepts an agreement over what is bought, or tells everything that is missing from it.
///
/// Errors: `payment_method` `required`, `unknown` (free for what costs, or the other way round), `unavailable`
/// (incomplete settings); `terms` `required`, `changed`; `waiver` `required` where something is delivered online.
pub fn agree(
    agreement: &Agreement,
    lines: &[Line],
    total: i64,
    offer: Offer,
) -> Result<PaymentMethod, Disagreement> {
    let mut errors = Vec::new();
    let method = PaymentMethod::of(total);
    let mut fault = |field: &'static str, reason: &'static str| {
        errors.push(FieldError::new(field, reason));
    };
    match agreement.payment_method {
        None => fault("payment_method", "required"),
        Some(asked) if asked != method => fault("payment_method", "unknown"),
        Some(PaymentMethod::Transfer) if !offer.takes_payment => {
            fault("payment_method", "unavailable");
        }
        Some(_) => {}
    }
    match agreement.terms {
        Some(version) if version == offer.terms => {}
        None | Some(0) if offer.terms > 0 => fault("terms", "required"),
        None => {}
        Some(_) => fault("terms", "changed"),
    }
    if !agreement.waiver && lines.iter().any(|line| line.kind.is_digital()) {
        fault("waiver", "required");
    }
    if !errors.is_empty() {
        return Err(Disagreement::Fields(errors));
    }
    match &agreement.quote {
        Some(shown) if *shown != quote(lines) => Err(Disagreement::Changed),
        _ => Ok(method),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use crate::product::Kind;

    const OFFER: Offer = Offer {
        terms: 3,
        takes_payment: true,
    };

    fn lines(kind: Kind, amount: i64) -> [Line; 1] {
        [Line {
            product: Id::new(1, [1; 10]),
            name: "p".into(),
            kind,
            validity_days: None,
            quantity: 1,
            price: amount,
            vat_rate: 2000,
            amount,
            vat: amount / 6,
        }]
    }

    fn agreement() -> Agreement {
        Agreement {
            payment_method: Some(PaymentMethod::Transfer),
            terms: Some(3),
            waiver: true,
            quote: None,
        }
    }

    fn faults(agreement: &Agreement, kind: Kind, amount: i64, offer: Offer) -> Vec<String> {
        match agree(agreement, &lines(kind, amount), amount, offer) {
            Err(Disagreement::Fields(errors)) => errors
                .iter()
                .map(|error| format!("{}: {}", error.field, error.reason))
                .collect(),
            other => vec![format!("{other:?}")],
        }
    }

    #[test]
    fn everything_missing_is_told_at_once() {
        let faults = faults(&Agreement::default(), Kind::Download, 100, OFFER);
        assert_eq!(
            faults,
            [
                "payment_method: required",
                "terms: required",
                "waiver: required"
            ]
        );
    }

    #[test]
    fn t36_a_method_that_the_amount_does_not_ask_for_is_refused() {
        let free = Agreement {
            payment_method: Some(PaymentMethod::Free),
            ..agreement()
        };
        assert_eq!(
            faults(&free, Kind::Service, 100, OFFER),
            ["payment_method: unknown"]
        );
        assert_eq!(
            faults(&agreement(), Kind::Service, 0, OFFER),
            ["payment_method: unknown"]
        );
    }

    #[test]
    fn an_incomplete_shop_takes_only_what_is_free() {
        let bare = Offer {
            terms: 0,
            takes_payment: false,
        };
        let none = Agreement {
            terms: None,
            ..agreement()
        };
        assert_eq!(
            faults(&none, Kind::Service, 100, bare),
            ["payment_method: unavailable"]
        );
        let free = Agreement {
            payment_method: Some(PaymentMethod::Free),
            ..none
        };
        assert_eq!(
            agree(&free, &lines(Kind::Service, 0), 0, bare),
            Ok(PaymentMethod::Free)
        );
    }

    #[test]
    fn terms_that_changed_since_are_asked_for_again() {
        let old = Agreement {
            terms: Some(2),
            ..agreement()
        };
        assert_eq!(faults(&old, Kind::Service, 100, OFFER), ["terms: changed"]);
    }

    #[test]
    fn only_what_people_deliver_needs_no_waiver() {
        let without = Agreement {
            waiver: false,
            ..agreement()
        };
        assert_eq!(
            faults(&without, Kind::Access, 100, OFFER),
            ["waiver: required"]
        );
        assert!(agree(&without, &lines(Kind::Service, 100), 100, OFFER).is_ok());
    }

    #[test]
    fn another_price_than_shown_is_no_agreement() {
        let seen = lines(Kind::Service, 100);
        let shown = Agreement {
            quote: Some(quote(&seen)),
            ..agreement()
        };
        assert!(agree(&shown, &seen, 100, OFFER).is_ok());
        let dearer = lines(Kind::Service, 101);
        assert_eq!(
            agree(&shown, &dearer, 101, OFFER),
            Err(Disagreement::Changed)
        );
    }
}
