//! Errors made in an otherwise correct request are diagnosed from the answer and fixed by safe edits, which change nothing
//! else.

use super::catalogue::{Endpoint, endpoints};
use super::request::Draft;
use super::{Fill, Samples, know};
use crate::support::{Case, rules};
use proptest::prelude::*;
use reqlint_core::Facts;
use reqlint_core::diagnose::Diagnosis;
use reqlint_core::diagnose::{CauseVerdict, Observed};
use reqlint_formats::fix::{Text, apply};
use reqlint_formats::read::Literal;
use std::sync::LazyLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mistake {
    /// A trailing slash in the path.
    Slash,
    /// The path in capitals.
    Capitals,
    /// A raw space in the query.
    Space,
    /// The Authorization value in quotes.
    Quotes,
    /// Two spaces before the token.
    Spaces,
    /// JSON labelled as XML.
    Xml,
}

const MISTAKES: [Mistake; 6] =
    [Mistake::Slash, Mistake::Capitals, Mistake::Space, Mistake::Quotes, Mistake::Spaces, Mistake::Xml];

static ENDPOINTS: LazyLock<Vec<Endpoint>> = LazyLock::new(endpoints);
static SAMPLES: LazyLock<Samples> = LazyLock::new(Samples::read);

impl Mistake {
    /// The text with the mistake; `None` if it can't be made there.
    fn make(self, text: &str, endpoint: &Endpoint, path: &str) -> Option<String> {
        let replaced = |from: &str, to: &str| text.contains(from).then(|| text.replacen(from, to, 1));
        match self {
            Mistake::Slash => replaced(path, &format!("{path}/")),
            Mistake::Capitals => replaced(path, &capitals(path, &endpoint.path)),
            Mistake::Space => replaced("x=a%20b", "x=a b"),
            Mistake::Quotes => {
                let value = text.split_once("Authorization: ")?.1.lines().next()?;
                replaced(value, &format!("\"{value}\""))
            }
            Mistake::Spaces => replaced("TOK: ", "TOK:  ").or_else(|| replaced("Bearer ", "Bearer  ")),
            Mistake::Xml => replaced("application/json", "application/xml"),
        }
    }

    /// The answer's status and the rule that causes it.
    fn cause(self, endpoint: &Endpoint) -> (u16, &'static str) {
        let is_gateway = endpoint.host == "api.vdms.io";
        match self {
            Mistake::Slash => (404, "edgecast/trailing-slash"),
            Mistake::Capitals => (403, "edgecast/path-in-wrong-case"),
            Mistake::Space => (400, "edgecast/url-not-encoded"),
            Mistake::Quotes | Mistake::Spaces if is_gateway => (401, "edgecast/access-token-syntax"),
            Mistake::Quotes => (403, "edgecast/token-in-quotes"),
            Mistake::Spaces => (403, "edgecast/token-with-extra-characters"),
            Mistake::Xml => (400, "edgecast/body-unreadable"),
        }
    }
}

/// A path with its literal parts in capitals; parameters stay the same.
fn capitals(path: &str, template: &str) -> String {
    let parts = path.split('/').zip(template.split('/'));
    let part = |(part, literal): (&str, &str)| if part == literal { part.to_uppercase() } else { part.to_owned() };
    parts.map(part).collect::<Vec<_>>().join("/")
}

/// The request to an endpoint, with one more query parameter, and its path.
fn documented(endpoint: &Endpoint, fill: Fill) -> (String, String) {
    let draft = Draft { fill, ..Draft::least(endpoint, &SAMPLES) };
    let join = if draft.target().contains('?') { '&' } else { '?' };
    let target = draft.target();
    let text = draft.text().replacen(&format!("{target} "), &format!("{target}{join}x=a%20b "), 1);
    (text, draft.path())
}

fn facts(endpoint: &Endpoint) -> Facts {
    let mut facts = rules().facts();
    know(&mut facts, endpoint);
    facts
}

/// The text with all safe fixes applied.
fn fixed(text: &str, facts: &Facts) -> String {
    let mut text = text.to_owned();
    loop {
        let case = Case { facts: facts.clone(), ..Case::now(&text) };
        let patches = case.judged(|judged| Text::new(Literal::Http, text.as_bytes()).fixes(judged).patches);
        if patches.is_empty() {
            return text;
        }
        text = String::from_utf8(apply(text.as_bytes(), &patches)).unwrap();
    }
}

/// Makes mistakes, checks that they are diagnosed, and fixes them.
fn there_and_back(endpoint: &Endpoint, fill: Fill, mistakes: &[Mistake]) {
    let (text, path) = documented(endpoint, fill);
    let facts = facts(endpoint);
    let (mut broken, mut made): (String, Vec<Mistake>) = (text.clone(), Vec::new());
    for mistake in mistakes {
        if let Some(more) = mistake.make(&broken, endpoint, &path).filter(|more| *more != broken) {
            broken = more;
            made.push(*mistake);
        }
    }
    let confirmed = |text: &str, mistake: &Mistake| {
        let (status, rule) = mistake.cause(endpoint);
        let record = Case::now(text).record();
        let diagnosis = Diagnosis::of(rules(), &record.exchange, &facts, Observed::told(status, None));
        diagnosis.causes_that_are(CauseVerdict::Confirmed).any(|cause| cause.is_rule(rule))
    };
    for mistake in &made {
        assert!(confirmed(&broken, mistake), "{mistake:?} is not diagnosed:\n{broken}");
    }
    let fixed = fixed(&broken, &facts);
    assert_eq!(fixed, text, "something else changed: {made:?}");
    assert!(!made.iter().any(|mistake| confirmed(&fixed, mistake)), "{made:?} is still there:\n{fixed}");
}

#[test]
fn each_mistake_is_fixed_at_every_endpoint() {
    for endpoint in ENDPOINTS.iter() {
        for mistake in MISTAKES {
            there_and_back(endpoint, Fill::Least, &[mistake]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn several_mistakes_are_fixed_together(
        index in any::<prop::sample::Index>(),
        most in any::<bool>(),
        path in prop::sample::subsequence(vec![Mistake::Capitals, Mistake::Slash, Mistake::Space], 0..=3),
        value in prop::option::of(prop_oneof![Just(Mistake::Quotes), Just(Mistake::Spaces)]),
        body in prop::option::of(Just(Mistake::Xml)),
    ) {
        let endpoint = index.get(&ENDPOINTS);
        let fill = if most { Fill::Most } else { Fill::Least };
        let mistakes: Vec<Mistake> = value.into_iter().chain(body).chain(path).collect();
        there_and_back(endpoint, fill, &mistakes);
    }
}
