//! Icons: 20 px line drawings in the text's colour, always beside a word or inside a named button.

use leptos::prelude::*;

/// The drawing of an icon, as SVG path data.
#[derive(Clone, Copy)]
pub struct Glyph(pub &'static str);

pub const ALERT: Glyph = Glyph("M10 2.5 18 17H2L10 2.5Zm0 5.5v4m0 2.4v.1");
pub const INFO: Glyph = Glyph("M10 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15Zm0 6.7v4.3m0-7v.1");
pub const CLOSE: Glyph = Glyph("m5 5 10 10M15 5 5 15");
pub const PLUS: Glyph = Glyph("M10 4v12M4 10h12");
pub const MINUS: Glyph = Glyph("M4 10h12");

/// Draws a glyph. Hidden from screen readers: the word beside it, or the button's name, says it.
#[component]
pub fn Icon(glyph: Glyph) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d=glyph.0></path>
        </svg>
    }
}
