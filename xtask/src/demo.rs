//! The demo shop « Maison Lemoine »: its settings, four products and an owner, as SQL.

mod settings;

pub use settings::{NOTICES, demo_settings, plain_settings};

use anyhow::{Result, anyhow};
use domain::email::Email;
use domain::id::{AccountId, ProductId};
use domain::password::{Pepper, hash};

use crate::setup;

/// Who runs the demo shop.
pub struct Owner {
    /// The address to sign in with.
    pub email: String,
    /// The password, random, one per state folder.
    pub password: String,
}

impl Owner {
    /// The demo's owner with a password of its own.
    pub fn new() -> Result<Owner> {
        Ok(Owner {
            email: "owner@example.com".to_owned(),
            password: format!("zinc-{}", setup::random_hex(6)?),
        })
    }
}

struct Product {
    kind: &'static str,
    name: [&'static str; 2],
    summary: [&'static str; 2],
    price: u32,
    vat_rate: u32,
    validity_days: Option<u32>,
}

const PRODUCTS: [Product; 4] = [
    Product {
        kind: "access",
        name: [
            "Annual pass to the workshop online",
            "Accès annuel à l’atelier en ligne",
        ],
        summary: [
            "All lessons and recipes for one year, new ones every month.",
            "Toutes les leçons et recettes pendant un an, des nouveautés chaque mois.",
        ],
        price: 14_500,
        vat_rate: 2_000,
        validity_days: Some(365),
    },
    Product {
        kind: "download",
        name: [
            "The preserves handbook (PDF)",
            "Le cahier des conserves (PDF)",
        ],
        summary: [
            "Forty recipes for jars and bottles, 96 pages to print or read on screen.",
            "Quarante recettes en bocaux et bouteilles, 96 pages à imprimer ou à lire à l’écran.",
        ],
        price: 1_200,
        vat_rate: 550,
        validity_days: None,
    },
    Product {
        kind: "service",
        name: [
            "One hour of advice by video",
            "Une heure de conseil en visio",
        ],
        summary: [
            "Your questions about your kitchen and your jars, answered by Claire Lemoine.",
            "Vos questions sur votre cuisine et vos bocaux, avec Claire Lemoine.",
        ],
        price: 6_000,
        vat_rate: 2_000,
        validity_days: None,
    },
    Product {
        kind: "download",
        name: [
            "Calendar of the seasons (PDF)",
            "Le calendrier des saisons (PDF)",
        ],
        summary: [
            "Which fruit and vegetables to put up, month by month. Free.",
            "Quels fruits et légumes mettre en bocaux, mois par mois. Gratuit.",
        ],
        price: 0,
        vat_rate: 2_000,
        validity_days: None,
    },
];

/// Settings, products and owner of an empty database.
pub fn shop(owner: &Owner, pepper: &str, now: i64) -> Result<String> {
    let mut sql = demo_settings()?;
    for product in &PRODUCTS {
        let id = ProductId::new(now, random()?);
        let columns = [
            quoted(id.as_str()),
            quoted(product.kind),
            quoted(product.name[0]),
            quoted(product.name[1]),
            quoted(product.summary[0]),
            quoted(product.summary[1]),
            product.price.to_string(),
            product.vat_rate.to_string(),
            product
                .validity_days
                .map_or("null".to_owned(), |days| days.to_string()),
            now.to_string(),
        ];
        sql.push_str(&format!(
            "insert into products (id, kind, name_en, name_fr, summary_en, summary_fr, price, vat_rate, validity_days, created_at) values ({});\n",
            columns.join(", ")
        ));
    }
    let email =
        Email::parse(&owner.email).map_err(|_| anyhow!("the owner's e-mail is malformed"))?;
    let columns = [
        quoted(AccountId::new(now, random()?).as_str()),
        quoted(email.as_str()),
        quoted(&email.key()),
        quoted(&hashed(&owner.password, pepper)?),
        "'1', 'owner', 1".to_owned(),
        now.to_string(),
        now.to_string(),
    ];
    sql.push_str(&format!(
        "insert into accounts (id, email, email_key, password_hash, pepper_id, role, enabled, verified_at, created_at) values ({});\n",
        columns.join(", ")
    ));
    Ok(sql)
}

/// Gives the owner's account the owner's password.
pub fn password(owner: &Owner, pepper: &str) -> Result<String> {
    Ok(format!(
        "update accounts set password_hash = {}, pepper_id = '1' where email_key = {} and role = 'owner';\n",
        quoted(&hashed(&owner.password, pepper)?),
        quoted(&owner.email)
    ))
}

/// A password's hash for the record.
pub fn hashed(password: &str, pepper: &str) -> Result<String> {
    let salt: [u8; 16] = setup::random(16)?
        .try_into()
        .map_err(|_| anyhow!("no salt"))?;
    let pepper = Pepper {
        id: "1",
        secret: pepper.as_bytes(),
    };
    hash(password, &salt, &pepper).map_err(|_| anyhow!("the password could not be hashed"))
}

/// Ten random bytes, for an id.
pub fn random() -> Result<[u8; 10]> {
    setup::random(10)?
        .try_into()
        .map_err(|_| anyhow!("no random bytes"))
}

/// Text as an SQL literal.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
