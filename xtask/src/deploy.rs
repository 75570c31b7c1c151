//! `deploy`: brings the shop to Cloudflare; creates what is missing and leaves alone what is there.

use std::env;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use anyhow::{Context, Result, bail, ensure};
use domain::email::Email;
use domain::id::AccountId;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::build::{self, hex};
use crate::demo::{self, quoted};
use crate::project::{self, DATABASE, Edition, Profile};
use crate::setup::{self, Needs};
use crate::wrangler::{DATABASE_ID, first_number, wrangler};
use crate::{flags, program, state};

const CONFIG: &str = "wrangler.toml";
/// Stands in `wrangler.toml` until the shop has an address of its own to send from.
const NO_SENDER: &str = "shop@example.com";
/// The first owner's link is good for an hour.
const LINK: i64 = 3_600_000;

/// The command.
pub fn run(args: Vec<String>) -> Result<()> {
    let (mut dry, mut owner, mut url, mut sender) = (false, None, None, None);
    flags::each(args, |name, values| {
        match name {
            "--dry-run" => dry = true,
            "--owner" => owner = Some(values.text()?),
            "--url" => url = Some(values.text()?),
            "--mail-from" => sender = Some(values.text()?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let owner = owner.as_deref().map(email).transpose()?;
    if dry {
        return rehearse();
    }
    let url = address(url)?;
    mail_from(sender)?;
    let toolbox = setup::ensure(Needs::Build)?;
    let who = program::output(&mut wrangler(&["whoami"])).unwrap_or_default();
    let known = !who.is_empty() && !who.contains("not authenticated");
    ensure!(
        known,
        "wrangler is not signed in: run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN"
    );

    database()?;
    bucket()?;
    build::build(&toolbox, Profile::Release, Edition::Shop)?;
    println!("deploy: migrations …");
    program::run(&mut wrangler(&[
        "d1",
        "migrations",
        "apply",
        DATABASE,
        "--remote",
    ]))?;
    publish()?;
    first_owner(owner.as_ref(), &url)
}

fn email(text: &str) -> Result<Email> {
    Email::parse(text)
        .ok()
        .with_context(|| format!("`{text}` is no e-mail address"))
}

/// Everything that can be done without Cloudflare, and the list of what cannot.
fn rehearse() -> Result<()> {
    let toolbox = setup::ensure(Needs::Build)?;
    build::build(&toolbox, Profile::Release, Edition::Shop)?;
    let outdir = project::path("target/deploy");
    let mut command = wrangler(&["deploy", "--dry-run", "--outdir"]);
    print!("{}", program::output(command.arg(outdir))?);
    let created = setting("database_id")? != DATABASE_ID;
    println!("\n`cargo xtask deploy --url https://… --mail-from shop@… --owner you@…` would:");
    let database = if created {
        "use the D1 database that wrangler.toml names"
    } else {
        "find or create the D1 database `comptoir` and write its id into wrangler.toml"
    };
    let steps = [
        database.to_owned(),
        format!("find or create the R2 bucket `{}`", setting("bucket_name")?),
        "build the app and the Worker for release (done just now)".to_owned(),
        "apply the migrations that the remote database lacks".to_owned(),
        "upload the Worker, the files and the cron trigger (what is listed above)".to_owned(),
        format!(
            "put random secrets where they are missing: {}",
            setup::SECRETS.join(", ")
        ),
        "print the first owner's link, good for one hour, unless the shop has an owner".to_owned(),
    ];
    for (number, step) in steps.iter().enumerate() {
        println!("  {}. {step}", number + 1);
    }
    Ok(())
}

/// The shop's own address: the only one it makes links from. Kept in wrangler.toml; local servers use their own.
fn address(given: Option<String>) -> Result<String> {
    if let Some(url) = given {
        let url = url.trim_end_matches('/').to_owned();
        ensure!(
            url.starts_with("https://"),
            "`--url` takes the shop's address, https://…"
        );
        replace("BASE_URL", &url)?;
        return Ok(url);
    }
    let url = setting("BASE_URL")?;
    if !url.starts_with("https://") {
        bail!(
            "say where the shop will be: `cargo xtask deploy --url https://shop.example.com` (or its workers.dev address)"
        );
    }
    Ok(url)
}

/// Whom mails are from. Kept in wrangler.toml, like the address.
fn mail_from(given: Option<String>) -> Result<()> {
    if let Some(text) = given {
        return replace("MAIL_FROM", email(&text)?.as_str());
    }
    ensure!(
        setting("MAIL_FROM")? != NO_SENDER,
        "say whom mails are from: `cargo xtask deploy --mail-from shop@your-domain.example`"
    );
    Ok(())
}

/// Finds or creates the database, and writes its id where wrangler looks.
fn database() -> Result<()> {
    if setting("database_id")? != DATABASE_ID {
        return Ok(());
    }
    let found = || -> Result<Option<String>> {
        let printed = program::output(&mut wrangler(&["d1", "list", "--json"]))?;
        let all: Vec<Value> = serde_json::from_str(&printed).context("wrangler printed no list")?;
        Ok(all
            .iter()
            .find(|one| one.get("name").and_then(Value::as_str) == Some(DATABASE))
            .and_then(|one| one.get("uuid")?.as_str().map(str::to_owned)))
    };
    let id = match found()? {
        Some(id) => id,
        None => {
            println!("deploy: creating the D1 database {DATABASE} …");
            program::output(&mut wrangler(&["d1", "create", DATABASE]))?;
            found()?.context("the new database is not in wrangler's list")?
        }
    };
    replace("database_id", &id)?;
    println!("deploy: wrangler.toml names the database {id} now; commit that");
    Ok(())
}

/// The bucket for files that people hand in: found by the name in wrangler.toml, else made.
fn bucket() -> Result<()> {
    let name = setting("bucket_name")?;
    let printed = program::output(&mut wrangler(&["r2", "bucket", "list"]))?;
    if names_bucket(&printed, &name) {
        return Ok(());
    }
    println!("deploy: creating the R2 bucket {name} …");
    program::output(&mut wrangler(&["r2", "bucket", "create", &name]))?;
    Ok(())
}

/// Whether wrangler's list of buckets, one `name:` line each, has this one.
fn names_bucket(printed: &str, wanted: &str) -> bool {
    printed
        .lines()
        .filter_map(|line| line.split_once(':'))
        .any(|(key, name)| key.trim() == "name" && name.trim() == wanted)
}

/// The key of the HTTP mail API, which no machine can make up.
const MAIL_KEY: &str = "MAIL_API_KEY";

/// Uploads, with the secrets that are missing; those that are there are never touched, but for the mail API's key and
/// its webhook's where the environment holds one.
fn publish() -> Result<()> {
    let there =
        program::output(&mut wrangler(&["secret", "list", "--format", "json"])).unwrap_or_default();
    let mut missing = Map::new();
    for name in setup::SECRETS {
        if !there.contains(&format!("\"{name}\"")) {
            println!("deploy: a random {name} goes with this upload");
            missing.insert(name.to_owned(), setup::random_hex(32)?.into());
        }
    }
    if let Ok(key) = env::var(MAIL_KEY) {
        println!("deploy: the environment's {MAIL_KEY} goes with this upload");
        missing.insert(MAIL_KEY.to_owned(), key.into());
    } else if setting("MAIL_API_BASE").is_ok() && !there.contains(&format!("\"{MAIL_KEY}\"")) {
        bail!(
            "{CONFIG} names an HTTP mail API: put its key into the environment as {MAIL_KEY}, this once"
        );
    }
    if let Ok(secret) = env::var(setup::WEBHOOK) {
        println!(
            "deploy: the environment's {} goes with this upload",
            setup::WEBHOOK
        );
        missing.insert(setup::WEBHOOK.to_owned(), secret.into());
    }
    println!("deploy: uploading …");
    let mut command = wrangler(&["deploy"]);
    if missing.is_empty() {
        return program::run(&mut command);
    }
    let file = project::path("target/deploy/secrets.json");
    project::write(&file, "")?;
    fs::set_permissions(&file, Permissions::from_mode(0o600))?;
    project::write(&file, Value::Object(missing).to_string())?;
    let uploaded = program::run(command.arg("--secrets-file").arg(&file));
    fs::remove_file(&file)?;
    uploaded
}

/// Prints the first owner's one-time link; only the token's hash is stored. Refused once an owner has a password.
fn first_owner(owner: Option<&Email>, url: &str) -> Result<()> {
    let owners = remote_number(
        "select count(*) from accounts where role = 'owner' and password_hash is not null",
    )?;
    if owners > 0 {
        println!("deploy: done; the shop has its owner, so there is no link");
        return Ok(());
    }
    let Some(email) = owner else {
        bail!("the shop is up but has no owner: run `cargo xtask deploy --owner you@example.com`");
    };
    let bytes: [u8; 32] = setup::random(32)?.try_into().unwrap_or_default();
    let token = domain::session::token(&bytes);
    let file = project::path("target/deploy/owner.sql");
    project::write(
        &file,
        owner_sql(email, &hex(&Sha256::digest(token.as_bytes())))?,
    )?;
    let mut command = wrangler(&["d1", "execute", DATABASE, "--remote", "--yes", "--file"]);
    program::output(command.arg(&file)).context("the owner's account could not be made")?;
    println!(
        "\ndeploy: done. {} sets a password here within the hour; the link works once:",
        email.as_str()
    );
    println!("{url}/set-password#{token}");
    Ok(())
}

/// The settings of an empty shop, the owner's account without a password, and the hash of the link's token.
fn owner_sql(email: &Email, token_hash: &str) -> Result<String> {
    let now = state::now()?;
    let settings = demo::plain_settings()?;
    let (account, token) = (
        AccountId::new(now, demo::random()?),
        AccountId::new(now, demo::random()?),
    );
    let waiting = "select id from accounts where role = 'owner' and password_hash is null";
    Ok(format!(
        "{settings}delete from tokens where account_id in ({waiting});
delete from accounts where role = 'owner' and password_hash is null;
insert into accounts (id, email, email_key, role, enabled, created_at)
  select {account}, {email}, {key}, 'owner', 1, {now} where not exists (select 1 from accounts where role = 'owner');
insert into tokens (id, purpose, account_id, token_hash, expires_at)
  select {token}, 'invitation', id, {hash}, {end} from accounts where role = 'owner' and password_hash is null;
",
        account = quoted(account.as_str()),
        email = quoted(email.as_str()),
        key = quoted(&email.key()),
        token = quoted(token.as_str()),
        hash = quoted(token_hash),
        end = now + LINK,
    ))
}

fn remote_number(sql: &str) -> Result<u64> {
    let mut command = wrangler(&[
        "d1",
        "execute",
        DATABASE,
        "--remote",
        "--yes",
        "--json",
        "--command",
    ]);
    first_number(&program::output(command.arg(sql))?)
}

/// A setting's value in wrangler.toml.
fn setting(name: &str) -> Result<String> {
    let config = project::read(&project::path(CONFIG))?;
    config
        .lines()
        .filter_map(|line| line.split_once('='))
        .find(|(key, _)| key.trim() == name)
        .map(|(_, value)| value.trim().trim_matches('"').to_owned())
        .with_context(|| format!("{CONFIG} has no {name}"))
}

/// Changes a setting's value in wrangler.toml.
fn replace(name: &str, value: &str) -> Result<()> {
    let file = project::path(CONFIG);
    let changed: String = project::read(&file)?
        .lines()
        .map(|line| match line.split_once('=') {
            Some((key, _)) if key.trim() == name => format!("{name} = \"{value}\"\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    project::write(&file, changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owners_account_is_made_only_where_none_has_a_password() {
        let email = Email::parse("Claire.O'Hara@example.com").unwrap();
        let sql = owner_sql(&email, "00ff").unwrap();
        assert!(sql.contains("'Claire.O''Hara@example.com', 'claire.o''hara@example.com'"));
        assert!(sql.contains("where not exists (select 1 from accounts where role = 'owner')"));
        assert!(!sql.contains('#'));
    }

    #[test]
    fn wrangler_toml_has_the_settings_that_deploy_changes() {
        assert!(setting("database_id").is_ok_and(|id| id.len() == 36));
        assert!(setting("BASE_URL").is_ok_and(|url| url.starts_with("http")));
        assert!(setting("MAIL_FROM").is_ok_and(|sender| email(&sender).is_ok()));
        assert!(setting("MAIL_API_BASE").is_err());
        assert!(setting("bucket_name").is_ok_and(|name| name == "comptoir-files"));
    }

    #[test]
    fn a_bucket_is_found_by_its_whole_name() {
        let printed =
            "Listing buckets...\nname:           comptoir-files-old\ncreation_date:  2026-11-01\n";
        assert!(!names_bucket(printed, "comptoir-files"));
        assert!(names_bucket(
            &format!("{printed}\nname:  comptoir-files\n"),
            "comptoir-files"
        ));
    }
}
