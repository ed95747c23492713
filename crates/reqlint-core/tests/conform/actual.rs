//! How the rules of a case went, in the words of its file.

use crate::case::Case;
use crate::message::{directive, exchange};
use reqlint_core::evaluate::Scratch;
use reqlint_core::explain::{Edit, HeaderPart, Location};
use reqlint_core::{Evaluator, Exchange, Facts, Finding, Outcome, Report, Resolved, RuleSet};

/// What went otherwise than a case says, and what differs without prefilters.
pub(crate) fn compare(case: &Case, load: impl Fn() -> RuleSet) -> Vec<String> {
    let (with, without) = (judged_by(case, load()), judged_by(case, load()).without_prefilter());
    let mut wrong = differences(case, &with);
    wrong.extend(without_prefilter(case, &with, &without));
    wrong
}

/// The rules of a case with its judge.
fn judged_by(case: &Case, mut rules: RuleSet) -> RuleSet {
    // a single pack judges, so that few cases need a host
    let alone = case.packs.first().filter(|_| case.packs.len() == 1).map(|p| p.name.as_str());
    match directive(case, "judge").or(alone) {
        None | Some("by-host") => {}
        Some(pack) => rules.judge_with(pack).expect("the pack is loaded"),
    }
    rules
}

/// The facts of a case.
fn facts_of(case: &Case, rules: &RuleSet) -> Facts {
    let mut facts = rules.facts();
    for fact in case.directives.iter().filter_map(|d| d.strip_prefix("fact ")) {
        let (name, value) = fact.split_once('=').expect("a name and a value");
        facts.set_text(name, value).expect("the fact fits");
    }
    facts
}

/// What is not the same when every rule is evaluated.
fn without_prefilter(case: &Case, with: &RuleSet, without: &RuleSet) -> Vec<String> {
    let (exchange, facts) = (exchange(case), facts_of(case, with));
    let all = |rules: &RuleSet| {
        let (report, findings) = Evaluator::new(rules).findings(&exchange, &facts);
        let fails = rules.any_fails(&exchange, &facts, &mut Scratch::default());
        (rules.evaluate(&exchange, &facts), report, findings, fails)
    };
    let (a, b) = (all(with), all(without));
    if a == b { Vec::new() } else { vec![format!("  with prefilters\n{a:#?}\n  without\n{b:#?}")] }
}

fn differences(case: &Case, rules: &RuleSet) -> Vec<String> {
    let (exchange, facts) = (exchange(case), facts_of(case, rules));
    let report = rules.evaluate(&exchange, &facts);
    let resolved = rules.resolve(&report, &exchange, &facts);
    let mut wrong = inconsistent(rules, &exchange, &facts, &report, &resolved);
    let actual = lines(rules, &exchange, &facts, &report, &resolved);
    let mut mentioned = Vec::new();
    for block in paragraphs(&case.expected) {
        let head = block[0];
        let key = head.split(": ").next().unwrap_or(head);
        mentioned.push(key);
        if head == "..." {
            continue;
        }
        let Some(found) = paragraphs(&actual).into_iter().find(|p| p[0].split(": ").next() == Some(key)) else {
            wrong.push(format!("  nothing is said of `{key}`"));
            continue;
        };
        if !same(&block, &found) {
            wrong.push(format!("  expected\n{}\n  but\n{}", block.join("\n"), found.join("\n")));
        }
    }
    if !mentioned.contains(&"...") {
        for item in &resolved.checklist {
            let id = short(&item.rule);
            if matches!(item.outcome, Outcome::Fail | Outcome::Unknown(_)) && !mentioned.contains(&id) {
                let found = paragraphs(&actual).into_iter().find(|p| p[0].starts_with(&format!("{id}: ")));
                wrong.push(format!("  not expected\n{}", found.unwrap_or_default().join("\n")));
            }
        }
    }
    wrong
}

/// Lines that aren't indented, each with the indented ones below it.
fn paragraphs(lines: &[String]) -> Vec<Vec<&str>> {
    let mut all: Vec<Vec<&str>> = Vec::new();
    for line in lines {
        match all.last_mut() {
            Some(last) if line.starts_with(' ') => last.push(line),
            _ => all.push(vec![line]),
        }
    }
    all
}

/// Whether what was found is what was expected, as far as that says.
fn same(expected: &[&str], found: &[&str]) -> bool {
    let has_edits = expected.iter().any(|l| l.starts_with("    "));
    let wanted: Vec<_> = found.iter().skip(1).filter(|l| has_edits || !l.starts_with("    ")).collect();
    let fits = |e: &str, f: &str| e == f || f.strip_prefix(e).is_some_and(|rest| rest.starts_with(": "));
    let heads = expected[0] == found[0];
    heads
        && (expected.len() == 1 || expected.len() - 1 == wanted.len())
        && expected.iter().skip(1).zip(wanted).all(|(e, f)| fits(e, f))
}

