//! The next message of a conversation. What is written stays until it has left, over refusals and reloads.

use crate::client::{self, Refusal};
use crate::conversation::draft::{Draft, Drawer};
use crate::conversation::files::Files;
use crate::conversation::text_area::text_area;
use crate::conversation::{Party, words};
use crate::form::{Form, focus};
use crate::reactive::{go, shown};
use crate::refused::refused;
use crate::text;
use crate::ui::button::{Button, Weight};
use crate::ui::live::announce;
use domain::api::order::IDEMPOTENCY_KEY;
use domain::conversation::{Conversation, MessageForm, Side};
use domain::id::ConversationId;
use leptos::prelude::*;

/// The field's id.
pub const TEXT: &str = "text";

/// `sent` takes over the conversation as it is then.
#[component]
pub fn Reply(party: Party, id: ConversationId, sent: UnsyncCallback<Conversation>) -> AnyView {
    let drawer = Drawer::of(id.as_str());
    let kept = drawer.open();
    let form = Form::new();
    let field = form.field(TEXT);
    field.value.set(kept.text);
    let files = Files::new(party, kept.files);
    let keep = UnsyncCallback::new(move |()| {
        drawer.keep(&Draft {
            text: field.text(),
            files: files.kept(),
            ..Draft::default()
        });
    });
    files.on_change(keep);
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    // What was sent, and under which key: an answer may have been lost.
    let tried = StoredValue::new(None::<(MessageForm, String)>);
    let asked = move || MessageForm {
        text: field.text(),
        attachments: files.ids(),
    };
    form.check_with(move || asked().prove().err().unwrap_or_default());
    let id = StoredValue::new(id);
    let send = UnsyncCallback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        refusal.set(None);
        if !form.submit() {
            return;
        }
        if files.going() {
            files.refuse(text::word(words::FILES_WAIT).to_owned());
            return;
        }
        busy.set(true);
        let typed = asked();
        let key = tried
            .get_value()
            .filter(|(before, _)| *before == typed)
            .map_or_else(client::fresh_key, |(_, key)| key);
        tried.set_value(Some((typed.clone(), key.clone())));
        go(async move {
            let answer = party
                .write(&id.get_value(), &typed, (IDEMPOTENCY_KEY, key))
                .await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            match answer {
                Ok(conversation) => {
                    tried.set_value(None);
                    field.value.set(String::new());
                    files.clear();
                    drawer.keep(&Draft::default());
                    announce(text::word(words::SENT).to_owned());
                    sent.run(conversation);
                    focus(TEXT);
                }
                Err(Refusal::Problem(problem, _)) if problem.status == 422 => {
                    form.refuse(problem.fields);
                    let elsewhere = form.elsewhere.get_untracked();
                    if let Some(fault) = elsewhere.first() {
                        files.refuse(text::sentence(fault));
                    }
                }
                Err(refused) => refusal.set(Some(refused)),
            }
        });
    });
    let label = match party.side {
        Side::Customer => words::WRITE_LABEL,
        Side::Shop => words::ANSWER_LABEL,
    };
    view! {
        <form
            class="card stack reply"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                send.run(());
            }
        >
            {shown(move || refusal.get().map(|refusal| refused(refusal, words::SLOWED, send)))}
            {text_area(field, label, words::WRITE_HINT, keep)} {files.view()}
            <div>
                <Button
                    id="send"
                    label=words::SEND
                    busy_label=words::SENDING
                    weight=Weight::Primary
                    busy=busy
                />
            </div>
        </form>
    }
    .into_any()
}
