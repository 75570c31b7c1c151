//! Whom a campaign is for: its groups, and how many of them will receive it; each figure opens its list.

use crate::admin::ask::ask;
use crate::admin::campaigns::editor::Editor;
use crate::admin::campaigns::people::{People, name};
use crate::admin::campaigns::{typed, words};
use crate::admin::part::part;
use crate::form::focus;
use crate::loaded::Loaded;
use crate::reactive::{either, follow, go, words as say};
use crate::text::{self, Key, t};
use crate::ui::button::Button;
use crate::ui::failed::Failed;
use crate::ui::field::{field_fault, invalid};
use crate::ui::icon::{CLOSE, Icon};
use domain::api::campaign::{GetAudience, ListAudience};
use domain::campaign::{Audience, AudienceQuery, Part};
use domain::group::Group;
use domain::locale::Locale;
use domain::permission::Right;
use domain::route;
use leptos::prelude::*;

const CHOICE: &str = "group-choice";

pub fn audience(editor: Editor) -> AnyView {
    let field = editor.fields.at(typed::GROUPS);
    view! {
        <section class="card stack" aria-labelledby="audience-title">
            <h2 class="subheading" id="audience-title">
                {t(words::AUDIENCE_TITLE)}
            </h2>
            <fieldset
                class="field campaign-groups"
                id=field.path
                tabindex="-1"
                aria-invalid=invalid(field)
                aria-describedby="groups-hint"
            >
                <legend class="field-label">{t(words::GROUPS)}</legend>
                <p class="field-hint" id="groups-hint">
                    {t(words::GROUPS_HINT)}
                </p>
                {field_fault(field)}
                {chosen(editor)}
                {choosing(editor)}
            </fieldset>
            {figures(editor)}
        </section>
    }
    .into_any()
}

/// The chosen groups, each with a button that takes it out.
fn chosen(editor: Editor) -> AnyView {
    let field = editor.fields.at(typed::GROUPS);
    either(move || {
        let ids = field.value.with(|ids| typed::ids(ids));
        if ids.is_empty() {
            return view! { <p class="meta">{t(words::GROUPS_NONE)}</p> }.into_any();
        }
        let known = editor.groups.value().unwrap_or_default();
        let before = editor
            .campaign
            .get()
            .map(|now| now.groups)
            .unwrap_or_default();
        let chips = ids.into_iter().map(|id| {
            let name = known
                .iter()
                .find(|group| group.id == id)
                .map(|group| group.name.clone())
                .or_else(|| {
                    let mark = before.iter().find(|mark| mark.id == id)?;
                    Some(mark.name.clone())
                })
                .unwrap_or_else(|| "…".to_owned());
            let said = name.clone();
            let label = say(move || text::fill(words::GROUP_REMOVE, &[("name", &said)]));
            view! {
                <li class="chip">
                    <span class="campaign-chip">
                        <bdi>{name}</bdi>
                    </span>
                    <button
                        class="chip-remove"
                        type="button"
                        aria-label=label
                        on:click=move |_| {
                            let ids = field.value.with_untracked(|ids| typed::ids(ids));
                            let rest = ids.into_iter().filter(|other| *other != id).collect();
                            field.typed(typed::joined(rest));
                            focus(CHOICE);
                        }
                    >
                        <Icon glyph=CLOSE/>
                    </button>
                </li>
            }
        });
        view! { <ul class="chips">{chips.collect_view()}</ul> }.into_any()
    })
    .into_any()
}

/// The groups that are not chosen yet, and the button that adds one.
fn choosing(editor: Editor) -> AnyView {
    let field = editor.fields.at(typed::GROUPS);
    let picked = RwSignal::new(String::new());
    let add = move |()| {
        let mut ids = field.value.with_untracked(|ids| typed::ids(ids));
        ids.extend(typed::ids(&picked.get_untracked()));
        picked.set(String::new());
        field.typed(typed::joined(ids));
        focus(CHOICE);
    };
    part(move || {
        if let Some(refusal) = editor.groups.refusal() {
            return Some(
                view! {
                    <Failed
                        message=text::said(words::GROUPS_FAILED)
                        refusal=Some(refusal)
                        retry=move |()| editor.groups.again()
                    />
                }
                .into_any(),
            );
        }
        let known = editor.groups.value()?;
        if known.is_empty() {
            return Some(nothing(editor));
        }
        let ids = field.value.with(|ids| typed::ids(ids));
        let rest: Vec<Group> = known
            .into_iter()
            .filter(|group| !ids.contains(&group.id))
            .collect();
        if rest.is_empty() {
            return None;
        }
        let options = rest.into_iter().map(|group| {
            let id = group.id.to_string();
            let named = say(move || {
                let n = group.members;
                text::plural(n, words::GROUP_OPTION_ONE, words::GROUP_OPTION_OTHER)
                    .replace("{name}", &group.name)
            });
            let value = id.clone();
            view! {
                <option value=value prop:selected=move || picked.with(|picked| *picked == id)>
                    {named}
                </option>
            }
        });
        Some(
            view! {
                <div class="campaign-add">
                    <label class="field-label" for=CHOICE>
                        {t(words::GROUP_ADD)}
                    </label>
                    <div class="select-box">
                        <select
                            class="input select"
                            id=CHOICE
                            name=CHOICE
                            autocomplete="off"
                            on:change=move |event| picked.set(event_target_value(&event))
                        >
                            <option value="" prop:selected=move || picked.with(String::is_empty)>
                                {t(words::GROUP_CHOOSE)}
                            </option>
                            {options.collect_view()}
                        </select>
                    </div>
                    <Button id="group-add" label=words::GROUP_ADD_DO press=add/>
                </div>
            }
            .into_any(),
        )
    })
    .into_any()
}

