//! The call that makes a request, and what it is given.

use super::client::{self, Client, Library, Object, Takes};
use super::expression::Expression;
use super::made::{self, Made};
use super::names::Names;
use super::reader;
use super::request::{Request, Sent, method};
use super::sites::Site;
use reqlint_core::explain::Part;

const READS: [&str; 4] = ["get", "delete", "head", "options"];

/// The request that a call makes; `None` where it makes none.
pub(super) fn request(names: &Names<'_>, site: Site<'_>, program: &str) -> Option<Request> {
    let name = site.name.to_ascii_lowercase();
    if !is_known(&name, site.on) || is_route(names.text, site) {
        return None;
    }
    let arguments = given(names, site);
    let mut named = Vec::new();
    let mut placed = Vec::new();
    for (name, value) in arguments {
        let value = names.resolved(value, site.start);
        match name {
            Some(name) => named.push((name, value)),
            None => placed.push(value),
        }
    }
    let made = made::of(names, site);
    let client = made.as_ref().and_then(Made::client).unwrap_or_else(|| client::of(site.on, program, names.text));
    // the function `request` of Node.js
    let is_node = name == "request" && site.on.is_empty() && client.takes == Takes::BodyOptions;
    let client = if is_node { client::NODE_REQUEST } else { client };
    // Faraday's `f.request :json`
    let client = match memchr::memmem::find(names.text, b"request :json") {
        Some(_) if client.library == Library::Ruby => {
            Client { object: Object::Json, text: Ok(Some(client::JSON)), ..client }
        }
        _ => client,
    };
    let named = Expression::Object(named, true);
    let mut request = by_name(&name, client, &placed, names)?;
    match request.client.library {
        // what it is given by name are headers
        Library::RestClient if name != "request" => request.headers(&named),
        _ => request.options(&named),
    }
    made.into_iter().for_each(|made| made.add_to(&mut request));
    let is_url =
        |url: &str| url.contains("://") || url.starts_with('/') || url.starts_with("{{") && url.contains("}}/");
    // what a variable of a well-known client holds is a URL
    let is_client =
        matches!(request.client.library, Library::Requests | Library::Httpx | Library::Axios | Library::Fetch)
            && site.name != "open";
    let is_variable = |url: &str| is_client && url.starts_with("{{") && url.find("}}") == Some(url.len() - 2);
    request.address().is_some_and(|url| is_url(&url) || is_variable(&url)).then_some(request)
}

/// Whether a call says what a server answers to: `@app.post("/items")`, `router.get('/items', …)`.
fn is_route(text: &[u8], site: Site<'_>) -> bool {
    const SERVERS: [&str; 10] =
        ["app", "router", "server", "Route", "fastify", "blueprint", "bp", "route", "api_router", "mux"];
    let is_decorator = site.start.checked_sub(1).and_then(|at| text.get(at)) == Some(&b'@') || site.on.starts_with('@');
    is_decorator || SERVERS.contains(&site.on) || site.on.ends_with("Route")
}

fn is_known(name: &str, on: &str) -> bool {
    const NAMES: [&str; 28] = [
        "fetch",
        "axios",
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "del",
        "head",
        "options",
        "request",
        "ajax",
        "newrequest",
        "newrequestwithcontext",
        "open",
        "httprequestmessage",
        "wp_remote_post",
        "wp_remote_get",
        "wp_remote_request",
        "got",
        "needle",
        "rp",
        "url",
        "uri",
        "newbuilder",
        "curl_init",
        "postform",
        "$http",
    ];
    let is_async =
        name.ends_with("async") && ["get", "post", "put", "patch", "delete"].iter().any(|m| name.starts_with(m));
    let is_template = ["postfor", "getfor", "exchange"].iter().any(|front| name.starts_with(front));
    // what reads a setting makes no request
    let is_setting = matches!(on, "os.environ" | "process.env" | "Map" | "headers" | "params");
    let is_parsed = name == "parse" && matches!(on, "URI" | "Uri");
    (NAMES.contains(&name) || is_parsed || is_async || is_template || name == "to" && on == "Curl") && !is_setting
}

