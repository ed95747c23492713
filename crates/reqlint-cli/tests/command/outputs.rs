//! Several formats in one run, completions and the manual.

use crate::run::{BROKEN, Folder};

#[test]
fn several_formats_in_one_run() {
    let folder = Folder::new("outputs").with("a.http", BROKEN);
    let outputs =
        ["a.sarif", "a.xml", "a.md", "a.html", "a.json", "a.ndjson", "a.txt", "gitlab:a.quality", "github:a.log"];
    let words: Vec<&str> = outputs.iter().flat_map(|output| ["--output", output]).chain(["a.http"]).collect();
    let ran = folder.check(&words);
    assert_eq!(ran.exit, 1, "{ran:?}");
    assert!(ran.out.contains("edgecast/trailing-slash"));
    for name in outputs.map(|output| output.rsplit(':').next().unwrap()) {
        let text = folder.read(name);
        assert!(text.contains("edgecast/trailing-slash") && text.ends_with('\n'), "{name}: {text}");
        assert!(!text.contains('\x1b') && !text.contains("12345678"), "{name}: {text}");
    }
    assert_eq!(folder.read("a.txt"), ran.out);
    folder.check(&["a.http", "--output", "a.unknown"]).fails_with(&["doesn't tell the format"]);
    folder.check(&["a.http", "--output", "no/such/a.md"]).fails_with(&["it can't be written"]);
}

#[test]
fn files_are_whole_even_when_nobody_reads_on() {
    let folder = Folder::new("outputs-pipe").with("a.http", [BROKEN; 100].join("\n###\n"));
    let ran = folder.check_unread(&["a.http", "--output", "a.ndjson"]);
    assert_eq!(ran.exit, 1, "{ran:?}");
    assert_eq!(folder.read("a.ndjson").lines().count(), 100);
}

#[test]
fn completions_and_manual_come_from_the_command() {
    let folder = Folder::new("manual");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = folder.run(&["completions", shell]);
        assert!(ran.exit == 0 && ran.out.contains("read-files"), "{shell}");
    }
    let ran = folder.run(&["man"]);
    assert!(ran.exit == 0 && ran.out.contains(".TH reqlint 1") && ran.out.contains("read\\-files"), "{}", ran.out);
}
