//! What a request that fits no endpoint may have meant. Suggested, never assumed.

use super::Catalogue;
use super::index::Spelling;
use std::ops::Range;

/// An endpoint near to what was asked for, and how it differs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Suggestion {
    /// `GET https://host/path`, as documented.
    pub(crate) endpoint: String,
    /// How it differs: `the documented version is v2.0`.
    pub(crate) difference: String,
}

/// The endpoint nearest to a path on these of the hosts: on another host, with another version, another spelling of a value, or a typing slip.
pub(crate) fn suggest(
    catalogue: &Catalogue,
    hosts: &[String],
    searched: Range<usize>,
    method: &[u8],
    path: &[u8],
) -> Option<Suggestion> {
    let path = path.strip_suffix(b"/").unwrap_or(path);
    let segments: Vec<&[u8]> = path.split(|b| *b == b'/').skip(1).collect();
    let mut best: Option<(u32, &Spelling, String)> = None;
    for spelling in &catalogue.spellings {
        let Some(endpoint) = catalogue.endpoint(spelling.endpoint) else { continue };
        let documented: Vec<&str> = spelling.path.split('/').skip(1).collect();
        if documented.len() != segments.len() {
            continue;
        }
        let Some((mut cost, mut difference)) = compare(catalogue, spelling, &documented, &segments) else { continue };
        let on = hosts.get(endpoint.host).map_or("", String::as_str);
        if !searched.contains(&endpoint.host) {
            cost += 8;
            difference = if difference.is_empty() {
                format!("it is on {on}")
            } else {
                format!("{difference}, and it is on {on}")
            };
        }
        cost += u32::from(spelling.method.as_bytes() != method);
        if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
            best = Some((cost, spelling, difference));
        }
    }
    let (_, spelling, difference) = best?;
    let host = hosts.get(catalogue.endpoint(spelling.endpoint)?.host).map_or("", String::as_str);
    Some(Suggestion { endpoint: format!("{} https://{host}{}", spelling.method, spelling.path), difference })
}

/// How far a path is from a template, and in what; `None` when it is further than a slip.
fn compare(catalogue: &Catalogue, spelling: &Spelling, documented: &[&str], sent: &[&[u8]]) -> Option<(u32, String)> {
    let mut cost = 0;
    let mut said = String::new();
    let fields = &catalogue.endpoint(spelling.endpoint)?.path_fields;
    for (position, (documented, sent)) in documented.iter().zip(sent).enumerate() {
        let parameter = spelling.parameters.iter().find(|(p, _)| *p == position).map(|(_, name)| name);
        if let Some(name) = parameter {
            let field = fields.iter().find(|f| f.name == *name);
            let one_of: Vec<String> = field.iter().flat_map(|f| &f.one_of).map(ToString::to_string).collect();
            if sent.is_empty() {
                return None;
            }
            if one_of.is_empty() || one_of.iter().any(|t| t.as_bytes().eq_ignore_ascii_case(sent)) {
                continue;
            }
            let alike = one_of.iter().find(|t| squeezed(t.as_bytes()) == squeezed(sent))?;
            cost += 2;
            said = format!("here it is spelled `{alike}`");
        } else if !documented.as_bytes().eq_ignore_ascii_case(sent) {
            let text = std::str::from_utf8(sent).ok()?;
            if version(documented) && version(text) {
                cost += 1;
                said = format!("the documented version is {documented}");
            } else if squeezed(documented.as_bytes()) == squeezed(sent) {
                cost += 2;
                said = format!("here it is spelled `{documented}`");
            } else {
                if text.len().abs_diff(documented.len()) > 2 {
                    return None;
                }
                let distance = strsim::osa_distance(&text.to_lowercase(), &documented.to_lowercase());
                if distance > 2 || distance * 2 >= documented.len() {
                    return None;
                }
                cost += 2 + u32::try_from(distance).unwrap_or(2);
                said = format!("it is written `{documented}`");
            }
        }
        if cost > 6 {
            return None;
        }
    }
    Some((cost, said))
}

/// `v2`, `v1.0`, `v0.5`.
fn version(segment: &str) -> bool {
    let digits = segment.strip_prefix(['v', 'V']).unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Without separators and case: `http-large`, `http_large` and `HttpLarge` are one spelling.
fn squeezed(text: &[u8]) -> Vec<u8> {
    text.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}
