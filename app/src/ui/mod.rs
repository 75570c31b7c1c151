//! The parts that screens are made of. They show and they tell; none of them fetches.

pub mod badge;
pub mod button;
pub mod checkbox;
pub mod copy_button;
pub mod dialog;
pub mod empty;
pub mod error_summary;
pub mod failed;
pub mod field;
pub mod heading;
pub mod icon;
pub mod language_switch;
pub mod live;
pub mod loading;
pub mod markdown;
pub mod notice;
pub mod password_field;
pub mod select_field;
pub mod skip_link;
pub mod theme_switch;
pub mod toast;
