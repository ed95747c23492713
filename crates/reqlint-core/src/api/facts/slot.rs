//! A fact as a pack declares it, and what it takes.

use super::{FactError, FactType, FactValue};
use crate::base::near::nearest;
use crate::base::number::Number;
use crate::base::text::SmolStr;
use crate::base::time::Time;

/// A fact as a pack declares it.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct FactSlot {
    /// The name: `account-status`.
    pub name: String,
    /// The type that a value must have.
    pub kind: FactType,
    /// The only texts that it may be, or that its list may hold; empty for any.
    pub one_of: Vec<String>,
    /// Whether these may be written in any case. A value is kept as it is declared.
    pub ignore_case: bool,
    /// The question for a person; may hold selectors in braces.
    pub ask: Option<String>,
}

impl FactSlot {
    /// A fact that may be any value of its type, and that no person is asked for.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: FactType) -> Self {
        Self { name: name.into(), kind, one_of: Vec::new(), ignore_case: false, ask: None }
    }

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
        let mut value =
            accepted.ok_or_else(|| FactError::Type { name: self.name.clone(), expected: self.kind.to_string() })?;
        match &mut value {
            FactValue::Text(text) => self.choose(text)?,
            FactValue::List(items) => items.iter_mut().try_for_each(|text| self.choose(text))?,
            _ => {}
        }
        Ok(value)
    }

    /// Holds a text against those that the fact may be; ignoring case, it becomes the one that is declared.
    fn choose(&self, text: &mut SmolStr) -> Result<(), FactError> {
        if self.one_of.is_empty() || self.one_of.iter().any(|known| known == text) {
            return Ok(());
        }
        let is_alike = |known: &&String| known.to_lowercase() == text.to_lowercase();
        let alike = self.one_of.iter().find(is_alike);
        if let Some(known) = alike.filter(|_| self.ignore_case) {
            *text = known.as_str().into();
            return Ok(());
        }
        // any text of one letter is near any other
        let names = || self.one_of.iter().map(String::as_str).filter(|_| text.chars().count() > 1);
        let near = alike.map(String::as_str).or_else(|| nearest(text, names()));
        let near = near.map(str::to_owned);
        Err(FactError::NotOneOf { name: self.name.clone(), one_of: self.one_of.clone(), near })
    }

    /// A value as `--fact` takes it, which works as printed and may be changed: `account-status=active`.
    #[must_use]
    pub fn example(&self) -> String {
        let value = match self.kind {
            FactType::Text | FactType::List if !self.one_of.is_empty() => {
                self.one_of.first().map(String::as_str).unwrap_or_default()
            }
            FactType::Text => "TEXT",
            FactType::Number => "1",
            FactType::Boolean => "true",
            FactType::Time => "2024-05-01T12:00:00Z",
            FactType::List => "A,B",
        };
        format!("{}={value}", self.name)
    }

    /// How `--fact` is written for it: `account-status=active|inactive|deleted`, `user-methods=GET|POST,…`.
    #[must_use]
    pub fn usage(&self) -> String {
        let value = match self.kind {
            FactType::Text if !self.one_of.is_empty() => self.one_of.join("|"),
            FactType::List if !self.one_of.is_empty() => format!("{},…", self.one_of.join("|")),
            FactType::Text => "TEXT".into(),
            FactType::Number => "NUMBER".into(),
            FactType::Boolean => "true|false".into(),
            FactType::Time => "TIME".into(),
            FactType::List => "A,B".into(),
        };
        format!("{}={value}", self.name)
    }
}
