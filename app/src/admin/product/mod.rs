//! `/admin/products/new` and `/admin/products/{id}`: a product's form.

mod editor;
mod form;
mod inputs;
mod typed;

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::fields::Fields;
use crate::admin::product::form::ProductForm;
use crate::admin::products::words;
use crate::admin::trouble::Trouble;
use crate::loaded::Loaded;
use crate::reactive::{either, follow, words as say};
use crate::text::{self, t};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::product::GetProductRecord;
use domain::id::ProductId;
use domain::locale::Locale;
use domain::route;
use leptos::prelude::*;

/// A field's name as it stands in the journal; one that this version does not know stays as it is.
pub fn field(code: &str) -> String {
    if typed::PATHS.contains(&code) {
        t(typed::label(code))().to_owned()
    } else {
        code.to_owned()
    }
}

/// `/admin/products/new`
#[component]
pub fn NewProduct() -> AnyView {
    let desk = expect_context::<Desk>();
    let title = text::said(words::NEW_TITLE);
    follow(move || desk.set_place(route::ADMIN_PRODUCT_NEW, title.get()));
    let fields = Fields::new(&typed::PATHS);
    let inside = view! { <ProductForm fields record=None/> };
    page(title, fields, inside.into_any())
}

/// `/admin/products/{id}`
#[component]
pub fn ProductPage(id: ProductId) -> AnyView {
    let desk = expect_context::<Desk>();
    let path = route::admin_product(&id);
    let record = Loaded::new(move || {
        desk.follow_session();
        let id = id.clone();
        Box::pin(async move { ask::<GetProductRecord>(desk, &id, &(), &()).await })
    });
    let title = say(move || match record.value() {
        Some(record) => match text::locale() {
            Locale::En => record.name_en,
            Locale::Fr => record.name_fr,
        },
        None => t(words::PRODUCT_TITLE)().to_owned(),
    });
    follow(move || desk.set_place(&path, title.get()));
    // once it is here the form stands: what is typed outlives every later answer
    let here = Memo::new(move |_| record.value().is_some());
    let failed = Memo::new(move |_| record.refusal().filter(|_| !here.get()));
    let fields = Fields::new(&typed::PATHS);
    let inside = either(move || {
        if here.get() {
            return view! { <ProductForm fields record=Some(record)/> }.into_any();
        }
        match failed.get() {
            Some(refusal) if refusal.status() == 404 => view! {
                <div class="card">
                    <Empty message=text::said(words::GONE)>
                        <a class="button" href=route::ADMIN_PRODUCTS>
                            {t(words::BACK)}
                        </a>
                    </Empty>
                </div>
            }
            .into_any(),
            Some(refusal) => {
                view! { <Trouble message=words::FAILED refusal retry=move |()| record.again()/> }
                    .into_any()
            }
            None => view! {
                <div class="card">
                    <Loading bars=6/>
                </div>
            }
            .into_any(),
        }
    });
    page(title, fields, inside.into_any())
}

/// One heading from the first bar to the form.
fn page(title: Signal<String>, fields: Fields, inside: AnyView) -> AnyView {
    view! {
        <div class="record">
            <Heading text=title form=fields.form/>
            {inside}
        </div>
    }
    .into_any()
}
