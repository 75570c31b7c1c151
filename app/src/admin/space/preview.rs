//! How the space looks to a member of a group, in a language: as it is arranged here, saved or not.

use crate::admin::part::part;
use crate::admin::space::arranging::{Editor, name_of};
use crate::admin::space::item::{Item, Written};
use crate::admin::space::reading::Reading;
use crate::admin::space::words;
use crate::reactive::{either, words as say};
use crate::text::{self, t};
use crate::ui::failed::Failed;
use crate::ui::markdown::markdown;
use domain::id::GroupId;
use domain::locale::Locale;
use leptos::prelude::*;

/// A language chosen by its code.
fn language(code: &str) -> Locale {
    match code {
        "en" => Locale::En,
        _ => Locale::Fr,
    }
}

#[component]
pub fn Preview(editor: Editor) -> AnyView {
    let group = RwSignal::new(None::<GroupId>);
    let locale = RwSignal::new(text::locale_now());
    let seen = Memo::new(move |_| {
        let mine: Vec<GroupId> = group.get().into_iter().collect();
        let items = editor.items.get();
        let seen = items.into_iter().filter(|item| {
            item.on.get()
                && item.groups.with(|groups| {
                    groups
                        .as_ref()
                        .is_none_or(|of| of.iter().any(|id| mine.contains(id)))
                })
        });
        seen.map(|item| item.slot).collect::<Vec<u32>>()
    });
    let item = move |slot: u32| {
        let items = editor.items.get_untracked();
        let item = items.into_iter().find(|item| item.slot == slot);
        item.map(|item| shown(item, locale))
    };
    let groups = editor.groups.get_value();
    let options: Vec<AnyView> = groups
        .into_iter()
        .map(|group| view! { <option value=group.id.to_string()>{group.name}</option> }.into_any())
        .collect();
    view! {
        <section class="space-preview" aria-labelledby="preview-title">
            <h2 class="subheading" id="preview-title">
                {t(words::PREVIEW)}
            </h2>
            <div class="space-preview-choice">
                <div class="field">
                    <label class="field-label" for="preview-group">
                        {t(words::PREVIEW_AS)}
                    </label>
                    <div class="select-box">
                        <select
                            class="input select"
                            id="preview-group"
                            name="preview-group"
                            autocomplete="off"
                            on:change=move |event| {
                                group.set(GroupId::parse(&event_target_value(&event)));
                            }
                        >
                            <option value="">{t(words::PREVIEW_NO_GROUP)}</option>
                            {options}
                        </select>
                    </div>
                </div>
                <div class="field">
                    <label class="field-label" for="preview-language">
                        {t(words::PREVIEW_IN)}
                    </label>
                    <div class="select-box">
                        <select
                            class="input select"
                            id="preview-language"
                            name="preview-language"
                            autocomplete="off"
                            on:change=move |event| locale.set(language(&event_target_value(&event)))
                        >
                            <option value="fr" prop:selected=move || locale.get() == Locale::Fr>
                                {t(words::FRENCH)}
                            </option>
                            <option value="en" prop:selected=move || locale.get() == Locale::En>
                                {t(words::ENGLISH)}
                            </option>
                        </select>
                    </div>
                </div>
            </div>
            <div class="space-preview-page">
                <For each=move || seen.get() key=|slot| *slot children=item/>
                {part(move || seen.with(Vec::is_empty).then(|| view! {
                    <p class="meta">{t(words::PREVIEW_EMPTY)}</p>
                }))}
            </div>
        </section>
    }
    .into_any()
}

/// One block as its customers see it; what is theirs is left blank.
fn shown(item: Item, locale: RwSignal<Locale>) -> AnyView {
    match item.written {
        Some(written) => said(item, written, locale),
        None => {
            let name = say(move || name_of(item));
            view! {
                <div class="card space-preview-block space-preview-own">
                    <h3>{name}</h3>
                    <p class="meta">{t(words::PREVIEW_OWN)}</p>
                </div>
            }
            .into_any()
        }
    }
}

/// What the shop wrote, in the language chosen or in the one there is.
fn said(item: Item, written: Written, locale: RwSignal<Locale>) -> AnyView {
    let spoken = Memo::new(move |_| {
        let (mine, other, another) = match locale.get() {
            Locale::En => (written.en, Locale::En, Locale::Fr),
            Locale::Fr => (written.fr, Locale::Fr, Locale::En),
        };
        let blank = mine.title.value.with(|title| title.trim().is_empty());
        if blank { another } else { other }
    });
    let words = move || match spoken.get() {
        Locale::En => written.en,
        Locale::Fr => written.fr,
    };
    let title = say(move || {
        let title = words().title.value.get();
        match title.trim() {
            "" => name_of(item),
            title => title.to_owned(),
        }
    });
    let text = say(move || words().text.value.get());
    let reading = Reading::of(text);
    let body = either(move || match reading.refusal.get() {
        Some(refusal) => view! {
            <Failed
                message=text::said(words::PREVIEW_FAILED)
                refusal=Some(refusal)
                retry=move |()| reading.again()
            />
        }
        .into_any(),
        None => markdown(reading.shown.get(), 4),
    });
    let links = either(move || {
        let links = written.links.get();
        let rows: Vec<AnyView> = links
            .into_iter()
            .filter_map(|link| {
                let words = match locale.get() {
                    Locale::En => [link.en, link.fr],
                    Locale::Fr => [link.fr, link.en],
                };
                let words = words.map(|field| field.value.get());
                let word = words.into_iter().find(|word| !word.trim().is_empty())?;
                // Not a way out of this page.
                Some(view! { <li class="space-preview-link">{word}</li> }.into_any())
            })
            .collect();
        (!rows.is_empty())
            .then(|| view! { <ul>{rows}</ul> })
            .into_any()
    });
    view! {
        <div class="card space-preview-block" lang=move || spoken.get().code()>
            <h3>{title}</h3>
            {body}
            {links}
        </div>
    }
    .into_any()
}
