//! Bodies: JSON objects with the fields that an endpoint takes, and others that are not checked.

use super::endpoint::{Field, Takes};
use super::random::Random;
use super::words::word;
use crate::mistake::{Mistake, Mistakes};

/// The maximum size of a body in bytes.
const LONGEST: usize = 600;

/// A body for these fields, with at most one mistake.
pub(super) fn body(random: &mut Random, fields: &[Field], mistakes: Mistakes) -> String {
    let mut members = members(random, fields, mistakes);
    unchecked(random, &mut members);
    let (comma, colon) = if random.percent(50) { (", ", ": ") } else { (",", ":") };
    loop {
        let text: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\"{colon}{value}")).collect();
        let text = format!("{{{}}}", text.join(comma));
        if text.len() <= LONGEST {
            return text;
        }
        // the unchecked ones come last
        members.pop();
    }
}

type Members = Vec<(&'static str, String)>;

fn members(random: &mut Random, fields: &[Field], mistakes: Mistakes) -> Members {
    let spoiled = spoiled(random, fields, mistakes);
    let mut order: Vec<&Field> = fields.iter().collect();
    if random.percent(25) {
        random.shuffle(&mut order);
    }
    let mut members = Members::new();
    for field in order {
        match &spoiled {
            Some((name, value)) if *name == field.name => members.extend(value.clone().map(|v| (field.name, v))),
            _ if !field.required && random.percent(35) => {}
            _ => members.push((field.name, value(random, field))),
        }
    }
    members
}

/// The field with the mistake, and its value if it has one.
fn spoiled(random: &mut Random, fields: &[Field], mistakes: Mistakes) -> Option<(&'static str, Option<String>)> {
    let mut any = |fits: fn(&Field) -> bool| {
        let fields: Vec<_> = fields.iter().filter(|f| fits(f)).collect();
        *random.one(&fields)
    };
    if mistakes.has(Mistake::MissingField) {
        return Some((any(|f| f.required).name, None));
    }
    let (field, values): (Field, &[&str]) = if mistakes.has(Mistake::BlankField) {
        (any(|f| f.required && f.takes.is_text()), &["\"\"", "\"\"", "\"   \""])
    } else if mistakes.has(Mistake::BadEnum) {
        let field = any(|f| matches!(f.takes, Takes::TextOf(_) | Takes::WholeOf(_)));
        let numbers: &[&str] = &["2", "4", "5", "99"];
        let texts: &[&str] = &["\"platinum\"", "\"GOLD\"", "\"ftp\"", "\"none\""];
        (field, if field.takes.is_text() { texts } else { numbers })
    } else if mistakes.has(Mistake::BadFormat) {
        let values = &[
            "\"user.example.com\"",
            "\"user@\"",
            "\"@example.com\"",
            "\"a b@example.com\"",
            "\"user@localhost\"",
            "\"a@b@example.com\"",
            "17",
        ];
        (any(|f| matches!(f.takes, Takes::Email)), values)
    } else if mistakes.has(Mistake::WrongType) {
        // an e-mail address of the wrong type counts as a bad format
        let field = any(|f| !matches!(f.takes, Takes::Email));
        let values: &[&str] = match field.takes {
            Takes::Whole | Takes::WholeOf(_) => &["\"abc\"", "\"3\"", "true", "1.5"],
            Takes::Boolean => &["\"yes\"", "1"],
            Takes::Text | Takes::Email | Takes::TextOf(_) => &["17", "false", "[\"a\"]"],
        };
        (field, values)
    } else {
        return None;
    };
    Some((field.name, Some(random.one(values).to_owned())))
}

fn value(random: &mut Random, field: &Field) -> String {
    match field.takes {
        Takes::Text if field.name == "MediaPath" => {
            let host = random.text("0123456789abcdef", 4);
            let folder = random.text("0123456789abcdef", 4);
            let (first, second) = (word(random), word(random));
            format!("\"http://wpc.{host}.example.net/80{folder}/{first}/{second}-{}.mp4\"", random.below(9_999))
        }
        Takes::Text => format!("\"{}.{}.example.com\"", word(random), word(random)),
        Takes::Email => format!("\"{}.{}@{}.example.com\"", word(random), word(random), word(random)),
        Takes::TextOf(texts) => format!("\"{}\"", random.one(texts)),
        Takes::Whole => random.below(100_000).to_string(),
        Takes::WholeOf(numbers) => random.one(numbers).to_string(),
        Takes::Boolean => random.percent(50).to_string(),
    }
}

/// Members without a rule, so that a reader has something to skip.
fn unchecked(random: &mut Random, members: &mut Members) {
    if random.percent(60) {
        // as written in JSON
        let between = random.one(&[" ", ", ", " \\\"x\\\" ", " \u{e9} ", "\\n"]);
        let words: Vec<_> = (0..1 + random.below(12)).map(|_| word(random)).collect();
        members.push(("Notes", format!("\"{}\"", words.join(between))));
    }
    if random.percent(45) {
        let (mode, retries) = (word(random), random.below(9));
        let nested = r#"{"a":[1,2,{"b":"}"}]}"#;
        members.push(("Options", format!(r#"{{"Mode":"{mode}","Retries":{retries},"Nested":{nested}}}"#)));
    }
    if random.percent(40) {
        let tags: Vec<_> = (0..1 + random.below(6)).map(|_| format!("\"{}\"", word(random))).collect();
        members.push(("Tags", format!("[{}]", tags.join(","))));
    }
}
