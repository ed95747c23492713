//! Which slips a request gets, and an operation on which all of them are possible.

use super::endpoint::{Endpoint, Method};
use super::random::Random;
use crate::slip::{Slip, Slips};

/// Slips in a body's members.
pub(super) const MEMBERS: Slips =
    Slips::of(&[Slip::MissingField, Slip::BlankField, Slip::BadEnum, Slip::BadFormat, Slip::WrongType]);

/// Of each set a request has one at most.
const EITHER: [Slips; 3] = [
    Slips::of(&[Slip::MissingAuthorization, Slip::QuotedToken, Slip::BadTokenSyntax]),
    Slips::of(&[Slip::WrongCase, Slip::TrailingSlash, Slip::UnknownEndpoint]),
    MEMBERS,
];

/// What hides what: beside the first no rule could find the second.
const HIDDEN: [(Slip, Slips); 3] = [
    // without an endpoint there are no fields, no account and no scope
    (Slip::UnknownEndpoint, MEMBERS.and(Slips::of(&[Slip::MethodNotAllowed, Slip::WrongAccount, Slip::MissingScope]))),
    // without an operation there is no body and no scope
    (Slip::MethodNotAllowed, MEMBERS.and(Slips::of(&[Slip::FormatMismatch, Slip::MissingScope]))),
    // a body that can't be read as what it is said to be has no members
    (Slip::FormatMismatch, MEMBERS),
];

/// No slip for 70 requests in 100; one or two for the others.
pub(super) fn slips(random: &mut Random) -> Slips {
    let count = match (random.percent(70), random.percent(60)) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    };
    let mut slips = Slips::NONE;
    while slips.len() < count {
        let slip = random.one(&Slip::ALL);
        if goes_with(slip, slips) {
            slips = slips.with(slip);
        }
    }
    slips
}

fn goes_with(slip: Slip, slips: Slips) -> bool {
    let own = Slips::NONE.with(slip);
    let excluded = EITHER.iter().any(|either| either.meets(own) && either.meets(slips));
    let hides = HIDDEN.iter().any(|(by, what)| slip == *by && what.meets(slips) || slips.has(*by) && what.meets(own));
    !(slips.has(slip) || excluded || hides)
}

/// An endpoint and a method for these slips.
pub(super) fn operation<'e>(random: &mut Random, endpoints: &'e [Endpoint], slips: Slips) -> (&'e Endpoint, Method) {
    let needs_body = slips.meets(MEMBERS.with(Slip::FormatMismatch));
    loop {
        let endpoint = &endpoints[random.below(endpoints.len())];
        let method = random.one(&Method::ALL);
        let allowed = endpoint.methods.contains(&method);
        if allowed != slips.has(Slip::MethodNotAllowed) && (method.has_body() || !needs_body) {
            return (endpoint, method);
        }
    }
}
