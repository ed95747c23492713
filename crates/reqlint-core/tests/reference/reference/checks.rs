//! The checks.

use super::Verdict;
use super::body::{Body, is_blank, is_placeholder, parents, variant};
use super::route::{Route, decode};
use crate::model::{Check, Field, Operator, Selector, Sent};
use serde_json::Value as Json;

pub(super) struct View<'v> {
    pub(super) sent: &'v Sent,
    pub(super) route: Route<'v>,
    pub(super) body: Body,
}

/// What a selector finds.
pub(super) enum Found {
    Values(Vec<Json>),
    Absent,
    Unknown,
}

#[derive(PartialEq)]
pub(super) enum Met {
    Yes,
    No,
    Unreadable,
    Hidden,
}

pub(super) fn all(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    strongest(verdicts, [Verdict::Fail, Verdict::Unknown, Verdict::Pass])
}

pub(super) fn any(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    strongest(verdicts, [Verdict::Pass, Verdict::Unknown, Verdict::Fail])
}

pub(super) fn strongest(verdicts: impl Iterator<Item = Verdict>, order: [Verdict; 3]) -> Verdict {
    let verdicts: Vec<_> = verdicts.collect();
    order.into_iter().find(|v| verdicts.contains(v)).unwrap_or(Verdict::Absent)
}

pub(super) fn pass_if(holds: bool) -> Verdict {
    if holds { Verdict::Pass } else { Verdict::Fail }
}

