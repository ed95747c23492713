//! The members of a body against what an endpoint takes.

use super::block::same;
use super::json::{Value, members};
use super::texts::is_email;
use crate::corpus::{Field, Takes};
use crate::slip::{Slip, Slips};

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
    pub(super) fn check(&self, body: &[u8]) -> Slips {
        let mut walk = Walk { fields: self, next: 0, seen: 0, slips: Slips::NONE };
        // a body that is no object says nothing of its members
        if members(body, |name, value| walk.member(name, value)).is_none() {
            return Slips::NONE.with(Slip::FormatMismatch);
        }
        walk.slips.with_if(self.required & !walk.seen != 0, Slip::MissingField)
    }
}

/// What was seen of a body so far.
struct Walk<'f> {
    fields: &'f Fields,
    /// The field that should come next: members mostly stand in the documented order.
    next: usize,
    /// One bit for each field.
    seen: u32,
    slips: Slips,
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
        self.slips = self.slips.and(fields[index].check(value));
    }
}

impl Field {
    #[inline(always)]
    fn check(&self, value: Value<'_>) -> Slips {
        let slip_unless = |fits: bool, slip: Slip| Slips::NONE.with_if(!fits, slip);
        if let Value::Text(text) = value
            && self.required
            && text.iter().all(|b| matches!(b, b' ' | b'\t'))
        {
            return Slips::NONE.with(Slip::BlankField);
        }
        match (self.takes, value) {
            (Takes::Text, Value::Text(_)) | (Takes::Whole, Value::Whole(_)) | (Takes::Boolean, Value::Boolean) => {
                Slips::NONE
            }
            (Takes::Email, Value::Text(text)) => slip_unless(is_email(text), Slip::BadFormat),
            (Takes::Email, _) => Slips::NONE.with(Slip::BadFormat),
            (Takes::TextOf(texts), Value::Text(text)) => {
                slip_unless(texts.iter().any(|t| same(t.as_bytes(), text)), Slip::BadEnum)
            }
            (Takes::WholeOf(numbers), Value::Whole(number)) => slip_unless(numbers.contains(&number), Slip::BadEnum),
            _ => Slips::NONE.with(Slip::WrongType),
        }
    }
}
