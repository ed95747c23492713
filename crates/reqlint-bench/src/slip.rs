//! Slips: the 20 things that may be wrong with a request of the corpus.

use std::fmt;

macro_rules! slips {
    ($($Slip:ident $name:literal: $meaning:literal;)+) => {
        /// One thing that is wrong with a request.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Slip {
            $(#[doc = $meaning] $Slip,)+
        }

        impl Slip {
            /// Every slip.
            pub const ALL: [Slip; 20] = [$(Slip::$Slip,)+];

            /// Its name, which is the id of the rule that finds it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Slip::$Slip => $name,)+ }
            }
        }
    };
}

slips! {
    MissingAuthorization "missing-authorization": "There is no Authorization header.";
    QuotedToken "quoted-token": "Authorization, or the token in it, is in quotes.";
    BadTokenSyntax "bad-token-syntax": "Authorization isn't `TOK: ` and 16 to 64 letters, digits, `-` and `_`.";
    UnencodedUrl "unencoded-url": "A character of the target, or a `%`, is not encoded.";
    WrongCase "wrong-case": "The path fits only when case is ignored.";
    TrailingSlash "trailing-slash": "The path fits only without its final slash.";
    UnknownEndpoint "unknown-endpoint": "The path fits no endpoint at all.";
    MethodNotAllowed "method-not-allowed": "The endpoint doesn't take the method.";
    FormatMismatch "format-mismatch": "The body isn't what Content-Type says.";
    MissingField "missing-field": "A required member of the body is missing.";
    BlankField "blank-field": "A required member of the body is blank.";
    BadEnum "bad-enum": "A member is none of the values that it takes.";
    BadFormat "bad-format": "A member that takes an e-mail address isn't one.";
    WrongType "wrong-type": "Any other member is of another type.";
    ExpiredToken "expired-token": "The token is 300 seconds old, or older.";
    InactiveAccount "inactive-account": "The account isn't active.";
    WrongAccount "wrong-account": "The token is another account's than that of the path.";
    MissingScope "missing-scope": "The token lacks the scope that the operation needs.";
    MethodNotGranted "method-not-granted": "The user may not use the method.";
    BadHeaderSyntax "bad-header-syntax": "A header's name or value holds a character that it can't.";
}

impl Slip {
    /// The slip of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|slip| slip.name() == name)
    }

    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// A set of slips.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Slips(u32);

impl Slips {
    /// No slip.
    pub const NONE: Self = Self(0);

    /// A set of these.
    #[must_use]
    pub const fn of(slips: &[Slip]) -> Self {
        let mut set = 0;
        let mut at = 0;
        while at < slips.len() {
            set |= slips[at].bit();
            at += 1;
        }
        Self(set)
    }

    /// The set with one more.
    #[must_use]
    pub const fn with(self, slip: Slip) -> Self {
        Self(self.0 | slip.bit())
    }

    /// The set with one more, if `there`. Takes no branch.
    #[inline]
    #[must_use]
    pub const fn with_if(self, there: bool, slip: Slip) -> Self {
        Self(self.0 | (there as u32) << slip as u32)
    }

    /// Whether the set holds a slip.
    #[must_use]
    pub const fn has(self, slip: Slip) -> bool {
        self.0 & slip.bit() != 0
    }

    /// Whether both sets hold one slip.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What is in either.
    #[inline]
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// How many there are.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The slips of the set.
    pub fn iter(self) -> impl Iterator<Item = Slip> {
        Slip::ALL.into_iter().filter(move |slip| self.has(*slip))
    }
}

impl FromIterator<Slip> for Slips {
    fn from_iter<I: IntoIterator<Item = Slip>>(slips: I) -> Self {
        slips.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for Slips {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Slip::name)).finish()
    }
}
