//! From the forms of an object to variants of the catalogue.

use super::fields::{Fields, Part};
use super::schema::{Additional, Forms, Schema, Types};
use crate::api::{Field, Group, Step, Value};
use crate::loss::Lost;
use crate::variant::{Choice, Variant};
use std::mem;

impl<'d> Fields<'_, 'd> {
    /// The variants of an object, whose own members are fields beside them.
    pub(super) fn choice(&mut self, schema: &Schema<'d>, steps: &[Step], within: &[(usize, String)]) -> Option<Choice> {
        let forms = schema.forms.as_ref()?;
        let types = schema.types.without(Types::NULL);
        // what says of an object only what it has lets through what is none
        let is_typed = types == Types::OBJECT || forms.are_objects && types.has(Types::OBJECT) && types != Types::ANY;
        // of a text that may be several things more than one form may fit
        if !is_typed || forms.only_one && self.part != Part::Body {
            self.lose(Lost::Forms, steps);
            return None;
        }
        if forms.variants.iter().any(|variant| variant.passed.iter().any(|key| within.contains(key))) {
            self.lose(Lost::Recursion, steps);
            return None;
        }
        let before = self.operation.losses.len();
        let mut names: Vec<String> = Vec::new();
        for (number, variant) in forms.variants.iter().enumerate() {
            let made = self.variant(schema, variant, (steps, number), &[within, &variant.passed].concat());
            let Some(name) = self.variants.name(made) else {
                self.lose(Lost::TooManyFields, steps);
                return None;
            };
            if !names.contains(&name) {
                names.push(name);
            } else if forms.only_one {
                // an object of that form has it twice
                self.lose(Lost::Forms, steps);
                return None;
            }
        }
        let discriminator = self.discriminator(forms);
        // where a form is held loosely, more than one may seem to fit
        let is_exact = self.operation.losses.len() == before;
        let only_one = forms.only_one && discriminator.is_none() && is_exact && names.len() > 1;
        let discriminator = discriminator.filter(|_| names.len() > 1);
        Some(Choice { variants: names, discriminator, only_one })
    }

    fn variant(
        &mut self,
        object: &Schema<'d>,
        variant: &Schema<'d>,
        (steps, number): (&[Step], usize),
        within: &[(usize, String)],
    ) -> Variant {
        variant.losses.iter().for_each(|lost| self.lose(lost.clone(), steps));
        if variant.min_members.is_some() || variant.max_members.is_some() {
            self.lose(Lost::Members, steps);
        }
        let is_closed = matches!(variant.additional, Additional::Nothing);
        let is_in = |name: &str, other: &Schema<'_>| other.members.iter().any(|(known, _)| *known == name);
        let are_known = |own: &Schema<'_>, others: &Schema<'_>| own.members.iter().all(|(name, _)| is_in(name, others));
        let own_closed = matches!(object.additional, Additional::Nothing);
        // what one of them doesn't know is refused, though the other describes it
        if is_closed && !are_known(object, variant) || own_closed && !are_known(variant, object) {
            self.lose(Lost::OtherMembers, steps);
        }
        let (fields, groups) = (mem::take(&mut self.fields), mem::take(&mut self.operation.groups));
        match is_closed {
            true => self.inside(&Schema { additional: Additional::Anything, ..variant.clone() }, steps, within),
            false => self.inside(variant, steps, within),
        }
        let fields = mem::replace(&mut self.fields, fields);
        let groups = mem::replace(&mut self.operation.groups, groups);
        self.in_variants += fields.len() + 1;
        let from = |own: &[Step]| own.get(steps.len()..).unwrap_or_default().to_vec();
        let member = steps.iter().rev().find_map(|step| if let Step::Member(name) = step { Some(name) } else { None });
        let base = || format!("{} {}", member.map_or("body", String::as_str), number + 1);
        Variant {
            name: variant.name.map_or_else(base, str::to_owned),
            fields: fields.into_iter().map(|field| Field { steps: from(&field.steps), ..field }).collect(),
            groups: groups.into_iter().map(|group| Group { object: from(&group.object), ..group }).collect(),
            closed: is_closed.then_some(true),
        }
    }

    /// A member that each form requires, and that has other constants in each.
    fn discriminator(&mut self, forms: &Forms<'d>) -> Option<String> {
        let first = forms.variants.first()?;
        let found = first.required.iter().find(|name| {
            let mut seen: Vec<String> = Vec::new();
            forms.variants.iter().all(|variant| {
                let texts = self.constants(variant, name).unwrap_or_default();
                let is_new = !texts.is_empty() && texts.iter().all(|text| !seen.contains(text));
                seen.extend(texts);
                is_new
            })
        });
        let name = found?.to_owned();
        (!name.is_empty() && !name.contains(['"', '\n', '\r'])).then(|| name.to_owned())
    }

    /// The constants that a required member has.
    fn constants(&mut self, variant: &Schema<'d>, name: &str) -> Option<Vec<String>> {
        let (_, schemas) =
            variant.members.iter().find(|(known, _)| *known == name && variant.required.contains(known))?;
        let schema = self.reader.read(schemas, &mut Vec::new());
        let text = |value: &Value| if let Value::Text(text) = value { Some(text.clone()) } else { None };
        let is_plain = schema.types == Types::TEXT && schema.losses.is_empty() && !schema.or_empty && !schema.read_only;
        schema.one_of.filter(|_| is_plain)?.iter().map(text).collect()
    }
}
