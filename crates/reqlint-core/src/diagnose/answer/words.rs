//! What an answer says: message and code, read back by the forms in which a pack words its errors.

use crate::message::body::{Document, NodeIx, NodeKind, Syntax};
use crate::message::exchange::Exchange;
use crate::rules::pack::Pack;
use crate::rules::reply::{ReplyForm, ReplyPiece};
use crate::rules::rule_set::RuleSet;
use crate::subject::Address;

/// Message and code.
pub(in crate::diagnose) type Words = (Option<String>, Option<String>);

/// How many errors of one answer are read.
const MAX_ERRORS: usize = 32;

/// The words of an answer to an exchange, by the first form of its pack that holds one of them; of a list of errors those of
/// each.
pub(in crate::diagnose) fn of_answer(
    rules: &RuleSet,
    exchange: &Exchange<'_>,
    status: Option<u16>,
    text: &[u8],
) -> Option<Vec<Words>> {
    let pack = rules.judge_of(exchange)?;
    let document = document(text)?;
    let (fitting, others) = forms(pack, exchange, status);
    let fitting = fitting.into_iter().find_map(|form| read_back(form, &document, text));
    // an answer worded as another family of the API does is still an answer of this API
    let other = || others.into_iter().find_map(|form| Shape::of(form)?.is_whole_in(&document, text));
    fitting.or_else(other)
}

/// Whether a pack lists a text as what its API says.
pub(in crate::diagnose) fn is_documented(rules: &RuleSet, text: &str) -> bool {
    let of_rules = rules.loaded().iter().flat_map(|pack| &pack.rules).flat_map(|rule| &rule.api_says);
    let causes = || rules.loaded().iter().flat_map(|pack| &pack.causes);
    let of_causes = causes().flat_map(|cause| &cause.code);
    of_rules.chain(of_causes).any(|known| same(known, text))
        || causes().flat_map(|cause| &cause.says).any(|says| says.is_without_holes() && says.fits(text).is_some())
}

/// Texts are compared ignoring case, outer spaces and a final full stop.
pub(in crate::diagnose) fn same(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.trim().trim_end_matches('.').trim_end().to_lowercase();
    !plain(a).is_empty() && plain(a) == plain(b)
}

/// A text as JSON or XML, if it is that.
fn document(text: &[u8]) -> Option<Document> {
    let syntax = Syntax::looks_like(text).filter(|syntax| *syntax != Syntax::Form)?;
    let mut document = Document::default();
    document.read(text, syntax);
    document.is_read().then_some(document)
}

/// The forms of a pack: those for this exchange and the status of its answer, and the others.
fn forms<'p>(pack: &'p Pack, exchange: &Exchange<'_>, status: Option<u16>) -> (Vec<&'p ReplyForm>, Vec<&'p ReplyForm>) {
    let address = Address::of(exchange);
    let endpoint = address.route(exchange, pack.api()).endpoint;
    let endpoint = endpoint.and_then(|index| Some((index, pack.catalogue.endpoint(index)?)));
    let host = address.assumed_host(pack.api());
    pack.replies.iter().partition(|form| form.fits(host, endpoint, status))
}

/// The members that a form's template names are taken wherever they stand.
fn read_back(form: &ReplyForm, document: &Document, text: &[u8]) -> Option<Vec<Words>> {
    Shape::of(form)?.words(document, text)
}

/// The members of a form's template.
struct Shape {
    every: Vec<Vec<u8>>,
    message: Option<Vec<u8>>,
    code: Option<Vec<u8>>,
}

impl Shape {
    fn of(form: &ReplyForm) -> Option<Self> {
        const MESSAGE: &str = "reqlint:message";
        const CODE: &str = "reqlint:code";
        let sample = form.fill(400, MESSAGE, CODE);
        let document = document(sample.as_bytes())?;
        let mut shape = Self { every: Vec::new(), message: None, code: None };
        for node in nodes(&document) {
            let key = document.key(node, sample.as_bytes()).into_owned();
            let value = document.value(node, sample.as_bytes());
            let piece = [(MESSAGE, &mut shape.message), (CODE, &mut shape.code)];
            if let Some((_, name)) = piece.into_iter().find(|(mark, _)| mark.as_bytes() == &*value) {
                name.get_or_insert_with(|| key.clone());
            }
            shape.every.extend((!key.is_empty()).then_some(key));
        }
        debug_assert!(form.body.contains(&ReplyPiece::Message) == shape.message.is_some());
        Some(shape)
    }

    /// Message and code, of a list of errors those of each, unless both are missing.
    fn words(&self, document: &Document, text: &[u8]) -> Option<Vec<Words>> {
        let all = |name: &Option<Vec<u8>>| name.as_deref().map(|name| values(name, document, text)).unwrap_or_default();
        let (messages, codes) = (all(&self.message), all(&self.code));
        let errors = messages.len().max(codes.len());
        let words = (0..errors).map(|at| (messages.get(at).cloned(), codes.get(at).cloned()));
        (errors > 0).then(|| words.collect())
    }

    /// Message and code, if no member of the template is missing.
    fn is_whole_in(&self, document: &Document, text: &[u8]) -> Option<Vec<Words>> {
        let is_there = |name: &Vec<u8>| nodes(document).any(|node| document.has_key(node, name, text));
        if self.every.iter().all(is_there) { self.words(document, text) } else { None }
    }
}

/// The texts and numbers of this name.
fn values(name: &[u8], document: &Document, text: &[u8]) -> Vec<String> {
    let named = nodes(document).filter(|node| document.has_key(*node, name, text));
    let plain = named.filter(|node| matches!(document.kind(*node), NodeKind::Text | NodeKind::Number));
    let value = |node| String::from_utf8_lossy(&document.value(node, text)).into_owned();
    plain.map(value).take(MAX_ERRORS).collect()
}

fn nodes(document: &Document) -> impl Iterator<Item = NodeIx> {
    (0..).take(document.nodes.len())
}
