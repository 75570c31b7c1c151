//! On a customer's page: whom they may be the same person as, and what was merged into the record lately. Nothing where there is
//! nothing to say, nor while that is asked.

use crate::admin::ask::ask;
use crate::admin::customer::{Record, full_name};
use crate::admin::desk::Desk;
use crate::admin::duplicates::merged::Merged;
use crate::admin::duplicates::row::Apart;
use crate::admin::duplicates::why::why;
use crate::admin::duplicates::words;
use crate::admin::part::part;
use crate::loaded::Loaded;
use crate::text::{self, t};
use domain::api::duplicate::GetDuplicates;
use domain::duplicate::Duplicate;
use domain::id::CustomerId;
use domain::permission::Right;
use domain::route;
use leptos::prelude::*;

/// Lookalikes named here; the others are found in the list.
const SHOWN: usize = 3;

#[component]
pub fn Hint(id: CustomerId, record: Record) -> AnyView {
    let desk = expect_context::<Desk>();
    // a changed record looks like others: asked anew with each version
    let version = Memo::new(move |_| {
        record
            .customer
            .with(|customer| customer.map(|one| one.version))
    });
    let found = Loaded::new(move || {
        desk.follow_session();
        version.track();
        let id = id.clone();
        Box::pin(async move { ask::<GetDuplicates>(desk, &id, &(), &()).await })
    });
    let answered = Memo::new(move |_| found.value());
    let changed = move |()| {
        record.again();
        found.again();
    };
    part(move || {
        let found = answered.get()?;
        if found.items.is_empty() && found.merges.is_empty() {
            return None;
        }
        let merges = found.merges.into_iter().map(|merge| {
            view! { <Merged merge changed=UnsyncCallback::new(changed)/> }
        });
        let merges = merges.collect_view();
        let items = found.items.into_iter().take(SHOWN);
        let items = items.map(|pair| lookalike(desk, pair, UnsyncCallback::new(changed)));
        let items = items.collect_view();
        Some(view! {
            <section class="card duplicates-hint" aria-labelledby="duplicates-hint-title">
                <h2 class="subheading" id="duplicates-hint-title">
                    {t(words::HINT_TITLE)}
                </h2>
                <ul class="duplicates-hints">{merges} {items}</ul>
            </section>
        })
    })
    .into_any()
}

fn lookalike(desk: Desk, pair: Duplicate, changed: UnsyncCallback<()>) -> AnyView {
    let other = &pair.other;
    let name = full_name(&other.first_name, &other.last_name, &other.email);
    let (start, end) = text::around(words::HINT, "name");
    let compare = route::admin_comparison(&pair.customer.id, &other.id);
    let described = text::fill(words::COMPARE_NAMED, &[("names", &name)]);
    let ids = (pair.customer.id.clone(), other.id.clone());
    view! {
        <li class="duplicates-alike">
            <p>
                {start} <a href=route::admin_customer(&other.id)>
                    <bdi>{name}</bdi>
                </a> {end} " " <span class="meta">
                    <bdi>{other.email.clone()}</bdi>
                </span>
            </p>
            {why(&pair.why)}
            {part(move || {
                let (compare, described, ids) = (compare.clone(), described.clone(), ids.clone());
                desk.may(Right::MergeCustomers)
                    .then(|| {
                        view! {
                            <div class="cluster">
                                <a class="button" href=compare aria-label=described>
                                    {t(words::COMPARE)}
                                </a>
                                <Apart ids again=changed/>
                            </div>
                        }
                    })
            })}
        </li>
    }
    .into_any()
}
