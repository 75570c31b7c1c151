//! A product's form: made anew, or changed over the version that was seen.

use crate::admin::ask::{ask, ask_with};
use crate::admin::conflict::Conflict;
use crate::admin::desk::Desk;
use crate::admin::fields::{CheckField, Fields, SelectField};
use crate::admin::part::part;
use crate::admin::product::typed;
use crate::admin::products::{kind_word, words};
use crate::admin::refused::{OUTCOME, current, look, refused};
use crate::client::{self, Refusal};
use crate::loaded::Loaded;
use crate::reactive::{go, words as say};
use crate::settings::Settings;
use crate::text::{self, Key, common, t};
use crate::ui::button::{Button, Weight};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::TextField;
use crate::ui::notice::{Notice, Tone};
use crate::ui::toast::Toasts;
use domain::account::Role;
use domain::api::order::IDEMPOTENCY_KEY;
use domain::api::product::{CreateProduct, EditProduct};
use domain::product::{Kind, ProductForm as Product, ProductRecord};
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The form's state. A handle: copies share it.
#[derive(Clone, Copy)]
struct Editor {
    fields: Fields,
    record: Option<Loaded<ProductRecord>>,
    /// The version that was seen.
    version: RwSignal<Option<u32>>,
    /// Fixed once the product is made.
    kind: Option<Kind>,
    settings: Settings,
    busy: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
    /// Somebody else saved while this was typed.
    met: RwSignal<bool>,
    /// What a new product was sent as, and under which key.
    sent: StoredValue<Option<(Product, String)>>,
}

impl Editor {
    fn new(fields: Fields, record: Option<Loaded<ProductRecord>>) -> Editor {
        let settings = expect_context::<Settings>();
        let found = record.and_then(|record| untrack(|| record.value()));
        let editor = Editor {
            fields,
            record,
            version: RwSignal::new(found.as_ref().map(|found| found.version)),
            kind: found.as_ref().map(|found| found.kind),
            settings,
            busy: RwSignal::new(false),
            refusal: RwSignal::new(None),
            met: RwSignal::new(false),
            sent: StoredValue::new(None),
        };
        let form = found.as_ref().map_or_else(
            || Product {
                listed: true,
                ..Product::default()
            },
            typed::form_of,
        );
        editor.fill(&form);
        editor
            .fields
            .form
            .check_with(move || typed::faults(editor.read()));
        editor
    }

    fn currency(self) -> String {
        untrack(|| self.settings.with(|shop| shop.currency.clone()))
    }

    fn read(self) -> (Product, Vec<domain::problem::FieldError>) {
        typed::read(
            self.fields,
            self.kind,
            self.version.get_untracked(),
            &self.currency(),
        )
    }

    /// The key under which this very product is made, however often it is sent: an answer may have been lost.
    fn key(self, form: &Product) -> String {
        let sent = self.sent.get_value().filter(|(sent, _)| sent == form);
        let key = sent.map_or_else(client::fresh_key, |(_, key)| key);
        self.sent.set_value(Some((form.clone(), key.clone())));
        key
    }

    fn fill(self, form: &Product) {
        self.fields.fill(typed::values(form, &self.currency()));
    }

    /// Takes over the record as the Worker answered it.
    fn saved(self, record: ProductRecord) {
        self.version.set(Some(record.version));
        self.met.set(false);
        self.fill(&typed::form_of(&record));
        if let Some(loaded) = self.record {
            loaded.set(record);
        }
    }

