//! Operators: how one value is tested (docs/language.md#operators). A closed list, in one table.
//!
//! To add an operator: write what it means in a file beside this one, name the file here, and add a row to
//! [`operators!`]. Reading, suggestions, the schema, the reference, clauses and findings come from the row.

mod covers;
mod equality;
mod length;
mod list;
mod pattern;
mod quantity;
mod right;
mod text;
mod time;
mod written;

pub(crate) use right::Right;
pub use written::OF;
pub(crate) use written::{OperatorsSpec, RightSpec, operators};

use crate::base::pattern::Pattern;
use crate::base::text::{SmolStr, joined};
use crate::check::Words;
use crate::check::scope::Scope;
use crate::language::key::{Key, Names, Takes};
use crate::subject::Subject;
use crate::subject::select::{Datum, Lack, Selector, Value};
use covers::Needed;
use right::Operand;
use written::{OperatorSpec, Read};

/// How an operator went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Met {
    Yes,
    No,
    /// No, and of several values the one at this index is at fault.
    NoAt(usize),
    /// The value can't be read as what the operator needs.
    Unreadable(&'static str),
    /// A placeholder hides what would decide it.
    Hidden,
}

/// What a test may look at beside the value and the right side.
#[derive(Clone, Copy)]
pub(crate) struct Context<'c, 's> {
    pub(crate) ignore_case: bool,
    pub(crate) subject: &'c Subject<'s>,
}

