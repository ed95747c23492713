//! From an API to the files of a pack.

mod credentials;
mod endpoints;
mod examples;
mod groups;
mod headers;
mod prove;
mod rules;
mod sample;
mod seen;
mod strictness;
mod toml;
mod whole;
mod written;

use crate::api::{Api, Basis};
use crate::framework::Framework;
use crate::loss::LossReport;

/// The file of the loss report in a pack's folder.
pub const REPORT_FILE: &str = "import-report.txt";

/// A file of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackFile {
    /// From the pack's folder: `endpoints/orders.toml`.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// Writes a pack, proves its examples, and says what was lost.
pub(crate) fn write(mut api: Api, name: &str, framework: Option<&Framework>) -> (Vec<PackFile>, LossReport) {
    if let Some(framework) = framework.filter(|_| api.basis == Basis::Description) {
        strictness::note(&mut api, framework);
    }
    let ways_in = groups::WaysIn::of(&api);
    let is_described = api.basis == Basis::Description;
    let drafts = if is_described { rules::drafts(&api, &ways_in, framework) } else { seen::drafts(&api, &ways_in) };
    let tags = |draft: &rules::Draft| {
        let pairs = draft.tagged.iter().flat_map(|id| draft.tags.iter().map(|tag| (id.clone(), tag.clone())));
        pairs.collect::<Vec<_>>()
    };
    let used = drafts.iter().flat_map(tags).collect();
    groups::tag(&mut api, &used, &ways_in);
    let mut files = vec![if is_described { pack_file(&api, framework) } else { seen::pack_file(&api, framework) }];
    files.extend(endpoints::files(&api));
    files.extend(prove::proved(name, &files, drafts, &mut api));
    let report = LossReport::of(&api);
    files.push(PackFile { path: REPORT_FILE.to_owned(), text: report.text.clone() });
    (files, report)
}

fn pack_file(api: &Api, framework: Option<&Framework>) -> PackFile {
    let mut pairs = vec![("title".to_owned(), toml::quoted(&api.title)), ("hosts".to_owned(), toml::texts(&api.hosts))];
    if let Some(docs) = &api.docs {
        pairs.push(("docs".to_owned(), toml::quoted(docs)));
    }
    pairs.push(("precedence".to_owned(), "[404, 405, 401, 403, 415, 400, 422]".to_owned()));
    let mut text = format!("# From a description in {}. What it doesn't say is in {REPORT_FILE}.\n", api.format);
    if let Some(framework) = framework {
        text += &format!("# Statuses that it doesn't give are those of {}.\n", framework.version());
    }
    text += &toml::lines(&pairs);
    let mut strict = vec![("null", "\"value\""), ("blank", "\"value\"")];
    strict.extend(api.nests_forms.then_some(("forms", "\"brackets\"")));
    let strict: Vec<_> = strict.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    text += "\n# A null, an empty text or an empty list is a value like any other, as in the description.\n[strict]\n";
    text += &toml::lines(&strict);
    for pattern in &api.patterns {
        let regex = ("regex".to_owned(), toml::literal(&pattern.regex));
        let pairs = [regex, ("says".to_owned(), toml::quoted(&pattern.says))];
        text += &format!("\n[pattern.{}]\n{}", toml::key(&pattern.name), toml::lines(&pairs));
    }
    text += &replies(api, framework, "the error answers of the description");
    PackFile { path: "pack.toml".to_owned(), text }
}

/// How the API words an error: what `from` shows, then what the framework was measured to answer.
fn replies(api: &Api, framework: Option<&Framework>, from: &str) -> String {
    let of_api =
        api.reply.iter().map(|(statuses, body)| (statuses.clone(), "application/json", &**body, from.to_owned()));
    let measured = framework.into_iter().flat_map(|framework| {
        let templates = framework.replies();
        templates.map(|(at, media_type, body)| (at, media_type, body, format!("answers of {}", framework.version())))
    });
    let mut text = String::new();
    let mut written = Vec::new();
    // the first that fits is taken, so those of some statuses come before those of any
    let mut all: Vec<_> = of_api.chain(measured).collect();
    all.sort_by_key(|(statuses, ..)| statuses.is_empty());
    for (statuses, media_type, body, from) in all {
        if written.contains(&(statuses.clone(), media_type, body)) {
            continue;
        }
        written.push((statuses.clone(), media_type, body));
        let quoted = if body.contains('\'') { toml::quoted(body) } else { format!("'{body}'") };
        let statuses: Vec<_> = statuses.iter().map(u16::to_string).collect();
        let at = (!statuses.is_empty()).then(|| ("status".to_owned(), format!("[{}]", statuses.join(", "))));
        let pairs = [("content-type".to_owned(), toml::quoted(media_type)), ("body".to_owned(), quoted)];
        let pairs: Vec<_> = at.into_iter().chain(pairs).collect();
        text += &format!("\n# From {from}.\n[[reply]]\n{}", toml::lines(&pairs));
    }
    text
}
