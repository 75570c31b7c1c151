//! The back office's campaigns: written, tried out, checked, sent, watched. `check` has what stands between one and its sending.

mod check;

use crate::call::{Call, Visit};
use crate::db::{MOVED, REPEATED, Refused, STALE, THROTTLED, UNKNOWN};
use crate::idempotency::{Claim, made_before};
use crate::mail::campaign::{Links, letterhead, send_test};
use crate::random;
use crate::reply::{Done, Fail, Reply};
use crate::store::campaign::{self, audience, recipient, start};
use crate::store::{settings, throttle};
use domain::api::campaign::{
    CheckCampaign, CopyCampaign, CreateCampaign, DeleteCampaign, EditCampaign, GetAudience,
    GetCampaign, ListAudience, ListCampaigns, ListRecipients, PreviewCampaign, ResendCampaign,
    SendCampaign, SetCampaignState, TestCampaign,
};
use domain::campaign::content::{Addressee, Content};
use domain::campaign::variable::Variable;
use domain::campaign::{
    Campaign, CampaignState, Check, CheckKind, Checks, Level, Outcome, Preview, Tested, once,
};
use domain::id::{CampaignId, CustomerId};
use domain::locale::Locale;
use domain::mail::Rendered;
use domain::problem::FieldError;
use domain::settings::Settings;
use domain::throttle::STAFF_MAIL;

/// `GET /api/admin/campaigns`
pub async fn list(call: Call<ListCampaigns>) -> Done<ListCampaigns> {
    let page = campaign::list(&call.visit.db, &call.query).await?;
    let runs = |state| page.items.iter().any(|one| one.state == state);
    if runs(CampaignState::Sending) {
        call.visit.nudge_campaigns();
    }
    Ok(Reply::new(page))
}

/// `GET /api/admin/campaigns/{id}`
pub async fn get(call: Call<GetCampaign>) -> Done<GetCampaign> {
    Ok(Reply::new(found(&call.visit, &call.params).await?))
}

/// `GET /api/admin/campaigns/audience`
pub async fn count(call: Call<GetAudience>) -> Done<GetAudience> {
    let groups = once(&call.query.groups)?;
    let counted = audience::count(&call.visit.db, &groups).await?;
    Ok(Reply::new(counted.audience))
}

/// `GET /api/admin/campaigns/audience/customers`
pub async fn members(call: Call<ListAudience>) -> Done<ListAudience> {
    once(&call.query.groups)?;
    Ok(Reply::new(
        audience::list(&call.visit.db, &call.query).await?,
    ))
}

/// `GET /api/admin/campaigns/{id}/recipients`
pub async fn recipients(call: Call<ListRecipients>) -> Done<ListRecipients> {
    let id = &found(&call.visit, &call.params).await?.id;
    Ok(Reply::new(
        recipient::list(&call.visit.db, id, &call.query).await?,
    ))
}

/// `POST /api/admin/campaigns`
pub async fn create(call: Call<CreateCampaign>) -> Done<CreateCampaign> {
    let visit = &call.visit;
    let form = call.body.prove()?;
    let id = random::id(visit.now)?;
    let by = call.staff()?;
    let claim = Claim::of(visit, format!("campaigns:{}", by.id), &call.body)?;
    let key = claim.as_ref().map(Claim::key);
    let made = campaign::create(&visit.db, &id, &form, key.as_ref(), by, visit.now).await;
    Ok(Reply::new(written(visit, made, &id, claim.as_ref()).await?))
}

/// `POST /api/admin/campaigns/{id}/copy`
pub async fn copy(call: Call<CopyCampaign>) -> Done<CopyCampaign> {
    let visit = &call.visit;
    let id = random::id(visit.now)?;
    let by = call.staff()?;
    let claim = Claim::of(visit, format!("campaigns:{}", by.id), &call.params)?;
    let key = claim.as_ref().map(Claim::key);
    let made = campaign::copy(&visit.db, &id, &call.params, key.as_ref(), by, visit.now).await;
    Ok(Reply::new(written(visit, made, &id, claim.as_ref()).await?))
}

/// What was made, now or by the same key before.
async fn written(
    visit: &Visit,
    made: Result<(), Refused>,
    id: &CampaignId,
    claim: Option<&Claim>,
) -> Result<Campaign, Fail> {
    match made {
        Ok(()) => found(visit, id).await,
        Err(Refused::Guard(REPEATED)) => {
            let before = made_before(visit, claim).await?;
            found(visit, &before.ok_or_else(Fail::not_found)?).await
        }
        Err(Refused::Guard(STALE)) => Err(Fail::not_found()),
        Err(Refused::Guard(UNKNOWN)) => Err(Fail::field("groups", "unknown")),
        Err(other) => Err(other.into()),
    }
}

