//! What the causes of an answer are looked for in: a request and the answer to it, taken apart.

use crate::api::catalogue::Forms;
use crate::base::finding::{Finding, Resolved, Severity};
use crate::base::time::Time;
use crate::diagnose::answer::{Answer, AnswerForm, Echo, Writer};
use crate::diagnose::claims::{Claim, Name, Names, claims, position};
use crate::diagnose::held::Held;
use crate::message::body::Syntax;
use crate::message::exchange::Exchange;
use crate::rules::shape::Shape;

/// A place after this byte of a body is further on than its start.
pub(super) const FURTHER: usize = 4;

/// A request and the answer to it, taken apart.
pub(super) struct Evidence<'e> {
    pub(super) exchange: &'e Exchange<'e>,
    /// The findings of the rules.
    pub(super) resolved: &'e Resolved,
    pub(super) answer: Answer<'e>,
    /// The program that wrote the answer, where it is known.
    pub(super) writer: Option<&'e Writer>,
    pub(super) names: Names,
    pub(super) claims: Vec<Claim>,
    /// After how many seconds the answer says that sending again may help.
    pub(super) retry_after: Option<u64>,
    pub(super) echo: Echo<'e>,
    /// Whether a person told what the answer was.
    pub(super) is_told: bool,
    /// Whether the API is known to read JSON whatever Content-Type says.
    pub(super) ignores_label: bool,
}

impl<'e> Evidence<'e> {
    pub(super) fn of(held: &Held<'e>, shapes: &[&Shape]) -> Self {
        let Held { rules, exchange, observed, resolved, masked, .. } = *held;
        let answer = Answer::of(observed, exchange);
        let names = Names::of(exchange);
        let echo = Echo::of(exchange, masked);
        let claims = claims(&answer, shapes, &names).into_iter().map(|claim| claim.hidden(&echo)).collect();
        Self {
            exchange,
            resolved,
            answer,
            writer: observed.engine.as_ref(),
            names,
            claims,
            retry_after: observed.retry_after,
            echo,
            is_told: observed.form == AnswerForm::Told,
            ignores_label: rules.judge_of(exchange).is_some_and(|pack| pack.catalogue.forms == Forms::Json),
        }
    }

    /// A text of the answer or a value of the request, as it may be shown.
    pub(super) fn shown(&self, text: &str) -> String {
        self.echo.hide(text)
    }

    pub(super) fn method(&self) -> &'e [u8] {
        &self.exchange.request.method
    }

    /// Whether the request changes something.
    pub(super) fn is_unsafe(&self) -> bool {
        matches!(self.method(), b"POST" | b"PUT" | b"PATCH" | b"DELETE")
    }

    pub(super) fn status_is(&self, any: &[u16]) -> bool {
        any.contains(&self.answer.status)
    }

    /// A header of the request.
    pub(super) fn header(&self, name: &str) -> Option<&Name> {
        self.names.header(name)
    }

    /// Whether the request surely has no such header.
    pub(super) fn lacks(&self, name: &str) -> bool {
        self.exchange.shows.header(&name.to_ascii_lowercase()) && self.header(name).is_none()
    }

    pub(super) fn now(&self) -> Option<Time> {
        self.exchange.now
    }

    /// Whether a rule of severity error failed whose status is that of the answer.
    pub(super) fn fails_with_status(&self) -> bool {
        let is_own =
            |finding: &Finding| finding.severity == Severity::Error && finding.status == Some(self.answer.status);
        self.resolved.findings.iter().any(is_own)
    }

    /// Whether a rule failed.
    pub(super) fn has_failed(&self, id: &str) -> bool {
        self.resolved.findings.iter().any(|finding| finding.rule.split_once('/').is_some_and(|(_, name)| name == id))
    }

    /// Whether the body is JSON and Content-Type says something else, or nothing.
    pub(super) fn is_mislabelled(&self) -> bool {
        let names = &self.names;
        let is_json = names.looks == Some(Syntax::Json) || self.is_scalar();
        is_json && names.shows_headers && !names.is_bodyless && !names.is_labelled_json()
    }

    /// Whether the body looks like JSON, and can't be read as such.
    pub(super) fn is_broken_json(&self) -> bool {
        self.names.looks == Some(Syntax::Json) && self.names.stopped.is_some()
    }

    /// Whether the body is a JSON text, which no other syntax begins like.
    pub(super) fn is_scalar(&self) -> bool {
        self.exchange.request.body.bytes().trim_ascii().starts_with(b"\"")
    }

    /// Whether the answer stopped reading inside of a body that can be read: it is another body.
    pub(super) fn stops_inside(&self) -> bool {
        let body = String::from_utf8_lossy(self.exchange.request.body.bytes());
        let said = || position(&self.answer.words, &body);
        let said = super::lists::position(&self.answer.tree, &body).or_else(said);
        self.names.stopped.is_none() && said.is_some_and(|at| at > FURTHER)
    }
}
