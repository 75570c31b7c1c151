//! How many customers the chosen audience reaches today, counted anew with each choice.

use crate::admin::ask::ask;
use crate::admin::desk::Desk;
use crate::admin::documents::editor::Editor;
use crate::admin::documents::{typed, words};
use crate::admin::fields::TICKED;
use crate::admin::part::part;
use crate::loaded::Loaded;
use crate::reactive::words as say;
use crate::text::{self, t};
use crate::ui::failed::Failed;
use domain::api::document::GetReach;
use domain::document::{Audience, REACH_MAX, Reach, ReachQuery, To};
use domain::id::{CustomerId, GroupId, ProductId};
use leptos::prelude::*;

pub fn reach(editor: Editor) -> AnyView {
    let desk = expect_context::<Desk>();
    let value = move |path: &str| editor.fields.at(path).value.get();
    // Only what the chosen audience takes is asked about: choices kept for another one count nothing.
    let asked = Memo::new(move |_| {
        let audience = Audience::parse(&value(typed::AUDIENCE))?;
        let groups = value(typed::GROUPS);
        let groups: Vec<GroupId> = groups.split(',').filter_map(GroupId::parse).collect();
        let (product, customer) = (value(typed::PRODUCT), value(typed::CUSTOMER));
        let (product, customer) = (ProductId::parse(&product), CustomerId::parse(&customer));
        let lapsed = value(typed::LAPSED) == TICKED;
        To::prove(
            Some(audience),
            &groups,
            product.as_ref(),
            lapsed,
            customer.as_ref(),
        )
        .ok()?;
        let mut query = ReachQuery {
            audience: Some(audience),
            ..ReachQuery::default()
        };
        match audience {
            Audience::Everyone => {}
            Audience::Groups => query.groups = groups,
            Audience::Buyers => (query.product, query.lapsed) = (product, lapsed),
            Audience::Customer => query.customer = customer,
        }
        Some(query)
    });
    let reach = Loaded::new(move || {
        desk.follow_session();
        let asked = asked.get();
        Box::pin(async move {
            match asked {
                Some(query) => ask::<GetReach>(desk, &(), &query, &()).await.map(Some),
                None => Ok(None),
            }
        })
    });
    let said = say(
        move || match (asked.with(Option::is_some), reach.value().flatten()) {
            (true, Some(reach)) => sentence(reach),
            (true, None) => t(words::REACH_COUNTING)().to_owned(),
            (false, _) => t(words::REACH_CHOOSE)().to_owned(),
        },
    );
    view! {
        <div role="status" class="documents-reach">
            {part(move || match reach.refusal() {
                Some(refusal) => {
                    Some(
                        view! {
                            <Failed
                                message=text::said(words::REACH_FAILED)
                                refusal=Some(refusal)
                                retry=move |()| reach.again()
                            />
                        }
                            .into_any(),
                    )
                }
                None => Some(view! { <p>{said}</p> }.into_any()),
            })}
        </div>
    }
    .into_any()
}

/// Reaches so many, so many of whom can sign in.
fn sentence(reach: Reach) -> String {
    let Reach {
        customers,
        with_account,
    } = reach;
    if customers >= REACH_MAX {
        let n = text::number((REACH_MAX - 1).into());
        return text::fill(words::REACH_MANY, &[("n", &n)]);
    }
    let all = text::plural(customers, words::REACH_ONE, words::REACH_OTHER);
    if with_account == customers {
        return all;
    }
    let some = text::plural(
        with_account,
        words::REACH_ACCOUNT_ONE,
        words::REACH_ACCOUNT_OTHER,
    );
    text::fill(words::REACH_BOTH, &[("all", &all), ("some", &some)])
}
