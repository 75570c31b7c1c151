//! `/admin/imports/{id}`: one import, in the step that the address says or that is due.

use crate::admin::desk::Desk;
use crate::admin::imports::check::check;
use crate::admin::imports::columns::columns;
use crate::admin::imports::deletion::Deletion;
use crate::admin::imports::file::file;
use crate::admin::imports::report::import;
use crate::admin::imports::steps::{Step, Steps, shown};
use crate::admin::imports::watched::Watched;
use crate::admin::imports::words;
use crate::admin::not_up_to_date::NotUpToDate;
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::admin::trouble::Trouble;
use crate::reactive::{either, follow, words as say};
use crate::text::{self, t};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::id::ImportId;
use domain::route;
use leptos::prelude::*;

/// `/admin/imports/{id}`
#[component]
pub fn ImportPage(id: ImportId) -> AnyView {
    let desk = expect_context::<Desk>();
    let path = route::admin_import(&id);
    let watched = Watched::new(id);
    let step = shown(watched);
    let name = watched.of(|import| import.name.clone());
    let title = say(move || match name.get() {
        Some(name) => text::fill(words::IMPORT_OF, &[("name", &name)]),
        None => t(words::IMPORT)().to_owned(),
    });
    follow(move || desk.set_place(&path, title.get()));
    let inside = either(move || match step.get() {
        Some(Step::File) => file(watched),
        Some(Step::Columns) => columns(watched),
        Some(Step::Check) => check(watched),
        Some(Step::Import) => import(watched),
        None => match watched.refusal.get() {
            Some(refusal) if refusal.status() == 404 => gone(),
            Some(refusal) => {
                let retry = move |()| watched.look();
                view! { <Trouble message=words::FAILED refusal retry/> }.into_any()
            }
            None => view! {
                <div class="card">
                    <Loading bars=6/>
                </div>
            }
            .into_any(),
        },
    });
    let here = Memo::new(move |_| step.get().is_some());
    let refusal = Signal::derive(move || watched.refusal.get().filter(|_| here.get()));
    let deleting = RwSignal::new(false);
    view! {
        <div class="stack">
            <div class="list-head">
                <Heading text=title/>
                {part(move || here.get().then(|| view! { <Deletion watched open=deleting/> }))}
            </div>
            {part(move || here.get().then(|| view! { <Steps watched shown=step/> }))}
            <NotUpToDate since=watched.at.into() refusal retry=move |()| watched.look()/>
            {part(move || watched.undone.get().map(|refusal| refused(&refusal)))}
            {inside}
        </div>
    }
    .into_any()
}

fn gone() -> AnyView {
    view! {
        <div class="card">
            <Empty message=text::said(words::GONE)>
                <a class="button" href=route::ADMIN_IMPORTS>
                    {t(words::BACK)}
                </a>
            </Empty>
        </div>
    }
    .into_any()
}
