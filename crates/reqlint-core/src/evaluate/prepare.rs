//! The opening of every evaluation: an exchange is received, its judge found, and taken apart as far as is asked.

use crate::api::catalogue::Endpoint;
use crate::api::facts::Facts;
use crate::check::want::Want;
use crate::message::body::Document;
use crate::message::exchange::Exchange;
use crate::message::jwt::Jwt;
use crate::prefilter::Skips;
use crate::rules::hosts::Judge;
use crate::rules::pack::Pack;
use crate::rules::plans::Plan;
use crate::rules::rule_set::RuleSet;
use crate::subject::fields::FieldScan;
use crate::subject::{Address, BodyState, Masks, Scratch, Subject, Uses};
use std::cell::OnceCell;

/// An exchange whose judge and plan are known. Token, body and fields are not read yet.
pub(crate) struct Received<'s> {
    pub(crate) pack: &'s Pack,
    /// The index of the pack.
    pub(crate) judge: usize,
    pub(crate) address: &'s Address<'s>,
    /// The rules that meet it.
    pub(crate) plan: Option<&'s Plan>,
    pub(crate) subject: Subject<'s>,
    memory: Memory<'s>,
}

/// Where the parts go that are not read yet.
struct Memory<'s> {
    jwt: &'s mut Jwt,
    document: &'s mut Document,
    fields: &'s mut FieldScan,
}

/// An exchange that was taken apart, and the rules that meet it.
pub(crate) struct Prepared<'s> {
    pub(crate) pack: &'s Pack,
    /// The index of the pack.
    pub(crate) judge: usize,
    pub(crate) address: &'s Address<'s>,
    pub(crate) plan: Option<&'s Plan>,
    pub(crate) subject: Subject<'s>,
}

impl RuleSet {
    /// Receives an exchange: finds the pack that judges it, and the rules that meet it. `None` where no pack judges it.
    #[inline]
    pub(crate) fn received<T>(
        &self,
        exchange: &Exchange<'_>,
        facts: &Facts,
        scratch: &mut Scratch,
        then: impl FnOnce(Received<'_>) -> T,
    ) -> Option<T> {
        let address = scratch.receive(exchange, &self.headers);
        let judge = self.judge(address.name)?;
        let pack = self.packs.get(judge.pack)?;
        Some(then(Received::of((judge, pack), exchange, facts, &address, scratch)))
    }

    /// Receives an exchange and takes it apart, as far as the rules that meet it look, and as `also` says.
    pub(crate) fn prepared<T>(
        &self,
        exchange: &Exchange<'_>,
        facts: &Facts,
        also: Uses,
        then: impl FnOnce(Prepared<'_>) -> T,
    ) -> Option<T> {
        self.received(exchange, facts, &mut Scratch::default(), |received| then(received.read_whole(also)))
    }

    /// As [`RuleSet::prepared`], for a pack that need not be the judge.
    pub(crate) fn prepared_for<T>(
        &self,
        pack: &Pack,
        exchange: &Exchange<'_>,
        facts: &Facts,
        also: Uses,
        then: impl FnOnce(Prepared<'_>) -> T,
    ) -> T {
        let mut scratch = Scratch::default();
        let address = scratch.receive(exchange, &self.headers);
        let judge = Judge { pack: usize::MAX, host: None, takes_any_host: false };
        then(Received::of((judge, pack), exchange, facts, &address, &mut scratch).read_whole(also))
    }
}

impl<'s> Received<'s> {
    /// Finds the endpoint that an exchange means, and the rules that meet it.
    #[inline(always)]
    fn of(
        (judge, pack): (Judge, &'s Pack),
        exchange: &'s Exchange<'s>,
        facts: &'s Facts,
        address: &'s Address<'s>,
        scratch: &'s mut Scratch,
    ) -> Self {
        let Scratch { headers, route, document, jwt, fields } = scratch;
        let api = pack.api();
        let hosts = judge.hosts_to_search(address, api);
        address.find_route(exchange, api, hosts.clone(), route);
        let plan = pack.plan(route.endpoint, address);
        let subject = Subject {
            exchange,
            headers,
            facts,
            api,
            target: &address.target,
            host: &address.host,
            hosts,
            route,
            jwt: &NO_JWT,
            body: BodyState::Unused,
            document: &NO_DOCUMENT,
            fields: &NO_FIELDS,
            lineage: OnceCell::new(),
            masks: Masks::default(),
            has_marks: OnceCell::new(),
            occurrences: OnceCell::new(),
            unencoded: OnceCell::new(),
        };
        Self { pack, judge: judge.pack, address, plan, subject, memory: Memory { jwt, document, fields } }
    }

    /// The rules of its plan that need not be evaluated.
    #[inline]
    pub(crate) fn skips(&mut self, plan: &'s Plan, want: Want) -> Skips {
        let Some(prefilter) = &plan.prefilter else { return Skips::NONE };
        let looked = prefilter.look(&self.subject, plan.uses, self.memory.fields);
        prefilter.skips(&self.subject, looked, want)
    }

    /// The rules of its plan that need not be evaluated for their outcomes; `None` unless surely none fails.
    pub(crate) fn skips_unless_any_fails(&mut self, plan: &'s Plan) -> Option<Skips> {
        let prefilter = plan.prefilter.as_ref()?;
        let looked = prefilter.look(&self.subject, plan.uses, self.memory.fields);
        prefilter.skips_unless_any_fails(&self.subject, looked)
    }

    /// Reads all that the rules of its plan look at, and what `also` says.
    pub(crate) fn read_whole(self, also: Uses) -> Prepared<'s> {
        let uses = self.plan.map(|plan| plan.uses).unwrap_or_default();
        self.read(uses.and(also))
    }

    /// Reads token, body and fields, as far as they are used.
    pub(crate) fn read(self, uses: Uses) -> Prepared<'s> {
        let Self { pack, judge, address, plan, mut subject, memory } = self;
        memory.jwt.read(subject.exchange, uses.jwt);
        let forms = subject.api.catalogue.forms;
        let label = forms.label(subject.content_type().map(|(_, value)| value));
        subject.body = BodyState::read(subject.exchange, label, uses.body, forms.nests(), memory.document);
        memory.fields.clear(subject.exchange.shows);
        if let Some(endpoint) = subject.endpoint().filter(|_| uses.fields) {
            scan(&subject, endpoint, memory.document, memory.fields);
        }
        (subject.jwt, subject.document, subject.fields) = (memory.jwt, memory.document, memory.fields);
        Prepared { pack, judge, address, plan, subject }
    }
}

/// Looks at every field that the catalogue describes.
fn scan(subject: &Subject<'_>, endpoint: &Endpoint, document: &Document, fields: &mut FieldScan) {
    let target = subject.sent_target();
    fields.scan_path(endpoint, subject.api.catalogue.parameters(subject.route, target), target);
    fields.scan_query(endpoint, target, subject.target.query.as_ref());
    if subject.body == BodyState::Absent {
        fields.scan_absent_body(endpoint);
    } else if let Some(root) = subject.body.members(document, endpoint.body)
        && document.syntax.is_some_and(|syntax| endpoint.describes(syntax))
    {
        fields.scan_body(endpoint, document, root, subject.body_text());
    }
}

static NO_JWT: Jwt = Jwt::UNREAD;
static NO_DOCUMENT: Document = Document::UNREAD;
static NO_FIELDS: FieldScan = FieldScan::UNREAD;
