//! The words of exports, and of the columns that files of customers have. They stand here and not in `text`, so that they come
//! with the chunk.

use crate::text::Key;

include!(concat!(env!("OUT_DIR"), "/admin_exports.rs"));
