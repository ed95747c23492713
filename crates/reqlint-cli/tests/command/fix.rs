//! `reqlint check --fix` from outside.

use crate::run::{BROKEN, CLEAN, Folder};
use std::fs;

/// A slash at the end, and quotes.
fn with_errors() -> String {
    BROKEN.replace("TOK: ", "\"TOK: ").replace("90ab", "90ab\"")
}

#[test]
fn the_fixed_request_is_printed_and_the_rest_reported() {
    let folder = Folder::new("fix").with("a.http", with_errors());
    let ran = folder.check(&["a.http", "--fix"]);
    assert_eq!((ran.exit, ran.out.as_str()), (0, CLEAN));
    let fixed: Vec<_> = ran.err.lines().filter(|line| line.starts_with("fixed  ")).collect();
    assert_eq!(fixed.len(), 2, "{}", ran.err);
    assert!(fixed[0].contains("a.http:1  the path ends with a slash") && fixed[1].contains("edgecast/token-in-quotes"));
    assert!(ran.err.contains("no mistake found") && !ran.err.contains("12345678"), "{}", ran.err);
    assert_eq!(folder.read("a.http"), with_errors(), "the file is left as it is");
    let quiet = folder.check(&["a.http", "--fix", "--quiet"]);
    assert_eq!((quiet.out.as_str(), quiet.err.lines().count()), (CLEAN, 3), "{quiet:?}");
}

#[test]
fn what_can_not_be_fixed_safely_remains() {
    let text = BROKEN.replace("TOK: 12", "12");
    let folder = Folder::new("fix-rest").with("a.http", &text);
    let ran = folder.check(&["a.http", "--fix"]);
    assert_eq!((ran.exit, ran.out), (1, text.replace("httplarge/", "httplarge")));
    assert!(ran.err.contains("error[403]") && ran.err.contains("add `TOK: `"), "{}", ran.err);
}

#[test]
fn with_nothing_to_fix_every_byte_stays() {
    let crlf = CLEAN.replace('\n', "\r\n");
    let odd = "\u{feff}# a comment\n@account = 0001\n\n### first\nGET https://{{host}}/v2/mcc/customers/{{account}}/cnames/httplarge\n\n### second\nGET /x HTTP/1.1\nHost:  api.example.com \n";
    let lines = "{\"method\":\"GET\", \"target\":\"\\/a\",\"headers\":[[\"Host\",\"x\"]],  \"more\":[1, 2]}\r\n\r\n{\"url\":\"https://x/\",\"method\":\"GET\",\"response\":{\"status\":500}}\n";
    let har = r#"{"log": {"creator": {"name": "x"}, "entries": [{"request": {"method": "GET", "url": "https://x/", "headers": []}}]}}"#;
    let curl = "curl  https://api.example.com/a \\\n  -H \"Accept: */*\"\n";
    let texts =
        [("a.http", CLEAN), ("b.http", &crlf), ("c.http", odd), ("d.ndjson", lines), ("e.har", har), ("f.sh", curl)];
    for (name, text) in texts {
        let folder = Folder::new(&format!("fix-same-{name}")).with(name, text);
        let ran = folder.check(&[name, "--fix"]);
        assert_eq!((ran.exit, ran.out.as_str()), (0, text), "{name}: {}", ran.err);
        let ran = folder.check_stdin(&["-", "--fix"], text);
        assert_eq!(ran.out, text, "{name}");
        let before = fs::metadata(folder.path(name)).unwrap().modified().unwrap();
        assert_eq!(folder.check(&[name, "--fix", "--in-place"]).out, "");
        assert_eq!(fs::metadata(folder.path(name)).unwrap().modified().unwrap(), before, "{name} is not touched");
    }
}

