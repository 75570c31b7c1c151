//! Consents by double opt-in: the mail's link taken up, and what staff ask and take back.

use crate::{Browser, Staff};
use domain::api::consent::{AskConsent, ConfirmConsent, LiftSuppression, WithdrawConsent};
use domain::consent::ConsentToken;
use domain::contact::ContactForm;
use domain::customer::Customer;
use domain::id::CustomerId;
use domain::problem::Problem;

/// Contact details with the box ticked.
pub fn ticked(form: ContactForm) -> ContactForm {
    ContactForm {
        marketing_consent: Some(true),
        ..form
    }
}

impl Browser {
    /// Takes up the link of the mail that asks.
    pub async fn confirms_consent(&self, token: &str) -> Result<(), Problem> {
        let token = ConsentToken {
            token: token.into(),
        };
        self.call::<ConfirmConsent>(&(), &(), &token).await
    }
}

impl Staff {
    pub async fn asks_consent(&self, id: &CustomerId) -> Result<Customer, Problem> {
        self.get::<AskConsent>(id, &()).await
    }

    pub async fn withdraws_consent(&self, id: &CustomerId) -> Result<Customer, Problem> {
        self.get::<WithdrawConsent>(id, &()).await
    }

    pub async fn lifts_suppression(&self, id: &CustomerId) -> Result<Customer, Problem> {
        self.get::<LiftSuppression>(id, &()).await
    }
}
