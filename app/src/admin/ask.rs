//! The back office's calls: like any other, and an ended session is noticed.

use crate::admin::desk::Desk;
use crate::client::{self, Header, Refusal};
use domain::api::Endpoint;

/// Calls an endpoint of the back office.
pub async fn ask<E: Endpoint>(
    desk: Desk,
    params: &E::Params,
    query: &E::Query,
    request: &E::Request,
) -> Result<E::Response, Refusal> {
    ask_with::<E>(desk, params, query, request, &[]).await
}

/// Calls an endpoint of the back office that reads headers of its own.
pub async fn ask_with<E: Endpoint>(
    desk: Desk,
    params: &E::Params,
    query: &E::Query,
    request: &E::Request,
    headers: &[Header],
) -> Result<E::Response, Refusal> {
    let answer = client::call_with::<E>(params, query, request, headers).await;
    if answer
        .as_ref()
        .is_err_and(|refused| refused.status() == 401)
    {
        desk.session_ended();
    }
    answer
}
