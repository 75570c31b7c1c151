//! Conversations: the customer's side. What is not theirs is answered as what is not there.

use crate::blob;
use crate::call::{Call, Visit};
use crate::db::{NO_FILE, REPEATED, Refused, THROTTLED, UNKNOWN};
use crate::idempotency::{Claim, made_before};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::conversation::{self, Letter, New, Whose};
use crate::store::throttle;
use domain::api::Endpoint;
use domain::api::conversation::{
    AttachOwnFile, CountOwnUnread, GetOwnAttachment, GetOwnConversation, ListOwnConversations,
    OpenConversation, ReadOwnConversation, SetOwnConversationState, WriteMessage,
};
use domain::conversation::{Conversation, ConversationStateForm, ReadForm, Unread};
use domain::id::{AccountId, ConversationId, CustomerId};
use domain::page::Cursor;
use domain::throttle::{CONVERSATION_ACCOUNT, Limit, MESSAGE_ACCOUNT};

/// The signed-in customer and their account.
struct Own {
    customer: CustomerId,
    account: AccountId,
    verified: bool,
}

fn own<E: Endpoint>(call: &Call<E>) -> Result<Own, Fail> {
    let session = call.session.as_ref().ok_or_else(Fail::not_found)?;
    Ok(Own {
        customer: session.customer.clone().ok_or_else(Fail::not_found)?,
        account: session.account.id.clone(),
        verified: session.verified,
    })
}

/// `GET /api/account/conversations`
pub async fn list(call: Call<ListOwnConversations>) -> Done<ListOwnConversations> {
    let own = own(&call)?;
    let cursor = call.query.cursor.as_ref();
    let page = conversation::own(&call.visit.db, &own.customer, cursor).await?;
    Ok(Reply::new(page))
}

/// `GET /api/account/conversations/unread`
pub async fn count(call: Call<CountOwnUnread>) -> Done<CountOwnUnread> {
    let own = own(&call)?;
    let unread = conversation::count_own_unread(&call.visit.db, &own.customer).await?;
    Ok(Reply::new(unread))
}

/// `GET /api/account/conversations/{id}`
pub async fn get(call: Call<GetOwnConversation>) -> Done<GetOwnConversation> {
    let own = own(&call)?;
    let whose = Whose::Customer(&own.customer);
    let cursor = call.query.cursor.as_ref();
    Ok(Reply::new(
        found(&call.visit, &call.params, whose, cursor).await?,
    ))
}

/// `POST /api/account/conversations`
pub async fn open(call: Call<OpenConversation>) -> Done<OpenConversation> {
    let (visit, own) = (&call.visit, own(&call)?);
    let (subject, text) = call.body.prove()?;
    let whose = Whose::Customer(&own.customer);
    let (id, message) = (random::id(visit.now)?, random::id(visit.now)?);
    let new = New {
        id: &id,
        customer: &own.customer,
        verified: own.verified,
        subject: &subject,
        order: call.body.order.as_ref(),
    };
    let letter = Letter {
        id: &message,
        conversation: &id,
        whose,
        by: &own.account,
        text: &text,
        attachments: &call.body.attachments,
    };
    let claim = Claim::of(visit, format!("conversations:{}", own.account), &call.body)?;
    let key = claim.as_ref().map(Claim::key);
    let opened = conversation::open(&visit.db, &new, &letter, key.as_ref(), visit.now).await;
    let id = match opened {
        Ok(()) => {
            visit.nudge();
            id
        }
        Err(Refused::Guard(REPEATED)) => made_before(visit, claim.as_ref())
            .await?
            .ok_or_else(Fail::not_found)?,
        Err(Refused::Guard(NO_FILE)) => return Err(no_file()),
        Err(Refused::Guard(UNKNOWN)) => return Err(Fail::field("order", "unknown")),
        Err(other) => return Err(slowed(visit, other, &CONVERSATION_ACCOUNT, &own).await?),
    };
    Ok(Reply::new(found(visit, &id, whose, None).await?))
}

