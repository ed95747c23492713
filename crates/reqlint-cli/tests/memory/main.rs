//! How much memory the command takes: at most four times as much as a record is long, and some for its rules. The system holds
//! it: a run that wants more is aborted.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// What the command takes for a short request: the packs, and buffers.
const BASE: usize = 40 << 20;

/// An input: the name of its file, and a piece that is repeated between a beginning and an end.
struct Input {
    name: &'static str,
    beginning: &'static str,
    piece: &'static str,
    times: usize,
    end: &'static str,
}

const fn input(
    name: &'static str,
    beginning: &'static str,
    piece: &'static str,
    times: usize,
    end: &'static str,
) -> Input {
    Input { name, beginning, piece, times, end }
}

const OBJECT: &str = "POST /a HTTP/1.1\nHost: h.example\nContent-Type: application/json\n\n{";
const LIST: &str = "POST /a HTTP/1.1\nHost: h.example\nContent-Type: application/json\n\n[";
const ENTRY: &str = r#"{"log":{"entries":[{"request":{"method":"GET","url":"http://h.example/","headers":["#;
const UNUSED: &str =
    r#"{"log":{"entries":[{"request":{"method":"GET","url":"http://h.example/","headers":[],"cookies":["#;

const INPUTS: [Input; 13] = [
    input("list-as-body.ndjson", r#"{"method":"GET","target":"/","body":["#, "1,", 2_000_000, "1]}\n"),
    input("unused.ndjson", r#"{"method":"GET","target":"/","x":["#, "[],", 1_500_000, "1]}\n"),
    input("headers.ndjson", r#"{"method":"GET","target":"/","headers":["#, r#"["a","b"],"#, 400_000, "[]]}\n"),
    input("facts.ndjson", r#"{"method":"GET","target":"/","facts":{"#, r#""a":1,"#, 400_000, "\"b\":1}}\n"),
    input("long-text.ndjson", r#"{"method":"POST","target":"/","body":""#, "a\\n", 1_000_000, "\"}\n"),
    input("unused.har", UNUSED, "1,", 2_000_000, "1]}}]}}"),
    input("headers.har", ENTRY, r#"{"name":"a","value":"b"},"#, 300_000, "{}]}}]}}"),
    input("equal-names.http", OBJECT, "\"aaaaaa\":1,", 1_000_000, "\"a\":1}"),
    input("values.http", LIST, "1,", 2_000_000, "1]"),
    input("blank.txt", "", "\n", 4_000_000, ""),
    input("blanks.http", "GET /", " ", 100_000, " HTTP/1.1\nHost: h.example\n\n"),
    input("mistakes.http", "GET /?", "<\u{7f}=|&", 20_000, " HTTP/1.1\nHost: h.example\n\n"),
    input("header.http", "GET / HTTP/1.1\nHost: h.example\nX: ", "\u{7f}a", 100_000, "\n\n"),
];

#[test]
fn no_record_takes_more_than_four_times_its_length() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("memory");
    fs::create_dir_all(&folder).unwrap();
    let mut wrong = Vec::new();
    for Input { name, beginning, piece, times, end } in INPUTS {
        let path = folder.join(name);
        let text = [beginning, piece.repeat(times).as_str(), end].concat();
        fs::write(&path, &text).unwrap();
        let kibibytes = (BASE + 4 * text.len()) >> 10;
        for format in ["json", "sarif"] {
            let run =
                format!("ulimit -d {kibibytes}; exec \"$0\" check \"$1\" --format {format} >/dev/null 2>\"$1.err\"");
            let status = Command::new("sh").arg("-c").arg(run).arg(env!("CARGO_BIN_EXE_reqlint")).arg(&path).status();
            let code = status.unwrap().code();
            if !matches!(code, Some(0..=2)) {
                let said = fs::read_to_string(
                    path.with_extension(format!("{}.err", path.extension().unwrap().to_string_lossy())),
                );
                let said: String = said.unwrap_or_default().chars().take(200).collect();
                wrong.push(format!("{name} of {} MiB as {format}: {code:?} {said}", text.len() >> 20));
            }
        }
    }
    fs::remove_dir_all(&folder).unwrap();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
