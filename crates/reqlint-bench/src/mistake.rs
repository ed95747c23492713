//! The 20 mistakes that a request of the corpus may have.

use std::fmt;

macro_rules! mistakes {
    ($($Mistake:ident $name:literal: $meaning:literal;)+) => {
        /// A mistake in a request.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Mistake {
            $(#[doc = $meaning] $Mistake,)+
        }

        impl Mistake {
            /// Every mistake.
            pub const ALL: [Mistake; 20] = [$(Mistake::$Mistake,)+];

            /// Its name: the ID of the rule that finds it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Mistake::$Mistake => $name,)+ }
            }
        }
    };
}

mistakes! {
    MissingAuthorization "missing-authorization": "There is no Authorization header.";
    QuotedToken "quoted-token": "Authorization, or the token in it, is in quotes.";
    BadTokenSyntax "bad-token-syntax": "Authorization isn't `TOK: ` and 16 to 64 letters, digits, `-` and `_`.";
    UnencodedUrl "unencoded-url": "A character of the target, or a `%`, is not encoded.";
    WrongCase "wrong-case": "The path matches only if case is ignored.";
    TrailingSlash "trailing-slash": "The path matches only without its final slash.";
    UnknownEndpoint "unknown-endpoint": "The path matches no endpoint at all.";
    MethodNotAllowed "method-not-allowed": "The endpoint doesn't take the method.";
    FormatMismatch "format-mismatch": "The body isn't in the format that Content-Type names.";
    MissingField "missing-field": "A required member of the body is missing.";
    BlankField "blank-field": "A required member of the body is blank.";
    BadEnum "bad-enum": "A member has a value that isn't allowed.";
    BadFormat "bad-format": "A member that takes an e-mail address has another value.";
    WrongType "wrong-type": "Any other member has the wrong type.";
    ExpiredToken "expired-token": "The token is at least 300 seconds old.";
    InactiveAccount "inactive-account": "The account isn't active.";
    WrongAccount "wrong-account": "The token belongs to an account other than the one in the path.";
    MissingScope "missing-scope": "The token lacks the scope that the operation needs.";
    MethodNotGranted "method-not-granted": "The user may not use the method.";
    BadHeaderSyntax "bad-header-syntax": "A header's name or value contains a character that isn't allowed.";
}

impl Mistake {
    /// The mistake with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mistake| mistake.name() == name)
    }

    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// A set of mistakes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Mistakes(u32);

impl Mistakes {
    /// No mistakes.
    pub const NONE: Self = Self(0);

    /// A set of these mistakes.
    #[must_use]
    pub const fn of(mistakes: &[Mistake]) -> Self {
        let mut set = 0;
        let mut at = 0;
        while at < mistakes.len() {
            set |= mistakes[at].bit();
            at += 1;
        }
        Self(set)
    }

    /// The set with one more mistake.
    #[must_use]
    pub const fn with(self, mistake: Mistake) -> Self {
        Self(self.0 | mistake.bit())
    }

    /// The set with one more mistake, if `there`. Branchless.
    #[inline]
    #[must_use]
    pub const fn with_if(self, there: bool, mistake: Mistake) -> Self {
        Self(self.0 | (there as u32) << mistake as u32)
    }

    /// Whether the set contains a mistake.
    #[must_use]
    pub const fn has(self, mistake: Mistake) -> bool {
        self.0 & mistake.bit() != 0
    }

    /// Whether the sets have a mistake in common.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The union of both.
    #[inline]
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The number of mistakes.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The mistakes in the set.
    pub fn iter(self) -> impl Iterator<Item = Mistake> {
        Mistake::ALL.into_iter().filter(move |mistake| self.has(*mistake))
    }
}

impl FromIterator<Mistake> for Mistakes {
    fn from_iter<I: IntoIterator<Item = Mistake>>(mistakes: I) -> Self {
        mistakes.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Mistake::name)).finish()
    }
}
