//! What stands between a campaign and its sending: whom it reaches, what its texts say, where they lead.

use super::{Campaign, Check, CheckKind, Checks, Content, Level, Locale, Variable, Visit};
use crate::db::{Db, Refused};
use crate::link;
use crate::reply::Fail;
use crate::store::campaign::audience;
use crate::store::settings;
use domain::id::GroupId;

/// What can be told without asking anybody else: of the texts and the groups alone.
pub async fn texts(
    db: &Db,
    texts: [(Locale, &str, &str); 2],
    groups: &[GroupId],
    tested: bool,
) -> Result<Checks, Refused> {
    let counted = audience::count(db, groups).await?;
    let mut checks = Checks::of(counted.audience.clone(), texts, tested);
    for (locale, subject, body) in written(texts) {
        match Content::read(subject, body) {
            Ok(content) => {
                for variable in content.without_fallback() {
                    lacking(
                        &mut checks,
                        variable,
                        locale,
                        counted.lacking(variable, locale),
                    );
                }
            }
            Err(faults) => {
                checks
                    .problems
                    .extend(faults.into_iter().map(|fault| Check {
                        fault: Some(fault),
                        ..Check::new(CheckKind::Text, Level::Error, Some(locale))
                    }));
            }
        }
    }
    Ok(checks)
}

fn lacking(checks: &mut Checks, variable: Variable, locale: Locale, count: u32) {
    if count > 0 {
        checks.problems.push(Check {
            found: Some(variable.name(locale).to_owned()),
            count: Some(count),
            ..Check::new(CheckKind::Variable, Level::Warning, Some(locale))
        });
    }
}

/// Everything there is to know of a saved campaign. Its links are asked.
pub async fn all(visit: &Visit, campaign: &Campaign) -> Result<Checks, Fail> {
    let said = [Locale::En, Locale::Fr]
        .map(|locale| (locale, campaign.subject(locale), campaign.body(locale)));
    let groups: Vec<GroupId> = campaign
        .groups
        .iter()
        .map(|group| group.id.clone())
        .collect();
    let tested = campaign.tested_at.is_some();
    let mut checks = texts(&visit.db, said, &groups, tested).await?;
    let mut asked: Vec<(String, Locale)> = Vec::new();
    for (locale, subject, body) in written(said) {
        let content = Content::read(subject, body);
        for to in content.iter().flat_map(Content::links).map(|link| &link.to) {
            if !asked.iter().any(|(known, _)| known == to) {
                asked.push((to.clone(), locale));
            }
        }
    }
    let seller = settings::settings(&visit.db).await?.sale.seller;
    if seller.name.is_empty() || seller.address.is_none() {
        let sender = Check::new(CheckKind::Sender, Level::Warning, None);
        checks.problems.push(sender);
    }
    let addresses = asked.iter().map(|(to, _)| to.clone()).collect();
    for (to, reason) in link::dead(&visit.config.base_url, addresses).await {
        let locale = asked.iter().find(|(known, _)| *known == to);
        checks.problems.push(Check {
            reason: Some(reason),
            found: Some(to.clone()),
            ..Check::new(
                CheckKind::Link,
                Level::Warning,
                locale.map(|(_, locale)| *locale),
            )
        });
    }
    Ok(checks)
}

/// The languages that have both a subject and a text; half of one is told by itself.
fn written<'a>(
    texts: [(Locale, &'a str, &'a str); 2],
) -> impl Iterator<Item = (Locale, &'a str, &'a str)> {
    texts
        .into_iter()
        .filter(|(_, subject, body)| !subject.trim().is_empty() && !body.trim().is_empty())
}
