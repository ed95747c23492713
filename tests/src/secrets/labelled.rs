//! Names and values of `data/secrets/labelled.txt` and `second.txt`: how many of the secrets are masked, and how much of what is masked is one.

use crate::support::{read, rules};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqlint_core::explain::Masked;
use reqlint_core::{Body, Exchange, Headers, Request};
use std::fmt::Write;

/// What is masked of the secrets, and what of the masked is secret, in per cent.
const RECALL: f64 = 98.0;
const PRECISION: f64 = 95.0;

struct Row {
    line: usize,
    kind: String,
    name: String,
    /// Without the marks.
    value: String,
    /// The marked parts.
    secrets: Vec<String>,
    is_secret: bool,
}

/// The half that rules may be written by; of the other only the figures are looked at.
fn is_open(name: &str) -> bool {
    // FNV-1a
    name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
        % 2
        == 0
}

fn rows() -> Vec<Row> {
    rows_of("labelled.txt")
}

fn rows_of(list: &str) -> Vec<Row> {
    let text = read(&format!("tests/data/secrets/{list}"));
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines.map(|(line, text)| row(line, text)).collect()
}

fn row(line: usize, text: &str) -> Row {
    let [kind, name, value, label, source] = text.split(" | ").collect::<Vec<_>>()[..] else {
        panic!("line {line}: {text}")
    };
    assert!(!source.trim().is_empty(), "line {line} has no source");
    let value = made(if value == "-" { "meadow17" } else { value }, line as u64);
    let marked = value.split('«').skip(1).map(|rest| rest.split('»').next().unwrap().to_owned());
    let mut secrets: Vec<String> = marked.collect();
    let value = value.replace(['«', '»'], "");
    if secrets.is_empty() && label == "yes" {
        secrets.push(value.strip_prefix("json:").unwrap_or(&value).to_owned());
    }
    Row { line, kind: kind.into(), name: name.into(), value, secrets, is_secret: label == "yes" }
}

