//! Packs and requests made up at random, so that they meet often.

use crate::model::{Check, Endpoint, Field, Is, Operator, Pack, Rule, Selector, Sent};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const METHODS: [&str; 3] = ["GET", "POST", "PUT"];
const TAILS: [&str; 6] = ["/zones", "/zones/{id}", "/zones/all", "/{id}/rules", "/Cache", ""];
const TAGS: [&str; 2] = ["dns", "cdn"];
const SCOPES: [&str; 3] = ["zones", "rules", "cache"];
const MEMBERS: [&str; 6] = ["name", "type", "active", "mail", "opt.mode", "items[].id"];

pub(crate) fn pack() -> impl Strategy<Value = Pack> {
    let endpoints = subsequence(operations(), 1..=6).prop_flat_map(|taken| {
        let endpoint = |(method, tail): (&'static str, &'static str)| {
            (select(&TAGS[..]), select(&SCOPES[..]), fields()).prop_map(move |(tag, scope, fields)| {
                let fields = if method == "GET" { Vec::new() } else { fields };
                Endpoint { method, tail, tag, scope, fields }
            })
        };
        taken.into_iter().map(endpoint).collect::<Vec<_>>()
    });
    (endpoints, vec(rule(), 1..12)).prop_map(|(endpoints, mut rules)| {
        for (index, rule) in rules.iter_mut().enumerate() {
            rule.waits.retain(|wait| *wait < index);
            rule.waits.dedup();
        }
        Pack { endpoints, rules }
    })
}

fn operations() -> Vec<(&'static str, &'static str)> {
    METHODS.into_iter().flat_map(|method| TAILS.into_iter().map(move |tail| (method, tail))).collect()
}

fn fields() -> impl Strategy<Value = Vec<Field>> {
    subsequence(MEMBERS.to_vec(), 0..=5).prop_flat_map(|names| {
        let field = |name: &'static str| {
            let is = select(&[Is::Text, Is::Integer, Is::Boolean, Is::Email][..]);
            (any::<bool>(), any::<bool>(), is, any::<bool>(), option::weighted(0.2, 3usize..6)).prop_map(
                move |(required, may_be_blank, is, one_of, max_length)| Field {
                    name,
                    required,
                    may_be_blank,
                    is,
                    one_of,
                    max_length,
                },
            )
        };
        names.into_iter().map(field).collect::<Vec<_>>()
    })
}

fn rule() -> impl Strategy<Value = Rule> {
    let status = select(&[400u16, 401, 403, 404, 405][..]);
    let methods = option::weighted(0.2, select(&METHODS[..])).prop_map(|m| m.into_iter().collect());
    let tags = option::weighted(0.2, select(&TAGS[..])).prop_map(|t| t.into_iter().collect());
    (status, methods, tags, option::weighted(0.2, check()), check(), vec(0usize..12, 0..2))
        .prop_map(|(status, methods, tags, when, check, waits)| Rule { status, methods, tags, when, check, waits })
}

fn check() -> impl Strategy<Value = Check> {
    let plain = select(vec![
        Check::HeaderRequired("X-Token"),
        Check::HeaderRequired("Content-Type"),
        Check::TokenSyntax,
        Check::HeaderForm,
        Check::Encoding,
        Check::KnownEndpoint,
        Check::ExactCase,
        Check::NoTrailingSlash,
        Check::AllowedMethod,
        Check::BodySyntax,
        Check::BodyShape,
        Check::RequiredFields,
        Check::FilledFields,
        Check::FieldValues([true, false, false]),
        Check::FieldValues([false, true, false]),
        Check::FieldValues([false, false, true]),
        Check::FieldValues([true, true, true]),
    ]);
    let value = (selector(), operator()).prop_map(|(of, operator)| match operator {
        // only a list includes
        Operator::Includes(_) => Check::Value(Selector::Scopes, operator),
        _ => Check::Value(of, operator),
    });
    let leaf = prop_oneof![plain, value];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..4).prop_map(Check::All),
            vec(inner.clone(), 1..4).prop_map(Check::Any),
            inner.prop_map(|check| Check::Not(Box::new(check))),
        ]
    })
}

fn selector() -> impl Strategy<Value = Selector> {
    select(vec![
        Selector::Method,
        Selector::Account,
        Selector::Query("page"),
        Selector::Header("X-Token"),
        Selector::Header("X-Kind"),
        Selector::Member("name"),
        Selector::Member("type"),
        Selector::Status,
        Selector::Quota,
        Selector::Scope,
    ])
}

fn operator() -> impl Strategy<Value = Operator> {
    select(vec![
        Operator::Present(true),
        Operator::Present(false),
        Operator::Equals("gold"),
        Operator::Equals("POST"),
        Operator::Equals("3"),
        Operator::EqualsOf(Selector::Status),
        Operator::EqualsOf(Selector::Account),
        Operator::OneOf(&["gold", "A1", "zones"]),
        Operator::StartsWith(&["TOK "]),
        Operator::StartsWith(&["g", "TOK"]),
        Operator::StartsWith(&["g"]),
        Operator::AtLeast(3),
        Operator::Includes(Selector::Scope),
        Operator::Includes(Selector::Method),
        Operator::Includes(Selector::Status),
    ])
}

