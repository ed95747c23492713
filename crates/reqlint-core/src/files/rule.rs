//! A rule file.

use super::endpoint::free;
use super::fingerprint::fingerprint;
use crate::base::finding::{Servers, Severity};
use crate::base::literal::Literal;
use crate::check::read::check;
use crate::check::{CheckSpec, KINDS};
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Names, Takes};
use crate::language::misplaced;
use crate::language::parse::parse;
use crate::language::{Code, Located, Sink, SourceSpan};
use std::sync::Arc;
use toml::de::DeValue;

/// The severities, as written.
pub(crate) const SEVERITIES: [&str; 3] = ["error", "warning", "note"];

/// Keys of a rule file.
pub const RULE: &[Key] = &[
    Key::new("title", Takes::Text, "a sentence that says what should hold").required(),
    Key::new("status", Takes::Status, "what the API answers when it doesn't"),
    Key::new("error-type", Takes::Text, "the API's name for the error"),
    Key::new("api-says", Takes::Texts, "the API's message; any of these"),
    Key::new("why", Takes::Text, "why the API refuses it"),
    Key::new("fix", Takes::Text, "what to change"),
    Key::new("source", Takes::Text, "where it is documented").or("the pack's default"),
    Key::new("ask", Takes::Text, "the question to ask, if the fact's own doesn't fit"),
    Key::new("severity", Takes::OneOf(&SEVERITIES), "whether it decides the status").or("\"error\""),
    Key::new("unless-failed", Takes::Names(Names::Rule), "rules that explain the same problem better"),
    Key::new("also-listed", Takes::Tables(ALSO_LISTED), "the same item in another status's checklist"),
    Key::new("applies-to", Takes::Table(APPLIES_TO), "which requests it applies to"),
    Key::new("check", Takes::Check, "what is tested: exactly one kind").required(),
    Key::new("example", Takes::Tables(EXAMPLE), "requests that pass and that fail"),
];

/// Keys of `also-listed`.
pub(crate) const ALSO_LISTED: &[Key] = &[
    Key::new("status", Takes::Status, "the other status").required(),
    Key::new("title", Takes::Text, "its wording there"),
    Key::new("error-type", Takes::Text, "the error's name there"),
];

/// Keys of `[applies-to]`.
pub(crate) const APPLIES_TO: &[Key] = &[
    Key::new("hosts", Takes::Names(Names::Host), "only these hosts").or("the pack's"),
    Key::new("methods", Takes::Names(Names::Method), "only these methods"),
    Key::new("endpoints", Takes::Names(Names::Endpoint), "only these endpoints"),
    Key::new("tags", Takes::Names(Names::Tag), "only endpoints with one of these tags"),
    Key::new("when", Takes::Check, "only when this check passes"),
];

/// Keys of an `[[example]]`.
pub(crate) const EXAMPLE: &[Key] = &[
    Key::new("name", Takes::Text, "what the example shows"),
    Key::new("fail", Takes::Texts, "requests that fail the rule"),
    Key::new("pass", Takes::Texts, "requests that pass it"),
    Key::new("unknown", Takes::Texts, "requests for which it can't be decided"),
    Key::new("skip", Takes::Texts, "requests to which it doesn't apply"),
    Key::new("facts", Takes::Free, "the known facts"),
    Key::new("now", Takes::Time, "the time of the request").or("2024-01-01T00:00:00Z"),
    Key::new("jwt", Takes::Table(JWT), "an unsigned token that fills {jwt}"),
];

/// Keys of an example's `jwt`.
pub(crate) const JWT: &[Key] = &[
    Key::new("issued", Takes::Text, "the time of issue, from now: -301s"),
    Key::new("expires", Takes::Text, "the time of expiry, from now: -1s"),
    Key::new("not-before", Takes::Text, "the earliest time of use, from now: 0s"),
    Key::new("scope", Takes::Texts, "the scopes"),
    Key::new("issuer", Takes::Text, "who issued it"),
    Key::new("audience", Takes::Texts, "its audience"),
    Key::new("claims", Takes::Free, "other claims"),
];

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct RuleSpec {
    /// The file's stem.
    pub(crate) id: String,
    pub(crate) path: String,
    /// The whole file; what is missing is reported here.
    pub(crate) place: SourceSpan,
    pub(crate) title: Located<String>,
    pub(crate) status: Option<Located<i64>>,
    pub(crate) error_type: Option<String>,
    pub(crate) api_says: Vec<String>,
    pub(crate) why: Option<Located<String>>,
    pub(crate) fix: Option<Located<String>>,
    pub(crate) source: Option<String>,
    pub(crate) ask: Option<Located<String>>,
    /// As written, until measurements and the project were looked at.
    pub(crate) severity: Severity,
    pub(crate) written_severity: Option<Located<Severity>>,
    /// What servers were measured to answer.
    pub(crate) servers: Option<Arc<Servers>>,
    pub(crate) unless_failed: Vec<Located<String>>,
    pub(crate) also_listed: Vec<AlsoListed>,
    pub(crate) applies_to: AppliesToSpec,
    /// `None` if it could not be read, which was reported.
    pub(crate) check: Option<Located<CheckSpec>>,
    /// Check and `applies-to` in one normal form, to find equal rules.
    pub(crate) fingerprint: String,
    pub(crate) examples: Arc<[Example]>,
    /// The facts of all examples, with their places.
    pub(crate) known: Vec<(Located<String>, Located<Literal>)>,
}

