//! The e-mail one signs in with, and another that waits to be confirmed from its mailbox.

use crate::client;
use crate::dom::focus;
use crate::form::Form;
use crate::loaded::Loaded;
use crate::reactive::{either, words as say};
use crate::space::act::Act;
use crate::space::arranged::Arranged;
use crate::space::security::words;
use crate::text::{self, session, t};
use crate::ui::button::{Button, Weight};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::failed::Failed;
use crate::ui::field::TextField;
use crate::ui::loading::Loading;
use crate::ui::notice::Notice;
use crate::ui::password_field::PasswordField;
use crate::ui::toast::Toasts;
use domain::api::security::{AskEmail, GetEmail, WithdrawEmail};
use domain::email::Email;
use domain::email_change::{EmailForm, EmailState};
use domain::problem::FieldError;
use domain::space::Space;
use leptos::prelude::*;
use std::time::Duration;

const TITLE: &str = "email-title";

/// The card; a password is asked for where there is one.
pub fn card(has_password: bool) -> AnyView {
    let state =
        Loaded::new(|| Box::pin(async move { client::call::<GetEmail>(&(), &(), &()).await }));
    let body = either(move || match (state.value(), state.refusal()) {
        (Some(own), _) => inside(own, has_password, state),
        (None, Some(refusal)) => view! {
            <Failed
                message=text::said(words::EMAIL_FAILED)
                refusal=Some(refusal)
                retry=move |()| state.again()
            />
        }
        .into_any(),
        (None, None) => view! { <Loading bars=2/> }.into_any(),
    });
    view! {
        <section class="card stack" aria-labelledby=TITLE>
            <h2 class="subheading" id=TITLE tabindex="-1">
                {t(words::EMAIL)}
            </h2>
            {body}
        </section>
    }
    .into_any()
}

fn inside(own: EmailState, has_password: bool, state: Loaded<EmailState>) -> AnyView {
    let now = own.email.clone();
    let username = own.email.clone();
    let waiting = own.waiting.map(|waiting| {
        let (new, until) = (waiting.email, waiting.until);
        let sentence =
            say(move || text::fill(words::EMAIL_WAITS, &[("new", &new), ("old", &own.email)]));
        let ends =
            say(move || text::fill(words::EMAIL_UNTIL, &[("date", &text::date_time(until))]));
        view! {
            <Notice>
                <p class="space-told">{sentence}</p>
                <p class="meta">{ends}</p>
                {withdrawal(state)}
            </Notice>
        }
        .into_any()
    });
    view! {
        <p class="space-told">
            {say(move || text::fill(words::EMAIL_NOW, &[("email", &now)]))}
        </p>
        {waiting}
        {form(has_password, username, state)}
    }
    .into_any()
}

fn withdrawal(state: Loaded<EmailState>) -> AnyView {
    let act = Act::new();
    let toasts = expect_context::<Toasts>();
    let space = Arranged::space();
    let withdraw = UnsyncCallback::new(move |()| {
        act.run::<WithdrawEmail>((), (), move |()| {
            toasts.say(text::word(words::EMAIL_WITHDRAWN).to_owned(), None);
            done(state, space);
        });
    });
    view! {
        {act.said(withdraw)}
        <Button label=words::EMAIL_WITHDRAW busy=act.busy press=move |()| withdraw.run(())/>
    }
    .into_any()
}

/// What waits is another, here and on the first page.
fn done(state: Loaded<EmailState>, space: Loaded<Space>) {
    state.again();
    space.again();
    set_timeout(|| focus(TITLE), Duration::from_millis(20));
}

/// Asks for another.
fn form(has_password: bool, username: String, state: Loaded<EmailState>) -> AnyView {
    let toasts = expect_context::<Toasts>();
    let space = Arranged::space();
    let form = Form::new();
    let email = form.field("change.email");
    let password = has_password.then(|| form.field("change.password"));
    form.check_with(move || {
        let mut faults: Vec<FieldError> = Vec::new();
        faults.extend(
            Email::parse(&email.text())
                .err()
                .map(|fault| fault.within("change.email")),
        );
        if password.is_some_and(|own| own.text().is_empty()) {
            faults.push(FieldError::new("change.password", "required"));
        }
        faults
    });
    let act = Act::within(form, "change");
    let ask = UnsyncCallback::new(move |()| {
        if act.busy.get_untracked() || !form.submit() {
            return;
        }
        let asked = EmailForm {
            email: email.text(),
            password: password.map(|own| own.text()).unwrap_or_default(),
        };
        act.run::<AskEmail>((), asked, move |()| {
            toasts.say(text::word(words::EMAIL_ASKED).to_owned(), None);
            done(state, space);
        });
    });
    view! {
        <details class="fold">
            <summary class="fold-title">{t(words::EMAIL_CHANGE)}</summary>
            <form
                class="stack fold-body"
                novalidate=true
                on:submit=move |event| {
                    event.prevent_default();
                    ask.run(());
                }
            >
                <ErrorSummary form/>
                {act.said(ask)}
                <p class="meta">{t(words::EMAIL_HOW)}</p>
                // Password managers look for whose password it is.
                <input type="text" autocomplete="username" value=username readonly=true hidden=true/>
                <TextField
                    field=email
                    label=words::EMAIL_NEW
                    kind="email"
                    autocomplete="email"
                    autocapitalize="none"
                />
                {password
                    .map(|field| {
                        view! {
                            <PasswordField
                                field
                                label=session::CURRENT_LABEL
                                autocomplete="current-password"
                            />
                        }
                    })}
                <div>
                    <Button
                        label=words::EMAIL_ASK
                        weight=Weight::Primary
                        busy=act.busy
                        busy_label=words::SENDING
                    />
                </div>
            </form>
        </details>
    }
    .into_any()
}
