//! Documents and programs that hold no request: what they are, and what to do instead.

use super::definition::Sniff;
use super::{vcr, wiremock};

const ALONE: &str =
    "paste the request that sent or got it: `POST /path HTTP/1.1`, its headers, an empty line, and this";

/// What a text is, and what to do, by its beginning; `None` where it may hold requests.
pub(super) fn named(text: &[u8]) -> Option<(&'static str, &'static str)> {
    const NEAR: usize = 4 << 10;
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii_start();
    let near = text.get(..text.len().min(NEAR)).unwrap_or_default();
    let has = |needle: &str| memchr::memmem::find(near, needle.as_bytes()).is_some();
    // nothing else is any of what follows
    if !matches!(near.first(), Some(b'<' | b'{' | b'[' | b'o' | b'O' | b's' | b'S')) {
        return None;
    }
    let begins = |beginning: &str| {
        near.get(..beginning.len()).is_some_and(|front| front.eq_ignore_ascii_case(beginning.as_bytes()))
    };
    if begins("<!doctype html") || begins("<html") {
        return Some((
            "this is an HTML page, not a request",
            "paste the request that was sent, as cURL or as raw HTTP",
        ));
    }
    let is_object = begins("{");
    let is_recording = [vcr::FORMAT, wiremock::FORMAT].iter().any(|format| (format.sniff)(near) == Sniff::Yes);
    if is_options(near) || is_recording {
        return None;
    }
    if is_object && (has("\"_postman_id\"") || has("schema.getpostman.com")) {
        let help = "open a request in Postman, choose code, and copy it as cURL";
        return Some(("this is a Postman collection, which is not read", help));
    }
    let is_description = ["openapi:", "swagger:"].iter().any(|key| begins(key));
    if is_description || is_object && (has("\"openapi\"") || has("\"swagger\"")) {
        let help = "it describes an API: paste a request that was sent to it";
        return Some(("this is an OpenAPI description, which holds no request", help));
    }
    let first = near.split(|b| *b == b'\n').next().unwrap_or_default().trim_ascii();
    let is_har = has("\"log\"") || has("\"entries\"");
    const KEYS: [&str; 6] = ["\"method", "method\"", "\"request", "\"url", "\"uri", "\"verb"];
    if is_object && has("\"__export_format\"") {
        let help = "copy the request as cURL in Insomnia";
        return Some(("this is an export of Insomnia, which is not read", help));
    }
    if begins("<?xml") {
        return Some(("this is XML alone, not a request", ALONE));
    }
    let is_list = first.starts_with(b"[{") && first.ends_with(b"]");
    let is_line = (is_object && first.ends_with(b"}") || is_list) && first.len() == text.trim_ascii().len();
    if is_line && !is_har && !KEYS.iter().any(|key| has(key)) && !has("\"target\"") {
        return Some(("this is JSON alone, not a request", ALONE));
    }
    if matches!(first, b"{" | b"[") && first.len() < near.trim_ascii().len() && !is_har && !has("\"method\"") {
        return Some(("this is JSON alone, not a request", ALONE));
    }
    None
}

/// Whether a text begins with an object of options for a client of JavaScript: names without quotes, or lines of them, and a URL.
pub(super) fn is_options(text: &[u8]) -> bool {
    let Some(inside) = text.trim_ascii_start().strip_prefix(b"{") else { return false };
    let near = inside.get(..inside.len().min(4 << 10)).unwrap_or_default();
    let is_in_lines = near.split(|b| *b == b'\n').next().is_some_and(|line| line.trim_ascii().is_empty());
    let is_bare = near.trim_ascii_start().first().is_some_and(u8::is_ascii_alphabetic);
    let names = |known: &[&str]| {
        known.iter().any(|name| {
            memchr::memmem::find_iter(near, name.as_bytes()).take(8).any(|at| {
                let before = at.checked_sub(1).and_then(|at| near.get(at)).copied();
                let behind = near.get(at + name.len()..).unwrap_or_default();
                let behind = behind.strip_prefix(b"\"").or_else(|| behind.strip_prefix(b"'")).unwrap_or(behind);
                before.is_none_or(|b| b.is_ascii_whitespace() || b"{,\"'".contains(&b)) && behind.starts_with(b":")
            })
        })
    };
    (is_bare || is_in_lines) && names(&["url", "uri"]) && names(&["method", "headers", "type"])
}

/// What makes requests and is no request.
struct Program {
    /// What it is.
    what: &'static str,
    /// How it begins in a line, or what is in one.
    signs: &'static [&'static str],
    /// Whether it is read where the answer that it got is beside it.
    is_told: bool,
    help: &'static str,
}

