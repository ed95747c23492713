//! The kinds of check: a closed list, one file each.
//!
//! To add a kind: write its file with a [`Kind`], and name it in `kinds/mod.rs` and in [`kinds!`] below; the compiler then
//! asks for what the prefilter, composites and proofs should do with it. Reading, suggestions, the schema and the reference
//! come from its key table.

pub(crate) mod clause;
pub(crate) mod kinds;
pub(crate) mod operator;
pub(crate) mod read;
pub(crate) mod scope;
pub(crate) mod template;
pub(crate) mod verdict;
pub(crate) mod want;

pub(crate) use operator::Operator;

use crate::api::facts::FactSlot;
use crate::check::scope::Scope;
use crate::check::verdict::{Trace, Verdict};
use crate::language::cursor::Cursor;
use crate::language::key::{Key, KindEntry, Takes};
use crate::language::{Located, Sink};
use crate::subject::place::Place;
use crate::subject::{Subject, Uses};

/// What a kind of check is: settings as written, settings as run, and the run itself.
pub(crate) trait Kind: Sized {
    /// The settings as written.
    type Spec;
    /// What the settings are.
    const KEYS: &'static [Key];
    /// Whether it looks at endpoints or their fields, so that in a pack without a catalogue it would never run.
    const NEEDS_CATALOGUE: bool;