/// Fills in what is made up.
fn made(text: &str, seed: u64) -> String {
    const ALNUM: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut letters = |alphabet: &str, count: usize| -> String {
        let alphabet = alphabet.as_bytes();
        (0..count)
            .map(|_| {
                // xorshift64
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                char::from(alphabet[(state >> 33) as usize % alphabet.len()])
            })
            .collect()
    };
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        let inside = rest[at + 1..].split('}').next().unwrap();
        let split = inside.find(|c: char| c.is_ascii_digit()).unwrap_or(inside.len());
        let (word, count) = (&inside[..split], inside[split..].parse::<usize>());
        let filled = match (word, inside, count) {
            (_, "uuid", _) => Some([8, 4, 4, 4, 12].map(|count| letters("0123456789abcdef", count)).join("-")),
            (_, "jwt", _) => {
                let claims = format!(r#"{{"sub":"{}"}}"#, letters(ALNUM, 12));
                let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
                Some(format!("{}.{}.{}", part(r#"{"alg":"HS256"}"#), part(&claims), part(&letters(ALNUM, 20))))
            }
            ("b", _, _) => {
                let count = inside[3..].parse::<usize>().unwrap();
                Some(letters(&format!("{ALNUM}+/"), count))
            }
            ("an", _, Ok(count)) => Some(letters(ALNUM, count)),
            ("hex", _, Ok(count)) => Some(letters("0123456789abcdef", count)),
            ("dig", _, Ok(count)) => Some(letters("123456789", count)),
            ("up", _, Ok(count)) => Some(letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", count)),
            ("url", _, Ok(count)) => Some(letters(&format!("{ALNUM}{ALNUM}-_"), count)),
            _ => None,
        };
        match filled {
            Some(filled) => {
                out.push_str(&filled);
                rest = &rest[at + inside.len() + 2..];
            }
            None => {
                out.push('{');
                rest = &rest[at + 1..];
            }
        }
    }
    out + rest
}

/// Secrets of known shapes, of the half that may be looked at.
pub(super) fn known_shapes() -> Vec<String> {
    let is_whole = |row: &Row| row.secrets == [row.value.clone()];
    let shapes = rows().into_iter().filter(|row| row.kind == "text" && row.is_secret && is_open(&row.name));
    shapes.filter(is_whole).map(|row| row.value).collect()
}

/// The request that a row is about, as it is shown.
fn shown(row: &Row) -> String {
    let mut request = Request { method: b"POST".into(), target: b"/a".into(), ..Request::default() };
    let json = |value: &str| value.strip_prefix("json:").map_or_else(|| format!("{value:?}"), str::to_owned);
    let escaped = |text: &str| {
        text.bytes().fold(String::new(), |mut out, byte| {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(byte.into()),
                _ => write!(out, "%{byte:02X}").unwrap(),
            }
            out
        })
    };
    let mut headers = vec![("Host".to_owned(), "h.example".to_owned())];
    let mut body = None;
    let (name, value) = (row.name.as_str(), row.value.as_str());
    match row.kind.as_str() {
        "header" => headers.push((name.to_owned(), value.to_owned())),
        "query" => request.target = format!("/a?b=1&{name}={}&c=2", escaped(value)).into_bytes().into(),
        "target" => request.target = value.as_bytes().to_vec().into(),
        "form" => {
            body = Some(("application/x-www-form-urlencoded", format!("b=1&{}={}", escaped(name), escaped(value))))
        }
        "member" => body = Some(("application/json", format!(r#"{{"b":1,"{name}":{}}}"#, json(value)))),
        "pair" => body = Some(("application/json", format!(r#"[{{"name":"{name}","value":"{value}"}}]"#))),
        "text" => body = Some(("application/json", format!(r#"{{"b":1,"note":"{value}"}}"#))),
        "json" => body = Some(("application/json", value.to_owned())),
        "xml" => body = Some(("application/xml", value.to_owned())),
        "graphql" => body = Some(("application/graphql", value.to_owned())),
        other => panic!("line {}: unknown kind {other}", row.line),
    }
    if let Some((kind, text)) = body {
        headers.push(("Content-Type".to_owned(), kind.to_owned()));
        request.body = Body::Whole(text.into_bytes().into());
    }
    request.headers = Headers::from_iter(headers.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let exchange = Exchange { request, ..Exchange::default() };
    all(&rules().mask(&exchange))
}

fn all(masked: &Masked) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let headers = masked.headers.iter().map(|(name, value)| format!("{}: {}\n", text(name), text(&value.shown())));
    format!("{}\n{}\n{}", text(&masked.target.shown()), headers.collect::<String>(), text(&masked.body.shown()))
}

/// Whether a piece of a secret shows that says much of it.
fn leaks(shown: &str, secret: &str) -> bool {
    let percent = |text: &str| {
        text.bytes()
            .map(|b| {
                if b.is_ascii_alphanumeric() || b"-_.~".contains(&b) {
                    char::from(b).to_string()
                } else {
                    format!("%{b:02X}")
                }
            })
            .collect::<String>()
    };
    let pieces = secret.split(|c: char| !c.is_ascii_alphanumeric()).filter(|piece| piece.len() >= 4);
    pieces.into_iter().any(|piece| shown.contains(piece)) || shown.contains(secret) || shown.contains(&percent(secret))
}

#[derive(Default)]
struct Figures {
    secrets: u32,
    found: u32,
    /// What is no secret, and masked nevertheless.
    over: u32,
    plain: u32,
    wrong: String,
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are shown by --nocapture")]
fn secrets_are_told_from_what_is_none() {
    let (mut open, mut kept, mut second) = (Figures::default(), Figures::default(), Figures::default());
    let first = rows().into_iter().map(|row| (true, row));
    for (is_of_first, row) in first.chain(rows_of("second.txt").into_iter().map(|row| (false, row))) {
        let figures = match is_of_first {
            true if is_open(&row.name) => &mut open,
            true => &mut kept,
            false => &mut second,
        };
        let shown = shown(&row);
        let is_wrong = if row.is_secret {
            let leaks = row.secrets.iter().any(|secret| leaks(&shown, secret));
            figures.secrets += 1;
            figures.found += u32::from(!leaks);
            leaks
        } else {
            figures.plain += 1;
            figures.over += u32::from(shown.contains("********"));
            shown.contains("********")
        };
        if is_wrong {
            writeln!(
                figures.wrong,
                "line {}: {} {} = {}\n    {}",
                row.line,
                row.kind,
                row.name,
                row.value,
                shown.trim()
            )
            .unwrap();
        }
    }
    let look = std::env::var_os("REQLINT_KEPT").is_some();
    for (name, figures) in [("open", &open), ("kept", &kept), ("second", &second)] {
        let Figures { secrets, found, over, plain, wrong } = figures;
        let recall = 100.0 * f64::from(*found) / f64::from(*secrets);
        let precision = 100.0 * f64::from(*found) / f64::from(found + over);
        println!(
            "{name}: {} rows, recall {recall:.1} % of {secrets}, precision {precision:.1} % ({over} of {plain} masked in vain)",
            secrets + plain
        );
        let wrong = if name != "kept" || look { wrong.as_str() } else { "(not looked at)" };
        assert!(secrets + plain >= 150, "{name}");
        if recall < RECALL || precision < PRECISION || std::env::var_os("REQLINT_WRONG").is_some() {
            println!("{wrong}");
        }
    }
    for (name, figures) in [("open", &open), ("kept", &kept), ("second", &second)] {
        let Figures { secrets, found, over, .. } = figures;
        let recall = 100.0 * f64::from(*found) / f64::from(*secrets);
        let precision = 100.0 * f64::from(*found) / f64::from(found + over);
        assert!(recall >= RECALL && precision >= PRECISION, "{name}: recall {recall:.1}, precision {precision:.1}");
    }
}
