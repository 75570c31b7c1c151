//! Code that arrives when it is first needed. A failed download shows a retry; the rest of the app lives on.

use crate::dom;
use crate::reactive::{either, go};
use crate::text::{self, common};
use crate::ui::failed::Failed;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::route;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::reactive::owner::LocalStorage;
use std::future::Future;
use std::pin::Pin;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// The back office, in its own chunk: everything that only `crate::admin` uses comes with it.
#[allow(unsafe_code)] // the macro's glue to the chunk
#[wasm_split(admin, fallible)]
fn admin() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <crate::admin::Admin/> }.into_any())
}

/// The back office in its own style.
pub async fn admin_in_style() -> Result<AnyView, SplitLoaderError> {
    let dressed = dom::style("admin.css");
    let view = admin().await;
    dressed.await;
    view
}

/// The back office's screens behind the list of customers, in a chunk of their own: its first load goes without.
#[allow(unsafe_code)] // the macro's glue to the chunk
#[wasm_split(work, fallible)]
pub fn work() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <crate::admin::work::Work/> }.into_any())
}

/// What the back office's field for finding anything opens.
#[allow(unsafe_code)] // the macro's glue to the chunk
#[wasm_split(work, fallible)]
pub fn palette() -> Result<AnyView, SplitLoaderError> {
    Ok(crate::admin::palette())
}

/// The filters of the list of customers, when their panel opens.
#[allow(unsafe_code)] // the macro's glue to the chunk
#[wasm_split(work, fallible)]
pub fn customer_filters() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <crate::admin::customers::panel::Panel/> }.into_any())
}

/// How customers are exported, when that is asked for.
#[allow(unsafe_code)] // the macro's glue to the chunk
#[wasm_split(work, fallible)]
pub fn customer_export() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <crate::admin::exports::dialog::ExportDialog/> }.into_any())
}

/// What can be done with chosen customers, when some are chosen.
#[allow(unsafe_code)] // the macro's glue to the chunk
#[wasm_split(work, fallible)]
pub fn bulk_bar() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <crate::admin::bulk::bar::Bar/> }.into_any())
}

/// The bulk changes that run, above the lists they change.
#[allow(unsafe_code)] // the macro's glue to the chunk
#[wasm_split(work, fallible)]
pub fn bulks_at_hand() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <crate::admin::bulk::UnderWay/> }.into_any())
}

/// The work in progress, when its panel opens.
#[allow(unsafe_code)] // the macro's glue to the chunk
#[wasm_split(work, fallible)]
pub fn bulk_panel() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <crate::admin::bulk::panel::Panel/> }.into_any())
}

/// The app but for the checkout, in its own chunk with the framework it stands on: the checkout's first load goes without.
#[allow(unsafe_code)] // the macro's glue to the chunk
#[wasm_split(app, fallible)]
fn app() -> Result<(), SplitLoaderError> {
    leptos::mount::mount_to_body(crate::app::App);
    Ok(())
}

/// The shop's pages but for the checkout: staff at work go without.
#[allow(unsafe_code)] // the macro's glue to the chunk
#[wasm_split(pages, fallible)]
pub fn pages() -> Result<AnyView, SplitLoaderError> {
    Ok(crate::pages::pages())
}

/// The customers' private space, in its own chunk: guests and staff go without.
#[allow(unsafe_code)] // the macro's glue to the chunk
#[wasm_split(space, fallible)]
fn space() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <crate::space::Space/> }.into_any())
}

/// The space's pages behind its first, in a chunk of their own.
#[allow(unsafe_code)] // the macro's glue to the chunk
#[wasm_split(inner, fallible)]
pub fn inner() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <crate::space::inner::Inner/> }.into_any())
}

/// The form by which a password that staff gave is replaced.
#[allow(unsafe_code)] // the macro's glue to the chunk
#[wasm_split(inner, fallible)]
pub fn must_change() -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <crate::space::inner::MustChange/> }.into_any())
}

/// The space in its own style.
pub async fn space_in_style() -> Result<AnyView, SplitLoaderError> {
    let dressed = dom::style("space.css");
    let view = space().await;
    dressed.await;
    view
}

/// The sign-in over a page of the back office whose session has ended: it comes with the shop's own.
#[allow(unsafe_code)] // the macro's glue to the chunk
#[wasm_split(pages, fallible)]
pub fn sign_in_again() -> Result<AnyView, SplitLoaderError> {
    Ok(crate::admin::sign_in_again())
}

/// The checkout, in its own chunk: the back office goes without.
#[allow(unsafe_code)] // the macro's glue to the chunk
#[wasm_split(checkout, fallible)]
fn checkout() -> Result<(), SplitLoaderError> {
    crate::checkout::start();
    Ok(())
}

/// What a returning customer sees at the checkout, in its own chunk: guests go without it and without the framework it is made of.
#[allow(unsafe_code)] // the macro's glue to the chunk
#[wasm_split(returning, fallible)]
pub fn returning(signed_in: bool) -> Result<(), SplitLoaderError> {
    crate::returning::arrive(signed_in);
    Ok(())
}

/// Fetches what the address asks for and starts it; where that fails, the page's shell says so and offers a reload.
pub async fn start(path: String) {
    let started = if path == route::CHECKOUT {
        checkout().await
    } else {
        app().await
    };
    if started.is_err()
        && let Some(failed) = dom::find("boot-failed")
    {
        dom::show(&failed, true);
        if let Some(reload) = dom::find("boot-reload") {
            dom::on(&reload, "click", |_| {
                drop(dom::window().location().reload())
            });
        }
    }
}

/// A chunk's view under way.
type Arriving = Pin<Box<dyn Future<Output = Result<AnyView, SplitLoaderError>>>>;

/// Shows a view of a chunk once it is here. A failure is told inside `frame`.
pub fn lazy<Arrival>(load: fn() -> Arrival, frame: fn(AnyView) -> AnyView) -> AnyView
where
    Arrival: Future<Output = Result<AnyView, SplitLoaderError>> + 'static,
{
    arriving(move || Box::pin(load()), frame)
}

fn arriving(
    load: impl Fn() -> Arriving + Copy + Send + Sync + 'static,
    frame: fn(AnyView) -> AnyView,
) -> AnyView {
    // Taken out when drawn: a view is drawn once.
    let arrived = StoredValue::<Option<AnyView>, LocalStorage>::new_local(None);
    let state = RwSignal::new(State::Waiting);
    // What the view creates belongs to the place it is shown at, also when a pressed button asks for it.
    let place = StoredValue::new(Owner::current().unwrap_or_default());
    let ask = move || {
        state.set(State::Waiting);
        let arriving = async move {
            let next = match load().await {
                Ok(view) => {
                    arrived.try_set_value(Some(view));
                    State::Here
                }
                Err(_) => State::Failed,
            };
            state.try_set(next);
        };
        let place = place.get_value();
        go(place.with(|| ScopedFuture::new_untracked(arriving)));
    };
    ask();
    let draw = either(move || match state.get() {
        State::Waiting => view! { <Loading/> }.into_any(),
        State::Here => arrived.try_update_value(Option::take).flatten().into_any(),
        State::Failed => {
            let failed = view! {
                <Heading text=text::said(common::LOAD_FAILED)/>
                <Failed
                    message=text::said(common::CHUNK_FAILED)
                    refusal=None
                    retry=move |()| ask()
                    retry_label=common::RELOAD
                />
            };
            frame(failed.into_any())
        }
    });
    draw.into_any()
}

/// How far a chunk has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Here,
    Failed,
}
