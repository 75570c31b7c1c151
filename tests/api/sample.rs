//! A well-formed call of each endpoint, about things that somebody else made: it succeeds for whoever may make it.

use domain::account::Role;
use domain::api::Declared;
use domain::bulk::{Bulk, BulkAct, BulkForm};
use domain::campaign::Campaign;
use domain::customer::{BookForm, Customer, CustomerForm, ErasureForm};
use domain::group::{Group, GroupForm};
use domain::id::{AccountId, InvoiceId};
use domain::note::NoteForm;
use domain::order::Order;
use domain::product::Kind;
use serde_json::json;
use tests::browser::fill;
use tests::campaigning::{consenting, edited, letter};
use tests::contact::{somebody_else, zoe};
use tests::conversing::{correspondent, message, question};
use tests::documents;
use tests::importing;
use tests::keeping::{complete, edit, product};
use tests::merging;
use tests::proving::PASSWORD;
use tests::recording::{invited, jeanne, quay, typed};
use tests::staff::Staff;
use tests::unsubscribing::unsubscribe_token;
use tests::world::{email, now, number, word};
use tests::{Browser, World};

/// A call.
pub struct Sample {
    pub path: String,
    pub body: String,
    /// Statuses, beside the declared one, that an allowed call may come to.
    pub also: &'static [u16],
}

impl Sample {
    pub fn of(one: &Declared, ids: &[&str]) -> Sample {
        Sample {
            path: fill(one.path, ids),
            body: String::new(),
            also: &[],
        }
    }

    pub fn with(self, body: impl serde::Serialize) -> Sample {
        Sample {
            body: json!(body).to_string(),
            ..self
        }
    }

    pub fn query(mut self, query: &str) -> Sample {
        self.path.push_str(query);
        self
    }

    pub fn or(self, also: &'static [u16]) -> Sample {
        Sample { also, ..self }
    }
}

