use crate::base::finding::{AnswerKind, Resolved, Server, ServerSource, Severity};
use crate::base::time::Time;
use crate::compile::{Loaded, Project};
use crate::files::PackSource;
use crate::language::SourceFile;
use crate::message::exchange::Exchange;

const RULE: &str = "title = 'T'\nCHECK\n[[example]]\nfail = 'GET /'\npass = 'GET /'\n";

/// A pack with a rule of some top-level keys, and so many servers that refuse and accept.
fn pack(keys: &str, refused: &[&str], accepted: usize) -> PackSource {
    let file = |path: String, text: String| SourceFile { path, text };
    let rule = format!("{keys}\n{}", RULE.replace("CHECK", "check.value = { of = 'query.x', present = true }"));
    let answers = refused.iter().copied().chain(std::iter::repeat_n("'accepted'", accepted));
    let servers = answers.enumerate().map(|(number, answer)| {
        let old = "[[measured]]\nversion = '1.9'\non = 2026-01-01\nanswers = { r = 'accepted' }\n";
        let new = format!("[[measured]]\nversion = '1.10'\non = 2026-02-01\nanswers = {{ r = {answer} }}\n");
        let text = format!("title = 'S{number}'\nkind = 'server'\n{old}{new}");
        file(format!("p/servers/s{number}.toml"), text)
    });
    let own = [file("p/pack.toml".into(), "title = 'P'\n".into()), file("p/r.toml".into(), rule)];
    PackSource { name: "p".into(), root: "p".into(), files: own.into_iter().chain(servers).collect() }
}

fn weighed(loaded: &Loaded) -> (Option<Severity>, Option<u16>) {
    let rule = loaded.rules.rules().next();
    (rule.map(|rule| rule.severity()), rule.and_then(|rule| rule.status()))
}

#[test]
fn enough_servers_decide_the_severity() {
    let table = [
        (27, 3, "", Severity::Error),
        (26, 4, "", Severity::Warning),
        (4, 26, "", Severity::Warning),
        (3, 27, "", Severity::Note),
        (27, 3, "severity = 'warning'", Severity::Warning),
        (9, 0, "severity = 'note'", Severity::Note),
        (0, 9, "status = 400", Severity::Error),
    ];
    for (refused, accepted, keys, expected) in table {
        let loaded = Loaded::from(vec![pack(keys, &vec!["400"; refused], accepted)]);
        assert!(loaded.errors.is_empty(), "{}", loaded.errors);
        assert_eq!(weighed(&loaded).0, Some(expected), "{refused} and {accepted}, {keys}");
    }
    let loaded = Loaded::from(vec![pack("severity = 'error'\nstatus = 400", &["400"; 14], 16)]);
    assert!(loaded.errors.to_string().contains("only 14 of 30 measured servers"), "{}", loaded.errors);
}

#[test]
fn the_status_is_what_most_refusals_are() {
    let statuses = |keys, refused: &[&str]| weighed(&Loaded::from(vec![pack(keys, refused, 10)])).1;
    assert_eq!(statuses("", &["400", "400", "414"]), Some(400));
    assert_eq!(statuses("", &["400", "414"]), None);
    assert_eq!(statuses("status = 431", &["400", "400", "414"]), Some(431));
    assert_eq!(statuses("", &["'closed'", "'silent'", "414"]), None);
}

/// Packs that are loaded for a server: two refuse in their own way, eight alike, ten accept.
fn known(server: &str) -> Loaded {
    let mut project = Project::default();
    project.assume_server("--server", server);
    let refused = [&["414", "'closed'"][..], &["400"; 8]].concat();
    Loaded::of(project, vec![pack("status = 400", &refused, 10)])
}

/// What the rules say of a request that fails the rule.
fn resolved(loaded: &Loaded) -> Resolved {
    let request = http::Request::get("/").body("").unwrap();
    let exchange = Exchange::from(&request);
    loaded.rules.explain(&exchange, &loaded.rules.facts()).resolved
}

