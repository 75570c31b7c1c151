//! The field above the history in which staff write a note. What is typed stays until it is written.

use crate::admin::ask::ask_with;
use crate::admin::customer::{Record, words};
use crate::admin::desk::Desk;
use crate::admin::fields::TextArea;
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::admin::unsaved::{Unsaved, quoted};
use crate::client::{self, Refusal};
use crate::form::{Form, focus};
use crate::reactive::go;
use crate::text::{locale_now, t};
use crate::ui::button::Button;
use crate::ui::notice::{Notice, Tone};
use domain::api::order::IDEMPOTENCY_KEY;
use domain::api::record::WriteNote;
use domain::id::CustomerId;
use domain::note::NoteForm;
use domain::problem::FieldError;
use leptos::prelude::*;

const TEXT: &str = "text";

/// Who may edit customers may write notes.
#[component]
pub fn NoteComposer(id: CustomerId, record: Record) -> AnyView {
    let desk = expect_context::<Desk>();
    let notices = expect_context::<Notices>();
    let form = Form::new();
    let field = form.field(TEXT);
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    // what was sent, and under which key: an answer may have been lost
    let sent = StoredValue::new(None::<(String, String)>);
    let id = StoredValue::new(id);
    form.check_with(move || prove(&field.text()).into_iter().collect());
    expect_context::<Unsaved>().watch(move || {
        let typed = !field.text().trim().is_empty();
        typed.then(|| quoted(words::NOTE)).into_iter().collect()
    });
    let write = move || {
        if busy.get_untracked() {
            return;
        }
        refusal.set(None);
        if !form.submit() {
            return;
        }
        busy.set(true);
        let text = field.text();
        let key = sent
            .get_value()
            .filter(|(before, _)| *before == text)
            .map_or_else(client::fresh_key, |(_, key)| key);
        sent.set_value(Some((text.clone(), key.clone())));
        go(async move {
            let header = (IDEMPOTENCY_KEY, key);
            let form_sent = NoteForm { text };
            let answer =
                ask_with::<WriteNote>(desk, &id.get_value(), &(), &form_sent, &[header]).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            match answer {
                Ok(_) => {
                    sent.set_value(None);
                    field.value.set(String::new());
                    record.did();
                    notices.tell(t(words::NOTE_WRITTEN)().to_owned(), None);
                    focus(TEXT);
                }
                Err(refused) => match fault_of(&refused) {
                    Some(fault) => drop(form.refuse(vec![fault])),
                    None => refusal.set(Some(refused)),
                },
            }
        });
    };
    view! {
        <form
            class="stack-tight note-form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                write();
            }
        >
            {part(move || refusal.get().map(|refusal| refused(&refusal)))}
            <TextArea field label=words::NOTE hint=words::NOTE_HINT lang=locale_now().code() alone=true/>
            <div>
                <Button
                    id="note-write"
                    label=words::NOTE_WRITE
                    busy=busy
                />
            </div>
        </form>
    }
    .into_any()
}

/// What is wrong with a note.
pub fn prove(text: &str) -> Option<FieldError> {
    let form = NoteForm {
        text: text.to_owned(),
    };
    form.prove().err()
}

/// The fault of the text that the Worker found.
pub fn fault_of(refusal: &Refusal) -> Option<FieldError> {
    match refusal {
        Refusal::Problem(problem, _) if problem.status == 422 => {
            let fault = problem.fields.iter().find(|fault| fault.field == TEXT);
            fault.cloned()
        }
        _ => None,
    }
}

/// Why a note stays as it is.
pub fn settled(refusal: &Refusal) -> AnyView {
    match refusal {
        Refusal::Problem(problem, _) if problem.code == "note_settled" => view! {
            <Notice tone=Tone::Warn>
                <p>{t(words::NOTE_SETTLED)}</p>
            </Notice>
        }
        .into_any(),
        other => refused(other),
    }
}
