//! The names that one rule may use, and how its selectors and operators are looked up.

use crate::api::catalogue::{Catalogue, Endpoint, EndpointIx, Field, Step, steps};
use crate::api::facts::{FactIx, FactSlot};
use crate::api::patterns::Definitions;
use crate::base::literal::Literal;
use crate::base::near::{nearest, suggest};
use crate::base::pattern::Format;
use crate::language::{Code, Located, Sink, SourceSpan};
use crate::message::header_names::{HeaderName, HeaderNames};
use crate::subject::select::{Answer, Claim, Names, SELECTORS, Selector};

/// What a rule can name.
pub(crate) struct Scope<'c> {
    pub(crate) definitions: &'c Definitions,
    pub(crate) facts: &'c [FactSlot],
    pub(crate) catalogue: &'c Catalogue,
    /// The endpoints that the rule applies to.
    pub(crate) endpoints: Vec<EndpointIx>,
    /// The place of the rule's check.
    pub(crate) place: SourceSpan,
    /// Words that may lead a secret value and stay visible.
    pub(crate) schemes: &'c mut Vec<String>,
    pub(crate) headers: &'c mut HeaderNames,
    pub(crate) sink: &'c mut Sink,
    /// The holes of what the answer says; `None` in a rule, which can't look at an answer.
    pub(crate) holes: Option<&'c [String]>,
}

impl Scope<'_> {
    /// Says that a check needs a catalogue, if the pack has none.
    pub(crate) fn needs_endpoints(&mut self) -> bool {
        let has_any = !self.catalogue.endpoints.is_empty();
        if !has_any {
            let help = "add endpoints/<product>.toml, or use another kind".to_owned();
            let message = "this kind of check needs a catalogue, and the pack has no endpoints";
            self.sink.error(Code::MissingCatalogue, self.place, message, Some(help));
        }
        has_any
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

    /// Says a fact of an example that isn't declared, or has another type.
    pub(crate) fn example_fact(&mut self, name: &Located<String>, value: &Located<Literal>) {
        match self.facts.iter().find(|slot| slot.name == name.value) {
            None => {
                self.sink.unknown(Code::UnknownFact, "fact", name, self.facts.iter().map(|slot| slot.name.as_str()))
            }
            Some(slot) => {
                if let Err(error) = slot.accept((&value.value).into()) {
                    self.sink.error(Code::InvalidFactValue, value.place, error.to_string(), None);
                }
            }
        }
    }

    /// The selector that a text names.
    pub(crate) fn selector(&mut self, text: &Located<String>) -> Option<Selector> {
        let written = text.value.as_str();
        let (root, rest) = match written.split_once('.') {
            // of a body that is a list: `body[].id`, `body.[].id`
            _ if written.starts_with("body[") => ("body", written.strip_prefix("body")),
            Some((_, "")) => return self.no_selector(text),
            Some((root, rest)) => (root, Some(rest)),
            None => (written, None),
        };
        if is_of_answer(written) && self.holes.is_none() {
            let help = "in a reply file it can be; in a rule, name a fact: [fact.NAME] with answer = \"header.X-Name\""
                .to_owned();
            let message = format!("`{written}` is of an answer, which a rule can't look at");
            self.sink.error(Code::UnknownSelector, text.place, message, Some(help));
            return None;
        }
        let rest = rest.map(|rest| Located { value: rest.to_owned(), place: text.place });
        Selector::read(root, rest.as_ref(), self).unwrap_or_else(|| self.no_selector(text))
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
                let is_known = |name: &String| self.holes.is_some() || !is_of_answer(name);
                let known: Vec<String> = selector_names().filter(is_known).collect();
                suggest(&text.value, known.iter().map(String::as_str))
            }
        };
        self.sink.error(Code::UnknownSelector, text.place, format!("unknown selector `{}`", text.value), help);
        None
    }

    fn steps(&mut self, name: &Located<String>) -> Option<Vec<Step>> {
        let steps = steps(name);
        steps.map_err(|message| self.sink.error(Code::InvalidMember, name.place, message, None)).ok()
    }

    /// Reports a name that the catalogue lacks where it has nearly the same. The catalogue need not describe everything, so a
    /// name that is like no other is accepted.
    fn described(&mut self, name: &Located<String>, what: &str, fields: impl Fn(&Endpoint) -> &[Field]) {
        // any short name is near another
        if name.value.chars().count() < 4 || !self.sink.suppression.knows_all_names() {
            return;
        }
        let endpoints = self.endpoints.iter().filter_map(|e| self.catalogue.endpoint(*e));
        let known: Vec<&str> = endpoints.flat_map(fields).map(|field| field.name.as_str()).collect();
        let begins = |whole: &str, part: &str| {
            whole.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        // what is inside of a field that is described as a whole isn't described
        let has_inside = |field: &str| known.iter().any(|other| *other != field && begins(other, field));
        let is_known = known.iter().any(|field| match field.split_once('*') {
            Some((before, _)) => name.value.starts_with(before),
            None => begins(field, &name.value) || begins(&name.value, field) && !has_inside(field),
        });
        let Some(near) = nearest(&name.value, known).filter(|_| !is_known) else { return };
        let message = format!("no endpoint that this rule applies to has the {what} `{}`", name.value);
        self.sink.error(Code::UnknownField, name.place, message, Some(format!("did you mean `{near}`?")));
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
        self.sink.error(Code::UnknownField, name.place, message, suggest(&name.value, all.iter().map(String::as_str)));
        None
    }
}

