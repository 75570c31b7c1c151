//! The settings' form, changed over the version that was seen. Who is no owner reads it.

use crate::admin::ask::ask;
use crate::admin::conflict::Conflict;
use crate::admin::desk::Desk;
use crate::admin::fields::Fields;
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::{OUTCOME, current, look, refused};
use crate::admin::settings::checklist::checklist;
use crate::admin::settings::inputs::inputs;
use crate::admin::settings::{typed, words};
use crate::client::Refusal;
use crate::loaded::Loaded;
use crate::reactive::go;
use crate::settings::Settings as ShopSettings;
use crate::text::{common, t};
use crate::ui::button::{Button, Weight};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::notice::Notice;
use domain::api::settings::EditSettings;
use domain::permission::Right;
use domain::settings::Settings;
use leptos::prelude::*;

/// The form's state. A handle: copies share it.
#[derive(Clone, Copy)]
struct Editor {
    fields: Fields,
    settings: Loaded<Settings>,
    /// What was seen: the rules of the form stand over it.
    seen: StoredValue<Settings>,
    busy: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
    /// Somebody else saved while this was typed.
    met: RwSignal<bool>,
}

impl Editor {
    fn new(fields: Fields, settings: Loaded<Settings>) -> Editor {
        let found = untrack(|| settings.value()).unwrap_or_default();
        let editor = Editor {
            fields,
            settings,
            seen: StoredValue::new(found.clone()),
            busy: RwSignal::new(false),
            refusal: RwSignal::new(None),
            met: RwSignal::new(false),
        };
        editor.fields.fill(typed::values(&typed::form_of(&found)));
        editor.fields.form.check_with(move || {
            let form = typed::read(editor.fields, editor.version());
            let proved = editor.seen.with_value(|seen| form.prove(seen));
            proved.err().unwrap_or_default()
        });
        editor
    }

    fn version(self) -> u32 {
        self.seen.with_value(|seen| seen.version)
    }

    /// Takes over what the Worker answered.
    fn saved(self, now: Settings) {
        self.met.set(false);
        self.fields.fill(typed::values(&typed::form_of(&now)));
        self.seen.set_value(now.clone());
        self.settings.set(now);
    }

    /// Not saved: faults go to their fields, a newer version is met, anything else is said.
    fn refused(self, refusal: Refusal) {
        if let Some(now) = current::<Settings>(&refusal) {
            let typed = typed::values(&typed::read(self.fields, self.version()));
            self.fields
                .meet(&typed, typed::values(&typed::form_of(&now)));
            self.seen.set_value(now.clone());
            self.settings.set(now);
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

/// `settings` are there when the form is drawn.
#[component]
pub fn SettingsForm(fields: Fields, settings: Loaded<Settings>) -> AnyView {
    let desk = expect_context::<Desk>();
    let editor = Editor::new(fields, settings);
    let form = editor.fields.form;
    let save = saver(editor);
    fields.guard(typed::label);
    let fixed = Memo::new(move |_| !desk.may(Right::EditSettings));
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
            {part(move || checklist(settings.value()?, !fixed.get()))}
            <form
                class="stack admin-form settings"
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
                            .then(|| refused(&refusal))
                    })}
                </div>
                {part(move || {
                    (!fixed.get())
                        .then(|| view! { <p class="required-note">{t(common::REQUIRED_NOTE)}</p> })
                })}
                <fieldset class="stack" disabled=fixed>
                    {inputs(editor.fields, settings)}
                </fieldset>
                {part(move || {
                    (!fixed.get())
                        .then(|| {
                            view! {
                                <div class="cluster settings-save">
                                    <Button
                                        id="save"
                                        label=words::SAVE
                                        weight=Weight::Primary
                                        busy=editor.busy
                                        busy_label=words::SAVING
                                    />
                                </div>
                            }
                        })
                })}
            </form>
    }
    .into_any()
}

/// Saves once, however often it is pressed.
fn saver(editor: Editor) -> impl Fn() + 'static {
    let desk = expect_context::<Desk>();
    let notices = expect_context::<Notices>();
    let shop = expect_context::<ShopSettings>();
    move || {
        if editor.busy.get_untracked() {
            return;
        }
        editor.refusal.set(None);
        if !editor.fields.form.submit() {
            return;
        }
        editor.busy.set(true);
        let form = typed::read(editor.fields, editor.version());
        go(async move {
            let answer = ask::<EditSettings>(desk, &(), &(), &form).await;
            if editor.busy.is_disposed() {
                return;
            }
            editor.busy.set(false);
            match answer {
                Ok(now) => {
                    shop.set(now.shop.clone());
                    editor.saved(now);
                    notices.tell(t(words::SAVED)().to_owned(), None);
                }
                Err(refusal) => editor.refused(refusal),
            }
        });
    }
}
