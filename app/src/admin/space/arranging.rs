//! The list of blocks with what can be done to it, beside it the preview, and saving over the version that was seen.

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::notices::Notices;
use crate::admin::part::part;
use crate::admin::refused::{OUTCOME, current, look, refused};
use crate::admin::space::item::Item;
use crate::admin::space::preview::Preview;
use crate::admin::space::row::Row;
use crate::admin::space::words;
use crate::admin::unsaved::Unsaved;
use crate::client::Refusal;
use crate::form::{Form, focus};
use crate::reactive::go;
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::live::announce;
use crate::ui::notice::{Notice, Tone};
use domain::api::space::ArrangeSpace;
use domain::group::Group;
use domain::permission::Right;
use domain::problem::FieldError;
use domain::space::{Arrangement, BLOCKS_MAX, BlockKind, Content, Placed, SpaceForm};
use leptos::prelude::*;

/// The screen's state. A handle: copies share it.
#[derive(Clone, Copy)]
pub struct Editor {
    form: Form,
    pub items: RwSignal<Vec<Item>>,
    pub groups: StoredValue<Vec<Group>>,
    /// What was seen: the version to save over, and what tells whether anything changed.
    seen: StoredValue<Arrangement>,
    next: StoredValue<u32>,
    /// What blocks that are added later belong to.
    place: StoredValue<Owner>,
    busy: RwSignal<bool>,
    refusal: RwSignal<Option<Refusal>>,
    /// What somebody else saved while this was being arranged.
    met: RwSignal<Option<Arrangement>>,
    /// The block that is being dragged.
    pub dragged: RwSignal<Option<u32>>,
}

impl Editor {
    fn new(form: Form, arrangement: Arrangement, groups: Vec<Group>) -> Editor {
        let editor = Editor {
            form,
            items: RwSignal::new(Vec::new()),
            groups: StoredValue::new(groups),
            seen: StoredValue::new(arrangement.clone()),
            next: StoredValue::new(0),
            place: StoredValue::new(Owner::current().unwrap_or_default()),
            busy: RwSignal::new(false),
            refusal: RwSignal::new(None),
            met: RwSignal::new(None),
            dragged: RwSignal::new(None),
        };
        editor.fill(&arrangement);
        form.check_with(move || editor.faults());
        editor
    }

    /// Takes over what the Worker answered.
    fn fill(self, arrangement: &Arrangement) {
        self.seen.set_value(arrangement.clone());
        let items = arrangement.blocks.iter().map(|placed| self.item(placed));
        self.items.set(items.collect());
    }

    fn item(self, placed: &Placed) -> Item {
        let slot = self.next.get_value();
        self.next.set_value(slot + 1);
        self.place
            .get_value()
            .with(|| Item::new(self.form, slot, placed))
    }

    /// The blocks as they would be saved; followed by whatever is reading.
    pub fn blocks(self) -> Vec<Placed> {
        let items = self.items.get();
        items.into_iter().map(Item::placed).collect()
    }

    fn form_of(self) -> SpaceForm {
        SpaceForm {
            version: Some(self.seen.with_value(|seen| seen.version)),
            blocks: untrack(|| self.blocks()),
        }
    }

    /// What is wrong, at the fields of this page.
    fn faults(self) -> Vec<FieldError> {
        let known = self.groups.get_value();
        let proved = self
            .form_of()
            .prove(&|id| known.iter().any(|group| group.id == *id));
        self.at_fields(proved.err().unwrap_or_default())
    }

    /// `blocks.2.content.fr.title` is a field of the block that stands there now.
    fn at_fields(self, faults: Vec<FieldError>) -> Vec<FieldError> {
        let items = self.items.get_untracked();
        let own = |fault: &FieldError| -> Option<String> {
            let (place, rest) = fault.field.strip_prefix("blocks.")?.split_once('.')?;
            let item = items.get(place.parse::<usize>().ok()?)?;
            Some(item.path_of(rest))
        };
        let moved = |fault: FieldError| match own(&fault) {
            Some(path) => FieldError {
                field: path.into(),
                ..fault
            },
            None => fault,
        };
        faults.into_iter().map(moved).collect()
    }

