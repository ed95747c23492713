//! Prepared packs are those that their files give, rule by rule, and each is compiled only when a request meets it.

use crate::support::rules;
use reqlint_core::{Exchange, Loaded, Project, RuleSet, SourceFile, Time};

fn prepared(project: Project) -> RuleSet {
    Loaded::prepared(project, reqlint_rules::prepared()).into_rules().unwrap_or_else(|errors| panic!("{errors}"))
}

fn project(text: &str) -> Project {
    Project::read(SourceFile { path: "reqlint.toml".into(), text: text.into() }, Time(0))
}

/// The names of the packs that are compiled.
fn compiled(rules: &RuleSet) -> Vec<String> {
    let shown = format!("{rules:?}");
    let packs = shown.split("LazyPack { name: \"").skip(1);
    let packs = packs.filter(|pack| !pack.contains("pack: LazyLock(<uninit>)"));
    packs.filter_map(|pack| Some(pack.split_once('"')?.0.to_owned())).collect()
}

fn request(host: &str) -> http::Request<&'static str> {
    http::Request::get(format!("https://{host}/")).body("").unwrap()
}

#[test]
fn prepared_packs_are_those_of_their_files() {
    let prepared = prepared(Project::default());
    assert_eq!(prepared.rules().count(), rules().rules().count());
    // rules, catalogues, plans and prefilters, to the last field
    let (prepared, parsed) =
        (format!("{prepared:#?}"), format!("{:#?}", RuleSet::load(reqlint_rules::packs()).unwrap()));
    let differs = prepared.lines().zip(parsed.lines()).position(|(a, b)| a != b);
    let around = |text: &str| {
        let from = differs.unwrap_or_default().saturating_sub(12);
        text.lines().skip(from).take(16).collect::<Vec<_>>().join("\n")
    };
    assert!(differs.is_none(), "prepared:\n{}\n\nparsed:\n{}", around(&prepared), around(&parsed));
    assert_eq!(prepared.lines().count(), parsed.lines().count());
}

#[test]
fn only_the_packs_that_requests_meet_are_compiled() {
    let rules = prepared(project("[facts]\naccount-exists = true\n"));
    assert_eq!(compiled(&rules), [""; 0], "loading compiles none");
    for (host, met) in [("api.elsewhere.example", &["http"][..]), ("api.edgecast.com", &["edgecast", "http"])] {
        let request = request(host);
        let exchange = Exchange::from(&request);
        let explained = rules.explain(&exchange, &rules.facts());
        assert_eq!(explained.resolved.pack.as_deref(), Some(met[0]));
        assert_eq!(compiled(&rules), met);
    }
}

#[test]
fn a_project_that_changes_rules_has_them_changed() {
    let text = "[severity]\nnote = [\"http/host-missing\"]\n[secrets]\nnames = [\"sesame\"]\n";
    let (changed, rule) = (prepared(project(text)), "http/host-missing");
    let severity = |rules: &RuleSet| rules.rules().find(|own| own.id() == rule).map(|own| own.severity());
    assert_ne!(severity(&changed), severity(rules()));
}
