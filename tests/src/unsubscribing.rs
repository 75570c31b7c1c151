//! Leaving the mails to many: links as the shop makes them, and as it never would.

use crate::world::setting;
use crate::{Browser, Reply};
use domain::consent::Purpose;
use domain::id::{CampaignId, CustomerId};
use domain::unsubscribe::{Unsubscribe, UnsubscribeToken};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What mail programs send (RFC 8058 section 3.2).
pub const ONE_CLICK: &str = "List-Unsubscribe=One-Click";
/// Under which media type.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// The link's token for a customer, under the shop's own key.
pub fn unsubscribe_token(customer: &CustomerId, campaign: Option<&CampaignId>) -> String {
    token_under(&setting("COMPTOIR_DEVICE_KEY"), customer, campaign)
}

/// A token under another key.
pub fn token_under(key: &str, customer: &CustomerId, campaign: Option<&CampaignId>) -> String {
    let about = Unsubscribe {
        customer: customer.clone(),
        purpose: Purpose::Marketing,
        campaign: campaign.cloned(),
    };
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("any key will do");
    mac.update(b"unsubscribe:1:");
    mac.update(&about.said());
    let mac = mac.finalize().into_bytes();
    UnsubscribeToken::new(about, &mac).text()
}

impl Browser {
    /// Leaves by a link, as a mail program does.
    pub async fn unsubscribes(&self, token: &str) -> Reply {
        let headers = [("content-type", FORM)];
        let path = format!("/api/unsubscribes/{token}");
        self.raw("POST", &path, &headers, ONE_CLICK.to_owned())
            .await
    }
}
