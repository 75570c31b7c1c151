//! Who the new customer is: three fields that are required, the others behind "More".

use crate::admin::customer::details::language;
use crate::admin::customer::details_inputs::line;
use crate::admin::customer::group_picker::GroupPicker;
use crate::admin::customer::{full_name, typed, words};
use crate::admin::fields::{Fields, SelectField};
use crate::admin::part::part;
use crate::admin::words as general;
use crate::reactive::words as say;
use crate::text::{self, t};
use crate::ui::icon::{CLOSE, Icon};
use crate::ui::notice::{Notice, Tone};
use domain::customer::Customer;
use domain::group::GroupMark;
use domain::locale::Locale;
use domain::route;
use leptos::prelude::*;

/// `groups` are those to join, `taker` is who has the typed e-mail already.
pub fn person(
    fields: Fields,
    groups: RwSignal<Vec<GroupMark>>,
    taker: RwSignal<Option<Customer>>,
) -> AnyView {
    let languages = Signal::derive(|| {
        [Locale::Fr, Locale::En]
            .map(|locale| {
                let word = t(language(Some(locale)))().to_owned();
                (locale.code().to_owned(), word)
            })
            .to_vec()
    });
    let taken = Signal::derive(move || groups.get().into_iter().map(|group| group.id).collect());
    view! {
        <section class="card stack" aria-labelledby="person-title">
            <h2 class="subheading" id="person-title">
                {t(general::DETAILS_TITLE)}
            </h2>
            <div class="pair">
                {line(fields, typed::LAST_NAME, false)} {line(fields, typed::FIRST_NAME, false)}
            </div>
            <div class="stack-tight">
                {line(fields, typed::EMAIL, false)}
                {part(move || taker.get().map(known))}
            </div>
            <details class="record-further">
                <summary>{t(words::NEW_MORE)}</summary>
                <div class="stack">
                    <div class="pair">
                        {line(fields, typed::PHONE, true)} {line(fields, typed::ORGANISATION, true)}
                    </div>
                    <SelectField
                        field=fields.at(typed::LOCALE)
                        label=typed::label(typed::LOCALE)
                        options=languages
                        none=words::LANGUAGE_SHOP
                        optional=true
                    />
                    {part(move || {
                        let chosen = groups.get();
                        (!chosen.is_empty())
                            .then(|| {
                                let chips = chosen
                                    .into_iter()
                                    .map(|group| chip(group, groups))
                                    .collect_view();
                                view! { <ul class="chips">{chips}</ul> }
                            })
                    })}
                    <GroupPicker
                        taken
                        pick=Callback::new(move |group| groups.update(|groups| groups.push(group)))
                    />
                </div>
            </details>
        </section>
    }
    .into_any()
}

fn chip(group: GroupMark, groups: RwSignal<Vec<GroupMark>>) -> AnyView {
    let name = group.name.clone();
    let remove = say(move || text::fill(words::GROUP_REMOVE, &[("group", &name)]));
    let id = group.id;
    view! {
        <li class="chip">
            <span class="chip-name">
                <bdi>{group.name}</bdi>
            </span>
            <button
                class="chip-remove"
                type="button"
                aria-label=remove
                title=remove
                on:click=move |_| groups.update(|groups| groups.retain(|group| group.id != id))
            >
                <Icon glyph=CLOSE/>
            </button>
        </li>
    }
    .into_any()
}

/// The typed e-mail is somebody's already.
fn known(customer: Customer) -> AnyView {
    let name = full_name(&customer.first_name, &customer.last_name, &customer.email);
    let address = route::admin_customer(&customer.id);
    view! {
        <Notice tone=Tone::Warn>
            <div class="cluster">
                <p>{say(move || text::fill(words::EMAIL_KNOWN, &[("name", &name)]))}</p>
                <a class="button" href=address>
                    {t(words::EMAIL_KNOWN_OPEN)}
                </a>
            </div>
        </Notice>
    }
    .into_any()
}
