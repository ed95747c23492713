//! Masking a request: no secret leaves the engine.

use crate::message::secrets::masked::{MaskedText, header_name};
use crate::subject::Subject;

/// A request's parts with their secrets masked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Masked {
    /// The target.
    pub target: MaskedText,
    /// The authority; empty where the source keeps none apart.
    pub authority: MaskedText,
    /// The header lines: name and value.
    pub headers: Vec<(Vec<u8>, MaskedText)>,
    /// The body.
    pub body: MaskedText,
}

impl Masked {
    /// The request of a subject.
    pub(crate) fn of(subject: &Subject<'_>) -> Self {
        let header = |(name, value)| (header_name(name).into_owned(), subject.masked_value(name, value));
        Self {
            target: subject.masked_target().clone(),
            authority: subject.masked_authority(),
            headers: subject.exchange.request.headers.iter().map(header).collect(),
            body: subject.masked_body().clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::message::exchange::Exchange;
    use crate::rules::rule_set::RuleSet;

    #[test]
    fn broken_bodies_show_no_secret() {
        let table = [
            (r#"{"password":{"a":"s3cret","b":"#, r#"{"password":{"a":"********","b":"#),
            (r#"{"name":"x","token":"s3cret",}"#, r#"{"name":"x","token":"********",}"#),
            (r#"{"name":"x" "password" "s3cret"#, r#"{"name":"x" "password" "********"#),
            (r#"{"name":"x", password: s3cret, "b": 1}"#, r#"{"name":"x", password: ********, "b": 1}"#),
            (r#"{"password":"s3"cret", "b": 1}"#, r#"{"password":"********", "b": 1}"#),
            (r#"{"token": s3cret, "b": 1}"#, r#"{"token": ********, "b": 1}"#),
            (r#"{"name" "x", "token": "s3cret"}"#, r#"{"name" "x", "token": "********"}"#),
            ("{\"password\": \"s3cret\n\", \"b\": 1}", "{\"password\": \"********\n\", \"b\": 1}"),
        ];
        for (text, shown) in table {
            let request =
                http::Request::post("https://h/").header("content-type", "application/json").body(text).unwrap();
            let masked = RuleSet::load(Vec::new()).unwrap().mask(&Exchange::from(&request));
            assert_eq!(String::from_utf8_lossy(&masked.body.shown()), shown, "{text}");
        }
    }
}
