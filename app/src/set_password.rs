//! `/set-password#token`: an invitation or a reset. The token stays behind the `#`, which no server and no log sees.

use crate::client::{self, Refusal};
use crate::form::Form;
use crate::reactive::{go, shown};
use crate::refused::refused;
use crate::settings::Settings;
use crate::text::{self, error, session, t};
use crate::ui::button::{Button, Weight};
use crate::ui::empty::Empty;
use crate::ui::heading::Heading;
use crate::ui::notice::{Notice, Tone};
use crate::ui::password_field::PasswordField;
use crate::ui::toast::Toasts;
use domain::api::session::{NewPassword, SetPassword as Call};
use domain::{password, route};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// `/set-password`
#[component]
pub fn SetPassword() -> AnyView {
    let form = Form::new();
    // Only read here: GET consumes nothing, and a reload finds it again.
    let hash = window().location().hash().unwrap_or_default();
    let token = hash.trim_start_matches('#').to_owned();
    let body = if domain::session::is_token(&token) {
        view! {
            <p class="lead">{t(session::SET_INTRO)}</p>
            <NewPasswordForm form token/>
        }
        .into_any()
    } else {
        view! {
            <Empty message=text::said(session::SET_NO_TOKEN)>
                <a href=route::FORGOT_PASSWORD>{t(session::SET_AGAIN)}</a>
            </Empty>
        }
        .into_any()
    };
    view! {
        <div class="narrow stack stack-wide">
            <Heading text=text::said(session::SET_TITLE) form/>
            {body}
        </div>
    }
    .into_any()
}

#[component]
fn NewPasswordForm(form: Form, token: String) -> AnyView {
    let settings = expect_context::<Settings>();
    let toasts = expect_context::<Toasts>();
    let navigate = use_navigate();
    let field = form.field("password");
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    // The account's e-mail is not known here: the Worker checks that part, and its answer lands at the field.
    form.check_with(move || {
        let shop = settings.with(|shop| shop.name.clone());
        password::check(&field.text(), "", &shop)
            .err()
            .into_iter()
            .collect()
    });
    let start = UnsyncCallback::new(move |()| {
        if busy.get_untracked() || !form.submit() {
            return;
        }
        busy.set(true);
        refusal.set(None);
        let request = NewPassword {
            token: token.clone(),
            password: field.text(),
        };
        let navigate = navigate.clone();
        go(async move {
            let answer = client::call_patiently::<Call>(&(), &(), &request, || {}).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    toasts.say(t(session::SET_DONE)().to_owned(), None);
                    navigate(route::SIGN_IN, Default::default());
                }
                Err(Refusal::Problem(problem, _))
                    if problem.fields.iter().any(|fault| fault.field == "password") =>
                {
                    form.refuse(problem.fields);
                }
                Err(refused) => {
                    refusal.try_set(Some(refused));
                }
            }
        });
    });
    view! {
        <form
            class="stack"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                start.run(());
            }
        >
            {shown(move || refusal.get().map(|refusal| wrong(refusal, start)))}
            // Password managers look for whose password it is; the link does not tell the page.
            <input type="text" autocomplete="username" hidden=true/>
            <PasswordField
                field
                label=session::SET_LABEL
                hint=session::SET_HINT
                autocomplete="new-password"
            />
            <Button
                label=session::SET_SUBMIT
                weight=Weight::Primary
                busy=busy
                busy_label=session::SET_SUBMITTING
            />
        </form>
    }
    .into_any()
}

/// The link is used up, or it is not the link's fault.
fn wrong(refusal: Refusal, retry: UnsyncCallback<()>) -> AnyView {
    if !matches!(refusal.status(), 400..=499) || refusal.status() == 429 {
        return refused(refusal, error::SLOWED, retry);
    }
    view! {
        <Notice tone=Tone::Warn>
            <p>{t(session::SET_EXPIRED)}</p>
            <p>
                <a href=route::FORGOT_PASSWORD>{t(session::SET_AGAIN)}</a>
            </p>
        </Notice>
    }
    .into_any()
}
