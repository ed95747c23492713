//! Requests with their own answer, and with the answer to another mistake: what 14 frameworks answered
//! (`data/measured-answers`). A cause may only be confirmed by the answer that came.

use crate::support::{files, read, rules, stem};
use reqlint_core::Exchange;
use reqlint_core::diagnose::{Cause, CauseVerdict, diagnose};
use reqlint_formats::read::raw::read_one;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const FOLDER: &str = "tests/data/measured-answers";

/// Of all pairs at most so many in a thousand may confirm what the answer doesn't say, and what the request doesn't show.
const PER_MILLE: usize = 10;

/// A mistake: what is really at fault, and the request.
struct Mistake {
    faults: BTreeSet<String>,
    request: String,
}

fn lines(path: &str) -> Vec<Value> {
    read(path)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{path}: {error}")))
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn mistakes() -> BTreeMap<String, Mistake> {
    let mistake = |line: &Value| {
        let faults = line["faults"].as_array().unwrap().iter().map(text).collect();
        (text(&line["mistake"]), Mistake { faults, request: text(&line["request"]) })
    };
    lines(&format!("{FOLDER}/requests.ndjson")).iter().map(mistake).collect()
}

/// The answers of each framework: mistake and answer.
fn frameworks() -> BTreeMap<String, Vec<(String, String)>> {
    let paths = files(FOLDER, "ndjson").into_iter().filter(|path| stem(path) != "requests");
    let answers = |path: String| {
        let answers = lines(&path).into_iter().skip(1);
        (stem(&path).to_owned(), answers.map(|line| (text(&line["mistake"]), text(&line["answer"]))).collect())
    };
    paths.map(answers).collect()
}

/// The causes of a request with an answer.
fn causes(request: &str, answer: &str) -> Vec<Cause> {
    let both = format!("{request}\n{answer}");
    let record = read_one(both.as_bytes()).unwrap();
    let exchange: &Exchange<'_> = &record.exchange;
    diagnose(rules(), exchange, &rules().facts()).expect("an answer").causes
}

fn confirmed(causes: &[Cause]) -> Vec<&Cause> {
    causes.iter().filter(|cause| cause.verdict == CauseVerdict::Confirmed).collect()
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap()
}

/// The name that a cause has in the body, where the body has it.
fn member(cause: &Cause) -> Option<&str> {
    let location = cause.location.as_ref().filter(|location| location.range.is_some())?;
    let name = location.name.as_deref()?;
    let is_there = cause.kind != Some("answer/missing") && cause.rule.is_none();
    name.split(['.', '[']).rfind(|step| !step.ends_with(']')).filter(|_| is_there && location.of.is_none())
}

/// The last name that a cause calls missing.
fn absent(cause: &Cause) -> Option<&str> {
    let name = cause.location.as_ref()?.name.as_deref()?;
    (cause.kind == Some("answer/missing")).then(|| name.rsplit('.').next())?
}

/// The method and the path of a request, parameters left out.
fn endpoint(request: &str) -> &str {
    let target = request.split(" HTTP/").next().unwrap();
    target.split('?').next().unwrap()
}

#[test]
fn an_answer_of_another_endpoint_confirms_nothing_that_is_merely_absent() {
    let mistakes = mistakes();
    let (mut pairs, mut wrong) = (0, Vec::new());
    for (framework, answers) in frameworks() {
        for (name, own_answer) in &answers {
            for (other, answer) in &answers {
                let (here, there) = (&mistakes[name], &mistakes[other]);
                let is_across = endpoint(&here.request) != endpoint(&there.request);
                if !is_across || status(own_answer) != status(answer) {
                    continue;
                }
                pairs += 1;
                let causes = causes(&here.request, answer);
                let is_wrong = |cause: &&&Cause| {
                    let named = absent(cause).or(member(cause));
                    named.is_some_and(|name| !here.faults.contains(name))
                };
                let of_pair =
                    |cause: &&Cause| format!("{framework}: {name} with the answer to {other}: {}", cause.title);
                wrong.extend(confirmed(&causes).iter().find(is_wrong).map(of_pair));
            }
        }
    }
    assert!(pairs > 1_000, "{pairs}");
    assert!(wrong.len() * 1000 <= pairs * PER_MILLE, "{} of {pairs}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn an_answer_to_another_mistake_confirms_nothing_of_this_one() {
    let mistakes = mistakes();
    let (mut pairs, mut unsaid, mut unseen) = (0, Vec::new(), Vec::new());
    for (framework, answers) in frameworks() {
        let own: BTreeMap<&str, Vec<Cause>> =
            answers.iter().map(|(name, answer)| (name.as_str(), causes(&mistakes[name].request, answer))).collect();
        for (name, own_answer) in &answers {
            for (other, answer) in &answers {
                let (here, there) = (&mistakes[name], &mistakes[other]);
                if name == other || own_answer == answer || status(own_answer) != status(answer) {
                    continue;
                }
                pairs += 1;
                let causes = causes(&here.request, answer);
                let titles: Vec<&str> = confirmed(&own[name.as_str()]).iter().map(|cause| &*cause.title).collect();
                let is_other = here.faults.is_disjoint(&there.faults);
                let said = |cause: &&&Cause| is_other && titles.contains(&&*cause.title);
                let wrong = |cause: &&Cause| format!("{framework}: {name} with the answer to {other}: {}", cause.title);
                let confirmed = confirmed(&causes);
                unsaid.extend(confirmed.iter().find(said).map(wrong));
                let is_right = |cause: &&&Cause| member(cause).is_some_and(|name| !here.faults.contains(name));
                unseen.extend(confirmed.iter().find(is_right).map(wrong));
            }
        }
    }
    assert!(pairs > 3_000, "{pairs}");
    for wrong in [unsaid, unseen] {
        assert!(wrong.len() * 1000 <= pairs * PER_MILLE, "{} of {pairs}:\n{}", wrong.len(), wrong.join("\n"));
    }
}

#[test]
fn its_own_answer_confirms_only_what_is_at_fault() {
    let mistakes = mistakes();
    let (mut found, mut wrong) = (0, Vec::new());
    for (framework, answers) in frameworks() {
        for (name, answer) in answers {
            let causes = causes(&mistakes[&name].request, &answer);
            let faults = &mistakes[&name].faults;
            for cause in confirmed(&causes) {
                found += 1;
                if member(cause).is_some_and(|member| !faults.contains(member)) {
                    wrong.push(format!("{framework}: {name}: {}", cause.title));
                }
            }
        }
    }
    assert!(found > 150, "{found}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
