//! The request that Bruno makes of a file.

use super::blocks::{self, Block, METHODS, Pair};
use super::body::{self, Content};
use super::inherited::Levels;
use super::url::{self, Goal};
use crate::read::definition::Source;
use crate::read::files::Named;
use crate::read::shell::{Made, Remark, Said};
use crate::read::variables::Variables;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqlint_core::message::HeaderField;
use reqlint_core::{Exchange, Headers, Request, Visibility};
use std::borrow::Cow;

/// The blocks of a file, and the variables that it sets.
pub(super) struct Scope<'s, 't> {
    pub(super) blocks: &'s [Block<'t>],
    pub(super) variables: Variables,
}

impl<'s, 't> Scope<'s, 't> {
    /// The first block of a name.
    pub(super) fn block(&self, name: &str) -> Option<&'s Block<'t>> {
        self.blocks.iter().find(|block| block.name == name)
    }

    /// The pairs of a block, filled in.
    pub(super) fn pairs(&self, name: &str) -> Vec<Pair> {
        let filled = |pair: Pair| Pair {
            name: text_of(&self.filled(&pair.name)),
            value: text_of(&self.filled(&pair.value)),
            ..pair
        };
        self.block(name).map(Block::pairs).unwrap_or_default().into_iter().map(filled).collect()
    }

    /// Takes the variables that the blocks set.
    pub(super) fn set_variables(&mut self) {
        for pair in self.pairs("vars:pre-request") {
            if pair.value.len() <= Variables::MAX_VALUE {
                self.variables.set(&pair.name, pair.value.as_bytes());
            }
        }
    }

    /// A text with its variables filled in.
    pub(super) fn filled(&self, text: &str) -> Vec<u8> {
        self.variables.filled(text.as_bytes(), Variables::limit(text.len()), &mut |_| ())
    }
}

pub(super) fn text_of(text: &[u8]) -> String {
    String::from_utf8_lossy(text).into_owned()
}

/// Whether a block is that of a method.
pub(super) fn is_method(name: &str) -> bool {
    METHODS.contains(&name)
}

/// The request of a file, and where it begins.
///
/// # Errors
/// When none can be made of it.
pub(super) fn make(text: &str, source: Source<'_>, said: &mut Said) -> Result<(Made, usize), Remark> {
    let mut refused = Vec::new();
    let blocks = blocks::read(text, &mut refused);
    if let Some(other) = blocks.iter().find(|block| matches!(block.name, "grpc" | "ws")) {
        let what = if other.name == "ws" { "messages over a WebSocket" } else { "a gRPC call" };
        return Err(Remark::new(other.start, format!("this is {what}: only requests over HTTP are read")));
    }
    let Some(first) = blocks.iter().find(|block| is_method(block.name)) else {
        let message = "no request found: it has a block such as `get {` with a `url`";
        return Err(Remark::new(0, message));
    };
    for remark in refused {
        said.refuse(remark.at, remark.message)?;
    }
    let levels = Levels::read(source.inherited);
    let mut scope = Scope { blocks: &blocks, variables: levels.variables(source.variables) };
    scope.set_variables();
    let method = match first.name {
        "http" => first.value("method").map_or_else(|| "GET".to_owned(), |pair| pair.value),
        name => name.to_ascii_uppercase(),
    };
    let Some(url) = first.value("url").filter(|url| !url.value.is_empty()) else {
        return Err(Remark::new(first.start, format!("the block `{}` has no `url`", first.name)));
    };
    let mut address = scope.filled(&url.value);
    url::say_missing(&address, &scope.pairs("params:query"), said);
    let mode = first.value("body").unwrap_or_default();
    let content = body::read(&mode, &scope, &Named { files: source.files, ..Named::default() }, said)?;
    say_unsent(&scope, &mode, first, said);

    let mut fields = Fields::default();
    for pair in levels.scopes(&scope.variables).flat_map(|outer| outer.pairs("headers")) {
        fields.replace(&pair.name, in_one_line(&pair.value));
    }
    let own = scope.pairs("headers");
    for (at, pair) in own.iter().enumerate() {
        if own.iter().take(at).any(|other| other.name.eq_ignore_ascii_case(&pair.name)) {
            said.change(pair.start, format!("of several headers `{}` Bruno sends only the last", pair.name));
        }
        fields.replace(&pair.name, in_one_line(&pair.value));
    }
    let auth = first.value("auth").unwrap_or_default();
    let inherited = levels.authorization().filter(|_| auth.value == "inherit");
    match inherited {
        Some((mode, blocks)) => {
            let outer = Scope { blocks, variables: scope.variables.clone() };
            authorize(&Pair { start: auth.start, ..mode }, &outer, &mut address, &mut fields, said);
        }
        None if auth.value == "inherit" && !levels.are_unknown() => {}
        None => authorize(&auth, &scope, &mut address, &mut fields, said),
    }
    let Goal { scheme, authority, target, login } = url::read(&address, url.start, &scope.pairs("params:path"), said);
    if let Some(login) = login.filter(|_| !fields.has("Authorization")) {
        fields.add("Authorization", basic(&text_of(&login)));
    }
    let Content { body, media_type } = content;
    match media_type {
        // these have their type whatever is given
        Some(media_type) if mode.value == "multipartForm" || mode.value == "file" => {
            fields.replace("Content-Type", media_type);
        }
        Some(media_type) if !fields.has("Content-Type") => fields.add("Content-Type", media_type),
        _ => {}
    }
    let has_host = fields.has("Host");
    let request = Request {
        method: Cow::Owned(method.into_bytes()),
        target: Cow::Owned(target),
        scheme: scheme.map(Cow::Owned),
        authority: (!has_host).then_some(Cow::Owned(authority)),
        headers: Headers::Fields(fields.list),
        body,
        ..Request::default()
    };
    // what Bruno and scripts add comes to these
    let shows = Visibility { headers: false, connection_headers: false, ..Visibility::ALL };
    let secrets = scope.variables.secrets().to_vec();
    let exchange = Exchange { request, shows, secrets, ..Exchange::default() };
    Ok((Made { exchange, sent: None }, first.start))
}

