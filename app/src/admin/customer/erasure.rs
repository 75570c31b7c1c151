//! The question before a customer is deleted or a person erased: what goes and what stays is told first (rule 7).

use crate::admin::ask::ask;
use crate::admin::customer::erasure_told::told;
use crate::admin::customer::staff_faults::for_staff;
use crate::admin::customer::{Record, full_name, words};
use crate::admin::desk::Desk;
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::{current, refused};
use crate::admin::trouble::Trouble;
use crate::client::Refusal;
use crate::form::{Field, Form, focus};
use crate::loaded::Loaded;
use crate::reactive::{either, go, words as say};
use crate::text;
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use crate::ui::field::TextField;
use crate::ui::loading::Loading;
use domain::api::record::{EraseCustomer, PreviewErasure};
use domain::customer::{Erasure, ErasureForm};
use domain::id::CustomerId;
use domain::problem::FieldError;
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::time::Duration;

const DIALOG: &str = "erasure";
/// The safe button, on which focus starts.
const KEEP: &str = "erasure-keep";
/// The e-mail typed again. Its last part is the wire's.
const EMAIL: &str = "erased.email";

/// The dialog's state. A handle: copies share it.
#[derive(Clone, Copy)]
struct Asking {
    desk: Desk,
    notices: Notices,
    id: StoredValue<CustomerId>,
    record: Record,
    open: RwSignal<bool>,
    busy: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
}

/// Open while `open` is true; what goes is asked for each time.
#[component]
pub fn Erasing(id: CustomerId, record: Record, open: RwSignal<bool>) -> AnyView {
    let asking = Asking {
        desk: expect_context(),
        notices: expect_context(),
        id: StoredValue::new(id),
        record,
        open,
        busy: RwSignal::new(false),
        refusal: RwSignal::new(None),
    };
    let keeps = RwSignal::new(false);
    let title = say(move || {
        let key = if keeps.get() {
            words::ERASE_TITLE
        } else {
            words::DELETE_TITLE
        };
        text::fill(key, &[("name", &asking.name())])
    });
    let navigate = use_navigate();
    let gone = StoredValue::new_local(move || {
        let list = asking.desk.list(route::ADMIN_CUSTOMERS);
        navigate(&list, NavigateOptions::default());
    });
    let gone = move || gone.with_value(|gone| gone());
    view! {
        <Dialog id=DIALOG open title safe=KEEP>
            {move || inside(asking, keeps, gone)}
        </Dialog>
    }
    .into_any()
}

/// What the dialog holds, from the question what goes to the deed.
fn inside(asking: Asking, keeps: RwSignal<bool>, gone: impl Fn() + Copy + 'static) -> AnyView {
    asking.refusal.set(None);
    let preview = Loaded::new(move || {
        let id = asking.id.get_value();
        Box::pin(async move { ask::<PreviewErasure>(asking.desk, &id, &(), &()).await })
    });
    let answered = Memo::new(move |_| preview.value());
    let form = Form::new();
    let email = form.field(EMAIL);
    form.check_with(move || {
        let erasure = untrack(|| answered.get());
        let customer = untrack(|| asking.record.customer.value());
        let (Some(erasure), Some(customer)) = (erasure, customer) else {
            return Vec::new();
        };
        let typed = ErasureForm {
            email: Some(email.text()),
        };
        let fault = typed.confirm(&customer.email, &erasure).err();
        for_staff(fault.into_iter().map(shown_at_field).collect())
    });
    view! {
        {either(move || match (answered.get(), preview.refusal()) {
            (Some(erasure), _) => {
                keeps.set(erasure.keeps_books);
                told(erasure)
            }
            (None, Some(refusal)) => {
                view! {
                    <Trouble
                        message=words::ERASURE_FAILED
                        refusal
                        retry=move |()| preview.again()
                    />
                }
                    .into_any()
            }
            (None, None) => view! { <Loading bars=3/> }.into_any(),
        })}
        {part(move || asking.refusal.get().map(|refusal| refused(&refusal)))}
        <form
            class="stack"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                asking.erase(email, preview, gone);
            }
        >
            {part(move || {
                let erasure = answered.get()?;
                (erasure.keeps_books && erasure.undelivered.is_empty())
                    .then(|| {
                        view! {
                            <TextField
                                field=email
                                label=words::ERASE_EMAIL
                                kind="email"
                                autocomplete="off"
                                autocapitalize="none"
                                enterkeyhint="go"
                            />
                        }
                    })
            })}
            <div class="dialog-acts">
                <Button id=KEEP label=words::ERASE_KEEP press=move |()| asking.open.set(false)/>
                {part(move || {
                    let erasure = answered.get()?;
                    let label = if erasure.keeps_books { words::ERASE_DO } else { words::DELETE_DO };
                    erasure
                        .undelivered
                        .is_empty()
                        .then(|| {
                            view! {
                                <Button
                                    id="erasure-do"
                                    label
                                    weight=Weight::Danger
                                    busy=asking.busy
                                    busy_label=words::ERASING
                                />
                            }
                        })
                })}
            </div>
        </form>
    }
    .into_any()
}

fn shown_at_field(fault: FieldError) -> FieldError {
    fault.within("erased")
}

impl Asking {
    fn name(self) -> String {
        let customer = self.record.customer.value();
        customer.map_or_else(String::new, |customer| {
            full_name(&customer.first_name, &customer.last_name, &customer.email)
        })
    }

    /// Once, however often it is pressed.
    fn erase(self, email: Field, preview: Loaded<Erasure>, gone: impl Fn() + Copy + 'static) {
        let Some(erasure) = untrack(|| preview.value()) else {
            return;
        };
        if self.busy.get_untracked() || !erasure.undelivered.is_empty() || !email.form.submit() {
            return;
        }
        self.busy.set(true);
        self.refusal.set(None);
        let name = untrack(|| self.name());
        let form = ErasureForm {
            email: erasure.keeps_books.then(|| email.text()),
        };
        go(async move {
            let answer = ask::<EraseCustomer>(self.desk, &self.id.get_value(), &(), &form).await;
            if self.busy.is_disposed() {
                return;
            }
            self.busy.set(false);
            let refusal = match answer {
                Ok(()) => {
                    let key = if erasure.keeps_books {
                        words::ERASED
                    } else {
                        words::DELETED
                    };
                    self.open.set(false);
                    self.notices.tell(text::fill(key, &[("name", &name)]), None);
                    // the dialog gives focus back first
                    set_timeout(gone, Duration::from_millis(20));
                    return;
                }
                Err(refusal) => refusal,
            };
            if let Some(now) = current::<Erasure>(&refusal) {
                return preview.set(now);
            }
            match &refusal {
                Refusal::Problem(problem, _) if problem.status == 422 => {
                    let faults = problem.fields.iter().cloned().map(shown_at_field);
                    email.form.refuse(for_staff(faults.collect()));
                }
                Refusal::Problem(problem, _) if problem.status == 404 => {
                    self.open.set(false);
                    self.record.again();
                }
                _ => {
                    self.refusal.set(Some(refusal));
                    focus(KEEP);
                }
            }
        });
    }
}
