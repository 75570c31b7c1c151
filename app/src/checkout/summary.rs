//! The summary beside the form: lines, VAT, total, as the Worker priced them. On a phone it is folded above the form.

use crate::checkout::{faults, opening};
use crate::client::Refusal;
use crate::dom;
use crate::text::{self, checkout, common, error, word};
use domain::checkout::Checkout;
use web_sys::Element;

/// Grey bars while the checkout is being opened.
pub fn waiting() {
    let Some(bill) = emptied() else { return };
    let bars = dom::element("div", "loading", "");
    for _ in 0..3 {
        let _ = bars.append_child(&dom::element("span", "loading-bar", ""));
    }
    let _ = bill.append_child(&bars);
}

/// The opened checkout.
pub fn show(opened: Checkout) {
    let Some(bill) = emptied() else { return };
    let amount = |minor: i64| text::money(minor, &opened.currency);
    let list = dom::element("ul", "", "");
    for line in &opened.lines {
        let quantity = text::number(line.quantity.into());
        let values = [("product", line.name.as_str()), ("quantity", &quantity)];
        let item = dom::element("li", "bill-line", "");
        let name = text::fill(checkout::SUMMARY_LINE, &values);
        let _ = item.append_child(&dom::element("span", "bill-name", &name));
        let _ = item.append_child(&dom::element("span", "amount", &amount(line.amount)));
        let _ = list.append_child(&item);
    }
    let _ = bill.append_child(&list);
    let total = amount(opened.total);
    row(
        &bill,
        "bill-row bill-total",
        word(checkout::SUMMARY_TOTAL),
        &total,
    );
    for share in &opened.vat {
        let rate = text::percent(share.vat_rate);
        let name = text::fill(checkout::SUMMARY_VAT, &[("rate", &rate)]);
        row(&bill, "bill-row bill-row-soft", &name, &amount(share.vat));
    }
    if let Some(folded) = dom::find("summary-total") {
        folded.set_text_content(Some(&total));
    }
}

/// Why there is nothing to show, and a way to try again.
pub fn failed(refusal: &Refusal) {
    let Some(bill) = emptied() else { return };
    let message = match refusal.status() {
        0 => word(common::LOAD_FAILED),
        _ => word(error::SERVER),
    };
    let notice = notice(
        "notice-danger",
        "alert",
        message,
        refusal.trace().as_deref(),
    );
    button(&notice, word(common::RETRY), opening::begin);
    let _ = bill.append_child(&notice);
}

/// A product of the basket is not for sale any more.
pub fn changed() {
    if let Some(place) = dom::find("summary-changed") {
        place.set_inner_html("");
        let message = word(checkout::CHANGED);
        let _ = place.append_child(&notice("notice-warn", "status", message, None));
        faults::announce(message);
    }
}

/// A notice in the flow of the page, with the reference a person can quote.
pub fn notice(tone: &str, role: &str, message: &str, trace: Option<&str>) -> Element {
    let notice = dom::element("div", &format!("notice {tone}"), "");
    dom::attribute(&notice, "role", Some(role));
    let words = dom::element("div", "notice-text", "");
    let _ = words.append_child(&dom::element("p", "", message));
    if let Some(trace) = trace {
        let reference = text::fill(common::TRACE, &[("trace", trace)]);
        let _ = words.append_child(&dom::element("p", "meta", &reference));
    }
    let _ = notice.append_child(&words);
    notice
}

/// A button at the end of a notice.
pub fn button(notice: &Element, name: &str, press: impl Fn() + 'static) {
    let button = dom::element("button", "button", name);
    dom::attribute(&button, "type", Some("button"));
    dom::on(&button, "click", move |_| press());
    let acts = dom::element("div", "cluster", "");
    let _ = acts.append_child(&button);
    if let Some(words) = notice.first_element_child() {
        let _ = words.append_child(&acts);
    }
}

fn row(bill: &Element, class: &str, name: &str, amount: &str) {
    let row = dom::element("p", class, "");
    let _ = row.append_child(&dom::element("span", "", name));
    let _ = row.append_child(&dom::element("span", "amount", amount));
    let _ = bill.append_child(&row);
}

fn emptied() -> Option<Element> {
    let bill = dom::find("bill")?;
    bill.set_inner_html("");
    Some(bill)
}
