//! The exact next step.

use crate::record::diagnosed::{Commands, Diagnosed};
use crate::write::text::WIDTH;
use crate::write::text::rows::{BOLD, hanging, styled};
use reqlint_core::base::escape::plain;
use reqlint_core::diagnose::Diagnosis;
use reqlint_core::diagnose::Step;

/// `next: Send the value without quotes.`, and the command for it; nothing where nothing is to be done.
pub(in crate::write::text) fn next(diagnosed: &Diagnosed<'_>) -> String {
    let step = diagnosed.diagnosis.next_step();
    let (what, command) = advice(&step, diagnosed.diagnosis, diagnosed.commands);
    let what = hanging(&styled(BOLD, "next"), "next".len(), &plain(&what), WIDTH);
    // a command has its line to itself, so that it can be copied
    let indented = |line: String| format!("      {}\n", plain(&line));
    let lines = command.map(|Help { command, remark }| [Some(command), remark]).into_iter().flatten().flatten();
    what + &lines.map(indented).collect::<String>()
}

/// What a step is, in a sentence; `None` where nothing is to be done.
pub(crate) fn sentence(step: &Step, diagnosed: &Diagnosed<'_>) -> Option<String> {
    let is_any = !matches!(step, Step::Nothing);
    is_any.then(|| advice(step, diagnosed.diagnosis, diagnosed.commands).0)
}

/// A command that helps with a step, and what is said of it.
struct Help {
    command: String,
    remark: Option<String>,
}

impl From<String> for Help {
    fn from(command: String) -> Self {
        Self { command, remark: None }
    }
}

/// What to do, and a command that helps with it.
fn advice(step: &Step, diagnosis: &Diagnosis<'_>, commands: &Commands) -> (String, Option<Help>) {
    // what is added to a command are options: they come before the request
    let Commands { again, fix, command: given } = commands;
    let command = fix.clone() + given;
    match step {
        Step::Fix { cause, by_edits } => {
            let command = by_edits.then(|| Help { command, remark: also_fixed(diagnosis) });
            (cause.fix.clone().unwrap_or_else(|| cause.title.clone()), command)
        }
        Step::Ask(question) => (
            format!("find out: {}", question.ask),
            Some(Help {
                command: format!("{again} --fact {}{given}", question.fact.example()),
                remark: Some(format!("or what you found: --fact {}; --ask asks for it", question.fact.usage())),
            }),
        ),
        Step::Look(cause) => {
            let text = format!("check in the request as it was sent whether this holds: {}", cause.title);
            (text, None)
        }
        Step::Try(cause) => {
            (format!("most likely: {}", cause.fix.clone().unwrap_or_else(|| cause.title.clone())), None)
        }
        Step::FixOther { rule, fix } => {
            let fix = fix.clone().unwrap_or_else(|| rule.clone());
            let command = (fixed(diagnosis) > 0).then(|| command.into());
            (format!("fix what is wrong with the request, and send it again: {fix}"), command)
        }
        Step::SendAgain { seconds } => {
            let when = Step::again(*seconds);
            let stays = "if the answer stays the same, contact the API's support with this:";
            (
                format!("send the request again {when}; {stays}"),
                Some(format!("{again} --format markdown{given}").into()),
            )
        }
        Step::Nothing => ("nothing to do: the answer is not an error".to_owned(), None),
        _ => (
            "compare the request with one that works, or contact the API's support with this:".to_owned(),
            Some(format!("{again} --format markdown{given}").into()),
        ),
    }
}

/// How many rules safe edits fix.
fn fixed(diagnosis: &Diagnosis<'_>) -> usize {
    let findings = diagnosis.resolved.findings.iter().filter(|finding| finding.is_fixable());
    let mut rules: Vec<&str> = findings.map(|finding| finding.rule.as_str()).collect();
    rules.dedup();
    rules.len()
}

fn also_fixed(diagnosis: &Diagnosis<'_>) -> Option<String> {
    match fixed(diagnosis) {
        0 | 1 => None,
        2 => Some("it fixes both mistakes".to_owned()),
        number => Some(format!("it fixes {number} mistakes")),
    }
}
