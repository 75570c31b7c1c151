//! Saying yes and no to mails to many without signing in, by the links in mails; what staff do about it; and what the mail
//! provider tells of mails it took.

use super::{Access, Elsewhere, Endpoint, Method};
use crate::consent::ConsentToken;
use crate::customer::Customer;
use crate::id::CustomerId;
use crate::mail_event::Signed;
use crate::permission::Right;
use crate::unsubscribe::UnsubscribeToken;

/// `GET /api/unsubscribes/{token}`
pub struct ShowUnsubscribe;

impl Endpoint for ShowUnsubscribe {
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/unsubscribes/{token}";
    const ACCESS: Access = Access::Anywhere;
    const STATUS: u16 = 303;
    const SUMMARY: &'static str =
        "Leads to the page that asks; changes nothing, as programs follow links too.";
    type Params = UnsubscribeToken;
    type Query = ();
    type Request = ();
    type Response = Elsewhere;
}

/// `POST /api/unsubscribes/{token}`
pub struct Unsubscribe;

impl Endpoint for Unsubscribe {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/unsubscribes/{token}";
    const ACCESS: Access = Access::Anywhere;
    const SUMMARY: &'static str = "Leaves the mails to many, by one click (RFC 8058): whatever the body says, from anywhere, signed in or not. Repeating it changes nothing; a token that is not ours: 404.";
    type Params = UnsubscribeToken;
    type Query = ();
    type Request = ();
    type Response = ();
}

/// `POST /api/consent-confirmations`
pub struct ConfirmConsent;

impl Endpoint for ConfirmConsent {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/consent-confirmations";
    const ACCESS: Access = Access::Public;
    const STATUS: u16 = 204;
    const SUMMARY: &'static str = "Agrees to what was ticked at the checkout, or asked for by staff, by the link that was mailed. Empty, foreign, used and expired links get one answer.";
    type Params = ();
    type Query = ();
    type Request = ConsentToken;
    type Response = ();
}

/// `POST /api/admin/customers/{id}/consents`
pub struct AskConsent;

impl Endpoint for AskConsent {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/admin/customers/{id}/consents";
    const ACCESS: Access = Access::Staff(Right::EditCustomers);
    const SUMMARY: &'static str = "Sends the customer the mail that asks whether news and offers are wanted; nobody answers it for them. 409 `consented` where they agreed, `failing` where mails no longer arrive, `asked` within a day of the last one.";
    type Params = CustomerId;
    type Query = ();
    type Request = ();
    type Response = Customer;
}

/// `DELETE /api/admin/customers/{id}/consents`
pub struct WithdrawConsent;

impl Endpoint for WithdrawConsent {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/admin/customers/{id}/consents";
    const ACCESS: Access = Access::Staff(Right::EditCustomers);
    const SUMMARY: &'static str =
        "Takes the consent back on the customer's behalf; repeating it changes nothing.";
    type Params = CustomerId;
    type Query = ();
    type Request = ();
    type Response = Customer;
}

/// `DELETE /api/admin/customers/{id}/suppression`
pub struct LiftSuppression;

impl Endpoint for LiftSuppression {
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/admin/customers/{id}/suppression";
    const ACCESS: Access = Access::Staff(Right::LiftSuppressions);
    const SUMMARY: &'static str = "Lets mails to many go to the mailbox again, where the customer agrees; what a complaint withdrew stays so.";
    type Params = CustomerId;
    type Query = ();
    type Request = ();
    type Response = Customer;
}

/// `POST /api/mail-events`
pub struct TellMailEvent;

impl Endpoint for TellMailEvent {
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/mail-events";
    const ACCESS: Access = Access::Anywhere;
    const SUMMARY: &'static str = "The mail provider's webhook, signed as Svix signs: refusals for good and complaints. Other events are taken and mean nothing; a message told twice is one; without its signature, or five minutes old: 401 `signature`.";
    type Params = ();
    type Query = ();
    type Request = Signed;
    type Response = ();
}
