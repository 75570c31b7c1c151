//! Makes a mail out of its row: reads what it tells, makes its token or code and keeps only the hash, renders.

use super::Claimed;
use crate::config::Config;
use crate::db::{Db, Refused, stored};
use crate::random;
use crate::store::conversation;
use crate::store::email_change;
use crate::store::opt_in;
use crate::store::order::{self, Stored};
use crate::store::outbox::{self, Link};
use crate::zone::Zone;
use domain::code;
use domain::conversation::Side;
use domain::id::ConversationId;
use domain::mail::{Bill, Change, Delivery, Letterhead, Mail, Rendered, Template, render};
use domain::order::Order;
use domain::session::{INVITATION, ORDER_LINK, RESET};
use domain::settings::{Settings, consent_text};
use domain::time::Moment;
use serde::Deserialize;

/// What every mail of a round is made with.
pub struct Shop<'a> {
    pub config: &'a Config,
    pub db: &'a Db,
    pub settings: &'a Settings,
    /// The shop's clock, made once: a mail asks it for many moments.
    pub zone: Option<Zone>,
    pub now: i64,
}

/// What a mail tells besides what its row points at.
#[derive(Deserialize)]
struct Params {
    /// What happened to credentials.
    change: Option<String>,
    /// True for an offer that follows a purchase.
    #[serde(default)]
    ordered: bool,
    /// Which of the two addresses a correction is told to.
    address: Option<String>,
    /// The conversation somebody wrote in.
    conversation: Option<ConversationId>,
    /// What an erasure keeps: invoices and credit notes, until the end of a year.
    #[serde(default)]
    invoices: u32,
    until: Option<u32>,
}

impl Params {
    fn of(mail: &Claimed) -> Result<Params, Refused> {
        stored("params", &mail.params)
    }
}

/// Renders a mail; `None` where it is of no use any more: its code was asked for anew, its account or order is gone.
pub async fn compose(shop: &Shop<'_>, mail: &Claimed) -> Result<Option<Rendered>, Refused> {
    let Some(template) = Template::parse(&mail.template) else {
        return Err(Refused::Cause(format!("no template {}", mail.template)));
    };
    match template {
        Template::Code => coded(shop, mail).await,
        Template::Reset => linked(shop, mail, template, "reset", RESET).await,
        Template::Invitation | Template::StaffInvitation => {
            linked(shop, mail, template, "invitation", INVITATION).await
        }
        Template::CredentialsChanged => credentials(shop, mail),
        Template::Test => {
            let at = moment(shop, mail.created_at);
            Ok(Some(written(shop, mail, &Mail::Test { at })))
        }
        Template::EmailCorrected => {
            let current = Params::of(mail)?.address.as_deref() == Some("current");
            let at = moment(shop, mail.created_at);
            let content = Mail::EmailCorrected { current, at };
            Ok(Some(written(shop, mail, &content)))
        }
        Template::ConversationAnswered | Template::ShopMessage => {
            about_conversation(shop, mail, template).await
        }
        Template::EmailChange => confirming(shop, mail).await,
        Template::EmailChangeAsked => {
            let at = moment(shop, mail.created_at);
            Ok(Some(written(shop, mail, &Mail::EmailChangeAsked { at })))
        }
        Template::EmailChanged => {
            let at = moment(shop, mail.created_at);
            Ok(Some(written(shop, mail, &Mail::EmailChanged { at })))
        }
        Template::EmailTaken => Ok(Some(written(shop, mail, &Mail::EmailTaken))),
        Template::ConsentConfirmation => asking(shop, mail).await,
        Template::Erased => {
            let params = Params::of(mail)?;
            let kept = params.until.map(|year| (params.invoices, year));
            let at = moment(shop, mail.created_at);
            Ok(Some(written(shop, mail, &Mail::Erased { kept, at })))
        }
        _ => about_order(shop, mail, template).await,
    }
}

/// The link that confirms another e-mail; `None` once it was withdrawn or asked for anew.
async fn confirming(shop: &Shop<'_>, mail: &Claimed) -> Result<Option<Rendered>, Refused> {
    let Some(id) = &mail.code_id else {
        return Ok(None);
    };
    let token = random::token().map_err(unrandom)?;
    if !email_change::link(shop.db, id, &random::digest(&token), shop.now).await? {
        return Ok(None);
    }
    let token = token.as_str();
    Ok(Some(written(shop, mail, &Mail::EmailChange { token })))
}

