//! What options change.

use crate::run::{BROKEN, CLEAN, Folder, Ran};

/// The conclusion of a report in JSON.
fn conclusion(ran: &Ran) -> &str {
    ran.out.split("\"conclusion\": \"").nth(1).unwrap_or_default().split('"').next().unwrap()
}

/// The rule that says which error to expect.
fn rule(ran: &Ran) -> &str {
    let expected = ran.out.split("\"expected\": ").nth(1).unwrap_or_default();
    expected.split("\"rule\": \"").nth(1).unwrap_or_default().split('"').next().unwrap()
}

#[test]
fn a_later_fact_wins() {
    let line = |facts: &str| {
        format!(
            r#"{{"method":"GET","target":"/v2/mcc/customers/0001/cnames/httplarge","facts":{facts},"headers":[["Host","api.edgecast.com"],["Authorization","TOK: 12345678-1234-1234-1234-1234567890ab"]]}}"#
        )
    };
    let folder = Folder::new("facts")
        .with("reqlint.toml", "[facts]\naccount-status = \"deleted\"\n")
        .with("active.json", "{\"account-status\": \"active\"}")
        .with("plain.ndjson", line("{}"))
        .with("deleted.ndjson", line(r#"{"account-status":"inactive"}"#));
    let inactive = |words: &[&str]| {
        let words = [&["--format", "json"], words].concat();
        rule(&folder.check(&words)) == "edgecast/account-inactive"
    };
    assert!(inactive(&["plain.ndjson"]), "reqlint.toml");
    assert!(!inactive(&["plain.ndjson", "--facts", "active.json"]), "--facts over reqlint.toml");
    assert!(inactive(&["deleted.ndjson", "--facts", "active.json"]), "the record over --facts");
    assert!(!inactive(&["deleted.ndjson", "--fact", "account-status=active"]), "--fact over the record");
}

#[test]
fn time_is_the_options_then_the_records() {
    let token = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJuYmYiOjE2MDAwMDAwMDAsImV4cCI6MTYwMDAwMDMwMCwiaXNzIjoiaHR0cHM6Ly9p\
                 ZC52ZG1zLmlvIiwiYXVkIjpbImh0dHBzOi8vaWQudmRtcy5pby9yZXNvdXJjZXMiLCJleGFtcGxlIl0sImNsaWVudF9pZCI6IjAwMDAwMDAw\
                 LTAwMDAtMDAwMC0wMDAwLTAwMDAwMDAwMDAwMCIsInNjb3BlIjpbImVjLnJ1bGVzIl19.c3ludGhldGlj";
    let line = |now: &str| {
        format!(
            r#"{{"method":"GET","target":"/rules-engine/v1.1/policies/12345"{now},"headers":[["Host","api.vdms.io"],["Authorization","Bearer {token}"]]}}"#
        )
    };
    let folder = Folder::new("time").with("a.ndjson", line("")).with("b.ndjson", line(",\"now\":1600000100"));
    let expired = |words: &[&str]| {
        let words = [&["--format", "json"], words].concat();
        rule(&folder.check(&words)) == "edgecast/access-token-expired"
    };
    assert!(expired(&["a.ndjson"]), "the clock");
    assert!(!expired(&["b.ndjson"]), "the record over the clock");
    assert!(expired(&["b.ndjson", "--now", "2024-01-01T00:00:00Z"]), "--now over the record");
    assert!(!expired(&["a.ndjson", "--now", "1600000100"]), "--now over the clock");
}

#[test]
fn warnings_count_when_asked() {
    let text = CLEAN.replace("12345678-1234-1234-1234-1234567890ab", "abc");
    let folder = Folder::new("severity").with("a.http", text);
    let ran = folder.check(&["a.http", "--format", "json"]);
    assert_eq!((ran.exit, conclusion(&ran)), (0, "depends"));
    let ran = folder.check(&["a.http", "--format", "json", "--severity", "warning"]);
    assert_eq!((ran.exit, conclusion(&ran)), (1, "broken"));
}

#[test]
fn a_pack_judges_any_host() {
    let folder = Folder::new("pack").with("a.http", BROKEN.replace("api.edgecast.com", "other.example"));
    assert!(folder.check(&["a.http", "--format", "json"]).out.contains("\"pack\": \"http\""));
    assert!(folder.check(&["a.http", "--format", "json", "--pack", "edgecast"]).out.contains("\"pack\": \"edgecast\""));
}

#[test]
fn rules_from_a_folder_stand_in_for_the_embedded_ones() {
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules");
    let folder = Folder::new("rules").with("a.http", BROKEN);
    let embedded = folder.check(&["a.http", "--format", "json"]).out;
    assert_eq!(folder.check(&["a.http", "--format", "json", "--rules", rules]).out, embedded);
    let one = format!("{rules}/edgecast");
    assert_eq!(folder.check(&["a.http", "--format", "json", "--rules", &one]).out, embedded);
}

#[test]
fn the_checklist_shows_every_rule() {
    let folder = Folder::new("checklist").with("a.http", BROKEN);
    let short = folder.check(&["a.http"]).out;
    let long = folder.check(&["a.http", "--checklist"]).out;
    assert!(!short.contains("\npassed   ") && long.contains("\npassed   ") && long.contains("not applying"), "{long}");
    assert!(long.contains("→ "), "the questions: {long}");
}

/// What the servers of some hosts refuse is an error there: each row has what `reqlint.toml` says, the options, and for each
/// request the server that is known, with how.
#[test]
fn a_server_is_named_for_a_host_or_for_all() {
    const SERVERS: &str = "server = 'node'\n[servers]\n'*.b.example' = 'caddy'\n'a.example' = 'tomcat'\n";
    let table: [(&str, &[&str], [&str; 3]); 7] = [
        ("", &[], ["", "", ""]),
        ("", &["--server", "nginx"], ["nginx option", "nginx option", "nginx option"]),
        ("", &["--server", "a.example=nginx@1.22"], ["nginx option", "", ""]),
        (SERVERS, &[], ["tomcat project", "caddy project", "node project"]),
        (SERVERS, &["--server", "nginx"], ["nginx option", "nginx option", "nginx option"]),
        (SERVERS, &["--server", "X.b.example=go"], ["tomcat project", "go option", "node project"]),
        (SERVERS, &["--server", "nginx", "--server", "a.example=go"], ["go option", "nginx option", "nginx option"]),
    ];
    let hosts = ["A.example:8080", "x.b.example", "b.example"];
    for (toml, words, expected) in table {
        let folder = Folder::new("servers").with("reqlint.toml", toml);
        let known = hosts.map(|host| {
            let folder = folder.again("a.http", &format!("GET /a HTTP/1.1\nHost: {host}\n"));
            let ran = folder.check(&[&["a.http", "--format", "ndjson"], words].concat());
            let of = |key: &str, text: &str| {
                let value = text.split(&format!("\"{key}\":\"")).nth(1).unwrap_or_default();
                value.split('"').next().unwrap_or_default().to_owned()
            };
            let server = ran.out.split("\"server\":").nth(1).unwrap_or_default().split('}').next().unwrap_or_default();
            assert!(ran.exit == 0, "{ran:?}");
            if server.starts_with("null") { String::new() } else { of("name", server) + " " + &of("by", server) }
        });
        assert_eq!(known, expected, "{toml} {words:?}");
    }
}

#[test]
fn servers_at_hosts_differ_as_they_were_measured() {
    let text = |host: &str| format!("GET /a|b HTTP/1.1\nHost: {host}\n");
    let folder = Folder::new("servers-differ").with("a.http", text("a.example")).with("b.http", text("b.example"));
    let folder = folder.with("reqlint.toml", "[servers]\n'a.example' = 'tomcat'\n'b.example' = 'nginx'\n");
    let ran = folder.check(&["a.http", "b.http", "--format", "ndjson"]);
    let conclusions: Vec<_> = ran.out.lines().map(|line| line.contains("\"conclusion\":\"broken\"")).collect();
    assert_eq!(conclusions, [true, false], "{ran:?}");
    // a severity of the project counts at every host
    let folder = folder.again("reqlint.toml", "severity.note = 'pipe-in-target'\n[servers]\n'a.example' = 'tomcat'\n");
    assert_eq!(folder.check(&["a.http"]).exit, 0);
}

#[test]
fn mistakes_in_named_servers_are_marked() {
    let folder = Folder::new("servers-wrong").with("a.http", "GET /a HTTP/1.1\nHost: a.example\n");
    let table: [(&[&str], &[&str]); 5] = [
        (&["a.example=ngnix"], &["no measured server is named `ngnix`", "--server:1:11", "did you mean `nginx`?"]),
        (&["nginx", "tomcat"], &["a second server for every host", "HOST=tomcat"]),
        (&["a.example=nginx", "A.example=go"], &["two servers are named for `A.example`"]),
        (&["http://a.example=nginx"], &["`http://a.example` is not a valid host"]),
        (&["nginx=a.example"], &["the host comes first: \"a.example\" = \"nginx\""]),
    ];
    for (servers, said) in table {
        let words: Vec<&str> = servers.iter().flat_map(|server| ["--server", server]).collect();
        folder.check(&[&["a.http"], words.as_slice()].concat()).fails_with(said);
    }
}

#[test]
fn examples_are_run_as_if_no_server_were_named() {
    let folder =
        Folder::new("servers-examples").with("reqlint.toml", "server = 'uwsgi'\n[servers]\n'a.example' = 'go'\n");
    let ran = folder.run(&["rules", "test"]);
    assert!(ran.exit == 0 && ran.out.contains("validated  http/target-over-8k"), "{ran:?}");
}
