//! `sent-as-typed`. Looks at: the command line, or the program, that a request was read from. Fails when: the shell, the prompt
//! or a library sends something else than what was typed. A request that was read otherwise passes.
//!
//! ```toml
//! check = "sent-as-typed"
//! ```

use crate::base::finding::Part;
use crate::base::text::SmolStr;
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::subject::place::Place;
use crate::subject::{Subject, Uses};

#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "prepared", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct SentAsTyped;

impl Kind for SentAsTyped {
    type Spec = Self;
    const KEYS: &'static [Key] = &[];
    const NEEDS_CATALOGUE: bool = false;

    fn read(_c: &Cursor<'_>, _sink: &mut Sink) -> Option<Self> {
        Some(Self)
    }

    fn compile(spec: &Self, _scope: &mut Scope<'_>) -> Option<Self> {
        Some(*spec)
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let mut verdict = Verdict::Pass;
        for change in &subject.exchange.changes {
            verdict = trace.fail(|| {
                let place = match change.part {
                    Part::Body => Place::Body(None),
                    Part::Method => Place::Method,
                    _ => Place::Target(None),
                };
                Evidence::new(subject.locate(&place), SmolStr::new(&change.detail))
            });
            if !trace.wants_all() {
                break;
            }
        }
        verdict
    }

    fn uses(&self) -> Uses {
        Uses::NONE
    }

    fn clause(&self, _words: Words<'_>) -> String {
        "what was typed is what is sent".to_owned()
    }
}
