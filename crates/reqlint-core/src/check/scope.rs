//! The names that one rule may use, and how its selectors and operators are looked up.

use crate::api::catalogue::{Catalogue, Endpoint, EndpointIx, steps};
use crate::api::facts::{FactIx, FactSlot};
use crate::api::patterns::Definitions;
use crate::base::literal::Literal;
use crate::base::near::{nearest, suggest};
use crate::base::number::Number;
use crate::base::pattern::Format;
use crate::base::scalar::Scalar;
use crate::base::time::{Duration, Time};
use crate::check::{Operator, Right};
use crate::language::operand::{OperatorSpec, RightSpec};
use crate::language::selector_names::SELECTORS;
use crate::language::{Located, Sink, SourceSpan};
use crate::message::header_names::{HeaderName, HeaderNames};
use crate::subject::select::{Claim, Selector};
use std::sync::Arc;

/// What a rule can name.
pub(crate) struct Scope<'c> {
    pub(crate) definitions: &'c Definitions,
    pub(crate) facts: &'c [FactSlot],
    pub(crate) catalogue: &'c Catalogue,
    /// The endpoints that the rule applies to.
    pub(crate) endpoints: Vec<EndpointIx>,
    /// Where the rule's check stands.
    pub(crate) place: SourceSpan,
    /// Words that may lead a secret value and stay visible.
    pub(crate) schemes: &'c mut Vec<String>,
    pub(crate) headers: &'c mut HeaderNames,
    pub(crate) sink: &'c mut Sink,
}

const PLAIN: [(&str, Selector); 8] = [
    ("method", Selector::Method),
    ("scheme", Selector::Scheme),
    ("host", Selector::Host),
    ("port", Selector::Port),
    ("path", Selector::Path),
    ("query", Selector::Query),
    ("body", Selector::Body),
    ("now", Selector::Now),
];

/// Claims by their name in selectors, their name in a token, and whether they are times.
const CLAIMS: [(&str, &str, bool); 6] = [
    ("issued", "iat", true),
    ("expires", "exp", true),
    ("not-before", "nbf", true),
    ("issuer", "iss", false),
    ("audience", "aud", false),
    ("scope", "scope", false),
];

