//! Files as other shops write them, and what is none.
