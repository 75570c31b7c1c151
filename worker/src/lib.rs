//! Comptoir's Worker. Only the runtime's events are here; `router` lists the endpoints, `jobs` the chores.

mod asset;
mod blob;
mod call;
mod config;
mod db;
mod device;
mod guard;
mod handle;
mod idempotency;
mod import;
mod jobs;
mod link;
mod mail;
mod paper;
mod password;
mod random;
mod reply;
mod router;
mod store;
mod zone;

use worker::{Context, Env, Request, Response, ScheduleContext, ScheduledEvent, event};

#[event(fetch)]
async fn fetch(request: Request, env: Env, context: Context) -> worker::Result<Response> {
    router::answer(request, env, &context).await
}

#[event(scheduled)]
async fn scheduled(event: ScheduledEvent, env: Env, _: ScheduleContext) {
    jobs::sweep(&env, event.schedule() as i64).await;
}
