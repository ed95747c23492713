//! Methods and redirects: what the resource takes, and what became of the request on the way.

use super::Evidence;
use super::draft::{Draft, whole};
use crate::base::finding::{Location, Part};

pub(super) fn drafts(evidence: &Evidence<'_>) -> Vec<Draft> {
    match evidence.answer.status {
        301 | 302 | 303 | 307 | 308 => redirected(evidence).into_iter().collect(),
        405 | 501 => allowed(evidence).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn allowed(evidence: &Evidence<'_>) -> Option<Draft> {
    let method = String::from_utf8_lossy(evidence.method()).into_owned();
    let at = Location { range: Some(0..method.len()), ..whole(Part::Method) };
    let Some(allow) = evidence.answer.header("allow").filter(|allow| !allow.trim().is_empty()) else {
        if evidence.resolved.endpoint.is_some() || evidence.status_is(&[501]) || method.is_empty() {
            // the documentation says otherwise, which is said by a remark
            return None;
        }
        let draft = Draft::new("answer/method", format!("the resource does not take {method}"))
            .because(format!("the answer refuses {method}, and does not say which methods it takes"))
            .fix("Check method and path against the documentation; a path that is a little wrong may be another resource.");
        return Some(draft.at(at));
    };
    let methods: Vec<&str> = allow.split(',').map(str::trim).filter(|one| !one.is_empty()).collect();
    if method.is_empty() {
        let draft = Draft::new("answer/method", format!("the resource takes {} only", methods.join(", ")))
            .because(format!("the answer's Allow lists {}", methods.join(", ")))
            .fix("Compare the method that was sent with these, and check the path; a redirect turns POST into GET.");
        return Some(draft);
    }
    if methods.contains(&method.as_str()) && evidence.status_is(&[501]) {
        return None;
    }
    if methods.contains(&method.as_str()) {
        let draft = Draft::new("answer/method", format!("{method} is among the methods that the answer allows"))
            .because(format!("Allow lists {}, and {method} was refused: on the way it may have become another (a redirect turns POST into GET)", methods.join(", ")))
            .fix("Check for a redirect, and send the request to where it leads.");
        return Some(draft.at(at));
    }
    let draft = Draft::new("answer/method", format!("the resource does not take {method}"))
        .because(format!("the request has {method}, and the answer allows {}", methods.join(", ")))
        .fix(format!(
            "Use one of {}, or check the path: it may name another resource than the one that was meant.",
            methods.join(", ")
        ));
    // which resource it was is in doubt where the path may have been decoded on the way
    Some(draft.at(at).confirmed_if(super::transport::slash(evidence).is_none()))
}

fn redirected(evidence: &Evidence<'_>) -> Option<Draft> {
    let location = evidence.shown(evidence.answer.header("location")?);
    let method = String::from_utf8_lossy(evidence.method()).into_owned();
    let draft = Draft::new("answer/redirect", "the API redirects the request to another address")
        .because(format!("the answer's Location is {location}"));
    let draft = if evidence.is_unsafe() && evidence.status_is(&[301, 302, 303]) {
        draft.because(format!("a client that follows it turns {method} into GET, and sends no body"))
    } else {
        draft
    };
    Some(draft.fix(format!("Send the request to {location}.")).at(whole(Part::Target)).confirmed_if(true))
}
