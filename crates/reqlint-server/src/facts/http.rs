//! Facts from another service, by HTTP.

use super::source::{FactSource, Offer, Question, SourceError};
use super::value::Cell;
use reqlint_core::FactValue;
use reqlint_core::base::{Template, TemplateError};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use std::fmt;

/// Longer answers are not accepted as the value of a fact.
const MAX_ANSWER: usize = 64 * 1024;

/// A [`FactSource`] that asks another service: a GET for each fact.
///
/// A URL contains selectors in braces, `http://inventory.internal/accounts/{path.account}/status`; their values are
/// percent-encoded. 200 gives the fact in JSON: the value itself, or an object whose only member is `value`. 204 and 404 mean
/// that the fact is not known. Anything else is a failure, including redirects.
///
/// There is no TLS unless you supply a client that has it ([`HttpFacts::with_client`]).
///
/// ```
/// use reqlint_server::HttpFacts;
///
/// let facts = HttpFacts::new([("account-status", "http://inventory.internal/accounts/{path.account}/status")])?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct HttpFacts {
    client: Client,
    /// In the order of the offers.
    urls: Vec<(String, Template)>,
}

impl HttpFacts {
    /// A URL for each fact. Of several URLs for a fact, the first counts for whose selectors a request has values.
    ///
    /// # Errors
    /// When the braces of a URL are unbalanced or empty.
    pub fn new(urls: impl IntoIterator<Item = (impl Into<String>, impl AsRef<str>)>) -> Result<Self, TemplateError> {
        let urls = urls.into_iter().map(|(fact, url)| Ok((fact.into(), Template::read(url.as_ref())?)));
        Ok(Self::of(urls.collect::<Result<_, _>>()?))
    }

    /// URLs that were parsed already.
    pub(super) fn of(urls: Vec<(String, Template)>) -> Self {
        Self { client: Client::builder().redirect(Policy::none()).no_proxy().build().unwrap_or_default(), urls }
    }

    /// Uses another client, such as one with TLS or with a token of its own.
    #[must_use]
    pub fn with_client(self, client: Client) -> Self {
        Self { client, ..self }
    }
}

impl FactSource for HttpFacts {
    fn offers(&self) -> Vec<Offer> {
        self.urls.iter().map(|(fact, url)| Offer::new(fact.as_str(), url.names())).collect()
    }

    async fn ask(&self, question: &Question) -> Result<Option<FactValue>, SourceError> {
        let Some((_, template)) = self.urls.get(question.offer) else { return Ok(None) };
        let url = template.fill(|index| question.values.get(index).map(encoded).unwrap_or_default());
        let mut response = self.client.get(url).send().await.map_err(|error| failure(&error))?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NO_CONTENT | StatusCode::NOT_FOUND => return Ok(None),
            status => return Err(SourceError::Failed(format!("it answered {status}"))),
        }
        let mut answer = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| failure(&error))? {
            answer.extend_from_slice(&chunk);
            if answer.len() > MAX_ANSWER {
                return Err(SourceError::InvalidAnswer(format!("longer than {MAX_ANSWER} bytes")));
            }
        }
        let value = serde_json::from_slice(&answer).ok().and_then(Cell::of_json);
        value.ok_or_else(|| SourceError::InvalidAnswer("not a JSON value".to_owned()))?.into_fact(question.kind)
    }
}

/// What went wrong, without the URL, which may contain a secret.
fn failure(error: &reqwest::Error) -> SourceError {
    SourceError::Failed(match () {
        () if error.is_connect() => "no connection".to_owned(),
        () if error.is_builder() => "the fact source URL is invalid".to_owned(),
        () => "the connection broke off".to_owned(),
    })
}

/// A value as part of a URL.
fn encoded(value: &FactValue) -> String {
    let text = match value {
        FactValue::Text(text) => text.to_string(),
        FactValue::Number(number) => number.to_string(),
        FactValue::Boolean(flag) => flag.to_string(),
        FactValue::Time(time) => time.to_string(),
        FactValue::List(items) => items.join(","),
    };
    let byte = |byte: u8| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' | b'~' => char::from(byte).to_string(),
        // unescaped, a segment of dots would lead to the parent
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

impl fmt::Debug for HttpFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts: Vec<_> = self.urls.iter().map(|(fact, _)| fact).collect();
        f.debug_struct("HttpFacts").field("facts", &facts).finish_non_exhaustive()
    }
}
