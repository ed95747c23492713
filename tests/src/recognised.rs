//! Who wrote an answer: what `diagnose` says of each error answer that the recorder kept (`tools/observe/measured/answers`).

use crate::support::{files, rules, stem, table};
use reqlint_core::diagnose::Observed;
use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Exchange, Headers, Response};
use std::borrow::Cow;

#[derive(serde::Deserialize)]
struct Recorded {
    #[serde(default)]
    answer: Vec<Answer>,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Answer {
    /// The status line.
    status: String,
    headers: Vec<String>,
    #[serde(default)]
    body: String,
    /// `server`, or the application behind it.
    by: String,
    /// The requests that got it.
    variants: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Program {
    title: String,
}

/// Programs that another one answers for, and how that is named.
const FAMILIES: [(&str, &str); 7] = [
    ("caddy", "Go net/http"),
    ("traefik", "Go net/http"),
    ("granian", "hyper"),
    ("axum", "hyper"),
    ("werkzeug", "Python http.server"),
    ("uvicorn-h11", "uvicorn"),
    ("apache-proxy", "Apache httpd"),
];

#[test]
fn most_answers_of_servers_are_named_and_none_wrongly() {
    let (mut named, mut unnamed, mut wrong) = (0, 0, Vec::new());
    for path in files("tools/observe/measured/answers", "toml") {
        let server = stem(&path);
        let title = table::<Program>(&format!("rules/http/servers/{server}.toml")).title;
        for answer in table::<Recorded>(&path).answer {
            let writer = writer(&answer);
            let is_own = |name: &str| {
                // `Varnish Cache` answers as `Varnish`
                name == title || title.starts_with(name) || FAMILIES.contains(&(server, name))
            };
            match writer.as_deref() {
                Some(name) if answer.by != "server" || !is_own(name) => {
                    wrong.push(format!("{server} ({}): {}, named {name}", answer.by, answer.status));
                }
                _ if answer.by != "server" => {}
                Some(_) => named += answer.variants.len(),
                None => unnamed += answer.variants.len(),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(100 * named >= 74 * (named + unnamed), "{named} of {}", named + unnamed);
}

fn writer(answer: &Answer) -> Option<String> {
    let status = answer.status.split_whitespace().nth(1)?.parse().ok()?;
    let field = |name: &String| HeaderField { name: Cow::Owned(name.clone().into_bytes()), ..HeaderField::default() };
    let headers = Headers::Fields(answer.headers.iter().map(field).collect());
    let body = Body::Whole(Cow::Borrowed(answer.body.as_bytes()));
    let response = Response { status, headers, body };
    let exchange = Exchange { response: Some(response), ..Exchange::default() };
    Observed::read(rules(), &exchange)?.writer
}
