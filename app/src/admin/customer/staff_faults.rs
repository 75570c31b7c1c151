//! Faults as staff read them: the words of the shop's own forms say "your", and these are somebody else's details.

use domain::problem::FieldError;

/// Fields of a person, whose missing text says "the" here.
const PERSONAL: [&str; 7] = [
    "first_name",
    "last_name",
    "email",
    "line1",
    "city",
    "postcode",
    "password",
];

/// The same faults; what is missing is told without a "your".
pub fn for_staff(mut faults: Vec<FieldError>) -> Vec<FieldError> {
    for fault in &mut faults {
        let last = fault.field.rsplit('.').next().unwrap_or_default();
        if fault.reason == "required" && PERSONAL.contains(&last) {
            fault.reason = "missing".into();
        }
    }
    faults
}
