//! Which operations answer a kind of mistake with which status, and the tags that tell them apart.

use crate::api::{Api, Basis, Credential, Operation};
use crate::framework::{Answer, Framework};
use crate::slug::slug;
use std::collections::{BTreeMap, BTreeSet};

/// A kind of mistake that operations answer alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// Fields and bodies.
    Invalid,
    MediaType,
    Credentials,
}

impl Family {
    const fn name(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::MediaType => "media-type",
            Self::Credentials => "credentials",
        }
    }

    const fn statuses(self) -> &'static [u16] {
        match self {
            Self::Invalid => &[400, 422],
            Self::MediaType => &[415],
            Self::Credentials => &[401, 403],
        }
    }

    /// The statuses of the family that an operation gives.
    fn given(self, operation: &Operation) -> Vec<u16> {
        self.statuses().iter().filter(|status| operation.statuses.contains(status)).copied().collect()
    }

    /// The tag of operations that give just these.
    fn tag(self, given: &[u16]) -> String {
        let listed: Vec<_> = given.iter().map(u16::to_string).collect();
        let listed = if listed.is_empty() { "undocumented".to_owned() } else { listed.join("-") };
        format!("{}-{listed}", self.name())
    }
}

/// What is answered to a mistake, and by which operations.
#[derive(Clone, Debug)]
pub(crate) struct Group<'o> {
    pub(crate) answer: Option<Answer>,
    /// The tags that they have; none if all operations that are concerned answer alike.
    pub(crate) tags: Vec<String>,
    pub(crate) operations: Vec<&'o Operation>,
}

/// Sorts operations by what they answer to a mistake, most of them first. `order` says which status is meant where an
/// operation gives several; `mistake` is the framework's column.
pub(crate) fn groups<'o>(
    operations: &[&'o Operation],
    family: Family,
    order: &[u16],
    framework: Option<&Framework>,
    mistake: &str,
) -> Vec<Group<'o>> {
    let mut by_given: BTreeMap<Vec<u16>, Vec<&Operation>> = BTreeMap::new();
    for operation in operations {
        by_given.entry(family.given(operation)).or_default().push(operation);
    }
    let mut groups: Vec<Group<'o>> = Vec::new();
    for (given, operations) in by_given {
        let own = order.iter().find(|status| given.contains(status)).map(|status| Answer::Status(*status));
        let answer = own.or_else(|| framework.and_then(|framework| framework.answer(mistake)));
        let tag = family.tag(&given);
        match groups.iter_mut().find(|group| group.answer == answer) {
            Some(group) => {
                group.tags.push(tag);
                group.operations.extend(operations);
            }
            None => groups.push(Group { answer, tags: vec![tag], operations }),
        }
    }
    if let [only] = groups.as_mut_slice() {
        only.tags.clear();
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.operations.len()));
    groups
}

/// Gives operations the tags by which rules are about them: ids and tags.
pub(crate) fn tag(api: &mut Api, used: &BTreeSet<(String, String)>, ways_in: &WaysIn) {
    for operation in &mut api.operations {
        let families = [Family::Invalid, Family::MediaType, Family::Credentials];
        let mut tags: Vec<_> = families.into_iter().map(|family| family.tag(&family.given(operation))).collect();
        tags.extend(ways_in.tag(operation));
        let is_used = |tag: &String| used.contains(&(operation.id.clone(), tag.clone()));
        let tags: Vec<_> = tags.into_iter().filter(is_used).collect();
        operation.tags.extend(tags);
    }
}

/// The credentials that operations ask for.
#[derive(Debug)]
pub(crate) struct WaysIn {
    /// What is enough, and its name.
    pub(crate) all: Vec<(Vec<BTreeSet<Credential>>, String)>,
    /// Whether some operations ask for other credentials, or for none.
    pub(crate) differ: bool,
    /// How tags begin: examples only show that credentials were sent.
    verb: &'static str,
}

impl WaysIn {
    pub(crate) fn of(api: &Api) -> Self {
        let mut all: Vec<(Vec<BTreeSet<Credential>>, String)> = Vec::new();
        for operation in &api.operations {
            let sets = &operation.credentials;
            if sets.is_empty() || all.iter().any(|(known, _)| known == sets) {
                continue;
            }
            let base = name(sets);
            let is_taken = |name: &String| all.iter().any(|(_, known)| known == name);
            let named = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}")));
            let name = named.into_iter().find(|name| !is_taken(name)).unwrap_or(base);
            all.push((sets.clone(), name));
        }
        let differ = all.len() > 1 || !all.is_empty() && api.operations.iter().any(|o| o.credentials.is_empty());
        let verb = if api.basis == Basis::Description { "needs" } else { "sent-with" };
        Self { all, differ, verb }
    }

    /// The tag of an operation, where not all ask for the same.
    pub(crate) fn tag(&self, operation: &Operation) -> Option<String> {
        let (_, name) = self.all.iter().find(|(sets, _)| *sets == operation.credentials)?;
        self.differ.then(|| self.named(name))
    }

    /// The tag of operations with the credentials of that name.
    pub(crate) fn named(&self, name: &str) -> String {
        format!("{}-{name}", self.verb)
    }
}

/// What credentials are called in tags and ids.
fn name(sets: &[BTreeSet<Credential>]) -> String {
    let one = |credential: &Credential| match credential {
        Credential::Header(name, Some(scheme)) if name == "Authorization" => slug(scheme),
        Credential::Header(name, _) | Credential::Query(name) | Credential::Cookie(name) => slug(name),
    };
    let set = |set: &BTreeSet<Credential>| set.iter().map(one).collect::<Vec<_>>().join("-and-");
    let name = sets.iter().map(set).collect::<Vec<_>>().join("-or-");
    if name.len() > 60 || name.is_empty() { "credentials".to_owned() } else { name }
}
