//! What kind of value it is, and texts without what is secret in them.

use crate::loss::one_line;
use reqlint_core::explain::MaskedText;
use reqlint_core::inspect::keys::Format;

/// A kind of value, in the order in which comments list them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Uuid,
    Time,
    Date,
    Text,
    Empty,
    Whole,
    Number,
    Boolean,
    List,
    Object,
    Null,
    File,
    /// A variable: what it is isn't known.
    Variable,
}

impl Kind {
    /// The kind of a text.
    pub(crate) fn of_text(text: &str) -> Self {
        let is = |name: &str| Format::named(name).is_some_and(|format| format.holds(text.as_bytes()));
        match text {
            "" => Self::Empty,
            _ if text.contains("{{") && text.contains("}}") => Self::Variable,
            _ if is("uuid") => Self::Uuid,
            _ if is("date-time") && text.contains(['T', 't', ' ']) => Self::Time,
            _ if is("date") => Self::Date,
            _ => Self::Text,
        }
    }

    /// The kind of a value of a query or a form, where everything is a text.
    pub(crate) fn of_parameter(text: &str) -> Self {
        match text {
            "true" | "false" => Self::Boolean,
            _ if !text.is_empty() && text.len() < 20 && text.parse::<i64>().is_ok() => Self::Whole,
            _ if text.starts_with(|c: char| c.is_ascii_digit() || c == '-') && text.parse::<f64>().is_ok() => {
                Self::Number
            }
            _ => Self::of_text(text),
        }
    }

    pub(crate) const fn says(self) -> &'static str {
        match self {
            Self::Uuid => "UUIDs",
            Self::Time => "times",
            Self::Date => "dates",
            Self::Text => "texts",
            Self::Empty => "empty texts",
            Self::Whole => "whole numbers",
            Self::Number => "numbers",
            Self::Boolean => "true or false",
            Self::List => "lists",
            Self::Object => "objects",
            Self::Null => "null",
            Self::File => "files",
            Self::Variable => "variables",
        }
    }
}

/// A text that a person wrote, on one line, without what is secret in it.
pub(crate) fn masked(text: &str) -> String {
    one_line(&String::from_utf8_lossy(&MaskedText::of_text(text.as_bytes()).shown()))
}
