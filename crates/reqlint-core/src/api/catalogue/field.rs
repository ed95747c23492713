//! Fields: what the catalogue says about path parameters, query parameters and body members.

use crate::base::pattern::Pattern;
use crate::base::scalar::{Scalar, any_of};
use crate::base::text::{SmolStr, text};
use crate::language::Located;

/// What the catalogue says about one field.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// As the catalogue writes it: `MediaType`, `items[].name`.
    pub(crate) name: String,
    /// The variant whose field it is; its name begins there.
    pub(crate) variant: Option<SmolStr>,
    pub(crate) required: Required,
    /// What becomes of a null.
    pub(crate) null: Empty,
    /// What becomes of a text or list without content.
    pub(crate) blank: Empty,
    pub(crate) secret: bool,
    pub(crate) is: Option<Pattern>,
    pub(crate) one_of: Option<Box<OneOf>>,
    /// Few fields have any, and every value of a body passes its field: apart, so that a field is small.
    pub(crate) limits: Option<Box<Limits>>,
    /// How a query writes a list, where not as the parameter repeated.
    pub(crate) list: Option<ListStyle>,
    /// A word for the reader.
    pub(crate) note: Option<Box<str>>,
}

/// The values that a field may be.
#[derive(Clone, Debug)]
pub(crate) struct OneOf {
    /// At least one.
    pub(crate) values: Vec<Scalar>,
    /// Those, for a sentence: `3, 8 or 14`.
    pub(crate) says: SmolStr,
}

impl OneOf {
    /// `None` for no value.
    pub(crate) fn new(values: Vec<Scalar>) -> Option<Box<Self>> {
        if values.is_empty() {
            return None;
        }
        let says = text!("{}", any_of(&values));
        Some(Box::new(Self { values, says }))
    }
}

impl Field {
    /// The values that it may be; none for any.
    pub(crate) fn one_of(&self) -> &[Scalar] {
        self.one_of.as_ref().map_or(&[], |one_of| &one_of.values)
    }
}

/// How large a value may be, and how many items it may have.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Limits {
    pub(crate) at_least: Option<Scalar>,
    pub(crate) at_most: Option<Scalar>,
    pub(crate) multiple_of: Option<Scalar>,
    pub(crate) min_length: Option<usize>,
    pub(crate) max_length: Option<usize>,
    pub(crate) min_items: Option<usize>,
    pub(crate) max_items: Option<usize>,
    /// Whether no item of a list equals another.
    pub(crate) unique: bool,
}

/// How a query writes a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListStyle {
    Comma,
    Pipe,
    Space,
    /// `a[]=1&a[]=2`, or the parameter repeated
    Brackets,
    /// `a[]=1&a[]=2` and nothing else
    BracketsOnly,
}

/// Fields of one object or query, of which some are needed or exclude each other.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) how: Grouped,
    /// Their names, in the object.
    pub(crate) members: Vec<String>,
}

/// How many of the fields of a group there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grouped {
    AtLeastOne,
    AtMostOne,
    ExactlyOne,
    AllOrNone,
}

impl Grouped {
    /// Whether so many of so many may be there.
    pub(crate) fn takes(self, there: usize, all: usize) -> bool {
        match self {
            Grouped::AtLeastOne => there > 0,
            Grouped::AtMostOne => there < 2,
            Grouped::ExactlyOne => there == 1,
            Grouped::AllOrNone => there == 0 || there == all,
        }
    }
}

/// What becomes of a value without content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Empty {
    /// It is blank: wrong where the field is required.
    Blank,
    Accepted,
    Refused,
    /// It is tested like any other value.
    Value,
}

/// When a field must be there, if its parent is.
#[derive(Clone, Debug)]
pub(crate) enum Required {
    Never,
    Always,
    /// When every condition on its siblings holds.
    When(Vec<Condition>),
}

/// A condition on a sibling.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) sibling: String,
    /// It is one of these; `None`: it isn't there.
    pub(crate) one_of: Option<Vec<Scalar>>,
}

/// A field's place among those of its part of the request.
pub(crate) type FieldIx = u16;

/// One step from an object or list to what is inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A member of this name.
    Member(String),
    /// Every member, whatever its name: `*`.
    AnyMember,
    /// Every item: `[]`.
    Items,
}

/// Reads `a.b`, `items[].name`, `a.*.b`, `"a.b".c`.
///
/// `Err` holds what is wrong, for the place of the name.
pub(crate) fn steps(name: &Located<String>) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut rest = name.value.as_str();
    if rest.is_empty() {
        return Err("a field needs a name".into());
    }
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("[]") {
            steps.push(Step::Items);
            rest = after;
        } else if let Some(quoted) = rest.strip_prefix('"') {
            let Some((member, after)) = quoted.split_once('"') else { return Err("this quote is never closed".into()) };
            steps.push(Step::Member(member.to_owned()));
            rest = after;
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (member, after) = rest.split_at(end);
            match member {
                "" => return Err(format!("a member's name is missing before `{after}`")),
                "*" => steps.push(Step::AnyMember),
                member => steps.push(Step::Member(member.to_owned())),
            }
            rest = after;
        }
        match rest.strip_prefix('.') {
            Some("") => return Err("a member's name is missing after the last dot".into()),
            Some(after) => rest = after,
            None if rest.is_empty() || rest.starts_with("[]") => {}
            None => return Err(format!("`{rest}` is not valid here: write a.b, items[].name or a.*.b")),
        }
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::SourceSpan;

    #[test]
    fn names_read_as_steps() {
        let read = |text: &str| {
            let name = Located { value: text.to_owned(), place: SourceSpan::default() };
            steps(&name).map(|s| {
                s.iter()
                    .map(|s| match s {
                        Step::Member(m) => m.clone(),
                        Step::AnyMember => "*".into(),
                        Step::Items => "[]".into(),
                    })
                    .collect::<Vec<_>>()
                    .join("/")
            })
        };
        for (text, steps) in [
            ("a", "a"),
            ("a.b", "a/b"),
            ("items[].name", "items/[]/name"),
            ("[].id", "[]/id"),
            ("a.*.b", "a/*/b"),
            ("a.*[].b", "a/*/[]/b"),
            ("\"a.b\".c", "a.b/c"),
            ("a[]", "a/[]"),
        ] {
            assert_eq!(read(text).unwrap(), steps, "{text}");
        }
        for text in ["", ".a", "a.", "a[0]", "\"a", "a..b"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
