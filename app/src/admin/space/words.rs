//! The words of the screen that arranges the customers' space. They stand here and not in `text`, so that they come with the chunk.

use crate::text::Key;

include!(concat!(env!("OUT_DIR"), "/admin_space.rs"));

pub mod block {
    //! The names of the kinds of blocks, by the modules that draw them.
    use super::Key;
    include!(concat!(env!("OUT_DIR"), "/block.rs"));
}
