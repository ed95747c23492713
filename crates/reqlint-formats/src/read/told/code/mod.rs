//! A request that is told as a program: what the client sends that it calls, as far as the program shows it.
//!
//! A program isn't run. A variable holds what it was given above, if that can be read; everything else is a placeholder, or
//! isn't seen. See [`client`] for what clients add of their own.

mod arguments;
mod calls;
mod client;
mod content;
mod cursor;
mod expression;
mod fields;
mod found;
mod made;
mod names;
mod options;
mod powershell;
mod reader;
mod request;
mod setters;
mod sites;
mod work;

use super::failure::{self, Failure};
use client::Library;
use expression::Language;
use names::{MAX_LOOKUPS, Names};
use request::{Request, Sent};
use sites::Site;
use work::Work;

/// How many calls that may make a request are read.
const MAX_CALLS: usize = 24;

/// Adds what a program that makes a request shows of it.
pub(super) fn add(text: &[u8], failure: &mut Failure) {
    let is_told = failure.headers.is_some() || failure.body.is_some();
    let options = |failure: &mut Failure| {
        let work = Work::default();
        let (request, at, unseen) = options::read(text, &work).filter(|_| !is_told)?;
        failure.line_at(text, at);
        take(request, unseen, options::PROGRAM, failure);
        Some(())
    };
    let Some(program) = failure::program(text) else {
        options(failure);
        return;
    };
    let read = if is_told { None } else { read(text, failure, program.0) };
    let is_script = program.0.contains("JavaScript") || program.0.contains("axios") || program.0.contains("jQuery");
    if read.is_none() && is_script && options(failure).is_some() {
        return;
    }
    let Some((request, at, unseen)) = read else {
        found::add(text, failure);
        if !is_told {
            failure.program = Some(program);
        }
        return;
    };
    failure.line_at(text, at);
    take(request, unseen, program, failure);
}

