//! The rule language in the plainest way: RULES.md line by line, with nothing prepared and nothing kept.

use crate::model::{Check, Endpoint, Field, Is, Operator, Pack, Rule, Selector, Sent};
use serde_json::Value as Json;

/// How a rule goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Pass,
    Fail,
    Unknown,
    NotApplying,
    Absent,
    Waits,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Pass,
    Fail,
    Unknown,
    Absent,
}

/// How each rule goes.
pub(crate) fn outcomes(pack: &Pack, sent: &Sent) -> Vec<Outcome> {
    let view = View { sent, route: route(pack, sent), body: read(sent) };
    let mut outcomes: Vec<Outcome> = Vec::new();
    for rule in &pack.rules {
        // a rule waits for rules before it only
        let waits = rule.waits.iter().any(|w| matches!(outcomes[*w], Outcome::Fail | Outcome::Waits));
        outcomes.push(outcome(rule, waits, &view));
    }
    outcomes
}

fn outcome(rule: &Rule, waits: bool, view: &View<'_>) -> Outcome {
    let endpoint = view.route.endpoint;
    let has_tag = rule.tags.is_empty() || endpoint.is_some_and(|e| rule.tags.contains(&e.tag));
    if !has_tag || !(rule.methods.is_empty() || rule.methods.contains(&view.sent.method)) {
        return Outcome::NotApplying;
    }
    let when = rule.when.as_ref().map_or(Verdict::Pass, |when| view.verdict(when));
    if matches!(when, Verdict::Fail | Verdict::Absent) {
        return Outcome::NotApplying;
    }
    if waits {
        return Outcome::Waits;
    }
    match (when, view.verdict(&rule.check)) {
        (_, Verdict::Pass) => Outcome::Pass,
        (Verdict::Unknown, _) | (_, Verdict::Unknown) => Outcome::Unknown,
        (_, Verdict::Fail) => Outcome::Fail,
        (_, Verdict::Absent) => Outcome::Absent,
    }
}

// --- the endpoint (RULES.md section 4, "Finding the endpoint") ---

#[derive(Default)]
struct Route<'p> {
    endpoint: Option<&'p Endpoint>,
    account: Option<String>,
    fits_path: bool,
    ignoring_case: bool,
    without_slash: bool,
}

fn route<'p>(pack: &'p Pack, sent: &Sent) -> Route<'p> {
    let path = sent.target.split('?').next().unwrap();
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    for (ignoring_case, without_slash) in [(false, false), (false, true), (true, false), (true, true)] {
        let segments = match segments.split_last() {
            Some((&"", before)) if without_slash && !before.is_empty() => before,
            _ if without_slash => continue,
            _ => &segments[..],
        };
        let fitting: Vec<&Endpoint> = pack.endpoints.iter().filter(|e| fits(e, segments, ignoring_case)).collect();
        if fitting.is_empty() {
            continue;
        }
        // left to right, a literal before a parameter
        let literals = |e: &&&Endpoint| template(e).iter().map(|s| !s.starts_with('{')).collect::<Vec<_>>();
        let endpoint = fitting.iter().filter(|e| e.method == sent.method).max_by_key(literals).copied();
        let account = Some(decode(segments[1], false));
        return Route { endpoint, account, fits_path: true, ignoring_case, without_slash };
    }
    Route::default()
}

fn template(endpoint: &Endpoint) -> Vec<String> {
    format!("v1/{{account}}{}", endpoint.tail).split('/').map(str::to_owned).collect()
}

fn fits(endpoint: &Endpoint, segments: &[&str], ignoring_case: bool) -> bool {
    let template = template(endpoint);
    let fits = |(documented, sent): (&String, &&str)| {
        let sent = unreserved(sent);
        match documented.starts_with('{') {
            true => !sent.is_empty(),
            false => *documented == sent || ignoring_case && documented.eq_ignore_ascii_case(&sent),
        }
    };
    template.len() == segments.len() && template.iter().zip(segments).all(fits)
}

