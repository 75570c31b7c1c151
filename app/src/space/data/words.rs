//! The words of one's rights. They stand here and not in `text`, so that they come with the chunk.

use crate::text::Key;

include!(concat!(env!("OUT_DIR"), "/space_data.rs"));