/// `PUT /api/admin/campaigns/{id}`
pub async fn edit(call: Call<EditCampaign>) -> Done<EditCampaign> {
    let visit = &call.visit;
    let before = found(visit, &call.params).await?;
    let proved = call.body.prove();
    let version = call.body.version;
    let version = version.ok_or_else(|| FieldError::new("version", "required"));
    let (form, version) = match (proved, version) {
        (Ok(form), Ok(version)) => (form, version),
        (proved, version) => {
            let mut wrong: Vec<FieldError> = version.err().into_iter().collect();
            wrong.extend(proved.err().unwrap_or_default());
            return Err(wrong.into());
        }
    };
    if !before.state.is_open() {
        return Err(Fail::conflict("state", &before));
    }
    if before.state == CampaignState::Scheduled {
        // It starts by itself: what bars it is refused now, as nobody may be there then.
        let texts = [
            (Locale::En, &*form.subject_en, &*form.body_en),
            (Locale::Fr, &*form.subject_fr, &*form.body_fr),
        ];
        let checks = check::texts(&visit.db, texts, &form.groups, true).await?;
        if !checks.allow(true) {
            return Err(Fail::conflict("checks", &checks));
        }
    }
    let edited = campaign::edit(
        &visit.db,
        &before.id,
        version,
        &form,
        call.staff()?,
        visit.now,
    );
    match edited.await {
        Ok(()) => Ok(Reply::new(found(visit, &before.id).await?)),
        Err(Refused::Guard(STALE)) => {
            let now = found(visit, &before.id).await?;
            Err(Fail::conflict(
                if now.state.is_open() {
                    "stale"
                } else {
                    "state"
                },
                &now,
            ))
        }
        Err(Refused::Guard(UNKNOWN)) => Err(Fail::field("groups", "unknown")),
        Err(other) => Err(other.into()),
    }
}

