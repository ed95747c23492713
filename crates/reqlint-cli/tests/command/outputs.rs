//! Several formats in one run, completions and the manual.

use crate::run::{BROKEN, CLEAN, Folder, file_formats};

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

/// A run that would write over what it reads, or twice to one file, does nothing at all.
#[test]
fn what_is_read_is_not_written_over() {
    let folder = Folder::new("outputs-clash").with("a.http", BROKEN).with("facts.toml", "").with("f/a.http", BROKEN);
    for words in [
        &["a.http", "--output", "text:a.http"][..],
        &["a.http", "--output", "text:./f/../a.http"],
        &["a.http", "f", "--output", "text:f/../a.http"],
        &["a.http", "--write-baseline", "a.http"],
        &["a.http", "--facts", "facts.toml", "--output", "text:facts.toml"],
    ] {
        folder.check(words).fails_with(&["is read in this run, and would be written"]);
    }
    folder.check(&["a.http", "-o", "a.md", "-o", "text:./a.md"]).fails_with(&["would be written twice"]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("a.md", folder.path("link.md")).unwrap();
        folder.check(&["a.http", "-o", "a.md", "-o", "link.md"]).fails_with(&["would be written twice"]);
    }
    assert_eq!(folder.read("a.http"), BROKEN);
    assert!(!folder.path("a.md").exists());
}

#[test]
fn what_a_run_writes_into_its_folder_is_not_read() {
    let folder = Folder::new("outputs-inside").with("f/a.http", BROKEN);
    for _ in 0..2 {
        let ran = folder.check(&["f", "--output", "f/report.json", "--output", "f/report.html"]);
        assert_eq!((ran.exit, ran.err.as_str()), (1, ""), "{ran:?}");
    }
    let names: Vec<_> = std::fs::read_dir(folder.path("f")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

/// A closed pipe: a broken request counts, and so do those that were not judged.
#[test]
fn a_closed_pipe_does_not_hide_a_broken_request() {
    let folder = Folder::new("closed-pipe").with("broken.http", [BROKEN; 2000].join("\n###\n"));
    let folder = folder.with("clean.http", [CLEAN; 2000].join("\n###\n"));
    for format in file_formats() {
        assert_eq!(folder.check_unread(&["broken.http", "--format", format.name()]).exit, 1, "{format}");
    }
    assert_eq!(folder.check_unread(&["clean.http", "--format", "ndjson"]).exit, 2);
}

/// What can't be read is in the report, too.
#[test]
fn what_cannot_be_read_leaves_a_trace() {
    let folder = Folder::new("outputs-unread").with("a.http", BROKEN).with("b.ndjson", "{\"method\":\n");
    let ran = folder.check(&["a.http", "b.ndjson", "-o", "a.sarif", "-o", "a.xml", "-o", "a.html", "-o", "a.md"]);
    assert_eq!(ran.exit, 2, "{ran:?}");
    assert!(folder.read("a.sarif").contains("\"executionSuccessful\": false"));
    assert!(folder.read("a.xml").contains("errors=\"1\""));
    for name in ["a.sarif", "a.xml", "a.html", "a.md"] {
        assert!(folder.read(name).contains("b.ndjson"), "{name}: {}", folder.read(name));
    }
}

#[cfg(unix)]
#[test]
fn a_file_is_replaced_whole_or_not_at_all() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let folder = Folder::new("outputs-whole").with("a.http", BROKEN).with("old.md", "old").with("target.md", "old");
    std::fs::set_permissions(folder.path("old.md"), std::fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("target.md", folder.path("link.md")).unwrap();
    assert_eq!(folder.check(&["a.http", "-o", "old.md", "-o", "link.md", "-o", "new.md"]).exit, 1);
    assert_eq!(std::fs::metadata(folder.path("old.md")).unwrap().mode() & 0o777, 0o640);
    assert!(folder.path("link.md").is_symlink() && folder.read("target.md").contains("slash"));
    let plain = std::fs::metadata(folder.path("a.http")).unwrap().mode();
    assert_eq!(std::fs::metadata(folder.path("new.md")).unwrap().mode(), plain);
    // a device is written through
    assert_eq!(folder.check(&["a.http", "-o", "text:/dev/null"]).exit, 1);
    folder.check(&["a.http", "-o", "text:/dev/full"]).fails_with(&["it can't be written"]);

    // a run that is killed leaves the old text
    let whole = folder.read("old.md");
    let mut child = folder.start(&["check", "-", "-o", "old.md"]);
    let mut stdin = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, [BROKEN; 50].join("\n###\n").as_bytes()).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(folder.read("old.md"), whole);
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf_8_are_written_in_place() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new("outputs-names");
    let path = folder.path("x").with_file_name(std::ffi::OsStr::from_bytes(b"a\xff.http"));
    std::fs::write(&path, BROKEN).unwrap();
    let ran = folder.check(&[".", "--fix", "--in-place"]);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), CLEAN, "{ran:?}");
}

/// A pipe in a folder would be waited for.
#[cfg(unix)]
#[test]
fn only_regular_files_of_a_folder_are_read() {
    let folder = Folder::new("folder-with-pipe").with("f/a.http", BROKEN);
    assert!(std::process::Command::new("mkfifo").arg(folder.path("f/pipe")).status().unwrap().success());
    assert_eq!(folder.check(&["f"]).exit, 1);
}