/// The request that a program makes, where the call is, and the variables that it uses and doesn't show.
fn read(text: &[u8], failure: &mut Failure, program: &str) -> Option<(Request, usize, Vec<String>)> {
    let language = match program {
        "a PHP program" => Language::Php,
        "a Go program" => Language::Go,
        "a PowerShell command" => Language::PowerShell,
        _ => Language::Other,
    };
    let work = Work::default();
    let sites = match program {
        "a PowerShell command" => powershell::sites(text),
        "a Ruby program" => sites::with_bare(text),
        _ => sites::all(text),
    };
    let mut calls: Vec<(Site<'_>, Request, Vec<String>)> = Vec::new();
    for site in &sites {
        let names = Names::new(text, language, &work);
        let request = match language {
            Language::PowerShell => powershell::request(&names, *site),
            _ => calls::request(&names, *site, program),
        };
        let Some(request) = request else { continue };
        if calls.len() == MAX_CALLS {
            failure.notes.push(format!("the program makes more than {MAX_CALLS} requests: the first are looked at"));
            break;
        }
        if names.is_exhausted() {
            failure
                .notes
                .push(format!("the program has more than {MAX_LOOKUPS} variables: what the others hold isn't seen"));
        }
        calls.push((*site, request, names.unseen()));
    }
    // an address alone may be that of another call's client
    let is_address =
        |site: &Site<'_>| matches!(site.name.to_ascii_lowercase().as_str(), "url" | "uri" | "parse" | "newbuilder");
    if calls.iter().any(|(site, ..)| !is_address(site)) {
        calls.retain(|(site, ..)| !is_address(site));
    }
    // PHP's curl may be given its URL only by an option
    if calls.is_empty() && language == Language::Php {
        let site = sites.iter().find(|site| matches!(site.name, "curl_init" | "curl_setopt" | "curl_setopt_array"))?;
        calls.push((*site, Request::new(client::PHP_CURL), Vec::new()));
    }
    let is_failed = |request: &Request| {
        let is_url =
            failure.url.as_ref().is_some_and(|url| request.address().is_some_and(|own| own.contains(path(url))));
        let is_method = failure.method.is_none() || request.method.is_none() || failure.method == request.method;
        is_url && is_method
    };
    let chosen = calls.iter().position(|(_, request, _)| is_failed(request)).unwrap_or(0);
    let before = chosen.checked_sub(1).and_then(|index| calls.get(index)).map_or(0, |(site, ..)| site.arguments);
    let behind = calls.get(chosen + 1).map_or(text.len(), |(site, ..)| site.start);
    let (site, mut request, mut unseen) = calls.into_iter().nth(chosen)?;
    let names = Names::new(text, language, &work);
    if !has_all_in_call(request.client.library) {
        let is_other =
            |site: &&Site<'_>| matches!(request.client.library, Library::Fetch | Library::Guzzle) && site.name == "set";
        let sites: Vec<Site<'_>> = sites.iter().filter(|site| !is_other(site)).copied().collect();
        setters::add(&mut request, &names, &sites, before..behind);
    }
    for name in names.unseen() {
        if !unseen.contains(&name) {
            unseen.push(name);
        }
    }
    if work.is_done() {
        failure.notes.push("the program is too involved: not all of it is read".to_owned());
    }
    request.address()?;
    Some((request, site.start, unseen))
}

/// Whether what a library sends is all given in the call.
fn has_all_in_call(library: Library) -> bool {
    matches!(library, Library::Requests | Library::Httpx | Library::Axios | Library::JQuery | Library::PowerShell)
}

fn path(url: &str) -> &str {
    let behind = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = behind.find('/').and_then(|at| behind.get(at..)).unwrap_or(behind);
    path.split(['?', '#']).next().unwrap_or(path)
}

fn take(request: Request, unseen: Vec<String>, program: (&'static str, &'static str), failure: &mut Failure) {
    let Some(address) = request.address() else { return };
    let has_url = failure.url.is_some();
    if !has_url {
        failure.url = Some(without_host(address));
    }
    let is_empty = request.body == Sent::Nothing;
    let assumed = || Some(if is_empty { "GET" } else { "POST" }.to_owned());
    let is_default = request.method.is_none() && request.client.library != Library::Fetch;
    failure.method = failure.method.take().or_else(|| request.method.clone());
    if failure.method.is_none() {
        // fetch reads where nothing else is said
        failure.method = if is_default { assumed() } else { Some("GET".to_owned()) };
    }
    let headers = request.all_headers();
    failure.has_all_headers = request.has_all_headers && request.client.adds.is_some();
    let added: Vec<&str> = headers
        .iter()
        .filter(|(name, _)| !request.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)))
        .map(|(name, _)| name.as_str())
        .collect();
    failure.notes.push(format!("the request is read from {}: it isn't run", program.0));
    if !added.is_empty() {
        failure.notes.push(format!("{} adds {} by itself", request.client.library.name(), added.join(", ")));
    }
    if !unseen.is_empty() {
        let shown: Vec<String> =
            unseen.iter().take(6).map(|name| format!("`{}`", name.chars().take(40).collect::<String>())).collect();
        let more = unseen.len().saturating_sub(6);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        failure.notes.push(format!("what variables hold isn't seen: {}{more}", shown.join(", ")));
    }
    if request.body == Sent::Hidden {
        failure.notes.push("the body isn't seen".to_owned());
    }
    if !failure.has_all_headers {
        failure.notes.push(format!(
            "headers that are set elsewhere, or added by {}, aren't seen",
            request.client.library.name()
        ));
    }
    failure.changes.extend(request.changes);
    failure.headers = Some(headers);
    failure.is_read = true;
    failure.is_without_body = is_empty;
    if let Sent::Bytes(body) = request.body {
        failure.body = Some(body.into_bytes());
    }
}

/// A URL whose host is a variable, by its path.
fn without_host(url: String) -> String {
    if !url.starts_with("{{") {
        return url;
    }
    match url.find("}}").and_then(|at| url.get(at + 2..)).filter(|rest| rest.starts_with('/')) {
        Some(path) => path.to_owned(),
        None => format!("/{url}"),
    }
}

#[cfg(test)]
mod tests;
