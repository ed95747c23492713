//! Answers: whatever one says, and whatever a text tells of one, it is explained.

use super::harmless;
use reqlint_core::diagnose::diagnose;
use reqlint_core::message::HeaderField;
use reqlint_core::{Body, Exchange, Facts, Headers, Request, Response, RuleSet};
use reqlint_formats::read::told_answer;

/// Explains an answer that says a text, and the answer that the text tells of.
pub(crate) fn of_told(rules: &RuleSet, text: &[u8], facts: &Facts) {
    let said = Response { status: 400, headers: Headers::default(), body: Body::Whole(text.into()) };
    let told = told_answer(None, text).and_then(|record| record.exchange.response);
    for response in [Some(said), told].into_iter().flatten() {
        let lines = [("Host", "h.example"), ("Content-Type", "application/json")];
        let request = Request {
            method: b"POST".into(),
            target: b"/a?b=c".into(),
            headers: Headers::Fields(lines.map(|(name, value)| HeaderField::new(name, value)).to_vec()),
            body: Body::Whole(br#"{"name":"x","price":"4"}"#.into()),
            ..Request::default()
        };
        let exchange = Exchange { request, response: Some(response), ..Exchange::default() };
        let diagnosis = diagnose(rules, &exchange, facts);
        diagnosis.iter().flat_map(|diagnosis| &diagnosis.remarks).for_each(|remark| harmless("remark", remark));
    }
}
