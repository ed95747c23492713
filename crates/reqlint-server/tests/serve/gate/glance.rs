//! Whether a layer decides at a glance or by an evaluation, it decides the same.

#![expect(clippy::indexing_slicing, reason = "a test fails by panicking")]

use super::packs;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderName, HeaderValue, Method, Request, Response, Version};
use reqlint_core::{FactValue, PackSource, RuleSet, SourceFile};
use reqlint_server::{FactLookup, FactSource, Offer, Question, ReqlintLayer, SourceError, WhenFailing, WhenUnknown};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::path::Path;
use tower::{Layer, ServiceExt};

/// The packs that come along, and those of these tests; with one for the account, which waits for a fact.
fn all_rules() -> RuleSet {
    let mut all = reqlint_rules::packs();
    all.extend(packs());
    let path = "parcel/403-forbidden/account-inactive.toml".to_owned();
    let parcel = all.last_mut().unwrap();
    parcel.files.push(SourceFile { path, text: crate::project::ACCOUNT.to_owned() });
    // another pack has a fact of that name, which takes fewer values
    parcel.files.iter_mut().for_each(|file| file.text = file.text.replace("account-status", "parcel-account"));
    all.push(depot());
    RuleSet::load(all).unwrap()
}

fn depot() -> PackSource {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/serve/data/depot");
    let mut files = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let inside = path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
                files.push(SourceFile { path: format!("depot/{inside}"), text: fs::read_to_string(path).unwrap() });
            }
        }
    }
    PackSource { name: "depot".into(), root: "depot".into(), files }
}

/// Answers as the values that it is asked by say: one of those that the examples of rules have, nothing, or a failure.
struct Moody {
    facts: BTreeMap<String, Vec<FactValue>>,
}

/// The same number for the same text.
fn number(text: &str) -> usize {
    text.bytes().fold(7, |number: usize, byte| number.wrapping_mul(31).wrapping_add(usize::from(byte)))
}

impl FactSource for Moody {
    fn offers(&self) -> Vec<Offer> {
        let names = self.facts.keys();
        names.flat_map(|name| ["header.X-Ask", "body.country", "path"].map(|by| Offer::new(name, [by]))).collect()
    }

    async fn ask(&self, question: &Question) -> Result<Option<FactValue>, SourceError> {
        let by: String = question.texts().collect();
        let (mood, known) = (number(&format!("{by}{}", question.fact)), &self.facts[&question.fact]);
        match mood % 8 {
            0 => Err(SourceError::Failed("moody".to_owned())),
            1 => Ok(None),
            // the answer comes later
            2 => {
                tokio::task::yield_now().await;
                Ok(known.get(mood / 8 % known.len().max(1)).cloned())
            }
            _ => Ok(known.get(mood / 8 % known.len().max(1)).cloned()),
        }
    }
}

fn source(rules: &RuleSet) -> Moody {
    let mut facts: BTreeMap<String, Vec<FactValue>> =
        rules.facts().declared().iter().map(|slot| (slot.name.clone(), Vec::new())).collect();
    for (name, value) in rules.rules().flat_map(|rule| rule.examples()).flat_map(|example| &example.facts) {
        facts.get_mut(name).unwrap().push(FactValue::from(value));
    }
    Moody { facts }
}

/// A request that is changed and sent several times.
#[derive(Clone, Debug)]
struct Sent {
    method: String,
    target: String,
    fields: Vec<(String, String)>,
    body: Vec<u8>,
    version: Version,
}

impl Sent {
    fn read(text: &str) -> Option<Self> {
        let text = text.replace("\r\n", "\n");
        let (head, body) = text.split_once("\n\n").unwrap_or((text.trim_end(), ""));
        let mut lines = head.lines();
        let mut line = lines.next()?.split(' ');
        let (method, target) = (line.next()?.to_owned(), line.next()?.to_owned());
        let fields = lines.filter_map(|line| line.split_once(':'));
        let fields = fields.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect();
        let body = body.strip_suffix('\n').unwrap_or(body).as_bytes().to_vec();
        Some(Self { method, target, fields, body, version: Version::HTTP_11 })
    }

    fn request(&self) -> Option<Request<Body>> {
        let request = Request::builder().method(Method::from_bytes(self.method.as_bytes()).ok()?);
        let mut request = request.uri(&*self.target).version(self.version).body(Body::from(self.body.clone())).ok()?;
        for (name, value) in &self.fields {
            let name: HeaderName = name.parse().ok()?;
            request.headers_mut().append(name, HeaderValue::from_bytes(value.as_bytes()).ok()?);
        }
        Some(request)
    }

