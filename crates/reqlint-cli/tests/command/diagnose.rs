//! `reqlint diagnose` from outside.

use crate::run::{BROKEN, CLEAN, Folder};

const DENIED: &str =
    "\nHTTP/1.1 403 Forbidden\nContent-Type: application/json\n\n{ \"Message\" : \"Access Denied\" }\n";
const NOT_FOUND: &str = "\nHTTP/1.1 404 Not Found\n\n{ \"Message\" : \"Endpoint not found\" }\n";

fn with(request: &str, response: &str) -> String {
    format!("{request}{response}")
}

/// A recording doesn't show the target as it was sent.
const RECORDED: &str = r#"{"log":{"version":"1.2","creator":{"name":"any","version":"1"},"entries":[{
    "request":{"method":"POST","url":"https://forms.example.com/scans","httpVersion":"HTTP/1.1","queryString":[],"cookies":[],
        "headers":[{"name":"Host","value":"forms.example.com"},{"name":"Content-Type","value":"multipart/form-data"}],
        "postData":{"mimeType":"multipart/form-data","text":"--x\r\nContent-Disposition: form-data; name=\"scan\"\r\n\r\na\r\n--x--\r\n"}},
    "response":{"status":400,"statusText":"Bad Request","httpVersion":"HTTP/1.1","cookies":[],
        "headers":[{"name":"Content-Type","value":"application/json"}],
        "content":{"size":25,"mimeType":"application/json","text":"{\"error\":\"no scan sent\"}"}}}]}}"#;

#[test]
fn what_is_seen_of_a_request_comes_before_what_is_not() {
    let folder = Folder::new("seen").with("failed.har", RECORDED);
    let ran = folder.run(&["diagnose", "failed.har"]);
    let possible: Vec<_> = ran.out.lines().filter(|line| line.starts_with("possible")).collect();
    assert!(possible.len() > 1, "{}", ran.out);
    assert!(possible[0].contains("http/multipart-without-boundary"), "{}", ran.out);
    assert!(ran.out.contains("next: most likely: Leave Content-Type to the client"), "{}", ran.out);
}

#[test]
fn the_cause_and_the_next_step_stand_on_one_screen() {
    let folder = Folder::new("diagnose").with("failed.http", with(BROKEN, NOT_FOUND));
    let ran = folder.run(&["diagnose", "failed.http"]);
    assert_eq!(ran.exit, 1, "{ran:?}");
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(lines[0], "failed.http  GET api.edgecast.com/v2/mcc/customers/0001/cnames/httplarge/");
    assert_eq!(lines[1], "The API answered 404 Not Found, \"Endpoint not found\".");
    assert!(lines[3].starts_with("confirmed  the path ends with a slash"), "{}", ran.out);
    let last = [lines[lines.len() - 2], lines[lines.len() - 1]];
    assert_eq!(last, ["next: Remove the trailing slash from the path.", "      reqlint check failed.http --fix"]);
    assert!(lines.len() < 30 && lines.iter().all(|line| line.chars().count() <= 100), "{}", ran.out);
    assert!(!ran.out.contains("12345678") && ran.err.is_empty(), "{ran:?}");
    let quiet = folder.run(&["diagnose", "failed.http", "--quiet"]).out;
    assert_eq!(quiet.lines().collect::<Vec<_>>(), [&lines[..2], &last].concat());
}

#[test]
fn the_exit_status_is_the_conclusions() {
    let folder = Folder::new("diagnose-exit")
        .with("broken.http", with(BROKEN, NOT_FOUND))
        .with("open.http", with(CLEAN, DENIED))
        .with("silent.http", CLEAN);
    assert_eq!(folder.run(&["diagnose", "broken.http"]).exit, 1);
    assert_eq!(folder.run(&["diagnose", "open.http"]).exit, 0);
    assert_eq!(folder.run(&["diagnose", "open.http", "--fact", "token-known=false"]).exit, 1);
    assert_eq!(folder.run(&["diagnose", "silent.http", "--status", "403"]).exit, 0);
    let ran = folder.run(&["diagnose", "silent.http", "broken.http", "missing.http"]);
    ran.fails_with(&["this request has no response", "--> silent.http:1:1", "or pass --status 403", "missing.http"]);
    assert!(ran.out.contains("edgecast/trailing-slash"), "the others are diagnosed: {}", ran.out);
}

