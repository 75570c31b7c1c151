//! The words of the campaigns' screens. They stand here and not in `text`, so that they come with the chunk.

use crate::text::Key;

include!(concat!(env!("OUT_DIR"), "/admin_campaigns.rs"));
