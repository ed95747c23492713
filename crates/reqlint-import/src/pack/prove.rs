//! Every example is run before it is written. A rule none of whose examples goes as it should is left out, and said to be.

use super::rules::Draft;
use super::{PackFile, toml};
use crate::api::Api;
use crate::framework::Answer;
use crate::loss::Lost;
use reqlint_core::{Loaded, PackSource, SourceFile};
use reqlint_formats::examples::{self, ExampleRun};
use std::collections::HashMap;

/// The files of the rules whose examples go as they should.
pub(super) fn proved(name: &str, files: &[PackFile], drafts: Vec<Draft>, api: &mut Api) -> Vec<PackFile> {
    let right = tried(name, files, &drafts);
    let proved = |prefix: &'static str| {
        let mut ids: Vec<_> = right.keys().filter(|id| !prefix.is_empty() && id.starts_with(prefix)).cloned().collect();
        ids.sort_unstable();
        ids
    };
    let mut written = Vec::new();
    for draft in drafts {
        let Some(number) = right.get(&draft.id) else {
            api.remarks.push(format!("there is no rule `{}`: no example could be made up for it", draft.id));
            if draft.is_about_schemas {
                let is_concerned = |id: &String| draft.tagged.contains(id) || draft.endpoints.contains(id);
                for operation in api.operations.iter_mut().filter(|operation| is_concerned(&operation.id)) {
                    operation.lose(Lost::Unproved(draft.id.clone()), "");
                }
            }
            continue;
        };
        if let Some(example) = draft.examples.get(*number) {
            written.push(PackFile {
                path: path(&draft),
                text: text(&draft, &proved(draft.waits_for), std::slice::from_ref(example)),
            });
        }
    }
    written
}

/// Of each rule the first example that fails and passes as it should.
fn tried(name: &str, files: &[PackFile], drafts: &[Draft]) -> HashMap<String, usize> {
    let file = |path: &str, text: &str| SourceFile { path: format!("{name}/{path}"), text: text.to_owned() };
    let mut sources: Vec<_> = files.iter().map(|f| file(&f.path, &f.text)).collect();
    let with_examples = drafts.iter().filter(|draft| !draft.examples.is_empty());
    sources.extend(with_examples.map(|draft| file(&path(draft), &text(draft, &[], &draft.examples))));
    let loaded = Loaded::from(vec![PackSource { name: name.to_owned(), root: name.to_owned(), files: sources }]);
    let mut right = HashMap::new();
    for rule in loaded.rules.rules() {
        let runs = examples::run(&loaded.rules, rule);
        let number = runs.chunks(2).position(|pair| pair.iter().all(ExampleRun::is_right));
        let id = rule.id().rsplit('/').next().unwrap_or_default();
        if let Some(number) = number {
            right.insert(id.to_owned(), number);
        }
    }
    right
}

fn path(draft: &Draft) -> String {
    let folder = match draft.answer {
        Some(Answer::Status(status)) => reason(status),
        Some(Answer::Accepted) => "warnings".to_owned(),
        None => "status-undocumented".to_owned(),
    };
    format!("{folder}/{}.toml", draft.id)
}

fn reason(status: u16) -> String {
    let reason = match status {
        400 => "bad-request",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not-found",
        405 => "method-not-allowed",
        415 => "unsupported-media-type",
        422 => "unprocessable-content",
        500 => "internal-server-error",
        _ => return status.to_string(),
    };
    format!("{status}-{reason}")
}

fn text(draft: &Draft, unless_failed: &[String], examples: &[(String, String)]) -> String {
    let mut pairs = vec![("title".to_owned(), toml::quoted(&draft.title))];
    match draft.answer {
        Some(Answer::Status(status)) => pairs.push(("status".to_owned(), status.to_string())),
        Some(Answer::Accepted) => pairs.push(("severity".to_owned(), "\"warning\"".to_owned())),
        // refused, but the description doesn't say how
        None => pairs.push(("severity".to_owned(), "\"error\"".to_owned())),
    }
    pairs.push(("why".to_owned(), toml::quoted(&draft.why)));
    pairs.push(("fix".to_owned(), toml::quoted(&draft.fix)));
    if !unless_failed.is_empty() {
        pairs.push(("unless-failed".to_owned(), toml::texts(unless_failed)));
    }
    let is_table = draft.check.starts_with('[');
    let (mut text, own) = (toml::lines(&pairs), &draft.check);
    if let (false, Some((_, kind))) = (is_table, own.split_once('=')) {
        pairs.push(("check".to_owned(), kind.trim().to_owned()));
        text = toml::lines(&pairs);
    }
    let applies =
        [("tags", &draft.tags), ("endpoints", &draft.endpoints)].into_iter().filter(|(_, list)| !list.is_empty());
    let applies: Vec<_> = applies.map(|(key, list)| (key.to_owned(), toml::texts(list))).collect();
    if !applies.is_empty() {
        text += &format!("\n[applies-to]\n{}", toml::lines(&applies));
    }
    if is_table {
        text += &format!("\n{own}");
    }
    for (fail, pass) in examples {
        text += &format!("\n[[example]]\nfail = '''\n{fail}'''\npass = '''\n{pass}'''\n");
    }
    text
}
