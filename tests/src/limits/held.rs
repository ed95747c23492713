//! Each bound of docs/limits.md, met: what is said then.

use crate::support::rules;
use reqlint_core::{Facts, PackSource, RuleSet, SourceFile};
use reqlint_formats::read::{Environments, MAX_BODY, MAX_LINE, MAX_TEXT, Source, recognise};
use reqlint_formats::write::Options;
use reqlint_formats::write::text::Detail;
use reqlint_formats::{Format, Judged, OutputFormat, Record};
use std::convert::Infallible;
use std::io::Read;

/// Gives what is said about an input beyond a bound.
type Holds = fn() -> String;

/// What is said where a bound is met, by the bound's name.
pub(super) const HELD: [(&str, Holds); 48] = [
    ("text", || errors(Format::Http, &vec![b'a'; MAX_TEXT + 1])),
    ("blank text", blank_text),
    ("line", || errors(Format::Ndjson, &vec![b'a'; MAX_LINE + 2])),
    ("recording", || errors(Format::Vcr, &vec![b'a'; (64 << 20) + 1])),
    ("body", || errors(Format::Http, &post("text/plain", &"a".repeat(MAX_BODY + 1)))),
    ("header lines", || errors(Format::Http, ["GET / HTTP/1.1\n", &"A: b\n".repeat(1001)].concat().as_bytes())),
    ("header lines in HAR", || {
        let lines = [r#"{"name":"A","value":"b"}"#; 1001].join(",");
        let text = format!(
            r#"{{"log":{{"entries":[{{"request":{{"method":"GET","url":"http://h/","headers":[{lines}]}}}}]}}}}"#
        );
        errors(Format::Har, text.as_bytes())
    }),
    ("header lines in NDJSON", || {
        let lines = [r#"["A","b"]"#; 1001].join(",");
        errors(Format::Ndjson, format!(r#"{{"method":"GET","target":"/","headers":[{lines}]}}"#).as_bytes())
    }),
    ("facts of a record", || {
        let facts: Vec<String> = (0..1001).map(|number| format!("\"f{number}\":1")).collect();
        errors(Format::Ndjson, format!(r#"{{"method":"GET","target":"/","facts":{{{}}}}}"#, facts.join(",")).as_bytes())
    }),
    ("member before `log`", || {
        let text = format!(r#"{{"a":"{}","log":{{"entries":[]}}}}"#, "a".repeat(257 << 10));
        let name = |name| recognise(name, text.as_bytes()).unwrap().0;
        assert_eq!(name(Some("a.har")), Format::Har);
        format!("read as {}", name(None).name().to_uppercase())
    }),
    ("told failure", || {
        let text = format!("404 Client Error: Not Found for url: https://h.example/a\n{}", "a\n".repeat(33 << 10));
        errors_and_notes(Format::Transcript, text.as_bytes())
    }),
    ("variables of a program", || {
        let names: Vec<String> = (0..201).map(|number| format!("n{number}")).collect();
        told(&format!("requests.post('https://h.example/a', json=[{}])", names.join(", ")))
    }),
    ("requests of a program", || told(&"requests.get('https://h.example/a')\n".repeat(25))),
    ("depth of a value in a program", || {
        told(&format!("requests.post('https://h.example/a', json={})", nested("[", "]", 25)))
    }),
    ("work for a program", || {
        told(&format!("requests.get('https://h.example/a')\n{}", "requests.post({x:".repeat(2500)))
    }),
    ("growth by variables", || {
        let text = format!("@a = {}\nGET /{} HTTP/1.1\nHost: h.example\n", "x".repeat(8000), "{{a}}".repeat(100));
        written(Format::Http, text.as_bytes(), OutputFormat::Text)
    }),
    ("file of an environment", || {
        Environments::read(".env", &vec![b'a'; Environments::MAX + 1]).unwrap_err().to_string()
    }),
    ("values of an environment", || {
        let values: String = (0..1001).map(|number| format!("A{number}=b\n")).collect();
        Environments::read(".env", values.as_bytes()).unwrap_err().to_string()
    }),
    // that the command says so is tested in reqlint-cli
    ("environments of Bruno", || {
        assert_eq!(Environments::left_out("environments", Environments::MAX_FILES), None);
        Environments::left_out("environments", Environments::MAX_FILES + 1).unwrap()
    }),
    ("folders of a collection", || Environments::too_deep("a.bru")),
    ("line that tells of a request", || {
        let text = |length| format!("I get this from a.example:\n{TOLD}{}\n", "a".repeat(length));
        assert_eq!(errors(Format::Transcript, text(7_000).as_bytes()), "");
        errors(Format::Transcript, text(9_000).as_bytes())
    }),
    ("requests of a command", || errors_and_notes(Format::Curl, b"curl https://h.example/[1-1001]")),
    ("depth of a JSON body", || of_body("application/json", &nested("[", "]", 257))),
    ("depth of an XML body", || of_body("application/xml", &nested("<a>", "</a>", 257))),
    ("values of a body", || of_body("application/json", &format!("[{}1]", "1,".repeat(500_000)))),
    ("pairs of a form", || of_body("application/x-www-form-urlencoded", &"a&".repeat(500_001))),
    ("findings of a request", || written(Format::Http, &blanks(101), OutputFormat::Json)),
    ("findings in text", || written(Format::Http, &blanks(101), OutputFormat::Text)),
    ("findings in other formats", || {
        let others =
            OutputFormat::ALL.iter().filter(|format| matches!(format.name(), "sarif" | "junit" | "github" | "gitlab"));
        let texts: Vec<String> = others.map(|format| written(Format::Http, &blanks(101), *format)).collect();
        assert!(texts.iter().all(|text| text.contains("1 more finding left out")));
        texts.concat()
    }),
    ("target in JSON", || {
        let text = format!("GET /{} HTTP/1.1\nHost: h.example\n\n", "a".repeat(100_000));
        let json = written(Format::Http, text.as_bytes(), OutputFormat::Json);
        assert!(json.len() < 200_000, "{}", json.len());
        json
    }),
    ("name of a member", || {
        let name = "a".repeat(100_000);
        of_body("application/json", &format!("{{\"{name}\":1,\"{name}\":2}}"))
    }),
    ("bytes of a report", whatever_is_long),
    ("rule file", || load(&[("p/a.toml", &"#\n".repeat(1 << 20))])),
    ("rules of a pack", || {
        let rules: Vec<(String, String)> =
            (0..10_001).map(|number| (format!("p/r{number}.toml"), String::new())).collect();
        load(&rules.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
    }),
    ("compiled regex", || {
        load(&[("p/pack.toml", "title = 'P'\n[pattern.a]\nregex = '((a{1000}){1000}){1000}'\nsays = 'a'\n")])
    }),
    ("description", || imported(&format!("# {}", "a".repeat(64 << 20)))),
    ("depth of a description", || imported(&format!("{{\"a\":{}", nested("[", "]", 129)))),
    ("files of a description", || {
        let lines: String = (1..1001).map(|number| format!("- {{$ref: 'f{number}'}}\n")).collect();
        let last = "  /a: {get: {parameters: [{name: a, in: query, schema: {$ref: f0}}], responses: {}}}\n";
        imported(&format!("openapi: 3.1.0\npaths:\n{last}x-all:\n{lines}"))
    }),
    ("bytes of a description's files", || {
        let text = "openapi: 3.1.0\npaths: {/a: {get: {parameters: [{name: a, in: query, schema: {$ref: 'large3'}}]}}}\n\
                    x-all: [{$ref: large1}, {$ref: large2}]\n";
        imported(text)
    }),
    ("operations of a description", || {
        let paths: String = (0..20_001).map(|number| format!("  /p{number}: {{get: {{}}}}\n")).collect();
        imported(&format!("openapi: 3.1.0\npaths:\n{paths}"))
    }),
    ("fields of an operation", || {
        let members: Vec<String> = (0..1001).map(|number| format!("m{number}: {{}}")).collect();
        imported(&operation(&format!("{{type: object, properties: {{{}}}}}", members.join(", "))))
    }),
    ("schemas of an operation", || {
        let doubled = |n: i32| {
            format!(
                "  s{n}: {{allOf: [{{$ref: '#/x-s/s{0}'}}, {{anyOf: [{{$ref: '#/x-s/s{0}'}}, {{type: object}}]}}]}}\n",
                n + 1
            )
        };
        let schemas: String = (0..20).map(doubled).collect();
        let text = operation("{$ref: '#/x-s/s0'}");
        imported(&format!("{text}x-s:\n{schemas}  s20: {{type: object, properties: {{a: {{type: string}}}}}}\n"))
    }),
    ("requests of a collection", || collected(50_001, |_| r#"{"request": "http://h/a"}"#.to_owned())),
    ("requests of recordings", || {
        let entry = r#"{"request":{"method":"GET","url":"http://h/a"},"response":{"status":200}}"#;
        recorded(&[entry; 100_001].join(","))
    }),
    ("endpoints of examples", || collected(20_001, |number| format!("{{\"request\": \"http://h/p{number}\"}}"))),
    ("members of an example", || {
        let query: String = (0..2_001).map(|number| format!("m{number}&")).collect();
        collected(1, |_| format!("{{\"request\": \"http://h/a?{query}\"}}"))
    }),
    ("constants of a field", || {
        let values: Vec<String> = (0..2001).map(|number| number.to_string()).collect();
        imported(&operation(&format!("{{type: object, properties: {{a: {{enum: [{}]}}}}}}", values.join(", "))))
    }),
    ("answer", || {
        let text = format!(
            "GET / HTTP/1.1\nHost: h.example\n\nHTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n[{}1]",
            "1,".repeat(1 << 20)
        );
        let mut out = String::new();
        each(Format::Http, text.as_bytes(), &mut |record| {
            let facts = rules().facts();
            let diagnosis = reqlint_core::diagnose::diagnose(rules(), &record.exchange, &facts).unwrap();
            out = diagnosis.remarks.join("\n");
        });
        out
    }),
];

/// The error of a client, up to where its URL goes on.
const TOLD: &str = "HTTPError: 400 Client Error: Bad Request for url: https://h.example/";

/// What is said of a description: why it is refused, or its loss report.
fn imported(text: &str) -> String {
    let mut load = |path: &str| match path.strip_prefix("large") {
        Some(_) => Ok(format!("]{}", "a".repeat(60 << 20))),
        None => Ok("type: string\n".to_owned()),
    };
    match reqlint_import::openapi("api.yaml", text, &reqlint_import::Options::new("p"), &mut load) {
        Ok(imported) => imported.report.text,
        Err(error) => error.message,
    }
}

/// What is said of a collection of so many requests.
fn collected(number: usize, item: impl Fn(usize) -> String) -> String {
    let items: Vec<String> = (0..number).map(item).collect();
    let text = format!("{{\"item\": [{}]}}", items.join(","));
    match reqlint_import::postman("a.json", &text, &reqlint_import::Options::new("p")) {
        Ok(imported) => imported.report.text,
        Err(error) => error.message,
    }
}

/// What is said of a recording with these entries.
fn recorded(entries: &str) -> String {
    let options = reqlint_import::Options::new("p");
    let mut har = reqlint_import::Har::new(&options);
    har.read("a.har", format!("{{\"log\":{{\"entries\":[{entries}]}}}}").as_bytes());
    har.imported().map_or_else(|error| error.message, |imported| imported.report.text)
}

/// A description of one operation with this schema of its body.
fn operation(schema: &str) -> String {
    format!(
        "openapi: 3.1.0\npaths:\n  /a: {{post: {{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}}}}}\n"
    )
}

fn nested(open: &str, close: &str, depth: usize) -> String {
    [open.repeat(depth), close.repeat(depth)].concat()
}

fn post(media_type: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("POST /a HTTP/1.1\nHost: h.example\nContent-Type: {media_type}\nContent-Length: {length}\n\n{body}")
        .into_bytes()
}

fn of_body(media_type: &str, body: &str) -> String {
    written(Format::Http, &post(media_type, body), OutputFormat::Json)
}

/// A request whose target has so many blanks, each of which is a mistake.
fn blanks(number: usize) -> Vec<u8> {
    format!("GET /{}x HTTP/1.1\nHost: h.example\n\n", " ".repeat(number)).into_bytes()
}

/// Hands on the records; gives the errors.
fn each(format: Format, text: &[u8], look: &mut dyn FnMut(&Record<'_>)) -> String {
    let mut errors = String::new();
    format
        .read::<Infallible>(Source::default(), text, &mut |result| {
            match result {
                Ok(record) => look(&record),
                Err(error) => errors += &format!("{error}\n"),
            }
            Ok(())
        })
        .unwrap();
    errors
}

fn errors(format: Format, text: &[u8]) -> String {
    each(format, text, &mut |_| {})
}

fn errors_and_notes(format: Format, text: &[u8]) -> String {
    let mut notes = String::new();
    let errors = each(format, text, &mut |record| record.notes.iter().for_each(|note| notes += &note.message));
    errors + &notes
}

/// What is noted of a program whose answer is told below it.
fn told(program: &str) -> String {
    errors_and_notes(Format::Transcript, format!("import requests\n{program}\n\nI get a 400\n").as_bytes())
}

/// What is written about the records of a text.
fn written(format: Format, text: &[u8], output: OutputFormat) -> String {
    let mut out = String::new();
    let errors = each(format, text, &mut |record| out += &report(record, output));
    assert_eq!(errors, "");
    out
}

fn report(record: &Record<'_>, output: OutputFormat) -> String {
    let (rules, facts) = (rules(), Facts::default());
    let explained = rules.explain(&record.exchange, &facts);
    let (masked, resolved) = (&explained.masked, &explained.resolved);
    let mut out = String::new();
    let mut writer = output.reports(Options { rules, detail: Detail::default(), requires_judged: false });
    writer.add(&Judged { record, masked, resolved, facts: &[] }, &mut out).unwrap();
    let mut out = out.into_bytes();
    writer.finish(&mut out).unwrap();
    anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string()
}

/// Blank lines without an end.
fn blank_text() -> String {
    let blank = std::io::BufReader::with_capacity(1 << 20, std::io::repeat(b'\n').take(MAX_TEXT as u64 * 4));
    let (format, text) = recognise(None, blank).unwrap();
    let mut errors = String::new();
    format
        .read::<Infallible>(Source::default(), text, &mut |result| {
            errors += &result.err().map(|error| error.to_string()).unwrap_or_default();
            Ok(())
        })
        .unwrap();
    errors
}

fn whatever_is_long() -> String {
    let long = "a b\u{7f}".repeat(25_000);
    let target = format!("/{}?x={long}", " ".repeat(2_000));
    let lines: String = (0..100).map(|number| format!("X-{number} : {}\n", "\u{7f}".repeat(10_000))).collect();
    let member = format!("\"{}\":1", "n".repeat(10_000));
    let body = format!("{{{}}}", [member.as_str(); 100].join(","));
    let head = format!("POST {target} HTTP/1.1\nHost: h.example\n{lines}Content-Type: application/json\n\n{body}");
    let mut texts = Vec::new();
    let errors = each(Format::Http, head.as_bytes(), &mut |record| {
        texts.extend(OutputFormat::ALL.iter().map(|output| (output.name(), report(record, *output))));
    });
    assert_eq!((errors.as_str(), texts.len()), ("", OutputFormat::ALL.len()));
    for (name, text) in &texts {
        assert!(text.len() < 2 << 20, "{name}: {} bytes", text.len());
    }
    texts.into_iter().map(|(_, text)| text).collect()
}

/// What is wrong with a pack of these files.
fn load(files: &[(&str, &str)]) -> String {
    let file = |(path, text): &(&str, &str)| SourceFile { path: (*path).to_owned(), text: (*text).to_owned() };
    let pack = PackSource { name: "p".to_owned(), root: "p".to_owned(), files: files.iter().map(file).collect() };
    let mistakes = RuleSet::load(vec![pack]).unwrap_err();
    mistakes.list.iter().map(|mistake| mistake.message.clone() + "\n").collect()
}

#[test]
fn a_request_is_judged_as_before_up_to_a_bound() {
    let said = of_body("application/json", &nested("[", "]", 256))
        + &of_body("application/json", &format!("[{}1]", "1,".repeat(499_998)));
    assert!(!said.contains("not looked at") && !said.contains("can't be read"), "{said}");
    let found = written(Format::Http, &blanks(100), OutputFormat::Json);
    assert!(found.contains("\"findings_left_out\": 0"), "{}", found.get(..600).unwrap_or_default());
}
