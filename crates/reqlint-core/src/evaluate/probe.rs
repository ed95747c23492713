//! Probes: selectors for hosts, which read single values of a request, such as the account that a fact is about.

use crate::api::catalogue::EndpointIx;
use crate::api::facts::{FactValue, Facts};
use crate::api::patterns::Definitions;
use crate::base::text::SmolStr;
use crate::check::scope::Scope;
use crate::language::{Located, Sink, SourceSpan};
use crate::message::exchange::Exchange;
use crate::message::header_names::HeaderNames;
use crate::rules::pack::Pack;
use crate::rules::rule_set::RuleSet;
use crate::subject::select::{Lack, Selector, Value};
use crate::subject::{BodyState, Scratch, Subject, Uses};

/// A selector that was looked up in a rule set.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Probe(Selector);

impl Probe {
    pub(crate) fn uses(&self) -> Uses {
        self.0.uses()
    }

    /// Whether it looks at the body, which must be read before it finds anything.
    #[must_use]
    pub fn looks_at_body(&self) -> bool {
        self.0.uses().body
    }
}

/// No loaded pack has such a selector.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}{}", .help.as_ref().map(|help| format!(": {help}")).unwrap_or_default())]
#[non_exhaustive]
pub struct UnknownSelector {
    /// What is wrong with it.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

/// Why a probe found no single value in an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum NotSingle {
    /// There is none.
    Absent,
    /// It can't be seen, as in a body that was not read, or isn't what it is called.
    Hidden,
    /// There are several, of which a service may read any.
    Several,
    /// It isn't a text, number, boolean, time or list of texts: `null`, an object, or not UTF-8.
    Unsuitable,
}

/// Looks a selector up: the first pack that knows it counts.
pub(crate) fn look_up(rules: &RuleSet, text: &str) -> Result<Probe, UnknownSelector> {
    let mut unknown = None;
    for pack in rules.loaded() {
        match in_pack(pack, rules, text) {
            Ok(selector) => return Ok(Probe(selector)),
            Err(Some(error)) => unknown = unknown.or(Some(error)),
            Err(None) => {}
        }
    }
    let message = || format!("no loaded pack knows `{text}`");
    Err(unknown.unwrap_or_else(|| UnknownSelector { message: message(), help: None }))
}

/// A pack without endpoints says nothing of a parameter that it can't know.
fn in_pack(pack: &Pack, rules: &RuleSet, text: &str) -> Result<Selector, Option<UnknownSelector>> {
    let mut sink = Sink::default();
    let mut scope = Scope {
        definitions: &Definitions::default(),
        facts: rules.fact_slots(),
        catalogue: &pack.catalogue,
        endpoints: (0..).map(EndpointIx).zip(&pack.catalogue.endpoints).map(|(index, _)| index).collect(),
        place: SourceSpan::default(),
        schemes: &mut Vec::new(),
        headers: &mut HeaderNames::closed(),
        sink: &mut sink,
        holes: None,
    };
    let found = scope.selector(&Located { value: text.to_owned(), place: SourceSpan::default() });
    found.ok_or_else(|| {
        let said = sink.finish().errors.list.into_iter().next()?;
        let message = said.message.replace("no endpoint that this rule applies to has", "no endpoint has");
        Some(UnknownSelector { message, help: said.help })
    })
}

/// What probes find in one exchange.
pub(crate) fn read<'p>(
    rules: &RuleSet,
    probes: impl Iterator<Item = &'p Probe> + Clone,
    exchange: &Exchange<'_>,
    facts: &Facts,
    scratch: &mut Scratch,
) -> Vec<Result<FactValue, NotSingle>> {
    let wanted = Uses::all(probes.clone().map(|probe| probe.0.uses()));
    let found = rules.received(exchange, facts, scratch, |received| {
        let prepared = received.read(wanted);
        self::found(probes.clone(), &prepared.subject)
    });
    found.unwrap_or_else(|| probes.map(|_| Err(NotSingle::Absent)).collect())
}

/// What probes find in a subject of which all was read that they look at.
pub(crate) fn found<'p>(
    probes: impl Iterator<Item = &'p Probe>,
    subject: &Subject<'_>,
) -> Vec<Result<FactValue, NotSingle>> {
    probes.map(|probe| one(&probe.0, subject)).collect()
}

/// The one value that is there.
fn one(selector: &Selector, subject: &Subject<'_>) -> Result<FactValue, NotSingle> {
    let mut values = Vec::new();
    let selected = selector.select(subject, &mut |datum| values.push(owned(&datum.value)));
    // what can't be read has no member for this reader, and may have one for another
    let is_unreadable = selector.uses().body && subject.body == BodyState::Unreadable;
    selected.map_err(|lack| match lack {
        Lack::Absent if !is_unreadable => NotSingle::Absent,
        _ => NotSingle::Hidden,
    })?;
    match (values.pop(), values.is_empty()) {
        (None, _) => Err(NotSingle::Absent),
        (Some(value), true) => value.ok_or(NotSingle::Unsuitable),
        (Some(_), false) => Err(NotSingle::Several),
    }
}

fn owned(value: &Value<'_>) -> Option<FactValue> {
    let text = |text: &[u8]| Some(SmolStr::new(std::str::from_utf8(text).ok()?));
    Some(match value {
        Value::Text(t) | Value::SingleText(t) | Value::TypedText(t) => FactValue::Text(text(t)?),
        Value::Number(n) => FactValue::Number(*n),
        Value::Boolean(b) => FactValue::Boolean(*b),
        Value::Time(t) => FactValue::Time(*t),
        Value::List(items) => {
            let mut texts = Some(Vec::new());
            items.any(|item| {
                match (&mut texts, item.text().and_then(text)) {
                    (Some(all), Some(item)) => all.push(item),
                    _ => texts = None,
                }
                texts.is_none()
            });
            FactValue::List(texts?)
        }
        Value::Null | Value::Object(_) | Value::Element(_) => return None,
    })
}
