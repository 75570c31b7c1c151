//! What a bulk change is in words: before, while and after it is done.

use crate::admin::bulk::words;
use crate::text::{self, Key, t};
use domain::bulk::{Bulk, BulkAct};

/// A sentence by its number: what it says of one, and of more.
type Sentence = (Key, Key);

/// `Adding 12 340 customers to VIP: 4 210 done`.
pub fn under_way(bulk: &Bulk) -> String {
    let key = match bulk.act {
        BulkAct::JoinGroup => (words::DOING_JOIN_ONE, words::DOING_JOIN_OTHER),
        BulkAct::LeaveGroup => (words::DOING_LEAVE_ONE, words::DOING_LEAVE_OTHER),
        BulkAct::GiveSignIn => (words::DOING_GIVE_ONE, words::DOING_GIVE_OTHER),
        BulkAct::TakeSignIn => (words::DOING_TAKE_ONE, words::DOING_TAKE_OTHER),
    };
    let done = text::number(bulk.reached().into());
    counted(bulk, bulk.total, key).replace("{done}", &done)
}

/// `12 338 customers added to VIP. 2 were already in.`
pub fn ended(bulk: &Bulk) -> String {
    let (done, skipped) = match bulk.act {
        BulkAct::JoinGroup => (
            (words::DONE_JOIN_ONE, words::DONE_JOIN_OTHER),
            (words::SKIPPED_JOIN_ONE, words::SKIPPED_JOIN_OTHER),
        ),
        BulkAct::LeaveGroup => (
            (words::DONE_LEAVE_ONE, words::DONE_LEAVE_OTHER),
            (words::SKIPPED_LEAVE_ONE, words::SKIPPED_LEAVE_OTHER),
        ),
        BulkAct::GiveSignIn => (
            (words::DONE_GIVE_ONE, words::DONE_GIVE_OTHER),
            (words::SKIPPED_GIVE_ONE, words::SKIPPED_GIVE_OTHER),
        ),
        BulkAct::TakeSignIn => (
            (words::DONE_TAKE_ONE, words::DONE_TAKE_OTHER),
            (words::SKIPPED_TAKE_ONE, words::SKIPPED_TAKE_OTHER),
        ),
    };
    let mut sentences = vec![counted(bulk, bulk.done, done)];
    if bulk.skipped > 0 {
        sentences.push(counted(bulk, bulk.skipped, skipped));
    }
    if bulk.failed > 0 {
        let failed = (words::FAILED_ONE, words::FAILED_OTHER);
        sentences.push(counted(bulk, bulk.failed, failed));
    }
    sentences.join(" ")
}

/// `Add 312 customers to VIP?`
pub fn question(bulk: &Bulk) -> String {
    let key = match bulk.act {
        BulkAct::JoinGroup => (words::ASK_JOIN_ONE, words::ASK_JOIN_OTHER),
        BulkAct::LeaveGroup => (words::ASK_LEAVE_ONE, words::ASK_LEAVE_OTHER),
        BulkAct::GiveSignIn => (words::ASK_GIVE_ONE, words::ASK_GIVE_OTHER),
        BulkAct::TakeSignIn => (words::ASK_TAKE_ONE, words::ASK_TAKE_OTHER),
    };
    counted(bulk, bulk.total, key)
}

/// What it does to them.
pub fn effect(bulk: &Bulk) -> String {
    match bulk.act {
        BulkAct::JoinGroup => t(words::EFFECT_JOIN)().to_owned(),
        BulkAct::LeaveGroup => t(words::EFFECT_LEAVE)().to_owned(),
        BulkAct::TakeSignIn => t(words::EFFECT_TAKE)().to_owned(),
        BulkAct::GiveSignIn => {
            let others = bulk.total.saturating_sub(bulk.invitations);
            let invited = (words::INVITED_ONE, words::INVITED_OTHER);
            let old = (words::OLD_PASSWORD_ONE, words::OLD_PASSWORD_OTHER);
            match (bulk.invitations, others) {
                (invitations, 0) => counted(bulk, invitations, invited),
                (0, others) => counted(bulk, others, old),
                (1, others) => [counted(bulk, 1, invited), counted(bulk, others, old)].join(" "),
                (invitations, 1) => {
                    [counted(bulk, invitations, invited), counted(bulk, 1, old)].join(" ")
                }
                (invitations, others) => text::fill(
                    words::EFFECT_GIVE,
                    &[
                        ("invited", &text::number(invitations.into())),
                        ("others", &text::number(others.into())),
                    ],
                ),
            }
        }
    }
}

/// The act again, on the button.
pub fn deed(bulk: &Bulk) -> Key {
    match bulk.act {
        BulkAct::JoinGroup => words::DO_JOIN,
        BulkAct::LeaveGroup => words::DO_LEAVE,
        BulkAct::GiveSignIn => words::DO_GIVE,
        BulkAct::TakeSignIn => words::DO_TAKE,
    }
}

/// The group's name is put in last: whatever stands in it, it stays as it is.
fn counted(bulk: &Bulk, n: u32, (one, other): Sentence) -> String {
    let name = bulk.group.as_ref().map_or_else(
        || t(words::GROUP_GONE)().to_owned(),
        |group| group.name.clone(),
    );
    text::plural(n, one, other).replace("{group}", &name)
}
