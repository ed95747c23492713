//! Fields of the catalogue: what they may be, and what a requirement names beside them.

use super::Builder;
use crate::api::catalogue::field::steps;
use crate::api::catalogue::{Condition, Empty, Field, Limits, ListStyle, OneOf, Required, Step};
use crate::base::literal::Literal;
use crate::base::near::suggest;
use crate::base::scalar::Scalar;
use crate::files::field::{FieldSpec, RequiredSpec};
use crate::language::{Code, Located};

impl Builder<'_> {
    /// Reports siblings that a requirement names but the catalogue lacks: it would never apply.
    pub(super) fn siblings(&mut self, fields: &[FieldSpec], nested: bool) {
        if !fields.iter().any(|field| matches!(field.required, RequiredSpec::When(_))) {
            return;
        }
        let whole: fn(&Located<String>) -> Result<Vec<Step>, String> =
            |name| Ok(vec![Step::Member(name.value.clone())]);
        let read = if nested { steps } else { whole };
        let paths: Vec<_> = fields.iter().filter_map(|f| Some((f, read(&f.name).ok()?))).collect();
        for (field, path) in &paths {
            let RequiredSpec::When(conditions) = &field.required else { continue };
            let parent = path.split_last().map(|(_, parent)| parent).unwrap_or_default();
            let beside = paths.iter().filter_map(|(f, p)| match p.strip_prefix(parent)? {
                [Step::Member(name), ..] if f.name.value != field.name.value => Some(name.as_str()),
                _ => None,
            });
            for (sibling, _) in conditions {
                if !beside.clone().any(|name| name == sibling.value) {
                    let message = format!("`{}` has no sibling `{}`", field.name.value, sibling.value);
                    self.sink.error(
                        Code::UnknownField,
                        sibling.place,
                        message,
                        suggest(&sibling.value, beside.clone()),
                    );
                }
            }
        }
    }

    /// Reports what only a query's fields can have.
    pub(super) fn not_in_query(&mut self, fields: &[FieldSpec]) {
        for field in fields.iter().filter(|field| field.list.is_some()) {
            let help = "describe its items as NAME[]; only a query writes a list in one value".to_owned();
            let message = format!("`list` is about parameters of a query, and `{}` is none", field.name.value);
            self.sink.error(Code::UnknownKey, field.name.place, message, Some(help));
        }
    }

    pub(super) fn field(&mut self, spec: &FieldSpec) -> Field {
        let required = match &spec.required {
            RequiredSpec::Never => Required::Never,
            RequiredSpec::Always => Required::Always,
            RequiredSpec::When(conditions) => Required::When(conditions.iter().map(condition).collect()),
        };
        let mut length = |n: &Option<Located<i64>>| {
            let n = n.as_ref()?;
            let length = usize::try_from(n.value).ok();
            if length.is_none() {
                self.sink.error(Code::InvalidOperand, n.place, "a length must be a whole number, 0 or more", None);
            }
            length
        };
        let (min_length, max_length) = (length(&spec.min_length), length(&spec.max_length));
        let (min_items, max_items) = (length(&spec.min_items), length(&spec.max_items));
        let mut scalar = |literal: &Option<Located<Literal>>| {
            let literal = literal.as_ref()?;
            let scalar = Scalar::bound(&literal.value);
            if scalar.is_none() {
                self.sink.error(Code::InvalidOperand, literal.place, "expected a number, a time or a duration", None);
            }
            scalar
        };
        let one_of = spec.one_of.as_ref().map(|l| Scalar::all(&l.value)).unwrap_or_default();
        let limits = Limits {
            at_least: scalar(&spec.at_least),
            at_most: scalar(&spec.at_most),
            multiple_of: scalar(&spec.multiple_of),
            min_length,
            max_length,
            min_items,
            max_items,
            unique: spec.unique,
        };
        Field {
            one_of: OneOf::new(one_of),
            limits: (limits != Limits::default()).then(|| Box::new(limits)),
            name: spec.name.value.clone(),
            variant: None,
            required,
            null: match spec.nullable {
                Some(true) => Empty::Accepted,
                Some(false) => Empty::Value,
                None if self.strict.null_is_value => Empty::Value,
                None => Empty::Blank,
            },
            blank: match spec.may_be_blank {
                Some(true) => Empty::Accepted,
                Some(false) => Empty::Refused,
                None if self.strict.blank_is_value => Empty::Value,
                None => Empty::Blank,
            },
            secret: spec.secret,
            is: self.patterns.find_any(&spec.is, self.sink),
            list: spec.list.and_then(|list| LISTS.get(list).copied()),
            note: spec.note.as_deref().map(Into::into),
        }
    }
}

/// The ways in which a query writes a list, as files name them.
const LISTS: [ListStyle; 5] =
    [ListStyle::Comma, ListStyle::Pipe, ListStyle::Space, ListStyle::Brackets, ListStyle::BracketsOnly];

fn condition((sibling, value): &(Located<String>, Option<Literal>)) -> Condition {
    Condition { sibling: sibling.value.clone(), one_of: value.as_ref().map(Scalar::all) }
}
