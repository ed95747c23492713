//! Shapes of error answers: where they name the fields at fault, and what they say of each.

use crate::message::answer::pointer::{Step, held, read};
use crate::message::answer::{Tree, What, what};
use crate::rules::says::Says;

/// How many errors of an answer are read.
const MAX_ERRORS: usize = 32;

/// The hole for the field.
pub(crate) const FIELD: &str = "field";

/// The hole for what the field is inside of.
pub(crate) const OUTER: &str = "in";

/// How deep `**` goes.
const MAX_DEPTH: usize = 12;

/// Where error answers of one sort name the fields at fault.
#[derive(Debug)]
pub(crate) struct Shape {
    /// From the body of an answer to each of its errors; the first way that leads to any.
    pub(crate) each: Vec<Vec<Segment>>,
    /// From an error to what names the field; the first that is there.
    pub(crate) field: Vec<Vec<String>>,
    /// From an error to the word for the part of the request.
    pub(crate) part: Option<Vec<String>>,
    /// From an error to what says what is wrong; the first that is there.
    pub(crate) message: Vec<Vec<String>>,
    /// What the message is, with holes for the field; empty where a member names it.
    pub(crate) says: Vec<Says>,
    /// From an error to its code.
    pub(crate) code: Option<Vec<String>>,
    /// Codes, and what they mean.
    pub(crate) codes: Vec<(String, What)>,
}

/// A step from the body of an answer towards its errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    /// The member of this name.
    Member(String),
    /// Every member; its name is a step to the field.
    AnyMember,
    /// Every member at any depth, through lists too; their names and positions are the steps to the field.
    Deep,
    /// Every item of a list.
    Items,
}

/// What an error says of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// The field, as the answer has it.
    pub(crate) steps: Vec<Step>,
    /// The answer's word for the part of the request.
    pub(crate) part: Option<String>,
    /// What is said; `None` where neither code nor message tells.
    pub(crate) what: Option<What>,
    /// In the answer's own words.
    pub(crate) quote: String,
}

impl Shape {
    /// What an answer of this shape says; nothing of an answer of another.
    pub(crate) fn read(&self, answer: &Tree) -> Vec<Told> {
        let ways = self.each.iter().map(|way| {
            let mut told = Vec::new();
            self.walk(answer, way, &mut Vec::new(), &mut told);
            told
        });
        ways.into_iter().find(|told| !told.is_empty()).unwrap_or_default()
    }

    fn walk(&self, tree: &Tree, way: &[Segment], keys: &mut Vec<String>, told: &mut Vec<Told>) {
        if told.len() >= MAX_ERRORS || keys.len() > MAX_DEPTH {
            return;
        }
        let Some((segment, rest)) = way.split_first() else {
            told.extend(self.error(tree, keys));
            return;
        };
        match segment {
            Segment::Member(name) => {
                let member = tree.members().iter().find(|(key, _)| key == name);
                member.into_iter().for_each(|(_, value)| self.walk(value, rest, keys, told));
            }
            Segment::Items => tree.items().iter().for_each(|item| self.walk(item, rest, keys, told)),
            Segment::AnyMember | Segment::Deep => {
                let is_deep = *segment == Segment::Deep;
                // a list of errors is not a list of fields
                let takes_items = is_deep && !keys.is_empty();
                let items = tree.items().iter().enumerate().filter(|_| takes_items);
                let items = items.map(|(index, item)| (index.to_string(), item));
                let members = tree.members().iter().map(|(key, value)| (key.clone(), value));
                for (key, value) in members.chain(items) {
                    keys.push(key);
                    self.walk(value, rest, keys, told);
                    if is_deep {
                        self.walk(value, way, keys, told);
                    }
                    keys.pop();
                }
            }
        }
    }

    /// What one error says; `None` if it isn't one, or names no field.
    fn error(&self, error: &Tree, keys: &[String]) -> Option<Told> {
        let mut steps = Vec::new();
        for key in keys {
            steps.extend(read(key)?);
        }
        if !self.field.is_empty() {
            steps.extend(self.field.iter().find_map(|field| held(at(error, field)?))?);
        }
        let text = |way: &Vec<String>| at(error, way)?.scalar().filter(|text| !text.is_empty());
        let code = self.code.as_ref().and_then(text);
        let message = error.text().or_else(|| self.message.iter().find_map(text));
        // an object that says nothing is no error
        let quote = message.or(code)?;
        if !self.says.is_empty() {
            steps.extend(self.said(message?)?);
        }
        let is_code = |(known, _): &&(String, What)| code.is_some_and(|code| code.eq_ignore_ascii_case(known));
        let meant = self.codes.iter().find(is_code).map(|(_, what)| *what);
        let part = self.part.as_ref().and_then(text).map(str::to_owned);
        let said = || what(&[message, code].into_iter().flatten().collect::<Vec<_>>().join(" "));
        Some(Told { steps, part, what: meant.or_else(said), quote: quote.to_owned() })
    }

    /// The steps in the holes of a message.
    fn said(&self, message: &str) -> Option<Vec<Step>> {
        let filled = self.says.iter().find_map(|says| says.fits(message))?;
        let hole = |name: &str| filled.iter().find(|(hole, _)| hole == name).map(|(_, text)| read(text));
        let outer = hole(OUTER).unwrap_or(Some(Vec::new()))?;
        Some(outer.into_iter().chain(hole(FIELD).unwrap_or(Some(Vec::new()))?).collect())
    }
}

fn at<'t>(tree: &'t Tree, way: &[String]) -> Option<&'t Tree> {
    way.iter().try_fold(tree, |tree, name| tree.members().iter().find(|(key, _)| key == name).map(|(_, value)| value))
}
