//! Proxies that got no answer which they could pass on.

use super::draft::Draft;
use super::gathered::Evidence;

pub(super) fn drafts(evidence: &Evidence<'_>) -> Vec<Draft> {
    let Some(writer) = evidence.writer.filter(|writer| writer.is_proxy) else { return Vec::new() };
    let (what, fix) = match () {
        () if evidence.status_is(&[502]) => (
            "got no answer from what is behind it that it could pass on",
            "Ask the administrator whether what is behind it runs, closes connections early, or sends headers that are too large for the proxy.",
        ),
        () if evidence.status_is(&[504]) => (
            "got no answer in time from what is behind it",
            "Ask for less at once, or ask the administrator what is slow behind the proxy, and how long that waits.",
        ),
        () => return Vec::new(),
    };
    let draft = Draft::new("answer/gateway", format!("{} {what}", writer.title));
    vec![draft.because(format!("{} wrote the answer itself", writer.title)).fix(fix)]
}
