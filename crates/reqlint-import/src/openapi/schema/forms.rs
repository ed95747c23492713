//! `anyOf` and `oneOf`: what of them one set of constraints can say.

use super::{Additional, Forms, Schema, Types};
use crate::api::{Grouped, Value};
use crate::loss::Lost;

/// What a value of one of several forms has to meet, as far as one schema can say it.
pub(super) fn joined<'d>(exactly_one: bool, variants: Vec<Schema<'d>>) -> Schema<'d> {
    let (mut null, mut empty) = (false, false);
    let mut rest: Vec<Schema<'d>> = Vec::new();
    let mut variants = variants;
    for variant in &mut variants {
        // in nearly every description null is allowed by one variant; by two of `oneOf` it would be refused
        if variant.types.has(Types::NULL) && variant.types != Types::ANY {
            null = true;
            variant.types = variant.types.without(Types::NULL);
        }
    }
    for variant in variants {
        let is_empty_text = variant.types == Types::TEXT
            && variant.one_of.as_deref().is_some_and(|values| matches!(values, [Value::Text(text)] if text.is_empty()));
        if variant.types.is_empty() && variant.losses.is_empty() {
            continue;
        }
        if is_empty_text {
            empty = true;
        } else {
            rest.push(variant);
        }
    }
    let mut schema = match rest.len() {
        0 => Schema { types: Types::NONE, ..Schema::default() },
        1 => rest.pop().unwrap_or_default(),
        _ => several(exactly_one, rest),
    };
    if null {
        schema.types = schema.types.or(Types::NULL);
    }
    if empty {
        // a text otherwise only if another form is one
        if schema.types.without(Types::NULL).is_empty() {
            schema.one_of = Some(vec![Value::Text(String::new())]);
            schema.types = schema.types.or(Types::TEXT);
        }
        schema.or_empty = true;
    }
    schema
}

fn several<'d>(exactly_one: bool, variants: Vec<Schema<'d>>) -> Schema<'d> {
    if !exactly_one && variants.iter().any(Schema::is_open) {
        return Schema::default();
    }
    let mut variants = variants;
    if variants.iter().any(is_only_constants) {
        // a boolean is one of two constants
        for variant in variants.iter_mut().filter(|v| v.types == Types::BOOLEAN && is_only_a_type(v)) {
            variant.one_of = Some(vec![Value::Boolean(true), Value::Boolean(false)]);
        }
    }
    if variants.iter().all(is_only_constants) {
        let mut all = Vec::new();
        let mut doubled = false;
        for value in variants.iter().flat_map(|v| v.one_of.as_deref().unwrap_or_default()) {
            if all.contains(value) {
                doubled = true;
            } else {
                all.push(value.clone());
            }
        }
        if !(doubled && exactly_one) {
            return Schema { types: union(&variants), one_of: Some(all), ..Schema::default() };
        }
    }
    if variants.iter().all(is_only_a_type) && (!exactly_one || is_disjoint(&variants)) {
        return Schema { types: union(&variants), ..Schema::default() };
    }
    let are_required = variants.iter().all(is_only_required);
    if let Some((required, groups)) = if are_required { groups(exactly_one, &variants) } else { None } {
        return Schema { types: union(&variants), required, groups, ..Schema::default() };
    }
    for variant in &mut variants {
        said_of_texts(variant);
    }
    let is_whole = |v: &Schema<'_>| v.losses.is_empty() && v.one_of.is_none() && !v.or_empty && !v.types.is_empty();
    if is_disjoint(&variants) && variants.iter().all(is_whole) {
        return side_by_side(variants);
    }
    of_objects(exactly_one, variants).unwrap_or_else(|variants| Schema {
        types: union(&variants),
        losses: vec![if are_required { Lost::AtLeastOne } else { Lost::Forms }],
        ..Schema::default()
    })
}

/// Several forms of an object, beside values of other types.
///
/// # Errors
/// The forms, where they are something else.
fn of_objects<'d>(only_one: bool, all: Vec<Schema<'d>>) -> Result<Schema<'d>, Vec<Schema<'d>>> {
    let is_described = |v: &Schema<'_>| !(v.members.is_empty() && v.required.is_empty());
    let is_object = |v: &Schema<'_>| v.types == Types::OBJECT || v.types == Types::ANY && is_described(v);
    let is_whole = |v: &Schema<'_>| v.losses.is_empty() && v.one_of.is_none() && !v.or_empty;
    let (objects, others): (Vec<_>, Vec<_>) =
        all.iter().cloned().flat_map(|form| if only_one { vec![form] } else { unfolded(form) }).partition(is_object);
    let are_objects = objects.iter().all(|object| object.types == Types::OBJECT);
    let is_plain = |v: &Schema<'_>| v.one_of.is_none() && !v.or_empty && v.forms.is_none();
    let are_apart = others.iter().all(|other| is_whole(other) && !other.types.has(Types::OBJECT));
    let takes_others = others.is_empty() || are_objects && are_apart && is_disjoint(&others);
    if objects.len() < 2 || !objects.iter().all(is_plain) || !takes_others {
        return Err(all);
    }
    let types = union(&all);
    let mut schema = if others.is_empty() { Schema::default() } else { side_by_side(others) };
    schema.types = types;
    schema.forms = Some(Forms { only_one, are_objects, variants: objects });
    Ok(schema)
}

