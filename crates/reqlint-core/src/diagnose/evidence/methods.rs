//! Methods and redirects: what the resource takes, and what became of the request on the way.

use super::draft::{Draft, whole};
use super::gathered::Evidence;
use crate::base::finding::{Location, Part};

pub(super) fn drafts(evidence: &Evidence<'_>) -> Vec<Draft> {
    match evidence.answer.status {
        301 | 302 | 303 | 307 | 308 => redirected(evidence).into_iter().collect(),
        405 | 501 => {
            got_another(evidence).or_else(|| head(evidence)).or_else(|| allowed(evidence)).into_iter().collect()
        }
        404 => got_another(evidence).or_else(|| head(evidence)).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// The answer refuses another method than the one that was sent: on the way the request became another.
fn got_another(evidence: &Evidence<'_>) -> Option<Draft> {
    let method = String::from_utf8_lossy(evidence.method()).into_owned();
    let words = &evidence.answer.words;
    let got = ["GET", "POST", "PUT", "PATCH", "DELETE"].into_iter().find(|name| refuses(words, name))?;
    let is_named = method.is_empty() || method == "HEAD" || refuses(words, &method);
    if is_named || method.eq_ignore_ascii_case(got) {
        return None;
    }
    let draft = Draft::new("answer/method-changed", format!("{method} was sent, and {got} arrived"))
        .because(format!("the request has {method}, and the answer refuses {got}; a client that follows a redirect may turn a method into GET, and send no body"))
        .fix("Look with curl -v, without -L, whether the first answer is a redirect (https, another host, a slash at the end), and send the request to where it leads.");
    let at = Location { range: Some(0..method.len()), ..whole(Part::Method) };
    Some(draft.at(at).confirmed_if(got == "GET"))
}

/// Whether an answer, in lower case, speaks of a method as the one that came and that it refuses.
fn refuses(words: &str, method: &str) -> bool {
    const QUOTES: [char; 4] = ['\'', '"', '`', '('];
    const ADVISES: [&str; 6] = ["use", "try", "only", "expected", "allowed", "supported"];
    let method = method.to_lowercase();
    let is_refused = |start: usize, rest: &str| {
        let before = words.get(..start).unwrap_or_default();
        let after = rest.trim_start_matches(QUOTES).strip_prefix(method.as_str());
        let after = after.filter(|after| after.starts_with([' ', '\'', '"', '`', ')', ':', '.', ',']));
        let says =
            |text: &str| ["not ", "must be", "unsupported", "cannot", "no "].iter().any(|word| text.contains(word));
        let before = before.rsplit(['.', ':', ',', ';']).next().unwrap_or_default();
        after.is_some_and(|after| {
            let after = after.split([',', ';']).next().unwrap_or_default();
            let advises = before.split_whitespace().rev().take(2).any(|word| ADVISES.contains(&word));
            !advises && (says(before) || says(after))
        })
    };
    let follows = |word: &str| {
        words.match_indices(word).any(|(at, _)| is_refused(at, words.get(at + word.len()..).unwrap_or_default()))
    };
    follows("method ")
        || words.contains(&format!("cannot {method} /"))
        || words.contains(&format!("the {method} method is not"))
}

/// HEAD, which a server may not answer where it answers GET.
fn head(evidence: &Evidence<'_>) -> Option<Draft> {
    if evidence.method() != b"HEAD" {
        return None;
    }
    let draft = Draft::new("answer/head", "HEAD was sent, which the API may not answer where it answers GET")
        .because(format!(
            "the request has the method HEAD (as curl -I sends it), and the answer is {}",
            evidence.answer.status
        ))
        .fix("Ask with GET; curl -i shows the head of the answer, too, and -o /dev/null leaves its body out.");
    Some(draft.at(Location { range: Some(0..4), ..whole(Part::Method) }))
}

fn allowed(evidence: &Evidence<'_>) -> Option<Draft> {
    let method = String::from_utf8_lossy(evidence.method()).into_owned();
    let at = Location { range: Some(0..method.len()), ..whole(Part::Method) };
    let allow = evidence.answer.header("allow").filter(|allow| !allow.trim().is_empty());
    let (list, methods) = match allow {
        Some(allow) => {
            ("Allow", allow.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect())
        }
        None => ("the answer", listed(&evidence.answer.words)),
    };
    if methods.is_empty() {
        if evidence.resolved.endpoint.is_some() || evidence.status_is(&[501]) || method.is_empty() {
            // the documentation says otherwise, which is said by a remark
            return None;
        }
        let draft = Draft::new("answer/method", format!("the resource does not take {method}"))
            .because(format!("the answer refuses {method}, and does not say which methods it takes"));
        let draft = super::access::with_slashes(draft, evidence).fix(
            "Check method and path against the documentation; a path that is a little wrong may be another resource.",
        );
        return Some(draft.at(at));
    }
    let has = |method: &str| methods.iter().any(|one| one == method);
    if method.is_empty() {
        let draft = Draft::new("answer/method", format!("the resource takes {} only", methods.join(", ")))
            .because(format!("{list} lists {}", methods.join(", ")))
            .fix("Compare the method that was sent with these, and check the path; a redirect turns POST into GET.");
        return Some(draft);
    }
    if has(&method) && evidence.status_is(&[501]) {
        return None;
    }
    if has(&method) {
        let draft = Draft::new("answer/method", format!("{method} is among the methods that the answer allows"))
            .because(format!("{list} lists {}, and {method} was refused: on the way it may have become another (a redirect turns POST into GET)", methods.join(", ")))
            .fix("Check for a redirect, and send the request to where it leads.");
        return Some(draft.at(at));
    }
    let draft = Draft::new("answer/method", format!("the resource does not take {method}"))
        .because(format!("the request has {method}, and the answer allows {}", methods.join(", ")));
    // a list of things takes POST, one thing takes the others
    let is_list = matches!(&*method, "PUT" | "PATCH" | "DELETE") && has("POST");
    let draft = if is_list {
        draft.because(format!(
            "what takes POST may be a list of things, and {method} goes to one of them, whose id then ends the path"
        ))
    } else {
        draft
    };
    let draft = draft.fix(format!(
        "Use one of {}, or check the path: it may name another resource than the one that was meant.",
        methods.join(", ")
    ));
    // which resource it was is in doubt where the path may have been decoded on the way
    Some(draft.at(at).confirmed_if(super::transport::slash(evidence).is_none()))
}

/// The methods that a sentence lists, in lower case: "Supported methods: GET, HEAD.", "(Allow: GET, HEAD)".
fn listed(words: &str) -> Vec<String> {
    const LISTS: [&str; 6] =
        ["supported methods", "allowed methods", "valid methods", "methods allowed", "methods supported", "(allow:"];
    const METHODS: [&str; 7] = ["get", "head", "post", "put", "patch", "delete", "options"];
    let Some(rest) = LISTS.iter().find_map(|list| Some(words.split_once(list)?.1)) else { return Vec::new() };
    let names = rest.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let names = names
        .skip_while(|word| matches!(*word, "are" | "is" | "for" | "here"))
        .filter(|word| !matches!(*word, "and" | "or"));
    names.take_while(|word| METHODS.contains(word)).map(str::to_uppercase).collect()
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

#[cfg(test)]
mod tests {
    use super::{listed, refuses};

    #[test]
    fn the_method_that_came_is_told_from_those_that_are_taken() {
        let table = [
            ("method get must be post", "GET", true),
            ("the get method is not supported for route a. supported methods: post.", "GET", true),
            ("request method 'get' is not supported", "GET", true),
            ("the requested resource does not support http method 'get'.", "GET", true),
            ("method \"get\" not allowed.", "GET", true),
            ("cannot get /orders", "GET", true),
            ("method not allowed, use method get", "GET", false),
            ("this does not support method post, use method get", "GET", false),
            ("this does not support method post, use method get", "POST", true),
            ("supported methods: get", "GET", false),
            ("cannot get the order", "GET", false),
            ("method getter is not known", "GET", false),
        ];
        for (words, method, expected) in table {
            assert_eq!(refuses(words, method), expected, "{words}");
        }
    }

    #[test]
    fn methods_that_sentences_list() {
        let table = [
            ("the post method is not supported for this route. supported methods: get, head.", "GET HEAD"),
            ("no route found: method not allowed (allow: get, head)", "GET HEAD"),
            ("allowed methods are 'put' and 'patch'", "PUT PATCH"),
            ("{\"allowed methods\":[\"get\",\"options\"]}", "GET OPTIONS"),
            ("method not allowed", ""),
            ("supported methods vary", ""),
        ];
        for (words, expected) in table {
            assert_eq!(listed(words).join(" "), expected, "{words}");
        }
    }
}
