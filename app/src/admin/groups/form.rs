//! `/admin/groups/new`: a name, and the code that it suggests until one types another.

use crate::admin::ask::ask_with;
use crate::admin::desk::Desk;
use crate::admin::fields::Fields;
use crate::admin::groups::words;
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::{OUTCOME, current, look};
use crate::client::{self, Refusal};
use crate::reactive::{follow, go, words as say};
use crate::text::{self, Key, common, t};
use crate::ui::button::{Button, Weight};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::TextField;
use crate::ui::heading::Heading;
use crate::ui::notice::{Notice, Tone};
use domain::api::group::CreateGroup;
use domain::api::order::IDEMPOTENCY_KEY;
use domain::group::{Group, GroupForm, suggested_code};
use domain::problem::FieldError;
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

pub const NAME: &str = "name";
const CODE: &str = "code";

/// What a field is called.
pub fn label(path: &str) -> Key {
    match path {
        CODE => words::CODE,
        _ => words::NAME,
    }
}

/// `/admin/groups/new`
#[component]
pub fn NewGroup() -> AnyView {
    let desk = expect_context::<Desk>();
    let title = text::said(words::NEW_TITLE);
    follow(move || desk.set_place(route::ADMIN_GROUP_NEW, title.get()));
    let fields = Fields::new(&[NAME, CODE]);
    fields.fill(vec![(NAME, String::new()), (CODE, String::new())]);
    fields.guard(label);
    let form = fields.form;
    form.check_with(move || read(fields).prove_new().err().unwrap_or_default());
    suggest(fields);
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    // the group that has the code already
    let taken = RwSignal::new(None::<Group>);
    let save = saver(fields, busy, refusal, taken);
    view! {
        <div class="record">
            <Heading text=title form/>
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
                    {part(move || taken.get().map(has_it))}
                    {part(move || {
                        let refusal = refusal.get()?;
                        (refusal.status() != 422 && refusal.status() != 409
                            || form.elsewhere.with(|faults| !faults.is_empty()))
                            .then(|| crate::admin::bulk::confirmation::told(&refusal))
                    })}
                </div>
                <p class="required-note">{t(common::REQUIRED_NOTE)}</p>
                <section class="card stack" aria-label=t(words::NEW_TITLE)>
                    <TextField
                        field=fields.at(NAME)
                        label=words::NAME
                        autocapitalize="sentences"
                        autocomplete="off"
                    />
                    <TextField
                        field=fields.at(CODE)
                        label=words::CODE
                        hint=Some(words::CODE_HINT)
                        autocomplete="off"
                        enterkeyhint="done"
                    />
                </section>
                <div class="cluster">
                    <Button
                        id="save"
                        label=words::CREATE_DO
                        weight=Weight::Primary
                        busy
                        busy_label=words::SAVING
                    />
                    <a class="button" href=route::ADMIN_GROUPS>
                        {t(words::CANCEL)}
                    </a>
                </div>
            </form>
        </div>
    }
    .into_any()
}

/// The name suggests the code for as long as nobody typed one.
fn suggest(fields: Fields) {
    let (name, code) = (fields.at(NAME), fields.at(CODE));
    let suggested = StoredValue::new(String::new());
    follow(move || {
        let next = name.value.with(|name| suggested_code(name));
        let untouched = code
            .value
            .with_untracked(|code| *code == suggested.get_value());
        if untouched && next != suggested.get_value() {
            suggested.set_value(next.clone());
            code.value.set(next);
            if code.error.with_untracked(Option::is_some) {
                code.recheck();
            }
        }
    });
}

fn read(fields: Fields) -> GroupForm {
    GroupForm {
        version: None,
        code: Some(fields.text(CODE)),
        name: fields.text(NAME),
    }
}

/// Leads to the group that has the code.
fn has_it(group: Group) -> AnyView {
    let said = say(move || {
        let name = group.name.clone();
        text::fill(words::TAKEN_BY, &[("name", &name)])
    });
    let link = route::admin_group(&group.id);
    view! {
        <Notice tone=Tone::Warn>
            <p>
                {said} " " <a href=link>{t(words::TAKEN_OPEN)}</a>
            </p>
        </Notice>
    }
    .into_any()
}

/// Creates it once, however often it is pressed.
fn saver(
    fields: Fields,
    busy: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
    taken: RwSignal<Option<Group>>,
) -> impl Fn() + 'static {
    let desk = expect_context::<Desk>();
    let notices = expect_context::<Notices>();
    let navigate = use_navigate();
    let sent = StoredValue::new(None::<(GroupForm, String)>);
    move || {
        if busy.get_untracked() {
            return;
        }
        refusal.set(None);
        taken.set(None);
        if !fields.form.submit() {
            return;
        }
        busy.set(true);
        let form = read(fields);
        // the same group is made under the same key: an answer may have been lost
        let kept = sent.get_value().filter(|(sent, _)| *sent == form);
        let key = kept.map_or_else(client::fresh_key, |(_, key)| key);
        sent.set_value(Some((form.clone(), key.clone())));
        let navigate = navigate.clone();
        go(async move {
            let header = (IDEMPOTENCY_KEY, key);
            let answer = ask_with::<CreateGroup>(desk, &(), &(), &form, &[header]).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            match answer {
                Ok(group) => {
                    notices.tell(t(words::CREATED)().to_owned(), None);
                    let options = NavigateOptions {
                        replace: true,
                        ..NavigateOptions::default()
                    };
                    navigate(&route::admin_group(&group.id), options);
                }
                Err(refused) => {
                    match &refused {
                        Refusal::Problem(problem, _) if problem.status == 422 => {
                            fields.form.refuse(problem.fields.clone());
                        }
                        Refusal::Problem(problem, _) if problem.status == 409 => {
                            taken.set(current::<Group>(&refused));
                            let fault = FieldError::new(CODE, "group_code_taken");
                            fields.form.refuse(vec![fault]);
                        }
                        _ => look(),
                    }
                    refusal.set(Some(refused));
                }
            }
        });
    }
}
