//! Running the examples of rules: each rule by itself, against what its file says should happen.

use crate::http::read_one;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqlint_core::{
    Because, Edit, Example, ExampleJwt, Exchange, Facts, Finding, Literal, Number, Outcome, RuleSet, RuleView, Span,
    Time,
};
use serde_json::{Map, Value, json};

/// The time of an example that names none.
const NOW: &str = "2024-01-01T00:00:00Z";

/// One request of one example, and how it went.
#[derive(Clone, Debug)]
pub struct ExampleRun {
    /// The example's own name.
    pub name: Option<String>,
    /// The 1-based line of the rule file at which the request begins.
    pub line: usize,
    /// The request's text, a token filled in.
    pub text: String,
    /// What should happen.
    pub expected: Outcome,
    /// What happened.
    pub result: Result<Ran, String>,
}

/// What happened when an example was run.
#[derive(Clone, Debug)]
pub struct Ran {
    /// How the rule went.
    pub outcome: Outcome,
    /// Why it is unknown or was skipped.
    pub because: Option<Because>,
    /// What it found.
    pub findings: Vec<Finding>,
    /// How the rule went once its safe edits were applied, where there were any.
    pub mended: Option<Outcome>,
}

impl ExampleRun {
    /// Whether what should happen happened, and safe edits mended what failed.
    #[must_use]
    pub fn is_right(&self) -> bool {
        let Ok(ran) = &self.result else { return false };
        let mended = ran.mended.is_none_or(|m| m != Outcome::Fail);
        ran.outcome == self.expected && (mended || ran.outcome != Outcome::Fail)
    }
}

/// Runs every example of a rule.
#[must_use]
pub fn run(rules: &RuleSet, rule: RuleView<'_>) -> Vec<ExampleRun> {
    let mut runs = Vec::new();
    for example in rule.examples() {
        let outcomes = [Outcome::Fail, Outcome::Pass, Outcome::Unknown, Outcome::Skip];
        for (expected, requests) in outcomes.into_iter().zip(&example.requests) {
            for request in requests {
                let text = fill(&request.text, example);
                let result = one(rules, rule, example, &text);
                runs.push(ExampleRun { name: example.name.clone(), line: request.line, text, expected, result });
            }
        }
    }
    runs
}

fn one(rules: &RuleSet, rule: RuleView<'_>, example: &Example, text: &str) -> Result<Ran, String> {
    let record = read_one(text.as_bytes()).map_err(|error| error.to_string())?;
    let mut exchange = record.exchange;
    exchange.now = Some(now(example));
    let facts = facts(rules, example)?;
    let trial = rules.try_rule(rule.id(), &exchange, &facts).ok_or("the rule is gone")?;
    let edits: Vec<Edit> = trial.findings.iter().flat_map(|f| &f.edits).filter(|e| e.safe).cloned().collect();
    let mended = (!edits.is_empty()).then(|| exchange.mended(&edits));
    let mended = mended.and_then(|exchange: Exchange<'_>| rules.try_rule(rule.id(), &exchange, &facts));
    Ok(Ran {
        outcome: trial.outcome,
        because: trial.because,
        findings: trial.findings,
        mended: mended.map(|m| m.outcome),
    })
}

/// The facts of an example.
///
/// # Errors
/// When a fact isn't declared, or of another type.
pub fn facts(rules: &RuleSet, example: &Example) -> Result<Facts, String> {
    let mut facts = rules.facts();
    for (name, value) in &example.facts {
        facts.set(name, value).map_err(|error| error.to_string())?;
    }
    Ok(facts)
}

/// The time of an example.
#[must_use]
pub fn now(example: &Example) -> Time {
    let text = example.now.as_deref().unwrap_or(NOW);
    Time::read(text.as_bytes()).unwrap_or(Time::from_seconds(0))
}

/// The text with `{jwt}` filled.
fn fill(text: &str, example: &Example) -> String {
    match &example.jwt {
        Some(jwt) if text.contains("{jwt}") => text.replace("{jwt}", &token(jwt, now(example))),
        _ => text.to_owned(),
    }
}

/// An unsigned token: a header, the claims, and a signature that is none.
fn token(jwt: &ExampleJwt, now: Time) -> String {
    let mut claims = Map::new();
    for (claim, span) in ["iat", "exp", "nbf"].iter().zip(&jwt.times) {
        if let Some(span) = span.as_ref().and_then(|s| Span::read(s.as_bytes())) {
            claims.insert((*claim).to_owned(), json!(now.plus(span).seconds()));
        }
    }
    if let Some(scope) = &jwt.scope {
        claims.insert("scope".into(), json!(scope));
    }
    if let Some(issuer) = &jwt.issuer {
        claims.insert("iss".into(), json!(issuer));
    }
    if let Some(audience) = &jwt.audience {
        claims.insert("aud".into(), json!(audience));
    }
    for (name, value) in &jwt.claims {
        claims.insert(name.clone(), plain(value));
    }
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.bm9uZQ", part(&json!({"alg": "none", "typ": "JWT"})), part(&Value::Object(claims)))
}

fn plain(literal: &Literal) -> Value {
    match literal {
        Literal::Text(t) => json!(t),
        Literal::Number(Number::Whole(n)) => json!(n),
        Literal::Number(Number::Real(n)) => json!(n),
        Literal::Boolean(b) => json!(b),
        Literal::Time(t) => json!(t.seconds()),
        Literal::List(items) => Value::Array(items.iter().map(plain).collect()),
    }
}
