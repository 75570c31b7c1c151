//! A notice in the flow of the page: where the problem is, for as long as it lasts.

use crate::ui::icon::{ALERT, Glyph, INFO, Icon};
use leptos::prelude::*;

/// What a notice is about; icon and colour follow.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Info,
    Warn,
    Danger,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Tone::Info => "notice",
            Tone::Warn => "notice notice-warn",
            Tone::Danger => "notice notice-danger",
        }
    }

    fn glyph(self) -> Glyph {
        match self {
            Tone::Info => INFO,
            Tone::Warn | Tone::Danger => ALERT,
        }
    }
}

/// Shows `children`, and says them to screen readers: at once for danger, else when there is a pause.
#[component]
pub fn Notice(#[prop(optional)] tone: Tone, children: Children) -> AnyView {
    let role = if tone == Tone::Danger {
        "alert"
    } else {
        "status"
    };
    view! {
        <div class=tone.class() role=role>
            <Icon glyph=tone.glyph()/>
            <div class="notice-text">{children()}</div>
        </div>
    }
    .into_any()
}
