//! Runs that are killed, out of space, or raced by another, of every command that writes files: what the exit status is, and
//! what the files are then.

use crate::import::SHOP;
use crate::run::{BROKEN, Folder};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const INPUTS: [(&str, &str); 4] =
    [("a.http", BROKEN), ("shop.yaml", SHOP), ("out.md", "an old report\n"), ("out.json", "an old baseline\n")];

/// Every command that writes files, and what it ends with.
const WRITES: [(&str, &[&str], i32); 6] = [
    ("output", &["check", "a.http", "--output", "out.md"], 1),
    ("baseline", &["check", "a.http", "--write-baseline", "out.json"], 0),
    ("in-place", &["check", "a.http", "--fix", "--in-place"], 0),
    ("import", &["rules", "import", "openapi", "shop.yaml", "--out", "rules/shop"], 0),
    ("docs", &["rules", "docs", "--out", "site", "--rules", "shop"], 0),
    (
        "new",
        &[
            "rules",
            "new",
            "--pack",
            "fresh",
            "--host",
            "api.fresh.example",
            "--title",
            "It has a key",
            "--status",
            "401",
            "--kind",
            "header-required",
            "--id",
            "key-missing",
        ],
        0,
    ),
];

type Tree = BTreeMap<PathBuf, Vec<u8>>;

fn folder(test: &str) -> Folder {
    let folder = Folder::new(test).with_copy("shop");
    INPUTS.into_iter().fold(folder, |folder, (name, text)| folder.with(name, text))
}

/// Every file below a folder. A file that isn't there any more when it is read is left out.
fn tree(root: &Path) -> Tree {
    let mut files = Tree::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read(&path) {
                files.insert(path.strip_prefix(root).unwrap().to_owned(), text);
            }
        }
    }
    files
}

fn is_unfinished(path: &Path) -> bool {
    let name = path.file_name().unwrap().to_string_lossy();
    name.starts_with('.') && name.ends_with(".reqlint")
}

/// What a command leaves when nothing comes between.
fn finished(name: &str, words: &[&str], exit: i32) -> Tree {
    let folder = folder(&format!("stopped-fresh-{name}"));
    let ran = folder.run(words);
    assert_eq!(ran.exit, exit, "{name}: {ran:?}");
    tree(&folder.path("."))
}

/// Each file is as it was or as it will be, never a part of it.
fn all_whole(name: &str, files: &Tree, before: &Tree, after: &Tree) {
    for (path, text) in files.iter().filter(|(path, _)| !is_unfinished(path)) {
        let is_whole = [before, after].iter().any(|tree| tree.get(path) == Some(text));
        assert!(is_whole, "{name}: {} is neither old nor new: {}", path.display(), String::from_utf8_lossy(text));
    }
}

/// `reqlint` with these words after a command of the shell.
fn under(folder: &Folder, limit: &str, words: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{limit}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_reqlint")]).args(words);
    command.current_dir(folder.path(".")).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
fn without_space_every_file_stays_what_it_was() {
    for (name, words, _) in WRITES {
        let folder = folder(&format!("stopped-full-{name}"));
        let before = tree(&folder.path("."));
        let ran = under(&folder, "ulimit -f 0", words).output().unwrap();
        let said = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(2), "{name}: {:?} {said}", ran.status);
        assert!(said.contains("can't be written") && said.contains("too large"), "{name}: {said}");
        assert_eq!(tree(&folder.path(".")), before, "{name}");
    }
}

/// Also of a text that is held back in a file of its own until the end.
#[test]
fn without_space_a_report_that_is_spooled_fails() {
    let text = [BROKEN; 600].join("\n###\n");
    let folder = Folder::new("stopped-full-spool").with("a.http", text).with("a.sarif", "old");
    for format in ["sarif", "html"] {
        let output = format!("{format}:a.sarif");
        for words in [&["check", "a.http", "--format", format][..], &["check", "a.http", "-q", "-o", &output]] {
            let ran = under(&folder, "ulimit -f 1", words).stdout(Stdio::null()).output().unwrap();
            let said = String::from_utf8_lossy(&ran.stderr);
            // what fits into memory needs no file
            let is_held = words.len() == 4 && ran.status.code() == Some(1);
            assert!(is_held || ran.status.code() == Some(2), "{words:?}: {:?} {said}", ran.status);
            assert_eq!(folder.read("a.sarif"), "old");
        }
    }
    assert_eq!(tree(&folder.path(".")).len(), 2);
}

