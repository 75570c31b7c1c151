//! The team as an owner runs it, and whoever takes up an invitation to it.

use crate::proving::PASSWORD;
use crate::{Browser, Mails, Staff, World, world};
use domain::account::Role;
use domain::api::staff::{EditStaff, InviteStaff, InviteStaffAgain, ListStaff, RemoveStaff};
use domain::id::AccountId;
use domain::problem::Problem;
use domain::staff::{InviteForm, StaffForm, StaffMember};

impl Staff {
    pub async fn team(&self) -> Vec<StaffMember> {
        let team = self.get::<ListStaff>(&(), &()).await;
        team.unwrap_or_else(|problem| panic!("the team: {problem:?}"))
            .items
    }

    /// Somebody of the team; panics when there is nobody with this e-mail.
    pub async fn member(&self, email: &str) -> StaffMember {
        let team = self.team().await;
        let found = team.iter().find(|member| member.email == email);
        found.unwrap_or_else(|| panic!("{email}: {team:?}")).clone()
    }

    pub async fn invite(
        &self,
        name: &str,
        email: &str,
        role: Role,
    ) -> Result<StaffMember, Problem> {
        let form = InviteForm {
            name: name.into(),
            email: email.into(),
            role: Some(role),
            locale: None,
        };
        self.call::<InviteStaff>(&(), &(), &form).await
    }

    pub async fn edit_staff(
        &self,
        id: &AccountId,
        form: &StaffForm,
    ) -> Result<StaffMember, Problem> {
        self.call::<EditStaff>(id, &(), form).await
    }

    pub async fn invite_again(&self, id: &AccountId) -> Result<StaffMember, Problem> {
        self.call::<InviteStaffAgain>(id, &(), &()).await
    }

    pub async fn remove(&self, id: &AccountId) -> Result<(), Problem> {
        self.call::<RemoveStaff>(id, &(), &()).await
    }

    /// Somebody new of this role, who took the invitation up and signed in.
    pub async fn hires(&self, world: &World, role: Role) -> Staff {
        let email = world::email(role.code());
        let invited = self.invite("Paul", &email, role).await;
        invited.unwrap_or_else(|problem| panic!("{email}: {problem:?}"));
        let mail = Mails::get().wait(&email, "staff_invitation").await;
        let browser = Browser::new(world);
        let set = browser.set_password(&mail.token(), PASSWORD).await;
        set.unwrap_or_else(|problem| panic!("{email}: {problem:?}"));
        let session = browser.sign_in(&email, PASSWORD).await;
        session.unwrap_or_else(|problem| panic!("{email}: {problem:?}"));
        Staff { browser, email }
    }
}
