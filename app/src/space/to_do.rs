//! What there is for the customer to do, before everything else; absent when there is nothing.

use crate::reactive::words as say;
use crate::space::words;
use crate::text::{self, Key, t};
use domain::locale::Locale;
use domain::route;
use domain::space::ToDo;
use leptos::prelude::*;

/// One thing: what it is, the act's word, and where it is done.
struct Task {
    said: Signal<String>,
    act: Key,
    to: String,
}

/// The card, with one row a thing.
pub fn to_do(things: Vec<ToDo>) -> Option<AnyView> {
    let count = text::number(u32::try_from(things.len()).unwrap_or(u32::MAX).into());
    let rows: Vec<AnyView> = things.into_iter().map(task).map(row).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card block block-wide to-do" aria-labelledby="to-do">
                <h2 class="subheading" id="to-do">
                    {t(words::TO_DO)}
                    <span class="block-count">" ("{count}")"</span>
                </h2>
                <ul class="to-do-list">{rows}</ul>
            </section>
        }
        .into_any()
    })
}

fn task(thing: ToDo) -> Task {
    match thing {
        ToDo::Pay {
            order,
            number,
            total,
            currency,
        } => Task {
            said: say(move || {
                let (number, amount) = (number.to_string(), text::money(total, &currency));
                text::fill(words::TO_PAY, &[("number", &number), ("amount", &amount)])
            }),
            act: words::PAY,
            to: route::order(&order),
        },
        ToDo::Read {
            conversation,
            subject,
        } => Task {
            said: say(move || text::fill(words::TO_READ, &[("subject", &subject)])),
            act: words::READ,
            to: route::conversation(&conversation),
        },
        ToDo::Renew {
            name_en,
            name_fr,
            ends_at,
        } => Task {
            said: say(move || {
                let name = match text::locale() {
                    Locale::En => &name_en,
                    Locale::Fr => &name_fr,
                };
                let date = text::date(ends_at);
                text::fill(words::TO_RENEW, &[("name", name), ("date", &date)])
            }),
            act: words::RENEW,
            to: route::ACCOUNT_PURCHASES.to_owned(),
        },
        ToDo::DecidePending { count } => Task {
            said: say(move || text::plural(count, words::TO_DECIDE_ONE, words::TO_DECIDE_OTHER)),
            act: words::DECIDE,
            to: route::ACCOUNT_DETAILS.to_owned(),
        },
        ToDo::ConfirmEmail { email } => Task {
            said: say(move || text::fill(words::TO_CONFIRM, &[("email", &email)])),
            act: words::VIEW,
            to: route::ACCOUNT_SECURITY.to_owned(),
        },
        ToDo::ReadDocuments { count } => Task {
            said: say(move || text::plural(count, words::TO_READ_ONE, words::TO_READ_OTHER)),
            act: words::READ,
            to: route::ACCOUNT_DOCUMENTS.to_owned(),
        },
    }
}

fn row(Task { said, act, to }: Task) -> AnyView {
    let name = say(move || {
        let what = said.get();
        text::fill(words::OF, &[("act", t(act)()), ("what", &what)])
    });
    view! {
        <li class="to-do-row">
            <span class="to-do-said">{said}</span>
            <a class="button button-small" href=to aria-label=name>
                {t(act)}
            </a>
        </li>
    }
    .into_any()
}
