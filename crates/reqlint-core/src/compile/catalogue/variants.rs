//! Variants: looked up by name once for a pack, and built into the fields of every body that has them.

use super::Builder;
use crate::api::catalogue::field::steps;
use crate::api::catalogue::{Choice, Discriminator, Field, FieldTree, Group, OneOf, Required, Step, Variant};
use crate::base::pattern::{Format, Pattern};
use crate::base::scalar::{Scalar, any_of};
use crate::base::text::SmolStr;
use crate::files::field::FieldSpec;
use crate::files::variant::{ChoiceSpec, VariantSpec};
use crate::language::{Code, Located, SourceSpan};
use std::collections::BTreeMap;

/// A variant, each name in it looked up.
pub(super) struct Ready {
    members: Vec<Member>,
    groups: Vec<(Vec<Step>, Group)>,
    closed: Option<bool>,
}

struct Member {
    path: Vec<Step>,
    field: Field,
    closed: Option<bool>,
    chosen: Option<Chosen>,
}

/// Which variants an object has: known ones, that can be told apart.
#[derive(Clone)]
pub(super) struct Chosen {
    variants: Vec<(SmolStr, Vec<Scalar>)>,
    discriminator: Option<Located<String>>,
    only_one: bool,
}

/// The fields of a body as they are built.
pub(super) struct Building<'t> {
    pub(super) tree: &'t mut FieldTree,
    /// What each field says of whether it is closed.
    pub(super) closed: Vec<Option<bool>>,
    /// The nodes whose objects have variants.
    pub(super) choices: Vec<(usize, Chosen)>,
}

