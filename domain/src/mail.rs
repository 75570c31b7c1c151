//! The shop's mails: what each needs to know, and their rendering as text and HTML. Of the transactional ones, which `Mail` lists:
//! links start at the configured address only, tokens stand after `#`, and nothing a person typed is ever named (rules 12, 20, 21).

mod account;
mod bill;
mod campaign;
mod consent;
mod conversation;
mod desk;
mod html;
mod letter;
mod notice;
mod order;
mod plain;
mod rights;
pub(crate) mod seller;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use bill::{Bill, Payment};
pub use campaign::campaign;

use crate::id::{ConversationId, OrderId};
use crate::locale::Locale;
use crate::order::PaymentMethod;
use crate::product::Kind;
use crate::settings::Seller;
use crate::time::{Date, Moment};
use crate::words::Words;
use desk::Desk;

/// The words of mails, from `domain/mail/{en,fr}.json`.
pub(crate) fn words(locale: Locale) -> Words {
    Words::of(match locale {
        Locale::En => include_str!("../mail/en.json"),
        Locale::Fr => include_str!("../mail/fr.json"),
    })
}

/// Who writes, and in which language.
#[derive(Debug, Clone, Copy)]
pub struct Letterhead<'a> {
    pub shop: &'a str,
    /// Whose legal mentions stand below each mail.
    pub seller: &'a Seller,
    /// Where people write to; may be empty.
    pub contact_email: &'a str,
    /// The configured address of the shop, the only start of any link.
    pub base_url: &'a str,
    pub locale: Locale,
}

