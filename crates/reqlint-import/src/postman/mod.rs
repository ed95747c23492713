//! Postman collections, format 2.0 and 2.1: the requests that a person saved.
//!
//! The collection is read as a tree: exports of other programs leave out what the format requires, and write texts where it has
//! objects.

mod auth;
mod body;
mod url;
mod variables;

use crate::Options;
use crate::api::{Api, Basis, Credential};
use crate::error::ImportError;
use crate::seen::{self, Call};
use crate::slug::slug;
use crate::tree::{self, Tree};
use std::collections::BTreeSet;
use variables::Variables;

/// How many requests, saved answers among them, are looked at, and how deep folders are.
const MAX_REQUESTS: usize = 50_000;
const MAX_FOLDERS: usize = 64;

/// Any host.
const ANY: &str = "*";

const UNNAMED: &str = "a request without a name";

/// Reads a collection.
///
/// # Errors
/// When it can't be read, is none, or has no request that a pack could hold.
pub(crate) fn read(file: &str, text: &str, options: &Options) -> Result<Api, ImportError> {
    let tree = tree::read(file, text)?;
    // as Postman's API gives it
    let root = tree.get("collection").filter(|inner| inner.get("item").is_some()).unwrap_or(&tree);
    recognise(file, root)?;
    let info = root.get("info");
    let title = info.and_then(|info| info.text("name")).map(seen::masked).filter(|title| !title.is_empty());
    let schema = info.and_then(|info| info.text("schema")).unwrap_or_default();
    let version = if schema.contains("v2.0") { "2.0" } else { "2.1" };
    let mut reading = Reading { options, calls: Vec::new(), left_out: Vec::new(), is_cut: false, scripts: 0 };
    let scope = Scope { variables: Variables::default(), credentials: Auth::default(), tag: None, depth: 0 };
    reading.folder(root, &scope);
    let requests = reading.calls.len();
    let mut api = Api {
        title: title.unwrap_or_else(|| "API".to_owned()),
        format: format!("Postman collection {version}"),
        basis: Basis::Collection { requests },
        left_out: reading.left_out,
        ..Api::default()
    };
    // a pack that is about any host judges whatever is sent; that is for a collection that names none
    let is_anywhere = reading.calls.iter().all(|call| call.host == ANY);
    if !is_anywhere {
        let nameless = reading.calls.iter().filter(|call| call.host == ANY && call.answer.is_none());
        let why = "its host is a variable without a value: give it with --host";
        api.left_out
            .extend(nameless.map(|call| (call.title.clone().unwrap_or_else(|| UNNAMED.to_owned()), why.to_owned())));
        reading.calls.retain(|call| call.host != ANY);
    }
    seen::endpoints(reading.calls, true, &mut api);
    if api.operations.is_empty() {
        let why = match api.left_out.first() {
            Some((place, why)) => format!("no request can be held by a pack: {place}: {why}"),
            None => "this collection has no requests".to_owned(),
        };
        return Err(ImportError::new(file, why).help("requests are below `item`; folders may be nested"));
    }
    if is_anywhere && !api.operations.is_empty() {
        let remark =
            "some requests have a variable without a value for a host: they are about any; give one with --host";
        api.remarks.push(remark.to_owned());
    }
    if reading.is_cut {
        api.remarks.push(format!("the collection has more than {MAX_REQUESTS} requests, or folders deeper than {MAX_FOLDERS}: the others were left out"));
    }
    if reading.scripts > 0 {
        let plural = if reading.scripts == 1 { "" } else { "s" };
        api.remarks
            .push(format!("{} script{plural} before requests, which may change them: none was run", reading.scripts));
    }
    Ok(api)
}

fn recognise(file: &str, root: &Tree) -> Result<(), ImportError> {
    if root.get("item").is_some_and(|item| matches!(item, Tree::List(_))) {
        return Ok(());
    }
    let refused = |message: &str, help: &str| Err(ImportError::new(file, message).help(help));
    let has = |name: &str| root.get(name).is_some();
    if has("requests") && (has("order") || has("folders")) {
        return refused(
            "this is a collection in format 1",
            "open it in Postman and export it again as Collection v2.1, or convert it: npx postman-collection-transformer convert -j 1.0.0 -p 2.1.0 -i OLD -o NEW",
        );
    }
    if has("values") && (has("_postman_variable_scope") || has("name")) {
        return refused(
            "this is an environment, not a collection",
            "export the collection; --host gives the host that the environment has",
        );
    }
    if has("collections") && has("environments") {
        return refused("this is a dump of all data, not a collection", "export the one collection as Collection v2.1");
    }
    if has("openapi") || has("swagger") {
        return refused(
            "this is a description in OpenAPI, not a collection",
            "run `reqlint rules import openapi` with it",
        );
    }
    refused(
        "this is not a Postman collection: it has no list `item`",
        "export the collection from Postman as Collection v2.1",
    )
}

/// What a folder hands down.
#[derive(Clone, Debug)]
struct Scope {
    variables: Variables,
    credentials: Auth,
    tag: Option<String>,
    depth: usize,
}

/// The credentials that requests are sent with, and what is lost of them.
#[derive(Clone, Debug, Default)]
struct Auth {
    credentials: BTreeSet<Credential>,
    lost: Option<&'static str>,
}

struct Reading<'o> {
    options: &'o Options,
    calls: Vec<Call>,
    left_out: Vec<(String, String)>,
    is_cut: bool,
    scripts: usize,
}

