//! Calls that have a password hashed: while too many wait for that, the Worker asks to come again, and so it is done.

use crate::admin::desk::Desk;
use crate::client::{self, Refusal};
use domain::api::Endpoint;

/// Calls again for as long as the Worker says it is busy, up to half a minute; an ended session is noticed.
pub async fn patiently<E: Endpoint<Query = ()>>(
    desk: Desk,
    params: &E::Params,
    request: &E::Request,
) -> Result<E::Response, Refusal> {
    let answer = client::call_patiently::<E>(params, &(), request, || ()).await;
    if answer
        .as_ref()
        .is_err_and(|refused| refused.status() == 401)
    {
        desk.session_ended();
    }
    answer
}
