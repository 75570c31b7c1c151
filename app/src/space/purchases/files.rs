//! The files that a purchase is: those of the documents for this product's buyers.

use crate::client;
use crate::loaded::Loaded;
use crate::reactive::either;
use crate::session::Session;
use crate::space::documents::link;
use crate::space::purchases::words;
use crate::text::{self, t};
use crate::ui::failed::Failed;
use crate::ui::loading::Loading;
use domain::api::document::{ListOwnDocuments, OwnQuery};
use domain::document::OwnDocument;
use domain::id::ProductId;
use leptos::prelude::*;

/// As many as are for its buyers now; nothing of a file is here, each is asked for when it is wanted.
#[component]
pub fn Files(product: ProductId) -> AnyView {
    let who = expect_context::<Session>();
    let query = OwnQuery {
        product: Some(product),
        cursor: None,
    };
    let all = Loaded::new(move || {
        let query = query.clone();
        Box::pin(async move {
            let answer = client::call::<ListOwnDocuments>(&(), &query, &()).await;
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
        (Some(answer), _) => {
            let files: Vec<AnyView> = answer.items.into_iter().filter_map(file).collect();
            if files.is_empty() {
                view! { <p class="meta">{t(words::FILES_LATER)}</p> }.into_any()
            } else {
                view! { <ul>{files}</ul> }.into_any()
            }
        }
        (None, Some(refusal)) => view! {
            <Failed
                message=text::said(words::FILES_FAILED)
                refusal=Some(refusal)
                retry=move |()| all.again()
            />
        }
        .into_any(),
        (None, None) => view! { <Loading bars=1/> }.into_any(),
    });
    view! { <div class="papers-acts">{body}</div> }.into_any()
}

fn file(document: OwnDocument) -> Option<AnyView> {
    let file = link(&document.id, document.file?);
    Some(view! { <li>{file}</li> }.into_any())
}
