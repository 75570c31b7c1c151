//! Conversations: the shop's side, one inbox for all of staff.

use crate::blob;
use crate::call::Call;
use crate::db::{NO_FILE, REPEATED, Refused};
use crate::handle::conversation::{asked_state, found, mark, no_file, repeated};
use crate::idempotency::Claim;
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::conversation::{self, Inbox, Letter, Whose};
use domain::api::conversation::{
    AnswerConversation, AttachFile, CountUnread, GetAttachment, GetConversation, ListConversations,
    ReadConversation, SetConversationState,
};

/// `GET /api/admin/conversations`
pub async fn list(call: Call<ListConversations>) -> Done<ListConversations> {
    let asked = Inbox {
        query: &call.query,
        reader: &call.staff()?.id,
    };
    Ok(Reply::new(
        conversation::inbox(&call.visit.db, &asked).await?,
    ))
}

/// `GET /api/admin/conversations/unread`
pub async fn count(call: Call<CountUnread>) -> Done<CountUnread> {
    Ok(Reply::new(
        conversation::count_unread(&call.visit.db).await?,
    ))
}

/// `GET /api/admin/conversations/{id}`
pub async fn get(call: Call<GetConversation>) -> Done<GetConversation> {
    let cursor = call.query.cursor.as_ref();
    Ok(Reply::new(
        found(&call.visit, &call.params, Whose::Shop, cursor).await?,
    ))
}

/// `POST /api/admin/conversations/{id}/messages`
pub async fn answer(call: Call<AnswerConversation>) -> Done<AnswerConversation> {
    let (visit, by, id) = (&call.visit, &call.staff()?.id, &call.params);
    let letter = Letter {
        id: &random::id(visit.now)?,
        conversation: id,
        whose: Whose::Shop,
        by,
        text: &call.body.prove()?,
        attachments: &call.body.attachments,
    };
    let claim = Claim::of(visit, format!("answers:{by}:{id}"), &call.body)?;
    let key = claim.as_ref().map(Claim::key);
    match conversation::write(&visit.db, &letter, key.as_ref(), visit.now).await {
        Ok(()) => visit.nudge(),
        Err(Refused::Guard(REPEATED)) => repeated(visit, claim.as_ref()).await?,
        Err(Refused::Guard(NO_FILE)) => return Err(no_file()),
        Err(other) => return Err(other.into()),
    }
    Ok(Reply::new(found(visit, id, Whose::Shop, None).await?))
}

/// `PUT /api/admin/conversations/{id}/state`
pub async fn set_state(call: Call<SetConversationState>) -> Done<SetConversationState> {
    let (visit, by, id) = (&call.visit, &call.staff()?.id, &call.params);
    let state = asked_state(&call.body)?;
    conversation::set_state(&visit.db, id, Whose::Shop, by, state, visit.now).await?;
    let thread = conversation::thread(&visit.db, id, Whose::Shop).await?;
    Ok(Reply::new(thread.ok_or_else(Fail::not_found)?))
}

/// `PUT /api/admin/conversations/{id}/read`
pub async fn read(call: Call<ReadConversation>) -> Done<ReadConversation> {
    let visit = &call.visit;
    mark(visit, &call.params, Whose::Shop, &call.body).await?;
    Ok(Reply::new(conversation::count_unread(&visit.db).await?))
}

/// `POST /api/admin/conversations/files`
pub async fn attach(call: Call<AttachFile>) -> Done<AttachFile> {
    let by = call.staff()?.clone();
    let kept = blob::keep(&call.visit, &by, call.body).await?;
    Ok(Reply::new(kept))
}

/// `GET /api/admin/conversations/{id}/attachments/{aid}`
pub async fn attachment(call: Call<GetAttachment>) -> Done<GetAttachment> {
    let (visit, (id, file)) = (&call.visit, &call.params);
    let file = conversation::attachment(&visit.db, id, Whose::Shop, file).await?;
    blob::send(visit, file.ok_or_else(Fail::not_found)?).await
}
