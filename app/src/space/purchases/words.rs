//! The words of purchases in the space.

use crate::text::Key;

include!(concat!(env!("OUT_DIR"), "/space_purchases.rs"));
