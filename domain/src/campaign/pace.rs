//! How fast campaigns leave: the pace of all of them together, and the rests after what did not.

use super::{CHUNK, MINUTE, PER_MINUTE_MAX};

/// Milliseconds until a mail is tried again that the provider could not take for now; none when that was the last try.
pub fn back_off(tries: u32) -> Option<i64> {
    const MINUTES: [i64; 4] = [1, 5, 15, 60];
    let place = usize::try_from(tries.checked_sub(1)?).ok()?;
    MINUTES.get(place).map(|minutes| minutes * MINUTE)
}

/// Milliseconds a campaign rests after so many chunks in a row of which the provider took nothing.
pub fn rest(stumbles: u32) -> i64 {
    const SECONDS: [i64; 5] = [0, 15, 60, 300, 900];
    let place = usize::try_from(stumbles).unwrap_or(usize::MAX);
    SECONDS.get(place.min(4)).copied().unwrap_or(900) * 1_000
}

/// How fast mails leave, all campaigns together: a bucket kept as one number, the time at which it would be empty
/// again, as for every throttle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Milliseconds between two mails, at least; in thousandths, so that fast paces keep theirs.
    pub interval_micros: i64,
    /// Mails that may leave at once after a rest.
    pub burst: u32,
}

impl Pace {
    /// At most five seconds' worth at once, and never more than a chunk.
    pub fn of(per_minute: u32) -> Pace {
        let per_minute = per_minute.clamp(1, PER_MINUTE_MAX);
        Pace {
            interval_micros: MINUTE * 1_000 / i64::from(per_minute),
            burst: (per_minute / 12).clamp(1, CHUNK),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_kept_by_small_bursts() {
        let pace = Pace::of(600);
        assert_eq!((pace.interval_micros, pace.burst), (100_000, 50));
        let slow = Pace::of(1);
        assert_eq!((slow.interval_micros, slow.burst), (60_000_000, 1));
        assert_eq!(Pace::of(0), slow);
        assert_eq!(Pace::of(u32::MAX).burst, CHUNK);
    }

    #[test]
    fn trying_again_ends() {
        let waits: Vec<i64> = (1..).map_while(back_off).collect();
        assert!(waits.windows(2).all(|pair| pair[0] < pair[1]), "{waits:?}");
        assert_eq!(back_off(0), None);
        assert!(rest(0) == 0 && rest(1) > 0 && rest(99) == rest(4));
    }
}
