//! The documents of the customers' space, and how staff keep them.

use crate::blob;
use crate::call::Call;
use crate::reply::{Done, Reply};
use domain::api::document::UploadDocument;

/// `POST /api/admin/documents/files`
pub async fn upload(call: Call<UploadDocument>) -> Done<UploadDocument> {
    let by = call.staff()?.clone();
    let kept = blob::keep(&call.visit, &by, call.body).await?;
    Ok(Reply::new(kept))
}
