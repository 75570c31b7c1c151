//! Papers as files: drawn by the domain from frozen data, with the typeface that the isolate keeps once it was fetched.

use crate::asset;
use crate::call::Visit;
use crate::reply::Fail;
use crate::store::invoice::Frozen;
use crate::zone;
use domain::api::File;
use domain::id::InvoiceId;
use domain::invoice::Kind;
use domain::locale::Locale;
use domain::order::Order;
use domain::pdf::{self, Fonts, Paper, Payment, Title};
use domain::settings::Seller;
use domain::time::Date;
use std::cell::OnceCell;
use std::rc::Rc;
use worker::Env;

/// The files of the typeface.
struct Typeface {
    regular: Vec<u8>,
    bold: Vec<u8>,
}

thread_local! {
    static TYPEFACE: OnceCell<Rc<Typeface>> = const { OnceCell::new() };
}

/// The file of an invoice or a credit note, in the order's language.
pub async fn file(visit: &Visit, frozen: &Frozen) -> Result<File, Fail> {
    let Frozen { own, data, .. } = frozen;
    let title = match (frozen.kind, &data.credits) {
        (Kind::Invoice, _) => Title::Invoice(own),
        (Kind::CreditNote, Some(credits)) => Title::CreditNote { own, credits },
        (Kind::CreditNote, None) => {
            return Err(Fail::cause("paper", "a credit note without its invoice"));
        }
    };
    let paper = Paper {
        title,
        locale: frozen.locale,
        seller: &data.seller,
        buyer: &data.buyer,
        order: data.order,
        ordered_on: day(&data.seller, data.ordered_at)?,
        lines: &data.lines,
        total: data.total,
        vat: &data.vat,
        currency: &data.currency,
        payment: None,
    };
    drawn(visit, &paper).await
}

/// The file of what an order still to be paid comes to. Who sells is who sells today: no invoice has frozen it yet.
pub async fn pro_forma(
    visit: &Visit,
    order: &Order,
    locale: Locale,
    seller: &Seller,
) -> Result<File, Fail> {
    let payment = match &order.transfer {
        Some(transfer) => Some(Payment {
            transfer,
            due: day(seller, transfer.due_at)?,
        }),
        None => None,
    };
    let paper = Paper {
        title: Title::ProForma,
        locale,
        seller,
        buyer: &order.buyer,
        order: order.number,
        ordered_on: day(seller, order.placed_at)?,
        lines: &order.lines,
        total: order.total,
        vat: &order.vat,
        currency: &order.currency,
        payment,
    };
    drawn(visit, &paper).await
}

/// Says that a document's file is not what it was; nothing in it tells whose it is.
pub fn tell_difference(id: &InvoiceId, trace: &str) {
    let line =
        serde_json::json!({ "event": "paper_differs", "trace": trace, "invoice": id.as_str() });
    worker::console_error!("{line}");
}

async fn drawn(visit: &Visit, paper: &Paper<'_>) -> Result<File, Fail> {
    let typeface = typeface(visit.env()).await?;
    let fonts = Fonts {
        regular: &typeface.regular,
        bold: &typeface.bold,
    };
    let bytes = pdf::render(paper, &fonts).map_err(|error| Fail::cause("paper", error.0))?;
    Ok(File {
        name: paper.file_name(),
        media: "application/pdf".to_owned(),
        bytes,
    })
}

/// The day on the shop's clock.
fn day(seller: &Seller, at: i64) -> Result<Date, Fail> {
    let zone = zone::of(&seller.time_zone)
        .ok_or_else(|| Fail::cause("paper", "the platform knows no time zones"))?;
    Ok(zone.moment(at).date)
}

/// The typeface, fetched once an isolate from the Worker's own static files.
async fn typeface(env: &Env) -> Result<Rc<Typeface>, Fail> {
    if let Some(kept) = TYPEFACE.with(|kept| kept.get().cloned()) {
        return Ok(kept);
    }
    let fetched = Rc::new(Typeface {
        regular: asset::read(env, "fonts/SourceSans3-Regular.ttf").await?,
        bold: asset::read(env, "fonts/SourceSans3-Semibold.ttf").await?,
    });
    TYPEFACE.with(|kept| drop(kept.set(fetched.clone())));
    Ok(fetched)
}
