//! The letter of a campaign: what the shop says to many, in the frame of all its mails, with why it comes and the way out.

use super::desk::Desk;
use super::{Letterhead, Rendered, html, plain};
use crate::markdown::Block;

/// Writes a campaign's mail. The text's own headings head it; `unsubscribe` is a whole address.
pub fn campaign(
    subject: &str,
    body: Vec<Block>,
    unsubscribe: &str,
    letterhead: &Letterhead,
) -> Rendered {
    let desk = Desk::new(letterhead);
    let subject = if subject.is_empty() {
        letterhead.shop
    } else {
        subject
    };
    let mut letter = desk.letter(subject, "");
    letter.flow(body);
    letter.leaving(
        &desk.say("campaign.why"),
        &desk.say("campaign.unsubscribe"),
        unsubscribe,
    );
    Rendered {
        text: plain::text(&letter, &desk),
        html: html::document(&letter, letterhead.locale),
        subject: letter.subject,
    }
}
