//! Claims in sentences: names in quotes, pointers, and words that the request has as names, each with what is said of it.

use super::claim::{Claim, MAX_CLAIMS, Named};
use super::mentions::{Mention, mentions};
use super::names::Names;
use crate::message::answer::Tree;
use crate::message::answer::pointer::Step;
use crate::message::answer::{What, what};

/// How much of the answer's texts is read.
const MAX_TEXT: usize = 16 * 1024;

/// How much of a sentence is read: what it names is compared with all else that it names.
const MAX_SENTENCE: usize = 2 * 1024;

/// Members whose texts are no sentences.
const SILENT: &[&str] = &[
    "type",
    "code",
    "errorcode",
    "url",
    "documentation_url",
    "more_info",
    "instance",
    "timestamp",
    "requestid",
    "kind",
    "help",
];

/// Before what an answer says might be there instead.
const ALTERNATIVES: &[&str] = &[
    "expected one of",
    "one of the following",
    "must be one of",
    "allowed values",
    "valid fields",
    "valid values",
    "available fields",
    "known fields",
    "possible values",
    "choose from",
    "did you mean",
    "permitted values",
    "there are",
];

pub(super) fn claims(tree: &Tree, names: &Names) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut left = MAX_TEXT;
    tree.each_text(&mut |key, text| {
        // one word is a code
        let is_code = !text.trim().contains(char::is_whitespace);
        if is_code || SILENT.contains(&key.to_ascii_lowercase().as_str()) || claims.len() > MAX_CLAIMS {
            return;
        }
        for sentence in split(text.get(..floor(text, left)).unwrap_or_default()) {
            claims.extend(of_sentence(sentence, names));
        }
        left = left.saturating_sub(text.len());
    });
    // a word that happens to be a name counts only where nothing is named on purpose
    if claims.iter().any(|claim| claim.named == Named::Quoted) {
        claims.retain(|claim| claim.named == Named::Quoted);
    }
    claims
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// Sentences: up to a full stop before a space, a semicolon, a line's end.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut end = rest.len();
        for (at, c) in rest.char_indices() {
            let after = rest.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
            let ends = match c {
                '.' | '!' => after.is_none_or(char::is_whitespace),
                ';' | '\n' => true,
                _ => false,
            };
            if ends {
                end = at + c.len_utf8();
                break;
            }
        }
        let (sentence, after) = rest.split_at(end);
        rest = after;
        Some(sentence)
    })
}

fn of_sentence(sentence: &str, names: &Names) -> Vec<Claim> {
    let sentence = sentence.get(..floor(sentence, MAX_SENTENCE)).unwrap_or_default();
    let shown = without_echoes(sentence);
    let Some(whole) = what(&shown) else { return Vec::new() };
    let mut mentions = mentions(&shown, whole, names);
    mentions.sort_by_key(|mention| mention.span.start);
    // what may stand there instead is no part of the claim
    let lower = shown.to_lowercase();
    let listed = ALTERNATIVES.iter().filter_map(|word| lower.find(word)).min();
    if let Some(listed) = listed.filter(|at| mentions.iter().any(|mention| mention.span.start < *at)) {
        mentions.retain(|mention| mention.span.start < listed);
    }
    join(&mut mentions, &shown, whole);
    let outer: Vec<Vec<Step>> = mentions.iter().map(|mention| mention.steps.clone()).collect();
    mentions.retain(|mention| {
        !outer.iter().any(|steps| steps.len() > mention.steps.len() && steps.ends_with(&mention.steps))
    });
    let mut claims = Vec::new();
    for (number, mention) in mentions.iter().enumerate() {
        let next = mentions.get(number + 1).map_or(shown.len(), |next| next.span.start);
        let own = shown.get(mention.span.end..next).unwrap_or_default();
        let what = if mentions.len() > 1 { what(own).unwrap_or(whole) } else { whole };
        let what = if mention.is_echo { What::Invalid } else { what };
        let named = if mention.is_quoted { Named::Quoted } else { Named::Bare };
        claims.push(Claim {
            what,
            steps: mention.steps.clone(),
            place: mention.place,
            named,
            quote: sentence.trim().to_owned(),
        });
    }
    claims
}

