//! The codes of diagnostics: what each is called, and its page.
//!
//! A code is stable: it is never given another meaning. To add one, add a line to the table below, a page beside this file,
//! and a broken rule file that produces it (CONTRIBUTING.md says where).

use std::fmt;

macro_rules! codes {
    ($($name:ident $id:literal $title:literal;)+) => {
        /// What sort of error or hint a [`Diagnostic`](super::Diagnostic) is. Codes of errors begin with `E`, those of
        /// hints with `H`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = concat!($id, ": ", $title)] $name,)+
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Its stable id: `E0201`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }

            /// What it means, as a short phrase.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self {
                    $(Self::$name => $title,)+
                }
            }

            /// Its page, in Markdown: an explanation, and an example wrong and right.
            #[must_use]
            pub const fn page(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!($id, ".md")),)+
                }
            }
        }
    };
}

codes! {
    UnclosedString "E0101" "string never closed";
    UnclosedBracket "E0102" "list or inline table never closed";
    InvalidString "E0103" "invalid string";
    InvalidValue "E0104" "invalid value";
    InvalidKey "E0105" "invalid key";
    InvalidHeader "E0106" "invalid table header";
    DuplicateKey "E0107" "key or table header used twice";
    MissingComma "E0108" "list not separated by commas";
    ForeignSyntax "E0109" "syntax of another tool";
    InvalidToml "E0110" "not TOML";
    NotUtf8 "E0111" "file not encoded as UTF-8";
    LimitExceeded "E0112" "file or pack too large";
    EmptyFile "E0113" "file without a rule";
    UnknownKey "E0201" "unknown key";
    MisplacedKey "E0202" "key in the wrong table";
    MissingKey "E0203" "missing key";
    WrongType "E0204" "value of the wrong type";
    WrongBrackets "E0205" "table header of the wrong form";
    EmptyList "E0206" "empty list";
    UnknownChoice "E0207" "value not among the allowed ones";
    InvalidTime "E0208" "invalid date, time or duration";
    InvalidStatus "E0209" "not an error status";
    UnknownRule "E0301" "unknown rule";
    UnknownEndpoint "E0302" "unknown endpoint";
    UnknownHost "E0303" "unknown host";
    UnknownTag "E0304" "unknown tag";
    UnknownFact "E0305" "unknown fact";
    UnknownPattern "E0306" "unknown pattern or format";
    UnknownHierarchy "E0307" "unknown hierarchy";
    UnknownPack "E0308" "unknown pack";
    UnknownSelector "E0309" "unknown selector";
    UnknownField "E0310" "unknown field, parameter or attribute";
    UnknownPlaceholder "E0311" "unknown placeholder";
    InvalidTemplate "E0312" "malformed template";
    InvalidHost "E0313" "invalid host";
    InvalidMethod "E0314" "invalid HTTP method";
    InvalidHeaderName "E0315" "invalid HTTP header name";
    UnknownServer "E0316" "unknown server";
    UnknownVariant "E0317" "unknown variant";
    MissingExample "E0401" "missing example";
    InvalidExample "E0402" "malformed example";
    InvalidFactValue "E0403" "invalid value of a fact";
    StatusFolder "E0404" "status differs from the folder";
    DuplicateName "E0405" "name used twice";
    DuplicateRule "E0406" "two equal rules";
    Cycle "E0407" "circular reference";
    NeverRuns "E0408" "rule that can never run";
    UnknownKind "E0501" "unknown kind of check";
    InvalidCheck "E0502" "malformed check";
    MissingOperator "E0503" "check without an operator";
    InvalidOperand "E0504" "invalid operand";
    MissingCatalogue "E0505" "check needs a catalogue";
    AmbiguousEndpoint "E0601" "two endpoints with the same path";
    InvalidPath "E0602" "invalid path";
    InvalidMember "E0603" "invalid name of a body member";
    InvalidVariants "E0604" "variants that can't be told apart, or of no object";
    MissingPackFile "E0701" "missing pack.toml";
    InvalidPattern "E0702" "invalid pattern";
    InvalidRegex "E0703" "invalid regex";
    InvalidFact "E0704" "invalid declaration of a fact";
    InvalidPrecedence "E0705" "invalid entry of `precedence`";
    InvalidReply "E0706" "invalid template of a reply";
    InvalidMeasurement "E0707" "invalid measured answer";
    InvalidShape "E0708" "invalid shape of error answers";
    InvalidException "E0801" "incomplete exception";
    ConflictingSeverity "E0802" "conflicting severity";
    AmbiguousRule "E0803" "rule of several packs";
    InvalidFolder "E0804" "folder without packs";
    InvalidFactsFile "E0805" "invalid file of facts";
    QuotedNumber "H0101" "number in quotes";
    RegexInSyntax "H0102" "regex in `syntax`";
    ExpiredException "H0103" "expired exception";
    UnusedException "H0104" "unused exception";
}

impl Code {
    /// The code of an id, in whichever case it is written.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(id))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
