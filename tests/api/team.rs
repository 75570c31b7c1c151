//! The team: invited, edited, removed; one owner who can sign in is always left (T28). Who is in it is counted, so the
//! shop is the test's own.

use domain::account::Role;
use domain::api::Endpoint;
use domain::api::order::IDEMPOTENCY_KEY;
use domain::api::staff::InviteStaff;
use domain::problem::Problem;
use domain::session::DAY;
use domain::staff::{InviteForm, StaffForm};
use serde_json::json;
use std::sync::Arc;
use tests::browser::same_origin;
use tests::buying::idempotency_key;
use tests::contact::zoe;
use tests::proving::PASSWORD;
use tests::reply::faults;
use tests::staff::Staff;
use tests::world::{email, now};
use tests::{Browser, Mails, Server, World};

const OTHER: &str = "quatre pommes vertes";

fn role(role: Role) -> StaffForm {
    StaffForm {
        role: Some(role),
        ..StaffForm::default()
    }
}

fn enabled(yes: bool) -> StaffForm {
    StaffForm {
        enabled: Some(yes),
        ..StaffForm::default()
    }
}

fn told<T: std::fmt::Debug>(refused: Result<T, Problem>) -> (u16, String) {
    let problem = refused.unwrap_err();
    (problem.status, problem.code.into_owned())
}

