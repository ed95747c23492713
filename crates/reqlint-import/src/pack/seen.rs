//! A pack from examples. It can tell that a request goes where none was seen, or has no credential where each had one; these
//! are warnings, since what wasn't seen may be accepted, too.

use super::examples::{self, Broken};
use super::groups::WaysIn;
use super::rules::Draft;
use super::{PackFile, REPORT_FILE, credentials, toml};
use crate::api::{Api, Basis, Operation};
use crate::framework::{Answer, Framework};

/// How the source of a pack is named in sentences.
fn source(api: &Api) -> &'static str {
    match api.basis {
        Basis::Recordings { .. } => "the recording",
        Basis::Collection { .. } | Basis::Description => "the collection",
    }
}

/// The rules that examples give rise to.
pub(super) fn drafts(api: &Api, ways_in: &WaysIn) -> Vec<Draft> {
    let from = source(api);
    let all: Vec<_> = api.operations.iter().collect();
    let draft = |id: &str, title: &'static str, why: String, fix: String, check: &str, broken| Draft {
        id: id.to_owned(),
        title: title.into(),
        why: why.into(),
        fix,
        answer: Some(Answer::Accepted),
        tags: Vec::new(),
        endpoints: Vec::new(),
        tagged: Vec::new(),
        check: format!("check = \"{check}\"\n"),
        waits_for: "",
        is_about_schemas: false,
        examples: examples::of(api, &all, broken),
    };
    let capital = format!("T{}", from.strip_prefix('t').unwrap_or_default());
    let mut drafts = vec![
        draft(
            "endpoint-not-seen",
            "The URL is one that was seen",
            format!("{capital} has no request to such a path. That doesn't show that the API has none."),
            format!("Compare the path with {from}; if the API has it, add it to the catalogue."),
            "known-endpoint",
            Broken::Path,
        ),
        draft(
            "method-not-seen",
            "The path was seen with this method",
            format!("{capital} has this path, but not with {{method}}. That doesn't show that the API refuses it."),
            "Use {allowed}, or add the method to the catalogue.".to_owned(),
            "allowed-method",
            Broken::Method,
        ),
    ];
    let has_letters =
        |o: &&Operation| o.path.split('/').any(|s| !s.contains('{') && s.contains(|c: char| c.is_ascii_alphabetic()));
    if all.iter().any(has_letters) {
        drafts.push(draft(
            "path-in-other-case",
            "The path is in the case in which it was seen",
            "The path was seen, but in other letters: most APIs compare paths letter by letter.".to_owned(),
            format!("Write the path in the same case as in {from}."),
            "exact-case",
            Broken::Case,
        ));
    }
    if all.iter().any(|o| !o.path.ends_with('/')) {
        drafts.push(draft(
            "slash-at-end",
            "The path does not end with a slash",
            "The path was seen without a slash at its end; with it this is another path.".to_owned(),
            "Remove the slash at the end of the path.".to_owned(),
            "no-trailing-slash",
            Broken::Slash,
        ));
    }
    for mut draft in credentials::drafts(api, ways_in, None) {
        draft.id = draft.id.replace("-missing", "-not-sent");
        draft.title = "The request has the credentials that were seen here".into();
        let had = match api.basis {
            Basis::Recordings { .. } => "every request of the recording that the API took here had credentials",
            Basis::Collection { .. } | Basis::Description => "the collection sends credentials with every request here",
        };
        draft.why =
            format!("This request has no credentials, and {had}. That doesn't show that the API asks for them.").into();
        draft.answer = Some(Answer::Accepted);
        drafts.push(draft);
    }
    drafts
}

/// `pack.toml`: it says nothing of how strictly the API reads.
pub(super) fn pack_file(api: &Api, framework: Option<&Framework>) -> PackFile {
    let from = source(api);
    let mut text = format!(
        "# From examples ({}): the catalogue has what occurred, and rules only warn. No member is required, and none is\n\
         # refused, until you say so. What was left out is in {REPORT_FILE}.\n",
        api.format
    );
    let pairs = [("title".to_owned(), toml::quoted(&api.title)), ("hosts".to_owned(), toml::texts(&api.hosts))];
    text += &toml::lines(&pairs);
    text += &super::replies(api, framework, &format!("error answers of {from}"));
    PackFile { path: "pack.toml".to_owned(), text }
}