/// The link that confirms what was ticked or asked; `None` once that was answered or taken back.
async fn asking(shop: &Shop<'_>, mail: &Claimed) -> Result<Option<Rendered>, Refused> {
    let Some(id) = &mail.code_id else {
        return Ok(None);
    };
    let token = random::token().map_err(unrandom)?;
    if !opt_in::link(shop.db, id, &random::digest(&token), shop.now).await? {
        return Ok(None);
    }
    let (token, words) = (
        token.as_str(),
        consent_text(mail.locale, &shop.settings.shop.name),
    );
    let words = words.as_str();
    let content = Mail::ConsentConfirmation { token, words };
    Ok(Some(written(shop, mail, &content)))
}

async fn coded(shop: &Shop<'_>, mail: &Claimed) -> Result<Option<Rendered>, Refused> {
    let Some(id) = &mail.code_id else {
        return Ok(None);
    };
    let code = code::code(random::bytes().map_err(unrandom)?);
    let seal = random::seal_code(shop.config, id.as_str(), &code)
        .ok_or_else(|| Refused::Cause("the device key is unusable".to_owned()))?;
    if !outbox::seal_code(shop.db, id, &seal, shop.now + code::LIFETIME).await? {
        return Ok(None);
    }
    Ok(Some(written(shop, mail, &Mail::Code { code: &code })))
}

/// A mail with a link that sets a password.
async fn linked(
    shop: &Shop<'_>,
    mail: &Claimed,
    template: Template,
    purpose: &str,
    life: i64,
) -> Result<Option<Rendered>, Refused> {
    let Some(account) = &mail.account_id else {
        return Ok(None);
    };
    let token = random::token().map_err(unrandom)?;
    let link = Link {
        id: &random::id(shop.now).map_err(unrandom)?,
        purpose,
        token_hash: &random::digest(&token),
        expires_at: shop.now + life,
    };
    if !outbox::link_account(shop.db, &link, account, &mail.id).await? {
        return Ok(None);
    }
    let token = token.as_str();
    let content = match template {
        Template::Reset => Mail::Reset { token },
        Template::StaffInvitation => Mail::StaffInvitation { token },
        _ => Mail::Invitation {
            token,
            ordered: Params::of(mail)?.ordered,
        },
    };
    Ok(Some(written(shop, mail, &content)))
}

fn credentials(shop: &Shop<'_>, mail: &Claimed) -> Result<Option<Rendered>, Refused> {
    let params = Params::of(mail)?;
    let change = match params.change.as_deref() {
        Some("account_opened") => Change::AccountOpened,
        Some("password_changed") => Change::PasswordChanged,
        Some("password_given") => Change::PasswordGiven,
        Some("password_set") => Change::PasswordSet,
        other => return Err(Refused::Cause(format!("no change {other:?}"))),
    };
    let at = moment(shop, mail.created_at);
    let content = Mail::CredentialsChanged { change, at };
    Ok(Some(written(shop, mail, &content)))
}

/// A mail that something waits to be read; of no use once it has been.
async fn about_conversation(
    shop: &Shop<'_>,
    mail: &Claimed,
    template: Template,
) -> Result<Option<Rendered>, Refused> {
    let Some(id) = Params::of(mail)?.conversation else {
        return Ok(None);
    };
    let reader = match template {
        Template::ShopMessage => Side::Shop,
        _ => Side::Customer,
    };
    if !conversation::is_unread(shop.db, &id, reader).await? {
        return Ok(None);
    }
    let content = match reader {
        Side::Shop => Mail::ShopMessage { id: &id },
        Side::Customer => Mail::ConversationAnswered { id: &id },
    };
    Ok(Some(written(shop, mail, &content)))
}

