//! Which segments of a path are values and not words: numbers, UUIDs, hashes, keys.

use super::{Piece, Segment};
use reqlint_core::explain::MaskedText;

/// The longest ending of a file that stays: `17.json`.
const MAX_ENDING: usize = 5;

/// A segment in which what looks like a value is a hole. `before` is the segment in front of it, if it is a text.
pub(super) fn opened(text: &str, before: Option<&str>) -> Segment {
    let hole = || vec![Piece::Hole(None)];
    if !is_plain(text) || is_value(text, before) {
        return match text.rsplit_once('.') {
            // the ending says which format is meant
            Some((stem, ending))
                if is_plain(text) && is_ending(ending) && is_value(stem, before) && !is_secret(text) =>
            {
                vec![Piece::Hole(None), Piece::Text(format!(".{ending}"))]
            }
            _ => hole(),
        };
    }
    match text.rsplit_once('.') {
        Some((stem, ending)) if is_ending(ending) && is_value(stem, before) => {
            vec![Piece::Hole(None), Piece::Text(format!(".{ending}"))]
        }
        _ => vec![Piece::Text(text.to_owned())],
    }
}

fn is_ending(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_ENDING && text.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Whether a catalogue can hold it as it is, and it reads like a word rather than a value that was encoded.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&b))
}

/// Whether a name is rather a value: of a member, or a parameter.
pub(super) fn is_value_name(name: &str) -> bool {
    let is_odd =
        name.is_empty() || name.len() > 80 || name.contains(['"', '\n', '\r']) || name.chars().any(char::is_control);
    is_odd || is_value(name, Some("")) && !name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
}

/// Whether a word of a path looks like a value.
fn is_value(text: &str, before: Option<&str>) -> bool {
    let bytes = text.as_bytes();
    if bytes.is_empty() || is_version(text, before) {
        return false;
    }
    let all = |is: fn(&u8) -> bool| bytes.iter().all(is);
    let has = |is: fn(&u8) -> bool| bytes.iter().any(is);
    let (letters, digits) = (has(u8::is_ascii_alphabetic), has(u8::is_ascii_digit));
    if all(u8::is_ascii_digit) || bytes.len() > 60 || is_secret(text) {
        return true;
    }
    let is_hex = all(u8::is_ascii_hexdigit) && digits;
    let is_uuid = bytes.len() >= 32 && bytes.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-');
    if is_hex && letters && bytes.len() >= 7 || is_uuid {
        return true;
    }
    if is_date(text) {
        // in front of a whole path it is a version
        return before.is_some();
    }
    // a@b.example, 192.0.2.1, 50.08,14.42
    let is_number = all(|b| b.is_ascii_digit() || b".,-:+_".contains(b)) && digits;
    let is_address = text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
    if is_number || is_address {
        return true;
    }
    let pieces = || text.split(['-', '_', '.', ':', '~', '=', ',', '+', ';', '@', '!', '$', '*', '(', ')']);
    let is_key = |piece: &str| piece.len() >= 8 && changes(piece) >= 3 || piece.len() >= 20 && changes(piece) >= 2;
    // ORDER-17, cus_9s6XKzkNRiz8i3
    let ends_in_number = pieces().count() > 1
        && pieces().next_back().is_some_and(|last| last.len() >= 3 && last.bytes().all(|b| b.is_ascii_digit()));
    let is_ticket = text.split_once('-').is_some_and(|(project, number)| {
        project.len() >= 2 && project.bytes().all(|b| b.is_ascii_uppercase()) && number.parse::<u64>().is_ok()
    });
    // 20240501, 1714564800
    let has_long_number = bytes.split(|b| !b.is_ascii_digit()).any(|run| run.len() >= 6);
    has_long_number || pieces().any(is_key) || ends_in_number || is_ticket || pieces().any(is_scrambled)
}

fn is_secret(text: &str) -> bool {
    !MaskedText::of_text(text.as_bytes()).runs().is_empty()
}

