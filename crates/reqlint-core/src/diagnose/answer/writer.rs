//! Which program wrote an error answer itself: its own page or text, and the set and order of its headers.
//!
//! `Server` proves nothing: a proxy puts its name on the answers of what is behind it. So what is recognised doesn't look at
//! it.

use crate::check::kinds::size;
use crate::files::server::Engine;
use crate::message::exchange::{Body, Response};
use crate::rules::pack::Rule;
use crate::rules::rule_set::RuleSet;

/// How much of a body is looked at.
const SEEN: usize = 16 * 1024;

/// The program that wrote an answer, as far as causes want to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::diagnose) struct Writer {
    pub(in crate::diagnose) title: String,
    /// Whether it answers for itself only: what is behind it didn't see the request, or was not understood.
    pub(in crate::diagnose) is_proxy: bool,
    /// The largest that it takes by default of what the kind `size` measures, with the setting.
    limits: Vec<(&'static str, usize, String)>,
}

impl Writer {
    fn of(engine: &Engine) -> Self {
        let limits = engine.limits.iter().filter(|limit| limit.answer.is_some());
        let limits = limits.filter_map(|limit| Some((*size::OF.get(limit.of)?, limit.at_most, limit.setting.clone()?)));
        Self { title: engine.title.clone(), is_proxy: engine.is_proxy, limits: limits.collect() }
    }

    /// What it takes of a size by default, and what its administrator may set, as a sentence's end.
    pub(in crate::diagnose) fn limit(&self, of: &str) -> Option<String> {
        let (_, at_most, setting) = self.limits.iter().find(|(own, ..)| *own == of)?;
        Some(format!("{} takes {at_most} bytes by default: `{setting}`", self.title))
    }
}

/// The program that wrote an answer; `None` if none is recognised, or several are.
pub(in crate::diagnose) fn engine(rules: &RuleSet, response: &Response<'_>) -> Option<Writer> {
    if response.status < 400 {
        return None;
    }
    let (body, is_whole) = match &response.body {
        Body::Absent => (&[][..], true),
        Body::Whole(body) => (&**body, true),
        Body::Truncated(body) => (&**body, false),
        Body::Unread | Body::Masked => return None,
    };
    let engines = rules.loaded().iter().flat_map(|pack| &pack.engines);
    let mut fitting = engines.filter(|engine| fits(engine, response, body, is_whole));
    let first = fitting.next()?;
    fitting.all(|other| other.title == first.title).then(|| Writer::of(first))
}

/// What the program that wrote an answer was measured to do with a request that fails a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diagnose) enum Measured {
    Refuses,
    Accepts,
}

impl Measured {
    /// What it does, as a predicate.
    pub(in crate::diagnose) fn words(self) -> &'static str {
        match self {
            Measured::Refuses => "it was measured to refuse this",
            Measured::Accepts => "it was measured to accept this",
        }
    }
}

/// What the writer of an answer was measured to do with what a rule fails; `None` if it wasn't measured, or its versions differ.
pub(in crate::diagnose) fn measured(rule: &Rule, writer: Option<&str>) -> Option<Measured> {
    let writer = writer?;
    let servers = rule.servers.as_ref()?;
    // a name is the title and a version
    let is_writer = |name: &String| name.strip_prefix(writer).is_some_and(|version| version.starts_with(' '));
    match (servers.refused_by.iter().any(is_writer), servers.accepted_by.iter().any(is_writer)) {
        (true, false) => Some(Measured::Refuses),
        (false, true) => Some(Measured::Accepts),
        _ => None,
    }
}

fn fits(engine: &Engine, response: &Response<'_>, body: &[u8], is_whole: bool) -> bool {
    if engine.status.is_some_and(|status| status != response.status) {
        return false;
    }
    if engine.equals.as_ref().is_some_and(|text| !is_whole || !same_lines(body, text.as_bytes())) {
        return false;
    }
    if engine.header.as_ref().is_some_and(|name| response.headers.get(name).is_none()) {
        return false;
    }
    if engine.without_server && response.headers.get("server").is_some() {
        return false;
    }
    let seen = body.get(..SEEN).unwrap_or(body);
    if !engine.contains.iter().all(|text| contains(seen, text.as_bytes())) {
        return false;
    }
    let mut names = response.headers.iter().map(|(name, _)| name).filter(|name| !name.eq_ignore_ascii_case(b"server"));
    engine.headers.is_empty()
        || engine.headers.iter().all(|own| names.next() == Some(own.as_bytes())) && names.next().is_none()
}