/// The sample of an endpoint; what an actor must have made is made by `actor`, anything else by others. An endpoint
/// without a sample fails the test that asks for it.
pub async fn sample(one: &Declared, owner: &Staff, actor: &Staff) -> Sample {
    let name = format!("{} {}", one.method.name(), one.path);
    let plain = || Sample::of(one, &[]);
    let world = &owner.world;
    match name.as_str() {
        "GET /api/health"
        | "GET /api/openapi.json"
        | "GET /api/shop"
        | "GET /api/legal"
        | "GET /api/products"
        | "GET /api/session"
        | "DELETE /api/session"
        | "GET /api/account"
        | "GET /api/account/orders"
        | "GET /api/account/conversations"
        | "GET /api/account/conversations/unread"
        | "GET /api/admin/conversations"
        | "GET /api/admin/conversations/unread"
        | "GET /api/account/invoices"
        | "GET /api/account/purchases"
        | "GET /api/account/pending"
        | "GET /api/account/email"
        | "GET /api/account/sessions"
        | "DELETE /api/account/sessions"
        | "GET /api/account/consents"
        | "GET /api/account/export"
        | "GET /api/account/erasure"
        | "GET /api/admin/customers"
        | "GET /api/admin/duplicates"
        | "GET /api/admin/groups"
        | "GET /api/admin/bulks"
        | "GET /api/admin/campaigns"
        | "GET /api/admin/campaigns/audience"
        | "GET /api/admin/campaigns/audience/customers"
        | "GET /api/admin/imports"
        | "GET /api/admin/orders"
        | "GET /api/admin/products"
        | "GET /api/admin/outbox"
        | "GET /api/admin/settings"
        | "GET /api/account/space"
        | "GET /api/admin/space"
        | "GET /api/admin/staff"
        | "GET /api/admin/audit" => plain(),
        "GET /api/admin/exports" | "GET /api/admin/exports/customers" => {
            plain().query("?q=qqxzzqq")
        }
        "GET /api/admin/sales" => plain().query("?month=2026-11"),
        // As it stands: the arrangement is the whole shop's.
        "PUT /api/admin/space" => {
            let now = owner.arrangement().await;
            plain()
                .with(json!({ "version": now.version, "blocks": now.blocks }))
                .or(&[409])
        }
        "POST /api/admin/markdown" => plain().with(json!({ "text": "# Bonjour" })),
        "POST /api/admin/settings/test-mail" => plain().or(&[429]),

        // Somebody else's checkout and order.
        "POST /api/checkouts" => plain().with(json!({ "lines": [] })),
        "GET /api/checkouts/{id}" => Sample::of(one, &[&checkout(world).await]),
        "PUT /api/checkouts/{id}/contact" => {
            Sample::of(one, &[&checkout(world).await]).with(zoe(&email("sample-typed")))
        }
        "POST /api/checkouts/{id}/order" => Sample::of(one, &[&checkout(world).await])
            .with(json!({ "payment_method": "transfer", "terms": 1 })),
        "GET /api/orders/{id}"
        | "POST /api/orders/{id}/withdrawal"
        | "GET /api/orders/{id}/pro-forma" => Sample::of(one, &[order(world).await.id.as_str()]),
        "GET /api/orders/{id}/invoices/{invoice}/pdf"
        | "GET /api/admin/orders/{id}/invoices/{invoice}/pdf" => {
            let (order, paper) = paid(owner).await;
            Sample::of(one, &[order.id.as_str(), paper.as_str()])
        }
        // Another customer's.
        "GET /api/account/invoices/{id}/pdf" => {
            Sample::of(one, &[paid(owner).await.1.as_str()]).or(&[404])
        }

        "GET /api/unsubscribes/{token}" | "POST /api/unsubscribes/{token}" => {
            let id = customer(owner).await.id;
            Sample::of(one, &[&unsubscribe_token(&id, None)])
        }

        // Credentials that are nobody's.
        "POST /api/session" => {
            plain().with(json!({ "email": email("nobody"), "password": PASSWORD }))
        }
        "POST /api/session/codes" | "POST /api/password-resets" => {
            plain().with(json!({ "email": email("nobody") }))
        }
        "PUT /api/password-resets" => plain().with(json!({ "token": "x", "password": PASSWORD })),
        "PUT /api/account/password" => plain().with(json!({})).or(&[422]),
        "POST /api/consent-confirmations" => plain().with(json!({ "token": "x" })),
        // Nobody but the provider is believed.
        "POST /api/mail-events" => plain().or(&[401]),
        "PUT /api/email-changes" => plain().with(json!({ "token": "x" })),

        // Of the caller's own, who may be anybody: what is nobody's is not found (`space_access` has one's own).
        "PUT /api/account" => plain()
            .with(json!({ "version": 1, "phone": "" }))
            .or(&[409]),
        "PUT /api/account/email" => plain()
            .with(json!({ "email": email("sample-new") }))
            .or(&[403]),
        "DELETE /api/account/email" => plain().or(&[404]),
        "POST /api/account/erasure" => plain().with(json!({})).or(&[409, 422]),
        "PUT /api/account/consents" => {
            plain().with(json!({ "purpose": "marketing", "given": false }))
        }
        "POST /api/account/addresses" => plain()
            .with(json!({ "version": 1, "address": quay("2 quai du Port") }))
            .or(&[409]),
        "PUT /api/account/addresses/{id}" => Sample::of(one, &[&nobodys()])
            .with(json!({ "version": 1, "default": true }))
            .or(&[404]),
        "DELETE /api/account/addresses/{id}" | "DELETE /api/account/sessions/{id}" => {
            Sample::of(one, &[&nobodys()]).or(&[404])
        }
        "PUT /api/account/pending/{id}" => Sample::of(one, &[&nobodys()])
            .with(json!({ "version": 1, "fields": ["phone"] }))
            .or(&[404, 409]),
        "DELETE /api/account/pending/{id}" => Sample::of(one, &[&nobodys()]).or(&[404]),

        "GET /api/admin/customers/{id}"
        | "GET /api/admin/customers/{id}/history"
        | "GET /api/admin/customers/{id}/purchases"
        | "GET /api/admin/customers/{id}/duplicates"
        | "GET /api/admin/customers/{id}/erasure" => {
            Sample::of(one, &[customer(owner).await.id.as_str()])
        }
        "POST /api/admin/customers" => plain().with(jeanne(&email("sample-new"))),
        "PUT /api/admin/customers/{id}" => {
            let customer = customer(owner).await;
            Sample::of(one, &[customer.id.as_str()]).with(CustomerForm {
                version: Some(customer.version),
                organisation: Some("Atelier".into()),
                ..CustomerForm::default()
            })
        }
        "POST /api/admin/customers/{id}/consents" => {
            Sample::of(one, &[customer(owner).await.id.as_str()])
        }
        "DELETE /api/admin/customers/{id}/consents" => {
            let id = customer(owner).await.id;
            let sql =
                "insert into consents (id, customer_id, purpose, state, text, version, way, at)
                values (?1, ?1, 'marketing', 'given', '', 1, 'space', 1)";
            world.database().rows(sql, &[id.as_str()]).await;
            Sample::of(one, &[id.as_str()])
        }
        "DELETE /api/admin/customers/{id}/suppression" => {
            let id = customer(owner).await.id;
            let sql = "insert into suppressions (email_key, reason, at)
                select email_key, 'bounce', 1 from customers where id = ?1";
            world.database().rows(sql, &[id.as_str()]).await;
            Sample::of(one, &[id.as_str()])
        }
        "DELETE /api/admin/customers/{id}" => {
            Sample::of(one, &[customer(owner).await.id.as_str()]).with(ErasureForm::default())
        }
        "POST /api/admin/customers/{id}/addresses" => {
            let customer = customer(owner).await;
            Sample::of(one, &[customer.id.as_str()]).with(address(&customer, "2 quai du Port"))
        }
        "PUT /api/admin/customers/{id}/addresses/{aid}"
        | "DELETE /api/admin/customers/{id}/addresses/{aid}" => {
            let customer = customer(owner).await;
            let form = address(&customer, "2 quai du Port");
            let customer = owner.add_address(&customer.id, &form).await.unwrap();
            let entry = customer.addresses[0].id.to_string();
            let call = Sample::of(one, &[customer.id.as_str(), &entry]);
            match one.has_request {
                true => call.with(address(&customer, "3 quai du Port")),
                false => call,
            }
        }
        "POST /api/admin/customers/{id}/notes" => {
            Sample::of(one, &[customer(owner).await.id.as_str()]).with(note())
        }
        "PUT /api/admin/customers/{id}/notes/{nid}"
        | "DELETE /api/admin/customers/{id}/notes/{nid}" => {
            let customer = customer(owner).await;
            let written = actor.write_note(&customer.id, "Rappeler").await.unwrap();
            let call = Sample::of(one, &[customer.id.as_str(), written.id.as_str()]);
            match one.has_request {
                true => call.with(note()),
                false => call,
            }
        }
        "PUT /api/admin/customers/{id}/pending/{pid}"
        | "DELETE /api/admin/customers/{id}/pending/{pid}" => {
            let address = email("sample-waits");
            Browser::new(world).leave(&zoe(&address)).await;
            Browser::new(world).leave(&somebody_else(&address)).await;
            let customer = owner.find(&address).await;
            let pending = customer.pending[0].id.to_string();
            let call = Sample::of(one, &[customer.id.as_str(), &pending]);
            match one.has_request {
                true => call.with(json!({ "version": customer.version, "fields": ["phone"] })),
                false => call,
            }
        }

        "PUT /api/admin/customers/{id}/duplicates/{other}"
        | "DELETE /api/admin/customers/{id}/duplicates/{other}"
        | "GET /api/admin/customers/{id}/comparison/{other}" => {
            let (customer, other) = (customer(owner).await, customer(owner).await);
            Sample::of(one, &[customer.id.as_str(), other.id.as_str()])
        }
        "POST /api/admin/merges" => {
            let (customer, other) = (customer(owner).await, customer(owner).await);
            plain().with(merging::into(&customer, &other))
        }
        "GET /api/admin/merges/{id}" | "POST /api/admin/merges/{id}/undo" => {
            let (customer, other) = (customer(owner).await, customer(owner).await);
            let merge = owner.merges(&merging::into(&customer, &other)).await;
            Sample::of(one, &[merge.id.as_str()])
        }

        "PUT /api/admin/customers/{id}/account" => {
            Sample::of(one, &[customer(owner).await.id.as_str()]).with(invited())
        }
        "POST /api/admin/customers/{id}/password-resets"
        | "DELETE /api/admin/customers/{id}/sessions"
        | "DELETE /api/admin/customers/{id}/throttle" => {
            let customer = customer(owner).await;
            owner.sets_account(&customer.id, &typed(PASSWORD)).await;
            Sample::of(one, &[customer.id.as_str()])
        }

        "POST /api/account/conversations/files" | "POST /api/admin/conversations/files" => {
            plain().with("Une note.")
        }
        "GET /api/account/conversations/{id}/attachments/{aid}" => {
            attachment(one, world).await.or(&[404])
        }
        "GET /api/admin/conversations/{id}/attachments/{aid}" => attachment(one, world).await,
        "POST /api/account/conversations" => plain().with(question("Une question", "Bonjour")),
        "GET /api/account/conversations/{id}" => conversation(one, world).await.or(&[404]),
        "POST /api/account/conversations/{id}/messages" => conversation(one, world)
            .await
            .with(message("Encore"))
            .or(&[404]),
        "PUT /api/account/conversations/{id}/state" => {
            let closed = json!({ "state": "closed" });
            conversation(one, world).await.with(closed).or(&[404])
        }
        "PUT /api/account/conversations/{id}/read" => {
            let read = json!({ "upto": 1 });
            conversation(one, world).await.with(read).or(&[404])
        }
        "GET /api/admin/conversations/{id}" => conversation(one, world).await,
        "POST /api/admin/conversations/{id}/messages" => {
            conversation(one, world).await.with(message("Voilà"))
        }
        "PUT /api/admin/conversations/{id}/state" => conversation(one, world)
            .await
            .with(json!({ "state": "closed" })),
        "PUT /api/admin/conversations/{id}/read" => {
            conversation(one, world).await.with(json!({ "upto": 1 }))
        }

        "POST /api/admin/groups" => plain().with(group_form()),
        "GET /api/admin/groups/{id}" | "DELETE /api/admin/groups/{id}" => {
            Sample::of(one, &[group(owner).await.id.as_str()])
        }
        "PUT /api/admin/groups/{id}" => {
            let group = group(owner).await;
            Sample::of(one, &[group.id.as_str()]).with(GroupForm {
                version: Some(group.version),
                code: None,
                name: "Un autre nom".into(),
            })
        }
        "PUT /api/admin/customers/{id}/groups/{group}"
        | "DELETE /api/admin/customers/{id}/groups/{group}" => {
            let (customer, group) = (customer(owner).await, group(owner).await);
            Sample::of(one, &[customer.id.as_str(), group.id.as_str()])
        }

        "POST /api/admin/bulks" => plain().with(bulk_form(owner).await),
        "GET /api/admin/bulks/{id}" | "GET /api/admin/bulks/{id}/failures" => {
            Sample::of(one, &[bulk(owner).await.id.as_str()])
        }
        "PUT /api/admin/bulks/{id}/state" => {
            Sample::of(one, &[bulk(owner).await.id.as_str()]).with(json!({ "state": "running" }))
        }
        "POST /api/admin/bulks/{id}/undo" => {
            let bulk = bulk(owner).await;
            owner.runs(&bulk.id).await;
            Sample::of(one, &[bulk.id.as_str()])
        }

        "POST /api/admin/campaigns/preview" => {
            plain().with(json!({ "locale": "fr", "subject": "Objet", "body": "Bonjour" }))
        }
        "POST /api/admin/campaigns" => plain().with(letter("Objet", "Bonjour", &[])),
        "GET /api/admin/campaigns/{id}"
        | "GET /api/admin/campaigns/{id}/recipients"
        | "POST /api/admin/campaigns/{id}/copy"
        | "POST /api/admin/campaigns/{id}/checks"
        | "DELETE /api/admin/campaigns/{id}" => Sample::of(one, &[draft(owner).await.id.as_str()]),
        "PUT /api/admin/campaigns/{id}" => {
            let draft = draft(owner).await;
            Sample::of(one, &[draft.id.as_str()]).with(edited(&draft, "Objet", "Bonsoir"))
        }
        "POST /api/admin/campaigns/{id}/test" => Sample::of(one, &[draft(owner).await.id.as_str()])
            .with(json!({ "locale": "fr" }))
            .or(&[429]),
        "POST /api/admin/campaigns/{id}/send" => {
            let draft = draft(owner).await;
            let form = json!({ "version": draft.version, "confirmed": true });
            Sample::of(one, &[draft.id.as_str()]).with(form)
        }
        "PUT /api/admin/campaigns/{id}/state" => {
            let draft = draft(owner).await;
            let tomorrow = now() + 86_400_000;
            owner.plans(&draft, tomorrow).await;
            Sample::of(one, &[draft.id.as_str()]).with(json!({ "state": "draft" }))
        }
        "POST /api/admin/campaigns/{id}/recipients/resend" => {
            let draft = draft(owner).await;
            owner.sends(&draft).await;
            let unknown = "update campaign_mails set state = 'unknown' where campaign_id = ?1";
            owner.watches_campaign(&draft.id).await;
            owner
                .world
                .database()
                .rows(unknown, &[draft.id.as_str()])
                .await;
            Sample::of(one, &[draft.id.as_str()]).with(json!({ "outcome": "unknown" }))
        }
        "POST /api/admin/imports" => Sample {
            body: importing::one(&email("sample")),
            ..plain()
        },
        "GET /api/admin/imports/{id}"
        | "DELETE /api/admin/imports/{id}"
        | "GET /api/admin/imports/{id}/faults"
        | "GET /api/admin/imports/{id}/faults/csv" => {
            let import = owner
                .hands_in_customers(&importing::one(&email("sample")))
                .await;
            Sample::of(one, &[import.id.as_str()])
        }
        "PUT /api/admin/imports/{id}" => {
            let import = owner
                .hands_in_customers(&importing::one(&email("sample")))
                .await;
            Sample::of(one, &[import.id.as_str()]).with(json!({ "columns": import.columns }))
        }
        "PUT /api/admin/imports/{id}/state" => {
            let import = owner
                .hands_in_customers(&importing::one(&email("sample")))
                .await;
            owner.checks_rows(&import.id).await;
            Sample::of(one, &[import.id.as_str()]).with(json!({ "state": "importing" }))
        }

        "GET /api/admin/orders/{id}" => Sample::of(one, &[order(world).await.id.as_str()]),
        "PUT /api/admin/orders/{id}/state" => {
            Sample::of(one, &[order(world).await.id.as_str()]).with(json!({ "state": "paid" }))
        }
        // A mail that was sent is not tried again.
        "POST /api/admin/outbox/{id}/retry" => {
            let sql = "select id from outbox where order_id = ?1 and template = 'order_placed'";
            let rows = world
                .database()
                .rows(sql, &[order(world).await.id.as_str()])
                .await;
            Sample::of(one, &[rows[0][0].as_str().unwrap()]).or(&[409])
        }

        "POST /api/admin/products" => plain().with(product(Kind::Service, 900, 2_000)),
        "GET /api/admin/products/{id}" => {
            let made = owner.sells(Kind::Service, 900, 2_000).await;
            Sample::of(one, &[made.id.as_str()])
        }
        "PUT /api/admin/products/{id}" => {
            let made = owner.sells(Kind::Service, 900, 2_000).await;
            Sample::of(one, &[made.id.as_str()]).with(edit(&made))
        }

        "GET /api/account/documents" | "GET /api/admin/documents" => plain(),
        "GET /api/admin/documents/reach" => plain().query("?audience=everyone"),
        "POST /api/admin/documents" => plain().with(documents::page("Un document")),
        "GET /api/admin/documents/{id}" | "DELETE /api/admin/documents/{id}" => {
            let made = owner.publishes(&documents::page("Un document")).await;
            Sample::of(one, &[made.id.as_str()])
        }
        "PUT /api/admin/documents/{id}" => {
            let made = owner.publishes(&documents::page("Un document")).await;
            Sample::of(one, &[made.id.as_str()]).with(documents::of(&made))
        }
        "GET /api/admin/documents/{id}/file" => {
            let made = owner
                .publishes_file(documents::page("Un fichier"), "x")
                .await;
            Sample::of(one, &[made.id.as_str()])
        }
        // Somebody else's document.
        "GET /api/account/documents/{id}"
        | "GET /api/account/documents/{id}/file"
        | "PUT /api/account/documents/{id}/read" => {
            let form =
                documents::for_customer(documents::page("Un fichier"), &customer(owner).await.id);
            let made = owner.publishes_file(form, "x").await;
            Sample::of(one, &[made.id.as_str()]).or(&[404])
        }
        "POST /api/admin/documents/files" => plain().with("Une note."),

        // Others set the shop at the same time.
        "PUT /api/admin/settings" => plain().with(complete(&owner.settings().await)).or(&[409]),

        "POST /api/admin/staff" => plain()
            .with(json!({ "name": "Paul", "email": email("sample-staff"), "role": "support" })),
        "PUT /api/admin/staff/{id}" => {
            Sample::of(one, &[member(owner).await.as_str()]).with(json!({ "role": "manager" }))
        }
        "POST /api/admin/staff/{id}/invitation" | "DELETE /api/admin/staff/{id}" => {
            Sample::of(one, &[member(owner).await.as_str()])
        }
        _ => panic!("no sample of {name}: say here how it is called"),
    }
}

