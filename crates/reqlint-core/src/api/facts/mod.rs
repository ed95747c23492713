//! Facts: what a request alone cannot tell, such as the account's status or the owner of a token.
//!
//! A rule set declares its facts; [`crate::RuleSet::facts`] gives an empty set of slots for them. Names and types are
//! checked where a fact is set, so evaluation looks nothing up by name.

use crate::base::literal::Literal;
use crate::base::near::nearest;
use crate::base::number::Number;
use crate::base::scalar::Scalar;
use crate::base::text::SmolStr;
use crate::base::time::Time;
use std::fmt;
use std::sync::Arc;

/// Known facts, one slot for each fact that the rule set declares.
#[derive(Clone, Default)]
pub struct Facts {
    declared: Arc<[FactSlot]>,
    values: Vec<Option<FactValue>>,
    /// What is in the holes of an answer's text, by name; only while a reply file is held against it.
    holes: Vec<(String, String)>,
}

/// A fact as a pack declares it.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct FactSlot {
    /// The name: `account-status`.
    pub name: String,
    /// The type that a value must have.
    pub kind: FactType,
    /// The only texts that it may be; empty for any.
    pub one_of: Vec<String>,
    /// The question for a person; may hold selectors in braces.
    pub ask: Option<String>,
}

impl FactSlot {
    /// A fact that may be any value of its type, and that no person is asked for.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: FactType) -> Self {
        Self { name: name.into(), kind, one_of: Vec::new(), ask: None }
    }
}

/// What kind of value a fact has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub enum FactType {
    /// Text.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A point in time: RFC 3339 text or seconds since 1970.
    Time,
    /// A list of texts; one text counts as a list of one.
    List,
}

/// The value of a fact.
///
/// It is owned by the host that knows it and cheap to clone. Unlike a literal it has the type that a pack declares, so a list
/// holds texts only.
#[derive(Clone, Debug, PartialEq)]
pub enum FactValue {
    /// Text.
    Text(SmolStr),
    /// A number.
    Number(Number),
    /// `true` or `false`.
    Boolean(bool),
    /// A point in time.
    Time(Time),
    /// A list of texts.
    List(Vec<SmolStr>),
}

impl FactValue {
    /// As sentences write it.
    pub(crate) fn written(&self) -> impl fmt::Display {
        fmt::from_fn(move |f| match self {
            FactValue::Text(text) => f.write_str(text),
            FactValue::Number(number) => fmt::Display::fmt(number, f),
            FactValue::Boolean(flag) => fmt::Display::fmt(flag, f),
            FactValue::Time(time) => fmt::Display::fmt(time, f),
            FactValue::List(items) => {
                let mut before = "";
                items.iter().try_for_each(|item| write!(f, "{}{item}", std::mem::replace(&mut before, ", ")))
            }
        })
    }
}

/// Why a fact can't be set. The value is never repeated: it may be a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FactError {
    /// No loaded pack declares it.
    #[error("no pack declares the fact `{name}`{}", near.as_ref().map(|n| format!(": did you mean `{n}`?")).unwrap_or_default())]
    Unknown {
        /// The name as given.
        name: String,
        /// The nearest declared name.
        near: Option<String>,
    },
    /// The value isn't of the declared type.
    #[error("the fact `{name}` must be {expected}")]
    Type {
        /// The fact.
        name: String,
        /// What it takes, such as `true or false`.
        expected: String,
    },
    /// The value isn't one of those that the fact may have.
    #[error("the fact `{name}` must be one of {}", .one_of.join(", "))]
    NotOneOf {
        /// The fact.
        name: String,
        /// What it may be.
        one_of: Vec<String>,
    },
}

impl Facts {
    pub(crate) fn of(declared: Arc<[FactSlot]>) -> Self {
        Self { values: vec![None; declared.len()], declared, holes: Vec::new() }
    }

    /// Sets a fact. A later value replaces an earlier one.
    ///
    /// Text is accepted for any type that it can be read as: a time in RFC 3339, a list of one.
    ///
    /// # Errors
    /// When no pack declares the name, or the value is of another type or none of those allowed.
    pub fn set(&mut self, name: &str, value: impl Into<FactValue>) -> Result<(), FactError> {
        let index = self.index(name)?;
        let slot = self.declared.get(index).ok_or_else(|| self.unknown(name))?;
        let value = slot.accept(value.into())?;
        if let Some(place) = self.values.get_mut(index) {
            *place = Some(value);
        }
        Ok(())
    }

    /// Sets a fact from text as a person types it: `true`, `42`, `2024-05-01`, `GET,POST`.
    ///
    /// # Errors
    /// Like [`Facts::set`].
    pub fn set_text(&mut self, name: &str, text: &str) -> Result<(), FactError> {
        let index = self.index(name)?;
        let is_list = self.declared.get(index).is_some_and(|s| s.kind == FactType::List);
        if is_list {
            let items = text.split(',').map(str::trim).filter(|t| !t.is_empty()).map(SmolStr::new).collect();
            return self.set(name, FactValue::List(items));
        }
        self.set(name, text)
    }

    /// Takes over what others know. Facts of another rule set are taken by name; what this one doesn't declare, or not with
    /// that type, is passed over.
    pub fn extend(&mut self, others: &Facts) {
        if Arc::ptr_eq(&self.declared, &others.declared) {
            let known = self.values.iter_mut().zip(&others.values).filter(|(_, value)| value.is_some());
            return known.for_each(|(own, value)| own.clone_from(value));
        }
        for (slot, value) in others.declared.iter().zip(&others.values) {
            let Some(value) = value else { continue };
            let _ = self.set(&slot.name, value.clone());
        }
    }

    /// The facts that the rule set declares, in the order of their slots.
    #[must_use]
    pub fn declared(&self) -> &[FactSlot] {
        &self.declared
    }

