//! The two switches of an account: off, nobody gets in by anything; on, the same password does (rule 6).

use crate::credentials::{is_in, lets_in, own, signed_in};
use domain::credentials::AccountForm;
use domain::customer::AccountState;
use domain::id::{CustomerId, Id};
use tests::contact::zoe;
use tests::proving::PASSWORD;
use tests::recording::{code, inner, invited, outer, refused};
use tests::staff::{self};
use tests::world::email;
use tests::{Browser, Mails, World};

#[tokio::test]
async fn switched_off_nobody_gets_in_and_switched_on_the_same_password_does() {
    let world = World::get();
    for (who, off, on, facts) in [
        (
            "outer",
            outer(false),
            outer(true),
            ["sign_in_given", "sign_in_taken"],
        ),
        (
            "inner",
            inner(false),
            inner(true),
            ["account_enabled", "account_disabled"],
        ),
    ] {
        let (owner, customer, browser) = signed_in(who).await;
        let address = customer.email.clone();
        let thief = browser.stolen();
        let shut = owner.sets_account(&customer.id, &off).await;
        assert_eq!(shut.account, AccountState::Disabled, "{who}");
        assert!(own(&shut).has_password && own(&shut).sessions == 0);
        assert!(own(&shut).switched_at.is_some());
        assert_eq!(
            own(&shut).switched_by.as_deref(),
            Some(owner.email.as_str())
        );
        assert!(!is_in(&browser).await, "{who}: refused at once");
        assert!(!lets_in(&world, &address, PASSWORD).await, "{who}");
        let open = owner.sets_account(&customer.id, &on).await;
        assert_eq!(open.account, AccountState::Enabled);
        for dead in [&browser, &thief] {
            assert!(!is_in(dead).await, "{who}: old cookies stay dead");
        }
        assert!(
            lets_in(&world, &address, PASSWORD).await,
            "{who}: the same password"
        );
        let told = owner.facts(&customer.id).await;
        assert_eq!(told[..2], facts, "{who}");
    }
}

#[tokio::test]
async fn the_two_switches_stand_for_themselves() {
    let (owner, customer, _) = signed_in("both").await;
    let world = World::get();
    owner.sets_account(&customer.id, &outer(false)).await;
    owner.sets_account(&customer.id, &inner(false)).await;
    let half = owner.sets_account(&customer.id, &outer(true)).await;
    assert_eq!(
        (half.account, own(&half).enabled),
        (AccountState::Disabled, false)
    );
    assert!(!lets_in(&world, &customer.email, PASSWORD).await);
    let whole = owner.sets_account(&customer.id, &inner(true)).await;
    assert_eq!(whole.account, AccountState::Enabled);
    assert!(lets_in(&world, &customer.email, PASSWORD).await);
}

#[tokio::test]
async fn what_was_switched_off_is_not_opened_by_code_link_or_purchase() {
    let mails = Mails::get();
    let world = World::get();
    for (who, off, on) in [
        ("shut-outer", outer(false), outer(true)),
        ("shut-inner", inner(false), inner(true)),
    ] {
        let (owner, customer, browser) = signed_in(who).await;
        let address = customer.email.clone();
        let codes = mails.count(&address, "code").await;
        // A code and a reset link on their way when the switch moves.
        browser.sign_out().await;
        browser.ask_code(&address).await.expect(202);
        let digits = mails.wait_for(&address, "code", codes + 1).await.code();
        browser.ask_reset(&address).await.expect(202);
        let link = mails.wait(&address, "reset").await.token();
        owner.sets_account(&customer.id, &off).await;
        assert_eq!(
            code(browser.sign_in_by_code(&address, &digits).await).0,
            401
        );
        assert_eq!(
            refused(browser.set_password(&link, "une autre phrase").await),
            ["token: token"]
        );
        // None is sent while it is off, whoever asks.
        let visitor = Browser::new(&world);
        visitor.ask_code(&address).await.expect(202);
        visitor.ask_reset(&address).await.expect(202);
        assert_eq!(
            code(owner.send_reset(&customer.id).await),
            (409, "no_way_in".to_owned())
        );
        let sql = "select count(*) from outbox where recipient = ?1 and template in ('code', 'reset') and state in ('waiting', 'sending')";
        assert_eq!(world.database().number(sql, &[&address]).await, 0);
        assert_eq!(mails.count(&address, "code").await, codes + 1);
        // Nor does buying open it.
        let order = visitor.buys_access(&zoe(&address)).await;
        owner.marks_paid(&order.id).await;
        let free = visitor.free_product().await;
        visitor.buys(&[(&free, 1)], &zoe(&address)).await;
        let shut = owner.customer(&customer.id).await;
        assert_eq!(shut.account, AccountState::Disabled, "{who}");
        assert!(!lets_in(&world, &address, PASSWORD).await);
        assert_eq!(mails.count(&address, "invitation").await, 0);
        owner.sets_account(&customer.id, &on).await;
        if who == "shut-outer" {
            assert_eq!(
                code(browser.sign_in_by_code(&address, &digits).await).0,
                401
            );
            let dead = browser.set_password(&link, "une autre phrase").await;
            assert_eq!(refused(dead), ["token: token"], "withdrawn for good");
        }
        assert!(lets_in(&world, &address, PASSWORD).await);
    }
}

#[tokio::test]
async fn what_changes_nothing_writes_nothing() {
    let (owner, customer, browser) = signed_in("same").await;
    let before = owner.history(&customer.id).await;
    for same in [AccountForm::default(), outer(true), inner(true)] {
        assert_eq!(
            owner.sets_account(&customer.id, &same).await,
            owner.customer(&customer.id).await
        );
    }
    let untouched = owner.creates(&email("untouched")).await;
    let nothing = owner.sets_account(&untouched.id, &outer(false)).await;
    assert_eq!(
        (nothing.account, nothing.credentials),
        (AccountState::None, None)
    );
    assert_eq!(owner.history(&customer.id).await, before);
    assert!(is_in(&browser).await);
    let absent: CustomerId = Id::new(1, staff::random());
    assert_eq!(code(owner.set_account(&absent, &invited()).await).0, 404);
}
