//! Rule files with errors: each message alone is enough to fix the file. Beside every file in `tests/broken` is what is
//! printed about it.

use crate::run::Folder;
use std::fs;
use std::path::Path;

#[test]
fn what_is_printed_about_each_broken_file_is_as_in_its_snapshot() {
    let mut paths: Vec<_> = fs::read_dir(tests().join("broken")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "toml")) {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let folder = Folder::new("broken").with_copy("shop").with(&place(name), fs::read(path).unwrap());
        // a project names the packs by itself
        let words: &[&str] = if name.starts_with("project-") { &[] } else { &["shop"] };
        let ran = folder.run(&[&["rules", "test", "--quiet"], words].concat());
        // how many rules the embedded packs have is no matter of the file
        let counts = |line: &&str| !(name.starts_with("project-") && line.contains(" rules with "));
        let out: String = ran.out.split_inclusive('\n').filter(counts).collect();
        let shown = format!("exit {}\n{}{out}", ran.exit, ran.err);
        // the TOML parser writes `what is wrong, expected what`
        for word in [", expected ", "invalid type", "struct", "enum", "unit variant", "i64", "String", "serde"] {
            assert!(
                !shown.contains(word),
                "{name} is described in the words of a parser or a library, {word:?}:\n{shown}"
            );
        }
        insta::with_settings!({ snapshot_path => "../broken", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, shown);
        });
    }
}

/// Where a file belongs: its name begins with what it is, and without that it is a rule.
fn place(name: &str) -> String {
    match name.split_once('-') {
        Some(("pack", _)) => "shop/pack.toml".to_owned(),
        Some(("endpoints", _)) => "shop/endpoints/orders.toml".to_owned(),
        Some(("project", _)) => "reqlint.toml".to_owned(),
        Some(("reply", _)) => format!("shop/replies/{name}.toml"),
        _ => format!("shop/403-forbidden/{name}.toml"),
    }
}

fn tests() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))
}

#[test]
fn a_file_over_the_bound_is_said_and_takes_no_other_with_it() {
    let long = format!("title = '{}'\n", "a".repeat(1 << 21));
    let ran = Folder::new("long").with_copy("shop").with("shop/long.toml", long).run(&["rules", "test", "shop"]);
    ran.fails_with(&["a rule file is limited to 1 MiB\n --> shop/long.toml:1:1"]);
    assert!(ran.out.contains("validated  shop/key-missing"), "{}", ran.out);
}

#[test]
fn any_file_at_all_is_said_or_passed_over() {
    let folder = Folder::new("any-file").with_copy("shop").with("shop/picture.png", [0x89, b'P', 0, 0xff]);
    let folder =
        folder.with("shop/README.md", "# Rules").with("shop/x.toml/deeper.toml", "\0\0\0").with("shop/y.toml", "");
    let ran = folder.run(&["rules", "test", "shop"]);
    ran.fails_with(&["shop/x.toml/deeper.toml:1:1", "this file contains no rule\n --> shop/y.toml:1:1"]);
    assert!(ran.out.contains("validated  shop/key-missing"), "{}", ran.out);
}

#[test]
fn rule_files_by_another_name_are_said() {
    let folder = Folder::new("misnamed").with_copy("shop").with("shop/a.toml.txt", "").with("shop/b.TOML", "");
    let ran = folder.with("shop/c.toml.bak", "").run(&["rules", "test", "shop"]);
    ran.fails_with(&["the name of a rule file must end in `.toml`\n--> shop/a.toml.txt", "--> shop/b.TOML"]);
    assert_eq!(ran.errors(), 2, "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_said() {
    let folder = Folder::new("no-file").with_copy("shop");
    std::os::unix::fs::symlink("/dev/zero", folder.path("shop/zero.toml")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path("shop/gone.toml")).unwrap();
    let ran = folder.run(&["rules", "test", "shop"]);
    ran.fails_with(&["not a readable file\n--> shop/zero.toml", "--> shop/gone.toml"]);
    assert!(ran.out.contains("validated  shop/key-missing"), "{}", ran.out);
}

#[test]
fn ten_thousand_rules_and_one_more() {
    let mut folder = Folder::new("many-rules").with("many/pack.toml", "title = 'Many'\n");
    let rule = |number: usize| {
        let check = format!("[check.header-required]\nheader = 'X-{number}'\n");
        let examples = format!("[[example]]\nfail = 'GET /'\npass = \"GET / HTTP/1.1\\nX-{number}: 1\\n\"\n");
        format!("title = 'T'\nstatus = 400\n{check}{examples}")
    };
    for number in 0..10_000 {
        folder = folder.with(&format!("many/400-bad/r{number}.toml"), rule(number));
    }
    let ran = folder.run(&["rules", "list", "--rules", "many", "--status", "400"]);
    let folder = folder.with("many/400-bad/r10000.toml", rule(10_000));
    let over = folder.run(&["rules", "list", "--rules", "many"]);
    std::fs::remove_dir_all(folder.path("many")).unwrap();
    assert_eq!(ran.exit, 0, "{}", ran.err);
    assert!(ran.out.ends_with("10000 rules\n"), "{}", ran.out.len());
    over.fails_with(&["a pack is limited to 10000 rules, and this one has 10001"]);
    assert_eq!(over.errors(), 2, "it is reported once: {}", over.err);
}