/// Whether this browser may still ask who the customers are.
async fn asks(staff: &Staff) -> u16 {
    staff.send("GET", "/api/admin/customers", "").await.status
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t28_the_team_is_invited_edited_and_removed() {
    let server = Server::start("team").await;
    let world = server.world.clone();
    let owner = Staff::owner(&world).await;
    the_last_owner_stays(&world, &owner).await;
    an_invitation_is_taken_up_once(&world, &owner).await;
    a_mailbox_that_has_an_account_is_taken(&world, &owner).await;
    an_edit_ends_sessions_where_less_is_allowed(&world, &owner).await;
    who_was_removed_is_out_at_once(&world, &owner).await;
    an_invitation_that_ran_out_stays_in_the_team(&world, &owner).await;
    an_invitation_is_repeated_safely(&world, &owner).await;
    of_two_owners_who_remove_each_other_one_stays(&world, &owner).await;
}

async fn the_last_owner_stays(world: &World, owner: &Staff) {
    let team = owner.team().await;
    assert_eq!(team.len(), 1, "{team:?}");
    let own = &team[0];
    assert!(own.own && own.last_owner && own.enabled && !own.invited);
    assert_eq!((own.role, own.sessions), (Role::Owner, 1));
    for form in [role(Role::Manager), enabled(false)] {
        let refused = owner.edit_staff(&own.id, &form).await;
        assert_eq!(told(refused), (409, "last_owner".into()));
    }
    let refused = owner.remove(&own.id).await;
    assert_eq!(told(refused), (409, "last_owner".into()));
    // Another owner who has not come yet is none who can sign in.
    let address = email("second");
    let second = owner.invite("Ana", &address, Role::Owner).await.unwrap();
    let refused = owner.remove(&own.id).await;
    assert_eq!(told(refused), (409, "last_owner".into()));
    let mail = Mails::get().wait(&address, "staff_invitation").await;
    Browser::new(world)
        .set_password(&mail.token(), PASSWORD)
        .await
        .unwrap();
    assert!(!owner.member(&owner.email).await.last_owner);
    let now = owner.edit_staff(&second.id, &enabled(false)).await.unwrap();
    assert!(!now.enabled);
    assert!(owner.member(&owner.email).await.last_owner);
    owner.remove(&second.id).await.unwrap();
    assert_eq!(owner.team().await.len(), 1);
}

async fn an_invitation_is_taken_up_once(world: &World, owner: &Staff) {
    let address = email("paul");
    let form = InviteForm {
        name: "Paul Petit".into(),
        email: address.to_uppercase(),
        role: Some(Role::Support),
        locale: Some(domain::locale::Locale::Fr),
    };
    let invited = owner.call::<InviteStaff>(&(), &(), &form).await.unwrap();
    assert!(invited.invited && invited.enabled && !invited.own);
    assert!(
        invited
            .invited_until
            .is_some_and(|until| until > now() + 29 * DAY)
    );
    let mail = Mails::get().wait(&form.email, "staff_invitation").await;
    assert!(
        mail.message.subject.contains("invitation à travailler"),
        "{mail}"
    );
    assert!(
        !mail.message.text.contains("Paul"),
        "a stranger may read it"
    );
    // Before it is taken up nothing lets in: no password, no reset, no code.
    let visitor = Browser::new(world);
    assert_eq!(told(visitor.sign_in(&address, PASSWORD).await).0, 401);
    visitor.ask_reset(&address).await.expect(202);
    visitor.ask_code(&address).await.expect(202);
    world.sweep_at(now()).await;
    let sql =
        "select count(*) from outbox where account_id = ?1 and template <> 'staff_invitation'";
    let others = world.database().number(sql, &[invited.id.as_str()]).await;
    assert_eq!(others, 0, "no other mail leads in");
    visitor.set_password(&mail.token(), PASSWORD).await.unwrap();
    let again = visitor.set_password(&mail.token(), OTHER).await;
    assert_eq!(faults(&again.unwrap_err()), ["token: token"]);
    let session = visitor.sign_in(&address, PASSWORD).await.unwrap();
    assert_eq!(
        session.account.map(|account| account.role),
        Some(Role::Support)
    );
    let member = owner.member(&form.email).await;
    assert!(!member.invited && member.invited_until.is_none());
    assert_eq!((member.name.as_str(), member.sessions), ("Paul Petit", 1));
    assert!(member.signed_in_at.is_some());
    let refused = owner.invite_again(&invited.id).await;
    assert_eq!(told(refused), (409, "taken_up".into()));
    owner.remove(&invited.id).await.unwrap();
}

async fn a_mailbox_that_has_an_account_is_taken(world: &World, owner: &Staff) {
    let member = owner.hires(world, Role::Support).await;
    let customer = email("buyer");
    Browser::new(world).leave(&zoe(&customer)).await;
    Browser::new(world).prove(&customer).await;
    for mailbox in [&owner.email, &member.email.to_uppercase(), &customer] {
        let refused = owner.invite("Eve", mailbox, Role::Owner).await;
        assert_eq!(faults(&refused.unwrap_err()), ["email: taken"], "{mailbox}");
    }
    // Details left at a checkout are no account.
    let contact = email("contact");
    Browser::new(world).leave(&zoe(&contact)).await;
    let invited = owner.invite("Zoé", &contact, Role::Support).await.unwrap();
    owner.remove(&invited.id).await.unwrap();
    let member = owner.member(&member.email).await;
    owner.remove(&member.id).await.unwrap();
}

async fn an_edit_ends_sessions_where_less_is_allowed(world: &World, owner: &Staff) {
    let manager = owner.hires(world, Role::Manager).await;
    let id = owner.member(&manager.email).await.id;
    let renamed = StaffForm {
        name: Some("Paula".into()),
        ..StaffForm::default()
    };
    let now = owner.edit_staff(&id, &renamed).await.unwrap();
    assert_eq!((now.name.as_str(), now.role), ("Paula", Role::Manager));
    owner.edit_staff(&id, &role(Role::Owner)).await.unwrap();
    assert_eq!(asks(&manager).await, 200, "more is no reason to leave");
    owner.edit_staff(&id, &role(Role::Support)).await.unwrap();
    assert_eq!(asks(&manager).await, 401);
    manager.sign_in(&manager.email, PASSWORD).await.unwrap();
    let paused = owner.edit_staff(&id, &enabled(false)).await.unwrap();
    assert_eq!((paused.enabled, paused.sessions), (false, 0));
    assert_eq!(asks(&manager).await, 401);
    assert_eq!(told(manager.sign_in(&manager.email, PASSWORD).await).0, 401);
    owner.edit_staff(&id, &enabled(true)).await.unwrap();
    manager.sign_in(&manager.email, PASSWORD).await.unwrap();
    assert_eq!(asks(&manager).await, 200, "the same password works");
    owner.remove(&id).await.unwrap();
}

async fn who_was_removed_is_out_at_once(world: &World, owner: &Staff) {
    let clerk = owner.hires(world, Role::Support).await;
    let id = owner.member(&clerk.email).await.id;
    Browser::new(world)
        .ask_reset(&clerk.email)
        .await
        .expect(202);
    let reset = Mails::get().wait(&clerk.email, "reset").await;
    owner.remove(&id).await.unwrap();
    assert_eq!(asks(&clerk).await, 401);
    assert_eq!(told(clerk.sign_in(&clerk.email, PASSWORD).await).0, 401);
    let dead = Browser::new(world)
        .set_password(&reset.token(), OTHER)
        .await;
    assert_eq!(faults(&dead.unwrap_err()), ["token: token"]);
    for refused in [
        told(owner.remove(&id).await),
        told(owner.edit_staff(&id, &enabled(true)).await),
        told(owner.invite_again(&id).await),
    ] {
        assert_eq!(refused, (404, "not_found".into()));
    }
    assert!(owner.team().await.iter().all(|member| member.id != id));
    let sql =
        "select count(*) from accounts where id = ?1 and password_hash is null and removed_at > 0";
    assert_eq!(world.database().number(sql, &[id.as_str()]).await, 1);
    // The mailbox may come back, as somebody of the team or as a customer.
    let again = owner
        .invite("Paul", &clerk.email, Role::Support)
        .await
        .unwrap();
    assert_ne!(again.id, id);
    owner.remove(&again.id).await.unwrap();
    Browser::new(world).leave(&zoe(&clerk.email)).await;
    let customer = Browser::new(world);
    customer.prove(&clerk.email).await;
    customer.send("GET", "/api/account", "").await.expect(200);
    // Customers are nobody's team.
    let sql = "select id from accounts where email = ?1 and role = 'customer'";
    let rows = world.database().rows(sql, &[&clerk.email]).await;
    let id = rows[0][0].as_str().unwrap().parse_id();
    assert_eq!(told(owner.remove(&id).await).0, 404);
    assert_eq!(told(owner.edit_staff(&id, &role(Role::Owner)).await).0, 404);
}

/// Reads an id that the database gave.
trait ParseId {
    fn parse_id(&self) -> domain::id::AccountId;
}

impl ParseId for str {
    fn parse_id(&self) -> domain::id::AccountId {
        domain::id::Id::parse(self).expect("an id")
    }
}

async fn an_invitation_that_ran_out_stays_in_the_team(world: &World, owner: &Staff) {
    let address = email("late");
    let invited = owner.invite("Léa", &address, Role::Manager).await.unwrap();
    let mail = Mails::get().wait(&address, "staff_invitation").await;
    world.sweep_at(now() + 31 * DAY).await;
    let visitor = Browser::new(world);
    let late = visitor.set_password(&mail.token(), PASSWORD).await;
    assert_eq!(faults(&late.unwrap_err()), ["token: token"]);
    // A month later nobody is signed in.
    let password = &world.owner().password;
    owner.sign_in(&owner.email, password).await.unwrap();
    let member = owner.member(&address).await;
    assert!(member.invited && member.invited_until.is_none());
    let again = owner.invite_again(&invited.id).await.unwrap();
    assert!(again.invited_until.is_some());
    let mail = Mails::get().wait_for(&address, "staff_invitation", 2).await;
    visitor.set_password(&mail.token(), PASSWORD).await.unwrap();
    owner.remove(&invited.id).await.unwrap();
}

async fn an_invitation_is_repeated_safely(world: &World, owner: &Staff) {
    let form = json!({ "name": "Ida", "email": email("ida"), "role": "support" });
    let other = json!({ "name": "Ida", "email": email("ida"), "role": "owner" });
    let key = idempotency_key();
    let mut headers = same_origin(world.url()).to_vec();
    headers.extend([
        (IDEMPOTENCY_KEY, &*key),
        ("content-type", "application/json"),
    ]);
    let mut ids = Vec::new();
    for _ in 0..2 {
        let path = InviteStaff::PATH;
        let reply = owner.raw("POST", path, &headers, form.to_string()).await;
        ids.push(reply.expect(201).value()["id"].clone());
    }
    assert_eq!(ids[0], ids[1]);
    let path = InviteStaff::PATH;
    let reply = owner.raw("POST", path, &headers, other.to_string()).await;
    assert_eq!(reply.expect(422).faults(), ["idempotency_key: reused"]);
    for (wrong, fault) in [
        (
            json!({ "name": "x", "email": email("x") }),
            "role: required",
        ),
        (
            json!({ "name": "x", "email": email("x"), "role": "customer" }),
            "role: unknown",
        ),
        (
            json!({ "name": "x", "email": email("x"), "role": "root" }),
            "role: unknown",
        ),
        (
            json!({ "name": "", "email": email("x"), "role": "owner" }),
            "name: required",
        ),
        (
            json!({ "name": "x", "email": "x", "role": "owner" }),
            "email: malformed",
        ),
        (
            json!({ "name": "x", "email": email("x"), "role": "owner", "password": OTHER }),
            "password: unknown_key",
        ),
    ] {
        let reply = owner.send("POST", path, &wrong.to_string()).await;
        assert_eq!(reply.expect(422).faults(), [fault]);
    }
    // An invitation may not be pressed for ever.
    let id = ids[0].as_str().unwrap().parse_id();
    let mut statuses = Vec::new();
    for _ in 0..6 {
        let again = owner.invite_again(&id).await;
        statuses.push(again.map_or_else(|problem| problem.status, |_| 200));
    }
    assert_eq!(statuses, [200, 200, 200, 200, 200, 429]);
    owner.remove(&id).await.unwrap();
}

async fn of_two_owners_who_remove_each_other_one_stays(world: &World, owner: &Staff) {
    for round in 0..4 {
        let mut owners = vec![
            owner.hires(world, Role::Owner).await,
            owner.hires(world, Role::Owner).await,
        ];
        // The first owner steps back, so that the two are the last ones.
        let first = owner.member(&owner.email).await.id;
        let sql = "update accounts set role = 'support' where id = ?1";
        world.database().rows(sql, &[first.as_str()]).await;
        let ids = [
            owners[0].member(&owners[0].email).await.id,
            owners[0].member(&owners[1].email).await.id,
        ];
        let start = Arc::new(tokio::sync::Barrier::new(2));
        let mut running = tokio::task::JoinSet::new();
        for (place, one) in owners.drain(..).enumerate() {
            let (start, other) = (start.clone(), ids[1 - place].clone());
            running.spawn(async move {
                start.wait().await;
                let done = match round % 2 {
                    0 => one.remove(&other).await,
                    _ => one
                        .edit_staff(&other, &role(Role::Support))
                        .await
                        .map(|_| ()),
                };
                done.map_or_else(|problem| problem.status, |()| 200)
            });
        }
        let statuses = running.join_all().await;
        let sql = "select count(*) from accounts where role = 'owner' and enabled = 1 and password_hash is not null";
        let left = world.database().number(sql, &[]).await;
        assert_eq!(left, 1, "{statuses:?}");
        assert!(statuses.contains(&200), "{statuses:?}");
        let sql = "update accounts set role = 'owner' where id = ?1";
        world.database().rows(sql, &[first.as_str()]).await;
        for id in &ids {
            // Who is gone is gone.
            let _ = owner.remove(id).await;
        }
    }
}
