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
pub const RECEIPT: Glyph =
    Glyph("M4.5 17V3.5h11V17l-2.2-1.5L11.5 17 10 15.7 8.5 17l-1.8-1.5L4.5 17ZM7.5 7.5h5m-5 3.5h5");
pub const TAG: Glyph =
    Glyph("M3.5 3.5h6.3l6.9 6.9a1 1 0 0 1 0 1.4l-4.9 4.9a1 1 0 0 1-1.4 0L3.5 9.8V3.5Zm3.3 3.2v.1");
pub const DOCUMENT: Glyph =
    Glyph("M5 2.5h6.5L15.5 6.5v11H5v-15ZM11.5 2.5v4h4M7.5 10h5.5M7.5 13.5h5.5");
pub const ENVELOPE: Glyph = Glyph("M2.5 5h15v10.5h-15V5Zm.3.4L10 11l7.2-5.6");
pub const MEGAPHONE: Glyph =
    Glyph("M3 8v4l9.5 4V4L3 8Zm2.5 5 1 4h2.2l-.8-3M15.5 7.5c1 .6 1.5 1.4 1.5 2.5s-.5 1.9-1.5 2.5");
pub const GEAR: Glyph = Glyph(
    "M3 6h7m4 0h3M3 14h3m4 0h7M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm-4 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
);
pub const UNDONE: Glyph = Glyph("M7 4 3.5 7.5 7 11M4 7.5h7.5a4.5 4.5 0 0 1 0 9H8");
pub const KEY: Glyph = Glyph("M7 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm3.5-3.5h7v3m-3-3v2");
pub const TEAM: Glyph = Glyph(
    "M5.5 3.5h9v13h-9v-13Zm3-2v3m3-3v3M10 11a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5Zm-2.75 3.5c.2-1.4 1.3-2.1 2.75-2.1s2.55.7 2.75 2.1",
);
pub const JOURNAL: Glyph =
    Glyph("M4.5 3.5h9a2 2 0 0 1 2 2v11h-9a2 2 0 0 1-2-2v-11Zm0 11a2 2 0 0 1 2-2h9M8 7h4.5");
pub const GROUP: Glyph = Glyph(
    "M3.5 3.5h5.5v5.5h-5.5v-5.5Zm7.5 0h5.5v5.5h-5.5v-5.5Zm-7.5 7.5h5.5v5.5h-5.5v-5.5Zm10.25 0v5.5m-2.75-2.75h5.5",
);
pub const UP: Glyph = Glyph("m5 12 5-5 5 5");
pub const DOWN: Glyph = Glyph("m5 8 5 5 5-5");
pub const GRIP: Glyph = Glyph("M7.5 5v.1M7.5 10v.1M7.5 15v.1M12.5 5v.1M12.5 10v.1M12.5 15v.1");
pub const SPACE: Glyph = Glyph("M3 3.5h14v13H3v-13ZM3 7.5h14M10 7.5v9M10 12h7");
pub const BUBBLE: Glyph = Glyph("M3 4h14v9.5H9.5L6 17v-3.5H3V4Zm3.5 3.5h7m-7 3h4.5");
pub const COLUMNS: Glyph = Glyph("M3 4.5h14v11H3v-11Zm4.7 0v11m4.6-11v11");
pub const WORK: Glyph =
    Glyph("M10 2.5a7.5 7.5 0 1 1-7.5 7.5M10 6v4.2l3 1.8M4.6 4.6v.1M7 3.1v.1M3.1 7v.1");