/// With percent-encoded unreserved characters decoded, and nothing else.
fn unreserved(segment: &str) -> String {
    let mut text = segment.to_owned();
    for byte in (b'0'..=b'9').chain(b'A'..=b'Z').chain(b'a'..=b'z').chain(*b"-._~") {
        let character = char::from(byte).to_string();
        text = text.replace(&format!("%{byte:02X}"), &character).replace(&format!("%{byte:02x}"), &character);
    }
    text
}

fn decode(text: &str, plus_is_space: bool) -> String {
    let text = if plus_is_space { text.replace('+', " ") } else { text.to_owned() };
    let mut pieces = text.split('%');
    let mut out = pieces.next().unwrap().as_bytes().to_vec();
    for piece in pieces {
        match piece.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => out.extend([&[byte], &piece.as_bytes()[2..]].concat()),
            None => out.extend([b"%", piece.as_bytes()].concat()),
        }
    }
    String::from_utf8(out).unwrap()
}

// --- the body (section 3) ---

enum Body {
    Absent,
    Unseen,
    /// Not what Content-Type says.
    Wrong,
    /// Of a syntax that isn't read.
    Other,
    Json(Json),
}

fn read(sent: &Sent) -> Body {
    let text = match &sent.body {
        _ if !sent.reads_body => return Body::Unseen,
        None => return Body::Absent,
        Some(text) if text.is_empty() => return Body::Absent,
        Some(text) => text,
    };
    let content_type = sent.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let claims_json = content_type.is_some_and(|(_, value)| value.starts_with("application/json"));
    let looks_json = content_type.is_none() && (text.starts_with('{') || text.starts_with('['));
    if !claims_json && !looks_json {
        return Body::Other;
    }
    serde_json::from_str(text).map_or(Body::Wrong, Body::Json)
}

/// The value at the end of some names, with the objects that should hold the last of them.
fn parents<'b>(body: &'b Json, name: &str) -> (Vec<&'b Json>, String) {
    let (before, last) = name.rsplit_once('.').unwrap_or(("", name));
    let mut found = vec![body];
    for step in before.split('.').filter(|step| !step.is_empty()) {
        let (member, is_list) = step.strip_suffix("[]").map_or((step, false), |member| (member, true));
        found = found.into_iter().filter_map(|value| value.get(member)).collect();
        if is_list {
            found = found.into_iter().filter_map(Json::as_array).flatten().collect();
        }
    }
    (found.into_iter().filter(|value| value.is_object()).collect(), last.to_owned())
}

fn is_blank(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.trim().is_empty(),
        Json::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn is_placeholder(text: &str) -> bool {
    text.contains("***") || text.contains("<name>")
}

impl Field {
    /// Which of `is`, `one-of` and `length` a value that isn't blank doesn't meet; `true` when a placeholder hides it.
    fn problems(&self, value: &Json) -> ([bool; 3], bool) {
        if let Json::String(text) = value
            && is_placeholder(text)
        {
            return ([self.is != Is::Text, self.one_of, self.max_length.is_some()], true);
        }
        let is_whole = |text: &str| text.strip_prefix('-').unwrap_or(text).bytes().all(|b| b.is_ascii_digit());
        let quoted = value
            .as_str()
            .is_some_and(|text| self.is == Is::Integer && !text.is_empty() && text != "-" && is_whole(text));
        let is = match (self.is, value) {
            (Is::Text, value) => value.is_string(),
            (Is::Integer, Json::Number(number)) => is_whole(&number.to_string()),
            (Is::Integer, _) => false,
            (Is::Boolean, value) => value.is_boolean(),
            (Is::Email, Json::String(text)) => text == "a@b.c",
            (Is::Email, _) => false,
        };
        // a number in quotes isn't what it should be, but is still held against the rest
        if !is && !quoted {
            return ([true, false, false], false);
        }
        let as_number = value.as_str().filter(|_| quoted).and_then(|text| serde_json::from_str(text).ok());
        let number = as_number.as_ref().unwrap_or(value);
        let allowed = self.is.values().iter().any(|text| serde_json::from_str::<Json>(text).unwrap() == *number);
        let length = match value {
            Json::String(text) => text.chars().count(),
            other => other.to_string().len(),
        };
        ([quoted, self.one_of && !allowed, self.max_length.is_some_and(|most| length > most)], false)
    }
}

// --- the checks ---

struct View<'v> {
    sent: &'v Sent,
    route: Route<'v>,
    body: Body,
}

