//! What staff do with files of customers: handing them in, having them checked, letting them go in.

use crate::browser::{escape, same_origin};
use crate::{Reply, Staff, world};
use domain::api::import::{
    DeleteImport, EditImport, GetImport, ImportStateForm, ListImportFaults, SetImportState,
    UploadImport,
};
use domain::api::order::IDEMPOTENCY_KEY;
use domain::api::{Endpoint, PageQuery};
use domain::id::ImportId;
use domain::import::{Fault, Import, ImportForm, ImportState};
use domain::problem::Problem;
use domain::upload::{MEDIA, NAME_HEADER};
use std::time::{Duration, Instant};

/// A file of one customer.
pub fn one(email: &str) -> String {
    format!("email,last_name,first_name,phone\n{email},Martin,Zoé,0639981234\n")
}

impl Staff {
    /// Hands in a file under this key and name.
    pub async fn hand_in_under(&self, key: &str, name: &str, bytes: Vec<u8>) -> Reply {
        let name = escape(name);
        let origin = self.world.url().to_owned();
        let [site, origin] = same_origin(&origin);
        let headers = [
            site,
            origin,
            ("content-type", MEDIA),
            (NAME_HEADER, &name),
            (IDEMPOTENCY_KEY, key),
        ];
        self.raw("POST", UploadImport::PATH, &headers, bytes).await
    }

    /// Hands in a file of customers.
    pub async fn hand_in_customers(&self, bytes: impl Into<Vec<u8>>) -> Reply {
        let key = format!("import-{}", world::number());
        self.hand_in_under(&key, "clients.csv", bytes.into()).await
    }

    /// The same where it must be taken.
    pub async fn hands_in_customers(&self, bytes: impl AsRef<[u8]>) -> Import {
        let reply = self.hand_in_customers(bytes.as_ref()).await;
        serde_json::from_value(reply.expect(201).value()).expect("an import")
    }

    pub async fn import(&self, id: &ImportId) -> Import {
        let import = self.get::<GetImport>(id, &()).await;
        import.unwrap_or_else(|problem| panic!("import {id}: {problem:?}"))
    }

    pub async fn edit_import(&self, id: &ImportId, form: &ImportForm) -> Result<Import, Problem> {
        self.call::<EditImport>(id, &(), form).await
    }

    pub async fn set_import(&self, id: &ImportId, state: ImportState) -> Reply {
        let form = ImportStateForm { state: Some(state) };
        self.reply::<SetImportState>(id, &(), &form).await
    }

    pub async fn drop_import(&self, id: &ImportId) -> Reply {
        self.reply::<DeleteImport>(id, &(), &()).await
    }

    /// Has the rows checked, and watches to the end, as the screen does.
    pub async fn checks_rows(&self, id: &ImportId) -> Import {
        self.set_import(id, ImportState::Checking).await.expect(200);
        self.watches_import(id, |import| import.state == ImportState::Checked)
            .await
    }

    /// Lets what was checked go in, and watches to the end.
    pub async fn lets_in(&self, id: &ImportId) -> Import {
        self.set_import(id, ImportState::Importing)
            .await
            .expect(200);
        self.watches_import(id, |import| import.state == ImportState::Finished)
            .await
    }

    /// A file from handing in to its end.
    pub async fn imports(&self, bytes: impl AsRef<[u8]>) -> Import {
        let import = self.hands_in_customers(bytes).await;
        self.checks_rows(&import.id).await;
        self.lets_in(&import.id).await
    }

    /// Watches an import until it is so.
    pub async fn watches_import(&self, id: &ImportId, so: impl Fn(&Import) -> bool) -> Import {
        let patience = Instant::now() + Duration::from_secs(600);
        loop {
            let import = self.import(id).await;
            if so(&import) {
                return import;
            }
            assert!(
                Instant::now() < patience,
                "{import:?} does not come to that"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Everything that is wrong with a file's rows.
    pub async fn import_faults(&self, id: &ImportId) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut query = PageQuery::default();
        loop {
            let page = self.get::<ListImportFaults>(id, &query).await;
            let page = page.unwrap_or_else(|problem| panic!("{problem:?}"));
            faults.extend(page.items);
            match page.next {
                Some(next) => query.cursor = Some(next),
                None => return faults,
            }
        }
    }
}
