//! The link by which somebody leaves the mails to many without signing in (RFC 8058). Its token is kept nowhere: it names
//! whom and what it is about, under a seal that only the shop can make, and works for as long as the shop keeps its key.

use crate::base64;
use crate::consent::Purpose;
use crate::id::{CampaignId, CustomerId, Id};

/// What a link stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsubscribe {
    pub customer: CustomerId,
    pub purpose: Purpose,
    /// The campaign whose mail carries the link; none in a mail that is no campaign's.
    pub campaign: Option<CampaignId>,
}

/// Bytes of what a token says: the purpose, the customer, the campaign.
const SAID: usize = 33;
/// Bytes of its seal: 144 bits of an HMAC-SHA256. Both together make base64url without a rest.
const SEAL: usize = 18;

impl Unsubscribe {
    /// What is sealed.
    pub fn said(&self) -> [u8; SAID] {
        let mut said = [0; SAID];
        let campaign = self.campaign.as_ref().map(Id::bytes).unwrap_or_default();
        let parts = [self.purpose.number()]
            .into_iter()
            .chain(self.customer.bytes())
            .chain(campaign);
        for (place, part) in said.iter_mut().zip(parts) {
            *place = part;
        }
        said
    }

    fn of(said: &[u8]) -> Option<Unsubscribe> {
        let (purpose, ids) = said.split_first()?;
        let (customer, campaign) = ids.split_at_checked(16)?;
        let none = campaign.iter().all(|byte| *byte == 0);
        Some(Unsubscribe {
            purpose: Purpose::of_number(*purpose)?,
            customer: Id::of_bytes(customer.try_into().ok()?),
            campaign: match none {
                true => None,
                false => Some(Id::of_bytes(campaign.try_into().ok()?)),
            },
        })
    }
}

/// A token as it stands in an address: well made, but perhaps not by us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsubscribeToken {
    pub about: Unsubscribe,
    seal: Vec<u8>,
}

impl UnsubscribeToken {
    /// A token, from the HMAC of [`Unsubscribe::said`].
    pub fn new(about: Unsubscribe, mac: &[u8]) -> UnsubscribeToken {
        let seal = mac.iter().copied().take(SEAL).collect();
        UnsubscribeToken { about, seal }
    }

    /// Reads a token; `None` for anything no shop can have made.
    pub fn parse(text: &str) -> Option<UnsubscribeToken> {
        // A longer text costs nothing.
        if text.len() != (SAID + SEAL) / 3 * 4 {
            return None;
        }
        let bytes = base64::read_url(text)?;
        let (said, seal) = bytes.split_at_checked(SAID)?;
        Some(UnsubscribeToken::new(Unsubscribe::of(said)?, seal))
    }

    /// The seal it carries: the beginning of the HMAC it has to be compared with, in a time that tells nothing.
    pub fn seal(&self) -> &[u8] {
        &self.seal
    }

    /// As it stands in an address.
    pub fn text(&self) -> String {
        let mut bytes = self.about.said().to_vec();
        bytes.extend_from_slice(&self.seal);
        base64::url(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(campaign: bool) -> UnsubscribeToken {
        let about = Unsubscribe {
            customer: Id::new(1_795_000_000_000, [7; 10]),
            purpose: Purpose::Marketing,
            campaign: campaign.then(|| Id::new(1_795_000_000_001, [9; 10])),
        };
        UnsubscribeToken::new(about, &[5; 32])
    }

    #[test]
    fn t38_a_token_says_whom_and_what_it_is_about() {
        for campaign in [true, false] {
            let token = token(campaign);
            assert_eq!(token.text().len(), 68);
            assert_eq!(UnsubscribeToken::parse(&token.text()), Some(token));
        }
    }

    #[test]
    fn t38_what_is_no_token_reads_as_none() {
        let text = token(true).text();
        for other in [
            String::new(),
            text[..67].to_owned(),
            format!("{text}A"),
            text.replace(&text[..1], "/"),
            // Another purpose than there is.
            format!("_{}", &text[1..]),
            "A".repeat(10_000),
        ] {
            assert_eq!(UnsubscribeToken::parse(&other), None, "{other}");
        }
    }
}
