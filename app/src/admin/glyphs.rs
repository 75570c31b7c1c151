//! The icons that only the back office draws.

use crate::ui::icon::Glyph;

pub const PEOPLE: Glyph = Glyph(
    "M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-5.5 7c0-3 2.5-4.5 5.5-4.5s5.5 1.5 5.5 4.5M13 3.8a3 3 0 0 1 0 5.4m2 3.2c2 .6 3 2 3 4.1",
);
pub const PERSON: Glyph = Glyph(
    "M10 9.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5ZM3.5 17c0-3.2 2.9-4.8 6.5-4.8s6.5 1.6 6.5 4.8",
);
pub const SHOP: Glyph = Glyph(
    "M3 8.5 4.2 3.5h11.6L17 8.5M3 8.5a2.3 2.3 0 0 0 4.7 0 2.3 2.3 0 0 0 4.6 0 2.3 2.3 0 0 0 4.7 0M4.5 11v5.5h11V11",
);
pub const MENU: Glyph = Glyph("M3 5.5h14M3 10h14M3 14.5h14");
pub const SEARCH: Glyph =
    Glyph("M8.75 14.5a5.75 5.75 0 1 0 0-11.5 5.75 5.75 0 0 0 0 11.5Zm4.2-1.55L17 17");
pub const ADDED: Glyph = Glyph("M10 4v12M4 10h12");
pub const TYPED: Glyph = Glyph("M4 16h3l8.5-8.5-3-3L4 13v3Zm7-10 3 3");
pub const APPLIED: Glyph = Glyph("m4 10.5 4 4 8-9");
pub const SET_ASIDE: Glyph = Glyph("m5.5 5.5 9 9m0-9-9 9");
