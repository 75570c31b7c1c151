//! A password that staff type or have made: readable, from the browser's own chance.

use crate::admin::customer::words;
use crate::admin::fields::{CheckField, Fields};
use crate::text::t;
use crate::ui::button::Button;
use crate::ui::password_field::PasswordField;
use leptos::prelude::*;

pub const PASSWORD: &str = "password";
pub const MUST_CHANGE: &str = "must_change";

/// Sixteen and four: each letter is four or two bits by chance, without a leaning.
const CONSONANTS: &[u8; 16] = b"bcdfgjklmnprstvz";
const VOWELS: &[u8; 4] = b"aeio";
/// Words of five letters, 16 bits each.
const WORDS: usize = 4;

/// The password, a way to make one, and whether it is to be replaced.
pub fn password_inputs(fields: Fields, whose: Signal<String>) -> AnyView {
    let shown = RwSignal::new(false);
    let generate = move |()| {
        if let Some(made) = generated() {
            fields.at(PASSWORD).typed(made);
            shown.set(true);
        }
    };
    view! {
        <div class="stack-tight">
            // comes with the password: browsers ask whose it is when they first see it
            <input type="text" autocomplete="username" prop:value=whose readonly=true hidden=true/>
            <PasswordField
                field=fields.at(PASSWORD)
                label=words::PASSWORD
                hint=words::PASSWORD_HINT
                autocomplete="new-password"
                shown
            />
            <div>
                <Button id="generate" label=words::GENERATE press=generate/>
            </div>
            <CheckField field=fields.at(MUST_CHANGE) label=words::MUST_CHANGE/>
        </div>
    }
    .into_any()
}

/// A password like `tabor-mivel-kodas-rebon`: 64 bits. None where the browser has no chance to give.
fn generated() -> Option<String> {
    let mut chance = [0u8; WORDS * 5];
    let crypto = window().crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut chance).ok()?;
    let word = |letters: &[u8]| -> String {
        letters
            .iter()
            .enumerate()
            .map(|(place, byte)| {
                let byte = usize::from(*byte);
                let letter = if place % 2 == 0 {
                    CONSONANTS[byte % CONSONANTS.len()]
                } else {
                    VOWELS[byte % VOWELS.len()]
                };
                char::from(letter)
            })
            .collect()
    };
    let words: Vec<String> = chance.chunks(5).map(word).collect();
    Some(words.join("-"))
}

/// What was given, to be handed on: it is seen this once.
pub fn handed(password: RwSignal<Option<String>>) -> Option<AnyView> {
    let given = password.get()?;
    let text = given.clone();
    Some(
        view! {
            <div class="record-handed" role="status">
                <p>{t(words::PASSWORD_GIVEN)}</p>
                <p class="cluster">
                    <code class="record-password">{given}</code>
                    <crate::ui::copy_button::CopyButton what=words::PASSWORD text/>
                    <Button
                        label=words::PASSWORD_HIDE
                        press=move |()| password.set(None)
                    />
                </p>
            </div>
        }
        .into_any(),
    )
}