fn by_name(name: &str, client: Client, placed: &[Expression], names: &Names<'_>) -> Option<Request> {
    let as_method = |name: &str| Some(name.to_ascii_uppercase());
    match name {
        "fetch" => {
            let client = if client.library == Library::UrlFetchApp { client } else { client::FETCH };
            with_options(client, placed)
        }
        "axios" => with_options(client::AXIOS, placed),
        "ajax" => with_options(client::JQUERY, placed),
        "$http" => with_options(client::SCRIPT, placed),
        "rp" => with_options(client::NODE_REQUEST, placed),
        "got" | "needle" => with_options(client::REQUEST, placed),
        "wp_remote_post" | "wp_remote_get" | "wp_remote_request" => {
            let mut request = with_options(client::WORDPRESS, placed)?;
            if name == "wp_remote_post" {
                request.method.get_or_insert("POST".to_owned());
            }
            Some(request)
        }
        "request" => match placed {
            [first, url, rest @ ..] if method(first).is_some() => {
                let mut request = Request::new(client);
                request.method(first);
                request.url(url);
                match (client.takes, rest) {
                    // Python's http.client, and Guzzle's own requests
                    (Takes::Python, [body, headers @ ..]) => {
                        request.body(body);
                        headers.iter().take(1).for_each(|headers| request.headers(headers));
                    }
                    (Takes::Options, [headers, body, ..]) => {
                        request.headers(headers);
                        request.body(body);
                    }
                    (_, rest) => rest.iter().take(1).for_each(|options| request.options(options)),
                }
                Some(request)
            }
            // urllib's and Ruby's own
            [_] if names.language == super::expression::Language::Other
                && client.library == Library::Other
                && client.takes == Takes::Python =>
            {
                let mut request = Request::new(client::URLLIB);
                request.url(placed.first()?);
                Some(request)
            }
            [_, body] if client.takes == Takes::Python => {
                let mut request = Request::new(client::URLLIB);
                request.url(placed.first()?);
                request.body(body);
                Some(request)
            }
            _ => with_options(client, placed),
        },
        "newrequest" | "newrequestwithcontext" => {
            let placed = if name == "newrequest" { placed } else { placed.get(1..)? };
            let mut request = Request::new(client::GO);
            request.method(placed.first()?);
            request.url(placed.get(1)?);
            placed.get(2).into_iter().for_each(|body| request.body(body));
            Some(request)
        }
        "open" | "httprequestmessage" => {
            let is_script = name == "open";
            let client = if is_script { client::FETCH } else { client::CSHARP };
            let mut request = Request::new(client);
            request.method(placed.first()?);
            request.method.as_ref()?;
            request.url(placed.get(1)?);
            Some(request)
        }
        "url" | "uri" | "parse" | "newbuilder" | "curl_init" | "to" => {
            let client = match name {
                "curl_init" => client::PHP_CURL,
                "to" => client::PHP,
                _ => client::JVM,
            };
            let mut request = Request::new(client);
            request.url(placed.first()?);
            Some(request)
        }
        "postform" => {
            let mut request = Request::new(client::GO);
            request.method = as_method("post");
            request.url(placed.first()?);
            request.option("form", placed.get(1)?);
            Some(request)
        }
        _ if name.ends_with("async")
            || name.starts_with("postfor")
            || name.starts_with("getfor")
            || name == "exchange" =>
        {
            of_object(name, placed)
        }
        _ => {
            let name = if name == "del" { "delete" } else { name };
            let mut request = Request::new(client);
            request.method = as_method(name);
            by_place(&mut request, name, placed)?;
            Some(request)
        }
    }
}

