//! The back office: the list, a customer's page, pending details, and what happens when things fail.

use domain::pending::DetailsField;
use domain::route;
use serde_json::json;
use tests::contact::{named, somebody_else, zoe};
use tests::staff::Staff;
use tests::window::{Look, journey};
use tests::world::{email, word};
use tests::{Browser, Window};

/// A window signed in as the owner, without the way through the form.
async fn office(window: &Window) -> Staff {
    let owner = Staff::owner(&window.world).await;
    window.take_session(&owner.browser).await;
    owner
}

#[tokio::test]
async fn pending_details_stand_beside_the_record_and_the_chosen_ones_are_applied() {
    journey(Look::DESK, |window| async move {
        let address = email("beside");
        Browser::new(&window.world).leave(&zoe(&address)).await;
        Browser::new(&window.world)
            .leave(&somebody_else(&address))
            .await;
        let owner = office(&window).await;
        let customer = owner.find(&address).await;
        window.visit(&route::admin_customer(&customer.id)).await;
        for text in [
            "Zoé",
            "Ruth",
            "12 rue des Lilas",
            "1 High Street",
            "Bright & Sons Ltd",
        ] {
            window.sees(text).await;
        }
        window.axe("a customer with pending details").await;
        // All are ticked; the phone's only is wanted.
        let boxes = "[...document.querySelectorAll('.waiting input[type=checkbox]')]";
        window
            .until(
                &format!("{boxes}.length === 6 && {boxes}.every(b => b.checked)"),
                "six rows, all ticked",
            )
            .await;
        for field in customer.pending[0]
            .differing
            .iter()
            .filter(|field| **field != DetailsField::Phone)
        {
            let css = format!("main input[id$='-{}']", field.code());
            window.element(&css).await.click().await.unwrap();
        }
        window.press("admin.apply").await;
        window.sees_no("1 High Street").await;
        let after = owner.customer(&customer.id).await;
        assert_eq!(after.phone.as_deref(), Some("+447700900123"));
        assert_eq!((after.first_name.as_str(), after.pending.len()), ("Zoé", 0));
        window.axe("a customer").await;
    })
    .await;
}

#[tokio::test]
async fn dismissed_details_go_and_the_record_stays() {
    journey(Look::DESK, |window| async move {
        let address = email("dismiss");
        Browser::new(&window.world).leave(&zoe(&address)).await;
        Browser::new(&window.world)
            .leave(&named("Ruth", "Other", &address))
            .await;
        let owner = office(&window).await;
        let customer = owner.find(&address).await;
        window.visit(&route::admin_customer(&customer.id)).await;
        window.sees("Other").await;
        window.press("admin.dismiss").await;
        // The question is asked with the focus on the button that changes nothing; Esc leaves all as it is.
        window.sees(window.words.text("admin.dismiss_text")).await;
        window.focus_is_on("dismissal-keep").await;
        window.axe("the question before dismissing").await;
        window.keys(thirtyfour::Key::Escape).await;
        window
            .sees_no(window.words.text("admin.dismiss_text"))
            .await;
        assert_eq!(owner.customer(&customer.id).await, customer);
        window.press("admin.dismiss").await;
        window.press("admin.dismiss_yes").await;
        window
            .until(
                "!document.querySelector('.waiting input[type=checkbox]')",
                "the pending details go",
            )
            .await;
        let after = owner.customer(&customer.id).await;
        assert_eq!(
            (after.details(), after.pending.len()),
            (customer.details(), 0)
        );
    })
    .await;
}

