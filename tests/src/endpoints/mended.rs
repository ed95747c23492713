//! Slips made in a request that is else as documented: diagnosed from the answer, mended by safe edits, gone, and nothing
//! else changed.

use super::catalogue::{Endpoint, endpoints};
use super::request::Draft;
use super::{Fill, Samples, know};
use crate::support::{Case, rules};
use proptest::prelude::*;
use reqlint_core::Facts;
use reqlint_core::diagnose::Diagnosis;
use reqlint_core::diagnose::{CauseVerdict, Observed};
use reqlint_formats::fix;
use std::sync::LazyLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slip {
    /// A slash at the end of the path.
    Slash,
    /// The path in capitals.
    Capitals,
    /// A raw space in the query.
    Space,
    /// The Authorization value in quotes.
    Quotes,
    /// Two spaces before the token.
    Spaces,
    /// JSON that is said to be XML.
    Xml,
}

const SLIPS: [Slip; 6] = [Slip::Slash, Slip::Capitals, Slip::Space, Slip::Quotes, Slip::Spaces, Slip::Xml];

static ENDPOINTS: LazyLock<Vec<Endpoint>> = LazyLock::new(endpoints);
static SAMPLES: LazyLock<Samples> = LazyLock::new(Samples::read);

impl Slip {
    /// The text with the slip made; `None` where it can't be.
    fn make(self, text: &str, endpoint: &Endpoint, path: &str) -> Option<String> {
        let replaced = |from: &str, to: &str| text.contains(from).then(|| text.replacen(from, to, 1));
        match self {
            Slip::Slash => replaced(path, &format!("{path}/")),
            Slip::Capitals => replaced(path, &capitals(path, &endpoint.path)),
            Slip::Space => replaced("x=a%20b", "x=a b"),
            Slip::Quotes => {
                let value = text.split_once("Authorization: ")?.1.lines().next()?;
                replaced(value, &format!("\"{value}\""))
            }
            Slip::Spaces => replaced("TOK: ", "TOK:  ").or_else(|| replaced("Bearer ", "Bearer  ")),
            Slip::Xml => replaced("application/json", "application/xml"),
        }
    }

    /// The answer's status, and the rule that is its cause.
    fn cause(self, endpoint: &Endpoint) -> (u16, &'static str) {
        let is_gateway = endpoint.host == "api.vdms.io";
        match self {
            Slip::Slash => (404, "edgecast/trailing-slash"),
            Slip::Capitals => (403, "edgecast/path-in-wrong-case"),
            Slip::Space => (400, "edgecast/url-not-encoded"),
            Slip::Quotes | Slip::Spaces if is_gateway => (401, "edgecast/access-token-syntax"),
            Slip::Quotes => (403, "edgecast/token-in-quotes"),
            Slip::Spaces => (403, "edgecast/token-with-extra-characters"),
            Slip::Xml => (400, "edgecast/body-unreadable"),
        }
    }
}

/// The literal parts of a path in capitals; its parameters stay.
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

/// The text with everything mended that can safely be.
fn mended(text: &str, facts: &Facts) -> String {
    let mut text = text.to_owned();
    loop {
        let case = Case { facts: facts.clone(), ..Case::now(&text) };
        let patches = case.judged(|judged| fix::http(judged).patches);
        if patches.is_empty() {
            return text;
        }
        text = String::from_utf8(fix::apply(text.as_bytes(), &patches)).unwrap();
    }
}

/// Makes slips, and looks at each step on the way back.
fn there_and_back(endpoint: &Endpoint, fill: Fill, slips: &[Slip]) {
    let (text, path) = documented(endpoint, fill);
    let facts = facts(endpoint);
    let (mut slipped, mut made): (String, Vec<Slip>) = (text.clone(), Vec::new());
    for slip in slips {
        if let Some(more) = slip.make(&slipped, endpoint, &path).filter(|more| *more != slipped) {
            slipped = more;
            made.push(*slip);
        }
    }
    let confirmed = |text: &str, slip: &Slip| {
        let (status, rule) = slip.cause(endpoint);
        let record = Case::now(text).record();
        let diagnosis = Diagnosis::of(rules(), &record.exchange, &facts, Observed::told(status, None));
        diagnosis.causes_that_are(CauseVerdict::Confirmed).any(|cause| cause.rule == rule)
    };
    for slip in &made {
        assert!(confirmed(&slipped, slip), "{slip:?} is not diagnosed:\n{slipped}");
    }
    let mended = mended(&slipped, &facts);
    assert_eq!(mended, text, "something else changed: {made:?}");
    assert!(!made.iter().any(|slip| confirmed(&mended, slip)), "{made:?} is not gone:\n{mended}");
}

#[test]
fn each_slip_is_mended_at_every_endpoint() {
    for endpoint in ENDPOINTS.iter() {
        for slip in SLIPS {
            there_and_back(endpoint, Fill::Least, &[slip]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn several_slips_at_once_are_mended(
        index in any::<prop::sample::Index>(),
        most in any::<bool>(),
        path in prop::sample::subsequence(vec![Slip::Capitals, Slip::Slash, Slip::Space], 0..=3),
        value in prop::option::of(prop_oneof![Just(Slip::Quotes), Just(Slip::Spaces)]),
        body in prop::option::of(Just(Slip::Xml)),
    ) {
        let endpoint = index.get(&ENDPOINTS);
        let fill = if most { Fill::Most } else { Fill::Least };
        let slips: Vec<Slip> = value.into_iter().chain(body).chain(path).collect();
        there_and_back(endpoint, fill, &slips);
    }
}
