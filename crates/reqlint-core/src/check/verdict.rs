//! What a check gives: a verdict, and evidence where it is wanted.

use crate::api::facts::FactIx;
use crate::base::finding::{Edit, Location, Part};
use crate::base::outcome::UnknownReason;
use crate::base::text::{SmolStr, text};
use crate::check::want::Want;

/// How a check went (docs/language.md#outcomes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Pass,
    Fail,
    Unknown(UnknownReason),
    /// The value that it looks at isn't there.
    Absent,
}

/// What was seen at one place, with secrets masked.
#[derive(Clone, Debug)]
pub(crate) struct Evidence {
    pub(crate) location: Location,
    /// A sentence: lower case, no full stop.
    pub(crate) detail: SmolStr,
    /// What was expected, as a noun phrase.
    pub(crate) expected: Option<SmolStr>,
    /// What would be allowed.
    pub(crate) allowed: Option<SmolStr>,
    pub(crate) edits: Vec<Edit>,
}

/// Collects what happens inside a check, as far as it is wanted.
pub(crate) struct Trace<'t> {
    want: Want,
    evidence: &'t mut Vec<Evidence>,
    missing: &'t mut Vec<FactIx>,
    /// How much evidence there may be.
    most: usize,
    /// How many failures are not among it for that reason.
    left_out: usize,
}

/// How many findings one request has at most. Further places are counted only, so that a request of nothing but mistakes costs
/// no more memory than one that has some. Every rule that failed keeps its first.
pub const MAX_FINDINGS: usize = 100;

/// How many bytes of a member's name are kept.
const MAX_NAME: usize = 1_000;

impl<'t> Trace<'t> {
    /// Adds evidence and missing facts to these.
    pub(crate) fn new(want: Want, evidence: &'t mut Vec<Evidence>, missing: &'t mut Vec<FactIx>) -> Self {
        Self { want, evidence, missing, most: MAX_FINDINGS, left_out: 0 }
    }

    /// With room for that much more evidence, but at least one piece.
    pub(crate) fn at_most(mut self, more: usize) -> Self {
        self.most = self.evidence.len() + more.max(1);
        self
    }

    /// How many failures are not among the evidence, which would be too much.
    pub(crate) fn left_out(&self) -> usize {
        self.left_out
    }

    /// A failure; `evidence` is called only where it is wanted.
    pub(crate) fn fail(&mut self, evidence: impl FnOnce() -> Evidence) -> Verdict {
        if self.wants_all() {
            if self.evidence.len() < self.most {
                self.evidence.push(evidence());
                self.evidence.last_mut().map(Evidence::shorten_name);
            } else {
                self.left_out += 1;
            }
        }
        Verdict::Fail
    }

    /// More failures than there can be evidence of.
    pub(crate) fn leave_out(&mut self, more: usize) {
        if self.wants_all() {
            self.left_out += more;
        }
    }

    pub(crate) fn missing_fact(&mut self, fact: FactIx) -> Verdict {
        if !self.missing.contains(&fact) {
            self.missing.push(fact);
        }
        Verdict::Unknown(UnknownReason::FactMissing)
    }

    /// Whether evidence is wanted, so that a check may not stop at the first failure.
    pub(crate) fn wants_all(&self) -> bool {
        self.want == Want::Evidence
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark { evidence: self.evidence.len(), missing: self.missing.len(), left_out: self.left_out }
    }

    /// Forgets the evidence since a mark, but for the first `keep` pieces.
    pub(crate) fn drop_evidence(&mut self, mark: Mark, keep: usize) {
        self.evidence.truncate(mark.evidence + keep);
        self.left_out = mark.left_out;
    }

    /// Forgets all evidence after a mark.
    pub(crate) fn drop_evidence_after(&mut self, mark: Mark) {
        self.evidence.truncate(mark.evidence);
        self.left_out = mark.left_out;
    }

    /// Keeps the first piece of evidence since a mark, without its edits.
    pub(crate) fn keep_one_without_edits(&mut self, mark: Mark) {
        self.drop_evidence(mark, 1);
        if let Some(kept) = self.evidence.get_mut(mark.evidence) {
            kept.edits.clear();
        }
    }

    /// Forgets the facts that were missing since a mark.
    pub(crate) fn drop_missing(&mut self, mark: Mark) {
        self.missing.truncate(mark.missing);
    }

    /// The evidence since a mark.
    pub(crate) fn since(&self, mark: Mark) -> &[Evidence] {
        self.evidence.get(mark.evidence..).unwrap_or_default()
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Mark {
    evidence: usize,
    missing: usize,
    left_out: usize,
}

impl Verdict {
    pub(crate) const NOT_VISIBLE: Self = Verdict::Unknown(UnknownReason::NotVisible);

    /// `all` of two: fail, else unknown, else pass, else absent.
    pub(crate) fn and(self, other: Self) -> Self {
        fn rank(verdict: Verdict) -> u8 {
            match verdict {
                Verdict::Fail => 3,
                Verdict::Unknown(_) => 2,
                Verdict::Pass => 1,
                Verdict::Absent => 0,
            }
        }
        if rank(other) > rank(self) { other } else { self }
    }

    /// `any` of two: pass, else unknown, else fail, else absent.
    pub(crate) fn or(self, other: Self) -> Self {
        fn rank(verdict: Verdict) -> u8 {
            match verdict {
                Verdict::Pass => 3,
                Verdict::Unknown(_) => 2,
                Verdict::Fail => 1,
                Verdict::Absent => 0,
            }
        }
        if rank(other) > rank(self) { other } else { self }
    }
}

impl Evidence {
    pub(crate) fn new(location: Location, detail: SmolStr) -> Self {
        Self { location, detail, expected: None, allowed: None, edits: Vec::new() }
    }

    /// A member's name may be as long as a body.
    fn shorten_name(&mut self) {
        let name = self.location.name.as_mut().filter(|name| self.location.part == Part::Body && name.len() > MAX_NAME);
        if let Some(name) = name {
            let end = (0..=MAX_NAME).rev().find(|end| name.is_char_boundary(*end)).unwrap_or_default();
            *name = text!("{}…", name.get(..end).unwrap_or_default());
        }
    }

    /// With a sentence that names nothing of the request.
    pub(crate) fn fixed(location: Location, detail: &'static str) -> Self {
        Self::new(location, SmolStr::new_static(detail))
    }
}
