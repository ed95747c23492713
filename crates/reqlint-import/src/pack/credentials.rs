//! Rules about credentials: of each way in that operations ask for.

use super::examples::{self, Broken};
use super::groups::{Family, WaysIn, groups};
use super::rules::{Draft, ids, variant};
use super::toml;
use crate::api::{Api, Basis, Credential};
use crate::framework::Framework;
use std::collections::BTreeSet;

/// Rules about credentials, one for each way in.
pub(super) fn drafts(api: &Api, ways_in: &WaysIn, framework: Option<&Framework>) -> Vec<Draft> {
    let mut all = Vec::new();
    for (sets, name) in &ways_in.all {
        // of examples only is known what was sent
        let schemes = if api.basis == Basis::Description { schemes(sets) } else { Vec::new() };
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
                why: why(&schemes).into(),
                fix: format!("Send {}.", sentence(sets)),
                answer: group.answer,
                tags,
                endpoints,
                check: check(sets, &schemes),
                waits_for: "",
                is_about_schemas: false,
                examples: examples::of(api, &group.operations, Broken::Credentials),
            });
        }
    }
    all
}

/// The schemes of Authorization that credentials may be of, where the description leaves no other way to use that header.
fn schemes(sets: &[BTreeSet<Credential>]) -> Vec<&str> {
    let mut schemes = Vec::new();
    for set in sets {
        let own = set.iter().filter_map(|credential| match credential {
            Credential::Header(name, scheme) if is_authorization(name) => Some(scheme.as_deref()),
            _ => None,
        });
        match own.collect::<Vec<_>>().as_slice() {
            [] => {}
            [Some(scheme)] => schemes.push(*scheme),
            // any value will do, or one header would need two
            _ => return Vec::new(),
        }
    }
    schemes.sort_unstable();
    schemes.dedup();
    schemes
}

fn why(schemes: &[&str]) -> String {
    match schemes {
        [] => "The endpoint asks for credentials, and the request has none where they belong.".to_owned(),
        schemes => {
            let schemes = schemes.join(" or ");
            format!(
                "The endpoint asks for credentials (in Authorization: {schemes}), and the request has no such credential."
            )
        }
    }
}

/// The check of one way in, or of any of several.
fn check(sets: &[BTreeSet<Credential>], schemes: &[&str]) -> String {
    let is_alone = sets.iter().all(|set| matches!(set.iter().collect::<Vec<_>>().as_slice(), [Credential::Header(..)]));
    if let (true, [_, _, ..]) = (is_alone, schemes)
        && sets.len() == schemes.len()
    {
        return format!("[check.value]\n{}", toml::lines(&of_schemes(schemes)));
    }
    let one = |credential: &Credential| match credential {
        Credential::Header(name, Some(scheme)) if schemes.contains(&scheme.as_str()) && is_authorization(name) => {
            let pairs = of_schemes(&[scheme]);
            let pairs: Vec<_> = pairs.iter().map(|(key, value)| format!("{key} = {value}")).collect();
            format!("value = {{ {} }}", pairs.join(", "))
        }
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
            [Credential::Header(name, Some(scheme))]
                if schemes.contains(&scheme.as_str()) && is_authorization(name) =>
            {
                format!("[check.value]\n{}", toml::lines(&of_schemes(&[scheme])))
            }
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

fn is_authorization(name: &str) -> bool {
    name.eq_ignore_ascii_case("Authorization")
}

/// The operators that hold where Authorization has one of these schemes and a credential. The case of a scheme doesn't matter
/// (RFC 9110 section 11.1).
fn of_schemes(schemes: &[&str]) -> Vec<(String, String)> {
    let begins: Vec<_> = schemes.iter().map(|scheme| format!("{scheme} ")).collect();
    let begins = match begins.as_slice() {
        [only] => toml::quoted(only),
        several => toml::texts(several),
    };
    let pairs = [
        ("of", toml::quoted("header.Authorization")),
        ("present", "true".to_owned()),
        ("starts-with", begins),
        ("ignore-case", "true".to_owned()),
    ];
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
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
