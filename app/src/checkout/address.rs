//! An address as its country writes it: the country decides order, labels, keypad, and what is asked at all.

use crate::form::{Field, Form, focus};
use crate::reactive::{either, flag, follow};
use crate::text::{self, checkout, t};
use crate::ui::field::TextField;
use crate::ui::select::Select;
use domain::contact::AddressForm;
use domain::country::{self, Country, Layout, Postcode, Region};
use leptos::html;
use leptos::prelude::*;

/// The fields of one address. A handle: copies share the state.
#[derive(Clone, Copy)]
pub struct Address {
    pub country: Field,
    pub line1: Field,
    pub line2: Field,
    pub postcode: Field,
    pub city: Field,
    pub region: Field,
    line2_open: RwSignal<bool>,
    /// Before each autofill token: `billing `, or nothing.
    kind: &'static str,
}

impl Address {
    /// The address of the person who buys.
    pub fn contact(form: Form) -> Address {
        Address::of(
            form,
            [
                "address.country",
                "address.line1",
                "address.line2",
                "address.postcode",
                "address.city",
                "address.region",
            ],
            "",
        )
    }

    /// The address on the invoice.
    pub fn billing(form: Form) -> Address {
        Address::of(
            form,
            [
                "billing.address.country",
                "billing.address.line1",
                "billing.address.line2",
                "billing.address.postcode",
                "billing.address.city",
                "billing.address.region",
            ],
            "billing ",
        )
    }

    fn of(form: Form, paths: [&'static str; 6], kind: &'static str) -> Address {
        let [country, line1, line2, postcode, city, region] = paths.map(|path| form.field(path));
        country.value.set("FR".to_owned());
        Address {
            country,
            line1,
            line2,
            postcode,
            city,
            region,
            line2_open: RwSignal::new(false),
            kind,
        }
    }

    /// What is typed; what the country has no use for stays in the form's memory.
    pub fn typed(self) -> AddressForm {
        let country = self.country.text();
        let rules = country::find(&country);
        let has_postcode = rules.is_none_or(|rules| rules.postcode != Postcode::None);
        let has_region = rules.is_some_and(|rules| rules.region != Region::None);
        AddressForm {
            line1: self.line1.text(),
            line2: self.line2.text_if_any(),
            postcode: self.postcode.text_if_any().filter(|_| has_postcode),
            city: self.city.text(),
            region: self.region.text_if_any().filter(|_| has_region),
            country,
        }
    }

    /// Takes over what was left before.
    pub fn fill(self, typed: &AddressForm) {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        self.country.value.set(typed.country.clone());
        self.line1.value.set(typed.line1.clone());
        self.line2.value.set(text(&typed.line2));
        self.postcode.value.set(text(&typed.postcode));
        self.city.value.set(typed.city.clone());
        self.region.value.set(text(&typed.region));
    }

    /// Shows the second line and goes there.
    pub fn open_line2(self) {
        self.line2_open.set(true);
        let path = self.line2.path;
        request_animation_frame(move || focus(path));
    }

    fn rules(self) -> Option<&'static Country> {
        country::find(&self.country.value.get())
    }
}

/// The fields on the page, in the order the chosen country writes them.
#[component]
pub fn AddressFields(address: Address) -> AnyView {
    let countries =
        Signal::derive(move || text::countries(country::all().iter().map(|country| country.code)));
    let rules = Signal::derive(move || address.rules());
    let locality = NodeRef::<html::Div>::new();
    follow(move || {
        let rules = rules.get();
        if let Some(locality) = locality.get() {
            arrange(&locality, rules);
        }
        // A region of another country's list would be neither shown nor right: it is asked anew.
        if let Some(Region::Listed(list)) = rules.map(|rules| rules.region) {
            let known = address.region.value.with_untracked(|typed| {
                typed.is_empty() || list.iter().any(|(code, _)| code == typed)
            });
            if !known {
                address.region.value.set(String::new());
            }
        }
        // What was wrong for one country may be right for another.
        for field in [address.postcode, address.region] {
            if field.error.with_untracked(Option::is_some) {
                field.recheck();
            }
        }
    });
    view! {
        <Select
            field=address.country
            label=checkout::COUNTRY_LABEL
            options=countries
            autocomplete=token(address.kind, "country")
        />
        <TextField
            field=address.line1
            label=checkout::LINE1_LABEL
            hint=checkout::LINE1_HINT
            autocomplete=token(address.kind, "address-line1")
            autocapitalize="words"
        />
        <Line2 address/>
        <div node_ref=locality>
            {postcode(address, rules)}
            <TextField
                field=address.city
                label=checkout::CITY_LABEL
                autocomplete=token(address.kind, "address-level2")
                autocapitalize="words"
                enterkeyhint="go"
                class="locality-city"
            />
            {region(address, rules)}
        </div>
    }
    .into_any()
}