/// A mail with what it tells. Amounts are minor units, clocks the shop's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mail<'a> {
    /// A sign-in code, six figures.
    Code { code: &'a str },
    /// The way to a new password.
    Reset { token: &'a str },
    /// Somebody was invited to work in the shop.
    StaffInvitation { token: &'a str },
    /// The offer of an account: after a purchase, or by staff.
    Invitation { token: &'a str, ordered: bool },
    /// A notice that credentials are new.
    CredentialsChanged { change: Change, at: Moment },
    /// Staff corrected the record's e-mail: to the address before, or to the current one. Neither is told the other.
    EmailCorrected { current: bool, at: Moment },
    /// To an address that is to be an account's from now on: the link that confirms it.
    EmailChange { token: &'a str },
    /// To the address that is valid until then: another was asked for.
    EmailChangeAsked { at: Moment },
    /// To the address that was valid until then: another was confirmed.
    EmailChanged { at: Moment },
    /// To whoever has an address that somebody asked for.
    EmailTaken,
    /// Whether news and offers are wanted: the link that confirms a tick, or answers the shop. `words` are those agreed to.
    ConsentConfirmation { token: &'a str, words: &'a str },
    /// The last one: the data is erased. `kept` tells how many invoices and credit notes stay, until the end of which year.
    Erased {
        kept: Option<(u32, u32)>,
        at: Moment,
    },
    /// The confirmation of an order on a durable medium.
    OrderPlaced {
        order: Bill<'a>,
        /// The shop's terms of sale as plain text.
        terms: &'a str,
        /// The waiver of the withdrawal right in the words that were ticked.
        waiver: Option<&'a str>,
        /// Whether the model withdrawal form is added.
        withdrawal_form: bool,
    },
    /// The transfer has not come yet.
    PaymentReminder { order: Bill<'a> },
    /// An order that was not paid is no more.
    OrderCancelled { order: Bill<'a> },
    /// An order is paid, or confirmed when there was nothing to pay.
    OrderPaid {
        order: Bill<'a>,
        /// None for orders of nothing.
        invoice: Option<&'a str>,
        /// Nothing is left to be done.
        completed: bool,
        /// What was delivered at once.
        delivered: &'a [Delivery<'a>],
    },
    /// What staff do for an order is done.
    OrderCompleted { order: Bill<'a> },
    /// The whole order is paid back.
    OrderRefunded {
        order: Bill<'a>,
        credit_note: &'a str,
    },
    /// The acknowledgment of a withdrawal: its content, date and time.
    WithdrawalReceived { order: Bill<'a>, at: Moment },
    /// To the shop: somebody ordered.
    ShopOrder {
        id: &'a OrderId,
        number: u32,
        total: i64,
        currency: &'a str,
        method: PaymentMethod,
    },
    /// To the shop: somebody withdrew.
    ShopWithdrawal {
        id: &'a OrderId,
        number: u32,
        at: Moment,
    },
    /// To a customer: the shop wrote in this conversation.
    ConversationAnswered { id: &'a ConversationId },
    /// To the shop: a customer wrote in this conversation.
    ShopMessage { id: &'a ConversationId },
    /// To the owner who asked: mails leave the shop.
    Test { at: Moment },
}

/// What happened to credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// By a link, without the old one.
    PasswordSet,
    /// By somebody who knew the old one.
    PasswordChanged,
    /// By staff.
    PasswordGiven,
    AccountOpened,
}

/// A line of an order that was delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivery<'a> {
    pub name: &'a str,
    pub kind: Kind,
    /// The last day of an access; none when it does not end.
    pub until: Option<Date>,
}

/// A mail ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Writes a mail.
pub fn render(mail: &Mail, letterhead: &Letterhead) -> Rendered {
    let desk = Desk::new(letterhead);
    let letter = match mail {
        Mail::Code { code } => account::code(&desk, code),
        Mail::Reset { token } => account::reset(&desk, token),
        Mail::StaffInvitation { token } => account::staff_invitation(&desk, token),
        Mail::Invitation { token, ordered } => account::invitation(&desk, token, *ordered),
        Mail::CredentialsChanged { change, at } => {
            account::credentials_changed(&desk, *change, *at)
        }
        Mail::EmailCorrected { current, at } => account::email_corrected(&desk, *current, *at),
        Mail::EmailChange { token } => rights::email_change(&desk, token),
        Mail::EmailChangeAsked { at } => rights::email_change_asked(&desk, *at),
        Mail::EmailChanged { at } => rights::email_changed(&desk, *at),
        Mail::EmailTaken => rights::email_taken(&desk),
        Mail::ConsentConfirmation { token, words } => consent::confirmation(&desk, token, words),
        Mail::Erased { kept, at } => rights::erased(&desk, *kept, *at),
        Mail::OrderPlaced {
            order,
            terms,
            waiver,
            withdrawal_form,
        } => order::placed(&desk, order, terms, *waiver, *withdrawal_form),
        Mail::PaymentReminder { order } => order::reminder(&desk, order),
        Mail::OrderCancelled { order } => order::cancelled(&desk, order),
        Mail::OrderPaid {
            order,
            invoice,
            completed,
            delivered,
        } => order::paid(&desk, order, *invoice, *completed, delivered),
        Mail::OrderCompleted { order } => order::completed(&desk, order),
        Mail::OrderRefunded { order, credit_note } => order::refunded(&desk, order, credit_note),
        Mail::WithdrawalReceived { order, at } => order::withdrawal_received(&desk, order, *at),
        Mail::ShopOrder {
            id,
            number,
            total,
            currency,
            method,
        } => notice::order(&desk, id, *number, &desk.money(*total, currency), *method),
        Mail::ShopWithdrawal { id, number, at } => notice::withdrawal(&desk, id, *number, *at),
        Mail::ConversationAnswered { id } => conversation::answered(&desk, id),
        Mail::ShopMessage { id } => conversation::written(&desk, id),
        Mail::Test { at } => notice::test(&desk, *at),
    };
    Rendered {
        text: plain::text(&letter, &desk),
        html: html::document(&letter, letterhead.locale),
        subject: letter.subject,
    }
}

impl Mail<'_> {
    /// Which mail it is, without its data.
    pub fn template(&self) -> Template {
        match self {
            Mail::Code { .. } => Template::Code,
            Mail::Reset { .. } => Template::Reset,
            Mail::Invitation { .. } => Template::Invitation,
            Mail::StaffInvitation { .. } => Template::StaffInvitation,
            Mail::CredentialsChanged { .. } => Template::CredentialsChanged,
            Mail::EmailCorrected { .. } => Template::EmailCorrected,
            Mail::EmailChange { .. } => Template::EmailChange,
            Mail::EmailChangeAsked { .. } => Template::EmailChangeAsked,
            Mail::EmailChanged { .. } => Template::EmailChanged,
            Mail::EmailTaken => Template::EmailTaken,
            Mail::ConsentConfirmation { .. } => Template::ConsentConfirmation,
            Mail::Erased { .. } => Template::Erased,
            Mail::OrderPlaced { .. } => Template::OrderPlaced,
            Mail::PaymentReminder { .. } => Template::PaymentReminder,
            Mail::OrderCancelled { .. } => Template::OrderCancelled,
            Mail::OrderPaid { .. } => Template::OrderPaid,
            Mail::OrderCompleted { .. } => Template::OrderCompleted,
            Mail::OrderRefunded { .. } => Template::OrderRefunded,
            Mail::WithdrawalReceived { .. } => Template::WithdrawalReceived,
            Mail::ShopOrder { .. } => Template::ShopOrder,
            Mail::ShopWithdrawal { .. } => Template::ShopWithdrawal,
            Mail::ConversationAnswered { .. } => Template::ConversationAnswered,
            Mail::ShopMessage { .. } => Template::ShopMessage,
            Mail::Test { .. } => Template::Test,
        }
    }
}

/// The name of a mail, as the outbox keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    Code,
    Reset,
    Invitation,
    StaffInvitation,
    CredentialsChanged,
    EmailCorrected,
    EmailChange,
    EmailChangeAsked,
    EmailChanged,
    EmailTaken,
    ConsentConfirmation,
    Erased,
    OrderPlaced,
    PaymentReminder,
    OrderCancelled,
    OrderPaid,
    OrderCompleted,
    OrderRefunded,
    WithdrawalReceived,
    ShopOrder,
    ShopWithdrawal,
    ConversationAnswered,
    ShopMessage,
    Test,
}

impl Template {
    pub const ALL: [Template; 24] = [
        Template::Code,
        Template::Reset,
        Template::Invitation,
        Template::StaffInvitation,
        Template::CredentialsChanged,
        Template::EmailCorrected,
        Template::EmailChange,
        Template::EmailChangeAsked,
        Template::EmailChanged,
        Template::EmailTaken,
        Template::ConsentConfirmation,
        Template::Erased,
        Template::OrderPlaced,
        Template::PaymentReminder,
        Template::OrderCancelled,
        Template::OrderPaid,
        Template::OrderCompleted,
        Template::OrderRefunded,
        Template::WithdrawalReceived,
        Template::ShopOrder,
        Template::ShopWithdrawal,
        Template::ConversationAnswered,
        Template::ShopMessage,
        Template::Test,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Template::Code => "code",
            Template::Reset => "reset",
            Template::Invitation => "invitation",
            Template::StaffInvitation => "staff_invitation",
            Template::CredentialsChanged => "credentials_changed",
            Template::EmailCorrected => "email_corrected",
            Template::EmailChange => "email_change",
            Template::EmailChangeAsked => "email_change_asked",
            Template::EmailChanged => "email_changed",
            Template::EmailTaken => "email_taken",
            Template::ConsentConfirmation => "consent_confirmation",
            Template::Erased => "erased",
            Template::OrderPlaced => "order_placed",
            Template::PaymentReminder => "payment_reminder",
            Template::OrderCancelled => "order_cancelled",
            Template::OrderPaid => "order_paid",
            Template::OrderCompleted => "order_completed",
            Template::OrderRefunded => "order_refunded",
            Template::WithdrawalReceived => "withdrawal_received",
            Template::ShopOrder => "shop_order",
            Template::ShopWithdrawal => "shop_withdrawal",
            Template::ConversationAnswered => "conversation_answered",
            Template::ShopMessage => "shop_message",
            Template::Test => "test",
        }
    }

    /// Reads a code exactly as [`Template::code`] writes it.
    pub fn parse(code: &str) -> Option<Template> {
        Template::ALL
            .into_iter()
            .find(|template| template.code() == code)
    }
}
