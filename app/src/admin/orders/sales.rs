//! The month's sales, as a file for the accountant. The browser fetches it by itself.

use crate::admin::orders::words;
use crate::reactive::{either, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use crate::ui::dialog::Dialog;
use domain::api;
use domain::api::sales::{GetSales, SalesQuery};
use domain::sales::Month;
use js_sys::Date;
use leptos::prelude::*;

const MONTH: &str = "sales-month";
/// Months that are offered, the running one first.
const OFFERED: u32 = 36;

/// The button, and the dialog it opens: the last whole month stands chosen.
#[component]
pub fn Sales() -> AnyView {
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(before_now(1));
    let file = say(move || {
        let query = SalesQuery {
            month: Month::parse(&chosen.get()),
            locale: Some(text::locale()),
        };
        api::address::<GetSales>(&(), &query, |value| value.to_owned())
    });
    view! {
        <Button id="sales" label=words::SALES press=move |()| open.set(true)/>
        <Dialog id="sales-dialog" open title=text::said(words::SALES_TITLE) safe=MONTH>
            <div class="stack">
                <p>{t(words::SALES_TEXT)}</p>
                <div class="field">
                    <label class="field-label" for=MONTH>
                        {t(words::SALES_MONTH)}
                    </label>
                    <div class="select-box">
                        <select
                            class="input select"
                            id=MONTH
                            name=MONTH
                            autocomplete="off"
                            on:change=move |event| chosen.set(event_target_value(&event))
                        >
                            {either(move || (0..OFFERED).map(|ago| month(ago, chosen)).collect_view().into_any())}
                        </select>
                    </div>
                </div>
                <div class="dialog-acts">
                    <Button label=words::SALES_CLOSE press=move |()| open.set(false)/>
                    <a class=Weight::Primary.class() id="sales-download" href=file download="">
                        {t(words::SALES_DO)}
                    </a>
                </div>
            </div>
        </Dialog>
    }
    .into_any()
}

fn month(ago: u32, chosen: RwSignal<String>) -> AnyView {
    let code = before_now(ago);
    let value = code.clone();
    let word = text::month(&code);
    let word = if ago == 0 {
        text::fill(words::SALES_RUNNING, &[("month", &word)])
    } else {
        word
    };
    view! {
        <option value=value prop:selected=move || chosen.with(|chosen| *chosen == code)>
            {word}
        </option>
    }
    .into_any()
}

/// A month as the address spells it, that many before the running one.
fn before_now(months: u32) -> String {
    let date = Date::new_0();
    date.set_date(1);
    let running = date.get_full_year() * 12 + date.get_month();
    let then = running.saturating_sub(months);
    format!("{:04}-{:02}", then / 12, then % 12 + 1)
}
