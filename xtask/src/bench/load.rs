//! Closed loops: a client calls, waits for the answer, calls again.

use std::thread;
use std::time::Instant;

use anyhow::{Result, anyhow};

/// Calls that are not counted.
pub const WARM_UP: u32 = 10;

/// One call.
#[derive(Clone, Copy, Default)]
pub struct Sample {
    /// Milliseconds until the whole answer was there.
    pub took: f64,
    /// Rows that D1 read for it.
    pub rows: u64,
    /// Round trips to D1.
    pub trips: u64,
}

/// What a series of calls came to.
pub struct Figures {
    pub p50: f64,
    pub p95: f64,
    /// The call with the most rows read.
    pub last: Sample,
}

impl Figures {
    /// Of at least one call.
    pub fn of(mut samples: Vec<Sample>) -> Figures {
        samples.sort_by(|a, b| a.took.total_cmp(&b.took));
        let last = samples.len().saturating_sub(1);
        let at = |percent: usize| samples.get((samples.len() * percent / 100).min(last));
        let most = samples.iter().max_by_key(|sample| sample.rows);
        Figures {
            p50: at(50).map_or(0.0, |sample| sample.took),
            p95: at(95).map_or(0.0, |sample| sample.took),
            last: most.copied().unwrap_or_default(),
        }
    }
}

/// One client, call after call; `call` gets its turn.
pub fn one_by_one(calls: u32, call: impl Fn(u32) -> Result<Sample>) -> Result<Figures> {
    let mut samples = Vec::new();
    for turn in 0..calls + WARM_UP {
        let sample = call(turn)?;
        if turn >= WARM_UP {
            samples.push(sample);
        }
    }
    Ok(Figures::of(samples))
}

/// Several clients at once; calls a second, all together. `call` gets the client's number and its turn.
pub fn side_by_side(
    clients: usize,
    calls: u32,
    call: impl Fn(usize, u32) -> Result<Sample> + Sync,
) -> Result<f64> {
    let start = Instant::now();
    thread::scope(|scope| {
        let call = &call;
        let running: Vec<_> = (0..clients)
            .map(|client| {
                scope.spawn(move || (0..calls).try_for_each(|turn| call(client, turn).map(drop)))
            })
            .collect();
        for client in running {
            client.join().map_err(|_| anyhow!("a client crashed"))??;
        }
        anyhow::Ok(())
    })?;
    let all = f64::from(calls) * f64::from(u32::try_from(clients)?);
    Ok(all / start.elapsed().as_secs_f64())
}
