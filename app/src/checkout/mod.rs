//! `/checkout`: the contact step. The form is the guest's way; nothing typed here is ever lost.

mod address;
mod billing;
mod contact;
mod draft;
mod opening;
pub mod saved;
pub mod shell;
mod steps;
mod submission;
mod summary;

use crate::checkout::address::AddressFields;
use crate::checkout::billing::BillingFields;
use crate::checkout::contact::Contact;
use crate::checkout::opening::Opening;
use crate::checkout::steps::{Step, Steps};
use crate::checkout::submission::{Submission, SubmissionFailure};
use crate::checkout::summary::Summary;
use crate::form::{Field, focus};
use crate::reactive::{either, follow, shown, words};
use crate::settings::Settings;
use crate::shop::basket::Basket;
use crate::text::{self, checkout, common, t};
use crate::ui::button::{Button, Weight};
use crate::ui::checkbox::Checkbox;
use crate::ui::empty::Empty;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::TextField;
use crate::ui::heading::Heading;
use crate::ui::toast::Toasts;
use domain::settings::consent_text;
use domain::{email, route};
use leptos::prelude::*;

/// `/checkout`
#[component]
pub fn Checkout() -> impl IntoView {
    let basket = expect_context::<Basket>();
    let opening = Opening::new(basket);
    expect_context::<Toasts>().leave();
    // Asked through a memo: the form must not be made anew when the basket changes but is not empty.
    let nothing = Memo::new(move |_| opening.nothing());
    either(move || {
        if nothing.get() {
            shell::leave();
            view! { <NothingToBuy/> }.into_any()
        } else {
            view! { <ContactStep opening/> }.into_any()
        }
    })
}

/// The basket is empty and no checkout is open.
#[component]
fn NothingToBuy() -> impl IntoView {
    view! {
        <Heading text=text::said(checkout::EMPTY_TITLE)/>
        <Empty message=text::said(checkout::EMPTY_TEXT)>
            <a class=Weight::Primary.class() href=route::SHOP>
                {t(checkout::EMPTY_BACK)}
            </a>
        </Empty>
    }
}

/// Steps, heading, form; the summary beside.
#[component]
fn ContactStep(opening: Opening) -> impl IntoView {
    let contact = Contact::new();
    let settings = expect_context::<Settings>();
    let submission = Submission::new(contact, opening);
    draft::keep(contact);
    let pressed = shell::take_over(contact);
    follow(move || opening.with_typed(|typed| contact.fill_unless_typed(typed)));
    // After the form is on the page, and before anything is painted.
    follow(move || {
        shell::leave();
        if pressed.line2 {
            contact.address.open_line2();
        }
        if pressed.submit {
            submission.start();
        }
    });
    let privacy = words(move || {
        let months = settings.with(|shop| shop.retention_months);
        text::fill(
            checkout::PRIVACY,
            &[("months", &text::number(months.into()))],
        )
    });
    view! {
        <div class="sidebar">
            <div class="contact">
                <div class="contact-head">
                    <Steps now=Step::Details/>
                    <Heading text=text::said(checkout::TITLE) form=contact.form/>
                    <p class="required-note">{t(common::REQUIRED_NOTE)}</p>
                </div>
                <form
                    class="contact"
                    novalidate=true
                    on:submit=move |event| {
                        event.prevent_default();
                        submission.start();
                    }
                >
                    <ErrorSummary form=contact.form/>
                    <div class="contact-group">
                        <Email field=contact.email/>
                        <div class="pair">
                            <TextField
                                field=contact.first_name
                                label=checkout::FIRST_NAME_LABEL
                                autocomplete="given-name"
                                autocapitalize="words"
                            />
                            <TextField
                                field=contact.last_name
                                label=checkout::LAST_NAME_LABEL
                                autocomplete="family-name"
                                autocapitalize="words"
                            />
                        </div>
                        <TextField
                            field=contact.phone
                            label=checkout::PHONE_LABEL
                            hint=checkout::PHONE_HINT
                            optional=true
                            kind="tel"
                            autocomplete="tel"
                        />
                        <TextField
                            field=contact.organisation
                            label=checkout::ORGANISATION_LABEL
                            optional=true
                            autocomplete="organization"
                            autocapitalize="words"
                        />
                        <AddressFields address=contact.address/>
                    </div>
                    <div class="contact-choices">
                        <Checkbox id="billing" checked=contact.billing_open controls="billing-details">
                            {t(checkout::BILLING_TOGGLE)}
                        </Checkbox>
                        <BillingFields contact/>
                        <Checkbox id="marketing_consent" checked=contact.marketing_consent>
                            {words(move || consent_text(text::locale(), &settings.name()))}
                        </Checkbox>
                    </div>
                    <div class="contact-acts">
                        <SubmissionFailure submission/>
                        <Button
                            label=checkout::SUBMIT
                            weight=Weight::Primary
                            busy=submission.busy()
                            busy_label=checkout::SUBMITTING
                            id="submit"
                        />
                        <p class="privacy">
                            {privacy} " " <a href=route::YOUR_DATA>{t(common::NAV_YOUR_DATA)}</a>
                        </p>
                    </div>
                </form>
            </div>
            <Summary opening/>
        </div>
    }
}

/// The e-mail address, with the note about a slip in a common provider's name.
#[component]
fn Email(field: Field) -> impl IntoView {
    let slip = RwSignal::new(None::<String>);
    let look = move || slip.set(field.value.with_untracked(|typed| email::suggestion(typed)));
    // Once it is corrected by hand, the note goes.
    follow(move || {
        let typed = field.value.get();
        if slip.with_untracked(Option::is_some) && email::suggestion(&typed).is_none() {
            slip.set(None);
        }
    });
    let note = shown(move || {
        let meant = slip.get()?;
        let (before, after) = text::around(checkout::EMAIL_SLIP, "email");
        let shown = meant.clone();
        let view = view! {
            <p>{before} <strong>{shown}</strong> {after}</p>
            <Button
                label=checkout::EMAIL_SLIP_USE
                weight=Weight::Quiet
                press=move |()| {
                    field.typed(meant.clone());
                    slip.set(None);
                    focus(field.path);
                }
            />
        };
        Some(view.into_any())
    });
    view! {
        <div on:focusout=move |_| look()>
            <TextField
                field
                label=checkout::EMAIL_LABEL
                hint=checkout::EMAIL_HINT
                kind="email"
                autocomplete="email"
                autocapitalize="none"
            >
                <div class="field-note" role="status">
                    {note}
                </div>
            </TextField>
        </div>
    }
}
