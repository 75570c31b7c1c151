//! A name typed letter by letter into the search of the customers' list, on a computer four times slower than this one: whether any
//! frame keeps the next letter waiting.

use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::client::Client;
use super::window::Window;
use crate::demo::Owner;

/// How much slower the processor is made.
const SLOWER: u32 = 4;
/// No frame is to take longer, in milliseconds.
const GOAL: f64 = 50.0;
/// Turns of each name; the first one warms up.
const TURNS: u32 = 8;

/// What is typed, and the pause after each letter: one who looks for letters sees the rows change in between, one who types fast at the end.
const NAMES: [(&str, &str, u64); 4] = [
    ("a common name", "martin", 350),
    ("with accents", "zoé lefèvre", 350),
    ("a rare word", "lacoeuille", 350),
    ("a common name, fast", "martin", 70),
];

/// From here on the page notes the gaps between its frames, and the frames that the browser itself calls long.
const WATCH: &str = "(() => {
    const seen = window.__frames = { gaps: [], long: [] };
    new PerformanceObserver(list => list.getEntries().forEach(e => seen.long.push(e.duration)))
        .observe({ type: 'long-animation-frame' });
    let before = performance.now();
    const frame = now => { seen.gaps.push(now - before); before = now; requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
    return true;
})()";

/// Empties the notes and the field.
const AFRESH: &str = "(() => {
    const q = document.getElementById('q');
    q.value = '';
    q.dispatchEvent(new Event('input', { bubbles: true }));
    q.focus();
    return true;
})()";

const FORGET: &str =
    "(() => { window.__frames.gaps = []; window.__frames.long = []; return true; })()";

/// Prints the longest frame of each name.
pub fn table(client: &Client, owner: &Owner) -> Result<()> {
    let staff = client.signed_in(owner)?;
    let window = Window::open()?;
    for pair in staff.cookie().split("; ") {
        let (name, value) = pair.split_once('=').context("no session")?;
        let cookie = json!({
            "name": name, "value": value, "url": staff.url(), "path": "/",
            "secure": true, "httpOnly": true, "sameSite": "Lax",
        });
        window.cdp("Network.setCookie", cookie)?;
    }
    window.visit(&format!("{}/admin/customers", staff.url()))?;
    window.until("document.querySelectorAll('main tbody tr').length > 40")?;
    window.js(WATCH)?;
    let slower = json!({ "rate": SLOWER });
    window.cdp("Emulation.setCPUThrottlingRate", slower)?;
    println!("\n## Typing in the search, {SLOWER} times slower\n");
    println!("| what | longest frame of a turn, median, ms | of all turns | goal |");
    println!("|---|---|---|---|");
    for (title, typed, pause) in NAMES {
        let mut longest = Vec::new();
        for turn in 0..TURNS {
            let frame = type_in(&window, typed, pause)?;
            if turn > 0 {
                longest.push(frame);
            }
        }
        longest.sort_by(f64::total_cmp);
        let median = longest.get(longest.len() / 2).copied().unwrap_or_default();
        let worst = longest.last().copied().unwrap_or_default();
        println!("| {title} | {median:.0} | {worst:.0} | {GOAL:.0} |");
    }
    Ok(())
}

/// The longest frame of one typing, in milliseconds.
fn type_in(window: &Window, typed: &str, pause: u64) -> Result<f64> {
    window.js(AFRESH)?;
    window.until(
        "location.search === '' && document.querySelectorAll('main tbody tr').length > 40 \
         && !document.querySelector('main table[aria-busy]')",
    )?;
    // the rows of the whole list are painted
    sleep(Duration::from_millis(600));
    window.js(FORGET)?;
    for letter in typed.chars() {
        window.letter(letter)?;
        sleep(Duration::from_millis(pause));
    }
    window.until(&format!(
        "new URLSearchParams(location.search).get('q') === {} && !document.querySelector('main table[aria-busy]')",
        json!(typed)
    ))?;
    // the rows that came last are painted too
    sleep(Duration::from_millis(300));
    let frames = window.js("window.__frames")?;
    let figures = |key: &str| -> Vec<f64> {
        let list = frames[key].as_array().into_iter().flatten();
        list.filter_map(Value::as_f64).collect()
    };
    let all = figures("gaps").into_iter().chain(figures("long"));
    Ok(all.fold(0.0, f64::max))
}
