//! Everything about oneself, as a page to read and as JSON: plain links, as the browser saves files best by itself.

use crate::client::escape;
use crate::reactive::words as say;
use crate::space::data::words;
use crate::text::{self, t};
use domain::api::address;
use domain::api::rights::{ExportOwn, ExportQuery};
use domain::export::Shape;
use leptos::prelude::*;

pub fn card() -> AnyView {
    let link = |shape: Shape| {
        say(move || {
            let query = ExportQuery {
                shape,
                locale: Some(text::locale()),
            };
            address::<ExportOwn>(&(), &query, escape)
        })
    };
    view! {
        <section class="card stack" aria-labelledby="export-title">
            <h2 class="subheading" id="export-title">
                {t(words::EXPORT)}
            </h2>
            <p>{t(words::EXPORT_TEXT)}</p>
            <div class="cluster">
                <a class="button" href=link(Shape::Html) download rel="external">
                    {t(words::EXPORT_HTML)}
                </a>
                <a class="button" href=link(Shape::Json) download rel="external">
                    {t(words::EXPORT_JSON)}
                </a>
            </div>
            <p class="meta">{t(words::EXPORT_HINT)}</p>
        </section>
    }
    .into_any()
}
