//! Brackets of documentation that were left around a credential: `Bearer <eyJ…>`, `?key={{…}}`.

use crate::base::finding::{Finding, Part};
use crate::message::body::form::decode;
use crate::message::exchange::Exchange;
use crate::message::secrets::masked::header_name;
use crate::message::secrets::scan::bracketed;

/// How every sentence about them begins.
pub(super) const LEFT: &str = "brackets are left around a credential";

/// What is said of a request where brackets are around a credential, and no finding is about the place.
pub(super) fn left(exchange: &Exchange<'_>, findings: &[Finding]) -> Option<String> {
    let request = &exchange.request;
    let is_told = |part: Part, name: Option<&str>| {
        let is_it = |own: &str| name.is_none_or(|name| own.eq_ignore_ascii_case(name));
        let told =
            |finding: &&Finding| finding.location.part == part && finding.location.name.as_deref().is_none_or(is_it);
        findings.iter().any(|finding| told(&finding))
    };
    let mut places = Vec::new();
    if has_some(&request.target) || has_some(&decode(&request.target)) {
        places.push("the target".to_owned());
    }
    for (name, value) in request.headers.iter() {
        let name = String::from_utf8_lossy(&header_name(name)).into_owned();
        if has_some(value) && !is_told(Part::Header, Some(&name)) {
            places.push(format!("the header {name}"));
        }
    }
    if has_some(request.body.bytes()) && !is_told(Part::Body, None) {
        places.push("the body".to_owned());
    }
    let places = places.join(", ");
    (!places.is_empty()).then(|| format!("{LEFT} in {places}: they are sent as part of it; remove them"))
}

/// Whether a text has `<…>`, `{{…}}` or `${…}` with what looks like a credential inside.
fn has_some(text: &[u8]) -> bool {
    bracketed(text).any(|bracketed| bracketed.is_enclosed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_told_from_names() {
        for text in ["Bearer <a1b2c3d4e5f6a7b8c9d0>", "{{a1b2c3d4e5f6a7b8c9d0}}", "x${a1b2c3d4e5f6a7b8c9d0}"] {
            assert!(has_some(text.as_bytes()), "{text}");
        }
        for text in
            ["<token>", "{{your-api-key}}", "${TOKEN}", "{a1b2c3d4e5f6a7b8c9d0}", "<a1b2c3d4e5f6a7b8c9d0", "<b>"]
        {
            assert!(!has_some(text.as_bytes()), "{text}");
        }
    }
}
