//! The inputs that only the back office's forms have: a choice, a box, one of a few, a long text.

mod area;
mod box_field;
mod radio;
mod values;

pub use crate::ui::select_field::SelectField;
pub use area::TextArea;
pub use box_field::{CheckField, TICKED};
pub use radio::RadioField;
pub use values::{Fields, Values, whole};
