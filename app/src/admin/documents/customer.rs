//! The one customer a document is for: looked for by name or e-mail, chosen from what is found.

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::documents::editor::Editor;
use crate::admin::documents::{typed, words};
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::client::Refusal;
use crate::reactive::{either, go, words as say};
use crate::text::{self, t};
use crate::ui::field::{field_fault, invalid};
use crate::ui::live::announce;
use domain::api::customer::ListCustomers;
use domain::customer::{CustomerQuery, CustomerRow};
use leptos::prelude::*;
use std::time::Duration;

/// Found ones that are offered.
const OFFERED: u32 = 8;
const PAUSE: Duration = Duration::from_millis(150);
const SEARCH: &str = "customer-search";

pub fn one_customer(editor: Editor) -> AnyView {
    let desk = expect_context::<Desk>();
    let field = editor.fields.at(typed::CUSTOMER);
    let found = RwSignal::new(None::<Vec<CustomerRow>>);
    let refusal = RwSignal::new(None::<Refusal>);
    let turn = StoredValue::new(0u32);
    let search = move |q: String| {
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let mine = turn.get_value();
        let q = q.trim().to_owned();
        if q.is_empty() {
            return found.set(None);
        }
        go(async move {
            crate::dom::pause(PAUSE).await;
            if turn.try_get_value() != Some(mine) {
                return;
            }
            let query = CustomerQuery {
                q,
                limit: Some(OFFERED),
                ..CustomerQuery::default()
            };
            let answer = ask::<ListCustomers>(desk, &(), &query, &()).await;
            if turn.try_get_value() != Some(mine) {
                return;
            }
            match answer {
                Ok(page) => {
                    let n = u32::try_from(page.items.len()).unwrap_or(u32::MAX);
                    announce(text::plural(n, words::FOUND_ONE, words::FOUND_OTHER));
                    refusal.set(None);
                    found.set(Some(page.items));
                }
                Err(refused) => refusal.set(Some(refused)),
            }
        });
    };
    let chosen = say(move || {
        let id = field.value.get();
        match editor.names.of(&id) {
            Some(name) => text::fill(words::CUSTOMER_CHOSEN, &[("name", &name)]),
            None => t(words::CUSTOMER_NONE)().to_owned(),
        }
    });
    view! {
        <fieldset class="field" id=field.path tabindex="-1" aria-invalid=invalid(field)>
            <legend class="field-label">{t(words::CUSTOMER)}</legend>
            {field_fault(field)}
            <p>
                <bdi>{chosen}</bdi>
            </p>
            <label class="field-label" for=SEARCH>
                {t(words::CUSTOMER_SEARCH)}
            </label>
            <input
                class="input"
                id=SEARCH
                name=SEARCH
                type="search"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                maxlength="300"
                on:input=move |event| search(event_target_value(&event))
            />
            {part(move || refusal.get().map(|refusal| refused(&refusal)))}
            {either(move || match found.get() {
                None => ().into_any(),
                Some(rows) if rows.is_empty() => {
                    view! { <p class="meta">{t(words::FOUND_NONE)}</p> }.into_any()
                }
                Some(rows) => rows.into_iter().map(|row| offered(editor, row)).collect_view().into_any(),
            })}
        </fieldset>
    }
    .into_any()
}

fn offered(editor: Editor, row: CustomerRow) -> AnyView {
    let field = editor.fields.at(typed::CUSTOMER);
    let id = StoredValue::new(row.id.to_string());
    let name = format!("{} {}", row.first_name, row.last_name);
    let name = match name.trim() {
        "" => row.email,
        name => format!("{name}, {}", row.email),
    };
    let said = name.clone();
    view! {
        <label class="radio-line">
            <input
                class="radio-button"
                type="radio"
                name="customer-found"
                prop:checked=move || id.with_value(|id| field.value.with(|value| value == id))
                on:change=move |_| {
                    editor.names.meet(&id.get_value(), said.clone());
                    field.typed(id.get_value());
                }
            />
            <span class="radio-text">
                <bdi class="radio-word">{name}</bdi>
            </span>
        </label>
    }
    .into_any()
}
