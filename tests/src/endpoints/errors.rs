//! One error in an otherwise correct request: the answer is the one for that error, at every endpoint.

use super::catalogue::{Endpoint, Required};
use super::request::Draft;
use super::{Fill, Samples, endpoints, judge};
use reqlint_core::Resolved;

/// Judges the request to every endpoint with an error made in its text; `None` if it can't be made there.
fn with_error(make: impl Fn(&Endpoint, &Draft<'_>) -> Option<String>, look: impl Fn(&Endpoint, &str, &Resolved)) {
    let samples = Samples::read();
    for endpoint in endpoints() {
        if let Some(text) = make(&endpoint, &Draft::least(&endpoint, &samples)) {
            look(&endpoint, &text, &judge(&endpoint, &text));
        }
    }
}

/// The answer's status and the rule that gives it.
fn answer(resolved: &Resolved) -> Option<(u16, &str)> {
    let expected = resolved.expected.as_ref()?;
    Some((expected.status?, expected.rule.trim_start_matches("edgecast/")))
}

#[test]
fn a_trailing_slash_is_404_and_the_endpoint_is_known() {
    let slash =
        |_: &Endpoint, draft: &Draft<'_>| Some(draft.text().replacen(&draft.path(), &format!("{}/", draft.path()), 1));
    with_error(slash, |endpoint, text, resolved| {
        assert_eq!(answer(resolved), Some((404, "trailing-slash")), "{text}");
        assert_eq!(resolved.endpoint.as_ref(), Some(&endpoint.id), "{text}");
    });
}

#[test]
fn another_case_is_403_and_the_endpoint_is_known() {
    let capitals = |endpoint: &Endpoint, draft: &Draft<'_>| {
        let segment = |segment: &str| match segment.starts_with('{') {
            true => segment.to_owned(),
            false => segment.to_uppercase(),
        };
        let path = endpoint.path.split('/').map(segment).collect::<Vec<_>>().join("/");
        Some(Draft { path: &path, ..*draft }.text())
    };
    with_error(capitals, |endpoint, text, resolved| {
        assert_eq!(answer(resolved), Some((403, "path-in-wrong-case")), "{text}");
        assert_eq!(resolved.endpoint.as_ref(), Some(&endpoint.id), "{text}");
    });
}

#[test]
fn without_authorization_each_host_has_its_own_answer() {
    let unauthorized = |endpoint: &Endpoint, draft: &Draft<'_>| {
        let text = draft.text();
        let header = text.lines().find(|line| line.starts_with("Authorization"))?;
        assert_ne!(endpoint.host, "id.vdms.io", "{text}");
        Some(text.replace(&format!("{header}\n"), ""))
    };
    with_error(unauthorized, |endpoint, text, resolved| {
        let expected = match endpoint.host.as_str() {
            "api.edgecast.com" => (403, "authorization-missing"),
            _ => (401, "gateway-authorization-missing"),
        };
        assert_eq!(answer(resolved), Some(expected), "{text}");
    });
}

#[test]
fn another_spelling_means_the_same_endpoint() {
    let (all, samples) = (endpoints(), Samples::read());
    for endpoint in &all {
        for (method, path) in endpoint.other_spellings() {
            let draft = Draft { path, method, ..Draft::least(endpoint, &samples) };
            for text in [Fill::Least, Fill::Most].map(|fill| Draft { fill, ..draft }.text()) {
                let resolved = judge(endpoint, &text);
                let found = resolved.endpoint.as_ref().and_then(|id| all.iter().find(|one| one.id == *id)).unwrap();
                // if two share a spelling, the first one wins
                assert!(found.other_spellings().any(|spelling| spelling == (method, path)), "{}:\n{text}", found.id);
                assert_eq!(answer(&resolved), None, "{text}");
            }
        }
    }
}

#[test]
fn each_missing_required_member_is_reported() {
    let samples = Samples::read();
    for endpoint in endpoints() {
        let members = endpoint.fields.body.iter().filter(|(name, _)| !name.contains(['.', '[']));
        let required = members.filter(|(_, field)| matches!(field.required, Required::Always(true)));
        for (name, _) in required {
            let text = Draft { without: Some(name), ..Draft::least(&endpoint, &samples) }.text();
            let resolved = judge(&endpoint, &text);
            assert_eq!(answer(&resolved), Some((400, "field-missing")), "without {name}:\n{text}");
            let missing = resolved.findings.first().and_then(|finding| finding.location.name.as_deref());
            assert_eq!(missing, Some(name.as_str()), "{text}");
        }
    }
}
