//! The words of a customer's page that the list goes without. They stand here and not in `text`, so that they come with the chunk.

use crate::text::Key;

include!(concat!(env!("OUT_DIR"), "/admin_customer.rs"));
