//! Faults that the layer survives: no request lost, none let through that enforcement should stop, no panic.

use crate::support::{echo, pack, request, send, serve};
use axum::Router;
use reqlint_core::RuleSet;
use reqlint_server::{ReplyForm, ReqlintLayer};

const SHOP: &str = r#"
title = "Shop"
hosts = ["api.edgecast.com"]
[[reply]]
content-type = "application/json"
body = '{"Message":"{{message}}"}'
"#;

#[tokio::test]
async fn messages_put_nothing_into_headers() {
    // a message and a rule's name, which is that of its file, with line breaks in them
    let rule = r#"
        title = "A key is sent"
        status = 401
        api-says = ["no\r\nX-Injected: yes\r\n\r\nkey"]
        check.header-required.header = "X-Key"
        [[example]]
        fail = "GET https://api.edgecast.com/"
        pass = "GET / HTTP/1.1\nHost: api.edgecast.com\nX-Key: 1\n"
    "#;
    let name = "401-unauthorized/key\r\nx-injected: yes.toml";
    let rules = || RuleSet::load(vec![pack(&[("pack.toml", SHOP), (name, rule)])]).unwrap();
    let id = "shop/key\r\nx-injected: yes";
    for layer in [
        ReqlintLayer::new(rules()),
        ReqlintLayer::new(rules()).reply(ReplyForm::Problem),
        ReqlintLayer::new(rules()).soften(id).unwrap(),
    ] {
        let address = serve(Router::new().fallback(echo).layer(layer)).await;
        let answer = send(address, &request("GET /", "", "")).await;
        assert!([200, 401].contains(&answer.status), "{answer:?}");
        assert!(!answer.head.contains("x-injected"), "{answer:?}");
        assert!(!answer.body.contains('\r'), "{answer:?}");
    }
}