/// The same item in another status's checklist.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct AlsoListed {
    /// The other status.
    pub status: u16,
    /// Its wording there.
    pub title: Option<String>,
    /// The error's name there.
    pub error_type: Option<String>,
}

#[derive(Clone, Default)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct AppliesToSpec {
    pub(crate) place: SourceSpan,
    pub(crate) hosts: Vec<Located<String>>,
    pub(crate) methods: Vec<Located<String>>,
    pub(crate) endpoints: Vec<Located<String>>,
    pub(crate) tags: Vec<Located<String>>,
    pub(crate) when: Option<Located<CheckSpec>>,
}

/// An example of a rule: requests with the outcome that they should have.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Example {
    /// What it shows.
    pub name: Option<String>,
    /// Requests as raw HTTP text, by outcome: fail, pass, unknown, skip.
    pub requests: [Vec<ExampleText>; 4],
    /// Facts that are known.
    pub facts: Vec<(String, Literal)>,
    /// The time of the request, as written.
    pub now: Option<String>,
    /// What fills `{jwt}`.
    pub jwt: Option<ExampleJwt>,
}

/// The text of an example's request.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ExampleText {
    /// Raw HTTP text, `{jwt}` not yet filled.
    pub text: String,
    /// The 1-based line of the rule file at which it begins.
    pub line: usize,
    /// The 1-based column at which it begins there.
    pub column: usize,
}

/// An unsigned token for an example. Times are as written, from the example's time.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ExampleJwt {
    /// `iat`, `exp` and `nbf` as durations from now.
    pub times: [Option<String>; 3],
    /// `scope`.
    pub scope: Option<Vec<String>>,
    /// `iss`.
    pub issuer: Option<String>,
    /// `aud`.
    pub audience: Option<Vec<String>>,
    /// Other claims.
    pub claims: Vec<(String, Literal)>,
}

/// Reads the current file as a rule file. What can't be read is reported and left out.
pub(crate) fn read(id: &str, text: &str, sink: &mut Sink) -> RuleSpec {
    sink.set_kinds(KINDS);
    let table = parse(text, RULE, sink);
    let place = sink.span(0..0);
    let c = Cursor::new(table.get_ref(), place, RULE, sink);
    if table.get_ref().is_empty() && !text.contains('=') {
        let help = "copy another rule, or run `reqlint rules new` to create one".to_owned();
        sink.syntax_error(Code::EmptyFile, place, place, "this file contains no rule", Some(help));
    }
    let fingerprint = fingerprint(&c);
    let check = check(&c, "check", sink);
    let applies_to = applies_to(&c, sink);
    let tables = c.tables("example", sink);
    let mut known = Vec::new();
    let examples = tables.into_iter().map(|(table, place)| {
        let c = Cursor::new(table, place, EXAMPLE, sink);
        if let Some((facts, _)) = c.table("facts", sink) {
            misplaced::report_in_facts(facts, EXAMPLE, sink);
        }
        known.extend(free(&c, "facts", sink));
        example(&c, text, sink)
    });
    let examples: Arc<[Example]> = examples.collect();
    let also_listed = c.tables("also-listed", sink).into_iter().filter_map(|(table, place)| {
        let c = Cursor::new(table, place, ALSO_LISTED, sink);
        let status = c.integer("status", sink)?;
        let status = status_code(&status, sink)?;
        Some(AlsoListed { status, title: plain(&c, "title", sink), error_type: plain(&c, "error-type", sink) })
    });
    let also_listed = also_listed.collect();
    let written_severity = written(&c, sink);
    for (outcome, name) in ["fail", "pass"].iter().enumerate() {
        let in_example = |e: &Example| e.requests.get(outcome).is_some_and(|r| !r.is_empty());
        if !examples.iter().any(in_example) {
            let help = format!("add [[example]] with {name} = '''…'''");
            let message = format!("this rule has no example that should {name}");
            sink.missing(Code::MissingExample, place, &["example", name], message, Some(help));
        }
    }
    let status = c.integer("status", sink);
    if let Some(status) = &status {
        answer_status(status, sink);
    }
    RuleSpec {
        id: id.to_owned(),
        path: sink.sources.path(place).to_owned(),
        place,
        status,
        error_type: plain(&c, "error-type", sink),
        api_says: c.texts("api-says", sink).into_iter().map(|t| t.value).collect(),
        why: c.text("why", sink),
        fix: c.text("fix", sink),
        source: plain(&c, "source", sink),
        ask: c.text("ask", sink),
        severity: written_severity.as_ref().map_or_else(Severity::default, |written| written.value),
        written_severity,
        servers: None,
        unless_failed: c.texts("unless-failed", sink),
        also_listed,
        applies_to,
        fingerprint,
        examples,
        known,
        title: c.text("title", sink).unwrap_or(Located { value: String::new(), place }),
        check,
    }
}

