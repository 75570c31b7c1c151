//! The form of the contact details, over the version that was seen. What is typed outlives every refusal.

use crate::admin::ask::ask;
use crate::admin::customer::address_inputs::{BILLING, address_inputs};
use crate::admin::customer::details::{EDIT, language};
use crate::admin::customer::overtaken::{Overtaken, Taking, met};
use crate::admin::customer::staff_faults::for_staff;
use crate::admin::customer::{Record, typed, words};
use crate::admin::desk::Desk;
use crate::admin::fields::{CheckField, Fields, SelectField, TICKED};
use crate::admin::notices::{Notices, Undo, undo};
use crate::admin::part::part;
use crate::admin::refused::{current, refused};
use crate::client::Refusal;
use crate::form::focus;
use crate::reactive::{go, words as say};
use crate::settings::Settings;
use crate::text::{self, Key, common, t};
use crate::ui::button::{Button, Weight};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::TextField;
use crate::ui::notice::{Notice, Tone};
use domain::api::record::EditCustomer;
use domain::customer::{Customer, CustomerForm};
use domain::email::Email;
use domain::locale::Locale;
use leptos::prelude::*;
use std::time::Duration;

/// The form's state. A handle: copies share it.
#[derive(Clone, Copy)]
struct Editor {
    desk: Desk,
    notices: Notices,
    record: Record,
    fields: Fields,
    /// The record that the form was filled from.
    seen: StoredValue<Customer>,
    busy: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
    /// Somebody else saved first.
    overtaken: RwSignal<Option<Overtaken>>,
}

/// The record is there when the form is drawn.
#[component]
pub fn DetailsForm(record: Record) -> AnyView {
    let Some(customer) = untrack(|| record.customer.value()) else {
        return ().into_any();
    };
    let settings = expect_context::<Settings>();
    let home = untrack(|| settings.with(|shop| shop.country.clone()));
    let fields = Fields::new(&typed::PATHS);
    fields.fill(typed::values(&customer, &home));
    let editor = Editor {
        desk: expect_context(),
        notices: expect_context(),
        record,
        fields,
        seen: StoredValue::new(customer),
        busy: RwSignal::new(false),
        refusal: RwSignal::new(None),
        overtaken: RwSignal::new(None),
    };
    let form = fields.form;
    form.check_with(move || {
        editor
            .seen
            .with_value(|seen| typed::faults(fields, seen, &home))
    });
    fields.guard(typed::label);
    record.holds(fields);
    request_animation_frame(|| focus(typed::LAST_NAME));
    let taking = Taking {
        save: Callback::new(move |asked| editor.send(asked)),
        leave: Callback::new(move |()| editor.close()),
    };
    view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                editor.save();
            }
        >
            <ErrorSummary form/>
            {part(move || {
                let refusal = editor.refusal.get()?;
                let told = refusal.status() == 422 && form.elsewhere.with(Vec::is_empty);
                (!told).then(|| refused(&refusal))
            })}
            <p class="required-note">{t(common::REQUIRED_NOTE)}</p>
            {inputs(editor)}
            <div class="cluster">
                <Button
                    label=words::SAVE
                    weight=Weight::Primary
                    busy=editor.busy
                    busy_label=words::SAVING
                />
                <Button label=words::CANCEL press=move |()| editor.close()/>
            </div>
        </form>
        {met(editor.seen, record, editor.overtaken, taking)}
    }
    .into_any()
}

fn inputs(editor: Editor) -> AnyView {
    let fields = editor.fields;
    let ticked = move |path| {
        let field = fields.at(path);
        Memo::new(move |_| field.value.with(|value| value == TICKED))
    };
    let invoiced = ticked(typed::INVOICED);
    let elsewhere = ticked(typed::ELSEWHERE);
    let languages = Signal::derive(|| {
        [Locale::Fr, Locale::En]
            .map(|locale| {
                let word = t(language(Some(locale)))().to_owned();
                (locale.code().to_owned(), word)
            })
            .to_vec()
    });
    view! {
        <div class="pair">
            {line(fields, typed::LAST_NAME, false)} {line(fields, typed::FIRST_NAME, false)}
        </div>
        {line(fields, typed::EMAIL, false)} {part(move || email_warning(editor))}
        <div class="pair">
            {line(fields, typed::PHONE, true)} {line(fields, typed::ORGANISATION, true)}
        </div>
        <SelectField
            field=fields.at(typed::LOCALE)
            label=typed::label(typed::LOCALE)
            options=languages
            none=words::LANGUAGE_SHOP
            optional=true
        />
        <CheckField field=fields.at(typed::INVOICED) label=words::INVOICED/>
        {part(move || {
            invoiced
                .get()
                .then(|| {
                    view! {
                        <fieldset class="record-billing stack">
                            <legend class="record-legend">{t(typed::label(typed::INVOICED))}</legend>
                            {line(fields, typed::BILLED, false)}
                            <div class="pair">
                                {line(fields, typed::VAT_ID, true)} {line(fields, typed::SIREN, true)}
                            </div>
                            <CheckField field=fields.at(typed::ELSEWHERE) label=words::ELSEWHERE/>
                            {part(move || {
                                elsewhere.get().then(|| address_inputs(fields, BILLING))
                            })}
                        </fieldset>
                    }
                })
        })}
    }
    .into_any()
}

