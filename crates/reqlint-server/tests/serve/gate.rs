//! A gate that holds: what must not reach the service, however it is written, in front of axum's own router.

use crate::support::{Answered, send, serve};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, Version};
use axum::routing::{get, post};
use http_body_util::{BodyExt, Full};
use reqlint_core::{FactValue, PackSource, RuleSet, SourceFile};
use reqlint_server::{
    Checked, Decision, FactLookup, FactSource, Mode, Offer, Question, Replay, ReqlintLayer, Rules, SourceError,
    WhenClosed, WhenFailing, WhenUnjudged, WhenUnknown,
};
use std::convert::Infallible;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tower::{Layer, ServiceExt};

const HOST: &str = "Host: api.parcel.example";
const KEY: &str = "X-Parcel-Key: 1234";

/// The packs of a folder of test data.
pub(crate) fn packs() -> Vec<PackSource> {
    let files = [
        ("pack.toml", include_str!("data/parcel/pack.toml")),
        ("endpoints/shipments.toml", include_str!("data/parcel/endpoints/shipments.toml")),
        ("400-bad-request/field-invalid.toml", include_str!("data/parcel/400-bad-request/field-invalid.toml")),
        ("400-bad-request/body-unreadable.toml", include_str!("data/parcel/400-bad-request/body-unreadable.toml")),
        ("401-unauthorized/key-missing.toml", include_str!("data/parcel/401-unauthorized/key-missing.toml")),
        ("401-unauthorized/key-malformed.toml", include_str!("data/parcel/401-unauthorized/key-malformed.toml")),
        ("404-not-found/path-unknown.toml", include_str!("data/parcel/404-not-found/path-unknown.toml")),
    ];
    let files = files.map(|(path, text)| SourceFile { path: format!("parcel/{path}"), text: text.to_owned() });
    vec![PackSource { name: "parcel".into(), root: "parcel".into(), files: files.into() }]
}

pub(crate) fn rules() -> RuleSet {
    RuleSet::load(packs()).unwrap()
}

/// axum's own router, which doesn't look at hosts; it counts what reaches it.
#[derive(Clone, Default)]
pub(crate) struct Api {
    reached: Arc<AtomicUsize>,
}

impl Api {
    pub(crate) fn router(&self) -> Router {
        let count = |reached: Arc<AtomicUsize>| {
            move |body: String| async move {
                reached.fetch_add(1, Ordering::Relaxed);
                body
            }
        };
        let of = || count(Arc::clone(&self.reached));
        Router::new()
            .route("/v1/shipments", get(of()).post(of()))
            .route("/v1/shipments/{number}", get(of()))
            .route("/v1/raw", post(of()))
    }

    pub(crate) fn reached(&self) -> usize {
        self.reached.load(Ordering::Relaxed)
    }

    async fn behind(&self, layer: ReqlintLayer) -> SocketAddr {
        serve(self.router().layer(layer)).await
    }
}

/// The head of a request and its body, with what HTTP/1.1 needs around them.
fn text(head: &str, body: &str) -> String {
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    format!("{}\r\n{length}Connection: close\r\n\r\n{body}", head.trim().replace('\n', "\r\n"))
}

async fn says(address: SocketAddr, head: &str, body: &str) -> Answered {
    send(address, &text(head, body)).await
}

fn create(more: &str) -> String {
    format!("POST /v1/shipments HTTP/1.1\n{HOST}\n{KEY}\nContent-Type: application/json\n{more}")
}

#[tokio::test]
async fn what_is_right_reaches_the_service() {
    let api = Api::default();
    for layer in [ReqlintLayer::new(rules()), ReqlintLayer::new(rules()).when_unknown(WhenUnknown::Refuse)] {
        let address = api.behind(layer).await;
        let body = r#"{"country":"DE","sender":"Ann"}"#;
        let answer = says(address, &create(""), body).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, body), "{answer:?}");
        let all = ["GET /v1/shipments?limit=5", "GET /v1/shipments/17", "HEAD /v1/shipments/17"];
        for line in all {
            for host in [HOST, "Host: API.Parcel.Example:8080", "Host: api.parcel.example."] {
                let answer = says(address, &format!("{line} HTTP/1.1\n{host}\n{KEY}"), "").await;
                assert_eq!(answer.status, 200, "{line} {host} {answer:?}");
            }
        }
    }
    assert_eq!(api.reached(), 2 * 10);
}

