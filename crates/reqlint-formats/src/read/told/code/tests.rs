//! Programs, each with the request that it makes, in `tests/programs`: adding a case is adding a file.

use super::*;
use std::fmt::Write as _;
use std::path::Path;

/// What separates a program from what is read of it.
const MARK: &str = "\n=====\n";

fn shown(text: &str) -> String {
    let mut failure = Failure::default();
    add(text.as_bytes(), &mut failure);
    let shown = |part: Option<String>| part.unwrap_or_else(|| "-".to_owned());
    let mut out = format!("{} {}\n", shown(failure.method), shown(failure.url));
    for (name, value) in failure.headers.iter().flatten() {
        let _ = writeln!(out, "{name}: {value}");
    }
    if let Some(body) = failure.body {
        let _ = writeln!(out, "\n{}\n", String::from_utf8_lossy(&body));
    }
    if failure.is_read {
        let is_all = |is: bool, all: &'static str, some: &'static str| if is { all } else { some };
        let headers = is_all(failure.has_all_headers, "all headers", "some headers");
        let _ = writeln!(out, "({headers}{})", is_all(failure.is_without_body, ", no body", ""));
    }
    for line in failure
        .notes
        .iter()
        .filter(|note| note.starts_with("what variables"))
        .chain(failure.changes.iter().map(|(_, change)| change))
    {
        let _ = writeln!(out, "{line}");
    }
    out
}

#[test]
fn programs_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let mut wrong = String::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let (program, expected) = text.split_once(MARK).unwrap_or((&text, ""));
        let found = shown(program);
        count += 1;
        if found.trim_end() != expected.trim_end() {
            if std::env::var_os("UPDATE").is_some() {
                std::fs::write(&path, format!("{program}{MARK}{found}")).unwrap();
            }
            let _ = write!(wrong, "{}:\n{found}\n", path.display());
        }
    }
    assert!(count > 10);
    assert!(wrong.is_empty(), "UPDATE=1 accepts what is read now:\n{wrong}");
}

#[test]
fn no_program_takes_more_than_its_share() {
    let start = "import requests\n";
    let call = "requests.post('https://h.example/a', json=";
    let variables: String = (1..300).map(|n| format!("v{n} = [v{0}, v{0}, v{0}]\n", n - 1)).collect();
    for text in [
        format!("{start}{call}{}", "[".repeat(60_000)),
        format!("{start}{}", "requests.post(".repeat(4_000)),
        format!("{start}{}", "requests.post('/a',{x:".repeat(2_500)),
        format!("{start}get('/a', {}", "'".repeat(60_000)),
        format!("{start}{}{}", "get('/a' + ".repeat(600), "{".repeat(40_000)),
        format!("{start}{variables}{call}v299)"),
        format!("{start}{}{call}[a, a])", "a = a + a\n".repeat(5_000)),
    ] {
        let began = std::time::Instant::now();
        let mut failure = Failure::default();
        add(text.as_bytes(), &mut failure);
        assert!(failure.body.is_none_or(|body| body.len() < 1 << 20));
        assert!(began.elapsed().as_secs() < 60, "{}", text.get(..60).unwrap());
    }
}
