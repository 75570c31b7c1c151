//! Two customers who look alike, as a line of the list.

use crate::admin::ask::ask;
use crate::admin::customer::full_name;
use crate::admin::customer::value::figures;
use crate::admin::desk::Desk;
use crate::admin::duplicates::why::why;
use crate::admin::duplicates::words;
use crate::admin::notices::{Notices, undo};
use crate::admin::part::part;
use crate::admin::refused::refused;
use crate::admin::state::account_badge;
use crate::client::Refusal;
use crate::reactive::{go, words as say};
use crate::text::{self, t};
use crate::ui::button::{Button, Weight};
use domain::api::duplicate::{FindAgain, TellApart};
use domain::duplicate::{Duplicate, Lookalike};
use domain::id::CustomerId;
use domain::permission::Right;
use domain::route;
use leptos::prelude::*;

/// On a phone the cells stand under one another; the roles keep it a table.
#[component]
pub fn Row(pair: Duplicate, #[prop(into)] again: UnsyncCallback<()>) -> AnyView {
    let desk = expect_context::<Desk>();
    let compare = route::admin_comparison(&pair.customer.id, &pair.other.id);
    let names = format!("{} · {}", name(&pair.customer), name(&pair.other));
    let described = text::fill(words::COMPARE_NAMED, &[("names", &names)]);
    let ids = (pair.customer.id.clone(), pair.other.id.clone());
    view! {
        <tr role="row">
            <th class="duplicates-one" role="rowheader" scope="row">
                {person(&pair.customer)}
            </th>
            <td class="duplicates-other" role="cell">
                {person(&pair.other)}
            </td>
            <td class="duplicates-why" role="cell">
                {why(&pair.why)}
            </td>
            <td class="duplicates-acts" role="cell">
                {part(move || {
                    let (compare, described, ids) = (compare.clone(), described.clone(), ids.clone());
                    desk.may(Right::MergeCustomers)
                        .then(|| {
                            view! {
                                <div class="cluster">
                                    <a class="button" href=compare aria-label=described>
                                        {t(words::COMPARE)}
                                    </a>
                                    <Apart ids again/>
                                </div>
                            }
                        })
                })}
            </td>
        </tr>
    }
    .into_any()
}

fn name(person: &Lookalike) -> String {
    full_name(&person.first_name, &person.last_name, &person.email)
}

fn person(person: &Lookalike) -> AnyView {
    let (created_at, orders) = (person.created_at, person.orders);
    let phone = person.phone.clone();
    view! {
        <a class="rows-strong rows-other" href=route::admin_customer(&person.id)>
            <bdi>{name(person)}</bdi>
        </a>
        <span class="rows-second">
            <bdi>{person.email.clone()}</bdi>
        </span>
        {phone.map(|phone| view! { <span class="rows-second">{figures(Some(&phone))}</span> })}
        <span class="rows-second">
            {say(move || {
                let since = text::fill(words::SINCE, &[("date", &text::date(created_at))]);
                let orders = text::plural(orders, words::ORDERS_ONE, words::ORDERS_OTHER);
                format!("{since} · {orders}")
            })}
        </span>
        {account_badge(person.account, true)}
    }
    .into_any()
}

/// The button that says they are two persons; it can be taken back at once.
#[component]
pub fn Apart(ids: (CustomerId, CustomerId), #[prop(into)] again: UnsyncCallback<()>) -> AnyView {
    let desk = expect_context::<Desk>();
    let notices = expect_context::<Notices>();
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let press = move |()| {
        busy.set(true);
        refusal.set(None);
        let ids = ids.clone();
        go(async move {
            let answer = ask::<TellApart>(desk, &ids, &(), &()).await;
            if busy.is_disposed() {
                return;
            }
            busy.set(false);
            match answer {
                Ok(()) => {
                    let back = undo(move || {
                        let ids = ids.clone();
                        async move {
                            ask::<FindAgain>(desk, &ids, &(), &()).await?;
                            // the row that gave it is gone by then
                            desk.look_anew();
                            Ok(())
                        }
                    });
                    notices.tell(t(words::APART)().to_owned(), Some(back));
                    again.run(());
                }
                Err(refused) => refusal.set(Some(refused)),
            }
        });
    };
    view! {
        <Button label=words::TELL_APART weight=Weight::Quiet press busy/>
        {part(move || refusal.get().map(|refusal| refused(&refusal)))}
    }
    .into_any()
}