/// `PostAsync(url, content)`, `postForObject(url, entity, …)`, `exchange(url, method, entity, …)`.
fn of_object(name: &str, placed: &[Expression]) -> Option<Request> {
    let mut request = Request::new(if name.ends_with("async") { client::CSHARP } else { client::JVM });
    request.url(placed.first()?);
    request.method = ["get", "post", "put", "patch", "delete"]
        .iter()
        .find(|method| name.starts_with(*method))
        .map(|method| method.to_ascii_uppercase())
        .or_else(|| placed.get(1).and_then(method));
    let at = if name == "exchange" { 2 } else { 1 };
    if let Some(body) = placed.get(at).filter(|_| !name.starts_with("get")) {
        match name.contains("json") {
            true => request.option("json", body),
            false => request.body(body),
        }
    }
    // headers are set elsewhere
    request.has_all_headers = false;
    Some(request)
}

fn with_options(client: Client, placed: &[Expression]) -> Option<Request> {
    let mut request = Request::new(client);
    let mut placed = placed.iter();
    match placed.next()? {
        options @ Expression::Object(..) => request.options(options),
        url => {
            request.url(url);
            placed.next().into_iter().for_each(|options| request.options(options));
        }
    }
    Some(request)
}

/// What a method of a client is given by place.
fn by_place(request: &mut Request, name: &str, placed: &[Expression]) -> Option<()> {
    let (first, rest) = placed.split_first()?;
    if matches!(first, Expression::Object(..)) {
        request.options(first);
        return Some(());
    }
    request.url(first);
    let is_read = READS.contains(&name);
    match (request.client.takes, rest) {
        (_, []) => {}
        (Takes::Options, [options, ..]) => request.options(options),
        (Takes::BodyOptions, [options, more @ ..]) if is_read => {
            request.options(options);
            if let [Expression::Object(members, _), ..] = more
                && members.iter().any(|(name, _)| name == "headers")
            {
                request.changes.push((
                    Part::Header,
                    "a call that reads takes one object of options, the second argument: headers in the third aren't sent; put both into one"
                        .to_owned(),
                ));
            }
        }
        (Takes::BodyOptions, [body, options @ ..]) => {
            if let Expression::Object(members, _) = body
                && members.iter().any(|(name, _)| name == "headers")
                && options.is_empty()
            {
                request.changes.push((
                    Part::Body,
                    "the second argument is the body: headers that are given there are sent in it; give them as the third".to_owned(),
                ));
            }
            request.body(body);
            options.iter().take(1).for_each(|options| request.options(options));
        }
        (Takes::Python, [data, ..]) if is_read => request.query(data),
        (Takes::Python, [data, json @ ..]) => {
            request.body(data);
            json.iter().take(1).for_each(|json| request.option("json", json));
        }
        (Takes::Data, [data, ..]) if is_read => request.query(data),
        (Takes::Data | Takes::BodyHeaders, [headers]) if is_read => request.headers(headers),
        (Takes::Data, [data, ..]) => request.body(data),
        (Takes::BodyHeaders, [body, headers @ ..]) => {
            request.body(body);
            headers.iter().take(1).for_each(|headers| request.headers(headers));
        }
        (Takes::TypeBody, [kind, body]) => {
            request.body(body);
            request.option("contenttype", kind);
        }
        (Takes::TypeBody, _) => request.body = Sent::Hidden,
    }
    Some(())
}

fn given(names: &Names<'_>, site: Site<'_>) -> Vec<(Option<String>, Expression)> {
    let read = if site.is_bare { reader::bare_arguments } else { reader::arguments };
    read(names.text, site.arguments, names.language, names.work)
}

/// The arguments of a call as one object or list, with what variables hold.
pub(super) fn arguments(names: &Names<'_>, site: Site<'_>) -> Vec<Expression> {
    given(names, site).into_iter().map(|(_, value)| names.resolved(value, site.start)).collect()
}
