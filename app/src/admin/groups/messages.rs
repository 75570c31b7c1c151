//! The campaigns to a group, the last ones first.

use crate::admin::ask::ask;
use crate::admin::campaigns::{drawn, row};
use crate::admin::desk::Desk;
use crate::admin::groups::words;
use crate::admin::trouble::Trouble;
use crate::loaded::Loaded;
use crate::reactive::either;
use crate::text::t;
use crate::ui::loading::Loading;
use domain::api::campaign::ListCampaigns;
use domain::campaign::CampaignQuery;
use domain::id::GroupId;
use leptos::prelude::*;

/// Shown here; the list of campaigns has the others.
const SHOWN_MAX: usize = 10;

pub fn messages(group: &GroupId) -> AnyView {
    let desk = expect_context::<Desk>();
    let query = CampaignQuery {
        group: Some(group.clone()),
        ..CampaignQuery::default()
    };
    let campaigns = Loaded::new(move || {
        desk.follow_session();
        let query = query.clone();
        Box::pin(async move { Ok(ask::<ListCampaigns>(desk, &(), &query, &()).await?.items) })
    });
    view! {
        <h2 class="subheading">{t(words::MESSAGES)}</h2>
        {either(move || match (campaigns.value(), campaigns.refusal()) {
            (Some(rows), _) if rows.is_empty() => {
                view! { <p class="meta">{t(words::MESSAGES_NEVER)}</p> }.into_any()
            }
            (Some(rows), _) => {
                let rows = rows.into_iter().take(SHOWN_MAX).map(row).collect();
                drawn(rows, Signal::stored(false))
            }
            (None, Some(refusal)) => {
                view! {
                    <Trouble
                        message=words::MESSAGES_FAILED
                        refusal
                        retry=move |()| campaigns.again()
                    />
                }
                    .into_any()
            }
            (None, None) => view! { <Loading bars=2/> }.into_any(),
        })}
    }
    .into_any()
}
