//! Code that arrives when it is first needed. A failed download shows a retry; the rest of the app lives on.

use crate::text::{common, t};
use crate::ui::failed::Failed;
use crate::ui::loading::Loading;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::future::Future;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// The back office, in its own chunk: everything that only `crate::admin` uses comes with it.
#[allow(unsafe_code)] // the macro's glue to the chunk
#[wasm_split(admin, fallible)]
pub fn admin() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <crate::admin::Admin/> }.into_any())
}

/// Shows a view of a chunk once it is here.
pub fn lazy<Arrival>(load: fn() -> Arrival) -> AnyView
where
    Arrival: Future<Output = Result<AnyView, SplitLoaderError>> + 'static,
{
    let tries = RwSignal::new(0u32);
    view! {
        <Suspense fallback=|| view! { <Loading/> }>
            {move || {
                tries.track();
                Suspend::new(async move {
                    match SendWrapper::new(load()).await {
                        Ok(view) => view,
                        Err(_) => {
                            view! {
                                <Failed
                                    message=Signal::derive(move || t(common::CHUNK_FAILED)().to_owned())
                                    refusal=None
                                    retry=move |()| tries.update(|tries| *tries += 1)
                                    retry_label=common::RELOAD
                                />
                            }
                                .into_any()
                        }
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}