/// `v1`, `2.0`, and a number below `api`.
fn is_version(text: &str, before: Option<&str>) -> bool {
    let number = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let is_number = |text: &str| {
        !text.is_empty()
            && text.len() <= 8
            && text.split('.').all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    let names_versions = before.is_some_and(|before| matches!(before, "api" | "rest" | "v" | "version"));
    is_number(number)
        && (number.len() < text.len() || text.contains('.') && text.split('.').count() < 4 || names_versions)
}

fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let is =
        |part: Option<&str>, length| part.is_some_and(|p| p.len() == length && p.bytes().all(|b| b.is_ascii_digit()));
    is(parts.next(), 4) && is(parts.next(), 2) && parts.next().is_some_and(|day| is(day.get(..2), 2))
}

/// How often a text changes between letters and digits.
fn changes(text: &str) -> usize {
    let kinds = text.bytes().map(|b| b.is_ascii_digit());
    kinds.clone().zip(kinds.skip(1)).filter(|(a, b)| a != b).count()
}

/// Letters in both cases as no word has them: `dQwKwWgXcQ`. In words a small letter follows most capitals.
fn is_scrambled(text: &str) -> bool {
    if text.len() < 10 || !text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return false;
    }
    let cases = text.bytes().filter(u8::is_ascii_alphabetic).map(|b| b.is_ascii_uppercase());
    let turns = cases.clone().zip(cases.skip(1)).filter(|(a, b)| a != b).count();
    turns * 5 >= text.len() * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, before: Option<&str>) -> String {
        let pieces = opened(text, before).into_iter();
        pieces.map(|piece| if let Piece::Text(text) = piece { text } else { "{}".to_owned() }).collect()
    }

    #[test]
    fn values_are_told_from_words() {
        for word in [
            "orders",
            "v1",
            "v2.1",
            "2.0",
            "order-items",
            "oauth2callback",
            "getUserInfoV2",
            "sha256sum",
            "step-2",
            "page_2",
            "s3",
            "search.json",
            "items:batch",
            "me",
            "api",
            "OrderServiceGateway",
            "chargebacks",
            "deadbeef",
            "en-US",
            "user.list",
            "",
            "GetHTTPUrl",
            "x509",
            "k8s-clusters",
            "2captcha",
            "base64-encode",
        ] {
            assert_eq!(written(word, Some("x")), word, "{word}");
        }
        for value in [
            "1",
            "17",
            "20240501",
            "2024-05-01",
            "2024-05-01T12:00:00Z",
            "12345678-1234-1234-1234-1234567890ab",
            "d41d8cd9",
            "9f86d081884c7d65",
            "cus_9s6XKzkNRiz8i3",
            "dQw4w9WgXcQ",
            "PROJ-12",
            "order-00017",
            "joe@example.com",
            "joe%40example.com",
            "192.0.2.1",
            "50.08,14.42",
            "a%20b",
            "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
            "日本",
            "{id}",
        ] {
            assert_eq!(written(value, Some("x")), "{}", "{value}");
        }
        assert_eq!(written("17.json", Some("x")), "{}.json");
        assert_eq!(written("12345678-1234-1234-1234-1234567890ab.pdf", Some("x")), "{}.pdf");
        assert_eq!(written("2", Some("api")), "2");
        assert_eq!(written("2015-03-31", None), "2015-03-31");
    }

    #[test]
    fn names_of_members_may_be_values() {
        for name in
            ["id", "firstName", "line_2", "address1", "created[gt]", "utm_source", "MAX_SIZE", "x-request-id", "sha1"]
        {
            assert!(!is_value_name(name), "{name}");
        }
        for name in ["17", "", "12345678-1234-1234-1234-1234567890ab", "cus_9s6XKzkNRiz8i3", "a\"b", "joe@example.com"]
        {
            assert!(is_value_name(name), "{name}");
        }
    }
}