impl View<'_> {
    pub(super) fn verdict(&self, check: &Check) -> Verdict {
        let path = self.sent.target.split('?').next().unwrap();
        match check {
            Check::All(checks) => all(checks.iter().map(|check| self.verdict(check))),
            Check::Any(checks) => any(checks.iter().map(|check| self.verdict(check))),
            Check::Not(check) => self.negated(check),
            Check::HeaderRequired(name) => {
                pass_if(!self.header(name).is_empty() && self.filled(name).len() == self.header(name).len())
            }
            Check::TokenSyntax => all(self.tokens().into_iter()),
            Check::HeaderForm => all(self.sent.headers.iter().map(|(name, value)| {
                let name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
                pass_if(name && value.bytes().all(|b| !b.is_ascii_control()))
            })),
            Check::Encoding => {
                let broken = |(at, _): (usize, &str)| {
                    let digits = self.sent.target.get(at + 1..at + 3);
                    digits.is_none_or(|digits| !digits.bytes().all(|b| b.is_ascii_hexdigit()))
                };
                pass_if(!self.sent.target.contains(' ') && !self.sent.target.match_indices('%').any(broken))
            }
            Check::KnownEndpoint => pass_if(self.route.fits_path),
            Check::ExactCase if self.route.fits_path => pass_if(!self.route.ignoring_case),
            Check::NoTrailingSlash if self.route.fits_path => {
                pass_if(!(self.route.without_slash && path.ends_with('/')))
            }
            Check::AllowedMethod if self.route.fits_path => pass_if(self.route.endpoint.is_some()),
            Check::ExactCase | Check::NoTrailingSlash | Check::AllowedMethod => Verdict::Absent,
            Check::BodySyntax => match self.body {
                Body::Absent | Body::Other => Verdict::Absent,
                Body::Unseen => Verdict::Unknown,
                Body::Wrong => Verdict::Fail,
                Body::Json(_) => Verdict::Pass,
            },
            Check::BodyShape => match (&self.body, self.takes_object()) {
                (Body::Absent, _) | (_, false) => Verdict::Absent,
                (Body::Unseen, _) => Verdict::Unknown,
                (Body::Json(body), _) => pass_if(body.is_object()),
                _ => Verdict::Absent,
            },
            Check::RequiredFields => self.required_fields(),
            Check::FilledFields => self.filled_fields(),
            Check::FieldValues(tests) => self.field_values(*tests),
            Check::Value(of, operator) => self.value(*of, *operator),
        }
    }

    /// Pass and fail are swapped; what can't be read stays a failure.
    pub(super) fn negated(&self, check: &Check) -> Verdict {
        match check {
            Check::All(checks) => any(checks.iter().map(|check| self.negated(check))),
            Check::Any(checks) => all(checks.iter().map(|check| self.negated(check))),
            Check::Not(check) => self.verdict(check),
            // no value may meet the operator, and each must be one that it can read
            Check::Value(of, operator) if !matches!(operator, Operator::Present(_) | Operator::Includes(_)) => {
                self.each(*of, *operator, |met| pass_if(met == Met::No))
            }
            check => match self.verdict(check) {
                Verdict::Pass => Verdict::Fail,
                Verdict::Fail if self.is_unreadable(check) => Verdict::Fail,
                Verdict::Fail => Verdict::Pass,
                other => other,
            },
        }
    }

    /// Of a parameter or header that is repeated, one value is enough.
    pub(super) fn condition(&self, check: &Check) -> Verdict {
        match self.verdict(check) {
            Verdict::Fail => self.at_best(check, false),
            other => other,
        }
    }

    fn at_best(&self, check: &Check, negate: bool) -> Verdict {
        match (check, negate) {
            (Check::All(checks), false) | (Check::Any(checks), true) => {
                all(checks.iter().map(|check| self.at_best(check, negate)))
            }
            (Check::Any(checks), false) | (Check::All(checks), true) => {
                any(checks.iter().map(|check| self.at_best(check, negate)))
            }
            (Check::Not(check), _) => self.at_best(check, !negate),
            (Check::HeaderRequired(name), false) => pass_if(!self.filled(name).is_empty()),
            (Check::TokenSyntax, false) => any(self.tokens().into_iter()),
            // the lines of a header may be one list, which lacks what none of them has
            (Check::Value(Selector::Header(_), _), true) => self.negated(check),
            (Check::Value(of, operator), _) if !matches!(operator, Operator::Present(_) | Operator::Includes(_)) => {
                let wanted = if negate { Met::No } else { Met::Yes };
                let Found::Values(values) = self.find(*of) else { return self.verdict_or_negated(check, negate) };
                let names = values.iter().filter(|_| matches!(of, Selector::Member(_))).filter_map(variant);
                any(values.iter().chain(&names.collect::<Vec<_>>()).map(|value| match self.meets(value, *operator) {
                    Ok(Met::Hidden) => Verdict::Unknown,
                    Ok(met) => pass_if(met == wanted),
                    Err(verdict) => verdict,
                }))
            }
            _ => self.verdict_or_negated(check, negate),
        }
    }

    fn verdict_or_negated(&self, check: &Check, negate: bool) -> Verdict {
        if negate { self.negated(check) } else { self.verdict(check) }
    }

    pub(super) fn takes_object(&self) -> bool {
        self.route.endpoint.is_some_and(|e| !e.fields.is_empty())
    }

    /// The body, where its members can be looked at.
    pub(super) fn members(&self) -> Option<&Json> {
        match &self.body {
            Body::Json(body) if body.is_object() || !self.takes_object() => Some(body),
            _ => None,
        }
    }

    pub(super) fn fields(&self) -> &[Field] {
        self.route.endpoint.map_or(&[], |e| &e.fields)
    }

    /// Each value of each field.
    pub(super) fn present(&self) -> Vec<(&Field, &Json)> {
        let Some(body) = self.members() else { return Vec::new() };
        let of = |field| {
            let (parents, name) = parents(body, Field::name(field));
            parents.into_iter().filter_map(move |parent| Some((field, parent.get(&name)?))).collect::<Vec<_>>()
        };
        self.fields().iter().flat_map(of).collect()
    }

    pub(super) fn required_fields(&self) -> Verdict {
        let required = || self.fields().iter().filter(|field| field.required);
        match &self.body {
            // without a body those are missing that are in no other
            Body::Absent => {
                return if required().any(|f| !f.name.contains('.')) { Verdict::Fail } else { Verdict::Absent };
            }
            Body::Unseen if required().next().is_some() => return Verdict::Unknown,
            _ => {}
        }
        let Some(body) = self.members() else { return Verdict::Absent };
        all(required().flat_map(|field| {
            let (parents, name) = parents(body, field.name);
            parents.into_iter().map(move |parent| pass_if(parent.get(&name).is_some()))
        }))
    }

    pub(super) fn filled_fields(&self) -> Verdict {
        if matches!(self.body, Body::Unseen) && self.fields().iter().any(|field| field.required) {
            return Verdict::Unknown;
        }
        let required = self.present().into_iter().filter(|(field, _)| field.required);
        all(required.map(|(field, value)| pass_if(field.may_be_blank || !is_blank(value))))
    }

    pub(super) fn field_values(&self, tests: [bool; 3]) -> Verdict {
        if matches!(self.body, Body::Unseen) && !self.fields().is_empty() {
            return Verdict::Unknown;
        }
        all(self.present().into_iter().map(|(field, value)| {
            if is_blank(value) {
                return Verdict::Pass;
            }
            let (problems, hidden) = field.problems(value);
            match problems.iter().zip(tests).any(|(problem, test)| *problem && test) {
                true if hidden => Verdict::Unknown,
                failed => pass_if(!failed),
            }
        }))
    }

    pub(super) fn header(&self, name: &str) -> Vec<&str> {
        let lines = self.sent.headers.iter().filter(|(n, _)| n.trim_end().eq_ignore_ascii_case(name));
        lines.map(|(_, value)| value.as_str()).collect()
    }

    pub(super) fn find(&self, selector: Selector) -> Found {
        let texts = |texts: Vec<String>| {
            if texts.is_empty() { Found::Absent } else { Found::Values(texts.into_iter().map(Json::from).collect()) }
        };
        match selector {
            Selector::Method => texts(vec![self.sent.method.into()]),
            Selector::Account => texts(self.route.account.iter().cloned().collect()),
            Selector::Scope => texts(self.route.endpoint.iter().map(|e| e.scope.to_owned()).collect()),
            Selector::Header(name) => texts(self.header(name).into_iter().map(str::to_owned).collect()),
            Selector::Query(name) => {
                let query = self.sent.target.split_once('?').map_or("", |(_, query)| query);
                let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
                texts(pairs.filter(|(n, _)| decode(n, true) == name).map(|(_, value)| decode(value, true)).collect())
            }
            Selector::Member(_) if matches!(self.body, Body::Unseen) => Found::Unknown,
            Selector::Member(name) => match self.members().and_then(|body| body.get(name)) {
                Some(value) => Found::Values(vec![value.clone()]),
                None => Found::Absent,
            },
            Selector::Status => self.sent.status.map_or(Found::Unknown, |text| Found::Values(vec![text.into()])),
            Selector::Quota => self.sent.quota.map_or(Found::Unknown, |number| Found::Values(vec![number.into()])),
            Selector::Scopes => match &self.sent.scopes {
                Some(scopes) => Found::Values(vec![scopes.iter().map(|s| Json::from(*s)).collect()]),
                None => Found::Unknown,
            },
        }
    }

    pub(super) fn value(&self, of: Selector, operator: Operator) -> Verdict {
        match (self.find(of), operator) {
            (Found::Values(_), Operator::Present(present)) => pass_if(present),
            (Found::Absent, Operator::Present(present)) => pass_if(!present),
            _ => self.each(of, operator, |met| pass_if(met == Met::Yes)),
        }
    }

    /// How each value goes, all joined.
    fn each(&self, of: Selector, operator: Operator, goes: fn(Met) -> Verdict) -> Verdict {
        let values = match self.find(of) {
            Found::Unknown => return Verdict::Unknown,
            Found::Absent => return Verdict::Absent,
            Found::Values(values) => values,
        };
        all(values.iter().map(|value| match self.meets(value, operator) {
            Ok(Met::Hidden) => Verdict::Unknown,
            Ok(met) => goes(met),
            Err(verdict) => verdict,
        }))
    }

    pub(super) fn is_unreadable(&self, check: &Check) -> bool {
        let Check::Value(of, operator) = check else { return false };
        let Found::Values(values) = self.find(*of) else { return false };
        values.iter().any(|value| matches!(self.meets(value, *operator), Ok(Met::Unreadable)))
    }

    /// `Err` when the right side isn't there, or unknown.
    pub(super) fn meets(&self, value: &Json, operator: Operator) -> Result<Met, Verdict> {
        let right = |selector| match self.find(selector) {
            Found::Values(values) => Ok(values[0].as_str().unwrap().to_owned()),
            Found::Absent => Err(Verdict::Absent),
            Found::Unknown => Err(Verdict::Unknown),
        };
        if let (Json::String(text), false) = (value, matches!(operator, Operator::Includes(_)))
            && is_placeholder(text)
        {
            // the text before the placeholder is still tested; here there is none
            return Ok(Met::Hidden);
        }
        Ok(match operator {
            Operator::Present(_) => Met::Yes,
            Operator::Equals(text) => equals(value, text),
            Operator::EqualsOf(selector) => equals(value, &right(selector)?),
            Operator::OneOf(texts) => {
                let mets: Vec<Met> = texts.iter().map(|text| equals(value, text)).collect();
                [Met::Yes, Met::No].into_iter().find(|met| mets.contains(met)).unwrap_or(Met::Unreadable)
            }
            Operator::StartsWith(starts) => match value {
                Json::String(text) if starts.iter().any(|start| text.starts_with(start)) => Met::Yes,
                Json::String(_) => Met::No,
                _ => Met::Unreadable,
            },
            Operator::AtLeast(least) => {
                let number = match value {
                    Json::Number(number) => number.as_f64(),
                    Json::String(text) => serde_json::from_str::<f64>(text).ok(),
                    _ => None,
                };
                #[expect(clippy::cast_precision_loss, reason = "small numbers only")]
                match number {
                    Some(number) if number >= least as f64 => Met::Yes,
                    Some(_) => Met::No,
                    None => Met::Unreadable,
                }
            }
            Operator::Includes(selector) => {
                let wanted = right(selector)?;
                let items = value.as_array().unwrap();
                if items.contains(&Json::from(wanted)) { Met::Yes } else { Met::No }
            }
        })
    }
}

impl Field {
    pub(super) fn name(&self) -> &'static str {
        self.name
    }
}

/// A text on the right is read as what the value is.
pub(super) fn equals(value: &Json, text: &str) -> Met {
    let same = match value {
        Json::String(value) => value == text,
        Json::Number(value) => serde_json::from_str::<f64>(text).ok() == value.as_f64(),
        Json::Bool(value) => text == value.to_string(),
        Json::Null | Json::Array(_) | Json::Object(_) => return Met::Unreadable,
    };
    if same { Met::Yes } else { Met::No }
}
