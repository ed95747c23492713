//! `covers`: granted names cover a needed one, by a hierarchy of the pack.

use super::list::any_item;
use super::right::{Operand, RightSide};
use super::written::{self, COVERS, OperatorSpec, RightSpec};
use super::{Context, Met};
use crate::api::patterns::Hierarchy;
use crate::base::text::SmolStr;
use crate::check::Words;
use crate::check::scope::Scope;
use crate::language::Code;
use crate::language::key::Takes;
use crate::subject::Subject;
use crate::subject::select::{Datum, Lack, Selector};
use std::sync::Arc;

/// The names that are needed, and what covers them.
#[derive(Debug)]
pub(crate) struct Needed {
    names: Selector,
    by: Arc<Hierarchy>,
}

pub(super) const NEEDED: RightSide<Needed> =
    RightSide { takes: Takes::Table(COVERS), read: written::covers, compile: needed, takes_time: false };

fn needed(spec: &OperatorSpec, scope: &mut Scope<'_>) -> Option<Needed> {
    let RightSpec::Covers { of, by } = &spec.right else { return None };
    let names = scope.selector(of)?;
    let hierarchies = &scope.definitions.hierarchies;
    let by = match by {
        Some(name) => {
            let found = hierarchies.get(&name.value);
            if found.is_none() {
                scope.sink.unknown(Code::UnknownHierarchy, "hierarchy", name, hierarchies.keys().map(String::as_str));
            }
            found?
        }
        None if hierarchies.len() == 1 => hierarchies.values().next()?,
        None => {
            let help = "add by = \"NAME\", and [hierarchy.NAME] to pack.toml".to_owned();
            scope.sink.error(Code::UnknownHierarchy, spec.place, "`covers` needs a hierarchy", Some(help));
            return None;
        }
    };
    Some(Needed { names, by: Arc::clone(by) })
}

pub(super) fn covers(needed: &Needed, data: &[Datum<'_>], context: Context<'_, '_>) -> Result<Met, Lack> {
    let mut met = Met::Yes;
    needed.names.select(context.subject, &mut |wanted| {
        let is_uncovered = |name: &[u8]| !any_name(data, |granted| needed.by.covers(granted, name));
        if any_name(&[wanted], is_uncovered) {
            met = Met::No;
        }
    })?;
    Ok(if met == Met::No && any_item(data, |item| item.is_hidden(context.subject.exchange.shows)) {
        Met::Hidden
    } else {
        met
    })
}

/// Whether a test holds for a name: texts are split at spaces.
fn any_name(data: &[Datum<'_>], mut test: impl FnMut(&[u8]) -> bool) -> bool {
    any_item(data, |value| {
        let names = value.text().unwrap_or_default().split(|byte| *byte == b' ');
        names.filter(|name| !name.is_empty()).any(&mut test)
    })
}

impl Operand for Needed {
    fn selector(&self) -> Option<&Selector> {
        Some(&self.names)
    }

    fn shown(&self, subject: &Subject<'_>) -> SmolStr {
        self.names.shown(subject)
    }

    fn named(&self, words: Words<'_>) -> String {
        self.names.named(words)
    }
}