pub(crate) fn sent() -> impl Strategy<Value = Sent> {
    let known = (
        option::of(select(&["gold", "A1", "zones", "3"][..])),
        option::of(subsequence(vec!["zones", "rules", "GET", "gold"], 0..=4)),
        option::of(0i64..6),
    );
    let method = select(&["GET", "HEAD", "POST", "PUT", "DELETE"][..]);
    (method, target(), headers(), option::weighted(0.8, body()), prop::bool::weighted(0.9), known).prop_map(
        |(method, target, headers, body, reads_body, (status, scopes, quota))| Sent {
            method,
            target,
            headers,
            body,
            reads_body,
            status,
            scopes,
            quota,
        },
    )
}

fn target() -> impl Strategy<Value = String> {
    let account = select(&["A1", "gold", "x%41", "a b", "%7Ea"][..]);
    let tail = select(vec![
        "/zones",
        "/zones/7",
        "/zones/all",
        "/zones/a%6Cl",
        "/ZONES",
        "/zones/ALL/",
        "/7/rules",
        "/cache",
        "/Cache",
        "",
        "/",
        "/zones/",
        "/zones/7/8",
        "/other",
        "/zones/%2F",
    ]);
    let root = prop_oneof![6 => Just("/v1/"), 1 => Just("/V1/"), 1 => Just("/v2/")];
    let query = select(&["", "", "?page=3", "?page=x&page=4", "?p%61ge=2", "?a=b c", "?page=", "?x=%zz"][..]);
    (root, account, tail, query).prop_map(|(root, account, tail, query)| format!("{root}{account}{tail}{query}"))
}

fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let pair = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let token = select(vec![
        ("X-Token", "TOK abc123"),
        ("x-token", "TOK abcd"),
        ("X-TOKEN", "TOK ab"),
        ("X-Token", "abc123"),
        ("X-Token", ""),
        ("X-Token ", "TOK abcd"),
        ("X-Token", "TOK abcdefghi"),
    ]);
    let kind =
        select(vec![("X-Kind", "gold"), ("X-Kind", "3"), ("x-kind", "g"), ("X Kind", "z"), ("X-Kind", "a\u{1}")]);
    let content_type = select(vec![
        ("Content-Type", "application/json"),
        ("content-type", "application/json; charset=utf-8"),
        ("Content-Type", "text/csv"),
    ]);
    let others = vec(kind, 0..3);
    (option::weighted(0.8, token), others, option::weighted(0.8, content_type)).prop_map(
        move |(token, others, content_type)| {
            let host = [("Host", "api.example.com")];
            token.into_iter().chain(others).chain(host).chain(content_type).map(pair).collect()
        },
    )
}

fn body() -> impl Strategy<Value = String> {
    let value = || {
        select(vec![
            "\"gold\"",
            "\"silver\"",
            "\"g\"",
            "\"a@b.c\"",
            "\"a@b\"",
            "\"\"",
            "\"  \"",
            "null",
            "true",
            "false",
            "3",
            "8",
            "4.5",
            "-7",
            "1e3",
            "\"3\"",
            "\"abc\"",
            "[]",
            "[1]",
            "{}",
            "\"***\"",
            "\"\\u0067old\"",
            "\"\\u0020\"",
            "\"<name>\"",
            "\"toolong\"",
        ])
    };
    let names = select(vec!["name", "type", "active", "mail", "na\\u006de", "other"]);
    let member = (names, value()).prop_map(|(name, value)| format!("\"{name}\":{value}"));
    let opt = value().prop_map(|v| format!("\"opt\":{{\"mode\":{v}}}"));
    let items = vec(value(), 0..3).prop_map(|values| {
        let items: Vec<_> = values.iter().map(|v| format!("{{\"id\":{v}}}")).collect();
        format!("\"items\":[{}]", items.join(", "))
    });
    let odd = select(vec!["\"opt\":{}", "\"opt\":3", "\"items\":{}", "\"items\":[3,{}]", "\"opt\":null"]);
    let odd = odd.prop_map(str::to_owned);
    let members = vec(prop_oneof![8 => member, 1 => opt, 1 => items, 1 => odd], 0..6);
    let object = members.prop_map(|members| {
        let mut seen: Vec<String> = Vec::new();
        // of two members of one name it isn't said which counts
        let name = |member: &str| member.split(':').next().unwrap().replace("\\u006d", "m");
        let members = members.into_iter().filter(|member| {
            let is_new = !seen.contains(&name(member));
            seen.push(name(member));
            is_new
        });
        format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
    });
    let broken =
        select(vec!["", "{", "[1, 2]", "{\"name\":01}", "{\"name\":\"a\tb\"}", "\"text\"", "{} x", "[{\"name\":1}]"]);
    prop_oneof![8 => object, 1 => broken.prop_map(str::to_owned)]
}
