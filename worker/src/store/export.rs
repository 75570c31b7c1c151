//! Everything about one customer, section by section (domain::export). Each statement gives rows of one JSON object.

use crate::db::{Answers, Db, Refused, Sql, sql, stored};
use crate::store::history::tell_own;
use crate::store::throttle;
use domain::export::SECTIONS;
use domain::history::Fact;
use domain::id::{AccountId, CustomerId};
use domain::throttle::EXPORT;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Rows a section tells at most: more than any customer has, and less than a Worker can hold.
const ROWS_MAX: u32 = 20_000;

/// The statement of a section: ?1 is the customer, ?2 the account, ?3 how many rows.
fn statement(section: &str) -> &'static str {
    match section {
        "record" => "select json_object('first_name', first_name, 'last_name', last_name, 'email', email,
                'phone', phone, 'organisation', organisation, 'billing', json(billing), 'locale', locale,
                'stage', stage, 'verified_at', verified_at, 'created_at', created_at) as row
            from customers where id = ?1 and ?2 is not null limit ?3",
        "addresses" => "select json_object('line1', line1, 'line2', line2, 'postcode', postcode, 'city', city,
                'region', region, 'country', country, 'used_at', used_at) as row
            from addresses where customer_id = ?1 and ?2 is not null order by used_at desc, id desc limit ?3",
        "account" => "select json_object('email', email, 'created_at', created_at, 'verified_at', verified_at,
                'signed_in_at', signed_in_at, 'invited_at', invited_at,
                'has_password', json(iif(password_hash is null, 'false', 'true')),
                'can_sign_in', json(iif(can_sign_in = 1, 'true', 'false')),
                'enabled', json(iif(paused = 0, 'true', 'false'))) as row
            from accounts where id = ?2 and customer_id = ?1 limit ?3",
        "sessions" => "select json_object('device', json(device), 'country', country, 'created_at', created_at,
                'seen_at', seen_at, 'ends_at', ends_at) as row
            from sessions where account_id = ?2 and ?1 is not null order by seen_at desc, id desc limit ?3",
        "email_change" => "select json_object('email', email, 'asked_at', asked_at, 'expires_at', expires_at) as row
            from email_changes where account_id = ?2 and ?1 is not null limit ?3",
        "consents" => "select json_object('purpose', purpose, 'state', state, 'text', text, 'version', version,
                'way', way, 'at', at, 'asked_at', asked_at, 'asked_way', asked_way) as row
            from consents where customer_id = ?1 and ?2 is not null order by at desc, id desc limit ?3",
        "suppression" => "select json_object('reason', reason, 'detail', detail, 'at', at) as row
            from suppressions where email_key = (select email_key from customers where id = ?1) and ?2 is not null limit ?3",
        "orders" => "select json_object('number', o.number, 'state', o.state, 'placed_at', o.placed_at,
                'paid_at', o.paid_at, 'ended_at', o.ended_at, 'withdrawn_at', o.withdrawn_at,
                'total', o.total, 'currency', o.currency, 'payment_method', o.payment_method,
                'terms', o.terms, 'waiver', o.waiver, 'buyer', json(o.buyer),
                'lines', json((select json_group_array(json_object('name', l.name, 'quantity', l.quantity,
                    'price', l.price, 'amount', l.amount, 'vat_rate', l.vat_rate, 'vat', l.vat,
                    'currency', o.currency)) from order_lines l where l.order_id = o.id)),
                'papers', json((select json_group_array(json_object('kind', i.kind,
                    'number', printf('%s-%d-%04d', i.series, i.year, i.number), 'issued_on', i.issued_on, 'total', i.total,
                    'currency', o.currency, 'data', json(i.data))) from invoices i where i.order_id = o.id))) as row
            from orders o where o.customer_id = ?1 and ?2 is not null order by o.seq desc limit ?3",
        "purchases" => "select json_object('product', iif(c.locale = 'en', p.name_en, p.name_fr), 'reference', u.reference, 'quantity', u.quantity,
                'valid_from_at', u.valid_from, 'valid_until', u.valid_until, 'ended_at', u.ended_at) as row
            from purchases u join products p on p.id = u.product_id join customers c on c.id = u.customer_id
            where u.customer_id = ?1 and ?2 is not null order by u.valid_from desc, u.id desc limit ?3",
        // in the customer's language, or in the one there is
        "documents" => "select json_object(
                'title', iif(c.locale = 'en' and d.title_en <> '' or d.title_fr = '', d.title_en, d.title_fr),
                'summary', iif(c.locale = 'en' and d.summary_en <> '' or d.summary_fr = '', d.summary_en, d.summary_fr),
                'text', iif(c.locale = 'en' and d.body_en <> '' or d.body_fr = '', d.body_en, d.body_fr),
                'published_at', d.published_at, 'seen_at', r.at) as row
            from documents d join customers c on c.id = d.customer_id left join document_reads r on r.document_id = d.id and r.customer_id = ?1
            where d.customer_id = ?1 and d.state = 'published' and ?2 is not null order by d.seq desc limit ?3",
        "conversations" => "select json_object('subject', v.subject, 'state', v.state, 'created_at', v.created_at,
                'closed_at', v.closed_at, 'messages', json((select json_group_array(json_object(
                    'side', m.side, 'at', m.at, 'text', m.text, 'files', (select group_concat(b.name, ', ')
                        from attachments t join blobs b on b.id = t.blob_id where t.message_id = m.id)))
                    from messages m where m.conversation_id = v.id))) as row
            from conversations v where v.customer_id = ?1 and ?2 is not null order by v.last_seq desc limit ?3",
        "pending" => "select json_object('typed_at', typed_at, 'details', json(details)) as row
            from pending_details where customer_id = ?1 and ?2 is not null order by typed_at desc limit ?3",
        "checkouts" => "select json_object('created_at', created_at, 'contact_at', contact_at,
                'expires_at', expires_at, 'contact', json(contact)) as row
            from checkouts where customer_id = ?1 and ?2 is not null order by contact_at desc limit ?3",
        "groups" => "select json_object('code', g.code, 'name', g.name, 'at', m.at) as row
            from customers c join memberships m on m.customer_seq = c.seq join groups g on g.id = m.group_id
            where c.id = ?1 and ?2 is not null order by m.at desc, g.id limit ?3",
        "notes" => "select json_object('text', text, 'at', at, 'edited_at', edited_at) as row
            from notes where customer_id = ?1 and ?2 is not null order by at desc, id desc limit ?3",
        "history" => "select json_object('at', at, 'actor', actor, 'fact', fact, 'fields', json(fields),
                'before', json(before), 'detail', detail) as row
            from history where customer_id = ?1 and ?2 is not null order by seq desc limit ?3",
        "merges" => "select json_object('at', at, 'name', other_name, 'email', other_email, 'undone_at', undone_at) as row
            from merges where customer_id = ?1 and ?2 is not null order by seq desc limit ?3",
        "mails" => "select json_object('template', template, 'recipient', recipient, 'state', state,
                'created_at', created_at, 'sent_at', sent_at) as row
            from outbox where customer_id = ?1 and ?2 is not null order by seq desc limit ?3",
        "campaigns" => "select json_object('subject', case m.locale when 'en' then k.subject_en else k.subject_fr end,
                'locale', m.locale, 'state', m.state, 'reason', m.reason, 'at', m.at,
                'unsubscribed_at', m.unsubscribed_at) as row
            from campaign_mails m join campaigns k on k.id = m.campaign_id
            where m.customer_id = ?1 and ?2 is not null order by m.at desc limit ?3",
        _ => "select null as row where ?1 is null and ?2 is null and ?3 is null",
    }
}

/// Reads every section in one batch, which also tells that it was read. [`Refused::Guard`] `throttled`.
pub async fn sections(
    db: &Db,
    customer: &CustomerId,
    account: &AccountId,
    now: i64,
) -> Result<BTreeMap<String, Vec<Map<String, Value>>>, Refused> {
    #[derive(Deserialize)]
    struct Row {
        row: String,
    }
    let ask = |section: &str| -> Sql {
        sql(statement(section))
            .bind(customer)
            .bind(account)
            .bind(ROWS_MAX)
    };
    let mut batch = vec![throttle::charge(&EXPORT, account.as_str(), now)];
    batch.extend(SECTIONS.iter().map(|(name, _)| ask(name)));
    batch.push(tell_own(customer, Fact::DataExported, now));
    let mut answers = Answers::new(db.batch(batch).await?);
    answers.take();
    let mut sections = BTreeMap::new();
    for (name, _) in SECTIONS {
        let rows: Vec<Row> = answers.take().all()?;
        let rows: Result<Vec<_>, _> = rows.iter().map(|row| stored("export", &row.row)).collect();
        sections.insert((*name).to_owned(), rows?);
    }
    Ok(sections)
}
