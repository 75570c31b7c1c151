//! Texts in Markdown, read for whoever is writing them.

use crate::call::Call;
use crate::reply::{Done, Reply};
use domain::api::markdown::{ReadMarkdown, Shown};

/// `POST /api/admin/markdown`
pub async fn read(call: Call<ReadMarkdown>) -> Done<ReadMarkdown> {
    let blocks = domain::markdown::read(call.body.prove()?);
    Ok(Reply::new(Shown { blocks }))
}
