//! The back office's calls: like any other, and an ended session is noticed.

use crate::admin::desk::Desk;
use crate::client::{self, Refusal};
use domain::api::Endpoint;

/// Calls an endpoint of the back office.
pub async fn ask<E: Endpoint>(
    desk: Desk,
    params: &E::Params,
    query: &E::Query,
    request: &E::Request,
) -> Result<E::Response, Refusal> {
    let answer = client::call::<E>(params, query, request).await;
    if answer
        .as_ref()
        .is_err_and(|refused| refused.status() == 401)
    {
        desk.session_ended();
    }
    answer
}
