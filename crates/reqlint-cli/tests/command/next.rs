//! Every command that `next:` prints works as printed.

use crate::run::{BROKEN, CLEAN, Folder, Ran};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const DENIED: &str = "\nHTTP/1.1 403 Forbidden\n\n{\"Message\":\"Access Denied\"}\n";
const NOT_FOUND: &str = "\nHTTP/1.1 404 Not Found\n\n{\"Message\":\"Endpoint not found\"}\n";

/// What was typed, and what came on standard input.
const TYPED: &[(&[&str], &str)] = &[
    (&["diagnose", "broken.http"], ""),
    (&["diagnose", "both mistakes'.http"], ""),
    (&["diagnose", "open.http"], ""),
    (&["diagnose", "open.http", "--fact", "token-known=true"], ""),
    (&["diagnose", "open.http", "--fact", "token-known=true", "--fact", "user-methods=get"], ""),
    (&["diagnose", "inactive.http"], ""),
    (&["diagnose", "failed.http"], ""),
    (&["diagnose", "-"], "open"),
    (&["diagnose", "-"], "broken"),
    (&["diagnose", "silent.http", "--status", "403", "--message", "it's; $(exit 3) \"so\""], ""),
    (&["diagnose", "silent.http", "--status", "429"], ""),
    (&["diagnose", "--status", "403"], ""),
    (&["diagnose", "--status", "403", "--message", "Access Denied", "--pack", "edgecast"], ""),
    (&["diagnose", "--status", "429"], ""),
    (&["diagnose", "--status", "403", "--message", "x", "--", "curl", "https://a.example/"], ""),
    (&["diagnose", "--status", "403", "--", "curl", "https://api.edgecast.com/v2/mcc/customers/0001/cnames/"], ""),
];

#[test]
fn what_next_prints_can_be_typed() {
    let both = BROKEN.replace("TOK: ", "\"TOK: ").replace("90ab", "90ab\"");
    let inactive = DENIED.replace("403 Forbidden", "400 Bad Request").replace("Access Denied", "inactive customer");
    let folder = Folder::new("next")
        .with("broken.http", format!("{BROKEN}{NOT_FOUND}"))
        .with("both mistakes'.http", format!("{both}{NOT_FOUND}"))
        .with("open.http", format!("{CLEAN}{DENIED}"))
        .with("inactive.http", format!("{CLEAN}{inactive}"))
        .with("failed.http", format!("{CLEAN}\nHTTP/1.1 503 Service Unavailable\n\nbusy\n"))
        .with("silent.http", CLEAN);
    let mut tried = 0;
    for (words, input) in TYPED {
        let text = match *input {
            "open" => format!("{CLEAN}{DENIED}"),
            "broken" => format!("{BROKEN}{NOT_FOUND}"),
            _ => String::new(),
        };
        let ran = folder.run_stdin(words, &text);
        assert!(ran.exit < 2, "{words:?}: {ran:?}");
        let (_, next) = ran.out.split_once("\nnext: ").unwrap_or_else(|| panic!("{words:?}: {ran:?}"));
        for command in next.lines().filter_map(|line| line.trim_start().strip_prefix("reqlint ")) {
            tried += 1;
            let again = typed(&folder, &format!("reqlint {command}"), &text);
            if command.contains(" --ask") {
                // it was understood, and wants a person
                assert!(again.err.starts_with("error: --ask needs a terminal"), "{command}: {again:?}");
            } else {
                assert!(again.exit < 2 && !again.err.contains("error"), "{command}: {again:?}");
            }
        }
        let commands = next.lines().filter(|line| line.contains("reqlint "));
        assert!(
            commands.clone().all(|line| line.starts_with("      reqlint ")),
            "a command has a line to itself: {next}"
        );
    }
    assert!(tried >= 10, "{tried}");
}

/// What a shell makes of a line.
fn typed(folder: &Folder, line: &str, input: &str) -> Ran {
    let bin = Path::new(env!("CARGO_BIN_EXE_reqlint")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("sh");
    command.args(["-c", line]).env("PATH", path).current_dir(folder.path("."));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    Ran::of(child)
}
