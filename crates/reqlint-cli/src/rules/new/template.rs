//! The text of a new rule file, and of a new pack.

use super::Starter;
use std::path::Path;

/// What a new rule says.
#[derive(Debug)]
pub(super) struct Draft<'d> {
    pub(super) title: &'d str,
    pub(super) status: u16,
    pub(super) kind: Starter,
    /// The host of its examples.
    pub(super) host: Option<String>,
    pub(super) pack: &'d str,
}

/// A check with an example that fails and one that passes: each a request line, header lines, and a body.
struct Start {
    check: &'static str,
    fail: [&'static str; 3],
    pass: [&'static str; 3],
    fix: &'static str,
}

impl Draft<'_> {
    /// The whole file.
    pub(super) fn text(&self) -> String {
        let start = start(self.kind);
        let (fail, pass) = (self.request(start.fail), self.request(start.pass));
        let (title, status, fix, check, pack) =
            (quoted(self.title), self.status, quoted(start.fix), start.check, self.pack);
        format!(
            "# What should hold, as a sentence: it is the item of the checklist.\n\
             title  = {title}\n\
             # What the API answers when it doesn't.\n\
             status = {status}\n\
             # The API's own words, to the letter; leave out what it doesn't say.\n\
             # error-type = \"Authentication Failure\"\n\
             # api-says   = [\"Access Denied\"]\n\
             # why = \"Why the API refuses it.\"\n\
             fix    = {fix}\n\
             \n\
             # Which requests it is about; left out, all to the pack's hosts.\n\
             # [applies-to]\n\
             # methods = [\"PUT\", \"POST\"]\n\
             \n\
             # What is tested: exactly one kind of check.\n\
             {check}\n\
             \n\
             # Its tests, run by: reqlint rules test {pack}\n\
             [[example]]\n\
             fail = '''\n{fail}'''\n\
             pass = '''\n{pass}'''\n"
        )
        .replace("HEADER", header(self.title))
    }

    fn request(&self, [line, headers, body]: [&str; 3]) -> String {
        let host = self.host.as_deref().unwrap_or("api.example");
        let body = if body.is_empty() { String::new() } else { format!("\n{body}\n") };
        format!("{line} HTTP/1.1\nHost: {host}\n{headers}{body}")
    }
}

fn start(kind: Starter) -> Start {
    match kind {
        Starter::HeaderRequired => Start {
            check: "[check.header-required]\nheader = \"HEADER\"",
            fail: ["GET /", "", ""],
            pass: ["GET /", "HEADER: 1234\n", ""],
            fix: "Add the header HEADER.",
        },
        Starter::HeaderSyntax => Start {
            check: "[check.header-syntax]\nheader = \"HEADER\"\nsyntax = \"Bearer {token}\"",
            fail: ["GET /", "HEADER: \"Bearer 1234\"\n", ""],
            pass: ["GET /", "HEADER: Bearer 1234\n", ""],
            fix: "Write the value as Bearer, a space, and the token.",
        },
        Starter::Encoding => Start {
            check: "check = \"encoding\"",
            fail: ["GET /my file", "", ""],
            pass: ["GET /my%20file", "", ""],
            fix: "Write {value} as {expected}.",
        },
        Starter::UrlForm => Start {
            check: "[check.url-form]\ntests = [\"empty-segment\"]",
            fail: ["GET /a//b", "", ""],
            pass: ["GET /a/b", "", ""],
            fix: "Write one slash between two segments.",
        },
        Starter::BodyFormat => Start {
            check: "[check.body-format]\ntests = [\"syntax\"]",
            fail: ["POST /", "Content-Type: application/json\n", "{\"size\": }"],
            pass: ["POST /", "Content-Type: application/json\n", "{\"size\": 3}"],
            fix: "Fix the body where reading stopped.",
        },
        Starter::Value => Start {
            check: "[check.value]\nof     = \"query.size\"\none-of = [\"small\", \"large\"]",
            fail: ["GET /?size=middle", "", ""],
            pass: ["GET /?size=small", "", ""],
            fix: "Write {allowed}.",
        },
    }
}

/// A pack of one host.
pub(super) fn pack(folder: &Path, host: &str) -> String {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (title, host) = (quoted(&name), quoted(host));
    format!(
        "# The API's name, and the hosts that it answers on: exact, or *.suffix.\ntitle = {title}\nhosts = [{host}]\n"
    )
}

/// A name made of a sentence: its words in small letters.
pub(super) fn id(title: &str) -> String {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let skipped = ["the", "a", "an", "is", "has", "of", "to", "and"];
    let words = words.map(str::to_ascii_lowercase).filter(|word| !skipped.contains(&word.as_str()));
    let name = words.take(5).collect::<Vec<_>>().join("-");
    if name.is_empty() { "new-rule".to_owned() } else { name }
}

/// The header that a sentence is about: a word inside of it that begins with a capital.
fn header(title: &str) -> &str {
    let is_name = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.len() > 1
            && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    title.split_whitespace().skip(1).find(is_name).unwrap_or("X-Key")
}

/// A TOML text on one line.
fn quoted(text: &str) -> String {
    toml_edit::Value::from(text.replace(['\n', '\r'], " ")).to_string()
}
