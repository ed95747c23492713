//! Sends one request with a client written in Rust: `clients CLIENT URL WHAT`.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::json;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [client, url, what] = words.as_slice() else { return Err("write CLIENT URL WHAT".into()) };
    let url = format!("{url}/notes");
    match client.as_str() {
        "reqwest" => by_reqwest(&url, what),
        "ureq" => by_ureq(&url, what),
        "hyper" => by_hyper(&url, what),
        other => Err(format!("no client {other}").into()),
    }
}

fn by_reqwest(url: &str, what: &str) -> Result<(), Box<dyn Error>> {
    use reqwest::blocking::{Client, multipart::Form};
    let client = Client::new();
    let request = match what {
        "json" => client.post(url).bearer_auth("abc").json(&json!({ "a": 1 })),
        "form" => client.post(url).form(&[("a", "1"), ("b", "blue shoes")]),
        "multipart" => client.post(url).multipart(Form::new().text("a", "1")),
        "delete" => client.delete(format!("{url}/1")).basic_auth("ann", Some("secret")),
        _ => client.get(url).query(&[("q", "blue shoes"), ("tags[]", "ä")]),
    };
    request.send()?;
    Ok(())
}

fn by_ureq(url: &str, what: &str) -> Result<(), Box<dyn Error>> {
    match what {
        "json" => ureq::post(url).send_json(json!({ "a": 1 }))?,
        "form" => ureq::post(url).send_form([("a", "1"), ("b", "blue shoes")])?,
        _ => ureq::get(url).query("q", "blue shoes").call()?,
    };
    Ok(())
}

fn by_hyper(url: &str, what: &str) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let request = match what {
        "json" => hyper::Request::post(url).header("content-type", "application/json").body("{\"a\":1}".into())?,
        _ => hyper::Request::get(url).body(Full::default())?,
    };
    runtime.block_on(client.request(request))?;
    Ok(())
}
