//! A file on its way from the Worker: its lines are counted as they come, it may be stopped, and one that breaks off is not saved.

use crate::client::{self, Refusal};
use crate::dom;
use domain::api::Method;
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStreamDefaultReader};

/// Why nothing was saved.
#[derive(Clone)]
pub enum Unsaved {
    Refused(Refusal),
    /// It came in part.
    BrokenOff,
    /// As the person wished.
    Stopped,
}

/// Fetches a file and has the browser save it; gives its name. `told` hears how many lines have come, the head's not among them; it
/// goes on as long as that is true.
pub async fn save(url: &str, told: impl Fn(u32) -> bool) -> Result<String, Unsaved> {
    let response = client::answer(Method::Get, url, &[], None).await;
    let response = response.map_err(Unsaved::Refused)?;
    let said = response.headers().get("content-disposition");
    let name = client::name_in(said.as_deref().unwrap_or_default()).to_owned();
    let stream = response.body().ok_or(Unsaved::BrokenOff)?;
    let reader = ReadableStreamDefaultReader::new(&stream).map_err(|_| Unsaved::BrokenOff)?;
    let pieces = Array::new();
    let mut lines = 0u32;
    let mut last = 0u8;
    loop {
        let read = JsFuture::from(reader.read()).await;
        let read = read.map_err(|_| Unsaved::BrokenOff)?;
        let value = Reflect::get(&read, &"value".into()).unwrap_or_default();
        let Ok(piece) = value.dyn_into::<Uint8Array>() else {
            break;
        };
        // a cell may hold a line feed, and only the file's own lines end with both
        for byte in piece.to_vec() {
            if byte == b'\n' && last == b'\r' {
                lines = lines.saturating_add(1);
            }
            last = byte;
        }
        pieces.push(&piece);
        if !told(lines.saturating_sub(1)) {
            drop(reader.cancel());
            return Err(Unsaved::Stopped);
        }
    }
    let blob = Blob::new_with_buffer_source_sequence(&pieces).map_err(|_| Unsaved::BrokenOff)?;
    dom::save(&blob, &name);
    Ok(name)
}
