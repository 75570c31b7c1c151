//! Giving a way in: an invitation, or a password; and a new password for who has one. What is typed outlives every refusal.

use crate::admin::customer::credentials::acts::Acting;
use crate::admin::customer::credentials::password::{MUST_CHANGE, PASSWORD, password_inputs};
use crate::admin::customer::staff_faults::for_staff;
use crate::admin::customer::words;
use crate::admin::fields::{CheckField, Fields, RadioField, TICKED};
use crate::admin::part::part;
use crate::admin::unsaved::Unsaved;
use crate::form::focus;
use crate::settings::Settings;
use crate::text::{Key, t};
use crate::ui::button::{Button, Weight};
use crate::ui::error_summary::ErrorSummary;
use domain::credentials::AccountForm;
use domain::password;
use domain::problem::FieldError;
use leptos::prelude::*;

pub const WAY: &str = "way";
pub const INVITE: &str = "invite";
pub const ENABLED: &str = "enabled";
/// The fields of a way in.
pub const PATHS: [&str; 4] = [WAY, PASSWORD, MUST_CHANGE, ENABLED];

/// The fields' texts before anything is typed.
pub fn values(way: &str) -> Vec<(&'static str, String)> {
    vec![
        (WAY, way.to_owned()),
        (PASSWORD, String::new()),
        (MUST_CHANGE, TICKED.to_owned()),
        (ENABLED, TICKED.to_owned()),
    ]
}

/// What is asked of the Worker for a way in.
pub fn asked(fields: Fields) -> AccountForm {
    let ticked = |path| fields.text(path) == TICKED;
    if fields.text(WAY) == INVITE {
        return AccountForm {
            can_sign_in: Some(true),
            enabled: Some(ticked(ENABLED)),
            invite: Some(true),
            ..AccountForm::default()
        };
    }
    AccountForm {
        can_sign_in: Some(true),
        enabled: Some(ticked(ENABLED)),
        password: Some(fields.text(PASSWORD)),
        must_change: Some(ticked(MUST_CHANGE)),
        invite: None,
    }
}

/// What is wrong with the password of `email`, where one is asked for.
pub fn faults(fields: Fields, email: &str, shop: &str) -> Vec<FieldError> {
    if fields.text(WAY) == INVITE {
        return Vec::new();
    }
    let fault = password::check(&fields.text(PASSWORD), email, shop).err();
    for_staff(fault.into_iter().collect())
}

pub fn label(path: &str) -> Key {
    match path {
        WAY => words::WAY,
        PASSWORD => words::PASSWORD,
        MUST_CHANGE => words::MUST_CHANGE,
        _ => words::ENABLED,
    }
}

/// An invitation or a password, and whether the account works at once.
pub fn way_inputs(fields: Fields, whose: Signal<String>) -> AnyView {
    let way = fields.at(WAY);
    let by_mail = Memo::new(move |_| way.value.with(|way| way == INVITE));
    let ways = vec![
        (INVITE, words::WAY_INVITE, Some(words::WAY_INVITE_HINT)),
        (PASSWORD, words::WAY_PASSWORD, None),
    ];
    view! {
        <RadioField field=way label=words::WAY options=ways/>
        {part(move || (!by_mail.get()).then(|| password_inputs(fields, whose)))}
        <CheckField field=fields.at(ENABLED) label=words::ENABLED hint=words::ENABLED_HINT/>
    }
    .into_any()
}

/// The open form: `opens` gives a way in, else it replaces the password of one there is.
#[component]
pub fn WayIn(acting: Acting, opens: bool) -> AnyView {
    let settings = expect_context::<Settings>();
    let record = acting.record;
    let fields = Fields::new(&PATHS);
    fields.fill(values(if opens { INVITE } else { PASSWORD }));
    let form = fields.form;
    let email = untrack(|| record.customer.value())
        .map(|customer| customer.email)
        .unwrap_or_default();
    let whose = Signal::stored(email.clone());
    form.check_with(move || {
        let shop = untrack(|| settings.with(|shop| shop.name.clone()));
        faults(fields, &email, &shop)
    });
    // a password alone is worth the question; the boxes are not
    expect_context::<Unsaved>().watch(move || {
        let typed = fields.changed().contains(&PASSWORD);
        let name = || crate::admin::unsaved::quoted(words::PASSWORD);
        typed.then(name).into_iter().collect()
    });
    record.holds(fields);
    request_animation_frame(move || {
        if opens {
            focus("way-invite");
        } else {
            focus(PASSWORD);
        }
    });
    let save = move || {
        if acting.busy.get_untracked() || !form.submit() {
            return;
        }
        let mut asked = asked(fields);
        if !opens {
            // the switches stay as they are
            asked.can_sign_in = None;
            asked.enabled = None;
        }
        acting.give(asked, form);
    };
    view! {
        <form
            class="stack"
            novalidate
            aria-label=t(if opens { words::WAY } else { words::PASSWORD_NEW_TITLE })
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <ErrorSummary form/>
            {part(move || (!opens).then(|| view! { <h3 class="record-part">{t(words::PASSWORD_NEW_TITLE)}</h3> }))}
            {if opens { way_inputs(fields, whose) } else { password_inputs(fields, whose) }}
            {(!opens).then(|| view! { <p class="meta">{t(words::PASSWORD_NEW_HINT)}</p> })}
            <div class="cluster">
                <Button
                    label=words::SAVE
                    weight=Weight::Primary
                    busy=acting.busy
                    busy_label=words::SAVING
                />
                <Button label=words::CANCEL press=move |()| acting.close()/>
            </div>
        </form>
    }
    .into_any()
}
