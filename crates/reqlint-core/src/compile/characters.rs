//! Rules about characters, held against the octets that a known server was measured to refuse.

use crate::base::finding::HeaderPart;
use crate::base::octets::Octets;
use crate::base::prevalence::Answer;
use crate::check::CheckSpec;
use crate::check::kinds::encoding::{Encoding, Refused};
use crate::check::kinds::header_form::HeaderForm;
use crate::files::rule::RuleSpec;
use crate::files::server::{CharacterPlace, Characters};
use std::collections::BTreeMap;

/// Narrows rules about characters to the octets that a known server refuses, if it refuses any, and returns its answer for each of
/// these rules.
/// `listed` are the answers to whole requests: they say more of letters outside ASCII than their octets do.
pub(super) fn set(
    rules: &mut [RuleSpec],
    characters: &[Characters],
    listed: &BTreeMap<String, Answer>,
) -> BTreeMap<String, Answer> {
    let mut answers = BTreeMap::new();
    for rule in rules {
        let answer = match rule.check.as_mut().map(|check| &mut check.value) {
            Some(CheckSpec::Encoding(check)) => encoding(check, characters, listed.contains_key(&rule.id)),
            Some(CheckSpec::HeaderForm(check)) => header_form(check, characters),
            _ => None,
        };
        if let Some(answer) = answer {
            answers.insert(rule.id.clone(), answer);
        }
    }
    answers
}

fn encoding(check: &mut Encoding, characters: &[Characters], is_listed: bool) -> Option<Answer> {
    let octets = check.octets_tried(is_listed)?;
    let [in_path, in_query] = check.looks_in();
    let path = find(characters, CharacterPlace::Path);
    let query = find(characters, CharacterPlace::Query);
    // both have to be known where both are looked at
    if in_path && path.is_none() || in_query && query.is_none() {
        return None;
    }
    let looked_at = [path.filter(|_| in_path), query.filter(|_| in_query)];
    let answer = answer(looked_at.into_iter().flatten(), octets);
    let refused = |found: Option<&Characters>| found.map(|found| found.refused).unwrap_or_default();
    if answer.is_refusal() {
        *check = check.only(Refused { path: refused(path), query: refused(query) });
    }
    Some(answer)
}

fn header_form(check: &mut HeaderForm, characters: &[Characters]) -> Option<Answer> {
    let (part, octets) = check.octets_tried()?;
    let place = if part == HeaderPart::Name { CharacterPlace::HeaderName } else { CharacterPlace::HeaderValue };
    let found = find(characters, place)?;
    let answer = answer([found].into_iter(), octets);
    if answer.is_refusal() {
        *check = check.only(found.refused);
    }
    Some(answer)
}

fn find(characters: &[Characters], place: CharacterPlace) -> Option<&Characters> {
    characters.iter().find(|characters| characters.place == place)
}

/// The first refusal of any of these octets.
fn answer<'c>(mut places: impl Iterator<Item = &'c Characters>, octets: Octets) -> Answer {
    let refuses = |place: &&Characters| octets.meets(place.refused);
    places.find(refuses).and_then(|place| place.answer).unwrap_or(Answer::Accepted)
}

#[cfg(test)]
mod tests {
    use crate::base::finding::Severity;
    use crate::compile::{Loaded, Project};
    use crate::files::PackSource;
    use crate::language::SourceFile;
    use crate::message::exchange::{Exchange, HeaderField, Headers, Request};
    use std::borrow::Cow;

    const RULES: [(&str, &str); 5] = [
        ("control", "encoding = { characters = ['control'] }"),
        ("quote", "encoding = { part = 'query', characters = ['quote'] }"),
        ("letter", "encoding = { characters = ['non-ascii'] }"),
        ("name", "header-form = { tests = ['name-characters'] }"),
        ("value", "header-form = { tests = ['value-characters'] }"),
    ];

    const SERVER: &str = "title = 'S'\nkind = 'server'\n[[measured]]\nversion = '1'\non = 2026-01-01\n";

    const TRIED: &str = r#"
        [measured.characters]
        path         = { refused = "01-1F 80-A0", answer = 400 }
        query        = { refused = "0B 80-A0", answer = "closed" }
        header-name  = { refused = "28", answer = 431 }
        header-value = { refused = "" }
    "#;

    /// The findings of a request to a server that was measured to answer so.
    fn found(measured: &str, target: &str, header: (&str, &str)) -> Vec<(String, Severity, Option<u16>)> {
        let file = |path: &str, text: String| SourceFile { path: path.into(), text };
        let rule = |(id, check): (&str, &str)| {
            let text =
                format!("title = 'T'\nstatus = 400\ncheck.{check}\n[[example]]\nfail = 'GET /'\npass = 'GET /'\n");
            file(&format!("p/{id}.toml"), text)
        };
        let own =
            [file("p/pack.toml", "title = 'P'\n".into()), file("p/servers/s.toml", format!("{SERVER}{measured}"))];
        let files = own.into_iter().chain(RULES.map(rule)).collect();
        let mut project = Project::default();
        project.run_notes();
        project.assume_server("--server", "s");
        let loaded = Loaded::of(project, vec![PackSource { name: "p".into(), root: "p".into(), files }]);
        assert!(loaded.errors.is_empty(), "{}", loaded.errors);
        let (name, value) = header;
        let request = Request {
            method: Cow::Borrowed(b"GET"),
            target: Cow::Borrowed(target.as_bytes()),
            headers: Headers::Fields(vec![HeaderField::new(name, value)]),
            ..Request::default()
        };
        let exchange = Exchange { request, ..Exchange::default() };
        let resolved = loaded.rules.explain(&exchange, &loaded.rules.facts()).resolved;
        let each = resolved.findings.iter();
        each.map(|finding| (finding.rule.trim_start_matches("p/").to_owned(), finding.severity, finding.status))
            .collect()
    }

    #[test]
    fn rules_look_for_the_octets_that_are_refused() {
        let (error, note) = (Severity::Error, Severity::Note);
        let found = |target, header| found(TRIED, target, header);
        let one = |rule: &str, severity, status| vec![(rule.to_owned(), severity, status)];
        assert_eq!(found("/a\u{1}b", ("A", "b")), one("control", error, Some(400)));
        // the query takes it
        assert_eq!(found("/a?b=\u{1}", ("A", "b")), []);
        assert_eq!(found("/a?b=\u{B}", ("A", "b")), one("control", error, Some(400)));
        // all that the rule looks for is taken
        assert_eq!(found("/a?b=\"", ("A", "b")), one("quote", note, Some(400)));
        // C3 A9 and C3 BC
        assert_eq!(found("/\u{E9}\u{FC}", ("A", "b")), []);
        assert_eq!(found("/\u{E0}", ("A", "b")), one("letter", error, Some(400)));
        assert_eq!(found("/", ("A(", "b")), one("name", error, Some(431)));
        assert_eq!(found("/", ("A)", "b")), []);
        assert_eq!(found("/", ("A", "\u{1}")), one("value", note, Some(400)));
    }

    #[test]
    fn answers_to_whole_letters_say_more() {
        let taken = format!("answers = {{ letter = 'accepted' }}\n{TRIED}");
        let expected = vec![("letter".to_owned(), Severity::Note, Some(400))];
        assert_eq!(found(&taken, "/\u{E0}", ("A", "b")), expected);
        assert_eq!(found("answers = { control = 400 }", "/a?b=\u{1}", ("A", "b"))[0].1, Severity::Error);
    }
}
