//! What a shell did to the request before it was sent, as far as the request shows it.

use super::draft::{Draft, whole};
use super::gathered::Evidence;
use crate::base::finding::{Location, Part};
use crate::diagnose::claims::{Place, says_unreadable};
use crate::message::body::Syntax;

pub(super) fn drafts(evidence: &Evidence<'_>) -> Vec<Draft> {
    let request = &evidence.exchange.request;
    let body = String::from_utf8_lossy(request.body.bytes());
    let is_json = evidence.names.is_labelled_json() || evidence.names.looks == Some(Syntax::Json);
    let is_broken = is_json && evidence.names.stopped.is_some();
    let found = [
        is_broken.then(|| unquoted(&body)).flatten(),
        (is_json && !body.is_empty()).then(|| single(&body)).flatten(),
        is_broken.then(|| backslash(&body)).flatten(),
        typographic(evidence),
        file_name(&body).map(|draft| draft.confirmed_if(is_broken && says_unreadable(&evidence.answer.words))),
        file_after_name(evidence, &body),
        carriage(evidence, &body),
    ];
    found.into_iter().flatten().collect()
}

/// What is at a place of a body, where it is easily overlooked.
pub(super) fn what_is_there(body: &str, at: Option<usize>) -> Option<&'static str> {
    match body.get(at?..)?.chars().next()? {
        '\t' => Some("a raw tab inside a text; a control character has to be escaped, as \\t"),
        '\n' | '\r' => Some("a raw line break inside a text; a control character has to be escaped, as \\n"),
        '\'' => Some("a single quote; JSON has double quotes only"),
        '}' | ']' => Some("a closing bracket: before it is a comma too many, or a value is missing"),
        '/' | '#' => Some("what looks like a comment; JSON has none"),
        '\\' => Some("a backslash, which only a text may hold"),
        '\u{201c}' | '\u{201d}' => Some("a typographic quote; JSON has straight double quotes only"),
        '\u{feff}' => Some("a byte order mark"),
        letter if letter.is_alphabetic() => Some("a word without double quotes"),
        _ => None,
    }
}

/// Endings of files that are sent as a whole body.
const BODIES: &[&str] = &["json", "xml", "yaml", "yml", "csv", "txt", "bin"];

/// The name of a file instead of what is in it.
fn file_name(body: &str) -> Option<Draft> {
    let name = body.trim();
    if !super::upload::is_file_name(name, BODIES) {
        return None;
    }
    let draft = Draft::new("answer/shell-file-name", "the body is the name of a file, not what is in it")
        .because(format!("the whole body is `{name}`; curl sends what is in a file only where its name comes after @"))
        .fix(format!("Write @ before the name (curl: --data @{name})."));
    let start = body.find(name)?;
    Some(draft.at(spot(start, start + name.len())))
}

/// `-d name@file`, which is sent as it is.
fn file_after_name(evidence: &Evidence<'_>, body: &str) -> Option<Draft> {
    const SCRIPTS: &[&str] = &["py", "sh", "js", "md", "log", "html", "sql", "c", "rs", "go", "rb", "conf"];
    let (name, file) = body.trim().split_once('@')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let is_file = super::upload::is_file_name(file, BODIES) || super::upload::is_file_name(file, SCRIPTS);
    if !is_name || !is_file || evidence.names.label.as_deref() != Some(Syntax::Form.media_type()) {
        return None;
    }
    let draft = Draft::new("answer/shell-file-name", format!("the form has no value for `{name}`: the name of a file follows it"))
        .because(format!("the whole body is `{name}@{file}`; curl -d reads a file only where the value begins with @, and sends this as it is"))
        .fix(format!("Send what is in the file as the value (curl: --data-urlencode {name}@{file})."));
    let start = body.find(name)?;
    let says = evidence.answer.raw.has_word(name) || evidence.answer.words.contains(&name.to_lowercase());
    Some(draft.at(spot(start, start + name.len() + 1 + file.len())).confirmed_if(says))
}