/// The sentence with what it repeats of the request as an object blanked out, byte for byte.
fn without_echoes(sentence: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::with_capacity(sentence.len());
    for c in sentence.chars() {
        let opens = c == '{';
        depth += usize::from(opens);
        if depth > 0 {
            (0..c.len_utf8()).for_each(|_| out.push(' '));
        } else {
            out.push(c);
        }
        depth -= usize::from(c == '}' && depth > 0);
    }
    // a brace that isn't closed hides nothing
    if depth > 0 { sentence.to_owned() } else { out }
}

/// A place at the end ("- 'lines.1'", "at `$.x`") and one before the name ("lines/1 must have required property 'qty'") say
/// where the other is.
fn join(mentions: &mut Vec<Mention>, text: &str, whole: What) {
    let [.., first, second] = mentions.as_mut_slice() else { return };
    let between = text.get(first.span.end..second.span.start).unwrap_or_default().to_lowercase();
    let between = between.trim_matches(|c: char| c.is_whitespace() || "\"'`".contains(c));
    let is_inside = ["property", "properties", "field", "key", "member"].iter().any(|noun| between.ends_with(noun));
    let is_at = between.ends_with(" -")
        || between == "-"
        || between.ends_with(" at")
        || between.ends_with(" in")
        || between == "at";
    if whole != What::Invalid && is_inside && !first.is_echo {
        let steps = first.steps.iter().chain(&second.steps).cloned().collect();
        second.steps = steps;
        second.place = second.place.or(first.place);
        mentions.remove(mentions.len() - 2);
    } else if is_at && whole != What::Invalid && first.is_quoted {
        let steps = second.steps.iter().chain(&first.steps).cloned().collect();
        first.steps = steps;
        mentions.pop();
    } else if is_at && first.is_echo {
        mentions.remove(mentions.len() - 2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::exchange::{Body, Exchange, Headers, Request};

    #[test]
    fn what_sentences_name() {
        let body =
            br#"{"name":"pen","price":"cheap","lines":[{"sku":"a"},{"sku":"b"}],"event-type":"x","first_name":"","unitPrice":1}"#;
        let headers = Headers::from_iter([("Content-Type", "application/json"), ("X-Key", "k")]);
        let request = Request {
            target: b"/items?limit=5".into(),
            headers,
            body: Body::Whole(body.as_slice().into()),
            ..Request::default()
        };
        let names = Names::of(&Exchange { request, ..Exchange::default() });
        let table = [
            ("'qty' is a required property - 'lines.1'", "Missing lines[1].qty"),
            ("body/lines/1 must have required property 'qty'", "Missing lines[1].qty"),
            ("'cheap' is not of type 'number'", "Invalid price"),
            ("Expected `float`, got `str` - at `$.price`", "Invalid price"),
            ("price must be a number", "Invalid price"),
            ("Price is not a number", "Invalid Price"),
            ("lines[1]: missing field `qty` at line 1 column 74", "Missing lines[1].qty"),
            ("Key: 'Item.Price' Error:Field validation for 'Price' failed on the 'required' tag", "Missing Item.Price"),
            ("json: cannot unmarshal string into Go struct field Item.price of type float64", "Invalid Item.price"),
            (
                "\"event-type\" is not a permitted key.\n\"event_type\" wasn't supplied.",
                "Unknown event-type|Missing event_type",
            ),
            ("Missing required parameter: currency", "Missing currency"),
            ("The request is missing a required parameter, includes an invalid parameter value, or is malformed", ""),
            ("Missing required parameters: currency, amount_paid", "Missing currency|Missing amount_paid"),
            ("the 'ConsistencyLevel:eventual' header is missing", "Missing ConsistencyLevel"),
            ("Invalid format for X-Key header", "Invalid X-Key"),
            ("First name can't be blank", "Missing first_name"),
            ("The unit price was not specified in the request", "Missing unitPrice"),
            ("Content type is not supported", ""),
            ("Something went wrong", ""),
            ("The field name is wrong", "Invalid name"),
            ("Unexpected token e in JSON at position 0", ""),
        ];
        for (text, expected) in table {
            let shown = |claim: &Claim| format!("{:?} {}", claim.what, super::super::Shown(&claim.steps));
            let found = claims(&Tree::Text(text.to_owned()), &names);
            assert_eq!(found.iter().map(shown).collect::<Vec<_>>().join("|"), expected, "{text}");
        }
    }
}