impl Builder<'_> {
    /// Looks up the names in all variants.
    pub(super) fn variants(&mut self) {
        let specs = self.known.clone();
        for (name, spec) in specs {
            let ready = self.variant(spec);
            self.ready.insert(name.to_owned(), ready);
        }
    }

    fn variant(&mut self, spec: &VariantSpec) -> Ready {
        self.not_in_query(&spec.fields);
        self.siblings(&spec.fields, true);
        let mut members = Vec::new();
        for field in &spec.fields {
            let Some(path) = self.path_of(&field.name) else { continue };
            let chosen = self.chosen_of_field(field);
            let variant = Some(SmolStr::from(spec.name.value.as_str()));
            let field_of_variant = Field { variant, ..self.body_field(field) };
            members.push(Member { path, field: field_of_variant, closed: field.closed, chosen });
        }
        let groups = spec.groups.iter().filter_map(|group| self.group(group, &spec.fields));
        let groups = groups.filter_map(|(path, group)| Some((path?, group))).collect();
        Ready { members, groups, closed: spec.closed }
    }

    /// A field of a body: one that has variants is an object, whatever else it may be.
    pub(super) fn body_field(&mut self, spec: &FieldSpec) -> Field {
        let mut field = self.field(spec);
        if spec.variants.is_some() {
            field.is.get_or_insert_with(|| Pattern::of_format(Format::Object));
        }
        field
    }

    /// Which variants a field has.
    pub(super) fn chosen_of_field(&mut self, spec: &FieldSpec) -> Option<Chosen> {
        let choice = spec.variants.as_ref()?;
        let is = self.patterns.find_any(&spec.is, &mut crate::language::Sink::default());
        if is.is_some_and(|is| !is.names(Format::Object)) {
            let message = format!("variants are forms of an object, and `is` says that `{}` is none", spec.name.value);
            let help = "write is = \"object\", or leave `is` out; variants of items are said of `NAME[]`".to_owned();
            let place = spec.is.first().map_or(spec.name.place, |name| name.place);
            self.sink.error(Code::InvalidVariants, place, message, Some(help));
        }
        self.chosen(choice)
    }

    /// Which variants an object has; `None` if one of them isn't known.
    pub(super) fn chosen(&mut self, spec: &ChoiceSpec) -> Option<Chosen> {
        let mut variants: Vec<(SmolStr, Vec<Scalar>)> = Vec::new();
        let mut is_whole = true;
        for name in &spec.variants {
            let Some(known) = self.known.get(name.value.as_str()).copied() else {
                is_whole = false;
                self.sink.unknown(Code::UnknownVariant, "variant", name, self.known.keys().copied());
                continue;
            };
            if variants.iter().any(|(other, _)| *other == name.value) {
                let message = format!("`{}` is among these variants already", name.value);
                self.sink.error(Code::DuplicateName, name.place, message, Some("remove one of them".to_owned()));
                continue;
            }
            let values = spec.discriminator.as_ref().map(|member| values(known, &member.value)).unwrap_or_default();
            variants.push((name.value.as_str().into(), values));
        }
        if let Some(discriminator) = &spec.discriminator {
            self.told_apart(discriminator, &variants);
            if let Some(place) = spec.only_one {
                let message = format!("only the variant that `{}` names is looked at", discriminator.value);
                self.sink.error(Code::InvalidVariants, place, message, Some("remove `one-variant`".to_owned()));
            }
        }
        let only_one = spec.only_one.is_some();
        is_whole.then(|| Chosen { variants, discriminator: spec.discriminator.clone(), only_one })
    }

    /// Reports variants that a discriminator doesn't tell apart.
    fn told_apart(&mut self, discriminator: &Located<String>, variants: &[(SmolStr, Vec<Scalar>)]) {
        for (index, (name, values)) in variants.iter().enumerate() {
            let others = variants.get(index + 1..).unwrap_or_default();
            let alike = others.iter().find_map(|(other, theirs)| {
                let value = values.iter().find(|value| theirs.contains(value))?;
                Some((other, value))
            });
            if let Some((other, value)) = alike {
                let message = format!(
                    "`{}` doesn't tell `{name}` from `{other}`: it is {} in both",
                    discriminator.value,
                    any_of(std::slice::from_ref(value))
                );
                let help = format!(
                    "give each variant values of its own, as in fields.{} = {{ one-of = [\"{other}\"] }}",
                    discriminator.value
                );
                self.sink.error(Code::InvalidVariants, discriminator.place, message, Some(help));
            }
        }
    }

    /// Reports variants of what is no object of a body.
    pub(super) fn no_variants(&mut self, fields: &[FieldSpec]) {
        for choice in fields.iter().filter_map(|field| field.variants.as_ref()) {
            let place = choice.variants.first().map_or(SourceSpan::default(), |name| name.place);
            let message = "only an object of a body has variants";
            self.sink.error(Code::InvalidVariants, place, message, Some("remove `variants`".to_owned()));
        }
    }

    /// Builds variants into the fields of a body, which takes no members that aren't known if it `is_closed`.
    pub(super) fn build_variants(&mut self, building: Building<'_>, is_closed: bool) {
        let Building { tree, mut closed, mut choices } = building;
        let mut roots: BTreeMap<SmolStr, usize> = BTreeMap::new();
        let mut next = 0;
        while let Some((at, chosen)) = choices.get(next).cloned() {
            next += 1;
            for (name, _) in &chosen.variants {
                let Some(ready) = self.ready.get(name.as_str()).filter(|_| !roots.contains_key(name)) else { continue };
                let root = tree.apart();
                roots.insert(name.clone(), root);
                for member in &ready.members {
                    let node = tree.add_in(root, &member.path, member.field.clone());
                    closed.push(member.closed);
                    choices.extend(member.chosen.clone().map(|chosen| (node, chosen)));
                }
                for (path, group) in &ready.groups {
                    tree.group(root, path, group.clone());
                }
            }
            if let Some(member) = &chosen.discriminator {
                self.discriminator(tree, &mut closed, (at, member), &chosen.variants);
            }
        }
        let nodes: Vec<usize> = choices.iter().map(|(at, _)| *at).collect();
        tree.close(is_closed, &nodes, |field| closed.get(usize::from(field)).copied().flatten());
        for (at, chosen) in choices {
            let is_closed = tree.node(at).is_some_and(|node| node.is_closed);
            let variants = chosen.variants.into_iter().filter_map(|(name, values)| {
                let (root, ready) = (*roots.get(&name)?, self.ready.get(name.as_str())?);
                let root = tree.variant_of(at, root, &name, ready.closed.unwrap_or(is_closed));
                Some(Variant { name, root, values })
            });
            let variants = variants.collect();
            let discriminator = chosen.discriminator.map(|member| {
                let field = tree.member_field(at, &member.value).and_then(|field| tree.field(field));
                let is_required = field.is_some_and(|field| !matches!(field.required, Required::Never));
                Discriminator { member: member.value, is_required }
            });
            tree.choose(at, Choice { variants, discriminator, only_one: chosen.only_one });
        }
    }

    /// Makes the discriminator of an object a field that is required, unless the catalogue says what it is, and has one of the
    /// values by which variants are known.
    fn discriminator(
        &mut self,
        tree: &mut FieldTree,
        closed: &mut Vec<Option<bool>>,
        (at, member): (usize, &Located<String>),
        variants: &[(SmolStr, Vec<Scalar>)],
    ) {
        let index = tree.member_field(at, &member.value).unwrap_or_else(|| {
            let object = tree.node(at).and_then(|node| tree.field(node.field?));
            let name = match object {
                Some(object) => format!("{}.{}", object.name, quoted(&member.value)),
                None => quoted(&member.value),
            };
            let variant = object.and_then(|object| object.variant.clone());
            let name = Located { value: name, place: member.place };
            let field = Field { required: Required::Always, variant, ..self.field(&FieldSpec::bare(name)) };
            tree.add_in(at, &[Step::Member(member.value.clone())], field);
            closed.push(None);
            tree.member_field(at, &member.value).unwrap_or_default()
        });
        let Some(field) = tree.fields.get_mut(usize::from(index)).filter(|field| field.one_of.is_none()) else {
            return;
        };
        field.one_of = OneOf::new(variants.iter().flat_map(|(_, values)| values.iter().cloned()).collect());
    }
}

/// By which values of its discriminator a variant is known.
fn values(variant: &VariantSpec, discriminator: &str) -> Vec<Scalar> {
    let is = |field: &&FieldSpec| {
        steps(&field.name).is_ok_and(|path| matches!(path.as_slice(), [Step::Member(name)] if name == discriminator))
    };
    let listed = variant.fields.iter().find(is).and_then(|field| field.one_of.as_ref());
    listed.map_or_else(|| vec![Scalar::Text(variant.name.value.clone())], |literal| Scalar::all(&literal.value))
}

/// A member as it is named in the catalogue.
fn quoted(member: &str) -> String {
    if member.contains(['.', '[', '"', '*']) { format!("\"{member}\"") } else { member.to_owned() }
}
