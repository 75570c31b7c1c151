//! `/account/data`: what one agreed to, everything about oneself to take away, and erasing oneself.

mod consents;
pub mod erasure;
mod export;
mod words;

use crate::text::{self, t};
use crate::ui::heading::Heading;
use domain::route;
use leptos::prelude::*;

/// `/account/data`
pub fn page() -> AnyView {
    view! {
        <div class="stack stack-wide">
            <div class="stack-tight">
                <Heading text=text::said(words::TITLE)/>
                <p>
                    <a href=route::YOUR_DATA>{t(words::NOTICE)}</a>
                </p>
            </div>
            {consents::card()}
            {export::card()}
            <section class="card stack" aria-labelledby="erase-title">
                <h2 class="subheading" id="erase-title">
                    {t(words::ERASE)}
                </h2>
                <p>{t(words::ERASE_TEXT)}</p>
                <div>
                    <a class="button" href=route::ACCOUNT_ERASURE>
                        {t(words::ERASE_OPEN)}
                    </a>
                </div>
            </section>
        </div>
    }
    .into_any()
}
