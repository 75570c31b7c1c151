//! The words of invoices in the space.

use crate::text::Key;

include!(concat!(env!("OUT_DIR"), "/space_invoices.rs"));
