//! What versions of curl differ in: the table of `tools/curl/README.md`, held to what each of them sent.

use crate::support::read;
use std::collections::BTreeMap;

const NEWEST: &str = "8.23.0";

/// What was recorded: for each command the lines that were sent, or why nothing was.
type Recorded = BTreeMap<String, String>;

fn recorded(path: &str) -> Recorded {
    let text = read(path);
    let mut all = Recorded::new();
    let mut command = None;
    for line in text.lines() {
        if line.starts_with("curl ") {
            command = Some(line.to_owned());
            all.insert(line.to_owned(), String::new());
        } else if let (Some(command), true) = (&command, line.starts_with("| ") || line.starts_with("! ")) {
            let sent = all.get_mut(command).unwrap();
            *sent += line;
            *sent += "\n";
        }
    }
    all
}

/// Every version's record; an older one holds only what differs from the newest.
fn versions() -> BTreeMap<&'static str, Recorded> {
    [
        (NEWEST, "crates/reqlint-formats/tests/sent/curl-8.23.0.txt"),
        ("8.14.1", "tools/curl/versions/8.14.1.txt"),
        ("7.88.1", "tools/curl/versions/7.88.1.txt"),
    ]
    .map(|(version, path)| (version, recorded(path)))
    .into()
}

#[test]
fn an_older_version_is_listed_where_it_differs() {
    let versions = versions();
    let newest = &versions[NEWEST];
    for (version, recorded) in versions.iter().filter(|(version, _)| **version != NEWEST) {
        assert!(recorded.len() > 30, "{version}: {}", recorded.len());
        for (command, sent) in recorded {
            let now = newest.get(command).unwrap_or_else(|| panic!("{version}: {command} is in no table"));
            assert_ne!(&sent.replace(version, NEWEST), now, "{version}: {command}");
        }
    }
}

#[test]
fn each_row_of_the_table_is_what_was_recorded() {
    let versions = versions();
    let rows = read("tools/curl/versions/table.rows");
    let mut named = Vec::new();
    for block in rows.split("\n\n").skip(1) {
        let mut lines = block.lines();
        let (row, command) = (lines.next().unwrap(), lines.next().unwrap());
        named.push(row.to_owned());
        let mut seen = 0;
        for line in lines {
            let (version, claim) = line.split_once(' ').unwrap();
            let sent = versions[version].get(command).or_else(|| versions[NEWEST].get(command));
            let sent = sent.unwrap_or_else(|| panic!("{command} is in no table"));
            let holds = match claim.strip_prefix('-').filter(|_| !claim.starts_with("-0")) {
                Some(absent) => !sent.contains(absent),
                None if claim.starts_with('!') => sent.starts_with(claim),
                None => sent.contains(claim),
            };
            assert!(holds, "{row}, {version}: `{claim}` isn't so: {sent}");
            seen += 1;
        }
        assert_eq!(seen, 3, "{row}");
    }
    let readme = read("tools/curl/README.md");
    let table = readme.split("## What versions differ in").nth(1).unwrap().split("\n## ").next().unwrap();
    let cells = table.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next()).skip(1);
    assert_eq!(cells.map(str::to_owned).collect::<Vec<_>>(), named, "the rows of the README");
}
