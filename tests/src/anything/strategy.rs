//! Requests that no one would send on purpose.

use crate::support::{bytes, corpus, files, rules};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use reqlint_core::api::FactType;
use reqlint_core::base::Number;
use reqlint_core::{Body, Exchange, FactValue, Facts, Time, Visibility};
use std::borrow::Cow;
use std::fmt;

/// Pieces to insert into requests.
const PIECES: &[&str] = &[
    "\n",
    "\r\n",
    "\n\n",
    " ",
    "\t",
    "\0",
    "\u{1b}]0;x\u{7}",
    "\u{202e}",
    "é",
    "\u{feff}",
    "\"",
    "'",
    ":",
    "::",
    ";",
    ",",
    "/",
    "//",
    "?",
    "&",
    "=",
    "#",
    "%",
    "%2",
    "%2F",
    "%00",
    "+",
    "{",
    "}",
    "[",
    "]",
    "{}",
    "[]",
    "<",
    ">",
    "<a>",
    "</a>",
    "<!--",
    "&amp;",
    "&lt",
    "null",
    "true",
    "-1",
    "1e999",
    "99999999999999999999",
    "\\",
    "\\u",
    "\\ud800",
    "***",
    "<token>",
    "$TOKEN",
    "{{token}}",
    "https://",
    "http://u:p@",
    "Host: ",
    "Authorization: ",
    "TOK: ",
    "Bearer ",
    "eyJhIjoxfQ.eyJleHAiOjF9.",
    "Content-Type: ",
    "application/xml",
    "text/plain",
    "Content-Length: 3\n",
    "Transfer-Encoding: chunked\n",
    "Content-Encoding: gzip\n",
    "Cookie: a=b\n",
    "GET ",
    "###\n",
    "HTTP/1.1 403 Forbidden\n\n",
    "curl ",
    " -H '",
    " -d @a ",
    " -F a=",
    " --json ",
    " --next ",
    " $'",
    "^",
    "\\\n",
    "`",
    "> ",
    "< a.json",
    "@a = b\n",
    "\"headers\":",
    "\"url\":",
    "[check.value]\n",
    "[[example]]\n",
    "= '''",
];

/// Bytes that are legible when a test fails.
#[derive(Clone)]
pub(super) struct Text(pub(super) Vec<u8>);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{}", self.0.escape_ascii().to_string().replace("\\n", "\n"))
    }
}

#[derive(Clone, Debug)]
enum Change {
    Replace(Index, u8),
    Cut(Index, Index),
    Double(Index, Index),
    Insert(Index, &'static str),
}

impl Change {
    fn apply(&self, text: &mut Vec<u8>) {
        let length = text.len() + 1;
        let span = |a: &Index, b: &Index| {
            let (a, b) = (a.index(length), b.index(length));
            a.min(b)..a.max(b)
        };
        match self {
            Change::Replace(at, byte) => {
                if let Some(old) = text.get_mut(at.index(length)) {
                    *old = *byte;
                }
            }
            Change::Cut(from, to) => drop(text.drain(span(from, to))),
            Change::Double(from, to) => {
                let span = span(from, to);
                let copy = text[span.clone()].to_vec();
                text.splice(span.end..span.end, copy);
            }
            Change::Insert(at, piece) => {
                let at = at.index(length);
                text.splice(at..at, piece.bytes());
            }
        }
    }
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        2 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Replace(at, byte)),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Change::Cut(from, to)),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Change::Double(from, to)),
        4 => (any::<Index>(), select(PIECES)).prop_map(|(at, piece)| Change::Insert(at, piece)),
    ]
}

/// The repository's requests with changes, pieces in any order, and arbitrary bytes.
pub(super) fn text() -> impl Strategy<Value = Text> {
    like(corpus().iter().map(|sample| sample.text.clone().into_bytes()).collect())
}

/// The same for the files of these folders.
pub(super) fn like_files(folders: &[&str], extension: &str) -> impl Strategy<Value = Text> {
    like(samples(folders, extension))
}

/// The texts of these folders.
pub(super) fn samples(folders: &[&str], extension: &str) -> Vec<Vec<u8>> {
    folders.iter().flat_map(|folder| files(folder, extension)).map(|path| bytes(&path)).collect()
}

/// These texts with changes, pieces in any order, and arbitrary bytes.
pub(super) fn like(samples: Vec<Vec<u8>>) -> impl Strategy<Value = Text> {
    let changed = (select(samples), proptest::collection::vec(change(), 0..5)).prop_map(|(mut text, changes)| {
        changes.iter().for_each(|change| change.apply(&mut text));
        text
    });
    let any = prop_oneof![
        12 => changed,
        2 => proptest::collection::vec(select(PIECES), 0..30).prop_map(|pieces| pieces.concat().into_bytes()),
        1 => proptest::collection::vec(any::<u8>(), 0..200),
    ];
    any.prop_map(Text)
}

/// Any facts: each is unknown or has some value of its type.
pub(super) fn facts() -> impl Strategy<Value = Facts> {
    let declared = rules().facts().declared().len();
    proptest::collection::vec(proptest::option::of(any::<i64>()), declared).prop_map(|seeds| {
        let mut facts = rules().facts();
        let slots: Vec<_> =
            facts.declared().iter().map(|slot| (slot.name.clone(), slot.kind, slot.one_of.clone())).collect();
        for ((name, kind, one_of), seed) in slots.into_iter().zip(seeds) {
            let Some(seed) = seed else { continue };
            let value = match kind {
                FactType::Text => one_of.first().cloned().unwrap_or_else(|| seed.to_string()).into(),
                FactType::Number => FactValue::Number(Number::Whole(seed)),
                FactType::Boolean => (seed % 2 == 0).into(),
                FactType::Time => Time::from_seconds(seed % 4_000_000_000).into(),
                FactType::List if one_of.is_empty() => {
                    FactValue::List(vec!["GET".into(), "0001".into(), seed.to_string().into()])
                }
                FactType::List => {
                    let mut items = one_of;
                    items.truncate(usize::try_from(seed.rem_euclid(4)).unwrap());
                    FactValue::List(items.into_iter().map(Into::into).collect())
                }
            };
            facts.set(&name, value).unwrap();
        }
        facts
    })
}

/// How much of a request a source shows.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    shows: Visibility,
    /// 0 to 3: unchanged, truncated, unread, masked.
    body: u8,
    now: Option<i64>,
}

impl Seen {
    pub(super) fn apply(&self, exchange: &mut Exchange<'_>) {
        exchange.shows = self.shows;
        exchange.now = self.now.map(Time::from_seconds);
        let body = &mut exchange.request.body;
        match self.body {
            1 => {
                let bytes = body.bytes();
                *body = Body::Truncated(Cow::Owned(bytes[..bytes.len() / 2].to_vec()));
            }
            2 => *body = Body::Unread,
            3 => *body = Body::Masked,
            _ => {}
        }
    }
}

pub(super) fn seen() -> impl Strategy<Value = Seen> {
    let shows = prop_oneof![
        2 => Just(Visibility::ALL),
        1 => Just(Visibility::PARSED),
        1 => any::<[bool; 7]>().prop_map(|[raw_target, fragment, raw_headers, connection_headers, framing_headers, headers, placeholders]| Visibility {
            raw_target, fragment, raw_headers, connection_headers, framing_headers, headers, placeholders,
        }),
    ];
    let body = prop_oneof![4 => Just(0u8), 1 => 1u8..=3];
    (shows, body, proptest::option::of(any::<i64>())).prop_map(|(shows, body, now)| Seen { shows, body, now })
}