    /// Unfolds every block that has a fault, so that it can be seen.
    fn unfold(self, faults: &[FieldError]) {
        for item in self.items.get_untracked() {
            let start = format!("block-{}.", item.slot);
            if faults.iter().any(|fault| fault.field.starts_with(&start)) {
                item.open.set(true);
            }
        }
    }

    fn changed(self) -> bool {
        let now = untrack(|| self.blocks());
        self.seen.with_value(|seen| seen.blocks != now)
    }

    /// Moves a block to another place and says so; focus stays on the button that was pressed.
    pub fn shift(self, slot: u32, to: usize, button: Option<String>) {
        let mut items = self.items.get_untracked();
        let Some(from) = items.iter().position(|item| item.slot == slot) else {
            return;
        };
        if from == to || to >= items.len() {
            return;
        }
        let item = items.remove(from);
        items.insert(to, item);
        let figure = |n: usize| text::number(u32::try_from(n).unwrap_or_default().into());
        let (place, of) = (figure(to + 1), figure(items.len()));
        let name = name_of(item);
        let said = [("name", name.as_str()), ("place", &place), ("of", &of)];
        announce(text::fill(words::MOVED, &said));
        self.items.set(items);
        if let Some(button) = button {
            // The row was taken from its place and put to another: what had focus lost it.
            request_animation_frame(move || focus(&button));
        }
    }

    /// Adds a block that says something, unfolded, first in the list.
    fn add(self, kind: BlockKind) {
        let item = self.item(&Placed {
            content: Some(Content::default()),
            ..Placed::for_everyone(kind)
        });
        item.open.set(true);
        self.items.update(|items| items.insert(0, item));
        let first = item.written.map(|written| match text::locale_now() {
            domain::locale::Locale::En => written.en.title.path,
            domain::locale::Locale::Fr => written.fr.title.path,
        });
        request_animation_frame(move || focus(first.unwrap_or_default()));
    }

    /// Takes a block that says something out of the list.
    pub fn remove(self, slot: u32) {
        self.items
            .update(|items| items.retain(|item| item.slot != slot));
        request_animation_frame(|| focus(ADD));
    }

    fn refused(self, refusal: Refusal) {
        if let Some(now) = current::<Arrangement>(&refusal) {
            self.met.set(Some(now));
            return look();
        }
        match &refusal {
            Refusal::Problem(problem, _) if problem.status == 422 => {
                let faults = self.at_fields(problem.fields.clone());
                self.unfold(&faults);
                self.form.refuse(faults);
            }
            _ => look(),
        }
        self.refusal.set(Some(refusal));
    }
}

/// The button that adds an announcement.
const ADD: &str = "add-announcement";

/// What a block is called: by its kind, and where the shop wrote a title, by that too.
pub fn name_of(item: Item) -> String {
    let kind = words::block::exact(item.kind.module()).map_or("", text::word);
    let title = item.written.and_then(|written| {
        let titles = [written.fr.title, written.en.title];
        let mut titles = titles.map(|title| title.value.get());
        if text::locale() == domain::locale::Locale::En {
            titles.reverse();
        }
        titles.into_iter().find(|title| !title.trim().is_empty())
    });
    match title {
        Some(title) => text::fill(words::NAMED, &[("kind", kind), ("title", title.trim())]),
        None => kind.to_owned(),
    }
}

