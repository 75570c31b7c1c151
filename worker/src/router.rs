//! The one list of endpoints, and the way every request takes: configuration, origin, access, body, handler.

use crate::blob::Files;
use crate::call::{self, Asked, Call, Visit};
use crate::config::Config;
use crate::db::Db;
use crate::handle::document;
use crate::handle::import;
use crate::handle::{
    account, book, bulk, campaign, checkout, code, credentials, customer, erasure, group, invoice,
    journal, markdown, note, order, outbox, page, product, record, reset, sales, session, settings,
    shop, space, staff,
};
use crate::handle::{consent, customer_export, export, profile, security};
use crate::handle::{conversation, inbox, suppression, unsubscribe};
use crate::handle::{duplicate, merge};
use crate::reply::{self, Done, Fail};
use crate::{jobs, random};
use domain::api::campaign as k;
use domain::api::conversation as v;
use domain::api::duplicate as l;
use domain::api::import as f;
use domain::api::{Endpoint, Method};
use domain::api::{
    account as a, bulk as b, checkout as c, credentials as i, customer as u, document as d,
    group as g, invoice as w, journal as j, order as o, outbox as m, product as p, record as r,
    sales as x, session as s, settings as e, shop as h, staff as t,
};
use domain::api::{rights, security as y};
use domain::problem::Problem;
use std::pin::Pin;
use worker::{Context, Env, Request, Response};

