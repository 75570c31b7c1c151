//! The mails about conversations: that there is something to read and where, never a word of it.

use super::desk::Desk;
use super::letter::Letter;
use crate::id::ConversationId;
use crate::route;

pub(super) fn answered(desk: &Desk, id: &ConversationId) -> Letter {
    let mut letter = desk.letter(&desk.say("answered.subject"), &desk.say("answered.title"));
    letter.paragraph(&desk.say("answered.read"));
    letter.button(
        &desk.say("answered.button"),
        &desk.link(&route::conversation(id)),
    );
    letter.paragraph(&desk.say("answered.once"));
    letter
}

pub(super) fn written(desk: &Desk, id: &ConversationId) -> Letter {
    let mut letter = desk.notice(
        &desk.say("shop_message.subject"),
        &desk.say("shop_message.title"),
    );
    letter.paragraph(&desk.say("shop_message.read"));
    letter.button(
        &desk.say("shop_message.button"),
        &desk.link(&route::admin_conversation(id)),
    );
    letter.paragraph(&desk.say("shop_message.once"));
    letter
}