#[tokio::test]
async fn nothing_on_the_wire_is_a_placeholder() {
    let api = Api::default();
    for layer in [ReqlintLayer::new(rules()), ReqlintLayer::new(rules()).when_unknown(WhenUnknown::Refuse)] {
        let address = api.behind(layer).await;
        for hidden in ["***", "<a>", "$A", "${A}", "{{a}}"] {
            let long = format!("a sender with a long name {hidden}");
            let bodies = [
                format!(r#"{{"country":"US {hidden}"}}"#),
                format!(r#"{{"country":"{hidden}"}}"#),
                format!(r#"{{"country":"DE","sender":"{long}"}}"#),
                hidden.to_owned(),
                format!(r#"{{"country":{hidden}}}"#),
            ];
            for body in bodies {
                assert_eq!(says(address, &create(""), &body).await.status, 400, "{body}");
            }
            let key = format!("GET /v1/shipments HTTP/1.1\n{HOST}\nX-Parcel-Key: {hidden} drop table");
            assert_eq!(says(address, &key, "").await.status, 401, "{hidden}");
            let typed = create("").replace("application/json", hidden);
            assert_eq!(says(address, &typed, r#"{"country":"US"}"#).await.status, 400, "{hidden}");
        }
        for (target, status) in [
            ("/v1/shipments/1***", 400),
            ("/v1/shipments/$A", 400),
            ("/v1/shipments?limit=$X", 400),
            ("/v1/shipments?limit=***", 400),
            ("/v1/***", 404),
            ("/v1/$SHIPMENTS", 404),
        ] {
            let answer = says(address, &format!("GET {target} HTTP/1.1\n{HOST}\n{KEY}"), "").await;
            assert_eq!(answer.status, status, "{target}");
        }
        let answer = says(address, &format!("GET /v1/shipments HTTP/1.1\nHost: $H\n{KEY}"), "").await;
        assert_eq!(answer.status, 421);
    }
    assert_eq!(api.reached(), 0);
}

/// Requests without a key, to hosts that no pack names, or that name none, or several.
const HOSTS: [&str; 8] = [
    "GET /v1/shipments HTTP/1.1\nHost: other",
    "GET /v1/shipments HTTP/1.1\nHost: 127.0.0.1",
    "GET /v1/shipments HTTP/1.1\nHost:",
    "GET /v1/shipments HTTP/1.1\nHost: other\nHost: api.parcel.example",
    "GET /v1/shipments HTTP/1.1\nHost: api.parcel.example\nHost: other",
    "GET /v1/shipments HTTP/1.0\nAccept: */*",
    "GET http://other/v1/shipments HTTP/1.1\nHost: api.parcel.example",
    "GET /v1/shipments HTTP/1.1\nHost: api.parcel.example..",
];

#[tokio::test]
async fn no_host_leads_past_the_rules() {
    let api = Api::default();
    let address = api.behind(ReqlintLayer::new(rules())).await;
    for head in HOSTS {
        assert_eq!(says(address, head, "").await.status, 421, "{head}");
    }
    // the pack judges these, and misses the key
    let named = [
        "GET /v1/shipments HTTP/1.1\nHost: api.parcel.example.",
        "GET /v1/shipments HTTP/1.1\nHost: api.parcel.example.:80",
        "GET /v1/shipments HTTP/1.1\nHost: user@api.parcel.example",
        "GET http://api.parcel.example/v1/shipments HTTP/1.1\nHost: other",
        "GET http://api.parcel.example/v1/shipments HTTP/1.1\nHost: other\nHost: another",
    ];
    for head in named {
        assert_eq!(says(address, head, "").await.status, 401, "{head}");
    }
    // one pack for every host; a reload doesn't forget it
    let all = Rules::from(rules());
    all.judge_with("parcel").unwrap();
    all.replace(rules()).unwrap();
    let address = api.behind(ReqlintLayer::new(all.clone())).await;
    let unnamed = api.behind(ReqlintLayer::new(rules()).judge_unnamed_with("parcel").unwrap()).await;
    for head in HOSTS {
        assert_eq!(says(address, head, "").await.status, 401, "{head}");
        let expected = if head.matches("Host:").count() > 1 { 421 } else { 401 };
        assert_eq!(says(unnamed, head, "").await.status, expected, "{head}");
    }
    assert_eq!(api.reached(), 0);
    let error = all.judge_with("parsel").unwrap_err();
    assert_eq!(error.to_string(), "there is no pack `parsel`: did you mean `parcel`?");
    // a set without the pack that judges isn't put in force
    assert!(all.replace(RuleSet::load(Vec::new()).unwrap()).is_err());
    // and it can be said that the unjudged pass
    let address = api.behind(ReqlintLayer::new(rules()).when_unjudged(WhenUnjudged::Pass)).await;
    assert_eq!(says(address, HOSTS[0], "").await.status, 200);
}

/// Sends a request to the router through a layer, without a connection.
async fn through(layer: ReqlintLayer, api: &Api, request: Request<Body>) -> Response<impl Sized> {
    layer.layer(api.router()).oneshot(request).await.unwrap()
}

#[tokio::test]
async fn on_http_2_the_authority_counts_and_nothing_is_a_placeholder() {
    let api = Api::default();
    let request = |uri: &str, host: Option<&str>, key: &str| {
        let request = Request::get(uri).version(Version::HTTP_2).header("X-Parcel-Key", key);
        host.into_iter().fold(request, |request, host| request.header("Host", host)).body(Body::empty()).unwrap()
    };
    let right = "https://api.parcel.example/v1/shipments";
    for (uri, host, key, status) in [
        (right, Some("other"), "$H", 401),
        (right, None, "***", 401),
        ("https://api.parcel.example./v1/shipments/1***", None, "1234", 400),
        ("https://other/v1/shipments", Some("api.parcel.example"), "1234", 421),
        ("https://127.0.0.1/v1/shipments", None, "1234", 421),
        ("/v1/shipments", None, "1234", 421),
    ] {
        let answer = through(ReqlintLayer::new(rules()), &api, request(uri, host, key)).await;
        assert_eq!(answer.status().as_u16(), status, "{uri} {host:?} {key}");
    }
    assert_eq!(api.reached(), 0);
    let layer = ReqlintLayer::new(rules()).when_unknown(WhenUnknown::Refuse);
    assert_eq!(through(layer, &api, request(right, Some("other"), "1234")).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn head_meets_the_rules_of_get() {
    let api = Api::default();
    let address = api.behind(ReqlintLayer::new(rules())).await;
    for (target, status) in [("/v1/shipments/no-number", 400), ("/v1/shipments?limit=500", 400), ("/v1/other", 404)] {
        for method in ["GET", "HEAD"] {
            let answer = says(address, &format!("{method} {target} HTTP/1.1\n{HOST}\n{KEY}"), "").await;
            assert_eq!(answer.status, status, "{method} {target}");
        }
    }
    assert_eq!(api.reached(), 0);
}

#[tokio::test]
async fn no_label_hides_a_plain_body() {
    let api = Api::default();
    let address = api.behind(ReqlintLayer::new(rules())).await;
    let wrong = r#"{"country":"US"}"#;
    for label in ["Upgrade: x", "Content-Encoding: identity", "Content-Encoding: identity, identity"] {
        assert_eq!(says(address, &create(label), wrong).await.status, 400, "{label}");
    }
    for label in ["application/grpc+json", "application/grpc", "application/x", ""] {
        let head = create("").replace("application/json", label);
        assert_eq!(says(address, &head, wrong).await.status, 400, "{label}");
    }
    let request = |content_type: &str| {
        let request = Request::post("https://api.parcel.example/v1/shipments").version(Version::HTTP_2);
        let request = request.header("X-Parcel-Key", "1234").header("Content-Type", content_type);
        request.body(Body::from(wrong)).unwrap()
    };
    for content_type in ["application/grpc+json", "application/grpc", "application/grpc+proto;x"] {
        let layer = ReqlintLayer::new(rules()).when_closed(WhenClosed::Pass);
        let answer = through(layer, &api, request(content_type)).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{content_type}");
    }
    assert_eq!(api.reached(), 0);
}

#[tokio::test]
async fn a_head_that_is_refused_anyway_never_waits_for_its_body() {
    let api = Api::default();
    let address = api.behind(ReqlintLayer::new(rules())).await;
    let keyless = create("").replace(KEY, "X-Other: 1");
    for more in ["Content-Length: 100000", "Content-Length: 50\nExpect: 100-continue", "Transfer-Encoding: chunked"] {
        let head = format!("{}\n{more}\nConnection: close\n\n", keyless.trim()).replace('\n', "\r\n");
        let answer = tokio::time::timeout(Duration::from_secs(10), send(address, &head)).await.unwrap();
        assert_eq!(answer.status, 401, "{more} {answer:?}");
        assert!(!answer.head.contains("100 continue"), "{answer:?}");
    }
    assert_eq!(api.reached(), 0);
}

#[tokio::test]
async fn what_was_not_judged_is_not_counted_as_passed() {
    let api = Api::default();
    let observing = ReqlintLayer::new(rules()).mode(Mode::Observe).report_all();
    let agreement = observing.agreement();
    let address = api.behind(observing.clone()).await;
    assert_eq!(says(address, HOSTS[0], "").await.status, 200);
    assert_eq!(says(address, &format!("GET /v1/shipments HTTP/1.1\n{HOST}\n{KEY}"), "").await.status, 200);
    let counts = agreement.counts();
    assert_eq!((counts.unjudged, counts.unknown, counts.passed), (1, 0, 1), "{counts:?}");
    let request = Request::get("http://other/v1/shipments").body(Body::empty()).unwrap();
    let answer = observing.layer(api.router()).oneshot(request).await.unwrap();
    assert_eq!(Checked::of(answer.extensions()).unwrap().decision(), Decision::Unjudged);
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn coded_bodies_are_judged_decoded_and_passed_on_as_they_came() {
    let (api, gate) = (Api::default(), ReqlintLayer::new(rules()));
    let request = |coding: &str, body: &[u8], version| {
        let request = Request::post("https://api.parcel.example/v1/shipments");
        let request =
            request.version(version).header("X-Parcel-Key", "1234").header("Content-Type", "application/json");
        request.header("Content-Encoding", coding).body(Body::from(body.to_vec())).unwrap()
    };
    let (right, wrong) = (r#"{"country":"DE"}"#, r#"{"country":"US"}"#);
    let bomb = gzip(&format!("{{\"country\":\"DE\"{}}}", " ".repeat(4 * 1024 * 1024)));
    for version in [Version::HTTP_11, Version::HTTP_2] {
        for (coding, body, status) in [
            ("gzip", gzip(wrong), 400),
            ("x", gzip(right), 415),
            ("x", wrong.as_bytes().to_vec(), 415),
            // plain text under a label: a service that ignores the label would read it
            ("gzip", wrong.as_bytes().to_vec(), 415),
            ("br", right.as_bytes().to_vec(), 415),
            ("zstd", gzip(right), 415),
            ("gzip", gzip(right)[..20].to_vec(), 415),
            ("gzip", bomb.clone(), 413),
        ] {
            let answer = through(gate.clone(), &api, request(coding, &body, version)).await;
            assert_eq!(answer.status().as_u16(), status, "{coding} {version:?}");
        }
    }
    assert_eq!(api.reached(), 0);
    let service = tower::service_fn(|request: Request<Replay<Body>>| async move {
        let body = request.into_body().collect().await.unwrap().to_bytes();
        Ok::<_, Infallible>(Response::new(Full::new(body)))
    });
    let layer = gate.clone().when_unknown(WhenUnknown::Refuse);
    let answer = layer.layer(service).oneshot(request("gzip", &gzip(right), Version::HTTP_11)).await.unwrap();
    assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), gzip(right));
    // and it can be said that what can't be inspected passes
    let layer = gate.when_closed(WhenClosed::Pass);
    let answer = layer.layer(service).oneshot(request("x", wrong.as_bytes(), Version::HTTP_11)).await.unwrap();
    assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), wrong);
}

/// Knows the status of two accounts, by their key.
struct Accounts;

impl FactSource for Accounts {
    fn offers(&self) -> Vec<Offer> {
        vec![Offer::new("account-status", ["header.X-Parcel-Key"])]
    }

    async fn ask(&self, question: &Question) -> Result<Option<FactValue>, SourceError> {
        Ok(match question.texts().next() {
            Some("1234") => Some("active".into()),
            Some("9999") => Some("suspended".into()),
            _ => None,
        })
    }
}

#[tokio::test]
async fn a_fact_that_cannot_be_asked_opens_no_rule() {
    let api = Api::default();
    let rules = || {
        let mut packs = packs();
        let rule = "title = 'The account is active'\nstatus = 403\ncheck.fact = { name = 'account-status', equals = 'active' }\n\
                    [[example]]\nfail = 'GET https://api.parcel.example/v1/shipments'\nfacts = { account-status = 'suspended' }\n\
                    [[example]]\npass = 'GET https://api.parcel.example/v1/shipments'\nfacts = { account-status = 'active' }\n";
        let path = "parcel/403-forbidden/account-inactive.toml".to_owned();
        packs[0].files.push(SourceFile { path, text: rule.to_owned() });
        // a long key is well-formed, too
        let pack = packs[0].files.iter_mut().find(|file| file.path == "parcel/pack.toml").unwrap();
        pack.text = pack.text.replace("[0-9]{4}", "[0-9]{4,9999}");
        RuleSet::load(packs).unwrap()
    };
    let gate = |lookup: FactLookup| ReqlintLayer::new(rules()).facts(lookup).unwrap();
    let address = api.behind(gate(FactLookup::new(Accounts))).await;
    let with_keys = |keys: &[&str]| {
        let lines: String = keys.iter().map(|key| format!("\nX-Parcel-Key: {key}")).collect();
        format!("GET /v1/shipments HTTP/1.1\n{HOST}{lines}")
    };
    let long = "9".repeat(9000);
    let cases: [(&[&str], u16); 6] = [
        (&["9999"], 403),
        (&["9999", "1234"], 400),
        (&["1234", "9999"], 400),
        (&["9999", "9999"], 400),
        (&["5555"], 403),
        (&[long.as_str()], 400),
    ];
    for _ in 0..2 {
        for (keys, status) in &cases {
            assert_eq!(says(address, &with_keys(keys), "").await.status, *status, "{keys:?}");
        }
    }
    assert_eq!(api.reached(), 0);
    for _ in 0..2 {
        assert_eq!(says(address, &with_keys(&["1234"]), "").await.status, 200);
    }
    let loose = FactLookup::new(Accounts).when_missing(WhenFailing::Unknown).when_unaskable(WhenFailing::Unknown);
    let address = api.behind(gate(loose)).await;
    for keys in [&["5555"][..], &["1234", "9999"]] {
        assert_eq!(says(address, &with_keys(keys), "").await.status, 200, "{keys:?}");
    }
}

/// What a service that trusts the gate would be given, read by other means than the gate's: the first line, and the lines of
/// the key.
fn is_right(request: &Request<()>, body: &[u8]) -> bool {
    let keys: Vec<_> = request.headers().get_all("x-parcel-key").iter().map(|key| key.as_bytes().to_vec()).collect();
    let is_key = |key: &Vec<u8>| key.len() == 4 && key.iter().all(u8::is_ascii_digit);
    let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
    let limits = query.split('&').filter_map(|pair| pair.strip_prefix("limit="));
    let is_limit = |text: &str| text.replace("%35", "5").parse::<i64>().is_ok_and(|limit| limit <= 100);
    let is_post = request.method() == "POST";
    // only the list is documented to have one
    let has_limit = !is_post && path == "/v1/shipments";
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_path = path == "/v1/shipments" || path.strip_prefix("/v1/shipments/").is_some_and(is_number);
    let document = || serde_json::from_slice::<serde_json::Value>(body).unwrap_or_default();
    let is_body =
        || ["DE", "FR", "NL"].iter().any(|country| document().get("country").is_some_and(|own| own == *country));
    !keys.is_empty()
        && keys.iter().all(is_key)
        && is_path
        && (!has_limit || limits.into_iter().all(is_limit))
        && (!is_post || is_body())
}

#[tokio::test]
async fn whatever_bytes_come_what_reaches_the_service_was_judged_as_it_reads_them() {
    type Reached = Arc<Mutex<Vec<(Request<()>, Vec<u8>)>>>;
    let reached: Reached = Arc::default();
    let note = Arc::clone(&reached);
    let handler = move |request: Request<Body>| {
        let note = Arc::clone(&note);
        async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.unwrap().to_bytes().to_vec();
            note.lock().unwrap().push((Request::from_parts(parts, ()), body));
        }
    };
    let router = Router::new()
        .route("/v1/shipments", get(handler.clone()).post(handler.clone()))
        .route("/v1/shipments/{number}", get(handler));
    let address = serve(router.layer(ReqlintLayer::new(rules()).when_unknown(WhenUnknown::Refuse))).await;
    // every run makes the same requests
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let mut one_of = |all: &[&'static str]| all[next(all.len())];
    let mut kept = 0;
    for _ in 0..6000 {
        let line = [
            one_of(&["GET", "GET", "HEAD", "POST", "POST", "PUT", "get"]),
            one_of(&[
                " /v1/shipments",
                " /v1/shipments",
                " /v1/shipments/17",
                " http://api.parcel.example/v1/shipments",
                " /v1/shipments/1***",
                " //v1/shipments",
                " /v1/%73hipments",
                " /v1/./shipments",
                " /v1/shipments/",
                " http://x/v1/shipments",
            ]),
            one_of(&[
                "",
                "",
                "?limit=5",
                "?limit=500",
                "?limit=5&limit=500",
                "?limit=$X",
                "?%6cimit=500",
                "?limit=%35",
            ]),
            one_of(&[" HTTP/1.1", " HTTP/1.1", " HTTP/1.1", " HTTP/1.0"]),
        ];
        let body = one_of(&[
            r#"{"country":"DE"}"#,
            r#"{"country":"DE"}"#,
            r#"{"country":"US"}"#,
            r#"{"country":"DE","country":"US"}"#,
            r#"{"country":"***"}"#,
            r#"{"\u0063ountry":"US"}"#,
            "{",
            "",
            "***",
            r#"[{"country":"DE"}]"#,
            "\u{feff}{\"country\":\"US\"}",
        ]);
        // HTTP/1.0 has no chunks
        let is_chunked = one_of(&["no", "no", "yes"]) == "yes" && line[3] == " HTTP/1.1";
        let lines = [
            one_of(&[
                "Host: api.parcel.example",
                "Host: api.parcel.example",
                "Host: api.parcel.example.",
                "Host: other",
                "Host:",
                "A: b",
                "Host: api.parcel.example\r\nHost: other",
                "Host: $H",
            ]),
            one_of(&[
                "X-Parcel-Key: 1234",
                "X-Parcel-Key: 1234",
                "X-Parcel-Key: 1234\r\nX-Parcel-Key: ***",
                "X-Parcel-Key: ***",
                "x-parcel-key:12",
                "X-Parcel-Key: 1234 <a>",
                "A: b",
            ]),
            one_of(&[
                "Content-Type: application/json",
                "Content-Type: application/json",
                "content-type: Application/JSON;x=y",
                "Content-Type: text/plain",
                "Content-Type: application/grpc+json",
                "Content-Type: $T",
                "A: b",
            ]),
            one_of(&[
                "A: b",
                "A: b",
                "Content-Encoding: gzip",
                "Content-Encoding: identity",
                "Content-Encoding: x",
                "X-HTTP-Method-Override: PUT",
                "X-Forwarded-Host: other",
            ]),
            "Connection: close",
        ];
        let framed = match is_chunked {
            true => format!(
                "Transfer-Encoding: chunked\r\n\r\n{}0\r\n\r\n",
                match body {
                    "" => String::new(),
                    body => format!("{:x}\r\n{body}\r\n", body.len()),
                }
            ),
            false => format!("Content-Length: {}\r\n\r\n{body}", body.len()),
        };
        let text = format!("{}\r\n{}\r\n{framed}", line.concat(), lines.join("\r\n"));
        let answer = tokio::time::timeout(Duration::from_secs(5), send(address, &text)).await;
        assert!(answer.is_ok(), "no answer to {text}");
        for (request, body) in reached.lock().unwrap().drain(..) {
            assert!(is_right(&request, &body), "{text}\n{answer:?}");
            kept += 1;
        }
    }
    // a gate that refuses everything is no gate
    assert!(kept > 20, "{kept}");
}
