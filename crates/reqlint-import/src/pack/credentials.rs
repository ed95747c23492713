//! Rules about credentials: of each way in that operations ask for.

use super::examples::{self, Broken};
use super::groups::{Family, WaysIn, groups};
use super::rules::{Draft, ids, variant};
use super::toml;
use crate::api::{Api, Credential};
use crate::framework::Framework;
use std::collections::BTreeSet;

/// Rules about credentials, one for each way in.
pub(super) fn drafts(api: &Api, ways_in: &WaysIn, framework: Option<&Framework>) -> Vec<Draft> {
    let mut all = Vec::new();
    for (sets, name) in &ways_in.all {
        let concerned: Vec<_> = api.operations.iter().filter(|o| o.credentials == *sets).collect();
        let base = if ways_in.all.len() == 1 { "credentials-missing".to_owned() } else { format!("{name}-missing") };
        let groups = groups(&concerned, Family::Credentials, &[401, 403], framework, "no-credentials");
        for (group, number) in groups.into_iter().zip(0..) {
            // tags are alternatives: a rule of one way in and one status names its endpoints
            let (tags, endpoints) = match (ways_in.differ, group.tags.is_empty()) {
                (true, true) => (vec![ways_in.named(name)], Vec::new()),
                (false, _) => (group.tags.clone(), Vec::new()),
                (true, false) => (Vec::new(), ids(&group.operations)),
            };
            all.push(Draft {
                tagged: ids(&group.operations),
                id: variant(&base, group.answer, number),
                title: "The request has the credentials that the endpoint asks for".into(),
                why: "The endpoint asks for credentials, and the request has none where they belong.".into(),
                fix: format!("Send {}.", sentence(sets)),
                answer: group.answer,
                tags,
                endpoints,
                check: check(sets),
                is_about_schemas: false,
                examples: examples::of(api, &group.operations, Broken::Credentials),
            });
        }
    }
    all
}

/// The check of one way in, or of any of several.
fn check(sets: &[BTreeSet<Credential>]) -> String {
    let one = |credential: &Credential| match credential {
        Credential::Header(name, _) => format!("header-required = {{ header = {} }}", toml::quoted(name)),
        Credential::Query(name) => {
            format!("value = {{ of = {}, present = true }}", toml::quoted(&format!("query.{name}")))
        }
        Credential::Cookie(name) => {
            format!(
                "value = {{ of = \"header.Cookie\", present = true, contains = {} }}",
                toml::quoted(&format!("{name}="))
            )
        }
    };
    let set = |set: &BTreeSet<Credential>| {
        let parts: Vec<_> = set.iter().map(one).collect();
        match parts.as_slice() {
            [only] => only.clone(),
            _ => format!("all = [{}]", parts.iter().map(|p| format!("{{ {p} }}")).collect::<Vec<_>>().join(", ")),
        }
    };
    match sets {
        [only] => match only.iter().collect::<Vec<_>>().as_slice() {
            [Credential::Header(name, _)] => format!("[check.header-required]\nheader = {}\n", toml::quoted(name)),
            [Credential::Query(name)] => {
                format!("[check.value]\nof      = {}\npresent = true\n", toml::quoted(&format!("query.{name}")))
            }
            [Credential::Cookie(name)] => format!(
                "[check.value]\nof       = \"header.Cookie\"\npresent  = true\ncontains = {}\n",
                toml::quoted(&format!("{name}="))
            ),
            several => several.iter().map(|c| format!("[[check.all]]\n{}\n", one(c))).collect(),
        },
        several => {
            let mut written: Vec<String> = several.iter().map(set).collect();
            written.dedup();
            match written.as_slice() {
                [only] => format!("[check]\n{only}\n"),
                _ => written.iter().map(|one| format!("[[check.any]]\n{one}\n")).collect(),
            }
        }
    }
}

fn sentence(sets: &[BTreeSet<Credential>]) -> String {
    let one = |credential: &Credential| match credential {
        Credential::Header(name, Some(scheme)) => format!("{name}: {scheme} and the credential"),
        Credential::Header(name, None) => format!("the header {name}"),
        Credential::Query(name) => format!("the query parameter {name}"),
        Credential::Cookie(name) => format!("the cookie {name}"),
    };
    let set = |set: &BTreeSet<Credential>| set.iter().map(one).collect::<Vec<_>>().join(" and ");
    let mut all: Vec<_> = sets.iter().map(set).collect();
    all.dedup();
    all.join(", or ")
}