const LISTEN: &str = "let it send to http://localhost:8000 while `nc -l 8000` listens, and paste what arrives; or record a HAR with a proxy";
pub(super) const COPY: &str =
    "copy the request as cURL, which browsers' developer tools offer as well; or record a HAR";

const PYTHON: &str =
    "print what it sends: `http.client.HTTPConnection.debuglevel = 1`, and paste that; or copy the request as cURL";

const PROGRAMS: [Program; 13] = [
    Program {
        what: "an error of PowerShell's `Invoke-WebRequest`",
        signs: &["invoke-webrequest : ", "invoke-webrequest: "],
        is_told: false,
        help: "Windows PowerShell runs that for `curl`, too: write `curl.exe`, and paste the command",
    },
    Program {
        what: "what a browser's console says of CORS",
        signs: &["blocked by cors policy", "cross-origin request blocked", "response for preflight"],
        is_told: false,
        help: "copy the request as cURL in the developer tools' network tab, or save all of them as HAR",
    },
    Program {
        what: "a PowerShell command",
        signs: &[
            "invoke-webrequest",
            "invoke-restmethod",
            "^iwr ",
            "^irm ",
            "^$session",
            "^$headers",
            "^$response",
            "^$body",
        ],
        is_told: true,
        help: "copy the request as cURL where a browser made it; else let it send to http://localhost:8000 while `nc -l 8000` listens, and paste what arrives; or write it for `curl.exe`",
    },
    Program {
        what: "a Python program",
        signs: &[
            "^import ",
            "^from ",
            "requests.get(",
            "requests.post(",
            "requests.put(",
            "requests.patch(",
            "requests.delete(",
            "requests.request(",
            "requests.session(",
            "session.post(",
            "session.get(",
            "await self.",
            "self.client.",
            "aiohttp.",
            "httpx.",
            "urllib.request",
            "urlopen(",
        ],
        is_told: true,
        help: PYTHON,
    },
    Program {
        what: "a JavaScript `fetch`",
        signs: &["^fetch(", "await fetch(", "= fetch(", "return fetch("],
        is_told: true,
        help: COPY,
    },
    Program { what: "an axios call", signs: &["^axios", "axios.", "axios(", "'axios'"], is_told: true, help: COPY },
    Program { what: "a jQuery call", signs: &["$.ajax(", "$.post(", "$.get("], is_told: true, help: COPY },
    Program {
        what: "a Java or C# program",
        signs: &[
            "httprequest.newbuilder(",
            "okhttpclient",
            "new request.builder(",
            "new httpclient(",
            "httprequestmessage",
            "resttemplate",
            "stringcontent(",
            "postasync(",
            "getasync(",
            "new restrequest(",
            "webrequest.create(",
            "httpurlconnection",
            "unirest.",
        ],
        is_told: true,
        help: LISTEN,
    },
    Program {
        what: "a JavaScript program",
        signs: &["^const ", "^let ", "^var ", "^async function", "$http.", "this.http.", "http.post(", "http.get("],
        is_told: true,
        help: COPY,
    },
    Program {
        what: "a PHP program",
        signs: &[
            "curl_init(",
            "curl_setopt(",
            "^<?php",
            "new guzzlehttp",
            "use guzzlehttp",
            "curl_exec(",
            "^$url",
            "curl::to(",
            "httpful",
            "http::with",
            "http::post(",
            "::post($",
            "->post(",
            "->request(",
            "->get(",
        ],
        is_told: true,
        help: LISTEN,
    },
    Program {
        what: "a Go program",
        signs: &["^package main", "http.newrequest", "http.defaultclient"],
        is_told: true,
        help: LISTEN,
    },
    Program {
        what: "an R program",
        signs: &["httr2::", "httr::", "library(httr", "req_perform("],
        is_told: false,
        help: LISTEN,
    },
    Program {
        what: "a Ruby program",
        signs: &["net::http", "^require '", "httparty", "restclient.", "faraday."],
        is_told: true,
        help: LISTEN,
    },
];

/// What a text is that begins with no request, and what to do: a program in some language.
pub(super) fn program(text: &[u8]) -> Option<(&'static str, &'static str)> {
    const LINES: usize = 40;
    const LONGEST: usize = 400;
    let found = |line: &[u8]| {
        let line = line.get(..line.len().min(LONGEST)).unwrap_or_default().trim_ascii().to_ascii_lowercase();
        let is_sign = |sign: &&str| match sign.strip_prefix('^') {
            Some(beginning) => line.starts_with(beginning.as_bytes()) && is_code(beginning, &line),
            None => memchr::memmem::find(&line, sign.as_bytes()).is_some(),
        };
        PROGRAMS.iter().find(|program| program.signs.iter().any(is_sign))
    };
    let program = text.split(|b| *b == b'\n').take(LINES).find_map(found)?;
    Some((program.what, program.help))
}

