//! Passwords: what may be one (rule 11), and argon2id (rule 8) behind the feature `hash`.

use crate::problem::FieldError;
use crate::text::fold;

pub const MIN: u32 = 12;
pub const MAX: u32 = 128;

/// Accepts or refuses a password for the account of `email` at `shop`. It is taken exactly as typed, never trimmed or changed.
///
/// Errors: `required`, `too_short`, `too_long`, `common`, `contains_email`, `contains_shop`. No composition rules
/// (ASVS 6.2.5, NIST SP 800-63B).
pub fn check(password: &str, email: &str, shop: &str) -> Result<(), FieldError> {
    let error = |reason| FieldError::new("password", reason);
    if password.is_empty() {
        return Err(error("required"));
    }
    let count = u32::try_from(password.chars().count()).unwrap_or(u32::MAX);
    if count < MIN {
        return Err(FieldError {
            min: Some(MIN),
            count: Some(count),
            ..error("too_short")
        });
    }
    if count > MAX {
        return Err(FieldError {
            max: Some(MAX),
            count: Some(count),
            ..error("too_long")
        });
    }
    let folded = fold(password);
    let email = fold(email);
    let local = email.split('@').next().unwrap_or_default();
    if folded == email || (local.len() >= 6 && folded.replace(local, "").chars().count() < 6) {
        return Err(error("contains_email"));
    }
    let shop = fold(shop);
    let squeezed = folded.replace(' ', "");
    let shop_squeezed = shop.replace(' ', "");
    if shop_squeezed.len() >= 4
        && squeezed.replace(&shop_squeezed, "").chars().count() < 6
        && squeezed.contains(&shop_squeezed)
    {
        return Err(error("contains_shop"));
    }
    if is_common(&squeezed) {
        return Err(error("common"));
    }
    Ok(())
}

/// Known passwords, and the patterns they are made of: one character over and over, runs of the keyboard or
/// the alphabet, a short word repeated, a known word or run with figures behind it.
fn is_common(folded: &str) -> bool {
    let letters: Vec<char> = folded.chars().collect();
    let repeats = (1..=4).any(|length| {
        letters
            .iter()
            .zip(letters.iter().cycle().skip(length))
            .take(letters.len().saturating_sub(length))
            .all(|(a, b)| a == b)
    });
    let base: String = folded
        .trim_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation())
        .to_owned();
    repeats
        || COMMON.split_whitespace().any(|known| known == folded)
        || BASES.split_whitespace().any(|known| known == base)
        || RUNS.iter().any(|run| run.contains(folded))
        || (base.len() >= 6 && RUNS.iter().any(|run| run.contains(&base)))
}

const RUNS: &[&str] = &[
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcba",
    "01234567890123456789012345678901234567890",
    "98765432109876543210987654321098765432109",
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertzuiopasdfghjklyxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p",
    "a1z2e3r4t5y6u7i8o9p0",
    "1a2z3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "zaqwsxcderfvbgtyhnmjuiklop",
];

/// Whole passwords of at least twelve characters that stand high in published lists.
const COMMON: &str = include_str!("password/common.txt");

/// Words that become passwords by figures and signs alone.
const BASES: &str = "password passwort motdepasse motdepass monmotdepasse mypassword passwordpassword \
    administrator administrateur welcome bienvenue iloveyou jetaime letmein changeme changezmoi \
    qwerty azerty qwertz football princess superman batman starwars pokemon marseille liverpool \
    manchester chelsea chocolat chocolate sunshine soleil doudou loulou nicolas alexandre camille \
    secret trustno dragon monkey master shadow michael jennifer jordan hello bonjour salut coucou \
    computer ordinateur internet windows samsung google facebook instagram whatever nothing test testtest";

/// A pepper and the name it is known by, so that a later one can replace it.
#[cfg(feature = "hash")]
#[derive(Clone, Copy)]
pub struct Pepper<'a> {
    pub id: &'a str,
    pub secret: &'a [u8],
}

/// Why a password could not be hashed or checked: never a wrong password, always a broken set-up.
#[cfg(feature = "hash")]
#[derive(Debug, PartialEq, Eq)]
pub struct Unhashable;

#[cfg(feature = "hash")]
mod argon2id {
    use super::{Pepper, Unhashable};
    use argon2::password_hash::phc::PasswordHash;
    use argon2::{Algorithm, Argon2, CustomizedPasswordHasher, Params, PasswordVerifier, Version};

    /// OWASP's first choice (Password Storage Cheat Sheet): 19 MiB, two passes, one lane.
    const MEMORY: u32 = 19_456;
    const PASSES: u32 = 2;
    const LANES: u32 = 1;

