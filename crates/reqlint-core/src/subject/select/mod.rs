//! Selectors: the closed list of what a rule can look at (docs/language.md#selectors), in one table.
//!
//! To add a selector: write how it finds its value in a file beside this one, and add a row to [`selectors!`]. Reading,
//! suggestions, the schema, the reference, the prefilter's needs and sentences come from the row.

mod answer;
mod body;
mod fields;
mod found;
mod known;
mod names;
mod read;
mod target;
mod token;
mod value;

pub(crate) use answer::Answer;
pub(crate) use body::{spell, walk};
pub(crate) use fields::range_in_path;
pub(crate) use found::{Datum, Lack, Quote};
pub(crate) use names::Names;
pub use names::SelectorEntry;
pub(crate) use token::Claim;
pub(crate) use value::Value;

use crate::api::catalogue::Step;
use crate::api::facts::{FactIx, FactSlot};
use crate::base::finding::HeaderPart;
use crate::base::outcome::UnknownReason;
use crate::base::text::Line;
use crate::language::Located;
use crate::message::header_names::HeaderName;
use crate::subject::place::Place;
use crate::subject::{Subject, Uses};

/// Called for each value that a selector finds.
type Visit<'v, 's> = &'v mut dyn FnMut(Datum<'s>);

const NOT_VISIBLE: Lack = Lack::Unknown(UnknownReason::NotVisible);

const BODY: Uses = Uses { body: true, ..Uses::NONE };
const MEMBERS: Uses = Uses { members: true, ..BODY };
const TOKEN: Uses = Uses { jwt: true, ..Uses::NONE };

macro_rules! selectors {
    ($($Variant:ident $(($name:ident: $Holds:ty))? {
        root: $root:literal $(, $read:ident)?;
        names: $($entry:literal $rest:literal: $help:literal),+;
        finds: $one_or_several:ident $find:path;
        place: |$subject:ident| $place:expr;
        uses: $uses:expr;
        quote: $quote:expr;
        words: |$facts:ident| $words:expr;
    })+) => {
        /// What a rule looks at.
        #[derive(Clone, Debug, PartialEq)]
        pub(crate) enum Selector {
            $($Variant $(($Holds))?,)+
        }

        /// Every selector.
        pub const SELECTORS: &[SelectorEntry] =
            &[$($(SelectorEntry { name: $entry, rest: $rest, help: $help },)+)+];

        impl Selector {
            /// The selector of this root, with what follows it. `None` where there is none; `Some(None)` where what follows
            /// is wrong, which is reported.
            pub(crate) fn read(root: &str, rest: Option<&Located<String>>, names: &mut impl Names) -> Option<Option<Self>> {
                $(selectors!(@read $Variant, root == $root, rest, names $(, $read)?);)+
                None
            }

            /// The value of a selector that never finds several; `None` for one that may.
            #[allow(unused_variables, reason = "a selector that may find several is not asked by name")]
            pub(crate) fn only<'s>(&'s self, subject: &Subject<'s>) -> Option<Result<Value<'s>, Lack>> {
                match self {
                    $(Selector::$Variant $(($name))? => selectors!(@$one_or_several $find, $($name,)? subject),)+
                }
            }

            #[allow(unused_variables, reason = "a selector that finds one is not asked by name")]
            fn several<'s>(&'s self, subject: &Subject<'s>, visit: Visit<'_, 's>) -> Result<(), Lack> {
                match self {
                    $(Selector::$Variant $(($name))? => {
                        selectors!(@visit $one_or_several $find, $($name,)? subject, visit)
                    })+
                }
            }

            /// Where it looks. For a request, where the value of [`Selector::only`] was found.
            #[allow(unused_variables, reason = "most look at the same place in every request")]
            fn place_in<'s>(&'s self, subject: Option<&Subject<'s>>) -> Place<'s> {
                match self {
                    $(Selector::$Variant $(($name))? => {
                        let $subject = subject;
                        $place
                    })+
                }
            }

            /// What it looks at beyond target and headers.
            pub(crate) fn uses(&self) -> Uses {
                match self {
                    $(Selector::$Variant { .. } => $uses,)+
                }
            }

            /// What a sentence may show of what it finds.
            #[allow(unused_variables, reason = "only of claims it depends on the name")]
            pub(crate) fn quote(&self) -> Quote {
                match self {
                    $(Selector::$Variant $(($name))? => $quote,)+
                }
            }

            /// Writes what it looks at, as a noun phrase.
            #[allow(unused_variables, reason = "only facts are named by what is declared")]
            pub(crate) fn say(&self, facts: &[FactSlot], line: &mut Line) {
                match self {
                    $(Selector::$Variant $(($name))? => {
                        let $facts = facts;
                        line.push_all($words);
                    })+
                }
            }
        }
    };
    (@read $Variant:ident, $is_root:expr, $rest:ident, $names:ident) => {
        if $is_root && $rest.is_none() {
            return Some(Some(Selector::$Variant));
        }
    };
    (@read $Variant:ident, $is_root:expr, $rest:ident, $names:ident, $read:ident) => {
        if let (true, Some(rest)) = ($is_root, $rest) {
            return Some($names.$read(rest).map(Selector::$Variant));
        }
    };
    (@one $find:path, $($argument:ident),+) => { Some($find($($argument),+)) };
    (@several $find:path, $($argument:ident),+) => { None };
    (@visit one $find:path, $($argument:ident),+) => { Err(Lack::Absent) };
    (@visit several $find:path, $($argument:ident),+) => { $find($($argument),+) };
}

