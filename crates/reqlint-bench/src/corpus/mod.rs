//! The corpus: requests to a uniform API, 70 % clean, the others with one or two of 20 mistakes.
//!
//! The same seed and counts give the same bytes. All text is in one allocation, request after request, as an HTTP parser
//! provides it: a checker sees slices and causes no allocations except its own.

mod body;
mod draft;
mod endpoint;
mod lay;
mod pick;
mod random;
mod words;

pub use draft::NOW;
pub use endpoint::{Endpoint, Field, HOST, Method, PREFIX, Takes, endpoints};

use crate::mistake::Mistakes;
use draft::Draft;
use random::Random;

/// A request, the facts about it, and its mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: &'static str,
    /// The target as sent.
    pub target: &'static str,
    /// The header lines.
    pub headers: &'static [(&'static str, &'static str)],
    /// The body; empty for none.
    pub body: &'static str,
    /// The facts that the request alone cannot show.
    pub known: Known,
    /// What is wrong with it.
    pub mistakes: Mistakes,
}

/// The facts that a request alone cannot show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// When the token was issued, in seconds since 1970.
    pub token_issued_at: i64,
    /// The account that owns the token.
    pub token_account: &'static str,
    /// `active`, `inactive` or `deleted`.
    pub account_status: &'static str,
    /// The token's scopes.
    pub scopes: &'static [&'static str],
    /// The methods that the user may use.
    pub user_methods: &'static [&'static str],
}

/// This many requests to these endpoints; always the same ones. They live as long as the program.
#[must_use]
pub fn requests(endpoints: &[Endpoint], count: usize) -> Vec<Request> {
    let mut random = Random::new(2026);
    let drafts: Vec<_> = (0..count).map(|_| Draft::new(&mut random, endpoints)).collect();
    lay::lay(&drafts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mistake::Mistake;

    #[test]
    fn the_same_each_time() {
        assert_eq!(requests(&endpoints(40), 500), requests(&endpoints(40), 500));
    }

    #[test]
    fn mistakes_are_as_frequent_as_they_should_be() {
        let requests = requests(&endpoints(40), 4_000);
        let with = |count| requests.iter().filter(|r| r.mistakes.len() == count).count();
        assert!((2_700..2_900).contains(&with(0)), "{} clean requests", with(0));
        assert!((620..820).contains(&with(1)) && (400..560).contains(&with(2)));
        for mistake in Mistake::ALL {
            assert!(requests.iter().any(|r| r.mistakes.has(mistake)), "no request has {}", mistake.name());
        }
    }

    #[test]
    fn bodies_stay_short() {
        assert!(requests(&endpoints(40), 1_000).iter().all(|r| r.body.len() <= 600));
    }
}
