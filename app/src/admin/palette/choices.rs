//! What the palette offers: what was looked at last, customers and orders that the Worker found, screens and actions by their words.

use crate::admin::desk::Desk;
use crate::admin::menu::{PARTS, part_of};
use crate::admin::palette::words;
use crate::admin::state::order_word;
use crate::admin::{address, words as office};
use crate::text::{self, Key, t};
use domain::customer::{CustomerQuery, CustomerRow};
use domain::order::OrderRow;
use domain::permission::Right;
use domain::route;
use domain::text::fold;

/// Choices of a group.
pub const MOST: usize = 5;

/// What stands together under a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Recent,
    Customers,
    Orders,
    Screens,
    Actions,
}

impl Group {
    pub fn word(self) -> Key {
        match self {
            Group::Recent => words::RECENT,
            Group::Customers => office::NAV_CUSTOMERS,
            Group::Orders => office::NAV_ORDERS,
            Group::Screens => words::SCREENS,
            Group::Actions => words::ACTIONS,
        }
    }
}

/// One of the choices, in two lines, and where it leads.
#[derive(Clone, PartialEq)]
pub struct Choice {
    pub group: Group,
    pub first: String,
    pub second: String,
    pub to: String,
}

/// Without a search: where the person was last, the present screen left out; at the beginning, every screen.
pub fn at_rest(desk: Desk, here: &str) -> Vec<Choice> {
    let visited = desk.visited();
    let recent: Vec<Choice> = visited
        .into_iter()
        .filter(|(path, _)| path != here)
        .take(MOST)
        .filter_map(|(path, place)| {
            let part = t(part_of(&path)?.word)().to_owned();
            let (first, second) = match place {
                Some(place) => (place, part),
                None => (part, String::new()),
            };
            Some(Choice {
                group: Group::Recent,
                first,
                second,
                to: path,
            })
        })
        .collect();
    if recent.is_empty() {
        screens(desk, "")
    } else {
        recent
    }
}

/// The screens whose name says what is typed.
pub fn screens(desk: Desk, typed: &str) -> Vec<Choice> {
    PARTS
        .into_iter()
        .filter(|part| desk.may(part.right) && says(part.word, typed))
        .map(|part| Choice {
            group: Group::Screens,
            first: t(part.word)().to_owned(),
            second: String::new(),
            to: desk.list(part.path),
        })
        .collect()
}

/// The actions whose name says what is typed; the first leads to all customers that match, where there are more than are shown.
pub fn actions(desk: Desk, typed: &str, more: bool) -> Vec<Choice> {
    let action = |first: String, to: String| Choice {
        group: Group::Actions,
        first,
        second: String::new(),
        to,
    };
    let all = more.then(|| {
        let query = CustomerQuery {
            q: typed.to_owned(),
            ..CustomerQuery::default()
        };
        action(
            text::fill(words::ALL_CUSTOMERS, &[("q", typed)]),
            address::of(route::ADMIN_CUSTOMERS, &query),
        )
    });
    let making = [
        (
            Right::EditCustomers,
            words::CREATE_CUSTOMER,
            route::ADMIN_CUSTOMER_NEW,
        ),
        (
            Right::EditGroups,
            words::CREATE_GROUP,
            route::ADMIN_GROUP_NEW,
        ),
        (
            Right::EditProducts,
            words::CREATE_PRODUCT,
            route::ADMIN_PRODUCT_NEW,
        ),
    ];
    let making = making
        .into_iter()
        .filter(|(right, word, _)| desk.may(*right) && says(*word, typed))
        .map(|(_, word, to)| action(t(word)().to_owned(), to.to_owned()));
    let shop = says(office::TO_SHOP, typed)
        .then(|| action(t(office::TO_SHOP)().to_owned(), route::SHOP.to_owned()));
    all.into_iter()
        .chain(making)
        .chain(shop)
        .take(MOST)
        .collect()
}

/// Whether each word that is typed begins one of the text's.
fn says(word: Key, typed: &str) -> bool {
    let said = fold(t(word)());
    let typed = fold(typed);
    typed
        .split_whitespace()
        .all(|part| said.split_whitespace().any(|word| word.starts_with(part)))
}

pub fn customer(row: CustomerRow) -> Choice {
    let name = format!("{} {}", row.first_name, row.last_name);
    let (first, mail) = match name.trim() {
        "" => (row.email, String::new()),
        name => (name.to_owned(), row.email),
    };
    let country = row.country.map(|code| text::country(&code));
    let rest = [Some(mail), row.organisation, country];
    Choice {
        group: Group::Customers,
        first,
        second: line(rest.into_iter().flatten()),
        to: route::admin_customer(&row.id),
    }
}

pub fn order(row: OrderRow) -> Choice {
    let number = row.number.to_string();
    let state = t(order_word(row.state))().to_owned();
    let name = format!("{} {}", row.first_name, row.last_name);
    let amount = text::money(row.total, &row.currency);
    Choice {
        group: Group::Orders,
        first: text::fill(office::ORDER_NUMBERED, &[("number", &number)]),
        second: line([name, amount, state].into_iter()),
        to: route::admin_order(&row.id),
    }
}

/// What there is of several things, in one line.
fn line(parts: impl Iterator<Item = String>) -> String {
    let there: Vec<String> = parts.filter(|part| !part.trim().is_empty()).collect();
    there.join(" · ")
}
