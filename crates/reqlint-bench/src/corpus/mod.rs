//! The corpus: requests to an API of one shape, 70 in 100 clean, the others with one or two of 20 slips.
//!
//! The same seed and counts give the same bytes. All text lies in one piece, request after request, as behind an HTTP
//! parser: whoever checks it sees slices and pays for no memory that it did not ask for.

mod body;
mod draft;
mod endpoint;
mod lay;
mod pick;
mod random;
mod words;

pub use draft::NOW;
pub use endpoint::{Endpoint, Field, HOST, Method, PREFIX, Takes, endpoints};

use crate::slip::Slips;
use draft::Draft;
use random::Random;

/// A request, what is known beyond it, and the slips that it was given.
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
    /// What a request alone cannot tell.
    pub known: Known,
    /// What is wrong with it.
    pub slips: Slips,
}

/// What a request alone cannot tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// When the token was issued, in seconds since 1970.
    pub token_issued_at: i64,
    /// Whose token it is.
    pub token_account: &'static str,
    /// `active`, `inactive` or `deleted`.
    pub account_status: &'static str,
    /// What the token may be used for.
    pub scopes: &'static [&'static str],
    /// The methods that the user may use.
    pub user_methods: &'static [&'static str],
}

/// So many requests to these endpoints; the same ones each time. They live as long as the program.
#[must_use]
pub fn requests(endpoints: &[Endpoint], count: usize) -> Vec<Request> {
    let mut random = Random::new(2026);
    let drafts: Vec<_> = (0..count).map(|_| Draft::new(&mut random, endpoints)).collect();
    lay::lay(&drafts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slip::Slip;

    #[test]
    fn the_same_each_time() {
        assert_eq!(requests(&endpoints(40), 500), requests(&endpoints(40), 500));
    }

    #[test]
    fn slips_are_as_frequent_as_they_should_be() {
        let requests = requests(&endpoints(40), 4_000);
        let with = |count| requests.iter().filter(|r| r.slips.len() == count).count();
        assert!((2_700..2_900).contains(&with(0)), "{} clean requests", with(0));
        assert!((620..820).contains(&with(1)) && (400..560).contains(&with(2)));
        for slip in Slip::ALL {
            assert!(requests.iter().any(|r| r.slips.has(slip)), "no request has {}", slip.name());
        }
    }

    #[test]
    fn bodies_stay_short() {
        assert!(requests(&endpoints(40), 1_000).iter().all(|r| r.body.len() <= 600));
    }
}
