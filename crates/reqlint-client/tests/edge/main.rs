//! Each error type of the Edgecast page: a call that gets this answer from the example API, and what reqlint makes of it.
//!
//! The requests are those of `crates/edge-api/tests/answers.toml`; `outcomes.toml` says what a client knows, and what
//! comes of it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use edge_api::{Database, api, serve_on_loopback};
use reqlint_client::{Mode, Refusal, ReqlintLayer, ResponseExt};
use reqlint_core::diagnose::CauseVerdict;
use reqlint_core::{Exchange, RuleSet};
use reqwest::{Client, Method, Request};
use reqwest_middleware::ClientBuilder;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Case {
    request: String,
    rule: Option<String>,
    error_type: Option<String>,
    before: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Outcome {
    with: With,
    /// What the program knows.
    #[serde(default)]
    facts: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum With {
    /// Not sent.
    Refused,
    /// Not sent; with [`Mode::Fix`] it is fixed and succeeds.
    Fixed,
    /// Sent; the rule is the confirmed cause of the answer.
    Explained,
    /// Sent; the rule is a possible cause, and the diagnosis says how to find out.
    Possible,
}

/// The whole pack except the rule that requires TLS: there is none on loopback.
fn rules() -> RuleSet {
    let mut packs = reqlint_rules::packs();
    packs.iter_mut().for_each(|pack| pack.files.retain(|file| !file.path.ends_with("/plain-http.toml")));
    RuleSet::load(packs).unwrap()
}

/// A request of the file, as a program makes it.
fn request(text: &str) -> Request {
    let (head, body) = text.trim_start().split_once("\n\n").unwrap_or((text.trim(), ""));
    let mut lines = head.lines();
    let [method, target, _] = lines.next().unwrap().split(' ').collect::<Vec<_>>().try_into().unwrap();
    let mut headers: BTreeMap<&str, &str> = lines.map(|line| line.split_once(": ").unwrap()).collect();
    let url = format!("http://{}{target}", headers.remove("Host").unwrap());
    let mut request = Request::new(Method::from_bytes(method.as_bytes()).unwrap(), url.parse().unwrap());
    for (name, value) in headers {
        request.headers_mut().insert(reqwest::header::HeaderName::try_from(name).unwrap(), value.parse().unwrap());
    }
    *request.body_mut() = (!body.is_empty()).then(|| body.to_owned().into());
    request
}

#[tokio::test]
async fn each_error_type_over_http_1() {
    each_error_type(Client::builder).await;
}

#[tokio::test]
async fn each_error_type_over_http_2() {
    each_error_type(|| Client::builder().http2_prior_knowledge()).await;
}

async fn each_error_type(builder: impl Fn() -> reqwest::ClientBuilder) {
    let cases: Cases = toml::from_str(include_str!("../../../edge-api/tests/answers.toml")).unwrap();
    let outcomes: BTreeMap<String, Outcome> = toml::from_str(include_str!("outcomes.toml")).unwrap();
    let rules = Arc::new(rules());
    let (mut tried, mut wrong) = (BTreeSet::new(), Vec::new());
    for Case { request: text, rule, error_type, before } in cases.case {
        let Some(rule) = rule else { continue };
        tried.extend(error_type);
        let outcome = outcomes.get(rule.strip_prefix("edgecast/").unwrap()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let database = Database::create(&folder.path().join("edge.db")).await.unwrap();
        if let Some(statement) = before {
            database.change(&statement).await.unwrap();
        }
        let address = serve_on_loopback(api(database)).await.unwrap();
        let builder = builder().no_proxy().resolve("api.edgecast.com", address).resolve("api.vdms.io", address);
        let plain = builder.build().unwrap();

        let answer = plain.execute(request(&text)).await.unwrap();
        let (status, body) = (answer.status(), answer.text().await.unwrap());
        let expected = worded(&rules, &rule, &text);
        assert_eq!((status.as_u16(), &body), (expected.0, &expected.1), "{rule} without the middleware");

        if let Err(what) = with_reqlint(&rules, &plain, &text, &rule, outcome).await {
            wrong.push(format!("{rule}: {what}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    let documented = rules.rules().filter(|rule| rule.id().starts_with("edgecast/") && rule.status().is_some());
    let documented: BTreeSet<_> = documented.filter_map(|rule| rule.error_type().map(str::to_owned)).collect();
    assert_eq!(tried, documented);
}

/// Status and body that the API answers by a rule.
fn worded(rules: &RuleSet, rule: &str, text: &str) -> (u16, String) {
    let request = request(text);
    let mut head = http::Request::builder().method(request.method()).uri(request.url().as_str()).body(()).unwrap();
    head.headers_mut().clone_from(request.headers());
    let exchange = Exchange::of_request(&head);
    let reply = rules.reply_of(rule, &rules.evaluate(&exchange, &rules.facts()), &exchange).unwrap();
    (reply.status, reply.body)
}

/// Says what differs from what is expected.
async fn with_reqlint(
    rules: &Arc<RuleSet>,
    plain: &Client,
    text: &str,
    rule: &str,
    outcome: &Outcome,
) -> Result<(), String> {
    let mut facts = rules.facts();
    for (name, value) in &outcome.facts {
        facts.set_text(name, value).unwrap();
    }
    let reqlint = ReqlintLayer::new(Arc::clone(rules)).facts(facts).client_headers(http::HeaderMap::new());
    let client = |mode| ClientBuilder::new(plain.clone()).with(reqlint.clone().mode(mode)).build();
    let response = match client(Mode::Enforce).execute(request(text)).await {
        Ok(response) => response,
        Err(error) => {
            let refused = Refusal::of(&error).unwrap_or_else(|| panic!("{rule}: {error}"));
            if !refused.is_by(rule) {
                return Err(format!("refused by something else: {refused}"));
            }
            let fixed = client(Mode::Fix).execute(request(text)).await;
            let is_fixed = fixed.is_ok_and(|response| response.explain().is_ok());
            return match (is_fixed, outcome.with) {
                (true, With::Fixed) | (false, With::Refused) => Ok(()),
                _ => Err(format!("refused, fixed: {is_fixed}, not {:?}: {refused}", outcome.with)),
            };
        }
    };
    let Err(answered) = response.explain() else { return Err("succeeded".to_owned()) };
    let diagnosis = response.diagnosis().unwrap();
    let cause = diagnosis.causes.iter().find(|cause| cause.is_rule(rule));
    match (cause.map(|cause| cause.verdict), outcome.with) {
        (Some(CauseVerdict::Confirmed), With::Explained) | (Some(CauseVerdict::Possible), With::Possible) => Ok(()),
        (verdict, with) => Err(format!("{verdict:?}, not {with:?}: {answered}")),
    }
}
