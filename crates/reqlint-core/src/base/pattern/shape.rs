//! Shapes: the many regexes that are a row of byte classes, run without an automaton.
//!
//! `[0-9A-Za-z]+`, `TOK:\s?[0-9a-z-]+` or `\d{4}-\d{2}` need no regex engine: each step takes bytes of one class, and no
//! step could take a byte that the next one needs. Several such rows, of which one must fit, are a shape too. Whatever
//! doesn't fit this is left to the `regex` crate.

use regex_syntax::hir::{Class, Hir, HirKind};

/// The most steps that a repeated group is written out to.
const MOST: usize = 64;

/// Rows of steps, one of which must take a text.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Shape {
    rows: Vec<Row>,
}

/// A row of steps, each taking between `min` and `max` bytes of a class.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
struct Row(Vec<Step>);

#[derive(Clone)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
struct Step {
    #[cfg_attr(feature = "prepared", serde(with = "as_octets"))]
    class: Box<[bool; 256]>,
    min: u32,
    max: u32,
}

impl Shape {
    /// The shape of a regex, if it has one.
    pub(crate) fn of(hir: &Hir) -> Option<Self> {
        let rows = match hir.kind() {
            HirKind::Capture(capture) => return Self::of(&capture.sub),
            HirKind::Alternation(ways) => ways.iter().map(Row::of).collect::<Option<_>>()?,
            _ => vec![Row::of(hir)?],
        };
        Some(Self { rows })
    }

    /// Whether any step takes a byte.
    pub(crate) fn takes(&self, byte: u8) -> bool {
        self.rows.iter().flat_map(|row| &row.0).any(|step| step.takes(byte))
    }

    /// The furthest byte up to which the text could fit; its length when it ends too early, `None` when all fits.
    pub(crate) fn mismatch(&self, text: &[u8]) -> Option<usize> {
        let mut furthest = 0;
        for row in &self.rows {
            furthest = furthest.max(row.mismatch(text)?);
        }
        Some(furthest)
    }
}

impl Row {
    fn of(hir: &Hir) -> Option<Self> {
        let mut steps = Vec::new();
        collect(hir, &mut steps)?;
        let pairs = steps.iter().zip(steps.iter().skip(1));
        // INVARIANT: a step that may take more or fewer bytes shares none with the steps that may follow it.
        for (i, (step, _)) in pairs.enumerate() {
            if step.min == step.max {
                continue;
            }
            for next in steps.iter().skip(i + 1) {
                if step.class.iter().zip(next.class.iter()).any(|(a, b)| *a && *b) {
                    return None;
                }
                if next.min > 0 {
                    break;
                }
            }
        }
        Some(Self(steps))
    }

    /// The first byte that doesn't fit; the text's length when it ends too early, `None` when all fits.
    fn mismatch(&self, text: &[u8]) -> Option<usize> {
        let mut at = 0;
        for step in &self.0 {
            let rest = text.get(at..).unwrap_or_default();
            let most = rest.get(..step.max as usize).unwrap_or(rest);
            let taken = step.run(most);
            at += taken;
            if taken < step.min as usize {
                return Some(at);
            }
        }
        (at < text.len()).then_some(at)
    }
}

impl Step {
    /// How many bytes it takes from the beginning of a text.
    fn run(&self, text: &[u8]) -> usize {
        let (fours, _) = text.as_chunks();
        let whole =
            fours.iter().take_while(|[a, b, c, d]| self.takes(*a) & self.takes(*b) & self.takes(*c) & self.takes(*d));
        let taken = whole.count() * 4;
        let rest = text.get(taken..).unwrap_or_default();
        taken + rest.iter().take_while(|byte| self.takes(**byte)).count()
    }

    #[expect(clippy::indexing_slicing, reason = "a byte is an index into 256 flags")]
    fn takes(&self, byte: u8) -> bool {
        self.class[byte as usize]
    }

    fn once(class: Box<[bool; 256]>) -> Self {
        Self { class, min: 1, max: 1 }
    }
}

fn collect(hir: &Hir, steps: &mut Vec<Step>) -> Option<()> {
    match hir.kind() {
        HirKind::Empty => Some(()),
        HirKind::Literal(literal) => {
            for byte in &literal.0 {
                steps.push(Step::once(class(|b| b == *byte)));
            }
            Some(())
        }
        HirKind::Class(set) => {
            steps.push(Step::once(bytes(set)?));
            Some(())
        }
        HirKind::Repetition(repetition) => {
            let mut inner = Vec::new();
            collect(&repetition.sub, &mut inner)?;
            let (min, max) = (repetition.min, repetition.max.unwrap_or(u32::MAX));
            if let [step] = inner.as_slice()
                && (step.min, step.max) == (1, 1)
            {
                steps.push(Step { class: step.class.clone(), min, max });
                return Some(());
            }
            let times = usize::try_from(min).ok().filter(|times| min == max && inner.len() * times <= MOST)?;
            steps.extend(std::iter::repeat_n(inner, times).flatten());
            Some(())
        }
        HirKind::Capture(capture) => collect(&capture.sub, steps),
        HirKind::Concat(parts) => parts.iter().try_for_each(|part| collect(part, steps)),
        HirKind::Look(_) | HirKind::Alternation(_) => None,
    }
}

fn bytes(set: &Class) -> Option<Box<[bool; 256]>> {
    match set {
        Class::Bytes(set) => Some(class(|b| set.ranges().iter().any(|r| (r.start()..=r.end()).contains(&b)))),
        Class::Unicode(set) => {
            let ascii = set.ranges().iter().all(|r| r.end().is_ascii());
            ascii.then(|| class(|b| set.ranges().iter().any(|r| (r.start()..=r.end()).contains(&char::from(b)))))
        }
    }
}

fn class(takes: impl Fn(u8) -> bool) -> Box<[bool; 256]> {
    let mut class = Box::new([false; 256]);
    for (byte, slot) in (0u8..=255).zip(class.iter_mut()) {
        *slot = takes(byte);
    }
    class
}

/// A class in a few bytes.
#[cfg(feature = "prepared")]
mod as_octets {
    use crate::base::octets::Octets;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(class: &[bool; 256], to: S) -> Result<S::Ok, S::Error> {
        Octets::of(|byte| class.get(usize::from(byte)) == Some(&true)).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Box<[bool; 256]>, D::Error> {
        let octets = Octets::deserialize(from)?;
        Ok(super::class(|byte| octets.contains(byte)))
    }
}

impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let size = self.class.iter().filter(|b| **b).count();
        write!(f, "{size} bytes, {} to {} times", self.min, self.max)
    }
}
