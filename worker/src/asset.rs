//! The static files that the Worker itself reads: too heavy to be part of it.

use crate::reply::Fail;
use worker::{Env, Error};

/// One file's bytes, by its path without the first slash.
pub async fn read(env: &Env, path: &str) -> Result<Vec<u8>, Fail> {
    let failed = |error: Error| Fail::cause(path, error);
    let assets = env.assets("ASSETS").map_err(failed)?;
    let asked = assets.fetch(format!("http://assets/{path}"), None);
    let mut answer = asked.await.map_err(failed)?;
    match answer.status_code() {
        200 => answer.bytes().await.map_err(failed),
        status => Err(Fail::cause(path, status)),
    }
}
