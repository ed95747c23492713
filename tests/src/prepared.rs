//! Prepared packs are those that their files give, rule by rule, and each is compiled only when a request meets it.

use crate::support::rules;
use reqlint_core::{Exchange, Loaded, Project, RuleSet, SourceFile, Time};
use std::fmt::{self, Write};
use std::hash::{DefaultHasher, Hasher};

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

/// What a value shows of itself, as hashes of its pieces: of all packs together it is more than memory should hold.
#[derive(Default)]
struct Shown {
    hasher: DefaultHasher,
    writes: usize,
    pieces: Vec<u64>,
    /// A piece of which the text is wanted.
    wanted: Option<usize>,
    text: String,
}

impl Shown {
    const PIECE: usize = 512;

    fn of(rules: &RuleSet, wanted: Option<usize>) -> Self {
        let mut shown = Self { wanted, ..Self::default() };
        write!(shown, "{rules:?}").unwrap();
        shown.pieces.push(shown.hasher.finish());
        shown
    }
}

impl fmt::Write for Shown {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.hasher.write(text.as_bytes());
        if self.wanted == Some(self.pieces.len()) {
            self.text.push_str(text);
        }
        self.writes += 1;
        if self.writes.is_multiple_of(Self::PIECE) {
            self.pieces.push(self.hasher.finish());
        }
        Ok(())
    }
}

#[test]
fn prepared_packs_are_those_of_their_files() {
    let (prepared, parsed) = (prepared(Project::default()), RuleSet::load(reqlint_rules::packs()).unwrap());
    assert_eq!(prepared.rules().count(), parsed.rules().count());
    // makes the plan of every endpoint
    assert_eq!(prepared.plans().count(), parsed.plans().count());
    // rules, catalogues, plans and prefilters, to the last field
    let hashes = |rules| Shown::of(rules, None).pieces;
    let (own, wanted) = (hashes(&prepared), hashes(&parsed));
    let differs =
        own.iter().zip(&wanted).position(|(a, b)| a != b).or((own.len() != wanted.len()).then_some(own.len()));
    let text = |rules| Shown::of(rules, differs).text;
    assert!(differs.is_none(), "prepared:\n{}\n\nparsed:\n{}", text(&prepared), text(&parsed));
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
