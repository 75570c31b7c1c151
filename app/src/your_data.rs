//! `/your-data`: what the shop keeps, why, for how long, who receives it, and a person's rights.

use crate::legal;
use crate::reactive::either;
use crate::settings::Settings;
use crate::text::{self, Key, privacy, t};
use crate::ui::heading::Heading;
use crate::ui::loading::Loading;
use domain::api::shop::Legal;
use leptos::prelude::*;

/// `/your-data`: the shop's own notice where it has one, else what holds for every shop like this.
#[component]
pub fn YourData() -> AnyView {
    let legal = legal::load();
    let body = either(move || match (legal.value(), legal.waiting()) {
        (Some(legal), _) if legal.privacy_version > 0 => notice(legal),
        (None, true) => view! { <Loading bars=6/> }.into_any(),
        _ => view! { <Everywhere/> }.into_any(),
    });
    view! {
        <article class="prose stack stack-wide">
            <Heading text=text::said(privacy::TITLE)/>
            {body}
        </article>
    }
    .into_any()
}

/// The shop's own notice.
fn notice(legal: Legal) -> AnyView {
    let version = text::number(legal.privacy_version.into());
    let version = text::fill(privacy::NOTICE_VERSION, &[("version", &version)]);
    view! {
        <section class="stack">{legal::paragraphs(&legal.privacy)}</section>
        <p class="meta">{version}</p>
    }
    .into_any()
}

/// What holds where the shop has written nothing of its own.
#[component]
fn Everywhere() -> AnyView {
    let settings = expect_context::<Settings>();
    let terms = [
        (privacy::LONG_PROSPECT, privacy::LONG_PROSPECT_TERM),
        (privacy::LONG_ACCOUNT, privacy::LONG_ACCOUNT_TERM),
        (privacy::LONG_CUSTOMER, privacy::LONG_CUSTOMER_TERM),
        (privacy::LONG_INVOICES, privacy::LONG_INVOICES_TERM),
    ];
    let unfinished = move || {
        let months = settings.with(|shop| shop.retention_months);
        text::fill(
            privacy::LONG_UNFINISHED_TERM,
            &[("months", &text::number(months.into()))],
        )
    };
    let write = move || {
        let email = settings.with(|shop| shop.contact_email.clone());
        (!email.is_empty()).then(|| {
            view! {
                <p>
                    {t(privacy::WHO_WRITE)} " "
                    <a href=format!("mailto:{email}")>{email.clone()}</a>
                </p>
            }
        })
    };
    view! {
            <p class="lead">{t(privacy::INTRO)}</p>
            <section class="stack-tight">
                {title(privacy::WHO_TITLE)}
                <p>{move || text::fill(privacy::WHO_TEXT, &[("shop", &settings.name())])}</p>
                {write}
            </section>
            <section class="stack-tight">
                {title(privacy::WHY_TITLE)}
                <ul class="bullets">
                    <li>{t(privacy::WHY_ORDER)}</li>
                    <li>{t(privacy::WHY_INVOICES)}</li>
                    <li>{t(privacy::WHY_NEWS)}</li>
                    <li>{t(privacy::WHY_SECURITY)}</li>
                </ul>
            </section>
            <section class="stack-tight">
                {title(privacy::LONG_TITLE)}
                <dl class="facts facts-ruled">
                    <dt>{t(privacy::LONG_UNFINISHED)}</dt>
                    <dd>{unfinished}</dd>
                    {terms
                        .map(|(what, term)| {
                            view! {
                                <dt>{t(what)}</dt>
                                <dd>{t(term)}</dd>
                            }
                        })
                        .collect_view()}
                </dl>
            </section>
            <section class="stack-tight">
                {title(privacy::RECEIVE_TITLE)} <p>{t(privacy::RECEIVE_TEXT)}</p>
            </section>
            <section class="stack-tight">
                {title(privacy::DEVICE_TITLE)} <p>{t(privacy::DEVICE_TEXT)}</p>
            </section>
            <section class="stack-tight">
                {title(privacy::RIGHTS_TITLE)} <p>{t(privacy::RIGHTS_TEXT)}</p>
                <p>{t(privacy::RIGHTS_CNIL)} " " <a href="https://www.cnil.fr" rel="noopener">"cnil.fr"</a></p>
            </section>
    }
    .into_any()
}

fn title(key: Key) -> AnyView {
    view! { <h2 class="subheading">{t(key)}</h2> }.into_any()
}