/// Says where a body is written that the mode doesn't send.
fn say_unsent(scope: &Scope<'_, '_>, mode: &Pair, method: &Block<'_>, said: &mut Said) {
    let is_body = |block: &&Block<'_>| block.name.starts_with("body") && !block.text().trim().is_empty();
    let is_none = matches!(mode.value.as_str(), "" | "none");
    if let Some(unsent) = scope.blocks.iter().find(is_body).filter(|_| is_none) {
        let message = format!("`{}` is not sent: the block `{}` names no `body`", unsent.name, method.name);
        said.note(unsent.start, message);
    }
}

/// Adds what a block `auth:…` makes.
fn authorize(auth: &Pair, scope: &Scope<'_, '_>, url: &mut Vec<u8>, fields: &mut Fields, said: &mut Said) {
    let mode = auth.value.as_str();
    let pairs = scope.pairs(&format!("auth:{mode}"));
    let value = |name: &str| pairs.iter().find(|pair| pair.name == name).map_or("", |pair| pair.value.as_str());
    match mode {
        "" | "none" => {}
        "bearer" => fields.replace("Authorization", format!("Bearer {}", value("token"))),
        "basic" => fields.replace("Authorization", basic(&format!("{}:{}", value("username"), value("password")))),
        "apikey" if value("placement") == "queryparams" => {
            let sign: &[u8] = if url.contains(&b'?') { b"&" } else { b"?" };
            url.extend([sign, value("key").as_bytes(), b"=", value("value").as_bytes()].concat());
        }
        "apikey" => fields.replace(value("key"), value("value").to_owned()),
        "inherit" => said.note(auth.start, "what the collection says of authorization is not visible here"),
        "digest" | "ntlm" => {
            said.note(auth.start, "the first request goes without Authorization: the answer decides on its value");
        }
        other => said.note(auth.start, format!("what `auth: {other}` adds is not visible here")),
    }
}

/// A value as a header takes it.
fn in_one_line(value: &str) -> String {
    value.replace(['\r', '\n'], "")
}

fn basic(login: &str) -> String {
    // what is filled in later can't be encoded now
    let coded = if login.contains("{{") { "<credentials>".to_owned() } else { STANDARD.encode(login) };
    format!("Basic {coded}")
}

/// Header lines: one of each name, whatever its letters.
#[derive(Default)]
struct Fields {
    list: Vec<HeaderField<'static>>,
}

impl Fields {
    fn has(&self, name: &str) -> bool {
        self.list.iter().any(|field| field.name.eq_ignore_ascii_case(name.as_bytes()))
    }

    fn add(&mut self, name: &str, value: String) {
        let name = Cow::Owned(name.as_bytes().to_vec());
        self.list.push(HeaderField { name, value: Cow::Owned(value.into_bytes()) });
    }

    /// The last of a name counts, in the place of the first.
    fn replace(&mut self, name: &str, value: String) {
        match self.list.iter_mut().find(|field| field.name.eq_ignore_ascii_case(name.as_bytes())) {
            Some(field) => field.value = Cow::Owned(value.into_bytes()),
            None => self.add(name, value),
        }
    }
}
