//! Secrets never show: not in texts, not in `Debug`, not in events.

use crate::support::{Peer, answer, redirect, reqlint};
use reqlint_client::{Mode, Refusal, Renewal, ResponseExt, checked_redirects};
use std::fmt::{Debug, Write as _};
use std::sync::Arc;

/// Put wherever a secret can be; it occurs in no other text.
const CANARY: &str = "c4n4ry";

/// An error with all its sources, displayed and debugged.
fn errors(error: &(dyn std::error::Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error| (*error).source());
    chain.fold(String::new(), |mut all, error| {
        writeln!(all, "{error}\n{error:?}").unwrap();
        all
    })
}

fn debugged(value: impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

#[tokio::test]
async fn nothing_shows_the_canary() {
    let log = tempfile::NamedTempFile::new().unwrap();
    let writer = Arc::new(log.reopen().unwrap());
    let subscriber = tracing_subscriber::fmt().with_writer(writer).with_max_level(tracing::Level::TRACE).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    // the answer repeats the token, as some APIs do; one path redirects to a target with a secret in the query
    let peer = Peer::start(|got| match got.target.as_str() {
        "/orders/old" => redirect(302, &format!("/orders/7/?token={CANARY}")),
        _ => answer(403, format!(r#"{{"message":"no access for {CANARY}-ab"}}"#)),
    })
    .await;
    let mut all = String::new();
    let token = format!("\"Bearer {CANARY}-ab\"");

    for mode in [Mode::Enforce, Mode::Observe, Mode::Fix] {
        let reqlint = reqlint().mode(mode);
        all += &debugged(&reqlint);
        let client = peer.client(reqlint);
        let url = format!("http://shop.example/orders/?page=1&token={CANARY}");
        let request = client.post(url).header("authorization", &token).header("cookie", format!("s={CANARY}"));
        let request = request.header("content-type", "text/plain").body(format!(r#"{{"password":"{CANARY}"}}"#));
        match request.send().await {
            Err(error) => {
                let refused = Refusal::of(&error).unwrap();
                all += &(errors(&error)
                    + &errors(&refused)
                    + &debugged(refused.checked())
                    + &refused.checked().to_string());
            }
            Ok(response) => {
                all += &(debugged(response.checked()) + &debugged(response.diagnosis()));
                all += &errors(&response.explain().unwrap_err());
            }
        }
    }

    let plain = peer.plain().redirect(checked_redirects(reqwest::redirect::Policy::default())).build().unwrap();
    let client = reqwest_middleware::ClientBuilder::new(plain).with(reqlint()).build();
    let request = client.get("http://shop.example/orders/old").header("authorization", format!("Bearer {CANARY}-ab"));
    all += &errors(&request.send().await.unwrap_err());

    all += &debugged(Renewal::bearer(CANARY).unwrap().fact("token-issued-at", CANARY));
    drop(guard);
    all += &std::fs::read_to_string(log.path()).unwrap();
    for line in all.lines().filter(|line| line.contains(CANARY)) {
        assert!(line.is_empty(), "{line}");
    }
    assert!(all.contains("shop/token-in-quotes") && all.contains("WARN"), "something was logged");
}
