//! The form of a new customer: made once, however often it is sent.

use crate::admin::ask::ask_with;
use crate::admin::customer::credentials::way_in::way_inputs;
use crate::admin::customer::new::inputs::{CAN_SIGN_IN, asked, faults, label, told, values};
use crate::admin::customer::new::person::person;
use crate::admin::customer::{hand_over, typed, words};
use crate::admin::desk::Desk;
use crate::admin::fields::{CheckField, Fields, TICKED};
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::{OUTCOME, current, look, refused};
use crate::client::{self, Refusal};
use crate::form::focus;
use crate::reactive::go;
use crate::settings::Settings;
use crate::text::{self, Key, common, t};
use crate::ui::button::{Button, Weight};
use crate::ui::error_summary::ErrorSummary;
use domain::api::order::IDEMPOTENCY_KEY;
use domain::api::record::CreateCustomer;
use domain::customer::{Customer, CustomerForm};
use domain::group::GroupMark;
use domain::permission::Right;
use domain::route;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The form's state. A handle: copies share it.
#[derive(Clone, Copy)]
struct Maker {
    desk: Desk,
    notices: Notices,
    fields: Fields,
    groups: RwSignal<Vec<GroupMark>>,
    busy: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
    /// Who has the typed e-mail already.
    known: RwSignal<Option<Customer>>,
    /// What was sent, and under which key: an answer may have been lost.
    sent: StoredValue<Option<(CustomerForm, String)>>,
}

/// Details, what may be added to them, and a way in.
#[component]
pub fn CreateForm(fields: Fields) -> AnyView {
    let settings = expect_context::<Settings>();
    let maker = Maker {
        desk: expect_context(),
        notices: expect_context(),
        fields,
        groups: RwSignal::new(Vec::new()),
        busy: RwSignal::new(false),
        refusal: RwSignal::new(None),
        known: RwSignal::new(None),
        sent: StoredValue::new(None),
    };
    fields.fill(values());
    let form = fields.form;
    form.check_with(move || {
        let (country, shop) =
            untrack(|| settings.with(|shop| (shop.country.clone(), shop.name.clone())));
        faults(fields, &country, &shop)
    });
    fields.guard(label);
    let navigate = use_navigate();
    let gives = Memo::new(move |_| maker.desk.may(Right::GiveSignIn));
    let by_card = Memo::new(move |_| {
        let field = fields.at(CAN_SIGN_IN);
        field.value.with(|value| value == TICKED)
    });
    let made = StoredValue::new_local(move |customer: &Customer| {
        let options = NavigateOptions {
            replace: true,
            ..NavigateOptions::default()
        };
        navigate(&route::admin_customer(&customer.id), options);
    });
    let create = move |invites: bool| {
        maker.create(invites, move |customer| {
            made.with_value(|made| made(customer));
        });
    };
    view! {
        <form
            class="stack admin-form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                create(false);
            }
        >
            <ErrorSummary form/>
            <div class="admin-form-outcome" id=OUTCOME tabindex="-1">
                {part(move || {
                    let refusal = maker.refusal.get()?;
                    let at_fields = refusal.status() == 422 && form.elsewhere.with(Vec::is_empty);
                    (!at_fields).then(|| refused(&refusal))
                })}
            </div>
            <p class="required-note">{t(common::REQUIRED_NOTE)}</p>
            {person(fields, maker.groups, maker.known)}
            {part(move || gives.get().then(|| way_in(fields, by_card)))}
            <div class="cluster">
                <Button
                    id="save"
                    label=words::CREATE
                    weight=Weight::Primary
                    busy=maker.busy
                    busy_label=words::CREATING
                />
                {part(move || {
                    (gives.get() && !by_card.get())
                        .then(|| {
                            view! {
                                <Button
                                    id="create-invite"
                                    label=words::CREATE_INVITE
                                    press=move |()| create(true)
                                    busy=maker.busy
                                />
                            }
                        })
                })}
                <a class="button" href=route::ADMIN_CUSTOMERS>
                    {t(words::CANCEL)}
                </a>
            </div>
        </form>
    }
    .into_any()
}

/// The card of a way in, unticked.
fn way_in(fields: Fields, by_card: Memo<bool>) -> AnyView {
    view! {
        <section class="card stack" aria-labelledby="sign-in-title">
            <h2 class="subheading" id="sign-in-title">
                {t(words::SIGN_IN_TITLE)}
            </h2>
            <CheckField field=fields.at(CAN_SIGN_IN) label=words::CAN_SIGN_IN/>
            {part(move || by_card.get().then(|| way_inputs(fields, fields.at(typed::EMAIL).value.into())))}
        </section>
    }
    .into_any()
}

impl Maker {
    /// Once, however often it is pressed.
    fn create(self, invites: bool, made: impl Fn(&Customer) + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.refusal.set(None);
        self.known.set(None);
        if !self.fields.form.submit() {
            return;
        }
        self.busy.set(true);
        let groups = self.groups.get_untracked();
        let groups = groups.into_iter().map(|group| group.id).collect();
        let asked = asked(self.fields, groups, invites);
        let key = self
            .sent
            .get_value()
            .filter(|(sent, _)| *sent == asked)
            .map_or_else(client::fresh_key, |(_, key)| key);
        self.sent.set_value(Some((asked.clone(), key.clone())));
        go(async move {
            let header = (IDEMPOTENCY_KEY, key);
            let answer = ask_with::<CreateCustomer>(self.desk, &(), &(), &asked, &[header]).await;
            if self.busy.is_disposed() {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(customer) => {
                    // nothing is left to lose
                    self.fields.fill(values());
                    let account = asked.account.unwrap_or_default();
                    let key: Key = if account.invite == Some(true) {
                        words::CREATED_INVITED
                    } else {
                        words::CREATED
                    };
                    hand_over(&customer.id, account.password);
                    self.notices
                        .tell(text::fill(key, &[("email", &customer.email)]), None);
                    made(&customer);
                }
                Err(refusal) => self.refused(refusal),
            }
        });
    }

    /// Not made: what is typed stays.
    fn refused(self, refusal: Refusal) {
        if let Some(customer) = current::<Customer>(&refusal) {
            self.known.set(Some(customer));
            request_animation_frame(|| focus(typed::EMAIL));
            return;
        }
        match &refusal {
            Refusal::Problem(problem, _) if problem.status == 422 => {
                self.fields.form.refuse(told(problem.fields.clone()));
            }
            _ => look(),
        }
        self.refusal.set(Some(refusal));
    }
}
