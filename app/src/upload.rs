//! Handing in a file: its name and size are looked at before it leaves, its way is told in percent, and it may be stopped.
//! What it holds the Worker looks at.

use crate::client::{self, Header, Refusal};
use crate::json;
use domain::api::{self, Endpoint};
use domain::problem::FieldError;
use domain::upload::{self, Kind, Upload};
use js_sys::{Function, Promise};
use std::marker::PhantomData;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

/// What can be told of a file without reading it: that it is empty, too large, or of a kind that is not kept.
pub fn look(file: &File) -> Result<(), FieldError> {
    // A size is whole and far below 2^53.
    upload::size(file.size() as usize)?;
    let extension = upload::extension(&file.name());
    match Kind::of_extension(&extension) {
        Some(_) => Ok(()),
        None => Err(FieldError {
            found: Some(extension),
            ..FieldError::new("file", "unsupported")
        }),
    }
}

/// A file on its way to an endpoint.
pub struct Handing<E> {
    request: XmlHttpRequest,
    ended: Promise,
    _told: Closure<dyn FnMut(ProgressEvent)>,
    endpoint: PhantomData<E>,
}

/// Stops a file that is on its way; nothing of it stays.
#[derive(Clone)]
pub struct Stop(XmlHttpRequest);

impl Stop {
    pub fn stop(&self) {
        self.0.abort().ok();
    }
}

impl<E: Endpoint<Request = Upload>> Handing<E> {
    /// Sends a file off. `told` hears how many percent have left.
    pub fn start(
        params: &E::Params,
        query: &E::Query,
        file: &File,
        told: impl Fn(u32) + 'static,
    ) -> Result<Handing<E>, Refusal> {
        Self::start_with(params, query, file, &[], told)
    }

    /// The same to an endpoint that reads headers of its own.
    pub fn start_with(
        params: &E::Params,
        query: &E::Query,
        file: &File,
        more: &[Header],
        told: impl Fn(u32) + 'static,
    ) -> Result<Handing<E>, Refusal> {
        let broken = |_| Refusal::Broken(0);
        let request = XmlHttpRequest::new().map_err(broken)?;
        let url = api::address::<E>(params, query, client::escape);
        request.open(E::METHOD.name(), &url).map_err(broken)?;
        let headers: [Header; 2] = [
            ("content-type", upload::MEDIA.to_owned()),
            (upload::NAME_HEADER, client::escape(&file.name())),
        ];
        for (name, value) in headers.iter().chain(more) {
            request.set_request_header(name, value).map_err(broken)?;
        }
        let told = Closure::new(move |event: ProgressEvent| {
            let (loaded, total) = (event.loaded(), event.total());
            if event.length_computable() && total > 0.0 {
                told((loaded * 100.0 / total) as u32);
            }
        });
        let way = request.upload().map_err(broken)?;
        way.set_onprogress(Some(told.as_ref().unchecked_ref()));
        let ended = Promise::new(&mut |resolve: Function, _| {
            request.set_onloadend(Some(&resolve));
        });
        request.send_with_opt_blob(Some(file)).map_err(broken)?;
        Ok(Handing {
            request,
            ended,
            _told: told,
            endpoint: PhantomData,
        })
    }

    /// By which it can be stopped; its answer is then [`Refusal::Offline`].
    pub fn stop(&self) -> Stop {
        Stop(self.request.clone())
    }

    /// What the Worker says to it.
    pub async fn answer(self) -> Result<E::Response, Refusal> {
        JsFuture::from(self.ended.clone())
            .await
            .map_err(|_| Refusal::Offline)?;
        let status = self.request.status().unwrap_or_default();
        let text = self.request.response_text().ok().flatten();
        let text = text.filter(|_| status > 0).ok_or(Refusal::Offline)?;
        if status == E::STATUS {
            return json::read(&text).ok_or(Refusal::Broken(status));
        }
        let wait = self.request.get_response_header("retry-after").ok();
        let wait = wait.flatten().and_then(|seconds| seconds.parse().ok());
        Err(client::refusal(&text, status, wait))
    }
}

impl<E> Drop for Handing<E> {
    fn drop(&mut self) {
        // Whoever asks no more wants it no more; after the end this does nothing.
        self.request.abort().ok();
    }
}
