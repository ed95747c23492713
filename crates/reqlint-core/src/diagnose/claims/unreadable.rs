//! Words by which an answer says that the body could not be read.

const UNREADABLE: &[&str] = &[
    "json parse",
    "parse error",
    "parse json",
    "parse the json",
    "parsing json",
    "json_invalid",
    "json invalid",
    "invalid_json",
    "invalid json",
    "malformed json",
    "utf-8 json",
    "not valid json",
    "valid json",
    "json is malformed",
    "json syntax",
    "json format",
    "in json at",
    "json decode",
    "decode json",
    "jsondecode",
    "json at line",
    "body as json",
    "body json",
    "parsed as json",
    "parse body",
    "parse the body",
    "parse request body",
    "parse the request body",
    "body could not be parsed",
    "syntax error",
    "syntaxerror",
    "unexpected token",
    "unexpected end",
    "unexpected eof",
    "unexpected character",
    "expecting property",
    "expecting value",
    "expecting ',' delimiter",
    "invalid character",
    "invalid start of a value",
    "eof while",
    "trailing comma",
    "trailing characters",
    "was truncated",
    "looking for beginning of",
    "key must be a string",
    "not well-formed",
    "malformed request body",
];

/// Whether a text (in lower case) says that the body could not be read.
pub(in crate::diagnose) fn says_unreadable(text: &str) -> bool {
    // `invalid json_data_property` is the name of a kind
    let is_word = |(at, word): (usize, &str)| !text.get(at + word.len()..).is_some_and(|rest| rest.starts_with('_'));
    UNREADABLE.iter().any(|word| text.match_indices(word).any(is_word))
}