/// A line of text, with the keyboard its field asks for.
pub fn line(fields: Fields, path: &'static str, optional: bool) -> AnyView {
    let (kind, capitals) = match path {
        typed::EMAIL => ("email", "none"),
        typed::PHONE => ("tel", "off"),
        typed::VAT_ID => ("text", "characters"),
        _ => ("text", "words"),
    };
    let hint: Option<Key> = (path == typed::VAT_ID).then_some(words::VAT_ID_HINT);
    view! {
        <TextField
            field=fields.at(path)
            label=typed::label(path)
            hint
            optional
            kind
            autocomplete="off"
            autocapitalize=capitals
        />
    }
    .into_any()
}

/// What another e-mail means, before it is saved.
fn email_warning(editor: Editor) -> Option<AnyView> {
    let new = editor.fields.at(typed::EMAIL).value.get();
    let new = Email::parse(&new).ok()?;
    let (old, account) = editor
        .seen
        .with_value(|seen| (seen.email.clone(), seen.credentials.is_some()));
    if Email::parse(&old).is_ok_and(|old| old.key() == new.key()) {
        return None;
    }
    let key = if account {
        words::EMAIL_WARNING_ACCOUNT
    } else {
        words::EMAIL_WARNING
    };
    let sentence = say(move || text::fill(key, &[("new", new.as_str()), ("old", &old)]));
    Some(
        view! {
            <Notice tone=Tone::Warn>
                <p class="record-told">{sentence}</p>
            </Notice>
        }
        .into_any(),
    )
}

impl Editor {
    /// Saves once, however often it is pressed. Without a change it closes.
    fn save(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.refusal.set(None);
        if self.fields.changed().is_empty() {
            return self.close();
        }
        if self.fields.form.submit() {
            self.send(self.seen.with_value(|seen| typed::asked(self.fields, seen)));
        }
    }

    fn send(self, asked: CustomerForm) {
        self.busy.set(true);
        let Some(before) = untrack(|| self.record.customer.value()) else {
            return;
        };
        go(async move {
            let answer = ask::<EditCustomer>(self.desk, &before.id, &(), &asked).await;
            if self.busy.is_disposed() {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(now) => {
                    // both mailboxes were told of another e-mail: that is not taken back in passing
                    let undo = (now.email == before.email)
                        .then(|| back(self.desk, self.record, before, now.version));
                    self.record.changed(now);
                    self.close();
                    self.notices
                        .tell(t(words::DETAILS_SAVED)().to_owned(), undo);
                }
                Err(refusal) => self.refused(refusal).await,
            }
        });
    }

    /// Not saved: faults go to their fields, a newer record is shown beside what is typed, anything else is said.
    async fn refused(self, refusal: Refusal) {
        if let Some(now) = current::<Customer>(&refusal) {
            let asked = self.seen.with_value(|seen| typed::asked(self.fields, seen));
            let overtaken = Overtaken::by_now(self.desk, now, asked).await;
            self.overtaken.try_set(Some(overtaken));
            return;
        }
        if let Refusal::Problem(problem, _) = &refusal
            && problem.status == 422
        {
            self.fields.form.refuse(for_staff(problem.fields.clone()));
        }
        self.refusal.set(Some(refusal));
    }

    /// Back to the facts, and focus to the button that opened the form.
    fn close(self) {
        self.record.close();
        set_timeout(|| focus(EDIT), Duration::from_millis(20));
    }
}

/// Saves what stood there `before` over the version that replaced it.
fn back(desk: Desk, record: Record, before: Customer, version: u32) -> Undo {
    undo(move || {
        let id = before.id.clone();
        let form = typed::back(&before, version);
        async move {
            let now = ask::<EditCustomer>(desk, &id, &(), &form).await?;
            record.took_back(now);
            Ok(())
        }
    })
}
