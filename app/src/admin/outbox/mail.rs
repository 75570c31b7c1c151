//! A mail in words: what it is about, and what its last try came to.

use crate::admin::outbox::words;
use crate::text::{self, t};

/// The template's name; one that this version does not know stays as it is.
pub fn subject(template: &str) -> String {
    let key = match template {
        "code" => words::MAIL_CODE,
        "reset" => words::MAIL_RESET,
        "invitation" => words::MAIL_INVITATION,
        "staff_invitation" => words::MAIL_STAFF_INVITATION,
        "credentials_changed" => words::MAIL_CREDENTIALS_CHANGED,
        "email_corrected" => words::MAIL_EMAIL_CORRECTED,
        "email_change" => words::MAIL_EMAIL_CHANGE,
        "email_change_asked" => words::MAIL_EMAIL_CHANGE_ASKED,
        "email_changed" => words::MAIL_EMAIL_CHANGED,
        "email_taken" => words::MAIL_EMAIL_TAKEN,
        "erased" => words::MAIL_ERASED,
        "order_placed" => words::MAIL_ORDER_PLACED,
        "payment_reminder" => words::MAIL_PAYMENT_REMINDER,
        "order_cancelled" => words::MAIL_ORDER_CANCELLED,
        "order_paid" => words::MAIL_ORDER_PAID,
        "order_completed" => words::MAIL_ORDER_COMPLETED,
        "order_refunded" => words::MAIL_ORDER_REFUNDED,
        "withdrawal_received" => words::MAIL_WITHDRAWAL_RECEIVED,
        "shop_order" => words::MAIL_SHOP_ORDER,
        "conversation_answered" => words::MAIL_CONVERSATION_ANSWERED,
        "shop_message" => words::MAIL_SHOP_MESSAGE,
        "shop_withdrawal" => words::MAIL_SHOP_WITHDRAWAL,
        "test" => words::MAIL_TEST,
        other => return other.to_owned(),
    };
    t(key)().to_owned()
}

/// What the last try came to; a code that this version does not know stays as it is.
pub fn error(code: &str) -> String {
    let key = match code {
        "unreachable" => words::ERROR_UNREACHABLE,
        "refused" => words::ERROR_REFUSED,
        "timeout" => words::ERROR_TIMEOUT,
        "compose" => words::ERROR_COMPOSE,
        other => {
            return match other.strip_prefix("status_") {
                Some(status) => text::fill(words::ERROR_STATUS, &[("status", status)]),
                None => other.to_owned(),
            };
        }
    };
    t(key)().to_owned()
}