fn nobodys() -> String {
    domain::id::Id::<()>::new(1, tests::staff::random()).to_string()
}

async fn checkout(world: &World) -> String {
    let form = zoe(&email("sample"));
    Browser::new(world).leave(&form).await.to_string()
}

async fn order(world: &World) -> Order {
    Browser::new(world)
        .buys_service(&zoe(&email("sample")))
        .await
}

/// A call about a file in somebody's conversation.
async fn attachment(one: &Declared, world: &World) -> Sample {
    let (customer, _) = correspondent(world).await;
    let (id, file) = customer.asks_with_file().await;
    Sample::of(one, &[id.as_str(), file.id.as_str()])
}

/// A call about somebody's conversation.
async fn conversation(one: &Declared, world: &World) -> Sample {
    let (customer, _) = correspondent(world).await;
    let opened = customer.asks("Une question", "Bonjour").await;
    Sample::of(one, &[opened.thread.id.as_str()])
}

/// An order that was paid, and its invoice.
async fn paid(owner: &Staff) -> (Order, InvoiceId) {
    let placed = order(&owner.world).await;
    let paid = owner.marks_paid(&placed.id).await.order;
    let paper = paid.invoice.clone().expect("an invoice");
    (paid, paper.id)
}

async fn customer(owner: &Staff) -> Customer {
    owner.creates(&email("sample")).await
}

