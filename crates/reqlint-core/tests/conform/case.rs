//! Case files: blocks of packs, requests and expectations.

use reqlint_core::{PackSource, SourceFile};

/// One block that is tried.
pub(crate) struct Case {
    pub(crate) line: usize,
    pub(crate) what: String,
    pub(crate) kind: Kind,
    pub(crate) packs: Vec<PackSource>,
    /// `# …` lines, without the mark.
    pub(crate) directives: Vec<String>,
    pub(crate) request: String,
    pub(crate) expected: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Request,
    Diagnostics,
}

/// The cases of a file, each with the packs before it.
pub(crate) fn read(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut packs: Vec<PackSource> = Vec::new();
    let mut tried = false;
    for (line, head, content) in blocks(text) {
        let (word, name) = head.split_once(' ').unwrap_or((head, ""));
        match word {
            "pack" => {
                if std::mem::take(&mut tried) {
                    packs.clear();
                }
                packs.push(PackSource { name: name.into(), root: name.into(), files: Vec::new() });
                add(&mut packs, "pack.toml", with_title(name, &content));
            }
            "endpoints" => {
                let name = if name.is_empty() { "all" } else { name };
                add(&mut packs, &format!("endpoints/{name}.toml"), content);
            }
            "rule" => {
                let id = name.rsplit('/').next().unwrap_or(name);
                add(&mut packs, &format!("{name}.toml"), complete(id, &content));
            }
            "file" => add(&mut packs, name, content),
            "request" | "mistakes" => {
                tried = true;
                let kind = if word == "request" { Kind::Request } else { Kind::Diagnostics };
                cases.push(case(line, name, kind, packs.clone(), &content));
            }
            _ => panic!("line {line}: no block is called `{word}`"),
        }
    }
    cases
}

/// The blocks of a file: the line they begin at, what follows `===`, and the lines below.
fn blocks(text: &str) -> Vec<(usize, &str, String)> {
    let mut blocks: Vec<(usize, &str, String)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(head) = line.strip_prefix("=== ") {
            blocks.push((number, head, String::new()));
        } else if let Some((_, _, content)) = blocks.last_mut() {
            content.push_str(line);
            content.push('\n');
        }
    }
    blocks
}

fn case(line: usize, what: &str, kind: Kind, packs: Vec<PackSource>, content: &str) -> Case {
    let (request, expected) = match kind {
        Kind::Request => content.split_once("---\n").unwrap_or((content, "")),
        Kind::Diagnostics => ("", content),
    };
    let is_directive = |l: &&str| l.starts_with("# ");
    let directives: Vec<_> = request.lines().take_while(is_directive).map(|l| l[2..].to_owned()).collect();
    let skipped: usize = request.lines().take_while(is_directive).map(|l| l.len() + 1).sum();
    let expected = expected.lines().filter(|l| !l.trim().is_empty()).map(str::to_owned).collect();
    Case { line, what: what.into(), kind, packs, directives, request: request[skipped..].into(), expected }
}

fn add(packs: &mut [PackSource], path: &str, text: String) {
    let pack = packs.last_mut().expect("a pack comes first");
    let path = format!("{}/{path}", pack.root);
    pack.files.push(SourceFile { path, text });
}

fn with_title(name: &str, text: &str) -> String {
    if text.contains("title") { text.to_owned() } else { format!("title = \"{name}\"\n{text}") }
}

/// A rule with what every rule needs and few cases are about; it comes first, on one line, so that lines move by one.
fn complete(id: &str, text: &str) -> String {
    let mut head = String::new();
    let has = |key: &str| text.lines().any(|l| l.starts_with(key));
    if !has("title") {
        head.push_str(&format!("title = \"{id}\"\n"));
    }
    if !has("status") && !has("severity") {
        head.push_str("status = 400\n");
    }
    let example = if has("[[example]]") { "" } else { "\n[[example]]\nfail = \"GET /\"\npass = \"GET /\"\n" };
    format!("{head}{text}{example}")
}
