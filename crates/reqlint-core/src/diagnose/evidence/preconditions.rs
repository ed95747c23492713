//! Preconditions: required, or not met.

use super::draft::{Draft, missing_header};
use super::gathered::Evidence;

const CONDITIONS: [&str; 4] = ["if-match", "if-unmodified-since", "if-none-match", "if-modified-since"];

pub(super) fn drafts(evidence: &Evidence<'_>) -> Vec<Draft> {
    let sent = CONDITIONS.iter().find_map(|name| evidence.header(name));
    match (evidence.answer.status, sent) {
        (428, None) if evidence.names.shows_headers => vec![
            Draft::new("answer/precondition", "the API takes this only with a condition")
                .because("428 asks for a condition, and the request sends none, such as If-Match")
                .fix("Get the resource first, and send its ETag in If-Match.")
                .at(missing_header("If-Match"))
                .confirmed_if(true),
        ],
        (412, Some(sent)) => vec![
            Draft::new("answer/precondition", format!("the condition in {} does not hold", sent.leaf()))
                .because(format!("the resource is no longer what {} says: it was changed in the meantime, or the value is another one's", sent.leaf()))
                .fix("Get the resource again, and send the request with its present ETag.")
                .at(sent.at_value())
                .confirmed_if(true),
        ],
        _ => Vec::new(),
    }
}