/// Every endpoint of the contract and what answers it.
fn endpoints() -> Endpoints {
    Endpoints::default()
        .on::<h::GetHealth, _>(shop::health)
        .on::<h::GetOpenApi, _>(shop::openapi)
        .on::<h::GetShop, _>(shop::shop)
        .on::<h::GetLegal, _>(shop::legal)
        .on::<h::ListProducts, _>(shop::products)
        .on::<c::OpenCheckout, _>(checkout::open)
        .on::<c::GetCheckout, _>(checkout::get)
        .on::<c::SubmitContact, _>(checkout::contact)
        .on::<o::PlaceOrder, _>(order::place)
        .on::<o::GetOrder, _>(order::get)
        .on::<o::Withdraw, _>(order::withdraw)
        .on::<w::GetOrderInvoice, _>(invoice::order_file)
        .on::<w::GetProForma, _>(invoice::pro_forma)
        .on::<domain::api::consent::ShowUnsubscribe, _>(unsubscribe::show)
        .on::<domain::api::consent::Unsubscribe, _>(unsubscribe::leave)
        .on::<domain::api::consent::ConfirmConsent, _>(consent::confirm)
        .on::<domain::api::consent::TellMailEvent, _>(suppression::tell)
        .on::<s::GetSession, _>(session::get)
        .on::<s::SignIn, _>(session::sign_in)
        .on::<s::SignOut, _>(session::sign_out)
        .on::<s::RequestCode, _>(code::request)
        .on::<s::RequestReset, _>(reset::request)
        .on::<s::SetPassword, _>(reset::set_password)
        .on::<a::GetProfile, _>(account::profile)
        .on::<a::ListOwnOrders, _>(account::orders)
        .on::<w::ListOwnInvoices, _>(invoice::list)
        .on::<w::GetOwnInvoice, _>(invoice::own_file)
        .on::<a::ListOwnPurchases, _>(account::purchases)
        .on::<a::ChangePassword, _>(account::change_password)
        .on::<domain::api::space::GetSpace, _>(space::own)
        .on::<v::ListOwnConversations, _>(conversation::list)
        .on::<v::OpenConversation, _>(conversation::open)
        .on::<v::CountOwnUnread, _>(conversation::count)
        .on::<v::GetOwnConversation, _>(conversation::get)
        .on::<v::WriteMessage, _>(conversation::write)
        .on::<v::SetOwnConversationState, _>(conversation::set_state)
        .on::<v::ReadOwnConversation, _>(conversation::read)
        .on::<a::EditProfile, _>(profile::edit)
        .on::<a::AddOwnAddress, _>(profile::add_address)
        .on::<a::EditOwnAddress, _>(profile::edit_address)
        .on::<a::RemoveOwnAddress, _>(profile::remove_address)
        .on::<a::ListOwnPending, _>(profile::waiting)
        .on::<a::ApplyOwnPending, _>(profile::apply)
        .on::<a::DismissOwnPending, _>(profile::dismiss)
        .on::<y::GetEmail, _>(security::email)
        .on::<y::AskEmail, _>(security::ask_email)
        .on::<y::WithdrawEmail, _>(security::withdraw_email)
        .on::<y::ConfirmEmail, _>(security::confirm_email)
        .on::<y::ListSessions, _>(security::sessions)
        .on::<y::EndSession, _>(security::end_session)
        .on::<y::EndOtherSessions, _>(security::end_other_sessions)
        .on::<rights::GetConsents, _>(consent::get)
        .on::<rights::SetConsent, _>(consent::set)
        .on::<rights::ExportOwn, _>(export::own)
        .on::<rights::PreviewOwnErasure, _>(erasure::preview_own)
        .on::<rights::EraseOwn, _>(erasure::erase_own)
        .on::<v::AttachOwnFile, _>(conversation::attach)
        .on::<v::GetOwnAttachment, _>(conversation::attachment)
        .on::<u::ListCustomers, _>(customer::list)
        .on::<u::GetCustomer, _>(customer::get)
        .on::<r::CreateCustomer, _>(record::create)
        .on::<r::EditCustomer, _>(record::edit)
        .on::<r::PreviewErasure, _>(erasure::preview)
        .on::<r::EraseCustomer, _>(erasure::erase)
        .on::<r::AddAddress, _>(book::add)
        .on::<r::EditAddress, _>(book::edit)
        .on::<r::RemoveAddress, _>(book::remove)
        .on::<r::ListPurchases, _>(record::purchases)
        .on::<u::ListHistory, _>(customer::history)
        .on::<r::WriteNote, _>(note::write)
        .on::<r::EditNote, _>(note::edit)
        .on::<r::DeleteNote, _>(note::delete)
        .on::<l::ListDuplicates, _>(duplicate::list)
        .on::<l::GetDuplicates, _>(duplicate::of)
        .on::<l::TellApart, _>(duplicate::tell_apart)
        .on::<l::FindAgain, _>(duplicate::find_again)
        .on::<l::CompareCustomers, _>(merge::compare)
        .on::<l::MergeCustomers, _>(merge::merge)
        .on::<l::GetMerge, _>(merge::get)
        .on::<l::UndoMerge, _>(merge::undo)
        .on::<i::SetAccount, _>(credentials::set_account)
        .on::<i::SendReset, _>(credentials::send_reset)
        .on::<i::EndSessions, _>(credentials::end_sessions)
        .on::<i::LiftSlowing, _>(credentials::lift_slowing)
        .on::<domain::api::consent::AskConsent, _>(consent::ask)
        .on::<domain::api::consent::WithdrawConsent, _>(consent::withdraw)
        .on::<domain::api::consent::LiftSuppression, _>(suppression::lift)
        .on::<u::ApplyPending, _>(customer::apply)
        .on::<u::DismissPending, _>(customer::dismiss)
        .on::<g::ListGroups, _>(group::list)
        .on::<g::CreateGroup, _>(group::create)
        .on::<g::GetGroup, _>(group::get)
        .on::<g::RenameGroup, _>(group::rename)
        .on::<g::DeleteGroup, _>(group::delete)
        .on::<g::JoinGroup, _>(group::join)
        .on::<g::LeaveGroup, _>(group::leave)
        .on::<f::ListImports, _>(import::list)
        .on::<f::UploadImport, _>(import::upload)
        .on::<f::GetImport, _>(import::get)
        .on::<f::EditImport, _>(import::edit)
        .on::<f::DeleteImport, _>(import::delete)
        .on::<f::SetImportState, _>(import::set_state)
        .on::<f::ListImportFaults, _>(import::faults)
        .on::<f::GetImportFaults, _>(import::faults_file)
        .on::<b::ListBulks, _>(bulk::list)
        .on::<b::PrepareBulk, _>(bulk::prepare)
        .on::<b::GetBulk, _>(bulk::get)
        .on::<b::SetBulkState, _>(bulk::set_state)
        .on::<b::UndoBulk, _>(bulk::undo)
        .on::<b::ListBulkFailures, _>(bulk::failures)
        .on::<k::ListCampaigns, _>(campaign::list)
        .on::<k::CreateCampaign, _>(campaign::create)
        .on::<k::GetAudience, _>(campaign::count)
        .on::<k::ListAudience, _>(campaign::members)
        .on::<k::PreviewCampaign, _>(campaign::preview)
        .on::<k::GetCampaign, _>(campaign::get)
        .on::<k::EditCampaign, _>(campaign::edit)
        .on::<k::DeleteCampaign, _>(campaign::delete)
        .on::<k::CopyCampaign, _>(campaign::copy)
        .on::<k::TestCampaign, _>(campaign::test)
        .on::<k::CheckCampaign, _>(campaign::checks)
        .on::<k::SendCampaign, _>(campaign::send)
        .on::<k::SetCampaignState, _>(campaign::set_state)
        .on::<k::ListRecipients, _>(campaign::recipients)
        .on::<k::ResendCampaign, _>(campaign::resend)
        .on::<o::ListOrders, _>(order::list)
        .on::<o::ReviewOrder, _>(order::review)
        .on::<o::SetOrderState, _>(order::set_state)
        .on::<v::ListConversations, _>(inbox::list)
        .on::<v::CountUnread, _>(inbox::count)
        .on::<v::GetConversation, _>(inbox::get)
        .on::<v::AnswerConversation, _>(inbox::answer)
        .on::<v::SetConversationState, _>(inbox::set_state)
        .on::<v::ReadConversation, _>(inbox::read)
        .on::<w::ReviewInvoice, _>(invoice::staff_file)
        .on::<v::AttachFile, _>(inbox::attach)
        .on::<v::GetAttachment, _>(inbox::attachment)
        .on::<p::ListProductRecords, _>(product::list)
        .on::<p::CreateProduct, _>(product::create)
        .on::<p::GetProductRecord, _>(product::get)
        .on::<p::EditProduct, _>(product::edit)
        .on::<domain::api::space::GetArrangement, _>(space::get)
        .on::<domain::api::space::ArrangeSpace, _>(space::arrange)
        .on::<domain::api::markdown::ReadMarkdown, _>(markdown::read)
        .on::<d::ListOwnDocuments, _>(document::list_own)
        .on::<d::GetOwnDocument, _>(document::get_own)
        .on::<d::GetOwnFile, _>(document::own_file)
        .on::<d::ReadOwnDocument, _>(document::read_own)
        .on::<d::ListDocuments, _>(document::list)
        .on::<d::CreateDocument, _>(document::create)
        .on::<d::GetReach, _>(document::reach)
        .on::<d::UploadDocument, _>(document::upload)
        .on::<d::GetDocument, _>(document::get)
        .on::<d::EditDocument, _>(document::edit)
        .on::<d::DeleteDocument, _>(document::delete)
        .on::<d::GetFile, _>(document::file)
        .on::<m::ListOutbox, _>(outbox::list)
        .on::<m::RetryMail, _>(outbox::retry)
        .on::<e::GetSettings, _>(settings::get)
        .on::<e::EditSettings, _>(settings::edit)
        .on::<e::SendTestMail, _>(settings::test_mail)
        .on::<domain::api::export::CountExport, _>(customer_export::count)
        .on::<domain::api::export::ExportCustomers, _>(customer_export::customers)
        .on::<x::GetSales, _>(sales::get)
        .on::<j::ListJournal, _>(journal::list)
        .on::<t::ListStaff, _>(staff::list)
        .on::<t::InviteStaff, _>(staff::invite)
        .on::<t::EditStaff, _>(staff::edit)
        .on::<t::InviteStaffAgain, _>(staff::invite_again)
        .on::<t::RemoveStaff, _>(staff::remove)
}