selectors! {
    Method {
        root: "method";
        names: "method" "": "the method";
        finds: one target::method;
        place: |_subject| Place::Method;
        uses: Uses::NONE;
        quote: Quote::Sent;
        words: |_facts| ["the method"];
    }
    Version {
        root: "version";
        names: "version" "": "the version in the request line: `HTTP/1.1`";
        finds: one target::version;
        place: |_subject| Place::Elsewhere;
        uses: Uses::NONE;
        quote: Quote::Value;
        words: |_facts| ["the HTTP version"];
    }
    Scheme {
        root: "scheme";
        names: "scheme" "": "the scheme of the URL";
        finds: one target::scheme;
        place: |subject| target::place_of_scheme(subject);
        uses: Uses::NONE;
        quote: Quote::Value;
        words: |_facts| ["the scheme"];
    }
    Host {
        root: "host";
        names: "host" "": "the host, without its port";
        finds: one target::host;
        place: |_subject| Place::Host;
        uses: Uses::NONE;
        quote: Quote::Sent;
        words: |_facts| ["the host"];
    }
    Port {
        root: "port";
        names: "port" "": "the port, where one is written";
        finds: one target::port;
        place: |_subject| Place::Host;
        uses: Uses::NONE;
        quote: Quote::Sent;
        words: |_facts| ["the port"];
    }
    Path {
        root: "path";
        names: "path" "": "the path as sent";
        finds: one target::path;
        place: |subject| Place::Target(subject.map(|subject| subject.target.path.clone()));
        uses: Uses::NONE;
        quote: Quote::Sent;
        words: |_facts| ["the path"];
    }
    Query {
        root: "query";
        names: "query" "": "everything after the question mark, as sent";
        finds: one target::query;
        place: |subject| Place::Target(subject.and_then(|subject| subject.target.query.clone()));
        uses: Uses::NONE;
        quote: Quote::Sent;
        words: |_facts| ["the query"];
    }
    Body {
        root: "body";
        names: "body" "": "the body as sent";
        finds: one body::text;
        place: |subject| Place::Body(subject.map(|subject| 0..subject.body_text().len()));
        uses: BODY;
        quote: Quote::Sent;
        words: |_facts| ["the body"];
    }
    Now {
        root: "now";
        names: "now" "": "the time at which the request is sent";
        finds: one known::now;
        place: |_subject| Place::Elsewhere;
        uses: Uses::NONE;
        quote: Quote::Value;
        words: |_facts| ["the time of the request"];
    }
    PathField(name: String) {
        root: "path", path_parameter;
        names: "path." "<field>": "a parameter of the endpoint's path, decoded";
        finds: one fields::path_field;
        place: |subject| Place::PathField(name, subject.and_then(|subject| fields::range_in_path(subject, name)));
        uses: Uses::NONE;
        quote: Quote::Sent;
        words: |_facts| ["the path parameter `", name, "`"];
    }
    QueryField(name: String) {
        root: "query", query_parameter;
        names: "query." "<name>": "a query parameter, decoded; each value of a repeated one";
        finds: several fields::query_field;
        place: |_subject| Place::QueryField(name.into(), None);
        uses: Uses::NONE;
        quote: Quote::Sent;
        words: |_facts| ["the query parameter `", name, "`"];
    }
    Header(name: HeaderName) {
        root: "header", header;
        names: "header." "<Name>": "a header; each value of a repeated one";
        finds: several fields::header;
        place: |_subject| Place::Header((&*name.text).into(), None, HeaderPart::Value, None);
        uses: Uses::NONE;
        quote: Quote::Sent;
        words: |_facts| ["the ", &*name.text, " header"];
    }
    Member(steps: Vec<Step>) {
        root: "body", member;
        names: "body." "<member>": "a member of the body: `a.b`, `items[].name`, `a.*.b`; the same in JSON and XML",
            "body[]." "<member>": "a member of each item of a body that is a list";
        finds: several body::members;
        place: |_subject| Place::MissingMember(None, spell(steps).into());
        uses: MEMBERS;
        quote: Quote::Sent;
        words: |_facts| ["the body member `", &*spell(steps), "`"];
    }
    Claim(claim: Claim) {
        root: "jwt", claim;
        names: "jwt.issued" "": "when the bearer token was issued (`iat`)",
            "jwt.expires" "": "when it expires (`exp`)",
            "jwt.not-before" "": "the time before which it must not be used (`nbf`)",
            "jwt.issuer" "": "who issued it (`iss`)",
            "jwt.audience" "": "whom it is for (`aud`)",
            "jwt.scope" "": "what it grants",
            "jwt.claims." "<name>": "any other claim; tokens are decoded, never verified";
        finds: several Claim::select;
        place: |_subject| Place::Header("Authorization".into(), None, HeaderPart::Value, None);
        uses: TOKEN;
        quote: if claim.is_public() { Quote::Value } else { Quote::Never };
        words: |_facts| ["the token's `", &*claim.name, "`"];
    }
    Fact(index: FactIx) {
        root: "fact", fact;
        names: "fact." "<name>": "a fact that a pack declares";
        finds: one known::fact;
        place: |_subject| Place::Fact(*index);
        uses: Uses::NONE;
        quote: Quote::Sent;
        words: |facts| ["the fact `", facts.get(index.0 as usize).map_or("", |slot| slot.name.as_str()), "`"];
    }
    Attribute(name: String) {
        root: "endpoint", attribute;
        names: "endpoint." "<attribute>": "an attribute of the endpoint in the catalogue";
        finds: one known::attribute;
        place: |_subject| Place::Elsewhere;
        uses: Uses::NONE;
        quote: Quote::Value;
        words: |_facts| ["the endpoint's `", name, "`"];
    }
    Answer(answer: Answer) {
        root: "answer", answer;
        names: "answer.status" "": "in a reply file, the answer's status",
            "answer.text" "": "the answer's body as a text",
            "answer.header." "<Name>": "a header of the answer; each value of a repeated one",
            "answer.body." "<member>": "a member of the answer's body; each item of a list";
        finds: several Answer::select;
        place: |_subject| Place::Elsewhere;
        uses: Uses::NONE;
        quote: Quote::Value;
        words: |_facts| ["the ", &*answer.name()];
    }
    Hole(name: String) {
        root: "hole", hole;
        names: "hole." "<name>": "in a reply file, what is in a hole of `says`";
        finds: one answer::hole;
        place: |_subject| Place::Elsewhere;
        uses: Uses::NONE;
        quote: Quote::Value;
        words: |_facts| ["the hole `", name, "`"];
    }
}
