//! The form of the details, over the version that was seen. What is typed outlives every refusal.

use crate::client::Refusal;
use crate::form::{Field, Form};
use crate::language;
use crate::reactive::{follow, shown};
use crate::settings::Settings;
use crate::space::act::{Act, current};
use crate::space::arranged::Arranged;
use crate::space::details::address::{AddressFields, of_invoice};
use crate::space::details::words;
use crate::space::own::Own;
use crate::storage;
use crate::text::{self, checkout, common, t};
use crate::ui::button::{Button, Weight};
use crate::ui::checkbox::{Checkbox, TICKED, is_ticked};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::TextField;
use crate::ui::notice::{Notice, Tone};
use crate::ui::select_field::SelectField;
use crate::ui::toast::Toasts;
use domain::account::Profile;
use domain::api::account::EditProfile;
use domain::contact::BillingForm;
use domain::locale::Locale;
use domain::merge::{Merged, merge};
use domain::phone;
use domain::problem::FieldError;
use domain::profile::ProfileForm;
use leptos::prelude::*;

/// The form's fields. A handle: copies share them.
#[derive(Clone, Copy)]
struct Fields {
    form: Form,
    first_name: Field,
    last_name: Field,
    phone: Field,
    organisation: Field,
    locale: Field,
    invoiced: Field,
    billed: Field,
    vat_id: Field,
    siren: Field,
    elsewhere: Field,
    address: AddressFields,
}

/// The record is there when the form is drawn; `close` goes back to it.
#[component]
pub fn DetailsForm(close: UnsyncCallback<()>) -> AnyView {
    let profile = Own::record();
    let Some(seen) = untrack(|| profile.value()) else {
        return ().into_any();
    };
    let settings = expect_context::<Settings>();
    let toasts = expect_context::<Toasts>();
    let space = Arranged::space();
    let home = untrack(|| settings.with(|shop| shop.country.clone()));
    let fields = Fields::new(Form::new());
    fields.fill(&seen, &home);
    let seen = StoredValue::new(seen);
    let overtaken = RwSignal::new(false);
    let form = fields.form;
    let rules = home.clone();
    form.check_with(move || {
        let asked = fields.asked();
        let mut faults = seen.with_value(|seen| asked.edit(seen, &rules).err().unwrap_or_default());
        // A box that is ticked asks for a name; all of it empty says that there is none.
        if fields.names_nobody() && faults.iter().all(|fault| fault.field != fields.billed.path) {
            faults.push(FieldError::new(fields.billed.path, "required"));
        }
        faults
    });
    let act = Act::of(form);
    let save = UnsyncCallback::new(move |()| {
        if act.busy.get_untracked() || !form.submit() {
            return;
        }
        overtaken.set(false);
        let asked = ProfileForm {
            version: Some(seen.with_value(|seen| seen.version)),
            ..fields.asked()
        };
        let before = seen.with_value(|seen| seen.locale);
        act.run::<EditProfile>((), asked, move |now| {
            // Another language of the record is another language here; the same leaves what the page speaks.
            if let Some(locale) = now.locale.filter(|_| now.locale != before) {
                language::speak(locale);
                storage::set_cookie("lang", locale.code());
            }
            profile.set(now);
            space.again();
            toasts.say(text::word(words::SAVED).to_owned(), None);
            close.run(());
        });
    });
    // Somebody else saved first: what was left alone follows, what was typed stays and is saved over the new version.
    follow(move || {
        let refusal: Option<Refusal> = act.refusal.get();
        let Some(now) = refusal.and_then(|refusal| current::<Profile>(&refusal, "stale")) else {
            return;
        };
        act.refusal.set(None);
        fields.take_over(&seen.get_value(), &now, &home);
        seen.set_value(now);
        overtaken.set(true);
    });
    request_animation_frame(|| crate::form::focus("first_name"));
    view! {
        <form
            class="stack"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                save.run(());
            }
        >
            <ErrorSummary form/>
            {act.said(save)}
            {shown(move || overtaken.get().then(told))}
            <p class="required-note">{t(common::REQUIRED_NOTE)}</p>
            {inputs(fields)}
            <div class="cluster">
                <Button
                    label=words::SAVE
                    weight=Weight::Primary
                    busy=act.busy
                    busy_label=words::SAVING
                />
                <Button label=words::CANCEL press=move |()| close.run(())/>
            </div>
        </form>
    }
    .into_any()
}

fn told() -> AnyView {
    view! {
        <Notice tone=Tone::Warn>
            <p>{t(words::OVERTAKEN)}</p>
        </Notice>
    }
    .into_any()
}

fn inputs(fields: Fields) -> AnyView {
    let languages = Signal::derive(|| {
        [Locale::Fr, Locale::En]
            .map(|locale| {
                let word = text::word(super::record::language(locale));
                (locale.code().to_owned(), word.to_owned())
            })
            .to_vec()
    });
    view! {
        <div class="pair">
            <TextField
                field=fields.first_name
                label=checkout::FIRST_NAME_LABEL
                autocomplete="given-name"
                autocapitalize="words"
            />
            <TextField
                field=fields.last_name
                label=checkout::LAST_NAME_LABEL
                autocomplete="family-name"
                autocapitalize="words"
            />
        </div>
        <div class="pair">
            <TextField
                field=fields.phone
                label=checkout::PHONE_LABEL
                optional=true
                kind="tel"
                autocomplete="tel"
            />
            <TextField
                field=fields.organisation
                label=checkout::ORGANISATION_LABEL
                optional=true
                autocomplete="organization"
                autocapitalize="words"
            />
        </div>
        <SelectField
            field=fields.locale
            label=words::LANGUAGE
            options=languages
            none=words::LANGUAGE_SHOP
            optional=true
            autocomplete="language".to_owned()
        />
        <Checkbox field=fields.invoiced optional=true>
            {t(words::INVOICED)}
        </Checkbox>
        {shown(move || is_ticked(fields.invoiced).then(|| invoice(fields)))}
    }
    .into_any()
}

