//! The rules of a plan by what they need in a request to report anything.

use super::look::{Glimpse, SeenBody};
use super::rule_bits::RuleBits;
use super::specimen::{USUAL_METHODS, USUAL_VERSION};
use super::trigger::{self, Slot, Trigger, Triggers};
use crate::base::bytes;
use crate::message::header_names::HeaderNames;
use crate::message::target::host_and_port;
use crate::subject::Host;

/// Of the sets of triggers of a rule, the rarest are looked at.
const SETS: usize = 2;

/// The rules that a trigger leaves to be looked at, for each set.
type Left = [RuleBits; SETS];

/// Rules by their triggers.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Index {
    /// Rules without a trigger.
    untriggered: RuleBits,
    /// Rules with fewer sets.
    always: Left,
    headers: Box<[ByHeader]>,
    /// By the number of the method among the usual ones, and last for any other.
    methods: [Left; USUAL_METHODS.len() + 1],
    /// Query parameters by name.
    parameters: Box<[(Box<str>, Left)]>,
    /// Each trigger that is none of these.
    others: Box<[(Trigger, Left)]>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct ByHeader {
    slot: Slot,
    one_line: Left,
    second_line: Left,
    /// By the number of the value among the usual ones, and last for any other.
    values: Box<[Left]>,
}

impl Index {
    /// The index of rules by their sets of triggers, in the order of the plan.
    pub(super) fn of(rules: impl Iterator<Item = Vec<Triggers>>) -> Self {
        let mut index = Self {
            untriggered: RuleBits::NONE,
            always: [RuleBits::NONE; SETS],
            headers: Box::default(),
            methods: [[RuleBits::NONE; SETS]; USUAL_METHODS.len() + 1],
            parameters: Box::default(),
            others: Box::default(),
        };
        let (mut headers, mut parameters, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for (position, mut sets) in rules.enumerate() {
            if sets.is_empty() {
                index.untriggered.insert(position);
            }
            sets.sort_by_key(trigger::usualness);
            let mut sets = sets.iter();
            for set in 0..SETS {
                let mut put =
                    |left: &mut Left| left.iter_mut().skip(set).take(1).for_each(|bits| bits.insert(position));
                let Some(triggers) = sets.next() else {
                    put(&mut index.always);
                    continue;
                };
                for trigger in triggers {
                    match trigger {
                        Trigger::Header(slot) => by_header(&mut headers, *slot, |header| put(&mut header.one_line)),
                        Trigger::SecondLine(slot) => {
                            by_header(&mut headers, *slot, |header| put(&mut header.second_line));
                        }
                        Trigger::Value(slot, number) => by_header(&mut headers, *slot, |header| {
                            let number = number.unwrap_or(slot.usual.count());
                            header.values.get_mut(number).into_iter().for_each(&mut put);
                        }),
                        Trigger::Method(number) => {
                            let number = number.unwrap_or(USUAL_METHODS.len());
                            index.methods.get_mut(number).into_iter().for_each(&mut put);
                        }
                        Trigger::Parameter(name) => by_key(&mut parameters, name, put),
                        other => by_key(&mut others, other, put),
                    }
                }
            }
        }
        Self { headers: headers.into(), parameters: parameters.into(), others: others.into(), ..index }
    }

    /// Whether every request has to be looked at for some of these rules.
    pub(super) fn leaves_out_none(&self, rules: RuleBits) -> bool {
        self.untriggered.meets(rules)
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
            if lines.is_none() && is_shown {
                continue;
            }
            add(&header.one_line);
            let value = subject.headers.only_in(header.slot.slot, &subject.exchange.request.headers);
            let number = value.map_or(header.slot.usual.count(), |value| header.slot.usual.number(value));
            header.values.get(number).into_iter().for_each(&mut add);
            if lines.again() || !is_shown {
                add(&header.second_line);
            }
        }
        if let Some(query) = &subject.target.query {
            let query = subject.slice(query);
            // a name may be encoded
            let may_be_any = bytes::any(query, |block| block.is(b'%') | block.is(b'+'));
            for (name, left) in &self.parameters {
                if may_be_any || query.len() >= name.len() && memchr::memmem::find(query, name.as_bytes()).is_some() {
                    add(left);
                }
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

fn by_header(headers: &mut Vec<ByHeader>, slot: Slot, put: impl FnOnce(&mut ByHeader)) {
    let values = || vec![Left::default(); slot.usual.count() + 1].into();
    let new = || ByHeader { slot, one_line: Left::default(), second_line: Left::default(), values: values() };
    found_or(headers, |known| known.slot == slot, new, put);
}

fn by_key<K: Clone + PartialEq>(list: &mut Vec<(K, Left)>, key: &K, put: impl FnOnce(&mut Left)) {
    found_or(list, |(known, _)| known == key, || (key.clone(), Left::default()), |(_, left)| put(left));
}

/// Changes the first that a test finds, which is added if there is none.
fn found_or<T>(list: &mut Vec<T>, is_it: impl FnMut(&T) -> bool, new: impl FnOnce() -> T, change: impl FnOnce(&mut T)) {
    let position = list.iter().position(is_it).unwrap_or(list.len());
    if position == list.len() {
        list.push(new());
    }
    if let Some(found) = list.get_mut(position) {
        change(found);
    }
}

impl Trigger {
    /// Whether it is in a request, or may be. Headers, methods and parameters have a place of their own in the index.
    fn is_there(&self, glimpse: &Glimpse<'_, '_>) -> bool {
        let subject = glimpse.subject;
        match self {
            Trigger::Header(_) | Trigger::Value(..) | Trigger::SecondLine(_) => true,
            Trigger::Method(_) | Trigger::Parameter(_) => true,
            Trigger::OtherVersion => {
                let version = subject.exchange.request.version.as_deref();
                version.is_some_and(|version| version != USUAL_VERSION.as_bytes())
            }
            Trigger::NoSlash => !subject.slice(&subject.target.path).starts_with(b"/"),
            Trigger::Query => subject.target.query.is_some(),
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
