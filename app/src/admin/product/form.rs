//! A product's form: made anew, or changed over the version that was seen.

use crate::admin::ask::{ask, ask_with};
use crate::admin::conflict::Conflict;
use crate::admin::desk::Desk;
use crate::admin::fields::Fields;
use crate::admin::notices::{Notices, Undo, undo};
use crate::admin::part::part;
use crate::admin::product::editor::Editor;
use crate::admin::product::inputs::inputs;
use crate::admin::product::typed;
use crate::admin::products::words;
use crate::admin::refused::{OUTCOME, refused};
use crate::client::Refusal;
use crate::loaded::Loaded;
use crate::reactive::go;
use crate::text::{common, t};
use crate::ui::button::{Button, Weight};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::notice::{Notice, Tone};
use domain::api::order::IDEMPOTENCY_KEY;
use domain::api::product::{CreateProduct, EditProduct};
use domain::permission::Right;
use domain::product::{ProductForm as Product, ProductRecord};
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// `record` is there when the form is drawn; none makes a product.
#[component]
pub fn ProductForm(
    fields: Fields,
    #[prop(optional_no_strip)] record: Option<Loaded<ProductRecord>>,
) -> AnyView {
    let desk = expect_context::<Desk>();
    let editor = Editor::new(fields, record);
    let form = editor.fields.form;
    let save = saver(editor);
    fields.guard(typed::label);
    let fixed = Memo::new(move |_| !desk.may(Right::EditProducts));
    view! {
            {part(move || {
                fixed
                    .get()
                    .then(|| {
                        view! {
                            <Notice>
                                <p>{t(words::READ_ONLY)}</p>
                            </Notice>
                        }
                    })
            })}
            <form
                class="stack admin-form"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    save();
                }
            >
                <ErrorSummary form/>
                <div class="admin-form-outcome" id=OUTCOME tabindex="-1">
                    <Conflict
                        fields=editor.fields
                        met=editor.met
                        label=typed::label
                        shown=typed::shown
                    />
                    {part(move || {
                        let refusal = editor.refusal.get()?;
                        (refusal.status() != 422
                            || form.elsewhere.with(|faults| !faults.is_empty()))
                            .then(|| match &refusal {
                                Refusal::Problem(problem, _) if problem.code == "full" => full(),
                                _ => refused(&refusal),
                            })
                    })}
                </div>
                {part(move || {
                    (!fixed.get())
                        .then(|| view! { <p class="required-note">{t(common::REQUIRED_NOTE)}</p> })
                })}
                <fieldset class="stack" disabled=fixed>
                    {inputs(editor)}
                </fieldset>
                {part(move || {
                    (!fixed.get())
                        .then(|| {
                            view! {
                                <div class="cluster">
                                    <Button
                                        id="save"
                                        label=if editor.record.is_some() { words::SAVE } else { words::CREATE_DO }
                                        weight=Weight::Primary
                                        busy=editor.busy
                                        busy_label=words::SAVING
                                    />
                                    <a class="button" href=route::ADMIN_PRODUCTS>
                                        {t(words::CANCEL)}
                                    </a>
                                </div>
                            }
                        })
                })}
            </form>
    }
    .into_any()
}

/// The shop has as many products as it may have.
fn full() -> AnyView {
    view! {
        <Notice tone=Tone::Warn>
            <p>{t(words::FULL)}</p>
        </Notice>
    }
    .into_any()
}

/// Saves once, however often it is pressed.
fn saver(editor: Editor) -> impl Fn() + 'static {
    let desk = expect_context::<Desk>();
    let notices = expect_context::<Notices>();
    let navigate = use_navigate();
    move || {
        if editor.busy.get_untracked() {
            return;
        }
        editor.refusal.set(None);
        if !editor.fields.form.submit() {
            return;
        }
        editor.busy.set(true);
        let (form, _) = editor.read();
        let before = editor.record.and_then(|record| untrack(|| record.value()));
        let id = before.as_ref().map(|record| record.id.clone());
        let navigate = navigate.clone();
        let key = editor.key(&form);
        go(async move {
            let answer = match &id {
                Some(id) => ask::<EditProduct>(desk, id, &(), &form).await,
                None => {
                    let header = (IDEMPOTENCY_KEY, key);
                    ask_with::<CreateProduct>(desk, &(), &(), &form, &[header]).await
                }
            };
            if editor.busy.is_disposed() {
                return;
            }
            editor.busy.set(false);
            match answer {
                Ok(record) if id.is_some() => {
                    let undo = before.map(|before| back(desk, editor, before, record.version));
                    editor.saved(record);
                    notices.tell(t(words::SAVED)().to_owned(), undo);
                }
                Ok(record) => {
                    notices.tell(t(words::CREATED)().to_owned(), None);
                    let options = NavigateOptions {
                        replace: true,
                        ..NavigateOptions::default()
                    };
                    navigate(&route::admin_product(&record.id), options);
                }
                Err(refusal) => editor.refused(refusal),
            }
        });
    }
}

/// Saves what stood there `before` over the version that replaced it.
fn back(desk: Desk, editor: Editor, before: ProductRecord, version: u32) -> Undo {
    undo(move || {
        let id = before.id.clone();
        let form = Product {
            version: Some(version),
            ..typed::form_of(&before)
        };
        async move {
            let record = ask::<EditProduct>(desk, &id, &(), &form).await?;
            if !editor.busy.is_disposed() {
                editor.put_back(record);
            }
            Ok(())
        }
    })
}
