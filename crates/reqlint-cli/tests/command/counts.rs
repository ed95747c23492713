//! What a screen counts is what it shows, and a request that is right reads so.

use crate::run::{BROKEN, CLEAN, Folder, Ran};

/// A request whose path has a placeholder, so that much can't be seen.
const TEMPLATE: &str = "POST https://api.edgecast.com/v2/mcc/customers/{{account}}/cnames\n\
Authorization: TOK:{{token}}\nContent-Type: application/json\n\n{\"Name\": \"{{name}}\"}\n";

/// A request of which a header isn't shown, and about which nothing can be asked.
const WITHOUT_LENGTH: &str = "POST /a HTTP/1.1\nHost: www.example.com\nContent-Type: application/json\n\n{\"a\": 1}\n";

/// The three numbers: of the heading, of the rows, of the last line.
fn counts(ran: &Ran) -> [usize; 3] {
    let number = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap();
    let heading = ran.out.lines().nth(1).unwrap();
    let of_heading =
        heading.split(", ").find(|part| part.ends_with("question open") || part.ends_with("questions open"));
    let rows = ran.out.lines().filter(|line| line.starts_with("open ")).count();
    let last = ran.out.lines().find(|line| line.contains(" · failed ")).unwrap();
    let of_last = last.split(" · ").find(|part| part.starts_with("open ")).unwrap();
    let said = heading.starts_with("no mistake found");
    [if said { of_heading.map_or(0, number) } else { rows }, rows, number(of_last)]
}

#[test]
fn the_same_number_is_everywhere_on_a_screen() {
    let folder = Folder::new("counts").with("clean.http", CLEAN).with("broken.http", BROKEN);
    let folder = folder.with("template.http", TEMPLATE).with("length.http", WITHOUT_LENGTH);
    let folder = folder.with("answered.http", format!("{CLEAN}\nHTTP/1.1 200 OK\n\n{{}}\n"));
    for file in ["clean.http", "broken.http", "template.http", "length.http", "answered.http"] {
        for more in [&[][..], &["--checklist"], &["--fact", "token-known=true"]] {
            let ran = folder.check(&[&[file], more].concat());
            let [heading, rows, last] = counts(&ran);
            assert!(heading == rows && rows == last, "{heading} {rows} {last}\n{}", ran.out);
            assert!(!ran.out.contains("depends"), "{}", ran.out);
        }
    }
}

#[test]
fn a_request_that_is_right_reads_so() {
    let folder = Folder::new("counts-right").with("open.http", CLEAN);
    let folder = folder.with("answered.http", format!("{CLEAN}\nHTTP/1.1 200 OK\n\n{{}}\n"));
    let heading = |file: &str| folder.check(&[file]).out.lines().nth(1).unwrap().to_owned();
    assert!(heading("open.http").starts_with("no mistake found, ") && heading("open.http").ends_with("questions open"));
    assert_eq!(heading("answered.http"), "right as far as it shows");
    // a program reads what it read before
    for file in ["open.http", "answered.http"] {
        let ran = folder.check(&[file, "--format", "json"]);
        assert!(ran.exit == 0 && ran.out.contains("\"conclusion\": \"depends\""), "{}", ran.out);
    }
    let tally = folder.check(&["answered.http", "answered.http"]).out;
    let expected = "\n2 requests: 0 broken · 0 with open questions · 2 right as far as they show\n";
    assert!(tally.ends_with(expected), "{tally}");
    let tally = folder.check(&["answered.http", "open.http"]).out;
    let expected = "\n2 requests: 0 broken · 1 with open questions · 1 right as far as it shows\n";
    assert!(tally.ends_with(expected), "{tally}");
}
