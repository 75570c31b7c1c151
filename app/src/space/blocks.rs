//! The blocks: which component draws which kind, by the one list in `domain::space`.

mod addresses;
mod announcement;
pub mod card;
mod conversations;
mod details;
mod documents;
mod help;
mod invoices;
mod links;
mod orders;
mod purchases;
mod security;

use domain::space::{BlockKind, Shown};
use leptos::prelude::*;

/// How many items a block lists; the rest is behind "See all".
pub const ITEMS: usize = 5;

macro_rules! draw {
    ($($module:ident $kind:ident,)*) => {
        /// Draws a block.
        pub fn draw(block: Shown) -> AnyView {
            match block.kind {
                $(BlockKind::$kind => $module::block(block),)*
            }
        }
    };
}

domain::every_block!(draw);
