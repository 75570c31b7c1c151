//! Domains under which one mailbox has several names, and slips in the names of common ones.

/// A domain, the one it stands for, whether what follows a `+` is the reader's own, and whether dots say nothing. A closed
/// list: nothing is guessed by likeness of letters, as `free.fr` and `fret.fr` are two providers. The table `mailbox_domains`
/// holds the same, for the triggers that keep a customer's likenesses.
pub const PROVIDERS: &[(&str, &str, bool, bool)] = &[
    ("gmail.com", "gmail.com", true, true),
    ("googlemail.com", "gmail.com", true, true),
    ("outlook.com", "outlook.com", true, false),
    ("outlook.fr", "outlook.fr", true, false),
    ("hotmail.com", "hotmail.com", true, false),
    ("hotmail.fr", "hotmail.fr", true, false),
    ("live.com", "live.com", true, false),
    ("live.fr", "live.fr", true, false),
    ("msn.com", "msn.com", true, false),
    ("icloud.com", "icloud.com", true, false),
    ("me.com", "icloud.com", true, false),
    ("mac.com", "icloud.com", true, false),
    ("proton.me", "proton.me", true, true),
    ("protonmail.com", "proton.me", true, true),
    ("pm.me", "proton.me", true, true),
    ("fastmail.com", "fastmail.com", true, false),
    ("yahoo.com", "yahoo.com", false, false),
    ("yahoo.fr", "yahoo.fr", false, false),
    ("orange.fr", "orange.fr", false, false),
    ("wanadoo.fr", "wanadoo.fr", false, false),
    ("laposte.net", "laposte.net", false, false),
    ("free.fr", "free.fr", false, false),
    ("sfr.fr", "sfr.fr", false, false),
    ("gmial.com", "gmail.com", true, true),
    ("gmai.com", "gmail.com", true, true),
    ("gmal.com", "gmail.com", true, true),
    ("gamil.com", "gmail.com", true, true),
    ("gnail.com", "gmail.com", true, true),
    ("gmail.co", "gmail.com", true, true),
    ("gmail.con", "gmail.com", true, true),
    ("gmail.fr", "gmail.com", true, true),
    ("gmaill.com", "gmail.com", true, true),
    ("hotmial.com", "hotmail.com", true, false),
    ("hotmai.com", "hotmail.com", true, false),
    ("hotmal.com", "hotmail.com", true, false),
    ("hotmail.con", "hotmail.com", true, false),
    ("hotmial.fr", "hotmail.fr", true, false),
    ("outlok.com", "outlook.com", true, false),
    ("outloo.com", "outlook.com", true, false),
    ("outlook.con", "outlook.com", true, false),
    ("yaho.com", "yahoo.com", false, false),
    ("yhaoo.com", "yahoo.com", false, false),
    ("yahoo.con", "yahoo.com", false, false),
    ("yaho.fr", "yahoo.fr", false, false),
    ("ornage.fr", "orange.fr", false, false),
    ("oragne.fr", "orange.fr", false, false),
    ("orang.fr", "orange.fr", false, false),
    ("wanado.fr", "wanadoo.fr", false, false),
    ("wanadou.fr", "wanadoo.fr", false, false),
    ("laposte.ner", "laposte.net", false, false),
    ("lapost.net", "laposte.net", false, false),
    ("icloud.con", "icloud.com", true, false),
    ("iclou.com", "icloud.com", true, false),
    ("gmail.cm", "gmail.com", true, true),
    ("gmail.om", "gmail.com", true, true),
    ("gmail.comm", "gmail.com", true, true),
    ("hotmail.co", "hotmail.com", true, false),
    ("hotmail.f", "hotmail.fr", true, false),
    ("outlook.f", "outlook.fr", true, false),
    ("yahoo.f", "yahoo.fr", false, false),
    ("orange.f", "orange.fr", false, false),
    ("orange.rf", "orange.fr", false, false),
    ("wanadoo.f", "wanadoo.fr", false, false),
    ("free.f", "free.fr", false, false),
    ("free.rf", "free.fr", false, false),
    ("sfr.f", "sfr.fr", false, false),
    ("laposte.nt", "laposte.net", false, false),
    ("icloud.co", "icloud.com", true, false),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::email::suggestion;

    const MIGRATION: &str = include_str!("../../../worker/migrations/0014_duplicates.sql");

    #[test]
    fn the_table_of_the_database_is_this_one() {
        let rows = MIGRATION.split("values\n").nth(1).unwrap();
        let rows = rows.split(';').next().unwrap();
        let lines: Vec<&str> = rows
            .lines()
            .map(|line| line.trim().trim_end_matches(','))
            .collect();
        let ours: Vec<String> = PROVIDERS
            .iter()
            .map(|(domain, mailbox, tags, dots)| {
                format!(
                    "('{domain}', '{mailbox}', {}, {})",
                    u8::from(*tags),
                    u8::from(*dots)
                )
            })
            .collect();
        assert_eq!(lines, ours);
    }

    #[test]
    fn a_slip_stands_for_the_domain_that_the_checkout_suggests() {
        for (domain, mailbox, ..) in PROVIDERS {
            if let Some(meant) = suggestion(&format!("zoe@{domain}")) {
                assert_eq!(meant, format!("zoe@{mailbox}"));
            }
            let own = PROVIDERS.iter().find(|(name, ..)| name == mailbox);
            assert_eq!(
                own.map(|own| own.1),
                Some(*mailbox),
                "{mailbox} stands for itself"
            );
        }
    }
}
