//! `/admin/settings`: what the owner sets, and what is missing before the shop may ask for money.

mod checklist;
mod countries;
mod form;
mod inputs;
mod sender;
mod typed;
mod words;

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::fields::Fields;
use crate::admin::settings::form::SettingsForm;
use crate::admin::trouble::Trouble;
use crate::loaded::Loaded;
use crate::reactive::either;
use crate::text::{self, t};
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::settings::GetSettings;
use leptos::prelude::*;

/// What was changed, as the journal names it; what this version does not know stays as it is.
pub fn field(code: &str) -> String {
    let key = match code {
        "seller" => words::SELLER_TITLE,
        "transfer" => words::TRANSFER_TITLE,
        "terms" => words::TERMS,
        "privacy" => words::PRIVACY,
        _ if typed::PATHS.contains(&code) => typed::label(code),
        _ => return code.to_owned(),
    };
    t(key)().to_owned()
}

/// `/admin/settings`
#[component]
pub fn SettingsPage() -> AnyView {
    let desk = expect_context::<Desk>();
    let settings = Loaded::new(move || {
        desk.follow_session();
        Box::pin(async move { ask::<GetSettings>(desk, &(), &(), &()).await })
    });
    // once they are here the form stands: what is typed outlives every later answer
    let here = Memo::new(move |_| settings.value().is_some());
    let failed = Memo::new(move |_| settings.refusal().filter(|_| !here.get()));
    let fields = Fields::new(&typed::PATHS);
    let inside = either(move || {
        if here.get() {
            return view! { <SettingsForm fields settings/> }.into_any();
        }
        match failed.get() {
            Some(refusal) => {
                view! { <Trouble message=words::FAILED refusal retry=move |()| settings.again()/> }
                    .into_any()
            }
            None => view! {
                <div class="card">
                    <Loading bars=9/>
                </div>
            }
            .into_any(),
        }
    });
    view! {
        <div class="record">
            <Heading text=text::said(words::TITLE) form=fields.form/>
            {inside}
        </div>
    }
    .into_any()
}
