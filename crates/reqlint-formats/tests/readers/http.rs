//! Every text in `tests/http` beside what the reader makes of it.

use crate::shown;
use proptest::prelude::*;
use reqlint_formats::read::raw::{Reader, read_one};

#[test]
fn every_text_reads_as_its_snapshot_says() {
    for (name, text) in shown::files("tests/http", "txt") {
        let shown: String = Reader::new(Some(&name), &text).map(shown::result).collect();
        insta::with_settings!({ snapshot_path => "../http", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, shown);
        });
    }
}

#[test]
fn one_request_and_no_more() {
    assert_eq!(&*read_one(b"GET /a").unwrap().exchange.request.target, b"/a");
    let two = read_one(b"GET /a\n###\nGET /b\n").unwrap_err();
    assert_eq!(two.to_string(), "stdin:3:1: a second request begins here");
    assert!(read_one(b"").unwrap_err().to_string().starts_with("stdin:1:1: no request found"));
}

#[test]
fn lines_may_end_either_way() {
    let lines = b"PUT /a HTTP/1.1\nHost: x\nContent-Length: 2\n\n{}\n\nHTTP/1.1 403 Forbidden\nA: b\n\nno\n";
    let returns = String::from_utf8_lossy(lines).replace('\n', "\r\n").into_bytes();
    let parts = |text| {
        let record = read_one(text).unwrap();
        let headers: Vec<_> = record.exchange.request.headers.iter().map(|(n, v)| (n.to_vec(), v.to_vec())).collect();
        let response = record.exchange.response.unwrap();
        (headers, record.exchange.request.body.bytes().to_vec(), response.status, response.body.bytes().to_vec())
    };
    assert_eq!(parts(lines), parts(&returns));
}

#[test]
fn too_much_of_anything_is_one_error_with_a_place() {
    let many = format!("GET / HTTP/1.1\n{}\n###\nGET /next HTTP/1.1\n", "A: b\n".repeat(10_000));
    let results: Vec<_> = Reader::new(Some("many.http"), many.as_bytes()).collect();
    let error = results[0].as_ref().unwrap_err().to_string();
    assert_eq!(error, "many.http:1002:1: more than 1000 header lines: this request is not read");
    assert_eq!(&*results[1].as_ref().unwrap().exchange.request.target, b"/next");

    let long = format!("PUT / HTTP/1.1\n\n{}", "a".repeat(17 << 20));
    let error = read_one(long.as_bytes()).unwrap_err().to_string();
    assert_eq!(error, "stdin:3:1: the body has 17825792 bytes, at most 16777216 are read");
}

fn like_http() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: &[&str] = &[
        "GET ",
        "/a",
        "/a b",
        "https://x/y",
        " HTTP/1.1",
        "\n",
        "\n",
        "\r\n",
        "\n\n",
        "Host: x",
        ": ",
        "X",
        " fold",
        "\t",
        "{}",
        "Content-Length: 3",
        "Content-Length: 99",
        "Transfer-Encoding: chunked",
        "3\nabc\n0\n",
        "###",
        "\n### name\n",
        "#",
        "HTTP/1.1 403 Forbidden",
        "HTTP/1.1 100 Continue",
        "\n\nHTTP/2 200\n",
        "é",
        "\u{feff}",
        "@v = 1",
        "//",
        ":",
    ];
    let piece = prop_oneof![
        9 => proptest::sample::select(PIECES).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 1..4),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_give_records_or_errors_with_a_place(text in prop_oneof![
        like_http(),
        proptest::collection::vec(any::<u8>(), 0..200),
    ]) {
        let lines = text.iter().filter(|b| **b == b'\n').count() + 1;
        for result in Reader::new(None, &text) {
            match result {
                Ok(record) => shown::check(&record, lines),
                Err(error) => {
                    let place = error.place.unwrap();
                    prop_assert!((1..=lines).contains(&place.line) && (1..=text.len() + 1).contains(&place.column));
                }
            }
        }
    }
}
