//! An address as its country writes it: the country decides order, labels, keypad, and what is asked at all.

use crate::form::{Field, Form, focus};
use crate::text::{self, Key, checkout, t};
use crate::ui::field::TextField;
use crate::ui::select::Select;
use domain::contact::AddressForm;
use domain::country::{self, Country, Layout, Postcode, Region};
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

/// The parts whose order depends on the country.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Postcode,
    City,
    Region,
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
    let countries = Memo::new(|_| text::countries(country::all().iter().map(|c| c.code)));
    let rules = Memo::new(move |_| address.rules());
    // A region of another country's list would be neither shown nor right: it is asked anew.
    Effect::new(move || {
        if let Some(Region::Listed(list)) = rules.get().map(|rules| rules.region) {
            let known = address.region.value.with_untracked(|typed| {
                typed.is_empty() || list.iter().any(|(code, _)| code == typed)
            });
            if !known {
                address.region.value.set(String::new());
            }
        }
    });
    // What was wrong for one country may be right for another.
    Effect::new(move || {
        rules.track();
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
        // Keyed, so that a change of country moves the inputs instead of making new ones under autofill's hands.
        <div class=move || {
            format!("locality {}", locality_class(rules.get()))
        }>
            <For
                each=move || parts(rules.get())
                key=|part| *part
                children=move |part| part_view(address, rules, part)
            />
        </div>
    }
    .into_any()
}

/// The second line: behind a button, yet there for autofill, which opens it.
#[component]
fn Line2(address: Address) -> AnyView {
    let open =
        Memo::new(move |_| address.line2_open.get() || !address.line2.value.with(String::is_empty));
    view! {
        <button
            class="button-quiet"
            type="button"
            hidden=move || open.get()
            on:click=move |_| address.open_line2()
        >
            {t(checkout::LINE2_ADD)}
        </button>
        <div class=move || if open.get() { "" } else { "tucked" } aria-hidden=move || (!open.get()).then_some("true")>
            <TextField
                field=address.line2
                label=checkout::LINE2_LABEL
                optional=true
                autocomplete=token(address.kind, "address-line2")
                autocapitalize="words"
                reachable=open
            />
        </div>
    }
    .into_any()
}

/// Postcode, town, region in the country's order; without those it does not use.
fn parts(rules: Option<&'static Country>) -> Vec<Part> {
    let Some(rules) = rules else {
        return vec![Part::Postcode, Part::City];
    };
    let order = match rules.layout {
        Layout::PostcodeCity => [Part::Postcode, Part::City, Part::Region],
        Layout::CityRegionPostcode => [Part::City, Part::Region, Part::Postcode],
        Layout::CityPostcode => [Part::City, Part::Postcode, Part::Region],
    };
    order
        .into_iter()
        .filter(|part| match part {
            Part::Postcode => rules.postcode != Postcode::None,
            Part::City => true,
            Part::Region => rules.region != Region::None,
        })
        .collect()
}

fn locality_class(rules: Option<&'static Country>) -> &'static str {
    match rules.map(|rules| (rules.layout, rules.postcode)) {
        Some((_, Postcode::None)) => "locality-lines",
        Some((Layout::CityRegionPostcode, _)) => "locality-region-code",
        Some((Layout::CityPostcode, _)) => "locality-lines",
        _ => "locality-code-city",
    }
}

fn part_view(address: Address, rules: Memo<Option<&'static Country>>, part: Part) -> AnyView {
    match part {
        Part::Postcode => postcode_view(address, rules),
        Part::City => view! {
            <TextField
                field=address.city
                label=checkout::CITY_LABEL
                autocomplete=token(address.kind, "address-level2")
                autocapitalize="words"
                class="locality-city"
            />
        }
        .into_any(),
        Part::Region => region_view(address, rules),
    }
}

fn postcode_view(address: Address, rules: Memo<Option<&'static Country>>) -> AnyView {
    let digits = move || rules.get().is_some_and(Country::digits_only);
    let optional = move || {
        rules
            .get()
            .is_some_and(|rules| rules.postcode == Postcode::Optional)
    };
    let label = move || match rules.get().map(|rules| rules.code) {
        Some("US") => checkout::ZIP_LABEL,
        _ => checkout::POSTCODE_LABEL,
    };
    view! {
        <TextField
            field=address.postcode
            label=Signal::derive(label)
            optional=Signal::derive(optional)
            autocomplete=token(address.kind, "postal-code")
            inputmode=Signal::derive(move || if digits() { "numeric" } else { "" })
            autocapitalize=Signal::derive(move || if digits() { "off" } else { "characters" })
            class="locality-code"
        />
    }
    .into_any()
}

fn region_view(address: Address, rules: Memo<Option<&'static Country>>) -> AnyView {
    let listed = Memo::new(move |_| match rules.get().map(|rules| rules.region) {
        Some(Region::Listed(list)) => Some(list),
        _ => None,
    });
    let label = Signal::derive(move || region_label(rules.get()));
    let class = "locality-region";
    (move || match listed.get() {
        Some(list) => {
            let options: Vec<(String, String)> = list
                .iter()
                .map(|(code, name)| ((*code).to_owned(), (*name).to_owned()))
                .collect();
            view! {
                <Select
                    field=address.region
                    label=label
                    options=Signal::stored(options)
                    prompt=checkout::REGION_CHOOSE
                    autocomplete=token(address.kind, "address-level1")
                    class=class
                />
            }
            .into_any()
        }
        None => view! {
            <TextField
                field=address.region
                label=label
                optional=true
                autocomplete=token(address.kind, "address-level1")
                autocapitalize="words"
                class=class
            />
        }
        .into_any(),
    })
    .into_any()
}

fn region_label(rules: Option<&'static Country>) -> Key {
    match rules.map(|rules| rules.code) {
        Some("US" | "AU" | "BR") => checkout::STATE_LABEL,
        Some("CA" | "IT" | "ES") => checkout::PROVINCE_LABEL,
        _ => checkout::REGION_LABEL,
    }
}

/// `address-line1`, or `billing address-line1`.
fn token(kind: &'static str, name: &'static str) -> String {
    format!("{kind}{name}")
}