/// Answers any request; what goes wrong below every handler still gets a problem, headers and a log line.
pub async fn answer(request: Request, env: Env, context: &Context) -> worker::Result<Response> {
    let trace = random::bytes::<8>()
        .map(|bytes| random::hex(&bytes))
        .unwrap_or_default();
    match route(request, env, context, &trace).await {
        Ok(response) => Ok(response),
        Err(error) => reply::failure(Fail::cause("runtime", error), &trace, "router"),
    }
}

/// The API's endpoints, else a page.
async fn route(
    request: Request,
    env: Env,
    context: &Context,
    trace: &str,
) -> worker::Result<Response> {
    let path = request.path();
    let head = request.inner().method() == "HEAD";
    let is_api = path == "/api" || path.starts_with("/api/");
    let config = match Config::read(&env) {
        Ok(config) => config,
        Err(_) => {
            let refusal = Fail::Later(Problem::new(503, "secrets"), 60);
            return reply::failure(refusal, trace, "start");
        }
    };
    let response = if is_api {
        api(request, &env, context, config, trace, &path).await?
    } else {
        match page::page(&request, &env).await {
            Ok(response) => response,
            Err(fail) => reply::failure(fail, trace, "page")?,
        }
    };
    if head {
        // The same headers, no body (RFC 9110 section 9.3.2).
        let headers = response.headers().clone();
        let builder = worker::ResponseBuilder::new().with_status(response.status_code());
        return Ok(builder.with_headers(headers).empty());
    }
    Ok(response)
}

