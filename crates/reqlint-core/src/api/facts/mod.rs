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

mod slot;

pub use slot::FactSlot;

/// Known facts, one slot for each fact that the rule set declares.
#[derive(Clone, Default)]
pub struct Facts {
    declared: Arc<[FactSlot]>,
    values: Vec<Option<FactValue>>,
    /// What is in the holes of an answer's text, by name; only while a reply file is held against it.
    holes: Vec<(String, String)>,
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
    #[error("no pack declares the fact `{name}`{}", did_you_mean(near.as_deref()))]
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
    #[error("the fact `{name}` must be one of {}{}", .one_of.join(", "), did_you_mean(near.as_deref()))]
    NotOneOf {
        /// The fact.
        name: String,
        /// What it may be, or what its list may hold.
        one_of: Vec<String>,
        /// The nearest of these.
        near: Option<String>,
    },
}

fn did_you_mean(near: Option<&str>) -> String {
    near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default()
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

    /// Sets a fact from text as a person types it: `true`, `42`, `2024-05-01`, `GET,POST`, and `[]` for a list without items.
    ///
    /// # Errors
    /// Like [`Facts::set`].
    pub fn set_text(&mut self, name: &str, text: &str) -> Result<(), FactError> {
        let index = self.index(name)?;
        let is_list = self.declared.get(index).is_some_and(|s| s.kind == FactType::List);
        if !is_list {
            return self.set(name, text);
        }
        let items: Vec<SmolStr> = match text.trim() {
            "[]" => Vec::new(),
            text => text.split(',').map(str::trim).filter(|t| !t.is_empty()).map(SmolStr::new).collect(),
        };
        if items.is_empty() && text.trim() != "[]" {
            let expected = "a list of texts, such as A,B; one without any is []".to_owned();
            return Err(FactError::Type { name: name.to_owned(), expected });
        }
        self.set(name, FactValue::List(items))
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