/// `POST /api/account/conversations/{id}/messages`
pub async fn write(call: Call<WriteMessage>) -> Done<WriteMessage> {
    let (visit, own, id) = (&call.visit, own(&call)?, &call.params);
    let whose = Whose::Customer(&own.customer);
    let letter = Letter {
        id: &random::id(visit.now)?,
        conversation: id,
        whose,
        by: &own.account,
        text: &call.body.prove()?,
        attachments: &call.body.attachments,
    };
    let scope = format!("messages:{}:{id}", own.account);
    let claim = Claim::of(visit, scope, &call.body)?;
    let key = claim.as_ref().map(Claim::key);
    match conversation::write(&visit.db, &letter, key.as_ref(), visit.now).await {
        Ok(()) => visit.nudge(),
        Err(Refused::Guard(REPEATED)) => repeated(visit, claim.as_ref()).await?,
        Err(Refused::Guard(NO_FILE)) => return Err(no_file()),
        Err(other) => return Err(slowed(visit, other, &MESSAGE_ACCOUNT, &own).await?),
    }
    Ok(Reply::new(found(visit, id, whose, None).await?))
}

/// `PUT /api/account/conversations/{id}/state`
pub async fn set_state(call: Call<SetOwnConversationState>) -> Done<SetOwnConversationState> {
    let (visit, own, id) = (&call.visit, own(&call)?, &call.params);
    let whose = Whose::Customer(&own.customer);
    let state = asked_state(&call.body)?;
    conversation::set_state(&visit.db, id, whose, &own.account, state, visit.now).await?;
    let thread = conversation::thread(&visit.db, id, whose).await?;
    Ok(Reply::new(thread.ok_or_else(Fail::not_found)?))
}

/// `PUT /api/account/conversations/{id}/read`
pub async fn read(call: Call<ReadOwnConversation>) -> Done<ReadOwnConversation> {
    let (visit, own) = (&call.visit, own(&call)?);
    let whose = Whose::Customer(&own.customer);
    mark(visit, &call.params, whose, &call.body).await?;
    let unread: Unread = conversation::count_own_unread(&visit.db, &own.customer).await?;
    Ok(Reply::new(unread))
}

/// `POST /api/account/conversations/files`
pub async fn attach(call: Call<AttachOwnFile>) -> Done<AttachOwnFile> {
    let session = call.session.ok_or_else(Fail::not_found)?;
    let kept = blob::keep(&call.visit, &session.account, call.body).await?;
    Ok(Reply::new(kept))
}

/// `GET /api/account/conversations/{id}/attachments/{aid}`
pub async fn attachment(call: Call<GetOwnAttachment>) -> Done<GetOwnAttachment> {
    let (visit, own, (id, file)) = (&call.visit, own(&call)?, &call.params);
    let whose = Whose::Customer(&own.customer);
    let file = conversation::attachment(&visit.db, id, whose, file).await?;
    blob::send(visit, file.ok_or_else(Fail::not_found)?).await
}

/// A file that does not wait for its message: another's, attached before, or gone after a day.
pub(super) fn no_file() -> Fail {
    Fail::field("attachments", "unknown")
}

/// The state that was asked for.
pub(super) fn asked_state(
    form: &ConversationStateForm,
) -> Result<domain::conversation::ConversationState, Fail> {
    form.state.ok_or_else(|| Fail::field("state", "required"))
}

/// Marks messages as read or the last as unread.
pub(super) async fn mark(
    visit: &Visit,
    id: &ConversationId,
    whose: Whose<'_>,
    form: &ReadForm,
) -> Result<(), Fail> {
    let known = match (form.unread, form.upto) {
        (true, _) => conversation::mark_unread(&visit.db, id, whose).await?,
        (false, Some(upto)) => conversation::mark_read(&visit.db, id, whose, upto).await?,
        (false, None) => return Err(Fail::field("upto", "required")),
    };
    match known {
        true => Ok(()),
        false => Err(Fail::not_found()),
    }
}

/// A message that was written before under the same key; another body than then is refused.
pub(super) async fn repeated(visit: &Visit, claim: Option<&Claim>) -> Result<(), Fail> {
    made_before::<domain::id::named::Message>(visit, claim)
        .await
        .map(|_| ())
}

pub(super) async fn found(
    visit: &Visit,
    id: &ConversationId,
    whose: Whose<'_>,
    cursor: Option<&Cursor>,
) -> Result<Conversation, Fail> {
    conversation::find(&visit.db, id, whose, cursor)
        .await?
        .ok_or_else(Fail::not_found)
}

/// What a refusal means: for a full bucket, the seconds to wait.
async fn slowed(visit: &Visit, refused: Refused, limit: &Limit, own: &Own) -> Result<Fail, Fail> {
    if !matches!(refused, Refused::Guard(THROTTLED)) {
        return Ok(refused.into());
    }
    let charges = [(limit, own.account.as_str())];
    let seconds = throttle::wait(&visit.db, &charges, visit.now).await?;
    Ok(Fail::throttled(seconds))
}
