//! As whom a campaign is shown and tested: one of those who will receive it, or anybody looked for by name.

use crate::admin::ask::ask;
use crate::admin::campaigns::editor::Editor;
use crate::admin::campaigns::words;
use crate::admin::drop::{Face, drop};
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::client::Refusal;
use crate::dom;
use crate::form::focus;
use crate::reactive::{either, go, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use domain::api::customer::ListCustomers;
use domain::customer::{CustomerQuery, CustomerRow};
use leptos::prelude::*;
use std::time::Duration;

/// Found ones that are offered.
const OFFERED: u32 = 6;
const PAUSE: Duration = Duration::from_millis(150);
const SEARCH: &str = "whom-search";
const DROP: &str = "whom";

pub fn whom(editor: Editor) -> AnyView {
    let open = RwSignal::new(false);
    let said = say(move || {
        let name = match editor.whom.get() {
            Some((_, name)) => name,
            None => t(words::PREVIEW_NOBODY)().to_owned(),
        };
        text::fill(words::PREVIEW_AS, &[("name", &name)])
    });
    let face = Face {
        id: DROP,
        label: words::PREVIEW_CHOOSE,
        glyph: None,
        bare: false,
        class: "bulk-drop campaign-whom",
    };
    view! {
        <span class="campaign-as">
            <bdi>{said}</bdi>
        </span>
        {drop(face, open, move || choosing(editor, open))}
    }
    .into_any()
}

fn choosing(editor: Editor, open: RwSignal<bool>) -> AnyView {
    let desk = editor.desk;
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
            dom::pause(PAUSE).await;
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
                    refusal.set(None);
                    found.set(Some(page.items));
                }
                Err(refused) => refusal.set(Some(refused)),
            }
        });
    };
    let nobody = move |()| {
        editor.whom.set(None);
        open.set(false);
        focus(DROP);
    };
    view! {
        <label class="field-label" for=SEARCH>
            {t(words::PREVIEW_SEARCH)}
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
        <div class="drop-acts" role="status">
            {either(move || match found.get() {
                None => ().into_any(),
                Some(rows) if rows.is_empty() => {
                    view! { <p class="meta">{t(words::PREVIEW_FOUND_NONE)}</p> }.into_any()
                }
                Some(rows) => {
                    rows.into_iter().map(|row| offered(editor, row, open)).collect_view().into_any()
                }
            })}
        </div>
        <Button label=words::PREVIEW_NOBODY_DO weight=Weight::Quiet press=nobody/>
    }
    .into_any()
}

fn offered(editor: Editor, row: CustomerRow, open: RwSignal<bool>) -> AnyView {
    let name = format!("{} {}", row.first_name, row.last_name);
    let name = match name.trim() {
        "" => row.email.clone(),
        name => name.to_owned(),
    };
    let chosen = (row.id, name.clone());
    view! {
        <button
            class="button campaign-found"
            type="button"
            on:click=move |_| {
                editor.whom.set(Some(chosen.clone()));
                open.set(false);
                focus(DROP);
            }
        >
            <span>
                <bdi>{name}</bdi>
                <span class="meta">{row.email}</span>
            </span>
        </button>
    }
    .into_any()
}
