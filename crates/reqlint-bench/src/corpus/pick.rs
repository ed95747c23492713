//! Picks the mistakes for a request, and an operation for which all of them are possible.

use super::endpoint::{Endpoint, Method};
use super::random::Random;
use crate::mistake::{Mistake, Mistakes};

/// Mistakes in a body's members.
pub(super) const MEMBERS: Mistakes = Mistakes::of(&[
    Mistake::MissingField,
    Mistake::BlankField,
    Mistake::BadEnum,
    Mistake::BadFormat,
    Mistake::WrongType,
]);

/// A request has at most one mistake of each set.
const EITHER: [Mistakes; 3] = [
    Mistakes::of(&[Mistake::MissingAuthorization, Mistake::QuotedToken, Mistake::BadTokenSyntax]),
    Mistakes::of(&[Mistake::WrongCase, Mistake::TrailingSlash, Mistake::UnknownEndpoint]),
    MEMBERS,
];

/// Which mistakes hide which: no rule could find the second in the presence of the first.
const HIDDEN: [(Mistake, Mistakes); 3] = [
    // without an endpoint there are no fields, no account and no scope
    (
        Mistake::UnknownEndpoint,
        MEMBERS.and(Mistakes::of(&[Mistake::MethodNotAllowed, Mistake::WrongAccount, Mistake::MissingScope])),
    ),
    // without an operation there is no body and no scope
    (Mistake::MethodNotAllowed, MEMBERS.and(Mistakes::of(&[Mistake::FormatMismatch, Mistake::MissingScope]))),
    // a body that can't be parsed as its Content-Type has no members
    (Mistake::FormatMismatch, MEMBERS),
];

/// No mistake for 70 % of the requests; one or two for the others.
pub(super) fn mistakes(random: &mut Random) -> Mistakes {
    let count = match (random.percent(70), random.percent(60)) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    };
    let mut mistakes = Mistakes::NONE;
    while mistakes.len() < count {
        let mistake = random.one(&Mistake::ALL);
        if goes_with(mistake, mistakes) {
            mistakes = mistakes.with(mistake);
        }
    }
    mistakes
}

fn goes_with(mistake: Mistake, mistakes: Mistakes) -> bool {
    let own = Mistakes::NONE.with(mistake);
    let excluded = EITHER.iter().any(|either| either.meets(own) && either.meets(mistakes));
    let hides =
        HIDDEN.iter().any(|(by, what)| mistake == *by && what.meets(mistakes) || mistakes.has(*by) && what.meets(own));
    !(mistakes.has(mistake) || excluded || hides)
}

/// An endpoint and a method for these mistakes.
pub(super) fn operation<'e>(
    random: &mut Random,
    endpoints: &'e [Endpoint],
    mistakes: Mistakes,
) -> (&'e Endpoint, Method) {
    let needs_body = mistakes.meets(MEMBERS.with(Mistake::FormatMismatch));
    loop {
        let endpoint = &endpoints[random.below(endpoints.len())];
        let method = random.one(&Method::ALL);
        let allowed = endpoint.methods.contains(&method);
        if allowed != mistakes.has(Mistake::MethodNotAllowed) && (method.has_body() || !needs_body) {
            return (endpoint, method);
        }
    }
}