    /// Changes something, as `next` says.
    fn change(&mut self, next: &mut impl FnMut(usize) -> usize) {
        let field = |fields: &[(String, String)], next: &mut dyn FnMut(usize) -> usize| {
            (!fields.is_empty()).then(|| next(fields.len()))
        };
        match next(17) {
            0 => {
                if let Some(at) = field(&self.fields, next) {
                    let again = self.fields[at].clone();
                    self.fields.push(again);
                }
            }
            1 => {
                if let Some(at) = field(&self.fields, next) {
                    self.fields.remove(at);
                }
            }
            2 => {
                if let Some(at) = field(&self.fields, next) {
                    let values =
                        ["", "***", "x", "application/json", "application/x-www-form-urlencoded", "\"a\"", "1234"];
                    self.fields[at].1 = values[next(values.len())].to_owned();
                }
            }
            3 => {
                let more = [
                    ("Content-Encoding", "gzip"),
                    ("Content-Encoding", "identity"),
                    ("Content-Type", "text/plain"),
                    ("Content-Type", "multipart/form-data; boundary=x"),
                    ("X-Ask", "a"),
                    ("X-Ask", "b"),
                    ("Host", "api.depot.example"),
                    ("Authorization", "TOK: 12345678-1234-1234-1234-1234567890ab"),
                    ("X-Parcel-Key", "1234"),
                    ("X-Mode", "pay"),
                    ("Expect", "100-continue"),
                ];
                let (name, value) = more[next(more.len())];
                self.fields.push((name.to_owned(), value.to_owned()));
            }
            4 => self.method = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "DELETE", "get"][next(7)].to_owned(),
            5 => self.body = Vec::new(),
            6 => {
                let bodies = [
                    &b"{"[..],
                    b"{}",
                    b"[]",
                    b"null",
                    b"\xff",
                    b"country=DE",
                    b"<a/>",
                    br#"{"country":"DE"}"#,
                    br#"{"country":"US"}"#,
                    b"\xef\xbb\xbf{}",
                ];
                self.body = bodies[next(bodies.len())].to_vec();
            }
            // a member twice, one with another name, one of another type, one without its value
            7 => self.replace_in_body("{\"", "{\"country\":1,\""),
            8 => self.replace_in_body("\":", "\\u0061\":"),
            9 => self.replace_in_body(":\"", ":[\""),
            10 => self.replace_in_body("\",", "\","),
            11 => self.target = self.target.replacen('e', "%65", 1),
            12 => self.target.push('/'),
            13 => self.target.push_str(if self.target.contains('?') { "&limit=500" } else { "?limit=500" }),
            14 => self.target = self.target.to_uppercase().replace("HTTP", "http"),
            15 => self.version = if next(2) == 0 { Version::HTTP_2 } else { Version::HTTP_10 },
            _ => {
                // a coded body
                use std::io::Write;
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                encoder.write_all(&self.body).unwrap();
                self.body = encoder.finish().unwrap();
                self.fields.push(("Content-Encoding".to_owned(), "gzip".to_owned()));
            }
        }
    }

    fn replace_in_body(&mut self, from: &str, to: &str) {
        let text = String::from_utf8_lossy(&self.body).replacen(from, to, 1);
        self.body = text.into_bytes();
    }
}

async fn decided(layer: &ReqlintLayer, request: Request<Body>) -> (u16, bool, Vec<u8>) {
    let service = tower::service_fn(|_: Request<_>| async {
        Ok::<_, Infallible>(Response::builder().header("reached", "1").body(Body::empty()).unwrap())
    });
    let answer = layer.layer(service).oneshot(request).await.unwrap();
    let (status, has_reached) = (answer.status().as_u16(), answer.headers().contains_key("reached"));
    (status, has_reached, to_bytes(Body::new(answer.into_body()), usize::MAX).await.unwrap().to_vec())
}

/// How many requests are compared.
const RUNS: usize = 3000;

#[tokio::test]
async fn a_glance_decides_as_an_evaluation_does() {
    let rules = all_rules();
    let texts = rules.rules().flat_map(|rule| rule.examples()).flat_map(|example| example.requests.iter().flatten());
    let examples: Vec<Sent> = texts
        .filter(|text| !text.text.contains("{jwt}") && !text.text.contains("{repeat"))
        .filter_map(|text| Sent::read(&text.text))
        .filter(|sent| sent.request().is_some())
        .collect();
    assert!(examples.len() > 500, "{}", examples.len());
    // a glance is for layers that let what is unknown pass
    let policies = [
        (None, WhenUnknown::Pass),
        (Some([WhenFailing::Unknown; 3]), WhenUnknown::Pass),
        (Some([WhenFailing::Refuse; 3]), WhenUnknown::Pass),
        (Some([WhenFailing::Refuse, WhenFailing::Unknown, WhenFailing::Unknown]), WhenUnknown::Pass),
        (Some([WhenFailing::Refuse; 3]), WhenUnknown::Refuse),
    ];
    let layers = |rules: RuleSet| {
        policies.map(|(lookup, unknown)| {
            let layer = ReqlintLayer::new(rules.clone()).when_unknown(unknown);
            let Some([failing, missing, unaskable]) = lookup else { return layer };
            let lookup = FactLookup::new(source(&rules));
            let lookup = lookup.when_failing(failing).when_missing(missing).when_unaskable(unaskable);
            layer.facts(lookup).unwrap()
        })
    };
    let glancing = layers(rules.clone());
    let thorough = layers(rules.clone().without_prefilter()).map(ReqlintLayer::report_all);
    // every run makes the same requests
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let (mut reached, mut refused) = (0, 0);
    for _ in 0..RUNS {
        let mut sent = examples[next(examples.len())].clone();
        for _ in 0..next(4) {
            sent.change(&mut next);
        }
        let which = next(glancing.len());
        let (Some(one), Some(other)) = (sent.request(), sent.request()) else { continue };
        let quick = decided(&glancing[which], one).await;
        assert_eq!(quick, decided(&thorough[which], other).await, "{which} {sent:?}");
        if quick.1 { reached += 1 } else { refused += 1 }
    }
    // neither passes all
    assert!(reached > RUNS / 10 && refused > RUNS / 10, "{reached} {refused}");
}
