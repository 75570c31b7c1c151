//! Civil dates and times of an instant at an offset from UTC, and how people read them.
//! The caller knows the zone's offset at that instant; nothing here knows about summer time.

use crate::locale::Locale;

const MINUTE: i64 = 60_000;
const DAY_MINUTES: i64 = 24 * 60;

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// A day and a time on the clock of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub date: Date,
    pub hour: u8,
    pub minute: u8,
    /// Minutes east of UTC of that clock.
    pub offset: i32,
}

/// What a clock `offset` minutes east of UTC shows at `at` (Unix milliseconds).
pub fn moment(at: i64, offset: i32) -> Moment {
    let minutes = at.div_euclid(MINUTE).saturating_add(i64::from(offset));
    let of_day = minutes.rem_euclid(DAY_MINUTES);
    Moment {
        date: Date::from_days(minutes.div_euclid(DAY_MINUTES)),
        hour: small(of_day / 60),
        minute: small(of_day % 60),
        offset,
    }
}

/// `2026-11-22T10:05Z`: ISO 8601, to the minute, in UTC.
pub fn utc(at: i64) -> String {
    let moment = moment(at, 0);
    let day = moment.date.iso();
    format!("{day}T{:02}:{:02}Z", moment.hour, moment.minute)
}

/// The day it is at `at` (Unix milliseconds) for a clock `offset` minutes east of UTC.
pub fn date(at: i64, offset: i32) -> Date {
    moment(at, offset).date
}

impl Date {
    /// The day so many days after 1 January 1970. Counted in eras of 400 years that start in March, so that the leap day is the
    /// last of its year (Howard Hinnant, "chrono-compatible low-level date algorithms").
    fn from_days(days: i64) -> Date {
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let month = if from_march < 10 {
            from_march + 3
        } else {
            from_march - 9
        };
        Date {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: small(month),
            day: small(day_of_year - (153 * from_march + 2) / 5 + 1),
        }
    }

    fn days(self) -> i64 {
        let month = i64::from(self.month);
        let year = self.year - i64::from(month <= 2);
        let year_of_era = year.rem_euclid(400);
        let from_march = (month + 9) % 12;
        let day_of_year = (153 * from_march + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        year.div_euclid(400) * 146_097 + day_of_era - 719_468
    }

    /// Its first instant in UTC, in Unix milliseconds.
    pub fn starts_at(self) -> i64 {
        self.days() * DAY_MINUTES * MINUTE
    }

    /// The day `days` later.
    pub fn plus(self, days: u32) -> Date {
        Date::from_days(self.days() + i64::from(days))
    }

    /// Reads what [`Date::iso`] writes.
    pub fn parse(iso: &str) -> Option<Date> {
        let mut parts = iso.splitn(3, '-');
        let date = Date {
            year: parts.next()?.parse().ok()?,
            month: parts.next()?.parse().ok()?,
            day: parts.next()?.parse().ok()?,
        };
        (date.iso() == iso && Date::from_days(date.days()) == date).then_some(date)
    }

    /// `2026-11-12`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// `12 Nov 2026` or `12 nov. 2026`.
    pub fn text(self, locale: Locale) -> String {
        let months = match locale {
            Locale::En => &MONTHS_EN,
            Locale::Fr => &MONTHS_FR,
        };
        let place = usize::from(self.month.saturating_sub(1));
        let month = months.get(place).copied().unwrap_or_default();
        format!("{} {month} {}", self.day, self.year)
    }
}

impl Moment {
    /// `12 Nov 2026, 14:05` or `12 nov. 2026, 14:05`.
    pub fn text(self, locale: Locale) -> String {
        format!(
            "{}, {:02}:{:02}",
            self.date.text(locale),
            self.hour,
            self.minute
        )
    }

    /// The same with its clock named, for what must be exact: `12 Nov 2026, 14:05 (UTC+1)`.
    pub fn exact(self, locale: Locale) -> String {
        let text = self.text(locale);
        let sign = if self.offset < 0 { '-' } else { '+' };
        let offset = self.offset.unsigned_abs();
        match (offset / 60, offset % 60) {
            (0, 0) => format!("{text} (UTC)"),
            (hours, 0) => format!("{text} (UTC{sign}{hours})"),
            (hours, minutes) => format!("{text} (UTC{sign}{hours}:{minutes:02})"),
        }
    }
}

/// As `Intl` shortens them in `en-GB`; September keeps its t there.
const MONTHS_EN: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec",
];

/// As `Intl` shortens them in `fr-FR`.
const MONTHS_FR: [&str; 12] = [
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
    "déc.",
];

