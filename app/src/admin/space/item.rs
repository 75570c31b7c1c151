//! One block as it is being arranged: what may be changed of it, as signals.

use crate::form::{Field, Form};
use domain::id::GroupId;
use domain::space::{BlockKind, Content, Link, Placed, Text};
use leptos::prelude::*;

/// A block in the list. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Item {
    /// Tells blocks apart while they change places.
    pub slot: u32,
    pub kind: BlockKind,
    pub on: RwSignal<bool>,
    pub groups: RwSignal<Option<Vec<GroupId>>>,
    /// The place where it is told that its groups are wrong; nothing is typed there.
    pub audience: Field,
    /// What the shop writes, of kinds that say something.
    pub written: Option<Written>,
    /// Whether the part that changes it is unfolded.
    pub open: RwSignal<bool>,
}

/// The texts of a block. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Written {
    pub en: Words,
    pub fr: Words,
    /// Where it is told that there are none.
    pub no_links: Field,
    pub links: RwSignal<Vec<LinkItem>>,
}

/// A title and a text in one language.
#[derive(Clone, Copy)]
pub struct Words {
    pub title: Field,
    pub text: Field,
}

/// A link being written.
#[derive(Clone, Copy)]
pub struct LinkItem {
    pub slot: u32,
    pub en: Field,
    pub fr: Field,
    pub to: Field,
}

/// The path of a field: unique, whatever place its block has. A form keeps its paths for as long as the page stands, and
/// there are as many as were opened: they are never given back.
fn path(slot: u32, rest: &str) -> &'static str {
    Box::leak(format!("block-{slot}.{rest}").into_boxed_str())
}

fn field(form: Form, slot: u32, rest: &str, value: &str) -> Field {
    let field = form.field(path(slot, rest));
    field.value.set(value.to_owned());
    field
}

impl Item {
    /// A block as it was placed.
    pub fn new(form: Form, slot: u32, placed: &Placed) -> Item {
        let content = placed.content.clone().unwrap_or_default();
        let said = |language: &str, text: &Text| Words {
            title: field(
                form,
                slot,
                &format!("content.{language}.title"),
                &text.title,
            ),
            text: field(form, slot, &format!("content.{language}.text"), &text.text),
        };
        let written = placed.kind.is_written().then(|| Written {
            en: said("en", &content.en),
            fr: said("fr", &content.fr),
            no_links: field(form, slot, "content.links", ""),
            links: RwSignal::new(
                (0..)
                    .zip(&content.links)
                    .map(|(place, link)| LinkItem::new(form, slot, place, link))
                    .collect(),
            ),
        });
        Item {
            slot,
            kind: placed.kind,
            on: RwSignal::new(placed.on),
            groups: RwSignal::new(placed.groups.clone()),
            audience: field(form, slot, "groups", ""),
            written,
            open: RwSignal::new(false),
        }
    }

    /// As it would be saved; followed by whatever is reading.
    pub fn placed(self) -> Placed {
        Placed {
            kind: self.kind,
            on: self.on.get(),
            groups: self.groups.get(),
            content: self.written.map(Written::content),
        }
    }

    /// The path of a fault of this block as its field has it: links are told by their slots there.
    pub fn path_of(self, rest: &str) -> String {
        let slot = self.slot;
        let of_link = rest
            .strip_prefix("content.links.")
            .and_then(|rest| rest.split_once('.'))
            .and_then(|(place, key)| {
                let place: usize = place.parse().ok()?;
                let links = self.written?.links.get_untracked();
                Some((links.get(place)?.slot, key.to_owned()))
            });
        match of_link {
            Some((link, key)) => format!("block-{slot}.links-{link}.{key}"),
            None => format!("block-{slot}.{rest}"),
        }
    }
}

impl Written {
    fn content(self) -> Content {
        let said = |words: Words| Text {
            title: words.title.value.get(),
            text: words.text.value.get(),
        };
        let links = self.links.get();
        Content {
            en: said(self.en),
            fr: said(self.fr),
            links: links
                .iter()
                .map(|link| Link {
                    en: link.en.value.get(),
                    fr: link.fr.value.get(),
                    to: link.to.value.get(),
                })
                .collect(),
        }
    }
}

impl LinkItem {
    pub fn new(form: Form, block: u32, slot: u32, link: &Link) -> LinkItem {
        let part =
            |key: &str, value: &str| field(form, block, &format!("links-{slot}.{key}"), value);
        LinkItem {
            slot,
            en: part("en", &link.en),
            fr: part("fr", &link.fr),
            to: part("to", &link.to),
        }
    }
}
