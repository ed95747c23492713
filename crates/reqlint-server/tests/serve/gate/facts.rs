//! A fact that is not known, or can't be asked, opens no rule.

use super::{Api, HOST, create, packs, says};
use crate::project::ACCOUNT;
use reqlint_core::{FactValue, RuleSet, SourceFile};
use reqlint_server::{FactLookup, FactSource, Offer, Question, ReqlintLayer, Rules, SourceError, WhenFailing};

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
        let path = "parcel/403-forbidden/account-inactive.toml".to_owned();
        packs[0].files.push(SourceFile { path, text: ACCOUNT.to_owned() });
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

#[tokio::test]
async fn an_answer_from_before_a_reload_that_no_longer_fits_opens_no_rule() {
    // where an account is `open`, it was `active` before
    let renamed = |text: &str| text.replace("'active'", "'open'").replace("'suspended'", "'shut'");
    let with = |account: &str, values: &str| {
        let mut packs = packs();
        let path = "parcel/403-forbidden/account-inactive.toml".to_owned();
        packs[0].files.push(SourceFile { path, text: account.to_owned() });
        let pack = packs[0].files.iter_mut().find(|file| file.path == "parcel/pack.toml").unwrap();
        pack.text = pack.text.replace("type = \"text\"", &format!("type = \"text\"\n{values}"));
        RuleSet::load(packs).unwrap()
    };
    let head = format!("GET /v1/shipments HTTP/1.1\n{HOST}\nX-Parcel-Key: 1234");
    for (policy, expected) in [(WhenFailing::Refuse, 503), (WhenFailing::Unknown, 200)] {
        let api = Api::default();
        let rules = Rules::from(with(ACCOUNT, ""));
        let lookup = FactLookup::new(Accounts).when_failing(policy);
        let address = api.behind(ReqlintLayer::new(rules.clone()).facts(lookup).unwrap()).await;
        assert_eq!(says(address, &head, "").await.status, 200);
        rules.replace(with(&renamed(ACCOUNT), "one-of = ['open', 'shut']")).unwrap();
        assert_eq!(says(address, &head, "").await.status, expected, "{policy:?}");
    }
}

/// Knows the status of a sender, by the key, else by the body.
struct Senders;

impl FactSource for Senders {
    fn offers(&self) -> Vec<Offer> {
        vec![Offer::new("account-status", ["header.X-Sender"]), Offer::new("account-status", ["body.sender"])]
    }

    async fn ask(&self, question: &Question) -> Result<Option<FactValue>, SourceError> {
        Ok(question.texts().next().map(|sender| if sender == "Mal" { "suspended" } else { "active" }.into()))
    }
}

#[tokio::test]
async fn a_fact_that_is_asked_by_the_body_has_it_read() {
    let api = Api::default();
    // no rule looks at the body, only the fact
    let rules = || {
        let mut packs = packs();
        packs[0].files.retain(|file| !file.path.contains("400-bad-request"));
        let path = "parcel/403-forbidden/account-inactive.toml".to_owned();
        packs[0].files.push(SourceFile { path, text: ACCOUNT.to_owned() });
        RuleSet::load(packs).unwrap()
    };
    let address = api.behind(ReqlintLayer::new(rules()).facts(Senders).unwrap()).await;
    let long = format!(r#"{{"sender":"Mal","country":"DE","filler":"{}"}}"#, "x".repeat(20_000));
    for (more, body, status) in [
        ("", r#"{"sender":"Mal"}"#, 403),
        ("", long.as_str(), 403),
        // either may be the one that the service reads
        ("", r#"{"sender":"Ann","sender":"Mal"}"#, 400),
        ("X-Sender: Ann\nX-Sender: Mal", r#"{"sender":"Ann"}"#, 400),
        // nothing can be asked of a body that can't be read
        ("Content-Encoding: x", r#"{"sender":"Mal"}"#, 400),
        ("", "{\"sender\":\"Mal\"", 400),
    ] {
        assert_eq!(says(address, &create(more), body).await.status, status, "{more} {body:.60}");
    }
    assert_eq!(api.reached(), 0);
    for (more, body) in
        [("", r#"{"sender":"Ann"}"#), ("X-Sender: Ann", r#"{"sender":"Mal"}"#), ("", r#"{"country":"DE"}"#)]
    {
        assert_eq!(says(address, &create(more), body).await.status, 200, "{more} {body}");
    }
}
