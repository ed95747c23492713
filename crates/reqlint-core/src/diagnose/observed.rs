//! The answer that came, read back in the API's own words.

use crate::body::{Document, NodeIx, NodeKind, Syntax};
use crate::exchange::{Body, Exchange, Response};
use crate::pack::Pack;
use crate::reply::{ReplyForm, ReplyPiece};
use crate::rule_set::RuleSet;
use crate::subject::Address;

/// An answer, as far as it could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// The status code.
    pub status: u16,
    /// What the API wrote.
    pub message: Option<String>,
    /// The API's code for the error.
    pub code: Option<String>,
    /// What the body was.
    pub form: AnswerForm,
}

/// What an answer's body was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerForm {
    /// One of the pack's replies, or told by the user.
    Known,
    /// There is none, or it isn't known.
    Empty,
    /// A success, which is not read.
    Success,
    /// A page for browsers: not the API's own answer.
    Html,
    /// Compressed.
    Compressed,
    /// Neither text nor any syntax that is read.
    Binary,
    /// Text in a form that the pack doesn't know.
    Other,
}

impl Observed {
    /// An answer of which status and perhaps message are known.
    #[must_use]
    pub fn told(status: u16, message: Option<String>) -> Self {
        Self { status, message, code: None, form: AnswerForm::Known }
    }
}

impl AnswerForm {
    /// What is odd about it, as a sentence.
    #[must_use]
    pub fn remark(self) -> Option<String> {
        let text = match self {
            AnswerForm::Known | AnswerForm::Empty | AnswerForm::Success => return None,
            AnswerForm::Html => {
                "the answer is an HTML page: it isn't the API's own, but that of a proxy or firewall in between"
            }
            AnswerForm::Compressed => "the answer's body is compressed: only its status was looked at",
            AnswerForm::Binary => "the answer's body is not text: only its status was looked at",
            AnswerForm::Other => {
                "the answer's body is in a form that the pack doesn't know: only its status was looked at"
            }
        };
        Some(text.into())
    }
}

/// Reads the response of an exchange.
pub(super) fn read(rules: &RuleSet, exchange: &Exchange<'_>) -> Option<Observed> {
    let response = exchange.response.as_ref()?;
    let observed = |form| Observed { status: response.status, message: None, code: None, form };
    if response.status < 400 {
        return Some(observed(AnswerForm::Success));
    }
    let text = match &response.body {
        Body::Whole(text) | Body::Truncated(text) => text,
        Body::Absent | Body::Unread | Body::Masked => return Some(observed(AnswerForm::Empty)),
    };
    if text.trim_ascii().is_empty() {
        return Some(observed(AnswerForm::Empty));
    }
    let packed = response.headers.get("content-encoding").is_some_and(|e| !e.eq_ignore_ascii_case(b"identity"));
    if packed && std::str::from_utf8(text).is_err() {
        return Some(observed(AnswerForm::Compressed));
    }
    if std::str::from_utf8(text).is_err() {
        return Some(observed(AnswerForm::Binary));
    }
    if is_html(response, text) {
        return Some(observed(AnswerForm::Html));
    }
    let told = rules.judge_of(exchange).and_then(|pack| in_own_words(pack, exchange, text));
    Some(match told {
        Some((message, code)) => Observed { status: response.status, message, code, form: AnswerForm::Known },
        None => observed(AnswerForm::Other),
    })
}

fn is_html(response: &Response<'_>, text: &[u8]) -> bool {
    let named = response
        .headers
        .get("content-type")
        .is_some_and(|v| crate::body::essence(v).eq_ignore_ascii_case(b"text/html"));
    let start = text.trim_ascii_start();
    let begins = |tag: &[u8]| start.get(..tag.len()).is_some_and(|s| s.eq_ignore_ascii_case(tag));
    named || begins(b"<!doctype html") || begins(b"<html")
}

type Words = (Option<String>, Option<String>);

/// Message and code, by the first reply form that holds one of them.
fn in_own_words(pack: &Pack, exchange: &Exchange<'_>, text: &[u8]) -> Option<Words> {
    let Address { target, host } = Address::of(exchange);
    let name = host.name(exchange);
    let mut route = crate::catalogue::Route::default();
    let hosts = pack.hosts_to_search(&host, name);
    pack.catalogue.find(hosts, &exchange.request.method, &exchange.request.target, target.path, &mut route);
    let endpoint = route.endpoint.and_then(|index| Some((index, pack.catalogue.endpoint(index)?)));
    let host = name.and_then(|n| pack.host(n));
    let mut document = Document::default();
    document.read(text, Syntax::looks_like(text)?);
    if !document.is_read() {
        return None;
    }
    let fitting = pack.replies.iter().filter(|form| form.fits(host, endpoint));
    // an answer in the form of another family is still an answer of this API
    let others = pack.replies.iter().filter(|form| !form.fits(host, endpoint));
    fitting.chain(others).find_map(|form| read_back(form, &document, text))
}

/// The members that a form's template names are taken wherever they stand.
fn read_back(form: &ReplyForm, document: &Document, text: &[u8]) -> Option<Words> {
    let names = member_names(form)?;
    let value = |piece: &ReplyPiece| {
        let (_, name) = names.iter().find(|(p, _)| p == piece)?;
        let mut nodes = (0..).take(document.nodes.len()).filter(|n: &NodeIx| document.has_key(*n, name, text));
        let node = nodes.find(|n| matches!(document.kind(*n), NodeKind::Text | NodeKind::Number))?;
        Some(String::from_utf8_lossy(&document.value(node, text)).into_owned())
    };
    let words = (value(&ReplyPiece::Message), value(&ReplyPiece::Code));
    (words != (None, None)).then_some(words)
}

/// The names of the members that a template's placeholders fill.
fn member_names(form: &ReplyForm) -> Option<Vec<(ReplyPiece, Vec<u8>)>> {
    const MARKS: [(ReplyPiece, &str); 2] =
        [(ReplyPiece::Message, "reqlint:message"), (ReplyPiece::Code, "reqlint:code")];
    let [(_, message), (_, code)] = MARKS;
    let sample = form.fill(400, message, code);
    let mut document = Document::default();
    document.read(sample.as_bytes(), Syntax::of_media_type(form.content_type.as_bytes())?);
    let mut names = Vec::new();
    for node in (0..).take(document.nodes.len()) {
        let value = document.value(node, sample.as_bytes());
        if let Some((piece, _)) = MARKS.iter().find(|(_, mark)| mark.as_bytes() == &*value) {
            names.push((piece.clone(), document.key(node, sample.as_bytes()).into_owned()));
        }
    }
    Some(names)
}
