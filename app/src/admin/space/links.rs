//! The links of a block: their words in both languages, and where they lead.

use crate::admin::part::part;
use crate::admin::space::item::{Item, LinkItem, Written};
use crate::admin::space::words;
use crate::form::focus;
use crate::reactive::words as say;
use crate::text::{self, t};
use crate::ui::button::Button;
use crate::ui::field::{TextField, field_fault, invalid};
use domain::space::{LINKS_MAX, Link};
use leptos::prelude::*;

#[component]
pub fn LinkInputs(item: Item, written: Written) -> AnyView {
    let field = written.no_links;
    let form = field.form;
    let place = Owner::current().unwrap_or_default();
    let place = StoredValue::new(place);
    let add = move |()| {
        let mut links = written.links.get_untracked();
        let slot = links.iter().map(|link| link.slot + 1).max().unwrap_or(0);
        let link = place
            .get_value()
            .with(|| LinkItem::new(form, item.slot, slot, &Link::default()));
        links.push(link);
        written.links.set(links);
        if field.error.with_untracked(Option::is_some) {
            field.recheck();
        }
        request_animation_frame(move || focus(link.fr.path));
    };
    let room = Memo::new(move |_| written.links.with(Vec::len) < LINKS_MAX);
    let id = format!("add-link-{}", item.slot);
    let back = id.clone();
    let row = move |link: LinkItem| {
        let back = back.clone();
        let remove = move |()| {
            written
                .links
                .update(|links| links.retain(|other| other.slot != link.slot));
            let back = back.clone();
            request_animation_frame(move || focus(&back));
        };
        let name = say(move || {
            let words = [link.fr, link.en].map(|field| field.value.get());
            let word = words.into_iter().find(|word| !word.trim().is_empty());
            let word = word.unwrap_or_default();
            text::fill(words::REMOVE_LINK_NAME, &[("name", word.trim())])
        });
        view! {
            <li class="space-link-row">
                <TextField field=link.fr label=words::LINK_FR optional=true/>
                <TextField field=link.en label=words::LINK_EN optional=true/>
                <TextField field=link.to label=words::LINK_TO hint=words::LINK_TO_HINT/>
                <Button label=words::REMOVE_LINK name press=remove/>
            </li>
        }
    };
    view! {
        <fieldset class="field stack" id=field.path tabindex="-1" aria-invalid=invalid(field)>
            <legend class="settings-part">{t(words::LINKS)}</legend>
            {field_fault(field)}
            <ol class="space-links">
                <For each=move || written.links.get() key=|link| link.slot children=row/>
            </ol>
            {part(move || room.get().then(|| view! {
                <button type="button" class="button" id=id.clone() on:click=move |_| add(())>
                    {t(words::ADD_LINK)}
                </button>
            }))}
        </fieldset>
    }
    .into_any()
}
