//! Asking a person, question by question.

use crate::host::exit::Stop;
use crate::host::screen::Screen;
use reqlint_core::api::{FactSlot, FactType};
use reqlint_core::diagnose::Diagnosis;
use reqlint_core::diagnose::{CauseOrigin, Checklist};
use reqlint_formats::write::text::dialogue as text;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// What a person typed.
#[derive(Debug, PartialEq, Eq)]
enum Reply {
    Value(String),
    Unknown,
    Back,
    Stop,
}

/// Refuses to ask where there is no terminal.
pub(super) fn needs_a_terminal(inputs: &[PathBuf]) -> Result<(), Stop> {
    let help = |help: &str| Some(help.to_owned());
    if inputs.iter().any(|input| input == Path::new("-")) {
        let message = "--ask reads its answers from standard input: the request can't be there too".to_owned();
        return Err(Stop::Usage { message, help: help("put the request into a file, and name it") });
    }
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        return Ok(());
    }
    let message = "--ask needs a terminal".to_owned();
    Err(Stop::Usage { message, help: help("pass known facts as --fact NAME=VALUE") })
}

/// A fact that a person gave, as `--fact` takes it.
pub(super) type Given = (String, String);

/// Asks until the cause is known, nothing is left to ask, or the person stops. Gives also the facts that were given.
pub(super) fn ask<'a>(screen: &mut Screen, start: Diagnosis<'a>) -> (Diagnosis<'a>, Vec<Given>) {
    let mut before: Vec<(Diagnosis<'a>, Option<Given>)> = Vec::new();
    let mut now = start;
    while let Some(question) = now.next_question() {
        screen.say(&text::question(before.len() + 1, &question));
        let (next, given) = match reply() {
            Reply::Stop => break,
            Reply::Back => {
                match before.pop() {
                    Some((last, _)) => now = last,
                    None => screen.say("   this is the first question\n"),
                }
                continue;
            }
            Reply::Unknown => (now.skip(&question.fact.name), None),
            Reply::Value(value) => match answered(&now, &question.fact, &value) {
                Ok((next, given)) => (next, Some(given)),
                Err(Misread(message)) => {
                    screen.say(&format!("   {message}\n"));
                    continue;
                }
            },
        };
        screen.say(&text::settled(&now, &next));
        before.push((std::mem::replace(&mut now, next), given));
    }
    screen.say("\n");
    (now, before.into_iter().filter_map(|(_, given)| given).collect())
}

fn answered<'a>(now: &Diagnosis<'a>, fact: &FactSlot, value: &str) -> Result<(Diagnosis<'a>, Given), Misread> {
    let value = meant(fact, value)?;
    let next = now.answer_text(&fact.name, &value)?;
    Ok((next, (fact.name.clone(), value)))
}

/// Goes through a checklist item by item, until one does not hold.
pub(super) fn go_through(screen: &mut Screen, mut checklist: Checklist) -> Checklist {
    let items: Vec<_> = checklist.causes.iter().filter(|c| c.origin == CauseOrigin::Rule).cloned().collect();
    let mut answers: Vec<Option<bool>> = Vec::new();
    while let Some(item) = items.get(answers.len()) {
        screen.say(&text::item(answers.len() + 1, items.len(), item));
        match reply() {
            Reply::Stop => break,
            Reply::Back => drop(answers.pop()),
            Reply::Unknown => answers.push(None),
            Reply::Value(value) => match yes_or_no(&value) {
                Ok(holds) => answers.push(Some(holds)),
                Err(Misread(message)) => screen.say(&format!("   {message}\n")),
            },
        }
        if answers.last() == Some(&Some(false)) {
            break;
        }
    }
    checklist.settle(|cause| {
        let mut answered = items.iter().zip(&answers);
        answered.find(|(item, _)| item.rule == cause.rule).and_then(|(_, holds)| *holds)
    });
    screen.say("\n");
    checklist
}