/// What a selector finds.
enum Found {
    Values(Vec<Json>),
    Absent,
    Unknown,
}

#[derive(PartialEq)]
enum Met {
    Yes,
    No,
    Unreadable,
    Hidden,
}

fn all(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    strongest(verdicts, [Verdict::Fail, Verdict::Unknown, Verdict::Pass])
}

fn any(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    strongest(verdicts, [Verdict::Pass, Verdict::Unknown, Verdict::Fail])
}

fn strongest(verdicts: impl Iterator<Item = Verdict>, order: [Verdict; 3]) -> Verdict {
    let verdicts: Vec<_> = verdicts.collect();
    order.into_iter().find(|v| verdicts.contains(v)).unwrap_or(Verdict::Absent)
}

fn pass_if(holds: bool) -> Verdict {
    if holds { Verdict::Pass } else { Verdict::Fail }
}

impl View<'_> {
    fn verdict(&self, check: &Check) -> Verdict {
        let path = self.sent.target.split('?').next().unwrap();
        match check {
            Check::All(checks) => all(checks.iter().map(|check| self.verdict(check))),
            Check::Any(checks) => any(checks.iter().map(|check| self.verdict(check))),
            Check::Not(check) => self.negated(check),
            Check::HeaderRequired(name) => pass_if(self.header(name).iter().any(|value| !value.trim().is_empty())),
            Check::TokenSyntax => {
                let values = self.header("X-Token");
                all(values.iter().filter(|value| !value.trim().is_empty()).map(|value| {
                    let token = value.strip_prefix("TOK ").unwrap_or("");
                    pass_if(
                        (4..=8).contains(&token.len())
                            && token.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
                    )
                }))
            }
            Check::HeaderForm => all(self.sent.headers.iter().map(|(name, value)| {
                let name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
                pass_if(name && value.bytes().all(|b| !b.is_ascii_control()))
            })),
            Check::Encoding => {
                let broken = |(at, _): (usize, &str)| {
                    let digits = self.sent.target.get(at + 1..at + 3);
                    digits.is_none_or(|digits| !digits.bytes().all(|b| b.is_ascii_hexdigit()))
                };
                pass_if(!self.sent.target.contains(' ') && !self.sent.target.match_indices('%').any(broken))
            }
            Check::KnownEndpoint => pass_if(self.route.fits_path),
            Check::ExactCase if self.route.fits_path => pass_if(!self.route.ignoring_case),
            Check::NoTrailingSlash if self.route.fits_path => {
                pass_if(!(self.route.without_slash && path.ends_with('/')))
            }
            Check::AllowedMethod if self.route.fits_path => pass_if(self.route.endpoint.is_some()),
            Check::ExactCase | Check::NoTrailingSlash | Check::AllowedMethod => Verdict::Absent,
            Check::BodySyntax => match self.body {
                Body::Absent | Body::Other => Verdict::Absent,
                Body::Unseen => Verdict::Unknown,
                Body::Wrong => Verdict::Fail,
                Body::Json(_) => Verdict::Pass,
            },
            Check::BodyShape => match (&self.body, self.takes_object()) {
                (Body::Absent, _) | (_, false) => Verdict::Absent,
                (Body::Unseen, _) => Verdict::Unknown,
                (Body::Json(body), _) => pass_if(body.is_object()),
                _ => Verdict::Absent,
            },
            Check::RequiredFields => self.required_fields(),
            Check::FilledFields => self.filled_fields(),
            Check::FieldValues(tests) => self.field_values(*tests),
            Check::Value(of, operator) => self.value(*of, *operator),
        }
    }

    /// Pass and fail are swapped; what can't be read stays a failure.
    fn negated(&self, check: &Check) -> Verdict {
        match check {
            Check::All(checks) => any(checks.iter().map(|check| self.negated(check))),
            Check::Any(checks) => all(checks.iter().map(|check| self.negated(check))),
            Check::Not(check) => self.verdict(check),
            check => match self.verdict(check) {
                Verdict::Pass => Verdict::Fail,
                Verdict::Fail if self.is_unreadable(check) => Verdict::Fail,
                Verdict::Fail => Verdict::Pass,
                other => other,
            },
        }
    }

    fn takes_object(&self) -> bool {
        self.route.endpoint.is_some_and(|e| !e.fields.is_empty())
    }

    /// The body, where its members can be looked at.
    fn members(&self) -> Option<&Json> {
        match &self.body {
            Body::Json(body) if body.is_object() || !self.takes_object() => Some(body),
            _ => None,
        }
    }

    fn fields(&self) -> &[Field] {
        self.route.endpoint.map_or(&[], |e| &e.fields)
    }

    /// Each value of each field.
    fn present(&self) -> Vec<(&Field, &Json)> {
        let Some(body) = self.members() else { return Vec::new() };
        let of = |field| {
            let (parents, name) = parents(body, Field::name(field));
            parents.into_iter().filter_map(move |parent| Some((field, parent.get(&name)?))).collect::<Vec<_>>()
        };
        self.fields().iter().flat_map(of).collect()
    }

    fn required_fields(&self) -> Verdict {
        let required = || self.fields().iter().filter(|field| field.required);
        match &self.body {
            // without a body those are missing that stand in no other
            Body::Absent => {
                return if required().any(|f| !f.name.contains('.')) { Verdict::Fail } else { Verdict::Absent };
            }
            Body::Unseen if required().next().is_some() => return Verdict::Unknown,
            _ => {}
        }
        let Some(body) = self.members() else { return Verdict::Absent };
        all(required().flat_map(|field| {
            let (parents, name) = parents(body, field.name);
            parents.into_iter().map(move |parent| pass_if(parent.get(&name).is_some()))
        }))
    }

    fn filled_fields(&self) -> Verdict {
        if matches!(self.body, Body::Unseen) && self.fields().iter().any(|field| field.required) {
            return Verdict::Unknown;
        }
        let required = self.present().into_iter().filter(|(field, _)| field.required);
        all(required.map(|(field, value)| pass_if(field.may_be_blank || !is_blank(value))))
    }

    fn field_values(&self, tests: [bool; 3]) -> Verdict {
        if matches!(self.body, Body::Unseen) && !self.fields().is_empty() {
            return Verdict::Unknown;
        }
        all(self.present().into_iter().map(|(field, value)| {
            if is_blank(value) {
                return Verdict::Pass;
            }
            let (problems, hidden) = field.problems(value);
            match problems.iter().zip(tests).any(|(problem, test)| *problem && test) {
                true if hidden => Verdict::Unknown,
                failed => pass_if(!failed),
            }
        }))
    }

    fn header(&self, name: &str) -> Vec<&str> {
        let lines = self.sent.headers.iter().filter(|(n, _)| n.trim_end().eq_ignore_ascii_case(name));
        lines.map(|(_, value)| value.as_str()).collect()
    }

    fn find(&self, selector: Selector) -> Found {
        let texts = |texts: Vec<String>| {
            if texts.is_empty() { Found::Absent } else { Found::Values(texts.into_iter().map(Json::from).collect()) }
        };
        match selector {
            Selector::Method => texts(vec![self.sent.method.into()]),
            Selector::Account => texts(self.route.account.iter().cloned().collect()),
            Selector::Scope => texts(self.route.endpoint.iter().map(|e| e.scope.to_owned()).collect()),
            Selector::Header(name) => texts(self.header(name).into_iter().map(str::to_owned).collect()),
            Selector::Query(name) => {
                let query = self.sent.target.split_once('?').map_or("", |(_, query)| query);
                let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
                texts(pairs.filter(|(n, _)| decode(n, true) == name).map(|(_, value)| decode(value, true)).collect())
            }
            Selector::Member(_) if matches!(self.body, Body::Unseen) => Found::Unknown,
            Selector::Member(name) => match self.members().and_then(|body| body.get(name)) {
                Some(value) => Found::Values(vec![value.clone()]),
                None => Found::Absent,
            },
            Selector::Status => self.sent.status.map_or(Found::Unknown, |text| Found::Values(vec![text.into()])),
            Selector::Quota => self.sent.quota.map_or(Found::Unknown, |number| Found::Values(vec![number.into()])),
            Selector::Scopes => match &self.sent.scopes {
                Some(scopes) => Found::Values(vec![scopes.iter().map(|s| Json::from(*s)).collect()]),
                None => Found::Unknown,
            },
        }
    }

    fn value(&self, of: Selector, operator: Operator) -> Verdict {
        let values = match (self.find(of), operator) {
            (Found::Values(_), Operator::Present(present)) => return pass_if(present),
            (Found::Absent, Operator::Present(present)) => return pass_if(!present),
            (Found::Unknown, _) => return Verdict::Unknown,
            (Found::Absent, _) => return Verdict::Absent,
            (Found::Values(values), _) => values,
        };
        all(values.iter().map(|value| match self.meets(value, operator) {
            Ok(Met::Yes) => Verdict::Pass,
            Ok(Met::No | Met::Unreadable) => Verdict::Fail,
            Ok(Met::Hidden) => Verdict::Unknown,
            Err(verdict) => verdict,
        }))
    }

    fn is_unreadable(&self, check: &Check) -> bool {
        let Check::Value(of, operator) = check else { return false };
        let Found::Values(values) = self.find(*of) else { return false };
        values.iter().any(|value| matches!(self.meets(value, *operator), Ok(Met::Unreadable)))
    }

    /// `Err` when the right side isn't there, or unknown.
    fn meets(&self, value: &Json, operator: Operator) -> Result<Met, Verdict> {
        let right = |selector| match self.find(selector) {
            Found::Values(values) => Ok(values[0].as_str().unwrap().to_owned()),
            Found::Absent => Err(Verdict::Absent),
            Found::Unknown => Err(Verdict::Unknown),
        };
        if let (Json::String(text), false) = (value, matches!(operator, Operator::Includes(_)))
            && is_placeholder(text)
        {
            // the text before the placeholder is still tested; here there is none
            return Ok(Met::Hidden);
        }
        Ok(match operator {
            Operator::Present(_) => Met::Yes,
            Operator::Equals(text) => equals(value, text),
            Operator::EqualsOf(selector) => equals(value, &right(selector)?),
            Operator::OneOf(texts) => {
                let mets: Vec<Met> = texts.iter().map(|text| equals(value, text)).collect();
                [Met::Yes, Met::No].into_iter().find(|met| mets.contains(met)).unwrap_or(Met::Unreadable)
            }
            Operator::StartsWith(start) => match value {
                Json::String(text) if text.starts_with(start) => Met::Yes,
                Json::String(_) => Met::No,
                _ => Met::Unreadable,
            },
            Operator::AtLeast(least) => {
                let number = match value {
                    Json::Number(number) => number.as_f64(),
                    Json::String(text) => serde_json::from_str::<f64>(text).ok(),
                    _ => None,
                };
                #[expect(clippy::cast_precision_loss, reason = "small numbers only")]
                match number {
                    Some(number) if number >= least as f64 => Met::Yes,
                    Some(_) => Met::No,
                    None => Met::Unreadable,
                }
            }
            Operator::Includes(selector) => {
                let wanted = right(selector)?;
                let items = value.as_array().unwrap();
                if items.contains(&Json::from(wanted)) { Met::Yes } else { Met::No }
            }
        })
    }
}

impl Field {
    fn name(&self) -> &'static str {
        self.name
    }
}

/// A text on the right is read as what the value is.
fn equals(value: &Json, text: &str) -> Met {
    let same = match value {
        Json::String(value) => value == text,
        Json::Number(value) => serde_json::from_str::<f64>(text).ok() == value.as_f64(),
        Json::Bool(value) => text == value.to_string(),
        Json::Null | Json::Array(_) | Json::Object(_) => return Met::Unreadable,
    };
    if same { Met::Yes } else { Met::No }
}
