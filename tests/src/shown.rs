//! What a person sees for every failing example: the whole request, judged by all rules of its pack.
//!
//! One snapshot for each rule, in `snapshots/<pack>/<rule>.snap`. After a change of wording, read the difference:
//! `./test accept -p reqlint-tests` updates them.

use crate::support::{Case, files, rules, stem};
use reqlint_core::base::Literal;
use reqlint_core::files::Example;
use reqlint_core::inspect::RuleView;
use reqlint_formats::examples::{self, Expectation};
use std::collections::BTreeSet;

#[test]
fn each_failing_example_is_shown_as_in_its_snapshot() {
    for rule in rules().rules() {
        let (pack, name) = rule.id().split_once('/').unwrap();
        let shown = failing(rule).into_iter().map(|(example, text)| sheet(example, &text)).collect::<Vec<_>>();
        let folder = format!("../snapshots/{pack}");
        insta::with_settings!({ snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, shown.join("\n\n"));
        });
    }
}

#[test]
fn every_snapshot_belongs_to_a_rule() {
    let rules: BTreeSet<_> = rules().rules().map(|rule| rule.id().to_owned()).collect();
    for file in files("tests/snapshots", "snap") {
        let pack = file.split('/').nth(2).unwrap_or_default();
        assert!(rules.contains(&format!("{pack}/{}", stem(&file))), "{file} belongs to no rule: delete it");
    }
}

/// The failing requests of a rule, each with its example.
fn failing(rule: RuleView<'static>) -> Vec<(&'static Example, String)> {
    let mut runs = examples::run(rules(), rule).into_iter();
    let mut all = Vec::new();
    for example in rule.examples() {
        let requests = example.requests.iter().map(Vec::len).sum();
        let failing = runs.by_ref().take(requests).filter(|run| run.expected == Expectation::Fail);
        all.extend(failing.map(|run| (example, run.text)));
    }
    all
}

/// The example's name and facts, and what is shown for it.
fn sheet(example: &Example, text: &str) -> String {
    let facts = examples::facts(rules(), example).unwrap();
    let known = example.facts.iter().map(|(name, value)| format!("with {name} = {}", literal(value)));
    let head: Vec<_> = example.name.iter().map(|name| format!("# {name}")).chain(known).collect();
    let head = head.iter().map(|line| format!("{line}\n")).collect::<String>();
    format!("{head}{}", Case { text, facts, now: examples::now(example) }.shown())
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::Text(text) => text.clone(),
        Literal::Number(number) => number.to_string(),
        Literal::Boolean(flag) => flag.to_string(),
        Literal::Time(time) => time.to_string(),
        Literal::List(items) => items.iter().map(literal).collect::<Vec<_>>().join(", "),
    }
}
