//! What the shop writes for a block: a title and Markdown, in both languages or in one; links under it.

use crate::admin::fields::TextArea;
use crate::admin::space::arranging::Editor;
use crate::admin::space::item::{Item, Words, Written};
use crate::admin::space::links::LinkInputs;
use crate::admin::space::words;
use crate::reactive::words as say;
use crate::text::{self, Key, t};
use crate::ui::button::Button;
use crate::ui::field::TextField;
use domain::space::BlockKind;
use leptos::prelude::*;

#[component]
pub fn WrittenInputs(
    editor: Editor,
    item: Item,
    written: Written,
    name: Signal<String>,
) -> AnyView {
    let links = item.kind == BlockKind::Links;
    let language = move |word: Key, lang: &'static str, typed: Words| {
        view! {
            <fieldset class="stack space-language" lang=lang>
                <legend class="settings-part">{t(word)}</legend>
                <TextField field=typed.title label=words::BLOCK_TITLE optional=true/>
                <TextArea
                    field=typed.text
                    label=if links { words::BLOCK_INTRO } else { words::BLOCK_TEXT }
                    hint=words::BLOCK_TEXT_HINT
                    lang
                />
            </fieldset>
        }
    };
    let remove = say(move || text::fill(words::REMOVE_NAME, &[("name", &name.get())]));
    view! {
        <p class="meta">{t(words::ONE_LANGUAGE)}</p>
        <div class="space-languages">
            {language(words::FRENCH, "fr", written.fr)} {language(words::ENGLISH, "en", written.en)}
        </div>
        {links.then(|| view! { <LinkInputs item written/> })}
        <div>
            <Button
                label=words::REMOVE
                name=remove
                press=move |()| editor.remove(item.slot)
            />
        </div>
    }
    .into_any()
}
