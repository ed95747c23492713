//! Records as a person reads them, for snapshots.

use reqlint_core::{Body, Exchange, Headers};
use reqlint_formats::{Place, ReadError, Record};
use std::fmt::Write;
use std::ops::Range;
use std::path::Path;

/// The files of a folder of this crate, by name.
pub(crate) fn files(folder: &str, extension: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|e| e == extension)).collect();
    paths.sort();
    paths
        .iter()
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read(path).unwrap()))
        .collect()
}

/// What a reader gave.
pub(crate) fn result(result: Result<Record<'_>, ReadError>) -> String {
    match result {
        Err(error) => format!("error  {error}\n"),
        Ok(record) => {
            check(&record, usize::MAX);
            shown(&record)
        }
    }
}

/// What must hold for every record: the map points at what the exchange holds.
pub(crate) fn check(record: &Record<'_>, lines: usize) {
    let inside = |place: Place| (1..=lines).contains(&place.line) && place.column > 0;
    assert!(inside(record.place) && record.notes.iter().all(|note| inside(note.place)));
    let Some(map) = &record.map else { return };
    let is = |range: &Range<usize>, part: &[u8]| assert_eq!(map.text[range.clone()], *part);
    is(&map.method, &record.exchange.request.method);
    is(&map.target, &record.exchange.request.target);
    assert_eq!(map.headers.len(), record.exchange.request.headers.iter().count());
    for (place, (name, value)) in map.headers.iter().zip(record.exchange.request.headers.iter()) {
        is(&place.name, name);
        is(&place.value, value);
    }
    if let Some(body) = &map.body {
        is(body, record.exchange.request.body.bytes());
    }
}

fn shown(record: &Record<'_>) -> String {
    let mut out = format!("{} at {}", record.index, record.place);
    if let Some(id) = &record.id {
        let _ = write!(out, " · {id}");
    }
    exchange(&mut out, &record.exchange);
    for (name, value) in &record.facts {
        let _ = write!(out, "\n  fact      {name} = {value:?}");
    }
    for note in &record.notes {
        let _ = write!(out, "\n  note      {}: {}", note.place, note.message);
    }
    out + "\n"
}

fn exchange(out: &mut String, exchange: &Exchange<'_>) {
    let request = &exchange.request;
    let _ = write!(out, "\n  request   {} {}", quoted(&request.method), quoted(&request.target));
    if let (Some(scheme), Some(authority)) = (&request.scheme, &request.authority) {
        let _ = write!(out, " of {scheme}, {}", quoted(authority));
    }
    message(out, &request.headers, &request.body);
    if let Some(time) = exchange.now {
        let _ = write!(out, "\n  now       {time}");
    }
    let shows = exchange.shows;
    let lacks = [
        (shows.connection_headers, "connection headers"),
        (shows.raw_headers, "header order"),
        (shows.headers, "headers"),
        (shows.raw_target, "raw target"),
        (shows.fragment, "fragment"),
        (shows.framing_headers, "framing headers"),
        (shows.placeholders, "placeholders"),
    ];
    let lacks: Vec<_> = lacks.iter().filter(|(shown, _)| !shown).map(|(_, what)| *what).collect();
    if !lacks.is_empty() {
        let _ = write!(out, "\n  not shown {}", lacks.join(", "));
    }
    if let Some(response) = &exchange.response {
        let _ = write!(out, "\n  response  {}", response.status);
        message(out, &response.headers, &response.body);
    }
}

fn message(out: &mut String, headers: &Headers<'_>, body: &Body<'_>) {
    for (name, value) in headers.iter() {
        let _ = write!(out, "\n    header  {}: {}", quoted(name), quoted(value));
    }
    match body {
        Body::Absent => {}
        Body::Whole(bytes) => {
            let _ = write!(out, "\n    body    {}", quoted(bytes));
        }
        other => {
            let _ = write!(out, "\n    body    {other:?}");
        }
    }
}

fn quoted(bytes: &[u8]) -> String {
    format!("`{}`", bytes.escape_ascii().to_string().replace("\\\"", "\"").replace("\\'", "'"))
}