fn nothing(editor: Editor) -> AnyView {
    let desk = editor.desk;
    view! {
        <p>
            {t(words::GROUPS_EMPTY)} " "
            {part(move || {
                desk.may(Right::EditGroups)
                    .then(|| view! { <a href=route::ADMIN_GROUP_NEW>{t(words::GROUPS_MAKE)}</a> })
            })}
        </p>
    }
    .into_any()
}

/// Counted anew with each choice.
fn figures(editor: Editor) -> AnyView {
    let desk = editor.desk;
    let field = editor.fields.at(typed::GROUPS);
    let people = People::new();
    let ids = Memo::new(move |_| field.value.get());
    let counted = Loaded::new(move || {
        desk.follow_session();
        let query = AudienceQuery {
            groups: ids.with(|ids| typed::ids(ids)),
            ..AudienceQuery::default()
        };
        Box::pin(async move {
            if query.groups.is_empty() {
                return Ok(Audience::default());
            }
            ask::<GetAudience>(desk, &(), &query, &()).await
        })
    });
    follow(move || {
        editor
            .audience
            .set(counted.value().filter(|_| !counted.waiting()))
    });
    suggest(editor);
    let show = move |part: Part, locale: Option<Locale>, title: Key| {
        let groups = ids.with_untracked(|ids| typed::ids(ids));
        people.show(t(title)().to_owned(), move |cursor| {
            let query = AudienceQuery {
                groups: groups.clone(),
                part,
                locale,
                cursor,
            };
            Box::pin(async move { ask::<ListAudience>(desk, &(), &query, &()).await })
        });
    };
    let figure = move |n: u32, (one, other): (Key, Key), show: Box<dyn Fn()>| {
        let said = say(move || text::plural(n, one, other));
        if n == 0 {
            return view! { <li>{said}</li> }.into_any();
        }
        view! {
            <li>
                <button class="button-quiet" type="button" on:click=move |_| show()>
                    {said}
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <div class="campaign-figures" role="status">
            {part(move || {
                if let Some(refusal) = counted.refusal() {
                    return Some(
                        view! {
                            <Failed
                                message=text::said(words::AUDIENCE_FAILED)
                                refusal=Some(refusal)
                                retry=move |()| counted.again()
                            />
                        }
                            .into_any(),
                    );
                }
                let Some(now) = counted.value() else {
                    return Some(view! { <p class="meta">{t(words::COUNTING)}</p> }.into_any());
                };
                if ids.with(String::is_empty) {
                    return None;
                }
                let Audience { en, fr, no_consent, suppressed, .. } = now;
                let all = now.receive();
                Some(
                    view! {
                        <ul class="figures">
                            {figure(
                                all,
                                (words::RECEIVE_ONE, words::RECEIVE_OTHER),
                                Box::new(move || show(Part::Receive, None, words::PEOPLE_RECEIVE)),
                            )}
                            {figure(
                                fr,
                                (words::IN_FR_ONE, words::IN_FR_OTHER),
                                Box::new(move || {
                                    show(Part::Receive, Some(Locale::Fr), words::PEOPLE_FR)
                                }),
                            )}
                            {figure(
                                en,
                                (words::IN_EN_ONE, words::IN_EN_OTHER),
                                Box::new(move || {
                                    show(Part::Receive, Some(Locale::En), words::PEOPLE_EN)
                                }),
                            )}
                            {figure(
                                no_consent,
                                (words::NO_CONSENT_ONE, words::NO_CONSENT_OTHER),
                                Box::new(move || {
                                    show(Part::NoConsent, None, words::PEOPLE_NO_CONSENT)
                                }),
                            )}
                            {figure(
                                suppressed,
                                (words::SUPPRESSED_ONE, words::SUPPRESSED_OTHER),
                                Box::new(move || {
                                    show(Part::Suppressed, None, words::PEOPLE_SUPPRESSED)
                                }),
                            )}
                        </ul>
                    }
                        .into_any(),
                )
            })}
        </div>
        <p class="meta">{t(words::AUDIENCE_NOTE)}</p>
        {people.dialog()}
    }
    .into_any()
}

/// As whom it is shown until somebody is chosen: the first who will receive it.
fn suggest(editor: Editor) {
    let desk = editor.desk;
    let asked = StoredValue::new(false);
    follow(move || {
        let somebody = editor
            .audience
            .with(|now| now.as_ref().is_some_and(|now| now.receive() > 0));
        if !somebody || asked.get_value() || editor.whom.with_untracked(Option::is_some) {
            return;
        }
        asked.set_value(true);
        let groups = typed::ids(&editor.fields.text(typed::GROUPS));
        go(async move {
            let query = AudienceQuery {
                groups,
                ..AudienceQuery::default()
            };
            let answer = ask::<ListAudience>(desk, &(), &query, &()).await;
            let first = answer.ok().and_then(|page| page.items.into_iter().next());
            if let Some(one) = first
                && editor.whom.try_get_untracked() == Some(None)
            {
                editor.whom.set(Some((one.id.clone(), name(&one))));
            }
        });
    });
}
