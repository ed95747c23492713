//! Laying out drafts in memory: all text in one allocation, all lists in two.

use super::draft::Draft;
use super::{Known, Request};

/// The requests of drafts, with their text end to end in the order in which a checker reads it.
pub(super) fn lay(drafts: &[Draft]) -> Vec<Request> {
    let text = drafts.iter().flat_map(Draft::texts).collect::<String>();
    let mut rest: &'static str = text.leak();
    let mut text = |length| {
        let (taken, after) = rest.split_at(length);
        rest = after;
        taken
    };
    let (mut headers, mut names) = (Vec::new(), Vec::new());
    let mut placed = Vec::new();
    for draft in drafts {
        let target = text(draft.target.len());
        headers.extend(draft.headers.iter().map(|(name, value)| (text(name.len()), text(value.len()))));
        placed.push((target, text(draft.body.len()), text(draft.token_account.len())));
        names.extend(draft.scopes.iter().chain(&draft.user_methods).copied());
    }
    let (mut headers, mut names) = (Shelf(headers.leak()), Shelf(names.leak()));
    let pairs = drafts.iter().zip(placed);
    let requests = pairs.map(|(draft, (target, body, token_account))| Request {
        method: draft.method,
        target,
        headers: headers.take(draft.headers.len()),
        body,
        known: Known {
            token_issued_at: draft.token_issued_at,
            token_account,
            account_status: draft.account_status,
            scopes: names.take(draft.scopes.len()),
            user_methods: names.take(draft.user_methods.len()),
        },
        mistakes: draft.mistakes,
    });
    requests.collect()
}

/// A slice whose items are taken from the front.
struct Shelf<T: 'static>(&'static [T]);

impl<T> Shelf<T> {
    fn take(&mut self, count: usize) -> &'static [T] {
        let (taken, after) = self.0.split_at(count);
        self.0 = after;
        taken
    }
}