    /// These facts, and what is in the holes of an answer's text.
    pub(crate) fn with_holes(mut self, holes: Vec<(String, String)>) -> Self {
        self.holes = holes;
        self
    }

    pub(crate) fn hole(&self, name: &str) -> Option<&str> {
        self.holes.iter().find(|(own, _)| own == name).map(|(_, text)| text.as_str())
    }

    pub(crate) fn any_is_known(&self) -> bool {
        self.values.iter().any(Option::is_some)
    }

    pub(crate) fn get(&self, index: FactIx) -> Option<&FactValue> {
        self.values.get(index.0 as usize)?.as_ref()
    }

    fn index(&self, name: &str) -> Result<usize, FactError> {
        self.declared.iter().position(|s| s.name == name).ok_or_else(|| self.unknown(name))
    }

    fn unknown(&self, name: &str) -> FactError {
        let near = nearest(name, self.declared.iter().map(|s| s.name.as_str())).map(str::to_owned);
        FactError::Unknown { name: name.to_owned(), near }
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = self.declared.iter().zip(&self.values).filter(|(_, v)| v.is_some());
        f.debug_list().entries(known.map(|(slot, _)| &slot.name)).finish()
    }
}

impl FactSlot {
    pub(crate) fn accept(&self, value: FactValue) -> Result<FactValue, FactError> {
        let accepted = match (self.kind, value) {
            (FactType::Text, FactValue::Text(t)) => Some(FactValue::Text(t)),
            (FactType::Number, FactValue::Number(n)) => Some(FactValue::Number(n)),
            (FactType::Number, FactValue::Text(t)) => Number::read(t.as_bytes()).map(FactValue::Number),
            (FactType::Boolean, FactValue::Boolean(b)) => Some(FactValue::Boolean(b)),
            (FactType::Boolean, FactValue::Text(t)) => t.parse().ok().map(FactValue::Boolean),
            (FactType::Time, FactValue::Time(t)) => Some(FactValue::Time(t)),
            (FactType::Time, FactValue::Number(n)) => Some(FactValue::Time(n.into())),
            (FactType::Time, FactValue::Text(t)) => {
                let seconds = Number::read(t.as_bytes()).map(Time::from);
                seconds.or_else(|| Time::read(t.as_bytes())).map(FactValue::Time)
            }
            (FactType::List, FactValue::List(l)) => Some(FactValue::List(l)),
            (FactType::List, FactValue::Text(t)) => Some(FactValue::List(vec![t])),
            _ => None,
        };
        let value =
            accepted.ok_or_else(|| FactError::Type { name: self.name.clone(), expected: self.kind.to_string() })?;
        let texts = match &value {
            FactValue::Text(text) => std::slice::from_ref(text),
            FactValue::List(items) => items,
            _ => &[],
        };
        if !self.one_of.is_empty() && !texts.iter().all(|text| self.one_of.iter().any(|known| known == text)) {
            return Err(FactError::NotOneOf { name: self.name.clone(), one_of: self.one_of.clone() });
        }
        Ok(value)
    }

    /// How `--fact` is written for it: `account-status=active|inactive|deleted`.
    #[must_use]
    pub fn usage(&self) -> String {
        let value = match self.kind {
            FactType::Text if !self.one_of.is_empty() => self.one_of.join("|"),
            FactType::Text => "TEXT".into(),
            FactType::Number => "NUMBER".into(),
            FactType::Boolean => "true|false".into(),
            FactType::Time => "TIME".into(),
            FactType::List => "A,B".into(),
        };
        format!("{}={value}", self.name)
    }
}

impl FactType {
    /// Every type, in the order of the language.
    pub const ALL: [Self; 5] = [Self::Text, Self::Number, Self::Boolean, Self::Time, Self::List];

    /// Its name, as `pack.toml` and JSON have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Time => "time",
            Self::List => "list",
        }
    }
}

impl fmt::Display for FactType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FactType::Text => "text",
            FactType::Number => "a number",
            FactType::Boolean => "true or false",
            FactType::Time => "a time such as 2024-05-01T12:00:00Z, or seconds since 1970",
            FactType::List => "a list of texts",
        })
    }
}

impl From<&str> for FactValue {
    fn from(text: &str) -> Self {
        FactValue::Text(text.into())
    }
}

impl From<String> for FactValue {
    fn from(text: String) -> Self {
        FactValue::Text(text.into())
    }
}

impl From<bool> for FactValue {
    fn from(value: bool) -> Self {
        FactValue::Boolean(value)
    }
}

impl From<i64> for FactValue {
    fn from(value: i64) -> Self {
        FactValue::Number(Number::Whole(value))
    }
}

impl From<f64> for FactValue {
    fn from(value: f64) -> Self {
        FactValue::Number(Number::Real(value))
    }
}

impl From<Time> for FactValue {
    fn from(value: Time) -> Self {
        FactValue::Time(value)
    }
}

impl From<&Literal> for FactValue {
    fn from(literal: &Literal) -> Self {
        match literal {
            Literal::Text(t) => FactValue::Text(t.as_str().into()),
            Literal::Number(n) => FactValue::Number(*n),
            Literal::Boolean(b) => FactValue::Boolean(*b),
            Literal::Time(t) => FactValue::Time(*t),
            Literal::List(items) => {
                FactValue::List(items.iter().filter_map(Scalar::of).map(|s| s.to_string().into()).collect())
            }
        }
    }
}

impl From<Vec<String>> for FactValue {
    fn from(value: Vec<String>) -> Self {
        FactValue::List(value.into_iter().map(SmolStr::from).collect())
    }
}

/// The slot of a fact in its rule set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FactIx(pub(crate) u32);

#[cfg(test)]
mod tests;
