//! How the customer signs in.

use crate::reactive::shown;
use crate::session::{Session, Who};
use crate::space::blocks::card::Card;
use crate::space::words;
use crate::text::t;
use domain::route;
use domain::space::Shown;
use leptos::prelude::*;

pub fn block(block: Shown) -> AnyView {
    let who = expect_context::<Session>();
    let way_in = shown(move || {
        let Who::Somebody(account) = who.who() else {
            return None;
        };
        let by = if account.has_password {
            words::SECURITY_PASSWORD
        } else {
            words::SECURITY_CODE
        };
        // A long address breaks before its host, if it must.
        let (name, host) = match account.email.rfind('@') {
            Some(at) => account.email.split_at(at),
            None => (account.email.as_str(), ""),
        };
        let (name, host) = (name.to_owned(), host.to_owned());
        Some(
            view! {
                <p class="block-email">{name} <wbr/> {host}</p>
                <p class="meta">{t(by)}</p>
            }
            .into_any(),
        )
    });
    view! {
        <Card block title=words::NAV_SECURITY page=route::ACCOUNT_SECURITY change=words::CHANGE>
            {way_in}
        </Card>
    }
    .into_any()
}