/// Whether two texts are the same but for the line break at the end, which a paste loses or adds.
fn same_lines(body: &[u8], text: &[u8]) -> bool {
    body.trim_ascii_end() == text.trim_ascii_end()
}

/// A paste may have changed the line breaks.
fn contains(body: &[u8], text: &[u8]) -> bool {
    if memchr::memmem::find(body, text).is_some() {
        return true;
    }
    if !body.contains(&b'\r') || !text.contains(&b'\n') {
        return false;
    }
    let plain: Vec<u8> = body.iter().copied().filter(|b| *b != b'\r').collect();
    memchr::memmem::find(&plain, text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::Loaded;
    use crate::files::PackSource;
    use crate::language::SourceFile;
    use crate::message::exchange::{HeaderField, Headers};

    fn named(shapes: &str, status: u16, headers: &[&'static str], body: &'static str) -> Option<String> {
        let file = |path: &str, text: String| SourceFile { path: path.into(), text };
        let server = format!("title = 'Till'\nkind = 'server'\n[[measured]]\nversion = '1'\non = 2026-01-01\n{shapes}");
        let rule = "title = 'T'\nstatus = 400\ncheck.value = { of = 'query.x', present = true }\n[[example]]\nfail = 'GET /'\npass = 'GET /?x'\n";
        let files = vec![
            file("p/pack.toml", "title = 'P'\n".into()),
            file("p/r.toml", rule.into()),
            file("p/servers/till.toml", server),
        ];
        let loaded = Loaded::from(vec![PackSource { name: "p".into(), root: "p".into(), files }]);
        assert!(loaded.errors.is_empty(), "{}", loaded.errors);
        let field = |name: &&'static str| HeaderField { name: name.as_bytes().into(), value: b"1"[..].into() };
        let response = Response {
            status,
            headers: Headers::Fields(headers.iter().map(field).collect()),
            body: if body.is_empty() { Body::Absent } else { Body::Whole(body.as_bytes().into()) },
        };
        engine(&loaded.rules, &response).map(|writer| writer.title)
    }

    #[test]
    fn a_shape_names_who_wrote_an_answer() {
        let till = Some("Till".to_owned());
        let page = "[[recognise]]\ncontains = [\"<h1>\", \"</h1>\\n<hr>\"]\n";
        assert_eq!(named(page, 400, &[], "<h1>Bad</h1>\r\n<hr>"), till);
        assert_eq!(named(page, 400, &[], "<h1>Bad</h1>"), None);
        assert_eq!(named(page, 200, &[], "<h1>Good</h1>\n<hr>"), None, "only errors are looked at");
        let headers = "[[recognise]]\nheaders = ['Date', 'Connection']\nequals = ''\nstatus = 400\n";
        assert_eq!(named(headers, 400, &["Date", "Server", "Connection"], ""), till, "Server says nothing");
        assert_eq!(named(headers, 400, &["Connection", "Date"], ""), None, "in order");
        assert_eq!(named(headers, 400, &["date", "connection"], ""), None, "as written");
        assert_eq!(named(headers, 431, &["Date", "Connection"], ""), None);
        assert_eq!(named(headers, 400, &["Date", "Connection"], "x"), None);
        let bare = "[[recognise]]\nheaders = ['date']\nequals = ''\nwithout-server = true\n";
        assert_eq!(named(bare, 400, &["date"], ""), till);
        assert_eq!(named(bare, 400, &["date", "server"], ""), None);
        let two = format!("{page}[[recognise]]\nengine = 'Other'\ncontains = ['<hr>']\n");
        assert_eq!(named(&two, 400, &[], "<h1>Bad</h1>\n<hr>"), None, "what fits two names none");
    }
}
