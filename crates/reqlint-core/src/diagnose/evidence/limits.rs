//! Limits on requests that are used up: `Retry-After` and the families of rate limit headers.

use super::draft::Draft;
use super::gathered::Evidence;
use crate::diagnose::causes::LIMIT;

/// Headers that say how many requests are left.
const REMAINING: [&str; 5] = [
    "ratelimit-remaining",
    "x-ratelimit-remaining",
    "x-rate-limit-remaining",
    "x-ratelimit-remaining-requests",
    "x-ratelimit-requests-remaining",
];

/// Words of an answer that is about a limit on requests.
const SAYS: &[&str] =
    &["rate limit", "rate-limit", "ratelimit", "too many requests", "request limit", "throttl", "rate exceeded"];

pub(super) fn drafts(evidence: &Evidence<'_>) -> Vec<Draft> {
    limit(evidence).into_iter().collect()
}

fn limit(evidence: &Evidence<'_>) -> Option<Draft> {
    // the limit of another project, which waiting doesn't help
    if super::credentials::quota(evidence).is_some() {
        return None;
    }
    let answer = &evidence.answer;
    let spent = REMAINING.iter().find(|name| answer.header(name).is_some_and(|value| value.trim() == "0"));
    let is_refused = evidence.status_is(&[403, 420, 429, 503]);
    let says = answer.says(SAYS);
    if !is_refused || !(evidence.status_is(&[429, 420]) || spent.is_some() || says && !evidence.status_is(&[503])) {
        return None;
    }
    let mut draft = Draft::new(LIMIT, "a limit on requests is used up");
    if let Some(name) = spent {
        draft = draft.because(format!("the answer's {name} is 0"));
    } else if says {
        draft = draft.because("the answer speaks of a limit on requests");
    } else {
        draft = draft.because(format!("{} means that too many requests were sent", answer.status));
    }
    Some(match evidence.retry_after {
        Some(seconds) => draft
            .because(format!("by its headers the limit is renewed in {seconds} seconds"))
            .fix(format!("Wait {seconds} seconds, send it again, and then send fewer requests at once.")),
        None => draft.fix("Wait, and wait longer after each refusal; send fewer requests at once."),
    })
}
