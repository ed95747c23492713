//! A made-up pack as the rule files that say the same.

use crate::model::{Check, Endpoint, Field, Operator, Pack, Rule, Selector};
use reqlint_core::{PackSource, SourceFile};
use std::fmt::Write as _;

const PACK: &str = r#"
title = "Made up"
hosts = ["api.example.com"]

[pattern.short]
regex = "[0-9a-z]{4,8}"
says  = "a token"

[fact.status]
type = "text"

[fact.scopes]
type = "list"

[fact.quota]
type = "number"
"#;

pub(crate) fn source(pack: &Pack) -> PackSource {
    let mut files = vec![file("pack.toml", PACK.to_owned())];
    files.push(file("endpoints/all.toml", pack.endpoints.iter().enumerate().map(endpoint).collect()));
    files.extend(pack.rules.iter().enumerate().map(|(i, r)| file(&format!("rules/{}.toml", id(i)), rule(r))));
    PackSource { name: "p".into(), root: "p".into(), files }
}

/// The id of the rule of that number.
pub(crate) fn id(index: usize) -> String {
    format!("r{index:02}")
}

fn file(path: &str, text: String) -> SourceFile {
    SourceFile { path: format!("p/{path}"), text }
}

fn endpoint((index, endpoint): (usize, &Endpoint)) -> String {
    let Endpoint { method, tail, tag, scope, fields } = endpoint;
    let mut text = format!(
        "[[endpoint]]\nid = 'e{index}'\nmethod = '{method}'\nhost = 'api.example.com'\npath = '/v1/{{account}}{tail}'\n\
         tags = ['{tag}']\nattributes = {{ scope = '{scope}' }}\n"
    );
    if !fields.is_empty() {
        text += "body = 'object'\n[endpoint.fields.body]\n";
        fields.iter().for_each(|f| text += &field(f));
    }
    text
}

fn field(field: &Field) -> String {
    let mut text = format!("\"{}\" = {{ is = '{}'", field.name.replace('"', "\\\""), field.is.name());
    if field.required {
        text += ", required = true";
    }
    if field.may_be_blank {
        text += ", may-be-blank = true";
    }
    if field.one_of {
        let _ = write!(text, ", one-of = [{}]", field.is.values().join(", "));
    }
    if let Some(most) = field.max_length {
        let _ = write!(text, ", max-length = {most}");
    }
    text + " }\n"
}

fn rule(rule: &Rule) -> String {
    let Rule { status, methods, tags, when, check, waits } = rule;
    let waits: Vec<_> = waits.iter().map(|w| id(*w)).collect();
    let mut text = format!("title = 'It is right'\nstatus = {status}\nunless-failed = {waits:?}\n[applies-to]\n");
    if !methods.is_empty() {
        let _ = writeln!(text, "methods = {methods:?}");
    }
    if !tags.is_empty() {
        let _ = writeln!(text, "tags = {tags:?}");
    }
    if let Some(when) = when {
        let _ = writeln!(text, "when = {{ {} }}", inline(when));
    }
    let _ = match check {
        Check::All(checks) => writeln!(text, "[check]\nall = {}", list(checks)),
        Check::Any(checks) => writeln!(text, "[check]\nany = {}", list(checks)),
        check => writeln!(text, "[check]\n{}", inline(check)),
    };
    text + "[[example]]\nfail = 'GET /'\npass = 'GET /'\n"
}

fn list(checks: &[Check]) -> String {
    let checks: Vec<_> = checks.iter().map(|check| format!("{{ {} }}", inline(check))).collect();
    format!("[{}]", checks.join(", "))
}

fn inline(check: &Check) -> String {
    match check {
        Check::HeaderRequired(name) => format!("header-required = {{ header = '{name}' }}"),
        Check::TokenSyntax => "header-syntax = { header = 'X-Token', syntax = 'TOK {short}' }".into(),
        Check::HeaderForm => "header-form = {}".into(),
        Check::Encoding => "encoding = {}".into(),
        Check::KnownEndpoint => "known-endpoint = {}".into(),
        Check::ExactCase => "exact-case = {}".into(),
        Check::NoTrailingSlash => "no-trailing-slash = {}".into(),
        Check::AllowedMethod => "allowed-method = {}".into(),
        Check::BodySyntax => "body-format = { tests = ['syntax'] }".into(),
        Check::BodyShape => "body-format = { tests = ['shape'] }".into(),
        Check::RequiredFields => "required-fields = { in = ['body'] }".into(),
        Check::FilledFields => "filled-fields = { in = ['body'] }".into(),
        Check::FieldValues(tests) => {
            let names = ["is", "one-of", "length"].iter().zip(tests).filter(|(_, test)| **test).map(|(name, _)| *name);
            format!("field-values = {{ in = ['body'], tests = {:?} }}", names.collect::<Vec<_>>())
        }
        Check::Value(of, operator) => {
            let operator = match operator {
                Operator::Present(present) => format!("present = {present}"),
                Operator::Equals(text) => format!("equals = '{text}'"),
                Operator::EqualsOf(other) => format!("equals = {{ of = '{}' }}", selector(*other)),
                Operator::OneOf(texts) => format!("one-of = {texts:?}"),
                Operator::StartsWith([text]) => format!("starts-with = '{text}'"),
                Operator::StartsWith(texts) => format!("starts-with = {texts:?}"),
                Operator::AtLeast(least) => format!("at-least = {least}"),
                Operator::Includes(other) => format!("includes = {{ of = '{}' }}", selector(*other)),
            };
            format!("value = {{ of = '{}', {operator} }}", selector(*of))
        }
        Check::All(checks) => format!("all = {}", list(checks)),
        Check::Any(checks) => format!("any = {}", list(checks)),
        Check::Not(check) => format!("not = {{ {} }}", inline(check)),
    }
}

fn selector(selector: Selector) -> String {
    match selector {
        Selector::Method => "method".into(),
        Selector::Account => "path.account".into(),
        Selector::Query(name) => format!("query.{name}"),
        Selector::Header(name) => format!("header.{name}"),
        Selector::Member(name) => format!("body.{name}"),
        Selector::Status => "fact.status".into(),
        Selector::Scopes => "fact.scopes".into(),
        Selector::Quota => "fact.quota".into(),
        Selector::Scope => "endpoint.scope".into(),
    }
}
