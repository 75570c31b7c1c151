//! Whom a document is for, and how many that is today.

use crate::admin::documents::customer::one_customer;
use crate::admin::documents::editor::Editor;
use crate::admin::documents::names::name_of;
use crate::admin::documents::reach::reach;
use crate::admin::documents::{typed, words};
use crate::admin::fields::{CheckField, RadioField, SelectField};
use crate::admin::part::part;
use crate::reactive::flag;
use crate::text::t;
use crate::ui::field::{field_fault, invalid};
use domain::document::Audience;
use domain::group::Group;
use leptos::prelude::*;

pub fn audience(editor: Editor) -> AnyView {
    let at = move |path: &str| editor.fields.at(path);
    let chosen = Memo::new(move |_| at(typed::AUDIENCE).value.with(|code| Audience::parse(code)));
    view! {
        <section class="card stack" aria-labelledby="audience-title">
            <h2 class="subheading" id="audience-title">
                {t(words::AUDIENCE_TITLE)}
            </h2>
            <RadioField
                field=at(typed::AUDIENCE)
                label=words::AUDIENCE
                options=vec![
                    (Audience::Everyone.code(), words::EVERYONE, None),
                    (Audience::Groups.code(), words::GROUPS, Some(words::GROUPS_HINT)),
                    (Audience::Buyers.code(), words::BUYERS, Some(words::BUYERS_HINT)),
                    (Audience::Customer.code(), words::CUSTOMER, Some(words::CUSTOMER_HINT)),
                ]
            />
            {part(move || match chosen.get()? {
                Audience::Everyone => None,
                Audience::Groups => Some(groups(editor)),
                Audience::Buyers => Some(buyers(editor)),
                Audience::Customer => Some(one_customer(editor)),
            })}
            {reach(editor)}
        </section>
    }
    .into_any()
}

/// The groups, a box each.
fn groups(editor: Editor) -> AnyView {
    let field = editor.fields.at(typed::GROUPS);
    view! {
        <fieldset
            class="field documents-groups"
            id=field.path
            tabindex="-1"
            aria-invalid=invalid(field)
            aria-describedby=move || {
                field.error.with(Option::is_some).then(|| format!("{}-err", field.path))
            }
        >
            <legend class="field-label">{t(words::GROUPS)}</legend>
            {field_fault(field)}
            {part(move || {
                let groups = editor.names.groups.value()?;
                Some(
                    if groups.is_empty() {
                        view! { <p class="meta">{t(words::GROUPS_NONE)}</p> }.into_any()
                    } else {
                        groups.into_iter().map(|group| member(editor, group)).collect_view().into_any()
                    },
                )
            })}
        </fieldset>
    }
    .into_any()
}

fn member(editor: Editor, group: Group) -> AnyView {
    let field = editor.fields.at(typed::GROUPS);
    let id = StoredValue::new(group.id.to_string());
    let chosen = move |ids: &String| id.with_value(|id| ids.split(',').any(|other| other == id));
    let choose = move |ticked: bool| {
        let ids = field.text();
        let mut ids: Vec<&str> = ids.split(',').filter(|id| !id.is_empty()).collect();
        let id = id.get_value();
        ids.retain(|other| *other != id);
        if ticked {
            ids.push(&id);
        }
        // In one order, so that ticking and unticking is no change.
        ids.sort_unstable();
        field.typed(ids.join(","));
    };
    view! {
        <label class="checkbox">
            <input
                class="checkbox-box"
                type="checkbox"
                name=format!("group-{}", id.get_value())
                prop:checked=move || field.value.with(chosen)
                on:change=move |event| choose(event_target_checked(&event))
            />
            <span class="checkbox-label">
                <bdi>{group.name}</bdi>
            </span>
        </label>
    }
    .into_any()
}

/// The product, and whether an access that ran out keeps the document.
fn buyers(editor: Editor) -> AnyView {
    let at = move |path: &str| editor.fields.at(path);
    let options = Signal::derive(move || {
        let products = editor.names.products.value().unwrap_or_default();
        let option = |product: &_| name_of(product);
        products
            .iter()
            .map(|product| (product.id.to_string(), option(product)))
            .collect()
    });
    view! {
        <div class="stack" aria-busy=flag(move || editor.names.products.waiting())>
            <SelectField
                field=at(typed::PRODUCT)
                label=words::PRODUCT
                options
                none=words::PRODUCT_NONE
            />
            <CheckField field=at(typed::LAPSED) label=words::LAPSED hint=words::LAPSED_HINT/>
        </div>
    }
    .into_any()
}
