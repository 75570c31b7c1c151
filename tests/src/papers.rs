//! What people do with papers: list them, fetch their files by every door there is, read them, and have them examined.

use crate::browser::{escape, same_origin};
use crate::{Browser, Reply, Staff, world};
use domain::api::account::ListOwnPurchases;
use domain::api::invoice::{
    GetOrderInvoice, GetOwnInvoice, GetProForma, ListOwnInvoices, ReviewInvoice,
};
use domain::api::order::ORDER_TOKEN;
use domain::api::{Endpoint, PageQuery, address};
use domain::customer::Purchase;
use domain::id::{InvoiceId, OrderId};
use domain::invoice::InvoiceSummary;
use domain::page::{Cursor, Page};
use std::path::{Path, PathBuf};
use std::process::Command;

impl Browser {
    /// A page of the signed-in customer's invoices and credit notes.
    pub async fn own_invoices(&self, cursor: Option<Cursor>) -> Page<InvoiceSummary> {
        let page = self
            .get::<ListOwnInvoices>(&(), &PageQuery { cursor })
            .await;
        page.unwrap_or_else(|problem| panic!("own invoices: {problem:?}"))
    }

    /// What the signed-in customer acquired.
    pub async fn own_purchases(&self) -> Vec<Purchase> {
        let all = self.get::<ListOwnPurchases>(&(), &()).await;
        all.unwrap_or_else(|problem| panic!("own purchases: {problem:?}"))
            .items
    }

    /// The file of an invoice, asked for in the space.
    pub async fn own_file(&self, id: &InvoiceId) -> Reply {
        self.file::<GetOwnInvoice>(id, None).await
    }

    /// The file of an invoice, asked for at its order: by the link's token, or as whoever this browser is.
    pub async fn order_file(&self, order: &OrderId, id: &InvoiceId, token: Option<&str>) -> Reply {
        let params = (order.clone(), id.clone());
        self.file::<GetOrderInvoice>(&params, token).await
    }

    /// The file of what an order comes to that awaits its transfer.
    pub async fn pro_forma(&self, order: &OrderId, token: Option<&str>) -> Reply {
        self.file::<GetProForma>(order, token).await
    }

    async fn file<E: Endpoint<Query = ()>>(
        &self,
        params: &E::Params,
        token: Option<&str>,
    ) -> Reply {
        let path = address::<E>(params, &(), escape);
        let mut headers = same_origin(self.world.url()).to_vec();
        headers.extend(token.map(|token| (ORDER_TOKEN, token)));
        self.raw("GET", &path, &headers, "").await
    }
}

impl Staff {
    /// The file of an invoice, as staff fetch it at the order.
    pub async fn paper(&self, order: &OrderId, id: &InvoiceId) -> Reply {
        let path = address::<ReviewInvoice>(&(order.clone(), id.clone()), &(), escape);
        self.send("GET", &path, "").await
    }
}

/// The PDF that an answer is.
pub fn pdf(reply: &Reply) -> &[u8] {
    reply.expect(200);
    assert_eq!(reply.header("content-type"), Some("application/pdf"));
    assert!(reply.body.starts_with(b"%PDF-1.7"), "{reply}");
    &reply.body
}

/// The words of a PDF in the order they are read, each run of white space one space: amounts hold no-break ones.
pub fn words(bytes: &[u8]) -> String {
    let text = pdf_extract::extract_text_from_mem(bytes).expect("the text is selectable");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Panics unless a paper says all of this.
pub fn says(bytes: &[u8], all: &[&str]) {
    let words = words(bytes);
    for said in all {
        assert!(words.contains(said), "`{said}` does not stand in: {words}");
    }
}

/// What `qpdf --check` finds: its words and its exit code, 0 for a sound file.
pub fn examine(bytes: &[u8]) -> (i32, String) {
    let root = PathBuf::from(world::setting("COMPTOIR_ROOT"));
    let file = std::env::temp_dir().join(format!(
        "paper-{}-{}.pdf",
        std::process::id(),
        world::number()
    ));
    std::fs::write(&file, bytes).expect("a temporary file");
    let checked = Command::new(root.join("node_modules/node/bin/node"))
        .arg(root.join("tests/qpdf.mjs"))
        .arg(&file)
        .output()
        .expect("the pinned Node runs");
    forget(&file);
    let said = [checked.stdout, checked.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    (checked.status.code().unwrap_or(-1), said)
}

/// Panics unless `qpdf --check` finds nothing.
pub fn sound(bytes: &[u8]) {
    let (code, said) = examine(bytes);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("No syntax or stream encoding errors found"),
        "{said}"
    );
}

fn forget(file: &Path) {
    std::fs::remove_file(file).ok();
}
