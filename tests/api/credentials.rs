//! "Informations d'identification": giving and taking sign-in (rule 6).
