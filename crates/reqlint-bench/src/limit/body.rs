//! Checks the members of a body against an endpoint's fields.

use super::block::same;
use super::json::{Value, members};
use super::texts::is_email;
use crate::corpus::{Field, Takes};
use crate::mistake::{Mistake, Mistakes};

/// The fields of an endpoint, and which of them are required, as bits.
pub(super) struct Fields {
    fields: Vec<Field>,
    required: u32,
}

impl Fields {
    pub(super) fn new(fields: &[Field]) -> Self {
        let required = fields.iter().enumerate().filter(|(_, f)| f.required).fold(0, |bits, (i, _)| bits | 1 << i);
        Self { fields: fields.to_vec(), required }
    }

    #[inline(always)]
    pub(super) fn check(&self, body: &[u8]) -> Mistakes {
        let mut walk = Walk { fields: self, next: 0, seen: 0, mistakes: Mistakes::NONE };
        // a body that is not an object has no members to check
        if members(body, |name, value| walk.member(name, value)).is_none() {
            return Mistakes::NONE.with(Mistake::FormatMismatch);
        }
        walk.mistakes.with_if(self.required & !walk.seen != 0, Mistake::MissingField)
    }
}

/// What has been seen of a body so far.
struct Walk<'f> {
    fields: &'f Fields,
    /// The field expected next: members are usually in the documented order.
    next: usize,
    /// One bit for each field.
    seen: u32,
    mistakes: Mistakes,
}

impl Walk<'_> {
    #[inline(always)]
    fn member(&mut self, name: &[u8], value: Value<'_>) {
        let fields = &self.fields.fields;
        let fits = |field: &Field| same(field.name.as_bytes(), name);
        let index = match fields.get(self.next) {
            Some(field) if fits(field) => self.next,
            _ => match fields.iter().position(fits) {
                Some(index) => index,
                None => return,
            },
        };
        self.next = index + 1;
        self.seen |= 1 << index;
        self.mistakes = self.mistakes.and(fields[index].check(value));
    }
}

impl Field {
    #[inline(always)]
    fn check(&self, value: Value<'_>) -> Mistakes {
        let mistake_unless = |fits: bool, mistake: Mistake| Mistakes::NONE.with_if(!fits, mistake);
        if let Value::Text(text) = value
            && self.required
            && text.iter().all(|b| matches!(b, b' ' | b'\t'))
        {
            return Mistakes::NONE.with(Mistake::BlankField);
        }
        match (self.takes, value) {
            (Takes::Text, Value::Text(_)) | (Takes::Whole, Value::Whole(_)) | (Takes::Boolean, Value::Boolean) => {
                Mistakes::NONE
            }
            (Takes::Email, Value::Text(text)) => mistake_unless(is_email(text), Mistake::BadFormat),
            (Takes::Email, _) => Mistakes::NONE.with(Mistake::BadFormat),
            (Takes::TextOf(texts), Value::Text(text)) => {
                mistake_unless(texts.iter().any(|t| same(t.as_bytes(), text)), Mistake::BadEnum)
            }
            (Takes::WholeOf(numbers), Value::Whole(number)) => {
                mistake_unless(numbers.contains(&number), Mistake::BadEnum)
            }
            _ => Mistakes::NONE.with(Mistake::WrongType),
        }
    }
}