/// To whom invoices go, where it is somebody else.
fn invoice(fields: Fields) -> AnyView {
    view! {
        <fieldset class="stack space-fieldset">
            <legend>{t(checkout::SAVED_BILLING)}</legend>
            <TextField
                field=fields.billed
                label=checkout::BILLING_ORGANISATION_LABEL
                autocomplete="billing organization"
                autocapitalize="words"
            />
            <div class="pair">
                <TextField
                    field=fields.vat_id
                    label=checkout::VAT_ID_LABEL
                    optional=true
                    autocapitalize="characters"
                    autocomplete="off"
                />
                <TextField
                    field=fields.siren
                    label=words::SIREN
                    optional=true
                    autocomplete="off"
                    inputmode=Some("numeric")
                />
            </div>
            <Checkbox field=fields.elsewhere optional=true>
                {t(words::ELSEWHERE)}
            </Checkbox>
            {shown(move || {
                is_ticked(fields.elsewhere).then(|| fields.address.inputs("billing "))
            })}
        </fieldset>
    }
    .into_any()
}

impl Fields {
    fn new(form: Form) -> Fields {
        Fields {
            form,
            first_name: form.field("first_name"),
            last_name: form.field("last_name"),
            phone: form.field("phone"),
            organisation: form.field("organisation"),
            locale: form.field("locale"),
            invoiced: form.field("invoiced"),
            billed: form.field("billing.organisation"),
            vat_id: form.field("billing.vat_id"),
            siren: form.field("billing.siren"),
            elsewhere: form.field("elsewhere"),
            address: of_invoice(form),
        }
    }

    /// What a record says in each field of text or choice.
    fn values(self, own: &Profile) -> [(Field, String); 9] {
        let given = |text: &Option<String>| text.clone().unwrap_or_default();
        let ticked = |yes: bool| if yes { TICKED } else { "" }.to_owned();
        let billing = own.billing.as_ref();
        let identity = |read: fn(&domain::contact::Billing) -> &Option<String>| {
            billing.map(|own| given(read(own))).unwrap_or_default()
        };
        let number = own.phone.as_deref().map(phone::shown);
        [
            (self.first_name, own.first_name.clone()),
            (self.last_name, own.last_name.clone()),
            (self.phone, number.unwrap_or_default()),
            (self.organisation, given(&own.organisation)),
            (
                self.locale,
                own.locale
                    .map(|locale| locale.code().to_owned())
                    .unwrap_or_default(),
            ),
            (self.invoiced, ticked(billing.is_some())),
            (
                self.billed,
                billing
                    .map(|own| own.organisation.clone())
                    .unwrap_or_default(),
            ),
            (self.vat_id, identity(|own| &own.vat_id)),
            (self.siren, identity(|own| &own.siren)),
        ]
    }

    fn fill(self, own: &Profile, home: &str) {
        for (field, value) in self.values(own) {
            field.value.set(value);
        }
        let address = own.billing.as_ref().and_then(|own| own.address.as_ref());
        let elsewhere = if address.is_some() { TICKED } else { "" };
        self.elsewhere.value.set(elsewhere.to_owned());
        self.address.fill(address, home);
    }

    /// Follows a record that was saved meanwhile, but for what was typed here.
    fn take_over(self, seen: &Profile, now: &Profile, home: &str) {
        let before = self.values(seen);
        for ((field, saved), (_, stood)) in self.values(now).into_iter().zip(before) {
            if merge(&stood, &field.text(), &saved) == Merged::Saved {
                field.value.set(saved);
            }
        }
        if seen.billing != now.billing {
            let address = now.billing.as_ref().and_then(|own| own.address.as_ref());
            if address.is_some() && !self.elsewhere.value.with_untracked(|own| own == TICKED) {
                self.elsewhere.value.set(TICKED.to_owned());
                self.address.fill(address, home);
            }
        }
    }

    /// Whether invoices are to go to somebody who is not named.
    fn names_nobody(self) -> bool {
        self.invoiced.text() == TICKED && self.billed.text().trim().is_empty()
    }

    /// Everything that stands in the form.
    fn asked(self) -> ProfileForm {
        let filled = |field: Field| Some(field.text()).filter(|text| !text.trim().is_empty());
        let ticked = |field: Field| field.value.with_untracked(|own| own == TICKED);
        let billing = match ticked(self.invoiced) {
            false => BillingForm::default(),
            true => BillingForm {
                organisation: self.billed.text(),
                vat_id: filled(self.vat_id),
                siren: filled(self.siren),
                address: ticked(self.elsewhere).then(|| self.address.read()),
            },
        };
        ProfileForm {
            version: None,
            first_name: Some(self.first_name.text()),
            last_name: Some(self.last_name.text()),
            phone: Some(self.phone.text()),
            organisation: Some(self.organisation.text()),
            locale: Some(self.locale.text()),
            billing: Some(billing),
        }
    }
}
