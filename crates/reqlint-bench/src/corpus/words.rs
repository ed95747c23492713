//! Words that names, paths and notes are made of.

use super::random::Random;

const WORDS: [&str; 16] = [
    "catalog", "images", "video", "assets", "static", "live", "archive", "main", "promo", "download", "media",
    "summer", "launch", "beta", "north", "docs",
];

pub(super) fn word(random: &mut Random) -> &'static str {
    random.one(&WORDS)
}