/// The forms of a form that is nothing but one of several itself.
fn unfolded(form: Schema<'_>) -> Vec<Schema<'_>> {
    let is_bare = || Schema { types: Types::ANY, forms: None, ..form.clone() }.is_open();
    match &form.forms {
        Some(inner) if !inner.only_one && inner.are_objects && form.types == Types::OBJECT && is_bare() => {
            let with = |variant: &Schema<'_>| [form.passed.as_slice(), &variant.passed].concat();
            let variants = inner.variants.iter();
            variants.map(|variant| Schema { passed: with(variant), ..variant.clone() }).collect()
        }
        _ => vec![form],
    }
}

/// Whether no two forms have a type in common.
fn is_disjoint(variants: &[Schema<'_>]) -> bool {
    let mut seen = Types::NONE;
    variants.iter().all(|variant| {
        let is_new = seen.and(variant.types).is_empty();
        seen = seen.or(variant.types);
        is_new
    })
}

/// Makes of constants that are texts what is said of texts.
fn said_of_texts(schema: &mut Schema<'_>) {
    let texts = |values: &Vec<Value>| -> Option<Vec<String>> {
        let text = |value: &Value| if let Value::Text(text) = value { Some(text.clone()) } else { None };
        values.iter().map(text).collect()
    };
    if let (Types::TEXT, Some(mut texts)) = (schema.types, schema.one_of.as_ref().and_then(texts)) {
        let (least, most) = (schema.min_length.take().unwrap_or(0), schema.max_length.take().unwrap_or(u64::MAX));
        texts.retain(|text| u64::try_from(text.chars().count()).is_ok_and(|length| (least..=most).contains(&length)));
        (schema.texts, schema.one_of) = (Some(texts), None);
    }
}

/// Forms of different types: what each says is about values of its type alone.
fn side_by_side(variants: Vec<Schema<'_>>) -> Schema<'_> {
    let types = union(&variants);
    let mut all = Schema::default();
    for mut variant in variants {
        variant.narrow();
        variant.types = Types::ANY;
        all.merge(variant);
    }
    all.types = types;
    all
}

/// How many groups the forms of one object may give.
const MAX_GROUPS: usize = 8;

/// The members that are required anyhow, and the groups of which some are. `None` where groups can't say it.
type Groups<'d> = (Vec<&'d str>, Vec<(Grouped, Vec<&'d str>)>);

fn groups<'d>(exactly_one: bool, variants: &[Schema<'d>]) -> Option<Groups<'d>> {
    // what members are is part of a form, which a group doesn't say
    if variants.iter().any(|variant| !variant.members.is_empty()) {
        return None;
    }
    let in_all = |name: &&str| variants.iter().all(|variant| variant.required.contains(name));
    let required: Vec<&str> = variants.first()?.required.iter().copied().filter(in_all).collect();
    let rests = variants.iter().map(|variant| variant.required.iter().copied().filter(|name| !in_all(name)));
    let rests: Vec<Vec<&str>> = rests.map(Iterator::collect).collect();
    if exactly_one {
        let mut members: Vec<&str> = Vec::new();
        for rest in &rests {
            let [only] = rest.as_slice() else { return None };
            if members.contains(only) {
                return None;
            }
            members.push(only);
        }
        return Some((required, vec![(Grouped::ExactlyOne, members)]));
    }
    // (a and b) or c is (a or c) and (b or c)
    let mut groups: Vec<Vec<&str>> = vec![Vec::new()];
    for rest in &rests {
        let with = |group: &Vec<&'d str>, name: &'d str| {
            let more = if group.contains(&name) { None } else { Some(name) };
            group.iter().copied().chain(more).collect::<Vec<_>>()
        };
        groups = groups.iter().flat_map(|group| rest.iter().map(move |name| with(group, name))).collect();
        if groups.len() > MAX_GROUPS {
            return None;
        }
    }
    if groups.iter().any(|group| group.len() < 2) {
        return None;
    }
    Some((required, groups.into_iter().map(|group| (Grouped::AtLeastOne, group)).collect()))
}

fn union(variants: &[Schema<'_>]) -> Types {
    variants.iter().fold(Types::NONE, |all, variant| all.or(variant.types))
}

/// Whether it is a list of constants and nothing else.
fn is_only_constants(schema: &Schema<'_>) -> bool {
    schema.one_of.is_some() && Schema { types: Types::ANY, one_of: None, ..schema.clone() }.is_open()
}

fn is_only_a_type(schema: &Schema<'_>) -> bool {
    Schema { types: Types::ANY, ..schema.clone() }.is_open() && !schema.types.is_empty()
}

fn is_only_required(schema: &Schema<'_>) -> bool {
    let is_described = schema.types == Types::ANY || schema.types == Types::OBJECT;
    is_described
        && !schema.required.is_empty()
        && matches!(schema.additional, Additional::Anything)
        && Schema { types: Types::ANY, required: Vec::new(), members: Vec::new(), ..schema.clone() }.is_open()
}
