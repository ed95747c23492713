//! Files in a form of parts: under another name than the API reads, or only named instead of sent.

use super::draft::{Draft, missing_header, whole};
use super::gathered::Evidence;
use crate::base::finding::Part;
use crate::diagnose::claims::{Name, Place};

/// Endings of files that are sent as a part of a form.
const ENDINGS: &[&str] = &[
    "json", "xml", "yaml", "yml", "csv", "txt", "bin", "pdf", "png", "jpg", "jpeg", "gif", "zip", "gz", "tar",
    "parquet", "xlsx", "mp3", "mp4", "wav",
];

/// What an answer about a file speaks of.
const SPEAKS: &[&str] = &["file", "upload", "attachment", "multipart"];

/// What frameworks say where no part has the name that they look for.
const NO_FILE: &[&str] = &[
    "http: no such file",
    "unexpected field",
    "limit_unexpected_file",
    "no file uploaded",
    "no file was uploaded",
    "no files were uploaded",
    "no file part",
    "no file provided",
    "no file was provided",
    "no file found",
    "no file sent",
    "missing file",
    "file is missing",
];

pub(super) fn drafts(evidence: &Evidence<'_>) -> Vec<Draft> {
    if !evidence.names.is_multipart() {
        return mislabelled(evidence).into_iter().collect();
    }
    named_only(evidence).or_else(|| unread(evidence)).into_iter().collect()
}

/// Whether the body is a form in parts, and Content-Type calls it something else.
pub(super) fn is_mislabelled(evidence: &Evidence<'_>) -> bool {
    !evidence.names.is_multipart() && mislabelled(evidence).is_some()
}

/// A form in parts that Content-Type calls something else.
fn mislabelled(evidence: &Evidence<'_>) -> Option<Draft> {
    let body = evidence.exchange.request.body.bytes();
    let begins = body.trim_ascii_start().starts_with(b"--");
    let head = body.get(..body.len().min(1024))?.to_ascii_lowercase();
    if !begins || !contains(&head, b"content-disposition: form-data") || !evidence.names.shows_headers {
        return None;
    }
    let label = evidence.names.label.as_deref().map_or_else(|| "none".to_owned(), |label| evidence.shown(label));
    let draft = Draft::new("answer/content-type", "the body is a form in parts, and Content-Type does not say so")
        .because(format!("the body begins like multipart/form-data, and Content-Type is {label}; a client writes a form so that is given names and values instead of a text"))
        .fix("Give the client the body as one JSON text, if the API takes JSON; else let it set Content-Type, with the boundary, itself.");
    let at = evidence.header("content-type").map_or_else(|| missing_header("Content-Type"), Name::at_value);
    Some(draft.at(at).confirmed_if(evidence.status_is(&[400, 415, 422])))
}

fn contains(text: &[u8], piece: &[u8]) -> bool {
    memchr::memmem::find(text, piece).is_some()
}

/// The part that has the name of a file instead of what is in it.
fn named_only(evidence: &Evidence<'_>) -> Option<Draft> {
    let is_name = |part: &&Name| !part.is_file && is_file_name(part.value.trim(), ENDINGS);
    let part = evidence.names.in_place(Place::Body).find(is_name)?;
    let names_other = || evidence.claims.iter().any(|claim| claim.leaf().is_some());
    // a part that is called `file` is one, where the answer is about nothing else
    let is_for_file = |name: &str| SPEAKS.iter().any(|word| name.to_lowercase().contains(word));
    let is_silent = || evidence.status_is(&[400, 415, 422]) && is_for_file(part.leaf()) && !names_other();
    if !evidence.answer.says(SPEAKS) && !is_silent() {
        return None;
    }
    let (name, value) = (evidence.shown(part.leaf()), evidence.shown(part.value.trim()));
    let draft = Draft::new(
        "answer/shell-file-name",
        format!("the part `{name}` is the name of a file, not what is in it"),
    )
    .because(format!(
        "the value of the part `{name}` is `{value}`; curl sends what is in a file only where its name comes after @"
    ))
    .fix(format!("Write @ before the name (curl: -F {name}=@{value})."));
    // the name of a file may be just what is asked for
    let is_named = evidence.answer.says(NO_FILE) || evidence.answer.words.contains(&part.leaf().to_lowercase());
    Some(draft.at(part.at_value()).confirmed_if(is_named && evidence.status_is(&[400, 415, 422])))
}

/// The API finds no file, and a form of parts was sent.
fn unread(evidence: &Evidence<'_>) -> Option<Draft> {
    // an answer that names the part is read as one that names a field
    let names_part = evidence.claims.iter().any(|claim| claim.leaf().is_some());
    if names_part || !evidence.status_is(&[400, 415, 422, 500]) || !evidence.answer.says(NO_FILE) {
        return None;
    }
    let parts: Vec<String> =
        evidence.names.in_place(Place::Body).map(|part| format!("`{}`", evidence.shown(part.leaf()))).collect();
    let sent = if parts.is_empty() {
        "the form is sent in parts".to_owned()
    } else {
        format!("the form has the parts {}", parts.join(", "))
    };
    let draft = Draft::new("answer/part", "no part of the form has the name under which the API looks for the file")
        .because(format!("{sent}, and the API finds no file: it looks for one name only"))
        .fix("Compare the name of the part with the documentation (curl: -F NAME=@file).");
    Some(draft.at(whole(Part::Body)))
}

/// Whether a text is the name of a file with one of these endings.
pub(super) fn is_file_name(name: &str, endings: &[&str]) -> bool {
    let is_word = |name: &str| name.chars().all(|c| c.is_alphanumeric() || "._-/~".contains(c));
    name.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending) && is_word(name))
}