async fn api(
    request: Request,
    env: &Env,
    context: &Context,
    config: Config,
    trace: &str,
    path: &str,
) -> worker::Result<Response> {
    let db = Db::new(env.d1("DB")?);
    #[cfg(feature = "faults")]
    let db = db.fail_at(call::header(&request, "fault-at").and_then(|at| at.parse().ok()));
    #[cfg(feature = "faults")]
    let told = call::header(&request, "tell-sql").map(|_| db.clone());
    let figures = config.d1_figures.then(|| db.clone());
    let (after, further) = (db.clone(), db.clone());
    let files = Files::new(env);
    let now = random::now();
    let visit = Visit::new(&request, env, db, files, config, now, trace.to_owned());
    let visit = Box::new(visit);
    let (nudged, bulks_nudged) = (visit.nudged(), visit.bulks_nudged());
    let campaigns_nudged = visit.campaigns_nudged();
    let mut response = ENDPOINTS
        .with(|endpoints| endpoints.find(path, &request.inner().method()))
        .run(request, visit, trace)
        .await?;
    if nudged.get() {
        let env = env.clone();
        context.wait_until(async move { jobs::send(&env).await });
    }
    if bulks_nudged.get() {
        let env = env.clone();
        context.wait_until(async move { jobs::work(&env, &after).await });
    }
    if campaigns_nudged.get() {
        let env = env.clone();
        context.wait_until(async move { jobs::send_campaigns(&env, &further).await });
    }
    if let Some(db) = figures {
        reply::tell_figures(&mut response, &db)?;
    }
    #[cfg(feature = "faults")]
    if let Some(db) = told {
        reply::tell_sql(&mut response, &db)?;
    }
    Ok(response)
}

thread_local! {
    static ENDPOINTS: Endpoints = endpoints();
}

type Answer = Pin<Box<dyn Future<Output = Result<worker::Result<Response>, Fail>>>>;
type Handler = std::rc::Rc<dyn Fn(Request, Box<Visit>, Vec<String>) -> Answer>;

/// Handlers by path, then by method.
#[derive(Default)]
struct Endpoints {
    paths: matchit::Router<usize>,
    routes: Vec<Route>,
}

#[derive(Default)]
struct Route {
    path: &'static str,
    methods: Vec<(Method, Handler)>,
}

impl Endpoints {
    /// Lets `handler` answer `E`: parse at the edge, deny by default, then the handler's few lines. Compiled once for each
    /// endpoint: what needs no types of `E` stands in [`call::admit`].
    fn on<E: Endpoint, F>(self, handler: impl Fn(Call<E>) -> F + Clone + 'static) -> Endpoints
    where
        F: Future<Output = Done<E>> + 'static,
    {
        let run: Handler = std::rc::Rc::new(move |request, visit, segments| {
            let handler = handler.clone();
            Box::pin(async move {
                let came = call::admit(request, visit, segments, Asked::by::<E>()).await?;
                Ok(reply::success(handler(came.read()?).await?))
            })
        });
        self.add(E::METHOD, E::PATH, run)
    }

    fn add(mut self, method: Method, path: &'static str, run: Handler) -> Endpoints {
        let place = match self.routes.iter().position(|route| route.path == path) {
            Some(place) => place,
            None => {
                let methods = Vec::new();
                self.routes.push(Route { path, methods });
                let place = self.routes.len() - 1;
                if let Err(error) = self.paths.insert(path, place) {
                    worker::console_error!("{{\"event\":\"route\",\"cause\":\"{error}\"}}");
                }
                place
            }
        };
        if let Some(route) = self.routes.get_mut(place) {
            route.methods.push((method, run));
        }
        self
    }

    fn find(&self, path: &str, method: &str) -> Found {
        let Ok(found) = self.paths.at(path) else {
            return Found::Nothing;
        };
        let Some(route) = self.routes.get(*found.value) else {
            return Found::Nothing;
        };
        let method = if method == "HEAD" { "GET" } else { method };
        match route.methods.iter().find(|(own, _)| own.name() == method) {
            Some((_, handler)) => Found::Handler {
                handler: handler.clone(),
                segments: found.params.iter().map(|(_, v)| v.to_owned()).collect(),
                path: route.path,
            },
            None => Found::Methods(route.methods.iter().map(|(own, _)| own.name()).collect()),
        }
    }
}

enum Found {
    Handler {
        handler: Handler,
        segments: Vec<String>,
        path: &'static str,
    },
    Methods(Vec<&'static str>),
    Nothing,
}

impl Found {
    async fn run(
        self,
        request: Request,
        visit: Box<Visit>,
        trace: &str,
    ) -> worker::Result<Response> {
        match self {
            Found::Handler {
                handler,
                segments,
                path,
            } => match handler(request, visit, segments).await {
                Ok(response) => response,
                Err(fail) => reply::failure(fail, trace, path),
            },
            Found::Methods(methods) => reply::failure(Fail::Method(methods), trace, "api"),
            Found::Nothing => reply::failure(Fail::not_found(), trace, "api"),
        }
    }
}