#[test]
fn what_is_typed_stands_for_the_response() {
    let folder = Folder::new("diagnose-typed").with("a.http", CLEAN).with("b.http", with(CLEAN, DENIED));
    let out = |words: &[&str]| folder.run(&[&["diagnose"], words].concat()).out;
    assert!(
        out(&["a.http", "--status", "403", "--message", "invalid USER."]).contains("403 Forbidden, \"invalid USER.\"")
    );
    let body = r#"{"Message":"Invalid user"}"#;
    assert!(out(&["a.http", "--status", "403", "--message", body]).contains("403 Forbidden, \"Invalid user\"."));
    assert!(out(&["b.http", "--status", "404"]).contains("The API answered 404 Not Found.\n"));
    assert!(out(&["b.http", "--message", "Invalid user"]).contains("403 Forbidden, \"Invalid user\"."));
    assert!(out(&["b.http", "--status", "403"]).contains("403 Forbidden, \"Access Denied\"."));
    folder.run(&["diagnose", "a.http", "--message", "x"]).fails_with(&["this request has no response"]);
    folder.run(&["diagnose", "a.http", "--status", "99"]).fails_with(&["99 is not in 100..600"]);
    let again = out(&["a.http", "--status", "403", "--message", "it's", "--fact", "account-status=active"]);
    let expected =
        r"reqlint diagnose a.http --status 403 --message 'it'\''s' --fact account-status=active --fact token-known";
    assert!(again.contains(expected), "{again}");
}

#[test]
fn a_request_on_standard_input_is_named_so() {
    let folder = Folder::new("diagnose-stdin");
    let ran = folder.run_stdin(&["diagnose"], &with(BROKEN, NOT_FOUND));
    assert!(ran.exit == 1 && ran.out.ends_with("      reqlint check - --fix\n"), "{ran:?}");
    let ran = folder.run_stdin(&["diagnose", "-", "--status", "404"], BROKEN);
    assert!(ran.exit == 1 && ran.out.contains("edgecast/trailing-slash"), "{ran:?}");
}

#[test]
fn without_a_request_there_is_the_checklist() {
    let folder = Folder::new("diagnose-checklist");
    let ran = folder.run_stdin(&["diagnose", "--status", "403", "--pack", "edgecast"], "");
    assert_eq!(ran.exit, 0, "{ran:?}");
    let begins = "The API answered 403 Forbidden.\n\nDoes all of this hold? (checklist of edgecast)\n□ ";
    assert!(ran.out.starts_with(begins), "{}", ran.out);
    assert!(ran.out.contains("  → Is this token the primary or backup token of a user in the MCC?\n"), "{}", ran.out);
    assert!(ran.out.contains("edgecast/scope-too-narrow (401)"), "what is listed too is marked: {}", ran.out);
    let ranked = ["diagnose", "--status", "403", "--message", "Access Denied", "--pack", "edgecast"];
    let ranked = folder.run(&ranked).out;
    let first = ranked.lines().find(|line| line.starts_with('□')).unwrap();
    assert!(first.contains("edgecast/authorization-missing"), "{ranked}");
    let all = folder.run(&["diagnose", "--status", "400"]).out;
    assert!(!all.contains(" edgecast/") && all.contains("(checklist of http)\n□ "), "{all}");
    let words = all.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        all.contains("What it may be at any API:\n· ")
            && words.contains("of its own: --pack edgecast, --pack github, --pack stripe next:"),
        "{all}"
    );
    let any = folder.run(&["diagnose", "--status", "403", "--pack", "http"]).out;
    assert!(any.contains("What it may be at any API:\n· ") && !any.contains("edgecast"), "{any}");
    folder.run(&["diagnose", "--status", "302"]).fails_with(&["no loaded pack has a checklist for 302"]);
}

#[test]
fn every_error_status_has_a_checklist() {
    let folder = Folder::new("diagnose-every-status");
    for status in ["400", "415", "418", "433", "499", "506", "511", "599"] {
        let ran = folder.run(&["diagnose", "--status", status]);
        assert!(ran.exit == 0 && ran.out.contains("What it may be at any API:\n· "), "{ran:?}");
    }
}