/// JSON whose double quotes a shell took away: `{email:me@example.com}`.
fn unquoted(body: &str) -> Option<Draft> {
    let inside = body.trim().strip_prefix('{')?;
    let name: String = inside.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '-').collect();
    if name.is_empty() || !inside.get(name.len()..)?.trim_start().starts_with(':') || body.contains('"') {
        return None;
    }
    let draft = Draft::new("answer/shell-quotes", "the body is JSON without its double quotes")
        .because("names and texts of the JSON body have no double quotes: a shell takes them away where the body is not itself in single quotes")
        .fix("Put the whole body in single quotes; at a Windows prompt in double quotes, with each quote inside written as \\\".");
    let start = body.find(&name)?;
    Some(draft.at(spot(start, start + name.len())).confirmed_if(true))
}

/// A body that begins with the single quote of a command line.
fn single(body: &str) -> Option<Draft> {
    let trimmed = body.trim_start();
    trimmed.strip_prefix('\'').filter(|rest| {
        rest.trim_start().starts_with(['{', '[']) || rest.is_empty() || rest.starts_with(char::is_alphanumeric)
    })?;
    let draft = Draft::new("answer/shell-single-quotes", "the body begins with a single quote")
        .because("single quotes do not quote at the Windows command prompt (cmd): they are sent along, and the words are torn apart at spaces")
        .fix("At a Windows prompt put the body in double quotes, with each quote inside written as \\\", or send it from a file: --data @body.json.");
    let start = body.len() - trimmed.len();
    Some(draft.at(spot(start, start + 1)).confirmed_if(true))
}

/// A backslash at the end of a line, which a shell keeps inside of single quotes.
fn backslash(body: &str) -> Option<Draft> {
    let at = body.match_indices('\\').map(|(at, _)| at).find(|at| {
        let rest = body.get(at + 1..).unwrap_or_default().trim_start_matches([' ', '\t', '\r']);
        rest.starts_with('\n')
    })?;
    let draft = Draft::new("answer/shell-backslash", "a backslash at the end of a line is in the body")
        .because("inside of single quotes a shell does not join lines at a backslash: it is sent along, and the body is no longer valid JSON")
        .fix("Remove the backslashes inside of the quotes: a quoted text may have several lines.");
    Some(draft.at(spot(at, at + 1)).confirmed_if(true))
}

/// Typographic quotes, which no shell and no JSON takes for quotes.
fn typographic(evidence: &Evidence<'_>) -> Option<Draft> {
    let quotes = ['\u{201c}', '\u{201d}', '\u{201e}'];
    let values =
        evidence.names.list.iter().filter(|name| matches!(name.place, Place::Body | Place::Query | Place::Header));
    let ends = |value: &str| {
        value.ends_with(quotes)
            || value.starts_with(quotes)
            || value.contains("\u{201d} -")
            || value.contains("\u{201d} \\")
    };
    let sent = values.into_iter().find(|name| ends(name.value.trim()) && value_is_one_sided(&name.value, quotes))?;
    let shown = sent.leaf();
    let draft = Draft::new("answer/shell-typographic-quotes", format!("the value of `{shown}` has a typographic quote"))
        .because(format!("`{shown}` begins or ends with a typographic quote (\u{201d}), which no shell takes for a quote: what comes after it became part of the value"))
        .fix("Write straight quotes (\"), as an editor for plain text does.");
    Some(draft.at(sent.at_value()))
}

fn value_is_one_sided(value: &str, quotes: [char; 3]) -> bool {
    value.matches(quotes).count() % 2 == 1
}

/// Lines that end in CR LF, where the answer shows the CR.
fn carriage(evidence: &Evidence<'_>, body: &str) -> Option<Draft> {
    let says = evidence.answer.says(&["\\r", "carriage return", "\r"]);
    let at = body.find("\r\n")?;
    let draft = Draft::new("answer/line-ends", "the lines of the body end with CR LF")
        .because("the answer shows a carriage return (\\r) as part of a value, and the lines of the body end with CR LF; the format takes LF alone")
        .fix("Send the body with line feeds only (\\n); curl: --data-binary from a file that has them.");
    (says && evidence.names.looks != Some(Syntax::Json)).then(|| draft.at(spot(at, at + 2)).confirmed_if(true))
}

fn spot(start: usize, end: usize) -> Location {
    Location { range: Some(start..end), ..whole(Part::Body) }
}