#[test]
fn a_full_standard_output_is_an_error_of_every_command() {
    let folder = folder("stopped-full-stdout");
    let formats = ["text", "json", "ndjson", "sarif", "junit", "github", "gitlab", "markdown", "html"];
    let checks = formats.map(|format| vec!["check", "a.http", "--format", format]);
    let others: [&[&str]; 9] = [
        &["diagnose", "a.http", "--status", "403"],
        &["convert", "a.http", "--to", "curl"],
        &["check", "a.http", "--fix"],
        &["explain", "403"],
        &["rules", "list"],
        &["rules", "plan", "--rules", "shop"],
        &["rules", "schema"],
        &["rules", "docs", "--reference"],
        &["man"],
    ];
    for words in checks.into_iter().chain(others.map(<[&str]>::to_vec)) {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let ran = under(&folder, ":", &words).stdout(full).output().unwrap();
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.code() == Some(2) && said.contains("No space left"), "{words:?}: {:?} {said}", ran.status);
    }
}

/// A signal that may be caught leaves nothing behind.
#[test]
fn a_run_that_is_stopped_removes_what_it_had_begun() {
    for (signal, number) in [("HUP", 1), ("INT", 2), ("TERM", 15)] {
        // tests that run in the background may ignore it, and so would what they start
        if ignored() & (1 << (number - 1)) != 0 {
            continue;
        }
        for words in [&["check", "-", "-o", "out.md"][..], &["check", "a.http", "-", "-o", "out.md", "-o", "new.sarif"]]
        {
            let folder = folder("stopped-signal");
            let before = tree(&folder.path("."));
            let mut child = folder.start(words);
            let mut stdin = child.stdin.take().unwrap();
            stdin.write_all([BROKEN; 50].join("\n###\n").as_bytes()).unwrap();
            while !tree(&folder.path(".")).keys().any(|path| is_unfinished(path)) {
                std::thread::yield_now();
            }
            // as soon as its file is there, the signal is waited for, or about to be
            let status = loop {
                send(&child, signal);
                if let Some(status) = child.try_wait().unwrap() {
                    break status;
                }
                std::thread::yield_now();
            };
            assert_eq!(status.code(), None, "{signal}: {status:?}");
            assert!(status.signal().is_some(), "{signal}: {status:?}");
            all_whole(signal, &tree(&folder.path(".")), &before, &before);
        }
    }
}

/// The signals that this process ignores, a bit each.
fn ignored() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let bits = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    bits.map_or(0, |bits| u64::from_str_radix(bits.trim(), 16).unwrap())
}

fn send(child: &Child, signal: &str) {
    // the shell's own: a bare system has no program of this name
    let kill = format!("kill -s {signal} {}", child.id());
    let _ = Command::new("sh").args(["-c", &kill]).stderr(Stdio::null()).status();
}

/// Whoever starts a run with `nohup` wants it to go on.
#[test]
fn an_ignored_signal_stays_ignored() {
    let folder = folder("stopped-ignored");
    let mut command = under(&folder, "trap '' HUP INT", &["check", "-", "-o", "out.md"]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(BROKEN.as_bytes()).unwrap();
    while !tree(&folder.path(".")).keys().any(|path| is_unfinished(path)) {
        std::thread::yield_now();
    }
    ["HUP", "INT"].iter().for_each(|signal| send(&child, signal));
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert!(folder.read("out.md").contains("trailing-slash"));
}

/// Killed as soon as anything is there: every file is old or new, and the next run makes up for it.
#[test]
fn a_run_that_is_killed_leaves_whole_files() {
    for (name, words, exit) in WRITES {
        let after = finished(name, words, exit);
        let folder = folder(&format!("stopped-killed-{name}"));
        let before = tree(&folder.path("."));
        let mut child = folder.start(words);
        while tree(&folder.path(".")) == before && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        all_whole(name, &tree(&folder.path(".")), &before, &after);
        // what a command makes only once is there, or can be made
        let ran = folder.run(words);
        assert!(ran.exit == exit || name == "new" && ran.err.contains("already exists"), "{name}: {ran:?}");
        let files: Tree = tree(&folder.path(".")).into_iter().filter(|(path, _)| !is_unfinished(path)).collect();
        if name != "new" {
            assert_eq!(files, after, "{name}");
        }
    }
}

/// Two runs at once, and a reader: no reader sees part of a file, and in the end the file is what one of them wrote.
#[test]
fn runs_that_race_write_whole_files() {
    for (name, words, exit) in WRITES {
        let after = finished(name, words, exit);
        let folder = folder(&format!("stopped-raced-{name}"));
        let before = tree(&folder.path("."));
        let mut children = [folder.start(words), folder.start(words), folder.start(words)];
        while children.iter_mut().any(|child| child.try_wait().unwrap().is_none()) {
            all_whole(name, &tree(&folder.path(".")), &before, &after);
        }
        let exits = children.map(|mut child| child.wait().unwrap().code());
        let are_right = exits.iter().all(|one| *one == Some(exit)) || name == "new" && exits.contains(&Some(exit));
        assert!(are_right, "{name}: {exits:?}");
        assert_eq!(tree(&folder.path(".")), after, "{name}");
    }
}