    fn argon2<'a>(pepper: &Pepper<'a>) -> Result<Argon2<'a>, Unhashable> {
        let params = Params::new(MEMORY, PASSES, LANES, None).map_err(|_| Unhashable)?;
        Argon2::new_with_secret(pepper.secret, Algorithm::Argon2id, Version::V0x13, params)
            .map_err(|_| Unhashable)
    }

    /// Hashes a password into a PHC string. `salt` is 16 random bytes.
    pub fn hash(password: &str, salt: &[u8; 16], pepper: &Pepper) -> Result<String, Unhashable> {
        let params = Params::new(MEMORY, PASSES, LANES, None).map_err(|_| Unhashable)?;
        argon2(pepper)?
            .hash_password_customized(password.as_bytes(), salt, None, None, params)
            .map(|phc| phc.to_string())
            .map_err(|_| Unhashable)
    }

    /// True when `password` made `phc`. Stored parameters above ours are refused: they would cost what the sender likes.
    pub fn verify(password: &str, phc: &str, pepper: &Pepper) -> Result<bool, Unhashable> {
        let parsed = PasswordHash::new(phc).map_err(|_| Unhashable)?;
        let params = Params::try_from(&parsed).map_err(|_| Unhashable)?;
        if params.m_cost() > MEMORY || params.t_cost() > PASSES || params.p_cost() > LANES {
            return Err(Unhashable);
        }
        Ok(argon2(pepper)?
            .verify_password(password.as_bytes(), &parsed)
            .is_ok())
    }

    /// True when a hash was made with other parameters than today's and is to be made anew at the next sign-in.
    pub fn is_outdated(phc: &str) -> bool {
        let params = PasswordHash::new(phc)
            .ok()
            .and_then(|parsed| Params::try_from(&parsed).ok());
        params.is_none_or(|params| {
            (params.m_cost(), params.t_cost(), params.p_cost()) != (MEMORY, PASSES, LANES)
        })
    }
}

#[cfg(feature = "hash")]
pub use argon2id::{hash, is_outdated, verify};

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(password: &str) -> String {
        match check(password, "zoe.martin@example.com", "Maison Lemoine") {
            Ok(()) => "fine".to_owned(),
            Err(error) => error.reason.into_owned(),
        }
    }

    #[test]
    fn t18_weak_passwords_are_refused_with_a_reason() {
        for (password, expected) in [
            ("", "required"),
            ("court", "too_short"),
            ("zoe.martin@example.com", "contains_email"),
            ("zoe.martin2026", "contains_email"),
            ("Maison Lemoine", "contains_shop"),
            ("MaisonLemoine1!", "contains_shop"),
            ("aaaaaaaaaaaaaa", "common"),
            ("123456789012", "common"),
            ("azertyuiopqs", "common"),
            ("qwertyuiop123", "common"),
            ("abcabcabcabcabc", "common"),
            ("Password1234!", "common"),
            ("motdepasse2026", "common"),
            ("correcthorsebatterystaple", "common"),
        ] {
            assert_eq!(reason(password), expected, "{password}");
        }
        assert_eq!(reason(&"é!".repeat(70)), "too_long");
    }

    #[test]
    fn t18_long_phrases_need_no_figures_or_capitals() {
        for password in [
            "le chat dort sur le zinc",
            "quatre pommes vertes",
            "😀 sourire au comptoir",
        ] {
            assert_eq!(reason(password), "fine", "{password}");
        }
    }

    #[cfg(feature = "hash")]
    #[test]
    fn t17_every_byte_of_a_password_counts() {
        let pepper = Pepper {
            id: "1",
            secret: b"pepper of the test, 32 bytes long",
        };
        let long = format!("{}a", "x".repeat(72));
        let phc = hash(&long, &[7; 16], &pepper).unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert_eq!(verify(&long, &phc, &pepper), Ok(true));
        assert_eq!(
            verify(&format!("{}b", "x".repeat(72)), &phc, &pepper),
            Ok(false)
        );
        assert_eq!(verify(&format!(" {long}"), &phc, &pepper), Ok(false));
        let other = Pepper {
            id: "2",
            secret: b"another pepper",
        };
        assert_eq!(verify(&long, &phc, &other), Ok(false));
        assert!(!is_outdated(&phc));
        assert!(is_outdated(
            "$argon2id$v=19$m=4096,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA"
        ));
    }

    #[cfg(feature = "hash")]
    #[test]
    fn a_stored_hash_cannot_ask_for_more_work_than_ours() {
        let pepper = Pepper {
            id: "1",
            secret: b"pepper",
        };
        let greedy = "$argon2id$v=19$m=1048576,t=9,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        assert_eq!(verify("password", greedy, &pepper), Err(Unhashable));
    }
}
