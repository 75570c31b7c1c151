//! Whom to write to: the shop's own address, where it has one.

use crate::reactive::shown;
use crate::settings::Settings;
use crate::space::blocks::card::Card;
use crate::space::words;
use crate::text::t;
use domain::space::Shown;
use leptos::prelude::*;

pub fn block(block: Shown) -> AnyView {
    let shop = expect_context::<Settings>();
    shown(move || {
        let email = shop.with(|shop| shop.contact_email.clone());
        let card = (!email.is_empty()).then(|| {
            let link = format!("mailto:{email}");
            view! {
                <Card block=block.clone() title=words::HELP_TITLE>
                    <p>{t(words::HELP_TEXT)}</p>
                    <a class="block-email" href=link>
                        {email}
                    </a>
                </Card>
            }
        });
        card.map(IntoAny::into_any)
    })
    .into_any()
}
