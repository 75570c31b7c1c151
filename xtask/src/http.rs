//! The little HTTP that the commands speak to local servers.

use std::time::Duration;

use anyhow::Result;
use ureq::Agent;

/// A client that keeps its connections and takes every status for an answer.
pub fn agent(timeout: Duration) -> Agent {
    Agent::config_builder()
        .timeout_global(Some(timeout))
        .http_status_as_error(false)
        .build()
        .new_agent()
}

/// Status and body of a GET.
pub fn get(agent: &Agent, url: &str) -> Result<(u16, String)> {
    let mut answer = agent.get(url).call()?;
    let body = answer.body_mut().read_to_string()?;
    Ok((answer.status().as_u16(), body))
}