/// The next line that a person types. The end of input means to stop.
fn reply() -> Reply {
    let mut line = String::new();
    match io::stdin().read_line(&mut line) {
        Ok(0) | Err(_) => Reply::Stop,
        Ok(_) => match line.trim() {
            "" | "?" => Reply::Unknown,
            "b" | "B" => Reply::Back,
            "q" | "Q" => Reply::Stop,
            value => Reply::Value(value.to_owned()),
        },
    }
}

/// Why an answer can't be taken.
struct Misread(String);

impl From<reqlint_core::api::FactError> for Misread {
    fn from(error: reqlint_core::api::FactError) -> Self {
        Self(error.to_string())
    }
}

/// What is meant by an answer: `y` by true, a number by the choice of that number.
fn meant(fact: &FactSlot, value: &str) -> Result<String, Misread> {
    match fact.kind {
        FactType::Boolean => yes_or_no(value).map(|yes| yes.to_string()),
        FactType::Text if !fact.one_of.is_empty() => Ok(chosen(fact, value)),
        FactType::List if !fact.one_of.is_empty() => {
            let items = value.split(',').map(|item| chosen(fact, item.trim())).collect::<Vec<_>>().join(",");
            Ok(if items.eq_ignore_ascii_case("none") { "[]".to_owned() } else { items })
        }
        _ => Ok(value.to_owned()),
    }
}

/// The choice of that name in any case, or of that number; what is none stays as it is.
fn chosen(fact: &FactSlot, value: &str) -> String {
    let by_name = fact.one_of.iter().find(|choice| choice.eq_ignore_ascii_case(value));
    let has_numbers = fact.one_of.iter().any(|choice| choice.parse::<usize>().is_ok());
    let number = value.parse::<usize>().ok().filter(|_| !has_numbers);
    let by_number = || fact.one_of.get(number?.checked_sub(1)?);
    by_name.or_else(by_number).map_or_else(|| value.to_owned(), Clone::clone)
}

fn yes_or_no(value: &str) -> Result<bool, Misread> {
    let is = |words: [&str; 3]| words.iter().any(|word| word.eq_ignore_ascii_case(value));
    if is(["y", "yes", "true"]) {
        Ok(true)
    } else if is(["n", "no", "false"]) {
        Ok(false)
    } else {
        Err(Misread("answer y or n, or ? if you don't know".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(kind: FactType, one_of: &[&str]) -> FactSlot {
        let mut slot = FactSlot::new("f", kind);
        slot.one_of = one_of.iter().map(|choice| (*choice).to_owned()).collect();
        slot
    }

    #[test]
    fn answers_are_taken_as_people_type_them() {
        let meant = |fact: &FactSlot, value| meant(fact, value).map_err(|Misread(message)| message);
        let (flag, choice) = (fact(FactType::Boolean, &[]), fact(FactType::Text, &["free", "busy"]));
        assert_eq!(meant(&flag, "Yes").as_deref(), Ok("true"));
        assert_eq!(meant(&flag, "n").as_deref(), Ok("false"));
        assert!(meant(&flag, "perhaps").is_err());
        assert_eq!(meant(&choice, "2").as_deref(), Ok("busy"));
        assert_eq!(meant(&choice, "FREE").as_deref(), Ok("free"));
        assert_eq!(meant(&choice, "3").as_deref(), Ok("3"));
        let platforms = fact(FactType::List, &["3", "8", "14"]);
        assert_eq!(meant(&platforms, "3, 14").as_deref(), Ok("3,14"), "a number is a name where names are numbers");
        let methods = fact(FactType::List, &["GET", "POST", "PUT"]);
        assert_eq!(meant(&methods, "1, put").as_deref(), Ok("GET,PUT"));
        assert_eq!(meant(&methods, "None").as_deref(), Ok("[]"));
        assert_eq!(meant(&methods, "yes").as_deref(), Ok("yes"), "what is no choice is refused later");
        assert_eq!(meant(&fact(FactType::List, &[]), "GET,POST").as_deref(), Ok("GET,POST"));
    }
}