    /// Reads the settings. What is wrong goes to the sink.
    fn read(c: &Cursor<'_>, sink: &mut Sink) -> Option<Self::Spec>;

    /// Looks up every name that the settings use.
    fn compile(spec: &Self::Spec, scope: &mut Scope<'_>) -> Option<Self>;

    /// How it goes on a subject. Must not panic, whatever the subject is.
    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict;

    /// What it looks at beyond target and headers.
    fn uses(&self) -> Uses;

    /// What it tests, as a clause that holds when it passes: lower case, no full stop.
    fn clause(&self, words: Words<'_>) -> String;

    /// What its `not` tests.
    fn negated_clause(&self, words: Words<'_>) -> String {
        format!("it is not the case that {}", self.clause(words))
    }

    /// Where it looks, for the finding of a `not`.
    fn place<'s>(&'s self, _subject: &Subject<'s>) -> Place<'s> {
        Place::Target(None)
    }
}

/// What clauses need to name things.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<'r> {
    pub(crate) facts: &'r [FactSlot],
}

macro_rules! kinds {
    ($($name:literal $Kind:ident in $module:ident: $help:literal;)+) => {
        /// A check as written.
        #[derive(Clone)]
        #[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
        pub(crate) enum CheckSpec {
            $($Kind(<kinds::$module::$Kind as Kind>::Spec),)+
            All(Vec<Located<CheckSpec>>),
            Any(Vec<Located<CheckSpec>>),
            Not(Box<Located<CheckSpec>>),
        }

        /// A check, ready to run.
        #[derive(Debug)]
        pub(crate) enum Check {
            $($Kind(kinds::$module::$Kind),)+
            All(Vec<Check>),
            Any(Vec<Check>),
            Not(Box<Check>),
        }

        /// Every kind of check.
        pub const KINDS: &[KindEntry] = &[
            $(KindEntry { name: $name, takes: Takes::Table(<kinds::$module::$Kind as Kind>::KEYS), help: $help },)+
            KindEntry { name: "all", takes: Takes::Checks, help: "one of the checks inside fails" },
            KindEntry { name: "any", takes: Takes::Checks, help: "none of the checks inside passes" },
            KindEntry { name: "not", takes: Takes::Check, help: "the check inside passes" },
        ];

        /// Reads the settings of a kind that has a table of them.
        pub(crate) fn read(name: &str, c: &Cursor<'_>, sink: &mut Sink) -> Option<CheckSpec> {
            match name {
                $($name => kinds::$module::$Kind::read(c, sink).map(CheckSpec::$Kind),)+
                _ => None,
            }
        }

        impl Check {
            pub(crate) fn compile(spec: &CheckSpec, scope: &mut Scope<'_>) -> Option<Self> {
                match spec {
                    $(CheckSpec::$Kind(spec) => {
                        if <kinds::$module::$Kind as Kind>::NEEDS_CATALOGUE && !scope.needs_endpoints() {
                            return None;
                        }
                        kinds::$module::$Kind::compile(spec, scope).map(Check::$Kind)
                    })+
                    CheckSpec::All(specs) => kinds::composite::compile(specs, scope).map(Check::All),
                    CheckSpec::Any(specs) => kinds::composite::compile(specs, scope).map(Check::Any),
                    CheckSpec::Not(spec) => Check::compile(&spec.value, scope).map(|c| Check::Not(Box::new(c))),
                }
            }

            pub(crate) fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
                match self {
                    $(Check::$Kind(check) => check.verdict(subject, trace),)+
                    Check::All(checks) => kinds::composite::all(checks, subject, trace),
                    Check::Any(checks) => kinds::composite::any(checks, subject, trace),
                    Check::Not(check) => kinds::composite::not(check, subject, trace),
                }
            }

            /// The checks that it needs each of.
            pub(crate) fn parts(&self) -> &[Check] {
                if let Check::All(checks) = self { checks } else { std::slice::from_ref(self) }
            }

            pub(crate) fn uses(&self) -> Uses {
                match self {
                    $(Check::$Kind(check) => check.uses(),)+
                    Check::All(checks) | Check::Any(checks) => Uses::all(checks.iter().map(Check::uses)),
                    Check::Not(check) => check.uses(),
                }
            }

            pub(crate) fn clause(&self, words: Words<'_>) -> String {
                match self {
                    $(Check::$Kind(check) => check.clause(words),)+
                    Check::All(checks) => clause::joined(checks, "and", words),
                    Check::Any(checks) => clause::joined(checks, "or", words),
                    Check::Not(check) => check.negated_clause(words),
                }
            }

            fn negated_clause(&self, words: Words<'_>) -> String {
                match self {
                    $(Check::$Kind(check) => check.negated_clause(words),)+
                    Check::All(_) | Check::Any(_) | Check::Not(_) => {
                        format!("it is not the case that {}", self.clause(words))
                    }
                }
            }

            /// Adds the names of its kind and of those inside, once each.
            pub(crate) fn kinds(&self, names: &mut Vec<&'static str>) {
                let name = match self {
                    $(Check::$Kind(_) => $name,)+
                    Check::All(_) => "all",
                    Check::Any(_) => "any",
                    Check::Not(_) => "not",
                };
                if !names.contains(&name) {
                    names.push(name);
                }
                match self {
                    Check::All(checks) | Check::Any(checks) => checks.iter().for_each(|check| check.kinds(names)),
                    Check::Not(check) => check.kinds(names),
                    _ => {}
                }
            }

            pub(crate) fn place<'s>(&'s self, subject: &Subject<'s>) -> Place<'s> {
                match self {
                    $(Check::$Kind(check) => check.place(subject),)+
                    Check::All(checks) | Check::Any(checks) => {
                        checks.first().map_or(Place::Target(None), |c| c.place(subject))
                    }
                    Check::Not(check) => check.place(subject),
                }
            }
        }
    };
}

kinds! {
    "header-required" HeaderRequired in header_required: "a header is missing or blank";
    "header-syntax" HeaderSyntax in header_syntax: "a header's value doesn't follow a template";
    "header-form" HeaderForm in header_form: "a header line is malformed";
    "framing" Framing in framing: "Host, Content-Length and Transfer-Encoding are at odds";
    "encoding" Encoding in encoding: "a character of the target must be percent-encoded";
    "size" Size in size: "the target, the header lines or the body are larger than a limit";
    "url-form" UrlForm in url_form: "the URL has a part that it should not have";
    "sent-as-typed" SentAsTyped in sent_as_typed: "the shell or curl sends something else than was typed";
    "known-endpoint" KnownEndpoint in known_endpoint: "no documented endpoint fits the path";
    "exact-case" ExactCase in exact_case: "the path fits only when case is ignored";
    "no-trailing-slash" NoTrailingSlash in no_trailing_slash: "the path fits only without its final slash";
    "allowed-method" AllowedMethod in allowed_method: "the endpoint doesn't take this method";
    "body-format" BodyFormat in body_format: "the body isn't what Content-Type or the endpoint says";
    "required-fields" RequiredFields in required_fields: "a required field is missing";
    "filled-fields" FilledFields in filled_fields: "a required field is blank";
    "field-values" FieldValues in field_values: "a field isn't what the catalogue says";
    "known-fields" KnownFields in known_fields: "a query parameter or a member has a name that the catalogue lacks";
    "field-groups" FieldGroups in field_groups: "too few or too many fields of a group are there";
    "field-variants" FieldVariants in field_variants: "an object has none of the forms that the catalogue knows, or several";
    "value" ValueCheck in value: "a value doesn't meet an operator";
    "fact" FactCheck in fact: "a fact doesn't meet an operator";
}