/// What is said of a program by itself, and what to do.
pub(super) fn alone(text: &[u8]) -> Option<(String, String)> {
    let (what, help) = program(text)?;
    Some(match PROGRAMS.iter().any(|program| program.what == what && program.is_told) {
        true => (
            format!("this is {what}, which is read only beside the answer that it got"),
            format!("paste both into `reqlint diagnose`; or {help}"),
        ),
        false => (format!("this is {what}, which is not read"), help.to_owned()),
    })
}

/// Whether a line that begins with a word of a program is no sentence.
fn is_code(beginning: &str, line: &[u8]) -> bool {
    let has = |needle: &str| memchr::memmem::find(line, needle.as_bytes()).is_some();
    match beginning {
        // that of JavaScript has quotes, and that of Java and Go semicolons and brackets
        "import " => {
            (!line.ends_with(b".") || has(".")) && !["'", "\"", "{", ";", "require("].iter().any(|sign| has(sign))
        }
        "from " => has(" import "),
        "const " | "let " | "var " => has("="),
        // a line of PHP ends with a semicolon
        "$response" | "$headers" | "$body" | "$session" => has("=") && !has("->") && !line.ends_with(b";"),
        "$url" => has("="),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_named() {
        let table = [
            ("Invoke-WebRequest -Uri https://x/", Some("a PowerShell command")),
            ("$headers = @{ \"A\" = \"b\" }\n$r = Invoke-RestMethod -Uri $u", Some("a PowerShell command")),
            ("I try this:\n\nurl = \"x\"\nr = requests.post(url, json={})", Some("a Python program")),
            ("import requests", Some("a Python program")),
            ("fetch(\"https://x/\", {", Some("a JavaScript `fetch`")),
            ("const a = await fetch(u)", Some("a JavaScript `fetch`")),
            ("const axios = require('axios')", Some("an axios call")),
            ("$ch = curl_init();", Some("a PHP program")),
            ("req, err := http.NewRequest(\"GET\", u, nil)", Some("a Go program")),
            ("let me explain what we do", None),
            ("from our logs", None),
            ("it fails", None),
            (
                "Invoke-WebRequest : Cannot bind parameter 'Headers'.",
                Some("an error of PowerShell's `Invoke-WebRequest`"),
            ),
            (
                "Access to fetch at 'https://x/' has been blocked by CORS policy",
                Some("what a browser's console says of CORS"),
            ),
            ("use GuzzleHttp\\Client;\n$response = $client->post($url);", Some("a PHP program")),
        ];
        for (text, expected) in table {
            assert_eq!(program(text.as_bytes()).map(|(what, _)| what), expected, "{text}");
        }
    }

    #[test]
    fn documents_are_named() {
        let table = [
            ("<!DOCTYPE html>\n<html>", Some("this is an HTML page, not a request")),
            ("{\"info\": {\"_postman_id\": \"x\"}}", Some("this is a Postman collection, which is not read")),
            ("{\n  \"openapi\": \"3.1.0\"", Some("this is an OpenAPI description, which holds no request")),
            ("openapi: 3.0.0\ninfo:", Some("this is an OpenAPI description, which holds no request")),
            ("{\n  \"error\": \"no\"\n}\n", Some("this is JSON alone, not a request")),
            ("{\"error\":\"no\"}\n", Some("this is JSON alone, not a request")),
            ("[{\"error\":\"no\"}]\n", Some("this is JSON alone, not a request")),
            ("<?xml version=\"1.0\"?><e/>", Some("this is XML alone, not a request")),
            ("{\"_type\":\"export\",\"__export_format\":4}", Some("this is an export of Insomnia, which is not read")),
            ("{\"request_uri\":\"/\"}\n", None),
            ("{\"method\":\"GET\",\"target\":\"/\"}\n", None),
            ("{\n \"log\": {\"entries\": []}}", None),
            ("{\n \"http_interactions\": [\n", None),
            ("{\n \"request\": {\n  \"url\": \"/a\"", None),
            ("{\n \"mappings\": {\"a\": 1}\n}", Some("this is JSON alone, not a request")),
            ("GET / HTTP/1.1\n", None),
        ];
        for (text, expected) in table {
            assert_eq!(named(text.as_bytes()).map(|(what, _)| what), expected, "{text}");
        }
    }
}
