//! Customers by the thousand, put into the database at once: what is done to many has somebody to be done to.

use crate::staff::random;
use crate::world::{self, World};
use domain::customer::Keys;
use domain::id::CustomerId;

/// Stands for the number of each in what they share.
const PLACE: &str = "00000";

/// So many customers of this last name, who left contact details and nothing else.
pub async fn crowd(world: &World, last_name: &str, count: u32) {
    let id = CustomerId::new(world::now(), random());
    let first_name = format!("Ada {PLACE}");
    let email = format!("ada.{PLACE}.{}@example.com", world::number());
    let keys = Keys::new(&first_name, last_name, &email, None, None);
    let params = [
        &count.to_string(),
        id.as_str(),
        &email,
        &first_name,
        last_name,
        &keys.name_key,
        &keys.search_text,
        &world::now().to_string(),
        PLACE,
    ];
    let sql = "with recursive n (i, place) as (
          select 1, '00001' union all select i + 1, printf('%05d', i + 1) from n where i < cast(?1 as integer))
        insert into customers (id, email, email_key, first_name, last_name, name_key, search_text, created_at)
        select substr(?2, 1, 24) || printf('%012x', i), replace(?3, ?9, place), replace(?3, ?9, place),
          replace(?4, ?9, place), ?5, replace(?6, ?9, place), replace(?7, ?9, place), cast(?8 as integer)
        from n";
    world.database().rows(sql, &params).await;
    let made = "select count(*) from customers where last_name = ?1";
    let made = world.database().number(made, &[last_name]).await;
    assert_eq!(made, i64::from(count));
}