impl Scope<'_> {
    /// Says that a check needs a catalogue, if the pack has none.
    pub(crate) fn needs_endpoints(&mut self) -> bool {
        let has_any = !self.catalogue.endpoints.is_empty();
        if !has_any {
            let help = "add endpoints/<product>.toml, or use another kind".to_owned();
            self.sink.error(self.place, "this kind needs a catalogue, and the pack has no endpoint", Some(help));
        }
        has_any
    }

    pub(crate) fn header_name(&mut self, name: &Located<String>) -> Option<HeaderName> {
        if Format::Token.holds(name.value.as_bytes()) {
            return Some(self.headers.intern(&name.value));
        }
        self.sink.error(
            name.place,
            format!("`{}` is no header name", name.value),
            Some("write its letters, digits and dashes only, without the colon".into()),
        );
        None
    }

    /// Notes that a literal text leads the values of a header.
    pub(crate) fn knows_scheme(&mut self, literal: &[u8]) {
        let word: Vec<u8> = literal.iter().copied().take_while(u8::is_ascii_alphanumeric).collect();
        if let Ok(word) = String::from_utf8(word)
            && !word.is_empty()
            && !self.schemes.contains(&word)
        {
            self.schemes.push(word);
        }
    }

    pub(crate) fn fact(&mut self, name: &Located<String>) -> Option<Selector> {
        let index = self.facts.iter().position(|s| s.name == name.value);
        if index.is_none() {
            self.sink.unknown("fact", name, self.facts.iter().map(|s| s.name.as_str()));
        }
        index.and_then(|i| u32::try_from(i).ok()).map(|i| Selector::Fact(FactIx(i)))
    }

    /// Says a fact of an example that isn't declared, or has another type.
    pub(crate) fn example_fact(&mut self, name: &Located<String>, value: &Located<Literal>) {
        match self.facts.iter().find(|slot| slot.name == name.value) {
            None => self.sink.unknown("fact", name, self.facts.iter().map(|slot| slot.name.as_str())),
            Some(slot) => {
                if let Err(error) = slot.accept((&value.value).into()) {
                    self.sink.error(value.place, error.to_string(), None);
                }
            }
        }
    }

    /// The selector that a text names.
    pub(crate) fn selector(&mut self, text: &Located<String>) -> Option<Selector> {
        if let Some((_, selector)) = PLAIN.iter().find(|(name, _)| *name == text.value) {
            return Some(selector.clone());
        }
        // of a body that is a list: `body[].id`, `body.[].id`
        let (root, name) = match text.value.strip_prefix("body[") {
            Some(_) => text.value.split_at(4),
            None => match text.value.split_once('.') {
                Some(parts) if !parts.1.is_empty() => parts,
                _ => return self.no_selector(text),
            },
        };
        let rest = Located { value: name.to_owned(), place: text.place };
        match root {
            "path" => {
                let known = |e: &Endpoint| e.parameters().map(str::to_owned).collect();
                self.of_endpoints(&rest, "path parameter", known).map(Selector::PathField)
            }
            "query" => Some(Selector::QueryField(rest.value)),
            "header" => self.header_name(&rest).map(Selector::Header),
            "body" => match steps(&rest) {
                Ok(steps) => Some(Selector::Member(steps)),
                Err(message) => {
                    self.sink.error(text.place, message, None);
                    None
                }
            },
            "jwt" => self.claim(&rest),
            "fact" => self.fact(&rest),
            "endpoint" => {
                let known = |e: &Endpoint| e.attributes.iter().map(|(name, _)| name.clone()).collect();
                self.of_endpoints(&rest, "endpoint attribute", known).map(Selector::Attribute)
            }
            _ => self.no_selector(text),
        }
    }

    fn claim(&mut self, name: &Located<String>) -> Option<Selector> {
        if let Some(own) = name.value.strip_prefix("claims.").filter(|own| !own.is_empty()) {
            return Some(Selector::Claim(Claim { name: own.to_owned(), is_time: false }));
        }
        let found = CLAIMS.iter().find(|(n, ..)| *n == name.value);
        if found.is_none() {
            let whole = Located { value: format!("jwt.{}", name.value), place: name.place };
            let known = CLAIMS.iter().map(|(n, ..)| *n).chain(["claims.<name>"]);
            let known: Vec<String> = known.map(|n| format!("jwt.{n}")).collect();
            self.sink.unknown("selector", &whole, known.iter().map(String::as_str));
        }
        found.map(|(_, claim, is_time)| Selector::Claim(Claim { name: (*claim).to_owned(), is_time: *is_time }))
    }

    fn no_selector(&mut self, text: &Located<String>) -> Option<Selector> {
        let roots = SELECTORS.iter().filter_map(|s| s.name.strip_suffix('.')).chain(["jwt"]);
        let near = text.value.split_once('.').and_then(|(root, name)| Some((nearest(root, roots)?, name)));
        let help = match near {
            Some((root, "")) => {
                let entry = SELECTORS.iter().find(|s| s.name.strip_suffix('.') == Some(root));
                entry.map(|s| format!("write what follows: {}{}", s.name, s.rest))
            }
            Some((root, name)) => Some(format!("did you mean `{root}.{name}`?")),
            None if text.value.starts_with(|c: char| c.is_ascii_uppercase()) => {
                Some(format!("did you mean `header.{0}`, or `body.{0}`?", text.value))
            }
            None => {
                let known: Vec<String> = SELECTORS.iter().map(|s| format!("{}{}", s.name, s.rest)).collect();
                suggest(&text.value, known.iter().map(String::as_str))
            }
        };
        self.sink.error(text.place, format!("`{}` is no selector", text.value), help);
        None
    }

    /// A name that at least one of the rule's endpoints must have.
    fn of_endpoints(
        &mut self,
        name: &Located<String>,
        what: &str,
        known: impl Fn(&Endpoint) -> Vec<String>,
    ) -> Option<String> {
        let endpoints = self.endpoints.iter().filter_map(|e| self.catalogue.endpoint(*e));
        if endpoints.clone().any(|endpoint| known(endpoint).contains(&name.value)) {
            return Some(name.value.clone());
        }
        if self.endpoints.is_empty() || !self.sink.suppression.knows_all_names() {
            return None;
        }
        let all: Vec<String> = endpoints.flat_map(known).collect();
        let message = format!("no endpoint that this rule applies to has the {what} `{}`", name.value);
        self.sink.error(name.place, message, suggest(&name.value, all.iter().map(String::as_str)));
        None
    }

    pub(crate) fn operator(&mut self, spec: &OperatorSpec) -> Option<Operator> {
        let right = match &spec.right {
            RightSpec::Of(selector) => Right::Of(self.selector(selector)?),
            RightSpec::Covers { of, by } => return self.covers(spec, of, by.as_ref()),
            RightSpec::Literal(literal) => match (spec.name, literal) {
                ("is", Literal::Text(name)) => {
                    let name = Located { value: name.clone(), place: spec.place };
                    return self.definitions.patterns.find(&name, self.sink).map(Operator::Is);
                }
                ("max-age", literal) => {
                    Right::scalars(vec![self.literal(spec, literal, "a duration such as 300s", span)?])
                }
                ("one-of", literal) => Right::scalars(Scalar::all(literal)),
                ("equals" | "includes", literal) => Right::scalars(vec![self.literal(
                    spec,
                    literal,
                    "one value; for several use one-of",
                    Scalar::of,
                )?]),
                ("starts-with" | "ends-with" | "contains", literal) => {
                    Right::scalars(vec![self.literal(spec, literal, "a text", text)?])
                }
                ("min-length" | "max-length" | "max-count", literal) => {
                    Right::scalars(vec![self.literal(spec, literal, "a whole number, 0 or more", count)?])
                }
                ("earlier-than" | "later-than", literal) => {
                    Right::scalars(vec![self.literal(spec, literal, "a time such as 2024-05-01", time)?])
                }
                ("multiple-of", literal) => {
                    Right::scalars(vec![self.literal(spec, literal, "a number or a duration, not 0", step)?])
                }
                (_, literal) => Right::scalars(vec![self.literal(
                    spec,
                    literal,
                    "a number or a duration such as 15m",
                    Scalar::bound,
                )?]),
            },
        };
        Some(match spec.name {
            "equals" => Operator::Equals(right),
            "one-of" => Operator::OneOf(right),
            "starts-with" => Operator::StartsWith(right),
            "ends-with" => Operator::EndsWith(right),
            "contains" => Operator::Contains(right),
            "includes" => Operator::Includes(right),
            "at-least" => Operator::AtLeast(right),
            "at-most" => Operator::AtMost(right),
            "multiple-of" => Operator::MultipleOf(right),
            "min-length" => Operator::MinLength(right),
            "max-length" => Operator::MaxLength(right),
            "max-count" => Operator::MaxCount(right),
            "earlier-than" => Operator::EarlierThan(right),
            "later-than" => Operator::LaterThan(right),
            "max-age" => Operator::MaxAge(right),
            name => {
                self.sink.error(
                    spec.place,
                    format!("`{name}` takes no selector"),
                    Some("write the value itself".into()),
                );
                return None;
            }
        })
    }

    fn covers(&mut self, spec: &OperatorSpec, of: &Located<String>, by: Option<&Located<String>>) -> Option<Operator> {
        let needed = self.selector(of)?;
        let hierarchy = match by {
            Some(name) => {
                let found = self.definitions.hierarchies.get(&name.value);
                if found.is_none() {
                    self.sink.unknown("hierarchy", name, self.definitions.hierarchies.keys().map(String::as_str));
                }
                found?
            }
            None if self.definitions.hierarchies.len() == 1 => self.definitions.hierarchies.values().next()?,
            None => {
                let help = "add by = \"NAME\", and [hierarchy.NAME] to pack.toml".to_owned();
                self.sink.error(spec.place, "`covers` needs to know a hierarchy", Some(help));
                return None;
            }
        };
        Some(Operator::Covers(needed, Arc::clone(hierarchy)))
    }

    fn literal<T>(
        &mut self,
        spec: &OperatorSpec,
        literal: &Literal,
        takes: &str,
        read: fn(&Literal) -> Option<T>,
    ) -> Option<T> {
        let value = read(literal);
        if value.is_none() {
            self.sink.error(spec.place, format!("`{}` takes {takes}", spec.name), None);
        }
        value
    }
}

fn span(literal: &Literal) -> Option<Scalar> {
    if let Literal::Text(text) = literal { Duration::read(text.as_bytes()).map(Scalar::Duration) } else { None }
}

fn text(literal: &Literal) -> Option<Scalar> {
    if let Literal::Text(text) = literal { Some(Scalar::Text(text.clone())) } else { None }
}

fn count(literal: &Literal) -> Option<Scalar> {
    match literal {
        Literal::Number(n @ Number::Whole(0..)) => Some(Scalar::Number(*n)),
        _ => None,
    }
}

fn step(literal: &Literal) -> Option<Scalar> {
    let step = Scalar::bound(literal)?;
    let is_none =
        step == Scalar::Number(Number::Whole(0)) || matches!(step, Scalar::Duration(Duration(0)) | Scalar::Time(_));
    (!is_none).then_some(step)
}

fn time(literal: &Literal) -> Option<Scalar> {
    match literal {
        Literal::Time(time) => Some(Scalar::Time(*time)),
        Literal::Text(text) => Time::read(text.as_bytes()).map(Scalar::Time),
        _ => None,
    }
}
