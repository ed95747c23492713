//! What is aimed at those who read a report, in every input format, looked for in every output format.

use crate::run::{Folder, file_formats};
use reqlint_formats::OutputFormat;
use serde_json::{Value, json};

/// Pieces of a request, and what each is aimed at.
const HOSTILE: [(&str, &str); 12] = [
    ("a terminal's colours", "\u{1b}[31mred\u{1b}[0m"),
    ("a terminal's title", "\u{1b}]0;owned\u{7}\u{9b}2J"),
    ("the direction of text", "\u{202e}desrever\u{2066}\u{200b}"),
    ("a page", "<script>alert(1)</script><img src=x onerror=alert(1)>"),
    ("an attribute", "\"><svg/onload=alert(1)>' onx='"),
    ("a table", "|a|b|\\|c|"),
    ("a list and a link", "`#`*[a](javascript:b)*@everyone<!--"),
    ("XML", "]]><x/>&amp;&#x1b;<![CDATA["),
    ("a workflow", "::error::owned%0A::set-output%20name=a::b"),
    ("a line", "%0d%0a::warning::owned"),
    ("a template", "${{secrets.TOKEN}}$(id)"),
    ("a NUL", "a\0b"),
];

/// The same request in each format, a piece wherever one may appear.
fn inputs(piece: &str) -> Vec<(&'static str, String)> {
    let (target, value) = (format!("/v2/a {piece}/?q={piece}"), format!("\"{piece}"));
    let headers =
        [("Authorization", value.as_str()), ("X-Any", piece), (piece, "x"), ("Content-Type", "application/json")];
    let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    let pairs = headers.map(|(name, value)| json!([name, value]));
    let objects = headers.map(|(name, value)| json!({ "name": name, "value": value }));
    let body = format!("{{\"MediaPath\":\"{piece}\",\"{piece}\":}}");
    let options: String =
        headers.iter().map(|(name, value)| format!(" -H '{}'", format!("{name}: {value}").replace('\'', ""))).collect();
    let request = json!({ "method": "PUT", "url": format!("https://api.edgecast.com{target}"), "headers": objects,
        "postData": { "text": body } });
    vec![
        ("a.http", format!("### {piece}\nPUT {target} HTTP/1.1\nHost: api.edgecast.com\n{lines}\n{body}\n###\nPUT /\n\n< {piece}.txt\n")),
        ("b.http", format!("{piece} {piece}\n")),
        ("c.sh", format!("curl -X PUT 'https://api.edgecast.com{0}'{options} -d '{1}'\ncurl -d @{2}.txt https://api.edgecast.com/ --{2}\n",
            target.replace('\'', ""), body.replace('\'', ""), piece.replace('\'', "")).replace('\0', "\u{1}")),
        ("d.har", json!({ "log": { "entries": [{ "request": request }, { "request": { "method": piece } }] } }).to_string()),
        ("e.ndjson", json!({ "id": piece, "method": "PUT", "target": target, "headers": pairs, "body": body }).to_string()),
        ("f.ndjson", json!({ "method": piece, "url": piece, "facts": { piece: 1 } }).to_string()),
        ("g.ndjson", json!({ "request_id": piece, "request_method": "PUT", "request_uri": target, "host": "api.edgecast.com",
            "http_authorization": value, "status": 403 }).to_string()),
    ]
}

#[test]
fn what_is_quoted_stays_text() {
    for (index, (aim, piece)) in HOSTILE.iter().enumerate() {
        let name = format!("hostile-{index}");
        let folder = inputs(piece).into_iter().fold(Folder::new(&name), |folder, (name, text)| folder.with(name, text));
        let results = Folder::new(&format!("{name}-results"));
        let outputs =
            file_formats().map(|format| format!("--output={format}:{}", results.path(format.name()).display()));
        let mut words = vec![".", "--pack", "edgecast", "--checklist"];
        let outputs: Vec<_> = outputs.collect();
        words.extend(outputs.iter().map(String::as_str));
        let ran = folder.check(&words);
        assert_eq!(ran.exit, 2, "{aim}: {ran:?}");
        quiet(aim, "text", &ran.out);
        quiet(aim, "errors", &ran.err);
        for format in file_formats() {
            let text = results.read(format.name());
            assert!(text.len() > 300, "{aim}, {format}: {text}");
            quiet(aim, format.name(), &text);
            look(aim, format, &text);
        }
    }
}

/// No character that acts, is invisible or turns a line around.
fn quiet(aim: &str, format: &str, text: &str) {
    let acts = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let found = text
        .find(acts)
        .map(|at| text[..at].chars().rev().take(80).collect::<String>().chars().rev().collect::<String>());
    assert_eq!(found, None, "{aim}, {format}");
}

/// What each format is read as holds no more than what reqlint wrote.
fn look(aim: &str, format: OutputFormat, text: &str) {
    let lower = text.to_ascii_lowercase();
    match format {
        OutputFormat::Json | OutputFormat::Sarif | OutputFormat::Gitlab => {
            drop(serde_json::from_str::<Value>(text).unwrap())
        }
        OutputFormat::Ndjson => text.lines().for_each(|line| drop(serde_json::from_str::<Value>(line).unwrap())),
        OutputFormat::Junit => {
            let elements = ["testsuites", "testsuite", "testcase", "failure", "error ", "system-out"];
            let names = text.match_indices('<').map(|(at, _)| text[at + 1..].trim_start_matches('/'));
            let strange = names
                .filter(|name| !name.starts_with("?xml"))
                .find(|name| !elements.iter().any(|known| name.starts_with(known)));
            assert_eq!(strange.map(|name| &name[..name.len().min(40)]), None, "{aim}");
        }
        OutputFormat::Github => {
            for line in text.lines() {
                let level = line.strip_prefix("::error ").or_else(|| line.strip_prefix("::warning "));
                assert!(level.is_some_and(|rest| rest.starts_with("file=")), "{aim}: {line}");
                assert!(!line.contains("%0A::") && !line.contains("%0a::"), "{aim}: {line}");
            }
        }
        OutputFormat::Html => {
            for word in ["<script", "<img", "<svg", "<x/>", "<!--", "<![cdata["] {
                assert!(!lower.contains(word), "{aim}: {word}");
            }
            assert_eq!(text.matches("<section").count(), text.matches("</section>").count(), "{aim}");
        }
        OutputFormat::Markdown => {
            let cells = |line: &str| line.replace("\\|", "").matches('|').count();
            let rows = text.lines().filter(|line| line.starts_with("| "));
            rows.for_each(|row| assert_eq!(cells(row), 4, "{aim}: {row}"));
        }
        other => assert!(matches!(other, OutputFormat::Text), "say here what {other} holds at most"),
    }
}
