//! The rules of a plan by what they need in a request to report anything.

use super::rule_bits::RuleBits;
use super::specimen::{USUAL_METHODS, USUAL_VERSION};
use super::trigger::{self, Slot, Trigger, Triggers};
use super::look::{Glimpse, SeenBody};
use crate::message::header_names::HeaderNames;
use crate::message::target::host_and_port;
use crate::subject::{Host, Subject};

/// Of the sets of triggers of a rule, the rarest are looked at.
const SETS: usize = 2;

/// The rules that a trigger leaves to be looked at, for each set.
type Left = [RuleBits; SETS];

/// Rules by their triggers.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Index {
    /// Rules with fewer sets.
    always: Left,
    headers: Box<[ByHeader]>,
    /// By the number of the method among the usual ones, and last for any other.
    methods: [Left; USUAL_METHODS.len() + 1],
    /// Each trigger that isn't a header or a method.
    others: Box<[(Trigger, Left)]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct ByHeader {
    slot: Slot,
    one_line: Left,
    second_line: Left,
}

impl Index {
    /// The index of rules by their sets of triggers, in the order of the plan.
    pub(super) fn of(rules: impl Iterator<Item = Vec<Triggers>>) -> Self {
        let mut index = Self {
            always: [RuleBits::NONE; SETS],
            headers: Box::default(),
            methods: [[RuleBits::NONE; SETS]; USUAL_METHODS.len() + 1],
            others: Box::default(),
        };
        let (mut headers, mut others) = (Vec::new(), Vec::new());
        for (position, mut sets) in rules.enumerate() {
            sets.sort_by_key(trigger::usualness);
            let mut sets = sets.iter();
            for set in 0..SETS {
                let mut put = |left: &mut Left| left.iter_mut().skip(set).take(1).for_each(|bits| bits.insert(position));
                let Some(triggers) = sets.next() else {
                    put(&mut index.always);
                    continue;
                };
                for trigger in triggers {
                    match trigger {
                        Trigger::Header(slot) => put(&mut by_header(&mut headers, *slot).one_line),
                        Trigger::SecondLine(slot) => put(&mut by_header(&mut headers, *slot).second_line),
                        Trigger::Method(number) => {
                            let number = number.unwrap_or(USUAL_METHODS.len());
                            index.methods.get_mut(number).into_iter().for_each(&mut put);
                        }
                        other => put(by_other(&mut others, other)),
                    }
                }
            }
        }
        Self { headers: headers.into(), others: others.into(), ..index }
    }

    /// The rules that may report something.
    pub(super) fn touched(&self, glimpse: &Glimpse<'_, '_>) -> RuleBits {
        let Glimpse { subject, only_failures, .. } = *glimpse;
        let mut left = self.always;
        let mut add = |more: &Left| left.iter_mut().zip(more).for_each(|(left, more)| *left |= *more);
        let shows = subject.exchange.shows;
        let shows_headers = only_failures || shows.headers;
        let shows_all = only_failures || shows.headers && shows.connection_headers;
        for header in &self.headers {
            let lines = subject.headers.lines_of(header.slot.slot);
            let is_shown = if header.slot.is_of_connection { shows_all } else { shows_headers };
            if !lines.is_none() || !is_shown {
                add(&header.one_line);
            }
            if lines.again() || !is_shown {
                add(&header.second_line);
            }
        }
        let method = &*subject.exchange.request.method;
        let number = USUAL_METHODS.iter().position(|usual| usual.as_bytes() == method);
        self.methods.get(number.unwrap_or(USUAL_METHODS.len())).into_iter().for_each(&mut add);
        for (trigger, left) in &self.others {
            if trigger.is_there(glimpse) {
                add(left);
            }
        }
        left.into_iter().fold(RuleBits::ALL, |all, left| all & left)
    }
}

fn by_header(headers: &mut Vec<ByHeader>, slot: Slot) -> &mut ByHeader {
    let new = || ByHeader { slot, one_line: Left::default(), second_line: Left::default() };
    found_or(headers, |known| known.slot == slot, new)
}

fn by_other<'o>(others: &'o mut Vec<(Trigger, Left)>, trigger: &Trigger) -> &'o mut Left {
    &mut found_or(others, |(known, _)| known == trigger, || (trigger.clone(), Left::default())).1
}

/// The first that a test finds, which is added if there is none.
fn found_or<T>(list: &mut Vec<T>, is_it: impl FnMut(&T) -> bool, new: impl FnOnce() -> T) -> &mut T {
    let position = list.iter().position(is_it).unwrap_or(list.len());
    if position == list.len() {
        list.push(new());
    }
    &mut list[position]
}

impl Trigger {
    /// Whether it is in a request, or may be. Headers and methods have a place of their own in the index.
    fn is_there(&self, glimpse: &Glimpse<'_, '_>) -> bool {
        let subject = glimpse.subject;
        match self {
            Trigger::Header(_) | Trigger::SecondLine(_) | Trigger::Method(_) => true,
            Trigger::OtherVersion => {
                let version = subject.exchange.request.version.as_deref();
                version.is_some_and(|version| version != USUAL_VERSION.as_bytes())
            }
            Trigger::NoSlash => !subject.slice(&subject.target.path).starts_with(b"/"),
            Trigger::Query => subject.target.query.is_some(),
            Trigger::Parameter(name) => has_parameter(subject, name.as_bytes()),
            Trigger::Port => match subject.host.text(subject.exchange) {
                Some(host) => host_and_port(host).1.is_some(),
                None => *subject.host == Host::Unseen,
            },
            Trigger::HostElsewhere => {
                let lines = subject.headers.lines_of(HeaderNames::HOST);
                lines.is_none() || lines.again() || matches!(subject.host, Host::Target(_))
            }
            Trigger::Body => glimpse.body != SeenBody::Absent,
            Trigger::NoBody => glimpse.body != SeenBody::Well,
        }
    }
}

/// Whether the query may have a parameter of this name, which may be encoded.
fn has_parameter(subject: &Subject<'_>, name: &[u8]) -> bool {
    let Some(query) = &subject.target.query else { return false };
    let query = subject.slice(query);
    let is_plain = || memchr::memchr2(b'%', b'+', query).is_none();
    query.len() >= name.len() && memchr::memmem::find(query, name).is_some() || !is_plain()
}