#[test]
fn a_report_names_the_known_server_and_how_it_answers() {
    let answered = |loaded: &Loaded| resolved(loaded).expected.map(|e| (e.answer, e.status, e.statuses));
    let s0 = known("s0@1.10.7");
    let expected = Server { name: "s0".into(), version: Some("1.10".into()), by: ServerSource::Option };
    assert_eq!(resolved(&s0).server, Some(expected));
    assert_eq!(answered(&s0), Some((AnswerKind::Status, Some(414), vec![414])));
    assert_eq!(answered(&known("s1")), Some((AnswerKind::Closed, None, vec![])));
    assert_eq!(answered(&known("s10")), None);

    let unnamed = Loaded::from(vec![pack("", &[&["400"; 18][..], &["414"]].concat(), 1)]);
    assert_eq!(resolved(&unnamed).server, None);
    assert_eq!(answered(&unnamed), Some((AnswerKind::Status, Some(400), vec![400, 414])));

    let toml = SourceFile { path: "reqlint.toml".into(), text: "server = 's1'".into() };
    let project = Project::read(toml, Time::from_seconds(0));
    let by_project = Loaded::of(project, vec![pack("status = 400", &["400", "'silent'"], 0)]);
    assert_eq!(resolved(&by_project).server.map(|server| server.by), Some(ServerSource::Project));
    assert_eq!(answered(&by_project), Some((AnswerKind::Silent, None, vec![])));
}

#[test]
fn a_size_is_measured_by_limits() {
    let sized = |server: Option<&str>, size: usize| {
        let file = |path: &str, text: String| SourceFile { path: path.into(), text };
        let rule = |limit| {
            format!(
                "status = 400\n{}",
                RULE.replace("CHECK", &format!("check.size = {{ of = 'target', at-most = {limit} }}"))
            )
        };
        let server_of = |limits: &str| {
            format!(
                "title = 'S'\nkind = 'server'\n[[measured]]\nversion = '1'\non = 2026-01-01\n[measured.limits]\n{limits}\n"
            )
        };
        let mut files = vec![
            file("p/pack.toml", "title = 'P'\n".into()),
            file("p/over-20.toml", format!("unless-failed = ['over-40']\n{}", rule(20))),
            file("p/over-40.toml", rule(40)),
        ];
        for (number, limits) in (0..12)
            .map(|n| (n, if n < 6 { "target = { at-most = 18, answer = 414 }" } else { "target = { at-most = 60 }" }))
        {
            files.push(file(&format!("p/servers/s{number}.toml"), server_of(limits)));
        }
        let mut project = Project::default();
        if let Some(server) = server {
            project.assume_server("--server", server);
        }
        let loaded = Loaded::of(project, vec![PackSource { name: "p".into(), root: "p".into(), files }]);
        assert!(loaded.errors.is_empty(), "{}", loaded.errors);
        let target = format!("/{}", "x".repeat(size - 1));
        let request = http::Request::get(target).body("").unwrap();
        let exchange = Exchange::from(&request);
        let resolved = loaded.rules.explain(&exchange, &loaded.rules.facts()).resolved;
        resolved.findings.iter().map(|finding| (finding.severity, finding.status)).collect::<Vec<_>>()
    };
    assert_eq!(sized(None, 19), []);
    assert_eq!(sized(None, 21), [(Severity::Warning, Some(400))]);
    assert_eq!(sized(Some("s0"), 18), []);
    assert_eq!(sized(Some("s0"), 19), [(Severity::Error, Some(414))]);
    assert_eq!(sized(Some("s0"), 41), [(Severity::Error, Some(414))]);
    assert_eq!(sized(Some("s6"), 59), []);
}

#[test]
fn a_known_server_answers_as_measured() {
    assert_eq!(weighed(&known("s0")), (Some(Severity::Error), Some(414)));
    assert_eq!(weighed(&known("s1")), (Some(Severity::Error), None));
    assert_eq!(weighed(&known("s10")).0, Some(Severity::Note));
    // the newest measured version that isn't above the one named
    assert_eq!(weighed(&known("s0@1.9")).0, Some(Severity::Note));
    assert_eq!(weighed(&known("s0@1.9.5")).0, Some(Severity::Note));
    assert_eq!(weighed(&known("s0@2")).1, Some(414));
    for unknown in ["t0", "s0@1.2"] {
        let loaded = known(unknown);
        assert!(loaded.errors.to_string().contains("E0316"), "{}", loaded.errors);
    }
}
