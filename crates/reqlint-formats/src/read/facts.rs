//! Files of facts: a flat map in TOML or JSON.
//!
//! ```toml
//! account-status = "active"
//! user-methods   = ["GET", "POST"]
//! ```
//!
//! Whether a pack declares a fact, and of which type, is found out when it is set in
//! [`Facts`](reqlint_core::Facts). No message repeats a value: it may be a secret.

use crate::read::ndjson::fact_of_json;
use crate::record::place::{Place, ReadError, Trouble};
use reqlint_core::base::Number;
use reqlint_core::language::line_column;
use reqlint_core::{FactValue, Time};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A fact, and where it is given.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenFact {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: FactValue,
    /// Where its name is.
    pub place: Place,
}

const TAKES: &str = "expects a string, a number, true or false, a time, or a list of strings";

/// Reads a file of facts: JSON if it begins with a brace, else TOML.
///
/// # Errors
/// Everything that is wrong with it, by place.
pub fn read(input: &str, text: &str) -> Result<Vec<GivenFact>, Vec<ReadError>> {
    let troubles = |troubles: Vec<Trouble>| troubles.into_iter().map(|trouble| trouble.of(Some(input))).collect();
    let mut facts = if text.trim_start().starts_with('{') { of_json(text) } else { of_toml(text) };
    match &mut facts {
        Ok(facts) => facts.sort_by_key(|fact| fact.place),
        Err(wrong) => wrong.sort_by_key(|trouble| trouble.place),
    }
    facts.map_err(troubles)
}

fn of_json(text: &str) -> Result<Vec<GivenFact>, Vec<Trouble>> {
    let object: BTreeMap<String, &RawValue> = serde_json::from_str(text).map_err(|error| {
        let place = Place { line: error.line().max(1), column: error.column().max(1) };
        vec![Trouble::new(place, "this is not a JSON object of facts")]
    })?;
    let (mut facts, mut wrong) = (Vec::new(), Vec::new());
    for (name, raw) in object {
        // it is a piece of the text, and its name comes right before it
        let start = raw.get().as_ptr().addr().saturating_sub(text.as_ptr().addr());
        let before = text.get(..start).unwrap_or_default();
        let place = place(text, before.rfind(&format!("\"{name}\"")).unwrap_or(start));
        match serde_json::from_str(raw.get()).ok().map(fact_of_json) {
            Some(Ok(Some(value))) => facts.push(GivenFact { name, value, place }),
            Some(Ok(None)) => {}
            Some(Err(_)) | None => wrong.push(Trouble::new(place, format!("the fact `{name}` {TAKES}"))),
        }
    }
    if wrong.is_empty() { Ok(facts) } else { Err(wrong) }
}

fn of_toml(text: &str) -> Result<Vec<GivenFact>, Vec<Trouble>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    let syntax = |error: &toml::de::Error| {
        let at = place(text, error.span().map_or(0, |span| span.start));
        Trouble::new(at, format!("this is not TOML: {}", error.message()))
    };
    let mut wrong: Vec<Trouble> = errors.iter().map(syntax).collect();
    let mut facts = Vec::new();
    root.get_ref().iter().for_each(|(name, value)| take(text, name, value, &mut facts, &mut wrong));
    if wrong.is_empty() { Ok(facts) } else { Err(wrong) }
}

type Name<'t> = Spanned<std::borrow::Cow<'t, str>>;

fn take(
    text: &str,
    name: &Name<'_>,
    value: &Spanned<DeValue<'_>>,
    facts: &mut Vec<GivenFact>,
    wrong: &mut Vec<Trouble>,
) {
    let at = place(text, name.span().start);
    let name = name.get_ref().to_string();
    match fact_of_toml(value.get_ref()) {
        Some(value) => facts.push(GivenFact { name, value, place: at }),
        None => wrong.push(Trouble::new(at, format!("the fact `{name}` {TAKES}"))),
    }
}

fn fact_of_toml(value: &DeValue<'_>) -> Option<FactValue> {
    Some(match value {
        DeValue::String(text) => text.to_string().into(),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok()?.into(),
        DeValue::Float(number) => FactValue::Number(Number::read(number.as_str().as_bytes())?),
        DeValue::Boolean(flag) => (*flag).into(),
        DeValue::Datetime(time) => Time::read(time.to_string().as_bytes())?.into(),
        DeValue::Array(items) => {
            let texts = items.iter().map(|item| item.get_ref().as_str().map(str::to_owned));
            texts.collect::<Option<Vec<_>>>()?.into()
        }
        DeValue::Table(_) => return None,
    })
}

fn place(text: &str, offset: usize) -> Place {
    let (line, column) = line_column(text, offset);
    Place { line, column }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(facts: Result<Vec<GivenFact>, Vec<ReadError>>) -> Vec<String> {
        match facts {
            Ok(facts) => facts.iter().map(|f| format!("{} {} {:?}", f.place, f.name, f.value)).collect(),
            Err(errors) => errors.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn toml_and_json_say_the_same() {
        let toml = "a = \"x\"\nb = 3\nc = true\nd = [\"x\", \"y\"]\ne = 2024-05-01T12:00:00Z\n";
        let json = "{\"a\": \"x\",\n\"b\": 3,\n\"c\": true, \"d\": [\"x\", \"y\"], \"n\": null}";
        assert_eq!(
            shown(read("f", toml)),
            [
                "1:1 a Text(\"x\")",
                "2:1 b Number(Whole(3))",
                "3:1 c Boolean(true)",
                "4:1 d List([\"x\", \"y\"])",
                "5:1 e Time(Time(1714564800000000))",
            ]
        );
        assert_eq!(
            shown(read("f", json)),
            ["1:2 a Text(\"x\")", "2:1 b Number(Whole(3))", "3:1 c Boolean(true)", "3:12 d List([\"x\", \"y\"])",]
        );
    }

    #[test]
    fn every_slip_is_said() {
        let wrong = shown(read("f.toml", "a = { b = 1 }\nc = [1]\nd = \n"));
        assert_eq!(wrong.len(), 3, "{wrong:?}");
        assert!(wrong.iter().any(|w| w.starts_with("f.toml:1:1: the fact `a` expects a string")), "{wrong:?}");
        assert_eq!(shown(read("f", "{\"a\": {}}")), [format!("f:1:2: the fact `a` {TAKES}")]);
        assert_eq!(shown(read("f", "{\"b\": \"a\",\n\"a\": {}}")), [format!("f:2:1: the fact `a` {TAKES}")]);
        assert_eq!(shown(read("f", "{\"b\": [\"a\"], \"a\": {}}")), [format!("f:1:14: the fact `a` {TAKES}")]);
        assert!(shown(read("f", "{\n\"a\": }"))[0].starts_with("f:2:6: this is not a JSON object"));
    }
}
