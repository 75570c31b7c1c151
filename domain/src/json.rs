//! JSON read into types: an object by the names in it and by nothing else, and a refusal that says where and why.
//! serde's own way from text to type is compiled once for each type with everything JSON may be; this one is a tree first, which
//! makes what a browser loads a quarter smaller.

mod fault;
mod node;
mod tree;

pub use fault::{Broken, Fault, Unread};
pub use node::typed;
pub use tree::Json;

use serde::de::DeserializeOwned;

/// Reads a text. Where it is no JSON, or other JSON than the type's, `F` tells.
pub fn read<T: DeserializeOwned, F: Fault>(text: impl AsRef<[u8]>) -> Result<T, F> {
    node::typed(&tree(text.as_ref())?)
}

fn tree<F: Fault>(text: &[u8]) -> Result<Json, F> {
    serde_json::from_slice(text).map_err(|_| F::no_json())
}

#[cfg(test)]
mod tests;
