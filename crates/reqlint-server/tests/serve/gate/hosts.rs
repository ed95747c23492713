//! No host leads past the rules, and what no pack judges counts as that.

use super::{Api, HOST, KEY, packs, rules, says, through};
use axum::body::Body;
use axum::http::{Request, StatusCode, Version};
use reqlint_core::{RuleSet, SourceFile};
use reqlint_server::{Checked, Decision, Mode, ReqlintLayer, Rules, WhenUnjudged, WhenUnknown};
use tower::{Layer, ServiceExt};

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
async fn what_was_not_judged_is_not_counted_as_passed() {
    let api = Api::default();
    let observing = ReqlintLayer::new(rules()).mode(Mode::Observe).report_all();
    let agreement = observing.agreement();
    let address = api.behind(observing.clone()).await;
    assert_eq!(says(address, HOSTS[0], "").await.status, 200);
    assert_eq!(says(address, &format!("GET /v1/shipments HTTP/1.1\n{HOST}\n{KEY}"), "").await.status, 200);
    let counts = agreement.counts();
    assert_eq!((counts.unjudged, counts.unknown, counts.passed), (2, 0, 2), "over both protocols: {counts:?}");
    let request = Request::get("http://other/v1/shipments").body(Body::empty()).unwrap();
    let answer = observing.layer(api.router()).oneshot(request).await.unwrap();
    assert_eq!(Checked::of(answer.extensions()).unwrap().decision(), Decision::Unjudged);
}

/// No target over HTTP/1.1 says the scheme.
#[tokio::test]
async fn a_rule_about_the_scheme_is_unknown_over_http_1() {
    const PLAIN: &str = "title = 'It is sent over HTTPS'\nstatus = 404\ncheck.url-form = { tests = ['scheme'] }\n\
        [[example]]\nfail = 'GET http://api.parcel.example/v1/shipments'\npass = 'GET https://api.parcel.example/v1/shipments'\n";
    let api = Api::default();
    let mut packs = packs();
    let path = "parcel/404-not-found/plain-http.toml".to_owned();
    packs[0].files.push(SourceFile { path, text: PLAIN.to_owned() });
    let rules = RuleSet::load(packs).unwrap();
    for (when_unknown, expected) in [(WhenUnknown::Pass, [200, 200, 404]), (WhenUnknown::Refuse, [400, 200, 404])] {
        let mut statuses = Vec::new();
        for (uri, version) in [
            ("/v1/shipments", Version::HTTP_11),
            ("https://api.parcel.example/v1/shipments", Version::HTTP_2),
            ("http://api.parcel.example/v1/shipments", Version::HTTP_2),
        ] {
            let request = Request::get(uri).version(version).header("X-Parcel-Key", "1234");
            let request = request.header("Host", "api.parcel.example").body(Body::empty()).unwrap();
            let layer = ReqlintLayer::new(rules.clone()).when_unknown(when_unknown);
            statuses.push(through(layer, &api, request).await.status().as_u16());
        }
        assert_eq!(statuses, expected, "{when_unknown:?}");
    }
}

/// A pack without hosts judges what no other does; the packs that come along have one.
#[tokio::test]
async fn a_pack_without_hosts_judges_every_other_host() {
    let api = Api::default();
    let mut all = reqlint_rules::packs();
    all.retain(|pack| pack.name == "http");
    all.extend(packs());
    let rules = RuleSet::load(all).unwrap();
    let keyless = "GET /v1/shipments HTTP/1.1\nHost: other";
    let address = api.behind(ReqlintLayer::new(rules.clone())).await;
    assert_eq!(says(address, keyless, "").await.status, 200);
    let named = Rules::from(rules);
    named.judge_with("parcel").unwrap();
    let address = api.behind(ReqlintLayer::new(named)).await;
    assert_eq!(says(address, keyless, "").await.status, 401);
}
