//! `/account/conversations/new`: a question to the shop, perhaps about an order. What is written stays until it has left.

use crate::client::{self, Refusal};
use crate::conversation::draft::{Draft, Drawer};
use crate::conversation::files::Files;
use crate::conversation::text_area::text_area;
use crate::conversation::words as common;
use crate::form::{Field, Form};
use crate::loaded::Loaded;
use crate::reactive::{either, follow, go, shown};
use crate::refused::refused;
use crate::space::conversations::{party, recount, words};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::{TextField, field_fault, field_label, invalid};
use crate::ui::heading::Heading;
use crate::ui::live::announce;
use domain::api::PageQuery;
use domain::api::account::ListOwnOrders;
use domain::api::conversation::OpenConversation;
use domain::api::order::IDEMPOTENCY_KEY;
use domain::conversation::ConversationForm;
use domain::id::OrderId;
use domain::order::OrderSummary;
use domain::route;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};

/// Where the draft lies.
const PLACE: &str = "new";

pub fn page() -> AnyView {
    let party = party();
    let recount = recount();
    let drawer = Drawer::of(PLACE);
    let kept = drawer.open();
    let form = Form::new();
    let subject = form.field("subject");
    let order = form.field("order");
    let field = form.field("text");
    subject.value.set(kept.subject);
    field.value.set(kept.text);
    // A link from an order says which one it is about.
    let named = use_query_map().with_untracked(|query| query.get("order"));
    order.value.set(named.unwrap_or(kept.order));
    let files = Files::new(party, kept.files);
    let keep = UnsyncCallback::new(move |()| {
        drawer.keep(&Draft {
            subject: subject.text(),
            order: order.text(),
            text: field.text(),
            files: files.kept(),
        });
    });
    files.on_change(keep);
    follow(move || {
        subject.value.track();
        order.value.track();
        keep.run(());
    });
    let asked = move || ConversationForm {
        subject: subject.text(),
        text: field.text(),
        order: OrderId::parse(&order.text()),
        attachments: files.ids(),
    };
    form.check_with(move || asked().prove().err().unwrap_or_default());
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let tried = StoredValue::new(None::<(ConversationForm, String)>);
    let navigate = StoredValue::new_local(use_navigate());
    let send = UnsyncCallback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        refusal.set(None);
        if !form.submit() {
            return;
        }
        if files.going() {
            files.refuse(text::word(common::FILES_WAIT).to_owned());
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
            let header = (IDEMPOTENCY_KEY, key);
            let answer = client::call_with::<OpenConversation>(&(), &(), &typed, &[header]).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            match answer {
                Ok(opened) => {
                    drawer.keep(&Draft::default());
                    recount.run(());
                    announce(text::word(common::SENT).to_owned());
                    let to = route::conversation(&opened.thread.id);
                    navigate.with_value(|navigate| navigate(&to, Default::default()));
                }
                Err(refused) if refused.status() == 401 => party.ended.run(()),
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
    view! {
        <div class="stack stack-wide">
            <div class="stack-tight">
                <p>
                    <a href=route::ACCOUNT_CONVERSATIONS>{t(words::BACK)}</a>
                </p>
                <Heading text=text::said(words::NEW_TITLE) form/>
                <p class="meta">{t(words::BLOCK_LEAD)}</p>
            </div>
            <form
                class="card stack"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    send.run(());
                }
            >
                <ErrorSummary form/>
                {shown(move || {
                    refusal.get().map(|refusal| refused(refusal, common::SLOWED, send))
                })}
                <TextField
                    field=subject
                    label=words::SUBJECT
                    autocapitalize="sentences"
                />
                {orders(order)} {text_area(field, common::WRITE_LABEL, common::WRITE_HINT, keep)}
                {files.view()}
                <div>
                    <Button
                        id="send"
                        label=common::SEND
                        busy_label=common::SENDING
                        weight=Weight::Primary
                        busy=busy
                    />
                </div>
            </form>
        </div>
    }
    .into_any()
}

/// Which order it is about; not asked of who has none.
fn orders(field: Field) -> AnyView {
    let orders: Loaded<Vec<OrderSummary>> = Loaded::new(move || {
        Box::pin(async move {
            let page = client::call::<ListOwnOrders>(&(), &PageQuery::default(), &()).await?;
            Ok(page.items)
        })
    });
    either(move || {
        let orders = orders.value().unwrap_or_default();
        if orders.is_empty() {
            return ().into_any();
        }
        let options = orders.into_iter().map(|order| option(field, &order));
        let options = options.collect_view();
        view! {
            <div class="field">
                {field_label(field, Signal::stored(words::ORDER), Signal::stored(true))}
                {field_fault(field)} <div class="select-box">
                    <select
                        class="input select"
                        id=field.path
                        name=field.path
                        autocomplete="off"
                        aria-invalid=invalid(field)
                        on:change=move |event| field.typed(event_target_value(&event))
                    >
                        <option value="" prop:selected=move || field.value.with(String::is_empty)>
                            {t(words::ORDER_NONE)}
                        </option>
                        {options}
                    </select>
                </div>
            </div>
        }
        .into_any()
    })
    .into_any()
}

fn option(field: Field, order: &OrderSummary) -> AnyView {
    let id = order.id.to_string();
    let value = id.clone();
    let (number, at) = (order.number.to_string(), order.placed_at);
    let said = move || {
        let date = text::date(at);
        text::fill(words::ORDER_OPTION, &[("number", &number), ("date", &date)])
    };
    view! {
        <option value=value prop:selected=move || field.value.with(|chosen| *chosen == id)>
            {said}
        </option>
    }
    .into_any()
}
