//! The dialogue of `diagnose --ask`, on a real pseudo-terminal.

use crate::run::{CLEAN, Folder};
use rexpect::session::{PtySession, spawn_command};
use std::process::Command;

/// Whatever is waited for comes within this many milliseconds, or never.
const PATIENCE: u64 = 20_000;

fn denied() -> String {
    format!("{CLEAN}\nHTTP/1.1 403 Forbidden\n\n{{ \"Message\" : \"Access Denied\" }}\n")
}

/// A dialogue in a folder, its lines as wide as they come.
fn dialogue(folder: &Folder, words: &[&str]) -> PtySession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reqlint"));
    command.arg("diagnose").args(words).args(["--ask", "--color", "never"]).current_dir(folder.path(""));
    spawn_command(command, Some(PATIENCE)).unwrap()
}

/// Waits for each text in turn; a `>` in front of one means that it is typed.
#[track_caller]
fn talk(session: &mut PtySession, lines: &[&str]) {
    for line in lines {
        match line.strip_prefix('>') {
            Some(typed) => drop(session.send_line(typed).unwrap()),
            None => {
                let seen = session.exp_string(&byte_by_byte(line));
                assert!(seen.is_ok(), "{line:?}: {seen:?}");
            }
        }
    }
}

/// A text as the session has it: a character for each byte.
fn byte_by_byte(text: &str) -> String {
    text.bytes().map(char::from).collect()
}

/// All that comes until the end.
fn rest(session: &mut PtySession) -> String {
    let bytes = session.exp_eof().unwrap().chars().map(|c| u8::try_from(c).unwrap()).collect();
    String::from_utf8(bytes).unwrap().replace('\r', "")
}

#[test]
fn the_causes_shrink_until_one_is_left() {
    let folder = Folder::new("ask").with("a.http", denied());
    let mut session = dialogue(&folder, &["a.http"]);
    talk(&mut session, &["The API answered 403 Forbidden, \"Access Denied\".", "4 possible causes", "don't know"]);
    talk(
        &mut session,
        &["1: Is this token the primary or backup token", "[y/n]", ">y", "ruled out", "3 possible causes left"],
    );
    talk(
        &mut session,
        &[
            "2: Which of GET, POST, PUT and DELETE",
            "[1 GET · 2 POST · 3 PUT · 4 DELETE; several with commas, or none]",
            ">yes",
            "must be one of GET, POST, PUT, DELETE",
            "2: Which of GET",
            ">post,3",
            "confirmed",
        ],
    );
    let rest = rest(&mut session);
    assert!(rest.contains("confirmed") && rest.contains("edgecast/method-not-granted"), "{rest}");
    assert!(rest.contains("next: Have an administrator grant GET to the user in the MCC"), "{rest}");
    assert!(!rest.contains("12345678"), "{rest}");
}

#[test]
fn nobody_has_to_know_everything() {
    let folder = Folder::new("ask-unknown").with("a.http", denied());
    let mut session = dialogue(&folder, &["a.http"]);
    talk(
        &mut session,
        &["1: Is this token", ">perhaps", "answer y or n", "1: Is this token", ">?", "4 possible causes left"],
    );
    talk(
        &mut session,
        &["2: Which of GET", ">", "3: Is the token's user allowed", ">b", "2: Which of GET", ">b", "1: Is this token"],
    );
    talk(&mut session, &[">b", "this is the first question", "1: Is this token", ">n", "confirmed"]);
    let rest = rest(&mut session);
    assert!(rest.contains("next: Copy the primary or backup token from the MCC."), "{rest}");
}

#[test]
fn who_stops_early_is_told_what_is_open() {
    let folder = Folder::new("ask-stop").with("a.http", denied());
    let mut session = dialogue(&folder, &["a.http", "--fact", "account-exists=true"]);
    talk(&mut session, &["1: Is this token", ">y", "2: Which of GET", ">q"]);
    let rest = rest(&mut session);
    assert!(rest.contains("possible   The user is granted the HTTP method of the request"), "{rest}");
    let again = "reqlint diagnose a.http --fact account-exists=true --fact token-known=true --fact user-methods=GET\n";
    assert!(rest.contains(again), "{rest}");
}

#[test]
fn choices_have_numbers() {
    let text = denied()
        .replace("403 Forbidden", "400 Bad Request")
        .replace("Access Denied", "Cannot update or retrieve information of a deleted customer.");
    let folder = Folder::new("ask-choice").with("a.http", text);
    let mut session = dialogue(&folder, &["a.http"]);
    talk(&mut session, &["1: What is the status of account 0001", "[1 active · 2 inactive · 3 deleted]", ">4"]);
    talk(&mut session, &["must be one of active, inactive, deleted", "1: What is the status", ">3", "confirmed"]);
    let rest = rest(&mut session);
    assert!(rest.contains("next: Use the number of an active account"), "{rest}");
}

#[test]
fn a_known_cause_asks_nothing() {
    let folder =
        Folder::new("ask-nothing").with("a.http", denied().replace("TOK: ", "\"TOK: ").replace("90ab", "90ab\""));
    let mut session = dialogue(&folder, &["a.http"]);
    let rest = rest(&mut session);
    assert!(!rest.contains("1: "), "{rest}");
    assert!(rest.contains("reqlint check a.http --fix"), "{rest}");
}

#[test]
fn a_checklist_is_gone_through_without_a_request() {
    let mut session = dialogue(&Folder::new("ask-checklist"), &["--status", "403", "--pack", "edgecast"]);
    talk(
        &mut session,
        &["1/", "The URL has the same case", "does this hold?", ">y", "2/", "The Authorization header is included"],
    );
    talk(
        &mut session,
        &[">?", "3/", ">b", "2/", ">maybe", "answer y or n", "2/", ">y", "3/", ">y", "4/", "in quotes", ">n"],
    );
    let rest = rest(&mut session);
    assert!(rest.contains("✗ The Authorization value is not enclosed in quotes"), "{rest}");
    assert!(rest.contains("✓ The URL has the same case") && rest.contains("□ "), "{rest}");
    assert!(rest.contains("next: Send the value without quotes."), "{rest}");
}

#[test]
fn other_formats_are_written_once_all_is_said() {
    let folder = Folder::new("ask-markdown").with("a.http", denied());
    let mut session = dialogue(&folder, &["a.http", "--format", "markdown"]);
    talk(&mut session, &["1: Is this token", ">n", "## 403 Forbidden"]);
    assert!(rest(&mut session).contains("- [ ] **failed**: The token is the primary or backup token"));
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let folder = Folder::new("ask-pipe").with("a.http", denied());
    let ran = folder.run_stdin(&["diagnose", "a.http", "--ask"], "y\n");
    ran.fails_with(&["--ask needs a terminal", "pass known facts as --fact NAME=VALUE"]);
    let ran = folder.run_stdin(&["diagnose", "-", "--ask"], &denied());
    ran.fails_with(&["the request can't be there too", "put the request into a file"]);
}
