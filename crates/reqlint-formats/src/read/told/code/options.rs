//! An object of options by itself, as it is handed to a client of JavaScript: `{ url: "https://…", method: "POST" }`.

use super::client;
use super::expression::{Expression, Language};
use super::names::Names;
use super::reader;
use super::request::Request;
use super::work::Work;
use crate::read::foreign;

/// How many beginnings of objects are tried.
const MAX_TRIES: usize = 24;

/// What it is, and how to get what is sent.
pub(super) const PROGRAM: (&str, &str) = ("an object of options", foreign::COPY);

/// The first object of a text that has a URL and how to send to it, where it begins, and the variables that aren't shown.
pub(super) fn read(text: &[u8], work: &Work) -> Option<(Request, usize, Vec<String>)> {
    for at in memchr::memchr_iter(b'{', text).take(MAX_TRIES) {
        let Some((value, _)) = reader::read(text, at, Language::Other, work) else { continue };
        let names = Names::new(text, Language::Other, work);
        let Expression::Object(members, is_whole) = names.resolved(value, at) else { continue };
        if let Some(request) = request(members, is_whole) {
            return Some((request, at, names.unseen()));
        }
    }
    None
}

fn request(members: Vec<(String, Expression)>, is_whole: bool) -> Option<Request> {
    let has = |known: &[&str]| members.iter().any(|(name, _)| known.contains(&name.to_ascii_lowercase().as_str()));
    // what came is no options, though it may quote them
    let is_answer = has(&["status", "statuscode", "error", "errors", "message", "detail", "title", "response"]);
    let is_sent = has(&["method", "headers"]) || has(&["type"]) && has(&["data"]);
    if is_answer || !is_sent || !has(&["url", "uri"]) {
        return None;
    }
    let is_of_jquery = has(&["success", "datatype", "contenttype", "processdata", "beforesend"]);
    let is_of_axios = has(&["data", "params", "baseurl", "responsetype", "maxbodylength"]);
    let mut request = Request::new(match () {
        () if is_of_jquery => client::JQUERY,
        () if is_of_axios && !has(&["type"]) => client::AXIOS,
        () if has(&["json"]) => client::NODE_REQUEST,
        () => client::REQUEST,
    });
    request.options(&Expression::Object(members, is_whole));
    request.address().filter(|url| url.contains("://") || url.starts_with("{{")).map(|_| request)
}