/// `DELETE /api/admin/campaigns/{id}`
pub async fn delete(call: Call<DeleteCampaign>) -> Done<DeleteCampaign> {
    let (visit, id) = (&call.visit, &call.params);
    match campaign::delete(&visit.db, id, call.staff()?, visit.now).await {
        Ok(()) => Ok(Reply::new(())),
        Err(Refused::Guard(STALE)) => {
            let now = found(visit, id).await?;
            Err(Fail::conflict("state", &now))
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /api/admin/campaigns/preview`
pub async fn preview(call: Call<PreviewCampaign>) -> Done<PreviewCampaign> {
    let (visit, form) = (&call.visit, &call.body);
    let (subject, body) = form.prove()?;
    let (content, faults) = Content::read_anyway(&subject, &body);
    let settings = settings::settings(&visit.db).await?;
    let said = rendered(
        visit,
        &settings,
        &content,
        form.locale,
        form.customer.as_ref(),
    )
    .await?;
    Ok(Reply::new(Preview {
        subject: said.subject,
        html: said.html,
        text: said.text,
        faults,
    }))
}

/// A text as a customer gets it, or as nobody, whose every variable shows its fallback. Its way out is nobody's: it may be
/// followed and changes nothing.
async fn rendered(
    visit: &Visit,
    settings: &Settings,
    content: &Content,
    locale: Locale,
    customer: Option<&CustomerId>,
) -> Result<Rendered, Fail> {
    let who = match customer {
        Some(customer) => recipient::named(&visit.db, customer)
            .await?
            .ok_or_else(|| FieldError::new("customer", "unknown"))?,
        None => recipient::Named::default(),
    };
    let who = Addressee {
        first_name: &who.first_name,
        last_name: &who.last_name,
        organisation: who.organisation.as_deref().unwrap_or_default(),
    };
    let letterhead = letterhead(&visit.config, settings, locale);
    Ok(content.render(&who, &letterhead, &nobodys(visit)?.page))
}

/// Ways out that are nobody's.
fn nobodys(visit: &Visit) -> Result<Links, Fail> {
    let nobody = random::id(visit.now)?;
    let links = Links::of(&visit.config, &nobody, None);
    links.ok_or_else(|| Fail::cause("unsubscribe", "no key"))
}

/// `POST /api/admin/campaigns/{id}/test`
pub async fn test(call: Call<TestCampaign>) -> Done<TestCampaign> {
    let (visit, form) = (&call.visit, &call.body);
    let before = found(visit, &call.params).await?;
    let by = call.staff()?;
    let (subject, body) = (before.subject(form.locale), before.body(form.locale));
    let content = Content::read(subject, body)?;
    let settings = settings::settings(&visit.db).await?;
    let mut said = rendered(
        visit,
        &settings,
        &content,
        form.locale,
        form.customer.as_ref(),
    )
    .await?;
    said.subject = domain::campaign::test_subject(form.locale, &said.subject);
    match campaign::test(&visit.db, &before.id, by, visit.now).await {
        Err(Refused::Guard(THROTTLED)) => {
            let limits = [(&STAFF_MAIL, by.id.as_str())];
            let seconds = throttle::wait(&visit.db, &limits, visit.now).await?;
            return Err(Fail::throttled(seconds));
        }
        other => other?,
    }
    let links = nobodys(visit)?;
    let once = random::token()?;
    let (env, config) = (visit.env(), &visit.config);
    let sent = send_test(env, config, &settings, &by.email, &said, &links, &once);
    let (outcome, reason) = sent.await;
    if outcome == Outcome::Sent {
        campaign::tested(&visit.db, &before.id, before.version, visit.now).await?;
    }
    Ok(Reply::new(Tested {
        to: by.email.clone(),
        outcome,
        reason,
        tested_at: found(visit, &before.id).await?.tested_at,
    }))
}

/// `POST /api/admin/campaigns/{id}/checks`
pub async fn checks(call: Call<CheckCampaign>) -> Done<CheckCampaign> {
    let campaign = found(&call.visit, &call.params).await?;
    Ok(Reply::new(check::all(&call.visit, &campaign).await?))
}

/// `POST /api/admin/campaigns/{id}/send`
pub async fn send(call: Call<SendCampaign>) -> Done<SendCampaign> {
    let (visit, form) = (&call.visit, &call.body);
    let by = call.staff()?;
    let claim = needed(visit, format!("campaigns:{}:{}", call.params, by.id), form)?;
    let (version, at) = form.prove(visit.now)?;
    let before = found(visit, &call.params).await?;
    if let Some(sent) = claim.made(visit).await? {
        return Ok(Reply::new(found(visit, &sent).await?));
    }
    if !before.state.is_open() {
        return Err(Fail::conflict("state", &before));
    }
    if before.version != version {
        return Err(Fail::conflict("stale", &before));
    }
    let checks = check::all(visit, &before).await?;
    if !checks.allow(form.confirmed) {
        return Err(Fail::conflict("checks", &checks));
    }
    let sent = start::send(
        &visit.db,
        &before.id,
        version,
        at,
        &claim.key(),
        by,
        visit.now,
    )
    .await;
    let now = found(visit, &before.id).await?;
    match sent {
        // The same call a moment before.
        Ok(()) | Err(Refused::Guard(REPEATED)) => Ok(Reply::new(now)),
        Err(Refused::Guard(STALE)) if now.state.is_open() => Err(Fail::conflict("stale", &now)),
        Err(Refused::Guard(STALE)) => Err(Fail::conflict("state", &now)),
        Err(Refused::Guard(MOVED)) => {
            let checks = check::all(visit, &before).await?;
            Err(Fail::conflict("checks", &checks))
        }
        Err(other) => Err(other.into()),
    }
}

/// `PUT /api/admin/campaigns/{id}/state`
pub async fn set_state(call: Call<SetCampaignState>) -> Done<SetCampaignState> {
    let visit = &call.visit;
    let wanted = call.body.state;
    let wanted = wanted.ok_or_else(|| FieldError::new("state", "required"))?;
    let before = found(visit, &call.params).await?;
    if !before.state.may_become(wanted) {
        return Err(Fail::conflict("state", &before));
    }
    if before.state == wanted {
        return Ok(Reply::new(before));
    }
    let changed = start::set_state(&visit.db, &before.id, wanted, call.staff()?, visit.now).await;
    let now = found(visit, &before.id).await?;
    match changed {
        Ok(()) => Ok(Reply::new(now)),
        // Somebody else did the same first.
        Err(Refused::Guard(STALE)) if now.state == wanted => Ok(Reply::new(now)),
        Err(Refused::Guard(STALE)) => Err(Fail::conflict("state", &now)),
        Err(other) => Err(other.into()),
    }
}

/// `POST /api/admin/campaigns/{id}/recipients/resend`
pub async fn resend(call: Call<ResendCampaign>) -> Done<ResendCampaign> {
    let (visit, form) = (&call.visit, &call.body);
    let by = call.staff()?;
    let claim = needed(visit, format!("resend:{}:{}", call.params, by.id), form)?;
    let to = form.prove()?;
    let before = found(visit, &call.params).await?;
    let sent = start::resend(&visit.db, &before.id, to, &claim.key(), by, visit.now).await;
    match sent {
        Ok(()) => {}
        Err(Refused::Guard(REPEATED)) => {
            claim.made::<()>(visit).await?;
        }
        Err(Refused::Guard(STALE)) => return Err(Fail::conflict("state", &before)),
        Err(other) => return Err(other.into()),
    }
    Ok(Reply::new(found(visit, &before.id).await?))
}

/// The claim of a call that may not be made without one.
fn needed(visit: &Visit, scope: String, body: &impl serde::Serialize) -> Result<Claim, Fail> {
    let claim = Claim::of(visit, scope, body)?;
    claim.ok_or_else(|| FieldError::new("idempotency_key", "required").into())
}

/// A campaign as it is now. Whoever looks on keeps it going.
async fn found(visit: &Visit, id: &CampaignId) -> Result<Campaign, Fail> {
    let found = campaign::find(&visit.db, id).await?;
    let found = found.ok_or_else(Fail::not_found)?;
    if found.state == CampaignState::Sending {
        visit.nudge_campaigns();
    }
    Ok(found)
}