/// The second line: behind a button, yet there for autofill, which opens it.
#[component]
fn Line2(address: Address) -> impl IntoView {
    let open = move || address.line2_open.get() || !address.line2.value.with(String::is_empty);
    let tucked = Signal::derive(move || if open() { "" } else { "tucked" });
    view! {
        <button
            class="button-quiet"
            type="button"
            hidden=Signal::derive(open)
            on:click=move |_| address.open_line2()
        >
            {t(checkout::LINE2_ADD)}
        </button>
        <div class=tucked aria-hidden=flag(move || !open())>
            <TextField
                field=address.line2
                label=checkout::LINE2_LABEL
                optional=true
                autocomplete=token(address.kind, "address-line2")
                autocapitalize="words"
                tabindex=Signal::derive(move || (!open()).then_some("-1"))
            />
        </div>
    }
}

/// Puts postcode, town and region into the country's order, without those it does not use. The inputs are moved,
/// not made anew: autofill may be at work on them.
fn arrange(locality: &web_sys::HtmlElement, rules: Option<&'static Country>) {
    let layout = rules.map_or(Layout::PostcodeCity, |rules| rules.layout);
    let (order, class) = match layout {
        Layout::PostcodeCity => (["code", "city", "region"], "locality locality-code-city"),
        Layout::CityRegionPostcode => (["city", "region", "code"], "locality locality-region-code"),
        Layout::CityPostcode => (["city", "code", "region"], "locality locality-lines"),
    };
    let has_code = rules.is_none_or(|rules| rules.postcode != Postcode::None);
    let has_region = rules.is_some_and(|rules| rules.region != Region::None);
    locality.set_class_name(if has_code {
        class
    } else {
        "locality locality-lines"
    });
    for part in order {
        let found = locality.query_selector(&format!(".locality-{part}"));
        if let Some(field) = found.ok().flatten() {
            let used = match part {
                "code" => has_code,
                "region" => has_region,
                _ => true,
            };
            let _ = field.toggle_attribute_with_force("hidden", !used);
            let _ = locality.append_child(&field);
        }
    }
}

fn postcode(address: Address, rules: Signal<Option<&'static Country>>) -> AnyView {
    let digits = move || rules.get().is_some_and(Country::digits_only);
    let optional = Signal::derive(move || {
        rules
            .get()
            .is_some_and(|rules| rules.postcode == Postcode::Optional)
    });
    let label = Signal::derive(move || match rules.get().map(|rules| rules.code) {
        Some("US") => checkout::ZIP_LABEL,
        _ => checkout::POSTCODE_LABEL,
    });
    view! {
        <TextField
            field=address.postcode
            label=label
            optional=optional
            autocomplete=token(address.kind, "postal-code")
            inputmode=Signal::derive(move || digits().then_some("numeric"))
            autocapitalize=Signal::derive(move || if digits() { "off" } else { "characters" })
            class="locality-code"
        />
    }
    .into_any()
}

/// A list where the country's regions are known, else a line of text.
fn region(address: Address, rules: Signal<Option<&'static Country>>) -> AnyView {
    let label = Signal::derive(move || match rules.get().map(|rules| rules.code) {
        Some("US" | "AU" | "BR") => checkout::STATE_LABEL,
        Some("CA" | "IT" | "ES") => checkout::PROVINCE_LABEL,
        _ => checkout::REGION_LABEL,
    });
    let list = move || match rules.get().map(|rules| rules.region) {
        Some(Region::Listed(list)) => list,
        _ => &[],
    };
    let control = either(move || {
        let autocomplete = token(address.kind, "address-level1");
        if list().is_empty() {
            return view! {
                <TextField
                    field=address.region
                    label=label
                    optional=true
                    autocomplete=autocomplete
                    autocapitalize="words"
                />
            }
            .into_any();
        }
        let options = list()
            .iter()
            .map(|(code, name)| ((*code).to_owned(), (*name).to_owned()))
            .collect::<Vec<_>>();
        view! {
            <Select
                field=address.region
                label=label
                options=Signal::stored(options)
                prompt=checkout::REGION_CHOOSE
                autocomplete=autocomplete
            />
        }
        .into_any()
    });
    view! { <div class="locality-region">{control}</div> }.into_any()
}

/// `address-line1`, or `billing address-line1`.
fn token(kind: &'static str, name: &'static str) -> String {
    format!("{kind}{name}")
}