fn lines(rules: &RuleSet, exchange: &Exchange<'_>, facts: &Facts, report: &Report, resolved: &Resolved) -> Vec<String> {
    let mut lines = Vec::new();
    for item in &resolved.checklist {
        let id = short(&item.rule);
        let mut line = format!("{id}: {}", item.outcome.name());
        line.extend(item.outcome.reason().map(|reason| format!(" {reason}")));
        line.extend(item.needs.iter().map(|n| format!(" {}", short(n))));
        lines.push(line);
        let own = || resolved.findings.iter().filter(|f| f.rule == item.rule);
        for finding in own() {
            lines.push(format!("  {}: {}", place(&finding.location), finding.detail));
            for edit in &finding.edits {
                let safe = if edit.safe { "" } else { " (unsafe)" };
                lines.push(format!("    {} -> {}{safe}", place(&edit.location), edit.replacement));
            }
        }
        let first = own().next();
        let sentence = |name: &str, text: Option<&str>| text.map(|t| format!("{name} {id}: {t}"));
        lines.extend(sentence("why", first.and_then(|f| f.why.as_deref())));
        lines.extend(sentence("fix", first.and_then(|f| f.fix.as_deref())));
        lines.extend(sentence("ask", item.ask.as_deref()));
    }
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "none".into());
    let conclusion = resolved.conclusion.name();
    let expected = resolved.expected.as_ref().map(|e| {
        let status = e.status.map_or("-".into(), |s| s.to_string());
        format!("{status} {}", short(&e.rule))
    });
    lines.push(format!("pack: {}", or_none(resolved.pack.clone())));
    lines.push(format!("endpoint: {}", or_none(resolved.endpoint.clone())));
    lines.push(format!("conclusion: {conclusion}"));
    lines.push(format!("expected: {}", or_none(expected)));
    lines.push(format!("order: {}", list(resolved.findings.iter().map(|f| short(&f.rule)))));
    lines.push(format!("checklist: {}", list(resolved.checklist.iter().map(|i| short(&i.rule)))));
    lines.push(format!("missing: {}", list(report.missing_facts(rules).map(|f| f.name.as_str()))));
    let needs = rules.needs(exchange, facts);
    let body = needs.body.then_some("body");
    let needed = needs.facts.iter().map(|f| facts.declared()[*f].name.as_str());
    lines.push(format!("needs: {}", list(body.into_iter().chain(needed))));
    let masked = rules.mask(exchange);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    lines.push(format!("masked target: {}", text(&masked.target.shown())));
    lines.push(format!("masked body: {}", text(&masked.body.shown())));
    for (number, (name, value)) in masked.headers.iter().enumerate() {
        lines.push(format!("masked header {number}: {}: {}", text(name), text(&value.shown())));
    }
    lines
}

/// What must hold whatever the rules and the request are.
fn inconsistent(
    rules: &RuleSet,
    exchange: &Exchange<'_>,
    facts: &Facts,
    report: &Report,
    resolved: &Resolved,
) -> Vec<String> {
    let mut wrong = Vec::new();
    let explained = rules.explain(exchange, facts);
    let (findings_report, findings) = Evaluator::new(rules).findings(exchange, facts);
    if [&explained.report, &findings_report] != [report, report] {
        let others = format!("{:#?}\n{findings_report:#?}", explained.report);
        wrong.push(format!("  explained or with findings, the report is\n{others}\n  and not\n{report:#?}"));
    }
    if explained.resolved != *resolved || findings != resolved.findings || explained.masked != rules.mask(exchange) {
        wrong.push("  explained at once it is not the same as in parts".to_owned());
    }
    let fails = rules.any_fails(exchange, facts, &mut Scratch::default());
    let failed: Vec<_> = report.failed(rules).collect();
    if fails == failed.is_empty() {
        wrong.push(format!("  any_fails says {fails}"));
    }
    let listed = resolved.checklist.iter().filter(|i| i.outcome == Outcome::Fail).map(|i| i.rule.as_str());
    if failed != listed.collect::<Vec<_>>() {
        wrong.push(format!("  the report's failed rules are {failed:?}"));
    }
    for rule in failed {
        if !resolved.findings.iter().any(|f| f.rule == rule) {
            wrong.push(format!("  {rule} failed without a finding"));
        }
    }
    for finding in &resolved.findings {
        let edits: Vec<Edit> = finding.edits.iter().filter(|e| e.safe).cloned().collect();
        let alone = |f: &&Finding| f.rule == finding.rule;
        if edits.is_empty() || resolved.findings.iter().filter(alone).count() > 1 {
            continue;
        }
        let fixed = rules.try_rule(&finding.rule, &exchange.fixed(&edits), facts);
        if fixed.is_none_or(|m| m.outcome == Outcome::Fail) {
            wrong.push(format!("  the edits of {} don't fix it", finding.rule));
        }
    }
    wrong
}

fn place(location: &Location) -> String {
    let mut text = location.part.name().to_owned();
    text.extend(location.name.as_ref().map(|n| format!(" {n}")));
    text.extend(location.of.map(|of| if of == HeaderPart::Name { " name" } else { " value" }));
    if location.occurrence > 0 {
        text.push_str(&format!(" #{}", location.occurrence));
    }
    text.push_str(&location.range.as_ref().map_or(" -".into(), |r| format!(" {}..{}", r.start, r.end)));
    text
}

fn short(rule: &str) -> &str {
    rule.split_once('/').map_or(rule, |(_, id)| id)
}

fn list<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let all: Vec<_> = texts.collect();
    if all.is_empty() { "none".into() } else { all.join(" ") }
}
