//! curl commands: as words, in a file, on standard input.

use crate::run::Folder;

const COMMAND: &str = "curl -s https://api.edgecast.com/v2/mcc/customers/0001/cnames/httplarge/ \\\n  \
    -H 'Authorization: TOK: 12345678-1234-1234-1234-1234567890ab' \\\n  -H 'Accept: application/json'\n";

#[test]
fn a_command_is_read_wherever_it_stands() {
    let folder = Folder::new("curl").with("a.sh", COMMAND).with("body.json", "{}");
    let words = ["--", "curl", "https://api.edgecast.com/v2/mcc/customers/0001/cnames/httplarge/", "-H", "Accept: a/b"];
    for ran in [folder.check(&["a.sh"]), folder.check_stdin(&[], &format!("$ {COMMAND}")), folder.check(&words)] {
        assert_eq!(ran.exit, 1, "{ran:?}");
        assert!(ran.out.contains("GET api.edgecast.com/v2/mcc/customers/0001/cnames/httplarge/"), "{}", ran.out);
        assert!(ran.out.contains("edgecast/trailing-slash") && !ran.out.contains("12345678"), "{}", ran.out);
    }
    folder.check(&["--", "nc", "https://x/"]).fails_with(&["expected a command of curl, wget or HTTPie"]);
    folder
        .check(&["--", "curl", "--hedaer"])
        .fails_with(&["curl has no option `--hedaer`: did you mean `--header`?\n--> curl:1:6"]);
}

#[test]
fn named_files_are_read_only_when_asked() {
    let folder = Folder::new("curl-files").with("body.json", "{\"MediaPath\": ");
    let url = "https://api.edgecast.com/v2/mcc/customers/0001/edge/purge";
    let words = |options: &[&'static str]| {
        [options, &["--", "curl", "-XPUT", "-d", "@body.json", "-H", "Content-Type: application/json", url]].concat()
    };
    let ran = folder.check(&words(&[]));
    assert!(ran.out.contains("the file `body.json` is not read") && !ran.out.contains("error[400]"), "{}", ran.out);
    assert!(folder.check(&words(&["--read-files"])).out.contains("error[400]"));
}

#[test]
fn what_the_shell_fills_in_stays_a_variable() {
    let command =
        "curl -X POST \"https://h.example/items/$ID?a=${B}\" -H \"X-T: $T\" -H 'X-L: $T \"' -d \"a $(date) \\$x\"\n";
    let folder = Folder::new("live").with("a.sh", command);
    let ran = folder.run(&["convert", "a.sh", "--to", "curl"]);
    let expected = "curl \"https://h.example/items/${ID}?a=${B}\" \\\n  -H \"X-T: ${T}\" \\\n  -H 'X-L: $T \"'";
    assert!(ran.out.starts_with(expected), "{}", ran.out);
    assert!(
        ran.err.contains("the shell fills in `$B`, `$ID`, `$T`: what is sent for it isn't known here"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("`<command>` stands for what the command in `$(…)` prints"), "{}", ran.err);
}