fn address(customer: &Customer, line1: &str) -> BookForm {
    BookForm {
        version: Some(customer.version),
        address: Some(quay(line1)),
        default: None,
    }
}

fn note() -> NoteForm {
    NoteForm {
        text: "Rappeler lundi".into(),
    }
}

fn group_form() -> GroupForm {
    GroupForm {
        version: None,
        code: Some(format!("sample-{}", number())),
        name: "Un groupe".into(),
    }
}

async fn group(owner: &Staff) -> Group {
    owner.create_group(&group_form()).await.unwrap()
}

/// A campaign that may be sent, to one customer.
async fn draft(owner: &Staff) -> Campaign {
    let group = group(owner).await;
    let people = consenting(&owner.world, &word(), 1).await;
    owner.puts_in(&people[0], &group.id).await;
    owner.drafts(&letter("Objet", "Bonjour", &[&group])).await
}

async fn bulk_form(owner: &Staff) -> BulkForm {
    BulkForm {
        act: Some(BulkAct::JoinGroup),
        group: Some(group(owner).await.id),
        customers: Some(vec![customer(owner).await.id]),
        matching: None,
    }
}

async fn bulk(owner: &Staff) -> Bulk {
    owner.prepare(&bulk_form(owner).await).await
}

/// Somebody of the team who has not taken the invitation up.
async fn member(owner: &Staff) -> AccountId {
    let invited = owner
        .invite("Paul", &email("sample-staff"), Role::Support)
        .await;
    invited.unwrap().id
}
