//! The shop's clock: how far a time zone is from UTC, which only the platform's own table knows.

use domain::time::{self, Date, Moment};
use worker::js_sys::{self, Array, Function, Object, Reflect};
use worker::wasm_bindgen::{JsCast, JsValue};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// A known time zone.
pub struct Zone {
    format: Function,
}

impl Zone {
    /// The zone of an IANA name; `None` for one the platform does not know.
    pub fn find(name: &str) -> Option<Zone> {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let formatter: Function = Reflect::get(&intl, &"DateTimeFormat".into())
            .ok()?
            .dyn_into()
            .ok()?;
        let options = Object::new();
        for (key, value) in [
            ("timeZone", name),
            ("year", "numeric"),
            ("month", "2-digit"),
            ("day", "2-digit"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("hourCycle", "h23"),
            ("calendar", "gregory"),
            ("numberingSystem", "latn"),
        ] {
            Reflect::set(&options, &key.into(), &value.into()).ok()?;
        }
        let made = Reflect::construct(&formatter, &Array::of2(&"en-US".into(), &options)).ok()?;
        let format = Reflect::get(&made, &"format".into()).ok()?;
        Some(Zone {
            format: format.dyn_into().ok()?,
        })
    }

    /// Minutes east of UTC at an instant; 0 where the platform does not say.
    fn offset(&self, at: i64) -> i32 {
        let shown = self
            .format
            .call1(&JsValue::UNDEFINED, &JsValue::from_f64(at as f64))
            .ok()
            .and_then(|shown| shown.as_string());
        let offset = shown.and_then(|shown| {
            // `11/22/2026, 14:05`
            let mut numbers = shown
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|digits| digits.parse::<i64>().ok());
            let mut take = || numbers.next();
            let (month, day, year, hour, minute) = (take()?, take()?, take()?, take()?, take()?);
            let date = Date {
                year,
                month: u8::try_from(month).ok()?,
                day: u8::try_from(day).ok()?,
            };
            let local = date.starts_at() + (hour * 60 + minute) * MINUTE;
            i32::try_from((local - at.div_euclid(MINUTE) * MINUTE) / MINUTE).ok()
        });
        offset.unwrap_or_default()
    }

    /// What the shop's clock shows at an instant.
    pub fn moment(&self, at: i64) -> Moment {
        time::moment(at, self.offset(at))
    }

    /// The last millisecond of the shop's day that `at` lies in.
    pub fn end_of_day(&self, at: i64) -> i64 {
        let offset = i64::from(self.offset(at)) * MINUTE;
        let day = (at + offset).div_euclid(DAY);
        (day + 1) * DAY - offset - 1
    }
}

/// The zone of the settings, or UTC where it is none.
pub fn of(name: &str) -> Option<Zone> {
    Zone::find(name).or_else(|| Zone::find("UTC"))
}
