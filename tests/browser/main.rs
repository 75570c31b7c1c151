//! Journeys in real Chromium, one file each. They press the words people read, in both languages.

mod campaigns;
mod conversations;
mod customer;
mod documents;
mod exports;
mod failure;
mod frame;
mod groups;
mod listing;
mod office;
mod office_states;
mod papers;
mod purchase;
mod returning;
mod rights;
mod screens;
mod session;
mod settings;
mod sign_in;
mod space;
mod space_screens;
mod states;
mod steps;
mod team;
mod together;
mod typing;
