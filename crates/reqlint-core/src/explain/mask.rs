//! Masking a request: no secret leaves the engine. Every byte of one becomes `*`, but for punctuation and spaces, so that
//! offsets hold.

use crate::message::secrets::hide::header_name;
use crate::subject::Subject;

/// A request's parts with their secrets masked, each as long as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Masked {
    /// The target.
    pub target: Vec<u8>,
    /// The authority; empty where the source keeps none apart.
    pub authority: Vec<u8>,
    /// The header lines: name and value.
    pub headers: Vec<(Vec<u8>, Vec<u8>)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Masked {
    /// The request of a subject.
    pub(crate) fn of(subject: &Subject<'_>) -> Self {
        let header = |(name, value)| (header_name(name).into_owned(), subject.masked_value(name, value));
        Self {
            target: subject.masked_target().to_vec(),
            authority: subject.masked_authority(),
            headers: subject.exchange.request.headers.iter().map(header).collect(),
            body: subject.masked_body().to_vec(),
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
            (r#"{"password":{"a":"s3cret","b":"#, r#"{"password":{"*":"******","*":"#),
            (r#"{"name":"x","token":"s3cret",}"#, r#"{"name":"x","token":"******",}"#),
            (r#"{"name":"x" "s3cret"#, r#"{"name":"x" "******"#),
        ];
        for (text, shown) in table {
            let request =
                http::Request::post("https://h/").header("content-type", "application/json").body(text).unwrap();
            let masked = RuleSet::load(Vec::new()).unwrap().mask(&Exchange::from(&request));
            assert_eq!(String::from_utf8(masked.body).unwrap(), shown, "{text}");
        }
    }
}
