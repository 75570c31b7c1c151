//! What the customer acquired, newest first.

use crate::client;
use crate::loaded::Loaded;
use crate::reactive::either;
use crate::session::Session;
use crate::space::purchases::row::row;
use crate::space::purchases::words;
use crate::text;
use crate::ui::empty::Empty;
use crate::ui::failed::Failed;
use crate::ui::loading::Loading;
use domain::api::account::ListOwnPurchases;
use leptos::prelude::*;

/// The purchases, or the `first` of them.
#[component]
pub fn Purchases(#[prop(optional)] first: Option<usize>) -> AnyView {
    let who = expect_context::<Session>();
    let all = Loaded::new(move || {
        Box::pin(async move {
            let answer = client::call::<ListOwnPurchases>(&(), &(), &()).await;
            let signed_out = answer
                .as_ref()
                .is_err_and(|refusal| refusal.status() == 401);
            if signed_out {
                who.ended();
            }
            answer
        })
    });
    let body = either(move || match (all.value(), all.refusal()) {
        (Some(answer), _) if answer.items.is_empty() => {
            view! { <Empty message=text::said(words::EMPTY)/> }.into_any()
        }
        (Some(answer), _) => {
            let rows = answer.items.into_iter().take(first.unwrap_or(usize::MAX));
            view! { <ul class="papers">{rows.map(|one| row(one, first.is_none())).collect_view()}</ul> }.into_any()
        }
        (None, Some(refusal)) => view! {
            <Failed
                message=text::said(words::FAILED)
                refusal=Some(refusal)
                retry=move |()| all.again()
            />
        }
        .into_any(),
        (None, None) => view! { <Loading bars=3/> }.into_any(),
    });
    view! { <div class="stack">{body}</div> }.into_any()
}