#[test]
fn a_response_alone_says_what_it_names() {
    let answer = "HTTP/1.1 301 Moved\nLocation: /a/\n\nHTTP/1.1 422 Unprocessable Content\nContent-Type: application/json\n\n\
        {\"detail\": [{\"loc\": [\"body\", \"price\"], \"msg\": \"Field required\"}]}\n";
    let folder = Folder::new("diagnose-answer").with("answer.txt", answer);
    let limit = "HTTP/1.1 403 Forbidden\nX-RateLimit-Remaining: 0\nX-RateLimit-Reset: 30\n\n";
    let folder = folder.with("limit.txt", limit).with("fine.txt", "HTTP/1.1 200 OK\n\n{}");
    let out = |words: &[&str]| folder.run(&[&["diagnose"], words].concat()).out;
    let text = out(&["answer.txt"]);
    let says = "What the answer says:\n· `price` is missing";
    assert!(text.contains(says) && text.contains("the request isn't shown") && text.contains("any API:"), "{text}");
    assert!(text.contains("in front of the response in answer.txt"), "{text}");
    let json = out(&["answer.txt", "--format", "json"]);
    assert!(json.contains("reqlint/checklist/2") && json.contains("\"title\": \"`price` is missing\""), "{json}");
    let json = out(&["limit.txt", "--format", "ndjson"]);
    assert!(json.contains(r#""retry":{"when":"later","seconds":30,"safe":false},"act":"sender""#), "{json}");
    assert!(out(&["fine.txt"]).ends_with("next: nothing: the answer is not an error\n"));
    assert!(folder.run_stdin(&["diagnose", "-"], answer).out.contains(says));
    folder.run(&["check", "answer.txt"]).fails_with(&["a response without a request"]);
}

#[test]
fn a_response_alone_says_what_the_resource_takes() {
    let answer = "HTTP/1.1 415 Unsupported Media Type\r\nAccept-Post: application/json\r\nContent-Length: 0\r\n\r\n";
    let folder = Folder::new("diagnose-answer-types").with("answer.txt", answer);
    let text = folder.run(&["diagnose", "answer.txt"]).out;
    assert!(text.contains("the answer says that it takes application/json; the request isn't shown"), "{text}");
    assert!(!text.contains("nothing else"), "{text}");
}

#[test]
fn json_is_one_object_or_a_list() {
    let folder = Folder::new("diagnose-json").with("a.http", with(BROKEN, NOT_FOUND));
    let folder = folder.with("b.http", with(CLEAN, DENIED)).with("silent.http", CLEAN);
    let one = folder.run(&["diagnose", "--format", "json", "a.http"]).out;
    assert!(one.starts_with("{\n  \"schema\": \"reqlint/report/2\"") && one.contains("\"observed\": {"), "{one}");
    let two = folder.run(&["diagnose", "--format", "json", "a.http", "b.http"]).out;
    assert!(two.starts_with("[\n{") && two.contains("\n},\n{") && two.ends_with("}\n]\n"), "{two}");
    assert_eq!(folder.run(&["diagnose", "--format", "json", "silent.http"]).out, "[]\n");
    let lines = folder.run(&["diagnose", "--format", "ndjson", "a.http", "b.http"]).out;
    assert!(lines.lines().count() == 2 && lines.lines().all(|l| l.contains("\"causes\":[{")), "{lines}");
    let list = folder.run(&["diagnose", "--format", "json", "--status", "403"]).out;
    assert!(list.starts_with("{\n  \"schema\": \"reqlint/checklist/2\""), "{list}");
    assert!(list.contains("\"http\"\n  ],\n  \"elsewhere\": [\n    \"edgecast\""), "{list}");
    for format in ["sarif", "junit", "html"] {
        folder
            .run(&["diagnose", "--format", format, "a.http"])
            .fails_with(&["possible values: text, json, ndjson, markdown"]);
    }
}

#[test]
fn an_answer_of_a_host_without_rules_is_said_to_be_one() {
    let folder = Folder::new("diagnose-foreign")
        .with("rules/p/pack.toml", "title = \"P\"\nhosts = [\"api.example.com\"]\n")
        .with("foreign.http", with("GET / HTTP/1.1\nHost: other.example\n", DENIED));
    let ran = folder.run(&["diagnose", "foreign.http", "--rules", "rules"]);
    assert!(ran.out.contains("note: no loaded pack has this host"), "{ran:?}");
    assert!(!ran.out.contains("rules were checked"), "{ran:?}");
}

#[test]
fn a_response_without_a_status_is_said() {
    let raw =
        format!("{CLEAN}\nHTTP/1.1 Forbidden\nContent-Type: application/json\n\n{{\"Message\":\"Access Denied\"}}\n");
    let json = r#"{"method":"GET","url":"https://api.edgecast.com/v2/mcc/customers/0001/cnames/httplarge","response":{"body":"x"}}"#;
    let folder = Folder::new("diagnose-no-status").with("a.http", raw).with("b.ndjson", json);
    for (name, note) in
        [("a.http", "the first line of this response has no status"), ("b.ndjson", "`response.status` is missing")]
    {
        folder.run(&["diagnose", name]).fails_with(&["this request has no response"]);
        let ran = folder.run(&["diagnose", name, "--status", "403"]);
        assert!(ran.exit != 2 && ran.out.contains("The API answered 403 Forbidden."), "{ran:?}");
        assert!(ran.out.contains(note), "{ran:?}");
    }
}

#[test]
fn compressed_and_binary_answers_are_diagnosed_by_their_status() {
    let answer = |head: &str, body: &[u8]| {
        [BROKEN.as_bytes(), b"\nHTTP/1.1 404 Not Found\n", head.as_bytes(), b"\n", body].concat()
    };
    let folder = Folder::new("diagnose-odd")
        .with("gzip.http", answer("Content-Encoding: gzip\n", b"\x1f\x8b\x08\x00\xff\xfe"))
        .with("binary.http", answer("", b"\x00\xff\xfe\xfd"));
    for (name, said) in [("gzip.http", "body is compressed"), ("binary.http", "body is not text")] {
        let ran = folder.run(&["diagnose", name]);
        assert!(ran.exit == 1 && ran.out.contains(said) && ran.out.contains("edgecast/trailing-slash"), "{ran:?}");
    }
}

#[test]
fn an_answer_that_repeats_a_secret_does_not_show_it() {
    let answer = "\nHTTP/1.1 403 Forbidden\n\n{\"Message\":\"no such token: 12345678-1234-1234-1234-1234567890ab\"}\n";
    let folder = Folder::new("diagnose-secret").with("a.http", with(CLEAN, answer)).with("b.http", CLEAN);
    for format in ["text", "json", "ndjson", "markdown"] {
        let ran = folder.run(&["diagnose", "a.http", "--format", format]);
        assert!(ran.out.contains("no such token") && !ran.out.contains("12345678"), "{ran:?}");
    }
    let told = "bad 12345678-1234-1234-1234-1234567890ab";
    let ran = folder.run(&["diagnose", "b.http", "--status", "403", "--message", told]);
    assert!(ran.out.contains("\"bad ********\"") && !ran.out.contains("12345678"), "{ran:?}");
}

#[test]
fn a_body_alone_below_a_command_is_its_answer() {
    let curl = "curl -d '{\"a\":1}' -H 'Content-Type: application/json' https://shop.example/orders\n";
    let folder = Folder::new("diagnose-body-alone")
        .with("says.sh", format!("{curl}\n{{\"status\": 422, \"errors\": {{\"b\": [\"is required\"]}}}}\n"))
        .with("silent.sh", format!("{curl}\n{{\"errors\": {{\"b\": [\"is required\"]}}}}\n"))
        .with("prose.sh", format!("{curl}\nit works elsewhere\n"));
    let ran = folder.run(&["diagnose", "says.sh"]);
    assert!(ran.out.contains("The API answered 422") && ran.out.contains("`b` is missing"), "{ran:?}");
    assert!(ran.out.contains("no status line of the answer: its member `status` says 422"), "{ran:?}");
    let ran = folder.run(&["diagnose", "silent.sh"]);
    assert!(ran.out.contains("it seems with 400") && ran.out.contains("`b` is missing"), "{ran:?}");
    assert!(ran.out.contains("the answer is shown without its status: it is read as 400"), "{ran:?}");
    let ran = folder.run(&["diagnose", "silent.sh", "--status", "422"]);
    assert!(ran.out.contains("The API answered 422") && ran.out.contains("`b` is missing"), "{ran:?}");
    folder.run(&["diagnose", "prose.sh"]).fails_with(&["nothing below this request says the status of its answer"]);
}

#[test]
fn json_has_the_question_and_what_its_answer_settles() {
    let folder = Folder::new("diagnose-question").with("a.http", with(CLEAN, DENIED));
    let json = |words: &[&str]| {
        let ran = folder.run(&[&["diagnose", "a.http", "--format", "json"], words].concat());
        serde_json::from_str::<serde_json::Value>(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
    };
    let asked = json(&[]);
    let question = &asked["question"];
    let (fact, ask) = (question["fact"].as_str().unwrap(), question["ask"].as_str().unwrap());
    assert_eq!(asked["next"], format!("find out: {ask}"));
    assert_eq!(
        (fact, &question["type"], &question["one_of"]),
        ("token-known", &"boolean".into(), &serde_json::json!([]))
    );
    let causes = asked["causes"].as_array().unwrap();
    let needing = causes.iter().filter(|cause| cause["needs"].as_array().unwrap().contains(&question["fact"]));
    let needing: Vec<_> = needing.map(|cause| cause["rule"].clone()).collect();
    assert!(!needing.is_empty() && question["settles"] == serde_json::Value::from(needing.clone()), "{question}");
    let answered = json(&["--fact", &format!("{fact}=false")]);
    let settled = answered["causes"].as_array().unwrap().iter().find(|cause| cause["rule"] == needing[0]).unwrap();
    assert_ne!(settled["verdict"], "possible", "{settled}");
}

#[test]
fn the_next_command_has_its_options_before_the_request() {
    let folder = Folder::new("diagnose-typed");
    let url = "https://api.edgecast.com/v2/mcc/customers/0001/cnames/httplarge";
    let given = ["-H", "Authorization: TOK: 12345678-1234-1234-1234-1234567890ab"];
    for (status, option) in [("403", " --fact "), ("503", " --format markdown")] {
        let ran = folder.run(&[&["diagnose", "--status", status, "--", "curl", url][..], &given].concat());
        let next = ran.out.lines().find(|line| line.trim_start().starts_with("reqlint diagnose")).unwrap_or_default();
        let (options, request) = next.split_once(" -- ").unwrap_or_else(|| panic!("{}", ran.out));
        assert!(options.contains(option) && request.starts_with("curl …"), "{next}");
        assert!(!request.contains("--f"), "{next}");
    }
}

#[test]
fn what_a_library_makes_of_a_body_comes_before_what_the_api_says_of_it() {
    let program = "fetch('https://api.example.com/v2/orders', {\n  method: 'POST',\n  headers: { 'Content-Type': 'application/json' },\n  body: { customer: 12 },\n})\n\n400 {\"message\":\"Unexpected token o in JSON at position 1\"}\n";
    let folder = Folder::new("made-of").with("a.txt", program);
    let ran = folder.run(&["diagnose", "a.txt"]);
    let causes: Vec<_> = ran.out.lines().filter(|line| line.starts_with("confirmed")).collect();
    assert!(causes.first().is_some_and(|cause| cause.ends_with("http/sent-as-typed")), "{}", ran.out);
}

#[test]
fn a_body_that_is_not_shown_is_not_said_to_lack_anything() {
    let program = "requests.post('https://api.example.com/v2/orders', json=order)\n\n422 {\"message\": \"`customer` is required\"}\n";
    let folder = Folder::new("not-shown").with("a.txt", program);
    let ran = folder.run(&["diagnose", "a.txt"]);
    assert!(ran.out.contains("the API says that `customer` is missing; the body isn't shown"), "{}", ran.out);
    assert!(!ran.out.contains("has none"), "{}", ran.out);
}
