//! Files that people hand in, in R2. The row in D1 is the truth: it is there before the object and goes after it, so that
//! whatever breaks off between the two is put right by the sweep.

use crate::call::Visit;
use crate::db::{Db, Refused};
use crate::random;
use crate::reply::{Fail, Reply};
use crate::store::blob;
use domain::account::Account;
use domain::api::{Download, Endpoint};
use domain::id::BlobId;
use domain::problem::FieldError;
use domain::upload::{Blob, Kind, Part, Upload, WAITING_FOR, WAITING_MAX, part};
use worker::{Bucket, Env, HttpMetadata, Range, ResponseBody};

/// The bucket.
pub struct Files {
    env: Env,
}

impl Files {
    pub fn new(env: &Env) -> Files {
        Files { env: env.clone() }
    }

    fn bucket(&self) -> worker::Result<Bucket> {
        self.env.bucket("FILES")
    }

    async fn put(&self, blob: &Blob, bytes: Vec<u8>) -> worker::Result<()> {
        // Only for whoever looks into the bucket: answers take the media type from the row.
        let metadata = HttpMetadata {
            content_type: Some(blob.kind.media().to_owned()),
            content_disposition: Some("attachment".to_owned()),
            ..HttpMetadata::default()
        };
        let bucket = self.bucket()?;
        let put = bucket.put(key(&blob.id), bytes).http_metadata(metadata);
        put.execute().await.map(|_| ())
    }

    /// The bytes as a stream; none where the object is not there.
    async fn get(
        &self,
        id: &BlobId,
        part: Option<(u32, u32)>,
    ) -> worker::Result<Option<ResponseBody>> {
        let bucket = self.bucket()?;
        let mut get = bucket.get(key(id));
        if let Some((first, last)) = part {
            get = get.range(Range::OffsetWithLength {
                offset: first.into(),
                length: u64::from(last.saturating_sub(first)) + 1,
            });
        }
        let Some(object) = get.execute().await? else {
            return Ok(None);
        };
        object.body().map(|body| body.response_body()).transpose()
    }

    async fn delete(&self, ids: &[BlobId]) -> worker::Result<()> {
        let keys: Vec<String> = ids.iter().map(key).collect();
        self.bucket()?.delete_multiple(keys).await
    }
}

/// Where an object lies. Nothing that comes in names it.
fn key(id: &BlobId) -> String {
    format!("files/{id}")
}

/// Proves an upload and keeps it for its account. It waits there to be attached ([`blob::attach`]), for a day.
pub async fn keep(visit: &Visit, by: &Account, upload: Upload) -> Result<Blob, Fail> {
    let proved = upload.prove()?;
    let blob = Blob {
        id: random::id(visit.now)?,
        name: proved.name,
        kind: proved.kind,
        size: proved.size,
    };
    wait_and_put(visit, by, blob, upload.bytes).await
}

/// Keeps the file of an import, whatever is in it: its name and size are proved, the rest is read by whoever works at it.
pub async fn keep_import(
    visit: &Visit,
    by: &Account,
    name: String,
    bytes: Vec<u8>,
) -> Result<Blob, Fail> {
    let blob = Blob {
        id: random::id(visit.now)?,
        name,
        kind: Kind::Csv,
        size: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
    };
    wait_and_put(visit, by, blob, bytes).await
}

/// The row first, then the object.
async fn wait_and_put(
    visit: &Visit,
    by: &Account,
    blob: Blob,
    bytes: Vec<u8>,
) -> Result<Blob, Fail> {
    if !blob::wait(&visit.db, &blob, &by.id, visit.now).await? {
        return Err(FieldError {
            max: Some(WAITING_MAX),
            ..FieldError::new("file", "too_many")
        }
        .into());
    }
    let put = visit.files.put(&blob, bytes).await;
    put.map_err(|error| Fail::Unavailable(format!("r2 put: {error}")))?;
    Ok(blob)
}

/// Bytes of a file, from `first` on; fewer where it ends before.
pub async fn read(files: &Files, id: &BlobId, first: u32, count: u32) -> Result<Vec<u8>, Refused> {
    let unavailable = |error: worker::Error| Refused::Unavailable(format!("r2 get: {error}"));
    let bucket = files.bucket().map_err(unavailable)?;
    let range = Range::OffsetWithLength {
        offset: first.into(),
        length: count.into(),
    };
    let got = bucket.get(key(id)).range(range).execute().await;
    let object = got.map_err(unavailable)?;
    let Some(body) = object.as_ref().and_then(|object| object.body()) else {
        return Err(Refused::Cause(format!("r2 get: {id} is not there")));
    };
    body.bytes().await.map_err(unavailable)
}

/// Answers with a file whose right was just asked for: whole, a part, or for HEAD its headers alone.
pub async fn send<E>(visit: &Visit, file: Blob) -> Result<Reply<E>, Fail>
where
    E: Endpoint<Response = Download>,
{
    let part = match part(visit.range.as_deref(), file.size) {
        Part::Whole => None,
        Part::Bytes(first, last) => Some((first, last)),
        Part::Nothing => return Err(Fail::Range(file.size)),
    };
    let body = if visit.is_head {
        ResponseBody::Empty
    } else {
        let got = visit.files.get(&file.id, part).await;
        got.map_err(|error| Fail::Unavailable(format!("r2 get: {error}")))?
            .ok_or_else(|| Fail::cause("r2 get", format!("{} is not there", file.id)))?
    };
    Ok(Reply {
        body,
        ..Reply::new(Download { file, part })
    })
}

/// Deletes what is to go: objects whose row is gone from where it stood, and uploads that nothing took up within a day.
pub async fn sweep(files: &Files, db: &Db, now: i64) -> Result<(), Refused> {
    let doomed = blob::doomed(db, now - WAITING_FOR, now).await?;
    if doomed.is_empty() {
        return Ok(());
    }
    let deleted = files.delete(&doomed).await;
    deleted.map_err(|error| Refused::Unavailable(format!("r2 delete: {error}")))?;
    blob::forget(db, &doomed).await
}
