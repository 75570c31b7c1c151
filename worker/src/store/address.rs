//! The address book: the entry used last is the record's own address.

use crate::db::{Sql, sql};
use domain::account::BOOK_MAX;
use domain::contact::Address;
use domain::id::{AddressId, CustomerId};

/// Makes an address the one used last: an entry that says the same, else a new one. The book keeps
/// [`BOOK_MAX`] entries; the one that was not used for longest gives way.
///
/// `changes()` is not asked: a statement that opens a savepoint makes the search index write what it holds back, and
/// those rows would be counted.
pub fn use_address(customer: &CustomerId, id: &AddressId, address: &Address, now: i64) -> [Sql; 3] {
    let join = sql("insert into addresses
            (used_at, customer_id, line1, line2, postcode, city, region, country, id)
        select ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 where not exists (
            select 1 from addresses where customer_id = ?2 and line1 is ?3 and line2 is ?4
                and postcode is ?5 and city is ?6 and region is ?7 and country is ?8)")
    .bind(now)
    .bind(customer);
    let again = sql("update addresses set used_at = ?1 where id = (
            select id from addresses where customer_id = ?2 and line1 is ?3 and line2 is ?4
                and postcode is ?5 and city is ?6 and region is ?7 and country is ?8
            order by used_at desc, id desc limit 1)")
    .bind(now)
    .bind(customer);
    let trim = sql("delete from addresses where id in (
            select id from addresses where customer_id = ?1 order by used_at desc, id desc limit -1 offset ?2)")
    .bind(customer)
    .bind(BOOK_MAX);
    [bound(join, address).bind(id), bound(again, address), trim]
}

/// Changes an entry of this customer's book; with a time it is then the one used last.
pub fn change_address(
    customer: &CustomerId,
    id: &AddressId,
    address: &Address,
    used_at: Option<i64>,
) -> Sql {
    let change = sql("update addresses set used_at = coalesce(?1, used_at),
            line1 = ?3, line2 = ?4, postcode = ?5, city = ?6, region = ?7, country = ?8
        where id = ?9 and customer_id = ?2")
    .bind(used_at)
    .bind(customer);
    bound(change, address).bind(id)
}

/// Makes an entry of this customer's book the one used last.
pub fn use_entry(customer: &CustomerId, id: &AddressId, now: i64) -> Sql {
    sql("update addresses set used_at = ?3 where id = ?2 and customer_id = ?1")
        .bind(customer)
        .bind(id)
        .bind(now)
}

/// Removes an entry of this customer's book.
pub fn remove(customer: &CustomerId, id: &AddressId) -> Sql {
    sql("delete from addresses where id = ?2 and customer_id = ?1")
        .bind(customer)
        .bind(id)
}

fn bound(sql: Sql, address: &Address) -> Sql {
    sql.bind(&address.line1)
        .bind(&address.line2)
        .bind(&address.postcode)
        .bind(&address.city)
        .bind(&address.region)
        .bind(&address.country)
}
