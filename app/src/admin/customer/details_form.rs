//! The form of the contact details, over the version that was seen. What is typed outlives every refusal.

use crate::admin::ask::ask;
use crate::admin::customer::details::EDIT;
use crate::admin::customer::details_inputs::inputs;
use crate::admin::customer::overtaken::{Overtaken, Taking, met};
use crate::admin::customer::staff_faults::for_staff;
use crate::admin::customer::{Record, typed, words};
use crate::admin::desk::Desk;
use crate::admin::fields::Fields;
use crate::admin::notices::{Notices, Undo, undo};
use crate::admin::part::part;
use crate::admin::refused::{current, refused};
use crate::client::Refusal;
use crate::form::focus;
use crate::reactive::go;
use crate::settings::Settings;
use crate::text::{common, t};
use crate::ui::button::{Button, Weight};
use crate::ui::error_summary::ErrorSummary;
use domain::api::record::EditCustomer;
use domain::customer::{Customer, CustomerForm};
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
            {inputs(fields, editor.seen)}
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