    /// Not saved: faults go to their fields, a newer version is met, anything else is said.
    fn refused(self, refusal: Refusal) {
        if let Some(now) = current::<ProductRecord>(&refusal) {
            let (form, _) = self.read();
            let saved = typed::values(&typed::form_of(&now), &self.currency());
            self.fields
                .meet(&typed::values(&form, &self.currency()), saved);
            self.version.set(Some(now.version));
            self.met.set(true);
            return look();
        }
        match &refusal {
            Refusal::Problem(problem, _) if problem.status == 422 => {
                self.fields.form.refuse(problem.fields.clone());
            }
            _ => look(),
        }
        self.refusal.set(Some(refusal));
    }
}

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
    let fixed = Memo::new(move |_| !desk.may(Role::Manager));
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
                <p class="required-note">{t(common::REQUIRED_NOTE)}</p>
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
    let toasts = expect_context::<Toasts>();
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
        let id = editor
            .record
            .and_then(|record| untrack(|| record.value()))
            .map(|record| record.id);
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
                    editor.saved(record);
                    toasts.say(t(words::SAVED)().to_owned(), None);
                }
                Ok(record) => {
                    toasts.say(t(words::CREATED)().to_owned(), None);
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

fn inputs(editor: Editor) -> AnyView {
    let at = move |path: &str| editor.fields.at(path);
    let line = move |path: &'static str, hint: Option<Key>, optional: bool| {
        view! {
            <TextField
                field=at(path)
                label=typed::label(path)
                optional
                hint
                autocapitalize="sentences"
                autocomplete="off"
            />
        }
    };
    let chosen = move || match editor.kind {
        Some(kind) => kind == Kind::Access,
        None => at(typed::KIND)
            .value
            .with(|kind| kind == Kind::Access.code()),
    };
    let kinds = Signal::derive(|| {
        Kind::ALL
            .map(|kind| (kind.code().to_owned(), t(kind_word(kind))().to_owned()))
            .to_vec()
    });
    let rates = Signal::derive(|| {
        typed::RATES
            .iter()
            .map(|rate| (rate.to_string(), text::percent(*rate)))
            .chain([(typed::OTHER.to_owned(), t(words::VAT_OTHER)().to_owned())])
            .collect()
    });
    view! {
        <section class="card stack" aria-labelledby="names-title">
            <h2 class="subheading" id="names-title">
                {t(words::NAMES_TITLE)}
            </h2>
            <div class="pair">{line(typed::NAME_FR, None, false)} {line(typed::NAME_EN, None, false)}</div>
            {line(typed::SUMMARY_FR, Some(words::SUMMARY_HINT), true)}
            {line(typed::SUMMARY_EN, None, true)}
        </section>
        <section class="card stack" aria-labelledby="sale-title">
            <h2 class="subheading" id="sale-title">
                {t(words::SALE_TITLE)}
            </h2>
            {match editor.kind {
                Some(kind) => {
                    view! {
                        <p class="admin-form-fixed">
                            <span class="field-label">{t(words::KIND)}</span>
                            <span>{t(kind_word(kind))}</span>
                            <span class="field-hint">{t(words::KIND_FIXED)}</span>
                        </p>
                    }
                        .into_any()
                }
                None => {
                    view! {
                        <SelectField
                            field=at(typed::KIND)
                            label=words::KIND
                            options=kinds
                            none=words::KIND_NONE
                            hint=words::KIND_HINT
                        />
                    }
                        .into_any()
                }
            }}
            {part(move || {
                chosen()
                    .then(|| {
                        view! {
                            <TextField
                                field=at(typed::VALIDITY_DAYS)
                                label=words::VALIDITY_DAYS
                                hint=words::VALIDITY_HINT
                                inputmode=Some("numeric")
                                autocomplete="off"
                                class="field-short"
                            />
                        }
                    })
            })}
            <TextField
                field=at(typed::PRICE)
                label=words::PRICE
                hint=words::PRICE_HINT
                inputmode=Some("decimal")
                autocomplete="off"
                class="field-short"
            >
                <p class="meta">{say(move || reading(editor))}</p>
            </TextField>
            <SelectField field=at(typed::VAT_CHOICE) label=words::VAT_CHOICE options=rates/>
            {part(move || {
                at(typed::VAT_CHOICE)
                    .value
                    .with(|choice| choice == typed::OTHER)
                    .then(|| {
                        view! {
                            <TextField
                                field=at(typed::VAT_RATE)
                                label=words::VAT_RATE
                                hint=words::VAT_RATE_HINT
                                inputmode=Some("decimal")
                                autocomplete="off"
                                class="field-short"
                            />
                        }
                    })
            })}
            <CheckField field=at(typed::LISTED) label=words::LISTED hint=words::LISTED_HINT/>
        </section>
    }
    .into_any()
}

/// The typed price as the shop will show it, so that a slip is seen before it is saved.
fn reading(editor: Editor) -> String {
    let currency = editor.settings.with(|shop| shop.currency.clone());
    let typed = editor.fields.at(typed::PRICE).value.get();
    let price = domain::money::parse_amount(&typed, &currency)
        .ok()
        .flatten();
    price.map_or_else(String::new, |price| {
        text::fill(
            words::PRICE_READ,
            &[("amount", &text::money(price, &currency))],
        )
    })
}
