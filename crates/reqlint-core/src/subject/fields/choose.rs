//! Which of several variants an object is.
//!
//! A discriminator says it. Without one each variant is tried, and what is wrong with it only counted; how an object inside of one
//! that is tried goes is kept, so that each is looked at once for each of its variants, however deep they are nested.

use super::value::FieldValue;
use super::walk::BodyWalk;
use super::{FieldScan, Misfit, Unfit};
use crate::api::catalogue::{Choice, Discriminator, FieldTree};
use crate::message::body::{NodeIx, NodeKind};
use std::collections::BTreeMap;

/// What was tried.
#[derive(Default)]
pub(super) struct Tried {
    /// How many variants are being tried inside of one another.
    depth: usize,
    /// How variants, by their nodes of the tree, went with objects that are inside of what is tried.
    known: BTreeMap<(usize, NodeIx), Count>,
}

/// How much keeps an object from being a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Count {
    wrong: usize,
    hidden: usize,
}

impl<'w> BodyWalk<'w> {
    /// Looks at an object as what it is of its variants.
    pub(super) fn choose(&mut self, branch: usize, choice: &'w Choice, node: NodeIx) {
        if let [only] = choice.variants.as_slice() {
            return self.inside(only.root, node);
        }
        if let Some(discriminator) = &choice.discriminator
            && self.is_named(branch, choice, discriminator, node)
        {
            return;
        }
        let counts: Vec<_> = choice.variants.iter().map(|variant| self.count(variant.root, node)).collect();
        match verdict(&counts, choice.only_one) {
            // what is there in it
            Ok(fitting) if self.tried.depth == 0 => {
                if let Some(variant) = choice.variants.get(fitting) {
                    self.inside(variant.root, node);
                }
            }
            Ok(_) => {}
            Err(how) => self.scan.unfit.push(Unfit { branch, object: Some(node), how }),
        }
    }

    /// Looks at an object as the variant that its discriminator names. `false`: it names none, and may be any.
    fn is_named(&mut self, branch: usize, choice: &'w Choice, discriminator: &Discriminator, node: NodeIx) -> bool {
        let (document, text) = (self.document, self.text);
        let (mut is_there, mut last) = (false, None);
        // of one that is repeated a service may read any
        for member in document.members(node, discriminator.member.as_bytes(), text) {
            let value = FieldValue::of(document, member, text);
            if value.is_blank() {
                continue;
            }
            is_there = true;
            if value.kind == NodeKind::Text && self.scan.shows.hides(&value.text) {
                self.scan.unfit.push(Unfit { branch, object: Some(node), how: Misfit::Hidden });
                continue;
            }
            // a value that none has is wrong by itself
            let named = choice.variants.iter().find(|variant| value.equals_any(&variant.values, !value.typed));
            if let Some(variant) = named.filter(|variant| last.replace(variant.root) != Some(variant.root)) {
                self.inside(variant.root, node);
            }
        }
        is_there || discriminator.is_required
    }

    /// How much keeps an object from being a variant.
    fn count(&mut self, root: usize, node: NodeIx) -> Count {
        if let Some(known) = self.tried.known.get(&(root, node)) {
            return *known;
        }
        let before = self.scan.lengths();
        self.tried.depth += 1;
        self.inside(root, node);
        self.tried.depth -= 1;
        let count = self.scan.forget(&before);
        if self.tried.depth > 0 {
            self.tried.known.insert((root, node), count);
        }
        count
    }
}

/// The variant that fits, or how they don't.
fn verdict(counts: &[Count], only_one: bool) -> Result<usize, Misfit> {
    let fits = |count: &Count| *count == Count { wrong: 0, hidden: 0 };
    let mut fitting = counts.iter().enumerate().filter(|(_, count)| fits(count)).map(|(index, _)| index);
    let is_hidden = || counts.iter().any(|count| count.wrong == 0 && count.hidden > 0);
    match (fitting.next(), fitting.next()) {
        (Some(one), Some(other)) if only_one => Err(Misfit::Several(one, other)),
        (Some(_), None) if only_one && is_hidden() => Err(Misfit::Hidden),
        (Some(one), _) => Ok(one),
        (None, _) if is_hidden() => Err(Misfit::Hidden),
        (None, _) => {
            let nearest = counts.iter().enumerate().min_by_key(|(_, count)| **count);
            Err(Misfit::None(nearest.map(|(index, _)| index).unwrap_or_default()))
        }
    }
}

/// How much was found so far.
struct Lengths {
    present: usize,
    problems: usize,
    unknown: usize,
    ungrouped: usize,
    unfit: usize,
    is_misshapen: bool,
}

impl FieldScan {
    /// Looks at what the variants of an object need that isn't there.
    pub(super) fn choose_absent(&mut self, tree: &FieldTree, branch: usize, choice: &Choice) {
        if let [only] = choice.variants.as_slice() {
            return self.scan_absent(tree, only.root);
        }
        // without a required discriminator nothing else can be said
        if choice.discriminator.as_ref().is_some_and(|discriminator| discriminator.is_required) {
            return;
        }
        let counts = choice.variants.iter().map(|variant| {
            let before = self.lengths();
            self.scan_absent(tree, variant.root);
            self.forget(&before)
        });
        let counts: Vec<_> = counts.collect();
        // that several may be left out is no reason to send one
        if let Err(how) = verdict(&counts, false) {
            self.unfit.push(Unfit { branch, object: None, how });
        }
    }

    fn lengths(&self) -> Lengths {
        Lengths {
            present: self.present.len(),
            problems: self.problems.len(),
            unknown: self.unknown.len(),
            ungrouped: self.ungrouped.len(),
            unfit: self.unfit.len(),
            is_misshapen: self.is_misshapen,
        }
    }

    /// Forgets what was found since; gives how much of it was wrong.
    fn forget(&mut self, before: &Lengths) -> Count {
        let problems = self.problems.get(before.problems..).unwrap_or_default();
        let unfit = self.unfit.get(before.unfit..).unwrap_or_default();
        let hidden = problems.iter().filter(|found| found.hidden).count()
            + unfit.iter().filter(|unfit| unfit.how == Misfit::Hidden).count();
        let all = problems.len() + unfit.len() + self.unknown.len() - before.unknown + self.ungrouped.len()
            - before.ungrouped;
        self.present.truncate(before.present);
        self.problems.truncate(before.problems);
        self.unknown.truncate(before.unknown);
        self.ungrouped.truncate(before.ungrouped);
        self.unfit.truncate(before.unfit);
        self.is_misshapen = before.is_misshapen;
        Count { wrong: all - hidden, hidden }
    }
}
