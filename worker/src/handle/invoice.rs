//! Invoices and credit notes: listed for their customer, and as files; a pro-forma before a transfer.

use crate::call::{Call, Visit};
use crate::guard;
use crate::handle::order::Seeing;
use crate::paper;
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::invoice::{self, Frozen};
use crate::store::settings;
use domain::api::File;
use domain::api::invoice::{
    GetOrderInvoice, GetOwnInvoice, GetProForma, ListOwnInvoices, ReviewInvoice,
};

/// `GET /api/account/invoices`
pub async fn list(call: Call<ListOwnInvoices>) -> Done<ListOwnInvoices> {
    let own = guard::own(&call)?;
    let page = invoice::list(&call.visit.db, &own, call.query.cursor.as_ref()).await?;
    Ok(Reply::new(page))
}

/// `GET /api/account/invoices/{id}/pdf`
pub async fn own_file(call: Call<GetOwnInvoice>) -> Done<GetOwnInvoice> {
    let own = guard::own(&call)?;
    let found = invoice::find_own(&call.visit.db, &call.params, &own).await?;
    Ok(Reply::new(made(&call.visit, found).await?))
}

/// `GET /api/orders/{id}/invoices/{invoice}/pdf`
pub async fn order_file(call: Call<GetOrderInvoice>) -> Done<GetOrderInvoice> {
    let (visit, (order, id)) = (&call.visit, &call.params);
    Seeing::of(visit).await?.order(visit, order).await?;
    let found = invoice::find_of(&visit.db, id, order).await?;
    Ok(Reply::new(made(visit, found).await?))
}

/// `GET /api/admin/orders/{id}/invoices/{invoice}/pdf`
pub async fn staff_file(call: Call<ReviewInvoice>) -> Done<ReviewInvoice> {
    let (order, id) = &call.params;
    let found = invoice::find_of(&call.visit.db, id, order).await?;
    Ok(Reply::new(made(&call.visit, found).await?))
}

/// `GET /api/orders/{id}/pro-forma`
pub async fn pro_forma(call: Call<GetProForma>) -> Done<GetProForma> {
    let visit = &call.visit;
    let stored = Seeing::of(visit).await?.order(visit, &call.params).await?;
    if stored.order.transfer.is_none() {
        return Err(Fail::conflict("state", &stored.order));
    }
    let seller = settings::settings(&visit.db).await?.sale.seller;
    let file = paper::pro_forma(visit, &stored.order, stored.locale, &seller).await?;
    Ok(Reply::new(file))
}

/// A document's file, which is compared with the one made first. One that differs is handed out all the same: its words
/// and figures are the frozen ones; that a library or a typeface draws them otherwise is ours to look into.
async fn made(visit: &Visit, found: Option<Frozen>) -> Result<File, Fail> {
    let frozen = found.ok_or_else(Fail::not_found)?;
    let file = paper::file(visit, &frozen).await?;
    let sha256 = random::digest_bytes(&file.bytes);
    if frozen.sha256.as_deref() != Some(&sha256) {
        let size = u32::try_from(file.bytes.len()).unwrap_or(u32::MAX);
        let db = &visit.db;
        if invoice::keep_file(db, &frozen.id, &sha256, size, visit.now).await? {
            paper::tell_difference(&frozen.id, &visit.trace);
        }
    }
    Ok(file)
}