#[test]
fn a_response_is_no_part_of_what_is_sent() {
    let body = "{\"MediaPath\":\"http://wpc.0001.edgecastcdn.net/000001/a.jpg\",\"MediaType\":3}";
    let request = format!(
        "{}Content-Type: application/json\n\n{body}\n",
        BROKEN.replacen("GET", "PUT", 1).replace("cnames/httplarge/", "edge/purge/")
    );
    let answer = "\nHTTP/1.1 404 Not Found\n\n{ \"Message\" : \"Endpoint not found\" }\n";
    let text = format!("{request}{answer}\n###\n{CLEAN}{answer}");
    let folder = Folder::new("fix-response").with("a.http", &text);
    let fixed = request.replace("purge/ ", "purge ");
    let ran = folder.check(&["a.http", "--fix"]);
    assert_eq!(ran.out, format!("{fixed}###\n{CLEAN}\n"), "{}", ran.err);
    folder.check(&["a.http", "--fix", "--in-place"]);
    assert_eq!(folder.read("a.http"), text.replace("purge/ ", "purge "), "only the edited bytes change");
}

#[test]
fn files_are_written_in_place() {
    let folder = Folder::new("fix-in-place")
        .with("in/a.http", format!("{}###\n{CLEAN}", with_errors()))
        .with("in/b.http", CLEAN);
    let line = r#"{"method":"GET","url":"https:\/\/api.edgecast.com\/v2\/mcc\/customers\/0001\/cnames\/httplarge\/","headers":{"Authorization":"  \"TOK: 12345678-1234-1234-1234-1234567890ab\" "},"é":1}"#;
    let folder = folder.with("in/c.ndjson", format!("{line}\nnot JSON\n{line}"));
    let before = fs::metadata(folder.path("in/b.http")).unwrap().modified().unwrap();
    let ran = folder.check(&["in", "--fix", "--in-place"]);
    ran.fails_with(&["in/c.ndjson:2:"]);
    assert_eq!((ran.errors(), ran.out.as_str()), (1, ""));
    assert_eq!(folder.read("in/a.http"), format!("{CLEAN}###\n{CLEAN}"));
    let fixed = line.replace(r"httplarge\/", "httplarge").replace(r#"\"TOK"#, "TOK").replace(r#"ab\""#, "ab");
    assert_eq!(folder.read("in/c.ndjson"), format!("{fixed}\nnot JSON\n{fixed}"));
    assert_eq!(fs::metadata(folder.path("in/b.http")).unwrap().modified().unwrap(), before);
    let names: Vec<_> = fs::read_dir(folder.path("in")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names.len(), 3, "nothing is left behind: {names:?}");
}

#[test]
fn what_can_not_be_written_in_place_is_said() {
    let folder = Folder::new("fix-refused").with(
        "a.http",
        format!("@h = api.edgecast.com\n{}", with_errors().replace("Host: api.edgecast.com", "Host: {{h}}")),
    );
    let text = folder.read("a.http");
    folder.check(&["a.http", "--fix", "--in-place"]).fails_with(&["it can't be written in place", "--> a.http"]);
    assert_eq!(folder.read("a.http"), text);
    folder
        .check_stdin(&["-", "--fix", "--in-place"], &text)
        .fails_with(&["--in-place writes files, but none is named"]);
    folder.check(&["a.http", "--in-place"]).fails_with(&["--fix"]);
    folder.check(&["a.http", "--fix", "--format", "json"]).fails_with(&["cannot be used with"]);
}

#[test]
#[cfg(unix)]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new("fix-permissions").with("a.http", with_errors()).with("read-only.http", with_errors());
    fs::set_permissions(folder.path("a.http"), fs::Permissions::from_mode(0o640)).unwrap();
    fs::set_permissions(folder.path("read-only.http"), fs::Permissions::from_mode(0o440)).unwrap();
    symlink("a.http", folder.path("link.http")).unwrap();
    let ran = folder.check(&["link.http", "read-only.http", "--fix", "--in-place"]);
    ran.fails_with(&["it may not be written\n--> read-only.http"]);
    assert_eq!(folder.read("a.http"), CLEAN);
    assert!(fs::symlink_metadata(folder.path("link.http")).unwrap().is_symlink());
    assert_eq!(fs::metadata(folder.path("a.http")).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn curl_commands_come_out_as_curl_commands() {
    let command = "curl 'https://api.edgecast.com/v2/mcc/customers/0001/cnames/httplarge/' -H 'Authorization: \"TOK: 12345678-1234-1234-1234-1234567890ab\"'\n";
    let folder = Folder::new("fix-curl").with("a.sh", command);
    let ran = folder.check(&["a.sh", "--fix"]);
    assert!(
        ran.exit == 0
            && ran.out.starts_with("curl 'https://api.edgecast.com/v2/mcc/customers/0001/cnames/httplarge' -H"),
        "{ran:?}"
    );
    assert!(ran.out.contains("-H 'Authorization: TOK: 12345678-1234-1234-1234-1234567890ab'"), "{}", ran.out);
    assert_eq!(folder.check_stdin(&["-", "--fix"], &ran.out).out, ran.out, "nothing is left to fix");
    let typed =
        folder.check(&["--fix", "--", "curl", "https://api.edgecast.com/v2/mcc/customers/0001/cnames/httplarge/"]);
    assert_eq!(typed.out, "curl https://api.edgecast.com/v2/mcc/customers/0001/cnames/httplarge\n", "{}", typed.err);
    let same = folder.check(&["--fix", "--", "curl", "https://api.edgecast.com/v2/mcc/customers/0001/cnames/a b"]).out;
    assert!(same.starts_with("curl 'https://api.edgecast.com/v2/mcc/customers/0001/cnames/a"), "{same}");
    folder.check(&["a.sh", "--fix", "--in-place"]);
    assert_eq!(folder.read("a.sh"), ran.out);
}

#[test]
fn of_a_command_only_what_is_fixed_changes() {
    let command = "TOKEN=$(get)\n$ curl -k -L \"https://api.edgecast.com/v2/mcc/customers/$ID/cnames/httplarge/\" \\\n    \
         -H 'Authorization: \"TOK: 12345678-1234-1234-1234-1234567890ab\"' -H \"X-T: $TOKEN\" -o out.json | jq .\n";
    let fixed = command
        .replace("httplarge/", "httplarge")
        .replace("'Authorization: \"", "'Authorization: ")
        .replace("ab\"'", "ab'");
    let ran = Folder::new("fix-live")
        .with("a.sh", format!("{command}HTTP/1.1 403 Forbidden\n\nno\n"))
        .check(&["a.sh", "--fix"]);
    assert_eq!(ran.out, fixed, "{}", ran.err);
}

#[test]
fn commands_for_other_shells_stay_what_they_are() {
    let url = "https://api.edgecast.com/v2/mcc/customers/0001/cnames/httplarge/";
    let powershell = format!(
        "$token = '12345678-1234-1234-1234-1234567890ab'\ncurl.exe -k \"{url}\" `\n  -H \"Authorization: TOK: $token\" -o $env:OUT\n"
    );
    let prompt = format!("C:\\tmp>curl -k \"{url}\" ^\n  -H \"Authorization: TOK: %TOKEN%\" -o out.json\n");
    let copied = format!("curl ^\"{url}^\" ^\n  -H ^\"Authorization: TOK: 12345678-1234-1234-1234-1234567890ab^\"\n");
    let among = format!("### a command\ncurl -k {url} \\\n  -H 'X-A: b'\n\n###\nGET {url} HTTP/1.1\nX-B: c\n");
    for (name, command) in [("a.txt", powershell), ("b.txt", prompt), ("c.txt", copied), ("d.http", among)] {
        let ran = Folder::new("fix-shells").with(name, command.as_str()).check(&[name, "--fix"]);
        assert_eq!(ran.out, command.replace("httplarge/", "httplarge"), "{}", ran.err);
    }
}

#[test]
fn what_a_console_adds_is_not_written() {
    let texts = [
        ("GET my-index/_sea\"rch", "GET my-index/_sea%22rch"),
        ("PUT _bulk/a\"b\n{\"index\":{}}\n{\"a\":1}", "PUT _bulk/a%22b\n{\"index\":{}}\n{\"a\":1}"),
        ("POST /a\"b/_doc\n{\n  \"q\": \"\"\"x\n y\"\"\"\n}\n", "POST /a%22b/_doc\n{\n  \"q\": \"\"\"x\n y\"\"\"\n}\n"),
        ("PUT /a\"b/_doc/1\n{\n  \"a\": 1\n}\n", "PUT /a%22b/_doc/1\n{\n  \"a\": 1\n}\n"),
    ];
    for (text, fixed) in texts {
        let folder = Folder::new("fix-console").with("a.txt", text);
        let ran = folder.check(&["a.txt", "--fix"]);
        assert_eq!(ran.out, fixed, "{text}: {}", ran.err);
    }
}