#[tokio::test]
async fn the_list_searches_sorts_and_pages_and_its_address_can_be_shared() {
    journey(Look::DESK, |window| async move {
        let common = word();
        let mut emails = Vec::new();
        for place in 0..3 {
            let address = email("shared");
            Browser::new(&window.world)
                .leave(&named(
                    "Ada",
                    &format!("{common}{}", ["c", "a", "b"][place]),
                    &address,
                ))
                .await;
            emails.push(address);
        }
        office(&window).await;
        window.visit(route::ADMIN_CUSTOMERS).await;
        window
            .element("input[type=search]")
            .await
            .send_keys(&common)
            .await
            .unwrap();
        window
            .until(
                "document.querySelectorAll('main tbody tr').length === 3",
                "three are found",
            )
            .await;
        window
            .until(
                &format!("location.search.includes({})", json!(common)),
                "the search is in the address",
            )
            .await;
        window.reload().await;
        window
            .until(
                "document.querySelectorAll('main tbody tr').length === 3",
                "a copied link shows the same",
            )
            .await;
        let rows = window
            .js("[...document.querySelectorAll('main tbody tr')].map(r => r.innerText)")
            .await;
        for (row, address) in rows.as_array().unwrap().iter().zip(emails.iter().rev()) {
            assert!(
                row.as_str().unwrap().contains(address),
                "newest first: {rows}"
            );
        }
        // Nobody is found by a word nobody has.
        let nobody = word();
        window
            .element("input[type=search]")
            .await
            .clear()
            .await
            .unwrap();
        window
            .element("input[type=search]")
            .await
            .send_keys(&nobody)
            .await
            .unwrap();
        window.sees(&nobody).await;
        window
            .until(
                "document.querySelectorAll('main tbody tr').length === 0",
                "nobody is found",
            )
            .await;
        window.axe("a search that finds nobody").await;
    })
    .await;
}

#[tokio::test]
async fn hostile_names_are_shown_as_they_were_typed() {
    journey(Look::DESK, |window| async move {
        let address = email("hostile");
        let first = "<img src=x onerror=document.title='owned'>";
        let last = "\"><b>Ñandú</b> שלום '&amp;";
        Browser::new(&window.world)
            .leave(&named(first, last, &address))
            .await;
        let owner = office(&window).await;
        let customer = owner.find(&address).await;
        window.visit(route::ADMIN_CUSTOMERS).await;
        window
            .element("input[type=search]")
            .await
            .send_keys(&address)
            .await
            .unwrap();
        window.sees(first).await;
        window.sees(last).await;
        window.visit(&route::admin_customer(&customer.id)).await;
        window.sees(first).await;
        window.sees(last).await;
        assert_ne!(window.js("document.title").await, json!("owned"));
        assert!(
            window
                .js("document.querySelector('main img, main b')")
                .await
                .is_null()
        );
    })
    .await;
}

#[tokio::test]
async fn a_chunk_that_does_not_come_shows_a_retry_that_works() {
    journey(Look::DESK, |window| async move {
        window.provoke("ERR_BLOCKED_BY_CLIENT");
        window.provoke("split_admin");
        // the splitter's loader repeats the browser's words
        window.provoke("TypeError: Failed to fetch");
        window.provoke("ERR_FAILED");
        office(&window).await;
        // from another page: one that starts in the back office has it in its first file
        window.visit(route::SHOP).await;
        window.block(&["*split_admin*"]).await;
        let way_in = format!(".masthead a[href='{}']", route::ADMIN_CUSTOMERS);
        window.element(&way_in).await.click().await.unwrap();
        window.sees(window.words.text("common.chunk_failed")).await;
        window.axe("a chunk that did not come").await;
        window.block(&[]).await;
        window.press("common.reload").await;
        window.element("input[type=search]").await;
    })
    .await;
}

#[tokio::test]
async fn a_list_that_does_not_come_shows_a_retry_that_works() {
    journey(Look::DESK, |window| async move {
        window.provoke("ERR_BLOCKED_BY_CLIENT");
        office(&window).await;
        window.block(&["*/api/admin/customers*"]).await;
        window.ask_for(route::ADMIN_CUSTOMERS).await;
        window.button(window.words.text("common.retry")).await;
        window.axe("a list that did not come").await;
        window.block(&[]).await;
        window.press("common.retry").await;
        window
            .until(
                "document.querySelectorAll('main tbody tr').length > 0",
                "the list comes",
            )
            .await;
    })
    .await;
}

#[tokio::test]
async fn a_customer_who_is_not_there_is_told_so() {
    journey(Look::DESK, |window| async move {
        window.provoke("status of 404");
        office(&window).await;
        let absent = domain::id::CustomerId::new(1, tests::staff::random());
        window.visit(&route::admin_customer(&absent)).await;
        window.axe("a customer who is not there").await;
        window
            .element(&format!("main a[href='{}']", route::ADMIN_CUSTOMERS))
            .await;
    })
    .await;
}
