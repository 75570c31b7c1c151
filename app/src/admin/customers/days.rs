//! Days of the reader's calendar as moments, and back: an address holds moments, a date input holds days.

use js_sys::Date;

/// When a day begins by the reader's clock: takes `2026-11-12`. Nothing for no day.
pub fn start(day: &str) -> Option<i64> {
    midnight(day, 0)
}

/// When a day is over.
pub fn end(day: &str) -> Option<i64> {
    midnight(day, 1)
}

/// The day of a moment.
pub fn day(millis: i64) -> String {
    #[allow(clippy::cast_precision_loss)] // a date is far below 2^53
    let date = Date::new(&(millis as f64).into());
    let (year, month) = (date.get_full_year(), date.get_month() + 1);
    format!("{year:04}-{month:02}-{:02}", date.get_date())
}

/// The last day before a moment.
pub fn last_day(millis: i64) -> String {
    day(millis.saturating_sub(1))
}

#[allow(clippy::cast_possible_truncation)] // a date is far below 2^53
fn midnight(day: &str, later: i32) -> Option<i64> {
    let mut parts = day.splitn(3, '-');
    let year: u32 = parts.next()?.parse().ok()?;
    let month: i32 = parts.next()?.parse().ok()?;
    let day: i32 = parts.next()?.parse().ok()?;
    // a year that is still being typed is none
    if !(2000..3000).contains(&year) {
        return None;
    }
    let date = Date::new_with_year_month_day(year, month - 1, day + later);
    Some(date.get_time() as i64)
}
