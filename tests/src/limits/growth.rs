//! No input takes time out of proportion: each is read at one length and at four times that length, and must not take much more
//! than four times as long. What counts is the time of the processor in this thread, not that of the clock.

use reqlint_formats::Format;
use reqlint_formats::read::{Source, recognise};
use std::convert::Infallible;

/// What an input of some length is made of: a piece, repeated, between a beginning and an end.
struct Repeated(&'static str, &'static str, &'static str);

const INPUTS: [Repeated; 44] = [
    Repeated("", "\n", ""),
    Repeated("", "\r\n", ""),
    Repeated("", " ", ""),
    Repeated("", "\n", "GET / HTTP/1.1\nHost: h.example\n"),
    Repeated("", "\n", "{\"method\":\"GET\",\"target\":\"/\"}\n"),
    Repeated("", "\n", "curl https://h.example/\n"),
    Repeated("GET / HTTP/1.1\nHost: h.example\n\n", "\n", ""),
    Repeated("GET /", " ", "x HTTP/1.1\nHost: h.example\n\n"),
    Repeated("", "# a\n", "GET / HTTP/1.1\n"),
    Repeated("", "// a\n", ""),
    Repeated("", "###\n", ""),
    Repeated("", "@a = b\n", "GET /{{a}} HTTP/1.1\n"),
    Repeated("@a = b\n", "{{a}}", "\n"),
    Repeated("GET /", "{{", " HTTP/1.1\n"),
    Repeated("", "> \n", ""),
    Repeated("", "$ ", "curl https://h.example/\n"),
    Repeated("curl https://h.example/ ", "\\\n", ""),
    Repeated("curl https://h.example/ ", "'a' ", ""),
    Repeated("curl -H '", "a", "' https://h.example/"),
    Repeated("", "curl https://h.example/\n", ""),
    Repeated("", "a sentence\n", "curl https://h.example/\n"),
    Repeated("{\"x\":", "[", ""),
    Repeated("{\"x\":[", "1,", "1],\"log\":{\"entries\":[]}}"),
    Repeated("", "{}\n", ""),
    Repeated("400 Client Error: Bad Request for url: https://h.example/", "a", ""),
    Repeated("", "POST /a 4", ""),
    Repeated("", "URL: /4\n", ""),
    Repeated("I get this error: ", "{a: ", ""),
    Repeated("{\"log\":{\"entries\":[", "{},", "{}]}}"),
    Repeated("HTTP/1.1 200 OK\n", "A: b\n", ""),
    Repeated("GET http://h.example/\n", "[a]\n", "HTTP 200\n"),
    Repeated("", "GET http://h.example/\n```\n", "HTTP 200\n"),
    Repeated("GET http://h.example/\n", "{{", ""),
    Repeated("GET http://h.example/\n{", "{}", ""),
    Repeated("get {\n  url: http://h.example/\n}\nheaders {\n", "  a: b\n", "}\n"),
    Repeated("get {\n  url: http://h.example/\n}\n", "body {\n}\n", ""),
    Repeated("http_interactions:\n", "- request: {method: get, uri: 'http://h.example/'}\n", ""),
    Repeated("http_interactions:\n- request:\n    body: ", "[", ""),
    Repeated("http_interactions:\n- &a b\n", "- *a\n", ""),
    Repeated("", "version: 1\n", ""),
    Repeated("{\"mappings\":[", "{\"request\":{\"url\":\"/\",\"method\":\"GET\"}},", "{}]}"),
    Repeated("{\"request\":{\"url\":\"/\",\"method\":\"PUT\",\"bodyPatterns\":[{\"equalToJson\":[", "[1],", "1]}]}}"),
    Repeated("", "https\nGET\nh.example\nNone\n/\n{}\nNone\n200\n[]\n\n\n", ""),
    Repeated("https\nGET\nh.example\nNone\n/\n{", "'a': 'b', ", "}\nNone\n200\n[]\n\n"),
];

impl Repeated {
    fn of(&self, length: usize) -> Vec<u8> {
        let Self(beginning, piece, end) = self;
        [beginning, piece.repeat(length / piece.len()).as_str(), end].concat().into_bytes()
    }
}

/// How long this thread has had a processor, in nanoseconds.
fn time_on_processor() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse().unwrap()
}

fn time_of(work: &dyn Fn()) -> u64 {
    let before = time_on_processor();
    work();
    time_on_processor() - before
}

/// Four times as long may take four times the time, and some more for memory that no cache holds.
const MOST: u64 = 9;

/// Whether what is four times as long takes more than [`MOST`] times the time.
pub(super) fn is_out_of_proportion(short: &dyn Fn(), long: &dyn Fn()) -> bool {
    // the time is counted in steps of up to 4 ms
    const TICK: u64 = 8_000_000;
    let ratio = || {
        let short = time_of(short).max(TICK);
        time_of(long) / short
    };
    // a busy machine may disturb a measurement, but not each of them
    (0..3).all(|_| ratio() > MOST)
}

fn read(format: Format, text: &[u8]) {
    format.read::<Infallible>(Source { name: Some("any"), ..Source::default() }, text, &mut |_| Ok(())).unwrap();
}

#[test]
#[cfg(target_os = "linux")]
fn no_input_takes_time_out_of_proportion() {
    const LENGTH: usize = 256 << 10;
    let mut slow = Vec::new();
    for input in &INPUTS {
        let (short, long) = (input.of(LENGTH), input.of(4 * LENGTH));
        let mut compare = |what: &str, work: &dyn Fn(&[u8])| {
            if is_out_of_proportion(&|| work(&short), &|| work(&long)) {
                slow.push(format!("{what}: {:?} {:?} {:?}", input.0, input.1, input.2));
            }
        };
        compare("recognise", &|text| drop(recognise(None, std::io::BufReader::with_capacity(512, text)).unwrap()));
        for format in Format::ALL {
            compare(format.name(), &|text| read(*format, text));
        }
    }
    assert!(slow.is_empty(), "more than {MOST} times as long for four times the length: {slow:#?}");
}