/// What an operator means, for a right side `R`.
enum Test<R> {
    /// It tests each value by itself. The second function tests a value of which only the beginning is visible, because a
    /// placeholder hides the rest.
    Each(fn(&R, &Value<'_>, Context<'_, '_>) -> Result<Met, Lack>, fn(&R, &[u8], bool) -> Met),
    /// It tests all values together.
    All(fn(&R, &[Datum<'_>], Context<'_, '_>) -> Result<Met, Lack>),
}

/// For a test that a partly hidden value leaves open.
fn hidden<R>(_right: &R, _visible: &[u8], _ignore_case: bool) -> Met {
    Met::Hidden
}

/// How an operator is worded, before its right side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Verb {
    pub(crate) should: &'static str,
    pub(crate) is: &'static str,
    pub(crate) is_not: &'static str,
    /// What follows the right side.
    pub(crate) after: &'static str,
}

const fn verb(should: &'static str, is: &'static str, is_not: &'static str) -> Verb {
    Verb { should, is, is_not, after: "" }
}

impl Verb {
    const fn after(mut self, after: &'static str) -> Self {
        self.after = after;
        self
    }
}

const PRESENT: Key = Key::new("present", Takes::Flag, "true: it must be there; false: it must not");
const IGNORE_CASE: Key = Key::new("ignore-case", Takes::Flag, "compare texts ignoring case").or("false");

macro_rules! operators {
    ($($Variant:ident($Right:ty) {
        key: $name:literal, $side:expr, $help:literal;
        test: $test:expr;
        words: $verb:expr;
    })+) => {
        /// An operator with its right side.
        #[derive(Debug)]
        pub(crate) enum Operator {
            $($Variant($Right),)+
        }

        /// Which operator it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
        pub(crate) enum OperatorName {
            $($Variant,)+
        }

        impl OperatorName {
            /// Its key in a rule file.
            pub(crate) fn key(self) -> &'static str {
                match self {
                    $(Self::$Variant => $name,)+
                }
            }
        }

        /// Every operator, its key, and how its right side is read.
        const TABLE: &[(OperatorName, Key, Read)] =
            &[$((OperatorName::$Variant, Key::new($name, $side.takes, $help), $side.read),)+];

        /// The operators, and what may be beside them.
        pub const OPERATORS: &[Key] = &[PRESENT, $(Key::new($name, $side.takes, $help),)+ IGNORE_CASE];

        /// Keys of `value`: a selector and operators.
        pub(crate) const VALUE: &[Key] = &[
            Key::new("of", Takes::Selector, "what is looked at").required(),
            PRESENT, $(Key::new($name, $side.takes, $help),)+ IGNORE_CASE,
        ];

        /// Keys of `fact`: a fact's name and operators.
        pub(crate) const FACT: &[Key] = &[
            Key::new("name", Takes::Name(Names::Fact), "the fact, declared in pack.toml").required(),
            PRESENT, $(Key::new($name, $side.takes, $help),)+ IGNORE_CASE,
        ];

        impl Operator {
            /// Looks up the names of the right side. What is wrong is said to the scope's diagnostics.
            pub(crate) fn compile(spec: &OperatorSpec, scope: &mut Scope<'_>) -> Option<Self> {
                match spec.name {
                    $(OperatorName::$Variant => ($side.compile)(spec, scope).map(Operator::$Variant),)+
                }
            }

            /// Whether it tests all values together.
            pub(crate) fn is_whole(&self) -> bool {
                match self {
                    $(Operator::$Variant(_) => {
                        const TEST: Test<$Right> = $test;
                        matches!(TEST, Test::All(_))
                    })+
                }
            }

            /// How one value goes. An operator that tests all together leaves each alone.
            pub(crate) fn meets(&self, value: &Value<'_>, context: Context<'_, '_>) -> Result<Met, Lack> {
                let hidden = value.text().and_then(|text| text.get(..context.subject.exchange.shows.placeholder(text)?.start));
                match self {
                    $(Operator::$Variant(right) => {
                        const TEST: Test<$Right> = $test;
                        match (TEST, hidden) {
                            (Test::Each(meets, _), None) => meets(right, value, context),
                            (Test::Each(_, begins), Some(visible)) => Ok(begins(right, visible, context.ignore_case)),
                            (Test::All(_), _) => Ok(Met::Yes),
                        }
                    })+
                }
            }

            /// How all values go together. An operator that tests each by itself has nothing to add.
            pub(crate) fn meets_whole(&self, data: &[Datum<'_>], context: Context<'_, '_>) -> Result<Met, Lack> {
                match self {
                    $(Operator::$Variant(right) => {
                        const TEST: Test<$Right> = $test;
                        match TEST {
                            Test::All(meets) => meets(right, data, context),
                            Test::Each(..) => Ok(Met::Yes),
                        }
                    })+
                }
            }

            /// How it is worded.
            pub(crate) fn verb(&self) -> Verb {
                match self {
                    $(Operator::$Variant(_) => $verb,)+
                }
            }

            /// Whether it reads a value as a time.
            pub(crate) fn takes_time(&self) -> bool {
                match self {
                    $(Operator::$Variant(_) => $side.takes_time,)+
                }
            }

            fn operand(&self) -> &dyn Operand {
                match self {
                    $(Operator::$Variant(right) => right,)+
                }
            }
        }
    };
}

operators! {
    Equals(Right) {
        key: "equals", right::ONE, "the value is this";
        test: Test::Each(equality::equals, equality::begins);
        words: verb("should be", "is", "is not");
    }
    OneOf(Right) {
        key: "one-of", right::SEVERAL, "the value is one of these";
        test: Test::Each(equality::one_of, equality::begins);
        words: verb("may only be", "is one of", "is not one of");
    }
    Is(Pattern) {
        key: "is", pattern::NAME, "the value looks like this pattern or built-in name";
        test: Test::Each(pattern::is, pattern::begins);
        words: verb("should be", "is", "is not");
    }
    StartsWith(Right) {
        key: "starts-with", right::TEXTS, "the text begins with this, or one of these";
        test: Test::Each(text::starts_with, text::start_begins);
        words: verb("should begin with", "begins with", "does not begin with");
    }
    EndsWith(Right) {
        key: "ends-with", right::TEXTS, "the text ends with this, or one of these";
        test: Test::Each(text::ends_with, hidden);
        words: verb("should end with", "ends with", "does not end with");
    }
    Contains(Right) {
        key: "contains", right::TEXTS, "the text contains this, or one of these";
        test: Test::Each(text::contains, text::contained_begins);
        words: verb("should contain", "contains", "does not contain");
    }
    Includes(Right) {
        key: "includes", right::ONE, "the list includes this item";
        test: Test::All(list::includes);
        words: verb("should include", "includes", "does not include");
    }
    Covers(Needed) {
        key: "covers", covers::NEEDED, "the granted names cover a needed one";
        test: Test::All(covers::covers);
        words: verb("should cover", "covers", "does not cover");
    }
    AtLeast(Right) {
        key: "at-least", right::BOUND, "the number or duration is not below this";
        test: Test::Each(quantity::at_least, hidden);
        words: verb("should be at least", "is at least", "is below");
    }
    AtMost(Right) {
        key: "at-most", right::BOUND, "the number or duration is not above this";
        test: Test::Each(quantity::at_most, hidden);
        words: verb("should be at most", "is at most", "is above");
    }
    MultipleOf(Right) {
        key: "multiple-of", right::STEP, "the number or duration is a multiple of this";
        test: Test::Each(quantity::multiple_of, hidden);
        words: verb("should be a multiple of", "is a multiple of", "is not a multiple of");
    }
    MinLength(Right) {
        key: "min-length", right::COUNT, "the fewest characters or items";
        test: Test::Each(length::min_length, hidden);
        words: verb("should have a length of at least", "has a length of at least", "has a length below");
    }
    MaxLength(Right) {
        key: "max-length", right::COUNT, "the most characters or items";
        test: Test::Each(length::max_length, hidden);
        words: verb("should have a length of at most", "has a length of at most", "has a length above");
    }
    MinBytes(Right) {
        key: "min-bytes", right::COUNT, "the fewest bytes of the text in UTF-8";
        test: Test::Each(length::min_bytes, hidden);
        words: verb("should have at least", "has at least", "has fewer than").after(" bytes");
    }
    MaxBytes(Right) {
        key: "max-bytes", right::COUNT, "the most bytes of the text in UTF-8";
        test: Test::Each(length::max_bytes, hidden);
        words: verb("should have at most", "has at most", "has more than").after(" bytes");
    }
    MaxCount(Right) {
        key: "max-count", right::TIMES, "how often it may be repeated";
        test: Test::All(list::max_count);
        words: verb("should appear at most", "appears at most", "appears more than");
    }
    EarlierThan(Right) {
        key: "earlier-than", right::TIME, "the time is before this";
        test: Test::Each(time::earlier_than, hidden);
        words: verb("should be before", "is before", "is not before");
    }
    LaterThan(Right) {
        key: "later-than", right::TIME, "the time is after this";
        test: Test::Each(time::later_than, hidden);
        words: verb("should be after", "is after", "is not after");
    }
    MaxAge(Right) {
        key: "max-age", right::AGE, "the time is less than this duration ago";
        test: Test::Each(time::max_age, hidden);
        words: verb("should be less than", "is less than", "is not less than").after(" old");
    }
}

impl Operator {
    /// The selector on its right side.
    pub(crate) fn selector(&self) -> Option<&Selector> {
        self.operand().selector()
    }

    /// The right side, as a finding writes it: `3 or 8`.
    pub(crate) fn expected(&self, subject: &Subject<'_>) -> SmolStr {
        let shown = self.operand().shown(subject);
        match self.verb().after {
            "" => shown,
            after => joined([&shown, after]),
        }
    }

    /// What holds of the value, or doesn't, as a verb phrase.
    pub(crate) fn phrase(&self, holds: bool, words: Words<'_>) -> String {
        let Verb { is, is_not, after, .. } = self.verb();
        format!("{} {}{after}", if holds { is } else { is_not }, self.operand().named(words))
    }
}
