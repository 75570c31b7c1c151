//! Journeys in real Chromium, one file each.