#[component]
pub fn Arranging(form: Form, arrangement: Arrangement, groups: Vec<Group>) -> AnyView {
    let desk = expect_context::<Desk>();
    let editor = Editor::new(form, arrangement, groups);
    let save = saver(editor);
    expect_context::<Unsaved>().watch(move || {
        let changed = editor.changed();
        changed
            .then(|| t(words::UNSAVED)().to_owned())
            .into_iter()
            .collect()
    });
    let fixed = Memo::new(move |_| !desk.may(Right::EditSpace));
    let full = Memo::new(move |_| editor.items.with(Vec::len) >= BLOCKS_MAX);
    let adding = move |kind| {
        move |()| {
            if !full.get_untracked() {
                editor.add(kind);
            }
        }
    };
    view! {
        {part(move || fixed.get().then(|| view! {
            <Notice>
                <p>{t(words::READ_ONLY)}</p>
            </Notice>
        }))}
        <div class="space-parts">
            <form
                class="stack admin-form space-form"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    save();
                }
            >
                <ErrorSummary form/>
                <div class="admin-form-outcome" id=OUTCOME tabindex="-1">
                    {part(move || Some(conflict(editor, editor.met.get()?)))}
                    {part(move || {
                        let refusal = editor.refusal.get()?;
                        (refusal.status() != 422
                            || form.elsewhere.with(|faults| !faults.is_empty()))
                            .then(|| refused(&refusal))
                    })}
                </div>
                {part(move || (!fixed.get()).then(|| view! {
                    <div class="cluster">
                        <Button
                            id=ADD
                            label=words::ADD_ANNOUNCEMENT
                            press=adding(BlockKind::Announcement)
                        />
                        <Button label=words::ADD_LINKS press=adding(BlockKind::Links)/>
                    </div>
                }))}
                <fieldset class="space-fixed" disabled=fixed>
                    <legend class="unseen">{t(words::LIST)}</legend>
                    <ol class="space-list">
                        <For
                            each=move || editor.items.get()
                            key=|item| item.slot
                            children=move |item| view! { <Row editor item fixed=fixed/> }
                        />
                    </ol>
                </fieldset>
                {part(move || (!fixed.get()).then(|| view! {
                    <div class="cluster settings-save">
                        <Button
                            id="save"
                            label=words::SAVE
                            weight=Weight::Primary
                            busy=editor.busy
                            busy_label=words::SAVING
                        />
                    </div>
                }))}
            </form>
            <Preview editor/>
        </div>
    }
    .into_any()
}

/// Somebody else saved first: theirs may be taken, or this saved over it.
fn conflict(editor: Editor, now: Arrangement) -> AnyView {
    let now = StoredValue::new(now);
    let take = move |()| {
        editor.fill(&now.get_value());
        editor.met.set(None);
        look();
    };
    let keep = move |()| {
        let version = now.with_value(|now| now.version);
        editor.seen.update_value(|seen| seen.version = version);
        editor.met.set(None);
        focus("save");
    };
    view! {
        <Notice tone=Tone::Warn>
            <p>{t(words::CONFLICT)}</p>
            <div class="cluster">
                <Button label=words::CONFLICT_TAKE press=take/>
                <Button label=words::CONFLICT_KEEP press=keep/>
            </div>
        </Notice>
    }
    .into_any()
}

/// Saves once, however often it is pressed.
fn saver(editor: Editor) -> impl Fn() + 'static {
    let desk = expect_context::<Desk>();
    let notices = expect_context::<Notices>();
    move || {
        if editor.busy.get_untracked() {
            return;
        }
        editor.refusal.set(None);
        let faults = editor.faults();
        editor.unfold(&faults);
        if !editor.form.refuse(faults) {
            return;
        }
        editor.busy.set(true);
        let form = editor.form_of();
        go(async move {
            let answer = ask::<ArrangeSpace>(desk, &(), &(), &form).await;
            if editor.busy.is_disposed() {
                return;
            }
            editor.busy.set(false);
            match answer {
                Ok(now) => {
                    editor.met.set(None);
                    editor.keep_open(&now);
                    notices.tell(t(words::SAVED)().to_owned(), None);
                }
                Err(refusal) => editor.refused(refusal),
            }
        });
    }
}

impl Editor {
    /// Takes over what was saved; where it is what stands here, nothing is drawn anew and what is unfolded stays so.
    fn keep_open(self, now: &Arrangement) {
        if untrack(|| self.blocks()) == now.blocks {
            self.seen.set_value(now.clone());
        } else {
            self.fill(now);
        }
    }
}
