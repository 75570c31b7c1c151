//! Imports: exact counts, nothing twice, nothing that nobody asked for, whoever dies or changes things meanwhile.

use domain::import::{Counts, ImportState};
use tests::World;
use tests::importing::one;
use tests::staff::Staff;
use tests::world::email;

#[tokio::test]
async fn a_customer_comes_in_from_a_file_as_staff_would_make_them() {
    let world = World::get();
    let owner = Staff::owner(&world).await;
    let address = email("imported");
    let import = owner.hands_in_customers(one(&address)).await;
    assert_eq!(import.state, ImportState::Draft);
    let checked = owner.checks(&import.id).await;
    assert_eq!(
        checked.found,
        Counts {
            create: 1,
            ..Counts::default()
        }
    );
    let done = owner.lets_in(&import.id).await;
    assert_eq!(done.done, checked.found);
    let customer = owner.find(&address).await;
    assert_eq!(customer.phone.as_deref(), Some("+33639981234"));
}