/// The severity that a table has.
pub(crate) fn severity(c: &Cursor<'_>, sink: &mut Sink) -> Option<Severity> {
    let choice = c.one_of("severity", &SEVERITIES, sink)?;
    [Severity::Error, Severity::Warning, Severity::Note].get(choice).copied()
}

/// The severity of a rule, with its place.
fn written(c: &Cursor<'_>, sink: &mut Sink) -> Option<Located<Severity>> {
    let value = severity(c, sink)?;
    Some(Located { value, place: sink.span(c.value("severity")?.span()) })
}

fn plain(c: &Cursor<'_>, name: &str, sink: &mut Sink) -> Option<String> {
    c.text(name, sink).map(|t| t.value)
}

/// A status that a rule can have: that of an error, or one below 400, which the pack has to mark as one.
pub(crate) fn answer_status(status: &Located<i64>, sink: &mut Sink) -> Option<u16> {
    match u16::try_from(status.value) {
        Ok(code @ 200..400) => Some(code),
        _ => status_code(status, sink),
    }
}

/// A status that an error answer can have.
pub(crate) fn status_code(status: &Located<i64>, sink: &mut Sink) -> Option<u16> {
    let code = u16::try_from(status.value).ok().filter(|s| (400..=599).contains(s));
    if code.is_none() {
        let help = "write a status from 400 to 599".to_owned();
        let message = format!("{} is not an error status", status.value);
        sink.error(Code::InvalidStatus, status.place, message, Some(help));
    }
    code
}

fn applies_to(c: &Cursor<'_>, sink: &mut Sink) -> AppliesToSpec {
    let Some((table, place)) = c.table("applies-to", sink) else { return AppliesToSpec::default() };
    let c = Cursor::new(table, place, APPLIES_TO, sink);
    AppliesToSpec {
        place,
        hosts: c.some_texts("hosts", sink),
        methods: c.some_texts("methods", sink),
        endpoints: c.some_texts("endpoints", sink),
        tags: c.some_texts("tags", sink),
        when: check(&c, "when", sink),
    }
}

fn example(c: &Cursor<'_>, file: &str, sink: &mut Sink) -> Example {
    let requests = |outcome: &str, sink: &mut Sink| {
        let texts = c.texts(outcome, sink).into_iter();
        texts.map(|t| ExampleText::of(t, file, sink)).collect::<Vec<_>>()
    };
    let requests = ["fail", "pass", "unknown", "skip"].map(|outcome| requests(outcome, sink));
    if requests.iter().all(Vec::is_empty) {
        let help = "add fail = '''…''' or pass = '''…'''".to_owned();
        sink.error(Code::InvalidExample, c.place, "this example has no request", Some(help));
    }
    let jwt = c.table("jwt", sink).map(|(table, place)| {
        let c = Cursor::new(table, place, JWT, sink);
        ExampleJwt {
            times: ["issued", "expires", "not-before"].map(|name| duration(&c, name, sink)),
            scope: c.has("scope").then(|| c.texts("scope", sink).into_iter().map(|t| t.value).collect()),
            issuer: plain(&c, "issuer", sink),
            audience: c.has("audience").then(|| c.texts("audience", sink).into_iter().map(|t| t.value).collect()),
            claims: free(&c, "claims", sink).into_iter().map(|(n, v)| (n.value, v.value)).collect(),
        }
    });
    let now = c.value("now").and_then(|value| match value.get_ref() {
        DeValue::Datetime(time) => Some(time.to_string()),
        _ => plain(c, "now", sink),
    });
    if let Some(text) = &now
        && crate::base::time::Time::read(text.as_bytes()).is_none()
        && let Some(value) = c.value("now")
    {
        let help = "write 2024-05-01T12:00:00Z, or 2024-05-01 for midnight UTC".to_owned();
        sink.error(Code::InvalidTime, sink.span(value.span()), format!("`{text}` is not a time"), Some(help));
    }
    Example {
        name: plain(c, "name", sink),
        requests,
        facts: free(c, "facts", sink).into_iter().map(|(n, v)| (n.value, v.value)).collect(),
        now,
        jwt,
    }
}

fn duration(c: &Cursor<'_>, name: &str, sink: &mut Sink) -> Option<String> {
    let text = c.text(name, sink)?;
    if crate::base::time::Duration::read_from_now(text.value.as_bytes()).is_none() {
        let help = "write 90s, 15m, 24h or 30d, with a leading - for the past".to_owned();
        sink.error(Code::InvalidTime, text.place, format!("`{}` is not a duration", text.value), Some(help));
        return None;
    }
    Some(text.value)
}