async fn about_order(
    shop: &Shop<'_>,
    mail: &Claimed,
    template: Template,
) -> Result<Option<Rendered>, Refused> {
    let Some(id) = &mail.order_id else {
        return Ok(None);
    };
    let Some(Stored { order, .. }) = order::find(shop.db, id).await? else {
        return Ok(None);
    };
    let to_shop = matches!(template, Template::ShopOrder | Template::ShopWithdrawal);
    let token = match to_shop {
        true => None,
        false => {
            let token = random::token().map_err(unrandom)?;
            let link = Link {
                id: &random::id(shop.now).map_err(unrandom)?,
                purpose: "order",
                token_hash: &random::digest(&token),
                expires_at: shop.now + ORDER_LINK,
            };
            outbox::link_order(shop.db, &link, id).await?;
            Some(token)
        }
    };
    let bill = Bill::of(&order, |at| moment(shop, at).offset, token.as_deref());
    let ended = moment(
        shop,
        order.withdrawal.declared_at.unwrap_or(mail.created_at),
    );
    let invoice = order
        .invoice
        .as_ref()
        .map(|invoice| invoice.number.as_str());
    let credit_note = order.credit_note.as_ref().map(|note| note.number.as_str());
    let delivered = deliveries(shop, &order);
    let content = match template {
        Template::OrderPlaced => Mail::OrderPlaced {
            order: bill,
            terms: shop.settings.sale.terms.text(mail.locale),
            waiver: order.waiver.as_deref(),
            withdrawal_form: order.withdrawal.until.is_some(),
        },
        Template::PaymentReminder => Mail::PaymentReminder { order: bill },
        Template::OrderCancelled => Mail::OrderCancelled { order: bill },
        Template::OrderPaid => Mail::OrderPaid {
            order: bill,
            invoice,
            completed: order.ended_at.is_some(),
            delivered: &delivered,
        },
        Template::OrderCompleted => Mail::OrderCompleted { order: bill },
        Template::OrderRefunded => Mail::OrderRefunded {
            order: bill,
            credit_note: credit_note.unwrap_or_default(),
        },
        Template::WithdrawalReceived => Mail::WithdrawalReceived {
            order: bill,
            at: ended,
        },
        Template::ShopOrder => Mail::ShopOrder {
            id,
            number: order.number,
            total: order.total,
            currency: &order.currency,
            method: order.payment_method,
        },
        Template::ShopWithdrawal => Mail::ShopWithdrawal {
            id,
            number: order.number,
            at: ended,
        },
        Template::Code
        | Template::Reset
        | Template::Invitation
        | Template::StaffInvitation
        | Template::CredentialsChanged
        | Template::EmailCorrected
        | Template::ConversationAnswered
        | Template::ShopMessage
        | Template::EmailChange
        | Template::EmailChangeAsked
        | Template::EmailChanged
        | Template::EmailTaken
        | Template::ConsentConfirmation
        | Template::Erased
        | Template::Test => {
            return Ok(None);
        }
    };
    Ok(Some(written(shop, mail, &content)))
}

/// What a paid order delivered at once.
fn deliveries<'a>(shop: &Shop<'_>, order: &'a Order) -> Vec<Delivery<'a>> {
    let from = order.paid_at.unwrap_or(shop.now);
    let digital = order.lines.iter().filter(|line| line.kind.is_digital());
    digital
        .map(|line| Delivery {
            name: &line.name,
            kind: line.kind,
            until: line.validity_days.map(|days| {
                moment(shop, from)
                    .date
                    .plus(days.saturating_mul(line.quantity))
            }),
        })
        .collect()
}

fn written(shop: &Shop<'_>, mail: &Claimed, content: &Mail<'_>) -> Rendered {
    let letterhead = Letterhead {
        shop: &shop.settings.shop.name,
        seller: &shop.settings.sale.seller,
        contact_email: &shop.settings.shop.contact_email,
        base_url: &shop.config.base_url,
        locale: mail.locale,
    };
    render(content, &letterhead)
}

/// What the shop's clock shows.
fn moment(shop: &Shop<'_>, at: i64) -> Moment {
    match &shop.zone {
        Some(zone) => zone.moment(at),
        None => domain::time::moment(at, 0),
    }
}

fn unrandom(fail: crate::reply::Fail) -> Refused {
    Refused::Cause(format!("{fail:?}"))
}
