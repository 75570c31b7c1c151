//! A campaign's mail as one customer will get it, a moment after the last key: written by the Worker as it will be sent, and shown
//! in a frame of its own policy, where nothing runs and nothing is loaded.

use crate::admin::ask::ask;
use crate::admin::campaigns::words;
use crate::admin::desk::Desk;
use crate::admin::part::part;
use crate::client::Refusal;
use crate::dom;
use crate::reactive::{follow, go};
use crate::text::{self, Key, t};
use crate::ui::failed::Failed;
use domain::api::campaign::PreviewCampaign;
use domain::campaign::PreviewForm;
use domain::locale::Locale;
use domain::problem::FieldError;
use domain::route;
use leptos::html;
use leptos::prelude::*;
use std::time::Duration;
use web_sys::HtmlIFrameElement;

const PAUSE: Duration = Duration::from_millis(300);
/// Tallest frame: it is as tall as the mail, so that nobody has to scroll in it.
const HEIGHT_MAX: i32 = 20_000;

/// What is shown, and what was wrong with the text. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Preview {
    /// What no mail may have, told with the latest text.
    pub faults: RwSignal<Vec<FieldError>>,
    subject: RwSignal<String>,
    html: RwSignal<String>,
    /// The latest text could not be shown: what stands there is an earlier one.
    old: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
    turn: RwSignal<u32>,
}

impl Preview {
    /// Shows what `form` says now, and again when that changes.
    pub fn of(form: Memo<PreviewForm>) -> Preview {
        let desk = expect_context::<Desk>();
        let preview = Preview {
            faults: RwSignal::new(Vec::new()),
            subject: RwSignal::new(String::new()),
            html: RwSignal::new(String::new()),
            old: RwSignal::new(false),
            refusal: RwSignal::new(None),
            turn: RwSignal::new(0),
        };
        let latest = StoredValue::new(0u32);
        follow(move || {
            desk.follow_session();
            preview.turn.track();
            let form = form.get();
            let mine = latest.get_value().wrapping_add(1);
            latest.set_value(mine);
            if form.subject.trim().is_empty() && form.body.trim().is_empty() {
                preview.show(String::new(), String::new(), Vec::new());
                return;
            }
            go(async move {
                if mine > 1 {
                    dom::pause(PAUSE).await;
                }
                if latest.try_get_value() != Some(mine) {
                    return;
                }
                let answer = ask::<PreviewCampaign>(desk, &(), &(), &form).await;
                if latest.try_get_value() != Some(mine) {
                    return;
                }
                match answer {
                    Ok(read) => preview.show(read.subject, read.html, read.faults),
                    Err(Refusal::Problem(problem, _)) if problem.status == 422 => {
                        preview.show(String::new(), String::new(), problem.fields.clone());
                    }
                    Err(refusal) => preview.refusal.set(Some(refusal)),
                }
            });
        });
        preview
    }

    fn show(self, subject: String, html: String, faults: Vec<FieldError>) {
        self.refusal.set(None);
        self.old.set(!faults.is_empty() && html.is_empty());
        if faults.is_empty() || !html.is_empty() {
            self.subject.set(subject);
            self.html.set(html);
        }
        // That a text is still missing is no fault of somebody who is writing.
        let faults = faults
            .into_iter()
            .filter(|fault| fault.reason != "required");
        self.faults.set(faults.collect());
    }