impl Names for Scope<'_> {
    fn path_parameter(&mut self, name: &Located<String>) -> Option<String> {
        let known = |endpoint: &Endpoint| endpoint.parameters().map(str::to_owned).collect();
        self.of_endpoints(name, "path parameter", known)
    }

    fn query_parameter(&mut self, name: &Located<String>) -> Option<String> {
        self.described(name, "query parameter", |endpoint| &endpoint.query_fields);
        Some(name.value.clone())
    }

    fn header(&mut self, name: &Located<String>) -> Option<HeaderName> {
        if Format::Token.holds(name.value.as_bytes()) {
            return Some(self.headers.intern(&name.value));
        }
        let help = "write letters, digits and dashes only, without the colon".to_owned();
        let message = format!("`{}` is not a valid header name", name.value);
        self.sink.error(Code::InvalidHeaderName, name.place, message, Some(help));
        None
    }

    fn member(&mut self, name: &Located<String>) -> Option<Vec<Step>> {
        let steps = self.steps(name)?;
        self.described(name, "member", |endpoint| &endpoint.body_fields.fields);
        Some(steps)
    }

    fn claim(&mut self, name: &Located<String>) -> Option<Claim> {
        let claim = Claim::named(&name.value);
        if claim.is_none() {
            let whole = Located { value: format!("jwt.{}", name.value), place: name.place };
            let known: Vec<String> = selector_names().filter(|known| known.starts_with("jwt.")).collect();
            self.sink.unknown(Code::UnknownSelector, "selector", &whole, known.iter().map(String::as_str));
        }
        claim
    }

    fn fact(&mut self, name: &Located<String>) -> Option<FactIx> {
        let index = self.facts.iter().position(|slot| slot.name == name.value);
        if index.is_none() {
            self.sink.unknown(Code::UnknownFact, "fact", name, self.facts.iter().map(|slot| slot.name.as_str()));
        }
        index.and_then(|index| u32::try_from(index).ok()).map(FactIx)
    }

    fn answer(&mut self, name: &Located<String>) -> Option<Answer> {
        let (root, rest) =
            name.value.split_once('.').map_or((name.value.as_str(), None), |(root, rest)| (root, Some(rest)));
        let inner = rest.map(|rest| Located { value: rest.to_owned(), place: name.place });
        match (root, inner) {
            ("status", None) => Some(Answer::Status),
            ("text", None) => Some(Answer::Text),
            ("header", Some(inner)) => self.header(&inner).map(|_| Answer::Header(inner.value)),
            ("body", Some(inner)) => self.steps(&inner).map(Answer::Member),
            _ => {
                let whole = Located { value: format!("answer.{}", name.value), place: name.place };
                let known: Vec<String> = selector_names().filter(|known| known.starts_with("answer.")).collect();
                self.sink.unknown(Code::UnknownSelector, "selector", &whole, known.iter().map(String::as_str));
                None
            }
        }
    }

    fn hole(&mut self, name: &Located<String>) -> Option<String> {
        let holes = self.holes.unwrap_or_default();
        if holes.contains(&name.value) {
            return Some(name.value.clone());
        }
        let help = match holes {
            [] => Some("name a hole in `says`: \"No such {type}\"".to_owned()),
            known => suggest(&name.value, known.iter().map(String::as_str)),
        };
        let message = format!("no text of `says` has the hole `{}`", name.value);
        self.sink.error(Code::UnknownPlaceholder, name.place, message, help);
        None
    }

    fn attribute(&mut self, name: &Located<String>) -> Option<String> {
        let known = |endpoint: &Endpoint| endpoint.attributes.iter().map(|(name, _)| name.clone()).collect();
        self.of_endpoints(name, "endpoint attribute", known)
    }
}

/// Whether a selector is one of an answer, which only reply files look at.
fn is_of_answer(written: &str) -> bool {
    matches!(written.split('.').next(), Some("answer" | "hole"))
}

/// Every selector as documentation writes it.
fn selector_names() -> impl Iterator<Item = String> {
    SELECTORS.iter().map(|entry| format!("{}{}", entry.name, entry.rest))
}
