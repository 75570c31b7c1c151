//! The buttons over a text: they write Markdown around what is selected, so that whoever types loses nothing by them.

use crate::admin::campaigns::words;
use crate::admin::drop::{Face, drop};
use crate::dom;
use crate::form::Field;
use crate::reactive::words as say;
use crate::text::{self, Key, t};
use domain::campaign::variable::Variable;
use domain::locale::Locale;
use js_sys::{Function, JsString, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// `last` is the input that was typed in last: subject or text, where variables go.
pub fn toolbar(body: Field, locale: Locale, last: Signal<Field>) -> AnyView {
    let open = RwSignal::new(false);
    let tool = move |id: &'static str, label: Key, act: fn(&str) -> Written| {
        view! {
            <button
                class="button campaign-tool"
                id=id
                type="button"
                on:click=move |_| write(body, act)
            >
                {t(label)}
            </button>
        }
    };
    let face = Face {
        id: "tool-variable",
        label: words::TOOL_VARIABLE,
        glyph: None,
        bare: false,
        class: "bulk-drop",
    };
    view! {
        <div class="campaign-tools" role="group" aria-label=t(words::TOOLS)>
            {tool("tool-bold", words::TOOL_BOLD, |text| around(text, "**"))}
            {tool("tool-italic", words::TOOL_ITALIC, |text| around(text, "*"))}
            {tool("tool-link", words::TOOL_LINK, link)}
            {tool("tool-list", words::TOOL_LIST, list)}
            {drop(face, open, move || variables(locale, last, open))}
        </div>
    }
    .into_any()
}

/// A button for each variable, which writes it where the caret was.
fn variables(locale: Locale, last: Signal<Field>, open: RwSignal<bool>) -> AnyView {
    let example = written(Variable::FirstName, locale);
    let buttons = Variable::ALL.map(|variable| {
        let label = match variable {
            Variable::FirstName => words::VARIABLE_FIRST_NAME,
            Variable::LastName => words::VARIABLE_LAST_NAME,
            Variable::Organisation => words::VARIABLE_ORGANISATION,
            Variable::Shop => words::VARIABLE_SHOP,
            Variable::Space => words::VARIABLE_SPACE,
        };
        view! {
            <button
                class="button"
                type="button"
                on:click=move |_| {
                    open.set(false);
                    insert(last.get_untracked(), &written(variable, locale));
                }
            >
                {t(label)}
            </button>
        }
    });
    view! {
        <div class="drop-acts">{buttons.collect_view()}</div>
        <p class="meta campaign-note">
            {say(move || text::fill(words::VARIABLE_NOTE, &[("example", &example)]))}
        </p>
    }
    .into_any()
}

/// A variable as it is written, with a fallback where one is called for.
fn written(variable: Variable, locale: Locale) -> String {
    let name = variable.name(locale);
    let fallback = match (variable.may_lack(), locale) {
        (false, _) => return format!("{{{name}}}"),
        (true, Locale::En) => "there",
        (true, Locale::Fr) => "à vous",
    };
    match variable {
        Variable::FirstName => format!("{{{name}|{fallback}}}"),
        _ => format!("{{{name}|}}"),
    }
}

/// What takes the place of the selected text, and what of that is selected then: from the start of the first to the end of the
/// second part.
struct Written {
    before: String,
    selected: String,
    after: String,
    /// Whole lines are taken.
    lines: bool,
}

fn around(text: &str, mark: &str) -> Written {
    Written {
        before: mark.to_owned(),
        selected: text.to_owned(),
        after: mark.to_owned(),
        lines: false,
    }
}

fn link(text: &str) -> Written {
    Written {
        before: format!("[{text}]("),
        selected: "https://".to_owned(),
        after: ")".to_owned(),
        lines: false,
    }
}

/// Makes a list of lines, or lines of a list.
fn list(text: &str) -> Written {
    let listed = text.lines().all(|line| line.starts_with("- ")) && !text.is_empty();
    let line = |line: &str| match line.strip_prefix("- ") {
        Some(rest) if listed => rest.to_owned(),
        _ => format!("- {line}"),
    };
    let lines: Vec<String> = match text {
        "" => vec![line("")],
        text => text.lines().map(line).collect(),
    };
    Written {
        before: lines.join("\n"),
        selected: String::new(),
        after: String::new(),
        lines: true,
    }
}

/// Writes around what is selected in a field.
fn write(field: Field, act: fn(&str) -> Written) {
    let Some(input) = dom::find(field.path) else {
        return;
    };
    let value = JsString::from(field.text());
    let (mut from, mut to) = selection(&input);
    let cut = |from: u32, to: u32| String::from(value.substring(from, to));
    if act(&cut(from, to)).lines {
        let before = cut(0, from);
        from -= units(before.rsplit('\n').next().unwrap_or_default());
        to += units(
            cut(to, value.length())
                .split('\n')
                .next()
                .unwrap_or_default(),
        );
    }
    let Written {
        before,
        selected,
        after,
        ..
    } = act(&cut(from, to));
    put(
        field,
        &input,
        (from, to),
        &format!("{before}{selected}{after}"),
    );
    let start = from + units(&before);
    select(&input, start, start + units(&selected));
}

/// Writes a text where the caret is.
fn insert(field: Field, text: &str) {
    let Some(input) = dom::find(field.path) else {
        return;
    };
    let (from, to) = selection(&input);
    put(field, &input, (from, to), text);
    let end = from + units(text);
    select(&input, end, end);
}

/// Puts a text in the place of another, as if it had been typed: the browser's own undo knows it.
fn put(field: Field, input: &JsValue, (from, to): (u32, u32), text: &str) {
    dom::focus(field.path);
    select(input, from, to);
    let document: JsValue = dom::document().into();
    let typed = call(
        &document,
        "execCommand",
        &["insertText".into(), false.into(), text.into()],
    );
    if typed.is_none_or(|typed| typed.is_falsy()) {
        call(
            input,
            "setRangeText",
            &[text.into(), from.into(), to.into(), "end".into()],
        );
        field.typed(dom::property(input, "value").unwrap_or_default());
    }
}

fn select(input: &JsValue, from: u32, to: u32) {
    call(input, "setSelectionRange", &[from.into(), to.into()]);
}

fn selection(input: &JsValue) -> (u32, u32) {
    let at = |name: &str| {
        let at = Reflect::get(input, &name.into())
            .ok()
            .and_then(|at| at.as_f64());
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a place in a text
        at.map_or(0, |at| at as u32)
    };
    (at("selectionStart"), at("selectionEnd"))
}

fn call(of: &JsValue, name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let act: Function = Reflect::get(of, &name.into()).ok()?.dyn_into().ok()?;
    act.apply(of, &arguments.iter().collect()).ok()
}

/// Length as browsers count it.
fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}