    /// The frame with its switches; `whom` says as whom.
    pub fn view(self, locale: Signal<Locale>, whom: AnyView) -> AnyView {
        let dark = RwSignal::new(false);
        let wide = RwSignal::new(false);
        // The frame stays while the mail in it changes.
        let empty = Memo::new(move |_| self.html.with(String::is_empty));
        view! {
            <section
                class="campaign-preview"
                class:campaign-preview-wide=move || wide.get()
                aria-label=t(words::PREVIEW)
            >
                <div class="campaign-preview-tools">
                    <strong>{t(words::PREVIEW)}</strong>
                    {whom}
                    {switch(words::PREVIEW_THEME, [words::PREVIEW_LIGHT, words::PREVIEW_DARK], dark)}
                    {switch(words::PREVIEW_WIDTH, [words::PREVIEW_PHONE, words::PREVIEW_WIDE], wide)}
                </div>
                {part(move || {
                    let refusal = self.refusal.get()?;
                    Some(
                        view! {
                            <Failed
                                message=text::said(words::PREVIEW_FAILED)
                                refusal=Some(refusal)
                                retry=move |()| self.turn.update(|turn| *turn = turn.wrapping_add(1))
                            />
                        },
                    )
                })}
                {part(move || {
                    self.old.get().then(|| view! { <p class="meta">{t(words::PREVIEW_OLD)}</p> })
                })}
                {part(move || (!empty.get()).then(|| self.shown(locale, dark, wide)))}
                {part(move || {
                    empty
                        .get()
                        .then(|| view! { <p class="meta">{t(words::PREVIEW_EMPTY)}</p> })
                })}
            </section>
        }
        .into_any()
    }

    fn shown(self, locale: Signal<Locale>, dark: RwSignal<bool>, wide: RwSignal<bool>) -> AnyView {
        let node = NodeRef::<html::Iframe>::new();
        let ready = RwSignal::new(false);
        follow(move || {
            let Some(frame) = node.get().filter(|_| ready.get()) else {
                return;
            };
            wide.track();
            let lang = locale.get().code();
            let html = self.html.with(|html| themed(html, dark.get()));
            fill(&frame, &html, lang);
        });
        view! {
            <p class="campaign-preview-subject" lang=move || locale.get().code()>
                <span class="meta">{t(words::PREVIEW_SUBJECT)} " "</span>
                <strong>
                    <bdi>{move || self.subject.get()}</bdi>
                </strong>
            </p>
            <iframe
                class="campaign-frame"
                class:campaign-frame-dark=move || dark.get()
                src=route::MAIL_FRAME
                sandbox="allow-same-origin"
                tabindex="-1"
                title=t(words::PREVIEW_FRAME)
                node_ref=node
                on:load=move |_| ready.set(true)
            ></iframe>
        }
        .into_any()
    }
}

/// Two buttons, one of which is pressed.
fn switch(label: Key, [off, on]: [Key; 2], chosen: RwSignal<bool>) -> AnyView {
    let button = |word: Key, is: bool| {
        view! {
            <button
                class="campaign-switch"
                type="button"
                aria-pressed=move || if chosen.get() == is { "true" } else { "false" }
                on:click=move |_| chosen.set(is)
            >
                {t(word)}
            </button>
        }
    };
    view! {
        <div class="campaign-switches" role="group" aria-label=t(label)>
            {button(off, false)}
            {button(on, true)}
        </div>
    }
    .into_any()
}

/// The mail as a reader with this preference sees it. Its links look like links and lead nowhere: nobody leaves by a preview.
fn themed(html: &str, dark: bool) -> String {
    let (asked, scheme) = if dark {
        ("all", "dark")
    } else {
        ("not all", "light")
    };
    html.replace("(prefers-color-scheme: dark)", asked)
        .replace(
            "color-scheme: light dark",
            &format!("color-scheme: {scheme}"),
        )
        .replace(" href=\"", " data-to=\"")
}

/// Puts a mail into the frame's empty page. Its policy lets styles be, and nothing else.
fn fill(frame: &HtmlIFrameElement, html: &str, lang: &str) {
    let Some(root) = frame
        .content_document()
        .and_then(|page| page.document_element())
    else {
        return;
    };
    root.set_inner_html(html);
    let _ = root.set_attribute("lang", lang);
    let frame = frame.clone();
    request_animation_frame(move || {
        let height = height_of(&frame).min(HEIGHT_MAX);
        frame.set_height(&height.to_string());
    });
}

fn height_of(frame: &HtmlIFrameElement) -> i32 {
    let page = frame.content_document();
    let body = page.and_then(|page| page.body());
    body.map_or(0, |body| body.scroll_height()) + 2
}
