//! The words of the pages that mails lead to. They stand here and not in `text`, so that they come with the chunk.

use crate::text::Key;

include!(concat!(env!("OUT_DIR"), "/mailing.rs"));