/// A number that its sum keeps within 0 to 59.
fn small(number: i64) -> u8 {
    u8::try_from(number).unwrap_or_default()
}

/// Reads a moment of an address: Unix milliseconds, UTC, that D1 keeps exactly.
pub fn millis(text: &str) -> Option<i64> {
    let at = text.parse().ok()?;
    (0..=9_007_199_254_740_991).contains(&at).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000;

    fn is_leap(year: i64) -> bool {
        (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    }

    fn days_in(year: i64, month: u8) -> u8 {
        match month {
            2 if is_leap(year) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    #[test]
    fn every_day_of_five_centuries_follows_the_one_before() {
        // 1 January 1700, by days before 1970
        let mut day = -98_615;
        let mut expected = Date {
            year: 1700,
            month: 1,
            day: 1,
        };
        while expected.year < 2200 {
            let found = date(day * DAY, 0);
            assert_eq!(found, expected);
            assert_eq!(found.days(), day);
            assert_eq!(date(day * DAY + DAY - 1, 0), expected);
            day += 1;
            expected.day += 1;
            if expected.day > days_in(expected.year, expected.month) {
                expected.day = 1;
                expected.month += 1;
            }
            if expected.month > 12 {
                expected.month = 1;
                expected.year += 1;
            }
        }
    }

    #[test]
    fn an_offset_moves_the_clock_and_nothing_else() {
        for offset in (-12 * 60..=14 * 60).step_by(15) {
            for at in [-DAY, -1, 0, 1_795_000_000_000, 1_709_164_799_999] {
                let there = moment(at, offset);
                let shifted = moment(at + i64::from(offset) * MINUTE, 0);
                assert_eq!(
                    (there.date, there.hour, there.minute),
                    (shifted.date, shifted.hour, shifted.minute)
                );
                assert!(there.hour < 24 && there.minute < 60);
            }
        }
        assert_eq!(moment(-1, 0).text(Locale::En), "31 Dec 1969, 23:59");
        assert_eq!(moment(0, -90).text(Locale::En), "31 Dec 1969, 22:30");
        assert_eq!(date(0, -1).iso(), "1969-12-31");
        assert_eq!(date(DAY - 1, 1).iso(), "1970-01-02");
    }

    #[test]
    fn days_are_added_across_months_and_leap_days() {
        let day = |year, month, day| Date { year, month, day };
        assert_eq!(day(2026, 12, 25).plus(14), day(2027, 1, 8));
        assert_eq!(day(2028, 2, 28).plus(1), day(2028, 2, 29));
        assert_eq!(day(2100, 2, 28).plus(1), day(2100, 3, 1));
        assert_eq!(day(2000, 2, 28).plus(366), day(2001, 2, 28));
    }

    /// What Chromium's `Intl.DateTimeFormat` answered for `en-GB` and `fr-FR`.
    #[test]
    fn dates_read_as_in_the_browser() {
        let at = moment(1_794_488_700_000, 60);
        assert_eq!(at.text(Locale::En), "12 Nov 2026, 14:05");
        assert_eq!(at.text(Locale::Fr), "12 nov. 2026, 14:05");
        assert_eq!(at.date.iso(), "2026-11-12");
        let months = |locale| {
            (1..=12).map(move |month| {
                Date {
                    year: 2026,
                    month,
                    day: 1,
                }
                .text(locale)
            })
        };
        let en: Vec<String> = months(Locale::En).collect();
        let fr: Vec<String> = months(Locale::Fr).collect();
        assert_eq!(en[8], "1 Sept 2026");
        assert_eq!(fr[0], "1 janv. 2026");
        assert_eq!(fr[7], "1 août 2026");
        let midnight = moment(1_795_046_400_000, 0);
        assert_eq!(midnight.text(Locale::En), "19 Nov 2026, 00:00");
    }

    #[test]
    fn an_exact_moment_names_its_clock() {
        let zone = |offset| {
            let text = moment(0, offset).exact(Locale::En);
            text.split_once(" (").unwrap().1.to_owned()
        };
        assert_eq!(zone(0), "UTC)");
        assert_eq!(zone(120), "UTC+2)");
        assert_eq!(zone(-210), "UTC-3:30)");
        assert_eq!(zone(345), "UTC+5:45)");
    }

    #[test]
    fn no_instant_is_out_of_reach() {
        for at in [i64::MIN, i64::MAX] {
            for offset in [i32::MIN, i32::MAX] {
                let there = moment(at, offset);
                assert!((1..=12).contains(&there.date.month));
            }
        }
    }
}
