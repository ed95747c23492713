//! `[gate]` of a `reqlint.toml`: what the layer of a server does with requests.

use crate::base::time::Duration;
use crate::language::cursor::Cursor;
use crate::language::key::{Key, Names, Takes};
use crate::language::{Code, Located, Sink};

/// Keys of `[gate]`.
pub(crate) const GATE: &[Key] = &[
    Key::new("mode", Takes::OneOf(&MODES), "whether wrong requests are refused, or only counted"),
    Key::new("judge-with", Takes::Name(Names::Pack), "the pack that judges every request, whatever its host"),
    Key::new(
        "judge-unnamed-with",
        Takes::Name(Names::Pack),
        "the pack that judges requests to a host that no pack names",
    ),
    Key::new("when-unjudged", Takes::OneOf(&POLICIES), "a request that no pack judges: 421, or it goes on"),
    Key::new(
        "when-unknown",
        Takes::OneOf(&POLICIES),
        "a request of which a rule can't tell whether it is right: 503, 415 or 400, or it goes on",
    ),
    Key::new(
        "when-closed",
        Takes::OneOf(&POLICIES),
        "a body that can't be inspected, or isn't what it is said to be, although a rule looks into it: 415, or it goes on",
    ),
    Key::new("body-limit", Takes::Integer, "how many bytes of a body are read ahead; a longer one gets 413"),
    Key::new("body-time", Takes::Duration, "how long a body may take; a slower one gets 408"),
];

const MODES: [&str; 2] = ["enforce", "observe"];
const POLICIES: [&str; 2] = ["pass", "refuse"];

/// A `[gate]` as written.
#[derive(Default)]
pub(crate) struct GateSpec {
    pub(crate) observes: Option<bool>,
    pub(crate) judge_with: Option<Located<String>>,
    pub(crate) judge_unnamed_with: Option<Located<String>>,
    pub(crate) refuses_unjudged: Option<bool>,
    pub(crate) refuses_unknown: Option<bool>,
    pub(crate) refuses_closed: Option<bool>,
    pub(crate) body_limit: Option<usize>,
    pub(crate) body_time: Option<Duration>,
}

/// Reads the table.
pub(crate) fn gate(c: &Cursor<'_>, sink: &mut Sink) -> GateSpec {
    let refuses = |key, sink: &mut Sink| c.one_of(key, &POLICIES, sink).map(|chosen| chosen == 1);
    let body_limit = c.integer("body-limit", sink).and_then(|limit| {
        let bytes = usize::try_from(limit.value).ok();
        if bytes.is_none() {
            let message = format!("`body-limit` expects a number of bytes, found {}", limit.value);
            sink.error(Code::WrongType, limit.place, message, Some("write 1048576 for 1 MiB".to_owned()));
        }
        bytes
    });
    GateSpec {
        observes: c.one_of("mode", &MODES, sink).map(|chosen| chosen == 1),
        judge_with: c.text("judge-with", sink),
        judge_unnamed_with: c.text("judge-unnamed-with", sink),
        refuses_unjudged: refuses("when-unjudged", sink),
        refuses_unknown: refuses("when-unknown", sink),
        refuses_closed: refuses("when-closed", sink),
        body_limit,
        body_time: c.duration("body-time", sink),
    }
}
