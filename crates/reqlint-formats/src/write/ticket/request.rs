//! The request, its secrets masked.

use crate::record::judged::{Judged, clipped};
use crate::write::markup::{block, code};
use std::fmt::Write;

/// How many bytes of the target, and of a header line, are shown.
const MAX_LINE: usize = 8 << 10;

/// How many characters of a body are shown.
const MAX_BODY: usize = 4_000;

/// `PUT api.example.com/path`, and what it was taken for.
pub(super) fn summary(judged: &Judged<'_>) -> String {
    let (method, target) = (judged.method(), judged.target(MAX_LINE));
    let host = if target.starts_with('/') { judged.host() } else { String::new() };
    let mut out = format!("\n{}", code(&format!("{method} {host}{target}")));
    if let Some(pack) = &judged.resolved.pack {
        let _ = write!(out, ", checked by the pack {}", code(pack));
    }
    if let Some(endpoint) = &judged.resolved.endpoint {
        let _ = write!(out, " as {}", code(endpoint));
    }
    out + "\n"
}

/// All of it as a block.
pub(super) fn whole(judged: &Judged<'_>) -> String {
    let lossy = String::from_utf8_lossy;
    let masked = judged.masked;
    let mut text = format!("{} {} HTTP/1.1\n", judged.method(), judged.target(MAX_LINE));
    for (name, value) in &masked.headers {
        let line = format!("{}: {}", lossy(name), lossy(&value.shown()));
        let _ = writeln!(text, "{}", clipped(line, MAX_LINE));
    }
    if !masked.body.is_empty() {
        let body = masked.body.shown();
        let body = lossy(&body);
        let shown: String = body.chars().take(MAX_BODY).collect();
        let more = if shown.len() < body.len() { "\n…" } else { "" };
        let _ = write!(text, "\n{shown}{more}");
    }
    format!("\n### Request, secrets masked\n\n{}", block("http", &text))
}