impl Reading<'_> {
    fn folder(&mut self, folder: &Tree, outer: &Scope) {
        if outer.depth > MAX_FOLDERS {
            self.is_cut = true;
            return;
        }
        let mut scope = outer.clone();
        scope.depth += 1;
        scope.variables.add(folder.get("variable"));
        self.scripts += scripts(folder);
        if let Some(auth) = folder.get("auth") {
            scope.credentials = auth::read(auth, &scope.variables);
        }
        for item in folder.get("item").map(Tree::items).unwrap_or_default() {
            match item.get("request") {
                Some(request) => self.request(item, request, &scope),
                None if item.get("item").is_some() => {
                    let mut inner = scope.clone();
                    // of folders in folders the outermost says what it is about
                    inner.tag = inner
                        .tag
                        .or_else(|| item.text("name").map(seen::masked).map(|name| slug(&name)))
                        .filter(|tag| !tag.is_empty());
                    self.folder(item, &inner);
                }
                None => {}
            }
        }
    }

    fn request(&mut self, item: &Tree, request: &Tree, scope: &Scope) {
        let title = item.text("name").map(seen::masked).filter(|title| !title.is_empty());
        self.scripts += scripts(item);
        let mut scope = scope.clone();
        scope.variables.add(item.get("variable"));
        if let Some(auth) = request.get("auth").filter(|auth| !matches!(auth, Tree::Null)) {
            scope.credentials = auth::read(auth, &scope.variables);
        }
        self.call(request, title.clone(), &scope, None);
        for saved in item.get("response").map(Tree::items).unwrap_or_default() {
            let Some(answer) = answer(saved) else { continue };
            let original = saved.get("originalRequest").filter(|original| !matches!(original, Tree::Null));
            self.call(original.unwrap_or(request), title.clone(), &scope, Some(answer));
        }
    }

    fn call(&mut self, request: &Tree, title: Option<String>, scope: &Scope, answer: Option<seen::Answer>) {
        if self.calls.len() >= MAX_REQUESTS {
            self.is_cut = true;
            return;
        }
        let place = title.clone().unwrap_or_else(|| UNNAMED.to_owned());
        match call(request, scope, self.options) {
            Ok(call) => self.calls.push(Call { title, tag: scope.tag.clone(), answer, ..call }),
            Err(why) if answer.is_none() => self.left_out.push((place, why.to_owned())),
            Err(_) => {}
        }
    }
}

/// A saved request, without its values.
///
/// # Errors
/// Why a pack can't hold it.
fn call(request: &Tree, scope: &Scope, options: &Options) -> Result<Call, &'static str> {
    let variables = &scope.variables;
    // a request may be its URL alone
    let url = if request.as_text().is_some() { request } else { request.get("url").ok_or("it has no URL")? };
    let address = url::read(url, variables).ok_or("it has no URL")?;
    let method = request.text("method").unwrap_or("GET").to_ascii_uppercase();
    let is_name = !method.is_empty()
        && method.len() <= 40
        && method.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if !is_name {
        return Err("its method is not a name");
    }
    if !address.is_http {
        return Err("it is not sent over HTTP");
    }
    let host = address.host.or_else(|| options.host.clone()).unwrap_or_else(|| ANY.to_owned());
    let mut made = Call { host, method, segments: address.segments, ..Call::default() };
    for (name, value) in &address.query {
        made.query.parameter(name, value.as_deref());
        made.credentials.extend(seen::of_query(name));
    }
    let headers = headers(request.get("header"));
    for (name, value) in &headers {
        made.credentials.extend(seen::of_header(name, value));
    }
    // a header of its own is more than what Postman would add
    let has_own =
        made.credentials.iter().any(|known| matches!(known, Credential::Header(name, _) if name == "Authorization"));
    let added = scope
        .credentials
        .credentials
        .iter()
        .filter(|one| !(has_own && matches!(one, Credential::Header(name, _) if name == "Authorization")));
    made.credentials.extend(added.cloned());
    if let Some(lost) = scope.credentials.lost {
        made.lost.push((lost, String::new()));
    }
    let media_type =
        headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type")).map(|(_, value)| value.as_str());
    if let Some(body) = request.get("body") {
        body::read(body, media_type, &mut made);
    }
    Ok(made)
}

/// Header lines that are sent: a list of names and values, or one text.
fn headers(tree: Option<&Tree>) -> Vec<(String, String)> {
    match tree {
        Some(Tree::Text(text)) => {
            let lines = text.lines().filter_map(|line| line.split_once(':'));
            lines.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
        }
        Some(Tree::List(items)) => {
            let sent = items.iter().filter(|item| !item.is_true("disabled"));
            let pair = |item: &Tree| {
                Some((item.text("key")?.trim().to_owned(), item.text("value").unwrap_or_default().to_owned()))
            };
            sent.filter_map(pair).collect()
        }
        _ => Vec::new(),
    }
}

/// A saved answer; one without a status says nothing.
fn answer(saved: &Tree) -> Option<seen::Answer> {
    let status =
        saved.count("code").and_then(|code| u16::try_from(code).ok()).filter(|code| (100..1000).contains(code))?;
    Some(seen::answer(status, saved.text("body").unwrap_or_default().as_bytes()))
}

/// How many scripts run before requests.
fn scripts(item: &Tree) -> usize {
    let runs = |event: &&Tree| {
        let script = event.get("script").and_then(|script| script.get("exec"));
        let has_text = match script {
            Some(Tree::Text(text)) => !text.trim().is_empty(),
            Some(Tree::List(lines)) => {
                lines.iter().any(|line| line.as_text().is_some_and(|line| !line.trim().is_empty()))
            }
            _ => false,
        };
        event.text("listen") == Some("prerequest") && has_text && !event.is_true("disabled")
    };
    item.get("event").map(Tree::items).unwrap_or_default().iter().filter(runs).count()
}
