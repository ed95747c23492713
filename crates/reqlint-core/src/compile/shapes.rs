//! Shapes of error answers, each proved by its own examples.

use crate::api::catalogue::{self, steps};
use crate::files::pack::PackSpec;
use crate::files::shape::{ShapeExample, ShapeSpec};
use crate::language::{Code, Located, Sink};
use crate::message::answer::pointer::Shown;
use crate::message::answer::{Tree, What};
use crate::rules::says::Says;
use crate::rules::shape::{FIELD, OUTER, Segment, Shape};

/// The shapes of a pack.
pub(super) fn shapes(spec: &PackSpec, sink: &mut Sink) -> Vec<Shape> {
    spec.shapes.iter().filter_map(|shape| one(shape, sink)).collect()
}

fn one(spec: &ShapeSpec, sink: &mut Sink) -> Option<Shape> {
    let each = all(&spec.each, |way| self::each(way, sink));
    let says = all(&spec.says, |text| says(text, sink));
    let mut inside = |name: &Located<String>| members(name, sink);
    let (part, code) = (spec.part.as_ref().map(&mut inside), spec.code.as_ref().map(&mut inside));
    let (field, message) = (all(&spec.field, &mut inside), all(&spec.message, &mut inside));
    let has_code = spec.code.is_some();
    if let Some((first, _)) = spec.codes.first().filter(|_| !has_code) {
        let help = "add code = \"…\", the member that holds them".to_owned();
        sink.error(
            Code::InvalidShape,
            first.place,
            "these are codes, and nothing says where an error has its code",
            Some(help),
        );
        return None;
    }
    let mut each = each?;
    let names_field = |segment: &Segment| matches!(segment, Segment::AnyMember | Segment::Deep);
    if spec.field.is_empty() && spec.says.is_empty() && !each.iter().flatten().any(names_field) {
        let help = "add field = \"…\" or says = [\"… {field} …\"], or write `*` in `each` where the members are named like the fields".to_owned();
        sink.error(Code::InvalidShape, spec.place, "nothing here names the field", Some(help));
        return None;
    }
    if each.is_empty() {
        each.push(Vec::new());
    }
    let shape = Shape {
        each,
        says: says?,
        field: field?,
        message: message?,
        part: part.flatten(),
        code: code.flatten(),
        codes: spec.codes.iter().map(|(code, what)| (code.value.clone(), *what)).collect(),
    };
    let is_shown = |example: &ShapeExample| !example.fields.is_empty();
    if !spec.examples.iter().any(is_shown) {
        let help = "add [[example]] with answer = '''…''' and missing, unknown or invalid = [\"…\"]".to_owned();
        let message = format!("no example shows what `{}` reads", spec.name);
        sink.error(Code::MissingExample, spec.place, message, Some(help));
    }
    let wrong = spec.examples.iter().filter(|example| !prove(&shape, example, sink)).count();
    (wrong == 0).then_some(shape)
}

/// All of them read; `None` if one is wrong, though every one is looked at.
fn all<T>(list: &[Located<String>], read: impl FnMut(&Located<String>) -> Option<T>) -> Option<Vec<T>> {
    let read: Vec<Option<T>> = list.iter().map(read).collect();
    read.into_iter().collect()
}

/// A text of the message, which has to have the hole for the field.
fn says(text: &Located<String>, sink: &mut Sink) -> Option<Says> {
    let says = Says::compile(text, sink)?;
    if !says.holes().any(|hole| hole == FIELD || hole == OUTER) {
        let help = "write {field} where the message has the field's name".to_owned();
        sink.error(Code::InvalidShape, text.place, "this text has no hole for the field", Some(help));
        return None;
    }
    Some(says)
}

/// The way from the body to each error.
fn each(name: &Located<String>, sink: &mut Sink) -> Option<Vec<Segment>> {
    let segment = |step| match step {
        catalogue::Step::Member(name) if name == "**" => Segment::Deep,
        catalogue::Step::Member(name) => Segment::Member(name),
        catalogue::Step::AnyMember => Segment::AnyMember,
        catalogue::Step::Items => Segment::Items,
    };
    match steps(name) {
        Ok(steps) => Some(steps.into_iter().map(segment).collect()),
        Err(message) => {
            sink.error(Code::InvalidMember, name.place, message, None);
            None
        }
    }
}

/// The way from an error to one of its members.
fn members(name: &Located<String>, sink: &mut Sink) -> Option<Vec<String>> {
    let member = |step| match step {
        catalogue::Step::Member(name) => Ok(name),
        catalogue::Step::AnyMember | catalogue::Step::Items => {
            Err("only members joined by dots lead to something inside of an error".to_owned())
        }
    };
    match steps(name).and_then(|steps| steps.into_iter().map(member).collect()) {
        Ok(members) => Some(members),
        Err(message) => {
            sink.error(Code::InvalidMember, name.place, message, None);
            None
        }
    }
}

/// Whether an example is read as its file says; what differs is reported.
fn prove(shape: &Shape, example: &ShapeExample, sink: &mut Sink) -> bool {
    let told = shape.read(&Tree::read(&example.answer.value));
    let read: Vec<(String, What)> =
        told.iter().map(|told| (Shown(&told.steps).to_string(), told.what.unwrap_or(What::Invalid))).collect();
    let listed = |list: Vec<String>| if list.is_empty() { "nothing".to_owned() } else { list.join(", ") };
    let mut is_proved = true;
    for (field, what) in &example.fields {
        if !read.iter().any(|(name, said)| *name == field.value && said == what) {
            let all = listed(read.iter().map(|(name, said)| format!("`{name}` as {}", said.name())).collect());
            let message = format!("the answer isn't read as calling `{}` {}", field.value, what.name());
            sink.error(Code::InvalidShape, field.place, message, Some(format!("what is read: {all}")));
            is_proved = false;
        }
    }
    for (name, said) in &read {
        if !example.fields.iter().any(|(field, _)| field.value == *name) {
            let help = format!("add {} = [\"{name}\"], or correct `errors`", said.name());
            let message = format!("the answer is also read as calling `{name}` {}", said.name());
            sink.error(Code::InvalidShape, example.answer.place, message, Some(help));
            is_proved = false;
        }
    }
    is_proved
}
