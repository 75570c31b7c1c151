//! The words of conversations, for both sides. They stand here and not in `text`, so that they come with the chunks.

use crate::text::Key;

include!(concat!(env!("OUT_DIR"), "/conversation.rs"));
