//! A conversation with `reqlint lsp`, as an editor has it.

#![expect(clippy::indexing_slicing, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use crate::run::Folder;
use lsp_server::{Message, Notification, Request, Response};
use serde_json::{Value, json};
use std::io::BufReader;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const PACK: &str = "title = \"Shop\"\nhosts = [\"shop.example\"]\nprecedence = [\"key-missing\"]\n\
[pattern.key]\nregex = \"[a-z]+\"\nsays = \"a key such as abc\"\n\
[fact.open]\ntype = \"boolean\"\nask = \"Is the shop open?\"\n";

const MISSING: &str = "title = \"The request has a key\"\nstatus = 401\ncheck.header-required.header = \"X-Key\"\n\n\
[[example]]\nfail = \"GET https://shop.example/\"\npass = '''\nGET / HTTP/1.1\nHost: shop.example\nX-Key: abc\n'''\n";

const SYNTAX: &str = "title = \"The key has its form\"\nstatus = 401\nunless-failed = [\"key-missing\"]\n\n\
[check.header-syntax]\nheader = \"X-Key\"\nsyntax = \"{key}\"\n\n\
[[example]]\nfail = \"GET https://shop.example/\"\npass = '''\nGET / HTTP/1.1\nHost: shop.example\nX-Key: abc\n'''\n";

/// An editor with a running server.
struct Editor {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    asked: i32,
    /// Notifications that no test has looked at yet.
    notifications: Vec<Notification>,
    folder: PathBuf,
}

impl Editor {
    fn new(test: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
        Folder::new(test)
            .with("shop/pack.toml", PACK)
            .with("shop/401-unauthorized/key-missing.toml", MISSING)
            .with("shop/401-unauthorized/key-syntax.toml", SYNTAX);
        let mut command = Command::new(env!("CARGO_BIN_EXE_reqlint"));
        let mut child = command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut editor = Self { child, to, from, asked: 0, notifications: Vec::new(), folder };
        let able = editor.ask("initialize", json!({ "capabilities": {} }));
        assert!(able["capabilities"]["hoverProvider"].as_bool().unwrap(), "{able}");
        editor.tell("initialized", json!({}));
        editor
    }

    fn uri(&self, file: &str) -> String {
        format!("file://{}", self.folder.join("shop").join(file).to_str().unwrap())
    }

    fn tell(&mut self, method: &str, params: Value) {
        Message::Notification(Notification { method: method.into(), params }).write(&mut self.to).unwrap();
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let request = Request { id: self.asked.into(), method: method.into(), params };
        Message::Request(request).write(&mut self.to).unwrap();
        loop {
            match Message::read(&mut self.from).unwrap().expect("the server goes on") {
                Message::Response(Response { id, response_result }) if id == self.asked.into() => {
                    return response_result.unwrap_or_else(|error| panic!("{method}: {error:?}"));
                }
                Message::Notification(notifications) => self.notifications.push(notifications),
                other => panic!("{other:?}"),
            }
        }
    }

