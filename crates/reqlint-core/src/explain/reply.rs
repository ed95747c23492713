//! The answer that a report leads to, in the API's own words.

use crate::base::finding::Severity;
use crate::evaluate::report::Report;
use crate::message::exchange::Exchange;
use crate::rules::pack::{Pack, Rule};
use crate::subject::Address;

/// An error answer in the API's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The Content-Type.
    pub content_type: String,
    /// The body.
    pub body: String,
}

/// The answer that a report leads to.
pub(crate) fn expected(pack: &Pack, report: &Report, exchange: &Exchange<'_>) -> Option<Reply> {
    let mut failed = report.failed.iter().filter_map(|r| pack.rule(*r));
    of_rule(pack, failed.find(|r| r.severity == Severity::Error)?, report, exchange)
}

/// The answer when a rule failed.
pub(crate) fn of_rule(pack: &Pack, rule: &Rule, report: &Report, exchange: &Exchange<'_>) -> Option<Reply> {
    let code = rule.error_type.as_deref().unwrap_or_default();
    worded(pack, rule.status?, rule.api_says.first().map(String::as_str), code, report, exchange)
}

/// An answer in the pack's form; without a message it gives the status's name.
pub(crate) fn worded(
    pack: &Pack,
    status: u16,
    message: Option<&str>,
    code: &str,
    report: &Report,
    exchange: &Exchange<'_>,
) -> Option<Reply> {
    let host = Address::of(exchange).name.and_then(|name| pack.api().host(name));
    let endpoint = report.endpoint.and_then(|index| Some((index, pack.catalogue.endpoint(index)?)));
    let accept = exchange.request.headers.get("accept").unwrap_or_default();
    let fitting = || pack.replies.iter().filter(|form| form.fits(host, endpoint, Some(status)));
    let wanted = fitting().find(|form| accepts(accept, &form.content_type));
    let form = wanted.or_else(|| fitting().next())?;
    let message = message.or_else(|| pack.status_title(status)).unwrap_or_default();
    let body = form.fill(status, message, code);
    Some(Reply { status, content_type: form.content_type.clone(), body })
}

/// Whether an Accept header names a media type itself.
fn accepts(accept: &[u8], content_type: &str) -> bool {
    let own = crate::message::body::essence(content_type.as_bytes());
    accept.split(|b| *b == b',').any(|range| crate::message::body::essence(range).eq_ignore_ascii_case(own))
}

#[cfg(test)]
mod tests {
    use crate::message::exchange::Exchange;
    use crate::{PackSource, RuleSet};

    const PACK: &str = r#"
title = "Shop"
hosts = ["shop.example"]

[[reply]]
status       = [422, 409]
content-type = "application/json"
body         = '{"detail": [{"msg": "{{message}}"}]}'

[[reply]]
content-type = "application/json"
body         = '{"detail": "{{message}}"}'
"#;

    #[test]
    fn a_status_has_its_own_words() {
        let file = crate::language::SourceFile { path: "shop/pack.toml".into(), text: PACK.into() };
        let pack = PackSource { name: "shop".into(), root: "shop".into(), files: vec![file] };
        let rules = RuleSet::load(vec![pack]).unwrap();
        let request = http::Request::get("https://shop.example/orders").body("").unwrap();
        let exchange = Exchange::from(&request);
        let report = rules.evaluate(&exchange, &rules.facts());
        let body = |status| rules.reply_with(status, "c", &report, &exchange).unwrap().body;
        assert!(body(422).starts_with("{\"detail\": [{\"msg\": "), "{}", body(422));
        assert!(body(409).starts_with("{\"detail\": [{\"msg\": "), "{}", body(409));
        assert!(body(404).starts_with("{\"detail\": \""), "{}", body(404));
    }
}
