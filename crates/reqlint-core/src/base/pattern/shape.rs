//! Shapes: the many regexes that are a row of byte classes, run without an automaton.
//!
//! `[0-9A-Za-z]+`, `TOK:\s?[0-9a-z-]+` or `\d{4}-\d{2}` need no regex engine: each step takes bytes of one class, and no
//! step could take a byte that the next one needs. Several such rows, of which one must fit, are a shape too. Whatever
//! doesn't fit this is left to the `regex` crate.

use crate::base::bytes::{self, Block};
use regex_syntax::hir::{self, Hir, HirKind};

/// The most steps that a repeated group is written out to.
const MOST: usize = 64;

/// Rows of steps, one of which must take a text.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    rows: Vec<Row>,
}

/// A row of steps, each taking between `min` and `max` bytes of a class.
#[derive(Clone, Debug)]
struct Row(Vec<Step>);

#[derive(Clone)]
struct Step {
    class: Class,
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
                if step.class.meets(next.class) {
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
        match self.class.ranges {
            Some(ranges) if text.len() >= LONG => {
                let within = |block: Block, (least, most)| block.within(least, most);
                bytes::find_from(text, 0, |block| {
                    let [first, second, third, fourth] = ranges.map(|range| within(block, range));
                    !(first | second | third | fourth)
                })
            }
            _ => text.iter().take_while(|byte| self.takes(**byte)).count(),
        }
    }

    fn takes(&self, byte: u8) -> bool {
        self.class.has(byte)
    }

    fn once(class: Class) -> Self {
        Self { class, min: 1, max: 1 }
    }
}

fn collect(hir: &Hir, steps: &mut Vec<Step>) -> Option<()> {
    match hir.kind() {
        HirKind::Empty => Some(()),
        HirKind::Literal(literal) => {
            for byte in &literal.0 {
                steps.push(Step::once(Class::of(|b| b == *byte)));
            }
            Some(())
        }
        HirKind::Class(set) => {
            steps.push(Step::once(class_of(set)?));
            Some(())
        }
        HirKind::Repetition(repetition) => {
            let mut inner = Vec::new();
            collect(&repetition.sub, &mut inner)?;
            let (min, max) = (repetition.min, repetition.max.unwrap_or(u32::MAX));
            if let [step] = inner.as_slice()
                && (step.min, step.max) == (1, 1)
            {
                steps.push(Step { class: step.class, min, max });
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

fn class_of(set: &hir::Class) -> Option<Class> {
    match set {
        hir::Class::Bytes(set) => Some(Class::of(|b| set.ranges().iter().any(|r| (r.start()..=r.end()).contains(&b)))),
        hir::Class::Unicode(set) => {
            let ascii = set.ranges().iter().all(|r| r.end().is_ascii());
            ascii.then(|| Class::of(|b| set.ranges().iter().any(|r| (r.start()..=r.end()).contains(&char::from(b)))))
        }
    }
}

/// So many bytes are better looked at many at a time.
const LONG: usize = 8;

/// A set of bytes: the steps of a row are neighbours in memory.
#[derive(Clone, Copy)]
struct Class {
    /// One bit each.
    bits: [u64; 4],
    /// The first and the last byte of each range, where there are few.
    ranges: Option<[(u8, u8); 4]>,
}

impl Class {
    fn of(takes: impl Fn(u8) -> bool) -> Self {
        let (mut bits, mut ranges) = ([0; 4], Vec::<(u8, u8)>::new());
        for byte in (0..=u8::MAX).filter(|byte| takes(*byte)) {
            bits.get_mut(usize::from(byte / 64)).into_iter().for_each(|word| *word |= 1 << (byte % 64));
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == byte => *last = byte,
                _ => ranges.push((byte, byte)),
            }
        }
        // a range may be there several times
        if let Some(first) = ranges.first().copied() {
            ranges.resize(ranges.len().max(4), first);
        }
        Self { bits, ranges: ranges.try_into().ok() }
    }

    #[inline]
    fn has(&self, byte: u8) -> bool {
        self.bits.get(usize::from(byte / 64)).is_some_and(|word| word >> (byte % 64) & 1 == 1)
    }

    fn meets(self, other: Self) -> bool {
        self.bits.iter().zip(other.bits).any(|(own, other)| own & other != 0)
    }

    fn len(self) -> u32 {
        self.bits.iter().map(|word| word.count_ones()).sum()
    }
}

impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes, {} to {} times", self.class.len(), self.min, self.max)
    }
}
