use super::*;

#[test]
fn texts_are_recognised_however_they_arrive() {
    let table = [
        ("GET / HTTP/1.1\n", "http"),
        ("", "http"),
        ("  \n", "http"),
        ("\u{feff} {\"method\":\"GET\"}", "ndjson"),
        ("{", "ndjson"),
        ("{ \"lo", "ndjson"),
        (" {\n \"log\": {}}", "har"),
        ("\u{feff}{\"_comment\": \"x\", \"log\": {}}", "har"),
        ("{\"login\": 1}", "ndjson"),
        ("{\"run\": \"a | curl b\"}", "ndjson"),
        ("# a comment\n$ curl https://x/", "curl"),
        ("# a comment\nGET https://x/\n[Query]\na: b\n", "hurl"),
        ("GET https://x/\n\nHTTP 200\n", "hurl"),
        ("GET https://x/\n\nHTTP/1.1 200 OK\n", "http"),
        ("[Options]\na: b\n", "http"),
        ("meta {\n  name: a\n}\n\nget {\n  url: https://x/\n}\n", "bruno"),
        ("http {\n  server {\n  }\n}\n", "http"),
    ];
    for (text, expected) in table {
        assert_eq!(recognise(None, text.as_bytes()).unwrap().0.name(), expected, "{text:?}");
        if !text.contains("curl") {
            let pieces = io::BufReader::with_capacity(1, text.as_bytes());
            let (format, mut again) = recognise(None, pieces).unwrap();
            assert_eq!(format.name(), expected, "{text:?} byte by byte");
            let mut whole = String::new();
            again.read_to_string(&mut whole).unwrap();
            assert_eq!(whole, text);
        }
    }
    assert_eq!(recognise(Some("day.JSONL"), &b"\n"[..]).unwrap().0, Format::Ndjson);
    assert_eq!(recognise(Some("day.har"), &b"{\n"[..]).unwrap().0, Format::Har);
    assert_eq!(recognise(Some("a.hurl"), &b"# curl https://x/\nGET https://x/\n"[..]).unwrap().0, Format::Hurl);
}

#[test]
fn names_lead_back_to_their_formats() {
    for format in Format::ALL {
        assert_eq!(Format::named(format.name()), Some(*format));
        assert!(!format.about().ends_with('.'), "{format}");
    }
    assert_eq!(Format::named("postman"), None);
}