    fn open(&mut self, file: &str, text: &str) {
        let document = json!({ "uri": self.uri(file), "languageId": "toml", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Opens a file as it is with a `|` in it, and asks about that place.
    fn ask_at(&mut self, method: &str, file: &str, marked: &str) -> Value {
        let before = marked.split('|').next().unwrap();
        let line = before.matches('\n').count();
        let character = before.rsplit('\n').next().unwrap().encode_utf16().count();
        self.open(file, &marked.replacen('|', "", 1));
        let place =
            json!({ "textDocument": { "uri": self.uri(file) }, "position": { "line": line, "character": character } });
        self.ask(method, place)
    }

    fn completions(&mut self, marked: &str) -> Vec<String> {
        self.completions_in("401-unauthorized/key-syntax.toml", marked)
    }

    fn completions_in(&mut self, file: &str, marked: &str) -> Vec<String> {
        let items = self.ask_at("textDocument/completion", file, marked);
        items.as_array().unwrap().iter().map(|item| item["textEdit"]["newText"].as_str().unwrap().to_owned()).collect()
    }

    /// The messages that the editor shows for a file, after all that was said so far.
    fn mistakes(&mut self, file: &str) -> Vec<(u64, String)> {
        let uri = self.uri(file);
        self.ask("textDocument/codeLens", json!({ "textDocument": { "uri": uri } }));
        let of_file = |notifications: &&Notification| {
            notifications.method.ends_with("publishDiagnostics") && notifications.params["uri"] == uri
        };
        let last = self.notifications.iter().rfind(of_file);
        let list = last.and_then(|notifications| notifications.params["diagnostics"].as_array());
        let said =
            |d: &Value| (d["range"]["start"]["line"].as_u64().unwrap(), d["message"].as_str().unwrap().to_owned());
        list.into_iter().flatten().map(said).collect()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.child.kill();
            return;
        }
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        assert!(self.child.wait().unwrap().success());
    }
}

#[test]
fn errors_show_while_typing_and_go_when_fixed() {
    let mut editor = Editor::new("lsp-mistakes");
    let file = "401-unauthorized/key-missing.toml";
    editor.open(file, &MISSING.replace("header =", "heder =").replace("status", "statuss"));
    let mistakes = editor.mistakes(file);
    assert_eq!(mistakes.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2], "{mistakes:#?}");
    assert!(mistakes[0].1.contains("did you mean `status`?"), "{mistakes:#?}");
    let change =
        json!({ "textDocument": { "uri": editor.uri(file), "version": 2 }, "contentChanges": [{ "text": MISSING }] });
    editor.tell("textDocument/didChange", change);
    assert_eq!(editor.mistakes(file), []);
}

/// Editors send only what changes, several parts at a time, counted in UTF-16.
#[test]
fn parts_of_a_file_change() {
    let mut editor = Editor::new("lsp-parts");
    let file = "401-unauthorized/key-missing.toml";
    editor.open(file, &format!("# \u{1d11e} é\n{}", MISSING.replace("title", "titel")));
    assert_eq!(editor.mistakes(file).len(), 1);
    let part = |from: [u32; 2], to: [u32; 2], text: &str| {
        let place = |[line, character]: [u32; 2]| json!({ "line": line, "character": character });
        json!({ "range": { "start": place(from), "end": place(to) }, "text": text })
    };
    let parts = [part([0, 2], [0, 4], "x"), part([0, 4], [1, 5], "e\ntitle"), part([99, 0], [99, 9], "# end\n")];
    let change = json!({ "textDocument": { "uri": editor.uri(file), "version": 2 }, "contentChanges": parts });
    editor.tell("textDocument/didChange", change);
    assert_eq!(editor.mistakes(file), []);
    let strange = [part([5, 0], [2, 0], "heder = "), part([1, 0], [1, 0], "")];
    let change = json!({ "textDocument": { "uri": editor.uri(file), "version": 3 }, "contentChanges": strange });
    editor.tell("textDocument/didChange", change);
    assert!(!editor.mistakes(file).is_empty());
}

#[test]
fn keys_kinds_and_names_of_the_pack_are_completed() {
    let mut editor = Editor::new("lsp-complete");
    let all = editor.completions("ti|");
    assert!(["title", "status", "check", "example"].iter().all(|key| all.iter().any(|a| a == key)), "{all:?}");
    assert!(editor.completions("[check.|").contains(&"header-syntax".to_owned()));
    assert_eq!(editor.completions("[check.header-required]\n|"), ["header"]);
    assert_eq!(editor.completions("severity = |"), ["\"error\"", "\"warning\"", "\"note\""]);
    assert_eq!(editor.completions("unless-failed = [\"|"), ["key-missing", "key-syntax"]);
    assert_eq!(editor.completions("check.fact = { name = |"), ["\"open\""]);
    let patterns = editor.completions("check.value = { of = \"method\", is = \"|");
    assert!(patterns[0] == "key" && patterns.contains(&"uuid".to_owned()), "{patterns:?}");
    assert!(editor.completions("check.value.of = \"|").contains(&"header.".to_owned()));
    assert_eq!(editor.completions("fail = '''\nGET |"), [""; 0]);
}

#[test]
fn a_diagnostic_has_a_code_and_its_page_on_hover() {
    let mut editor = Editor::new("lsp-codes");
    let file = "401-unauthorized/key-missing.toml";
    let shown = editor.ask_at("textDocument/hover", file, &MISSING.replace("header =", "he|der ="));
    let shown = shown["contents"]["value"].as_str().unwrap();
    assert!(shown.contains("**E0201: unknown key**") && shown.contains("Right:"), "{shown}");
    let of_file = |notifications: &&Notification| notifications.method.ends_with("publishDiagnostics");
    let last = editor.notifications.iter().rfind(of_file).unwrap();
    assert_eq!(last.params["diagnostics"][0]["code"], "E0201", "{:#}", last.params);
}

#[test]
fn hover_tells_what_a_word_is_and_where_it_is_defined() {
    let mut editor = Editor::new("lsp-hover");
    let file = "401-unauthorized/key-syntax.toml";
    let mut hover = |marked: &str| {
        let said = editor.ask_at("textDocument/hover", file, marked);
        said["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    assert!(hover(&SYNTAX.replace("status", "sta|tus")).contains("what the API answers"));
    assert!(hover(&SYNTAX.replace("header-syntax", "header-|syntax")).contains("follow a template"));
    assert!(hover(&SYNTAX.replace("key-missing", "key-|missing")).contains("The request has a key"));
    assert_eq!(hover(&SYNTAX.replace("GET / ", "G|ET / ")), "");
    let there = editor.ask_at("textDocument/definition", file, &SYNTAX.replace("key-missing", "key-|missing"));
    assert_eq!(there["uri"], editor.uri("401-unauthorized/key-missing.toml"));
    let there = editor.ask_at("textDocument/definition", "pack.toml", &PACK.replace("key-missing", "key-|missing"));
    assert_eq!(there["uri"], editor.uri("401-unauthorized/key-missing.toml"));
}

#[test]
fn the_file_of_a_project_is_served_with_the_packs_that_it_uses() {
    let mut editor = Editor::new("lsp-project");
    let file = editor.folder.join("reqlint.toml").to_str().unwrap().to_owned();
    let exception =
        "[[exception]]\nrule = \"key-syntax\"\nhosts = [\"shop.example\"]\nreason = \"r\"\nuntil = 2024-01-01\n";
    let text = format!(
        "rules = [\".\", \"none\"]\n[facts]\nopne = true\n\n[facts.http.ask]\nopen = \"http://x/{{hots}}\"\n{exception}"
    );
    editor.open(&file, &text);
    let said = editor.mistakes(&file);
    assert_eq!(said.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [0, 2, 5, 10], "{said:#?}");
    let words = ["this folder doesn't exist", "did you mean `open`?", "did you mean `host`?", "expired on 2024-01-01"];
    assert!(words.iter().zip(&said).all(|(words, (_, message))| message.contains(words)), "{said:#?}");

    editor.open("401-unauthorized/key-missing.toml", &MISSING.replace("header =", "heder ="));
    assert_eq!(editor.mistakes(&file).len(), 4, "what is wrong with a rule is shown in its own file");
    assert_eq!(editor.mistakes("401-unauthorized/key-missing.toml").len(), 1);
    editor.open("401-unauthorized/key-missing.toml", MISSING);

    let rules = "rules = [\".\"]\n";
    let mut completions = |marked: &str| editor.completions_in(&file, &format!("{rules}{marked}"));
    assert!(completions("|").contains(&"baseline".to_owned()));
    assert_eq!(completions("packs = [\"|"), ["shop", "edgecast", "github", "http", "stripe"]);
    assert_eq!(completions("[severity]\nwarning = |"), ["\"shop/key-missing\"", "\"shop/key-syntax\""]);
    assert_eq!(completions("[[exception]]\nhosts = [\"|"), ["shop.example"]);
    let facts = completions("[facts]\n|");
    assert!(["sql", "file", "open"].iter().all(|name| facts.iter().any(|fact| fact == name)), "{facts:?}");
    assert_eq!(completions("[facts.sql]\nwhen-failing = |"), ["\"unknown\"", "\"refuse\""]);
    assert_eq!(completions("[facts.sql.ask]\n|"), ["open"]);

    let mut hover = |marked: &str| {
        let said = editor.ask_at("textDocument/hover", &file, &format!("{rules}{marked}"));
        said["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    assert!(hover("base|line = \"x\"").contains("known findings"));
    assert!(hover("[facts]\nop|en = true").contains("Is the shop open?"));
    assert!(hover("packs = [\"sh|op\"]").contains("Shop"));
    let there =
        editor.ask_at("textDocument/definition", &file, &format!("{rules}severity.error = \"shop/key-|missing\""));
    assert_eq!(there["uri"], editor.uri("401-unauthorized/key-missing.toml"));
    let embedded = "packs = [\"edgecast\"]\nseverity.error = \"edgecast/token-in-|quotes\"";
    assert_eq!(editor.ask_at("textDocument/definition", &file, embedded), Value::Null);
}

#[test]
fn each_request_of_an_example_says_how_it_went() {
    let mut editor = Editor::new("lsp-lens");
    let file = "401-unauthorized/key-missing.toml";
    editor.open(file, &MISSING.replace("X-Key: abc", "X-Kee: abc"));
    let lenses = editor.ask("textDocument/codeLens", json!({ "textDocument": { "uri": editor.uri(file) } }));
    let titles: Vec<_> =
        lenses.as_array().unwrap().iter().map(|lens| lens["command"]["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["run this example: validated", "run this example: noisy"]);
    let command = &lenses[1]["command"];
    let asked = json!({ "command": command["command"], "arguments": command["arguments"] });
    let said = editor.ask("workspace/executeCommand", asked);
    assert_eq!(said, "noisy: should pass, and failed\nthere is no X-Key header");
    assert!(
        editor.notifications.iter().any(
            |notifications| notifications.method == "window/showMessage" && notifications.params["message"] == said
        )
    );
}

#[test]
fn files_outside_of_packs_and_strange_questions_do_no_harm() {
    let mut editor = Editor::new("lsp-strange");
    editor.open("../elsewhere.toml", "ti");
    let uri = editor.uri("../elsewhere.toml");
    assert_eq!(editor.ask("textDocument/codeLens", json!({ "textDocument": { "uri": uri } })), json!([]));
    let strange = json!({ "command": "reqlint.run-example", "arguments": ["untitled:x", -1] });
    assert_eq!(editor.ask("workspace/executeCommand", strange), Value::Null);
    assert_eq!(editor.completions("a = [[[{\"|"), [""; 0]);
    assert!(editor.completions("\u{feff}[\u{1d11e}|").contains(&"applies-to".to_owned()));
}
