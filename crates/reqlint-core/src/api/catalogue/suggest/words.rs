//! How the nearest endpoint differs from what was asked for, in words.

use super::lead::Lead;
use super::{Deviation, Suggestion, segments};
use crate::base::text::Line;

/// How many values of a segment are listed.
const LISTED: usize = 6;

impl Suggestion<'_> {
    /// Writes how it differs: `the documented version is v2.0`.
    pub(crate) fn say_difference(&self, line: &mut Line) {
        let mut is_first = true;
        let mut begin = |line: &mut Line| {
            line.push_all([if std::mem::take(&mut is_first) { "" } else { ", and " }]);
        };
        if let Some(deviation) = self.last {
            begin(line);
            match deviation {
                Deviation::Version(documented) => line.push_all(["the documented version is ", documented]),
                Deviation::Spelling(documented) => line.push_all(["here it is spelled `", documented, "`"]),
                Deviation::Typing(documented, _) => line.push_all(["it is written `", documented, "`"]),
                Deviation::Form(documented) => line.push_all(["it has the form `", documented, "`"]),
                Deviation::Value(values, at) => self.say_values(values, at, line),
            }
        }
        match &self.lead {
            Some(Lead::Lacks(lead)) => {
                begin(line);
                line.push_all(["it begins with `", lead, "`"]);
            }
            Some(Lead::Has(lead)) => {
                begin(line);
                line.push_all(["it has no `", lead, "` before it"]);
            }
            Some(Lead::Ends(ending)) => {
                begin(line);
                line.push_all(["it ends with `", ending, "`"]);
            }
            None => {}
        }
        if let Some(mark) = self.mark {
            begin(line);
            line.push_all(["its query has `", &mark.written(), "`"]);
        }
        if self.is_elsewhere {
            begin(line);
            line.push_all(["it is on ", self.host]);
        }
    }

    /// Writes what a segment may be: `{version}` is `v1` or `v2`.
    fn say_values(&self, values: &[String], at: usize, line: &mut Line) {
        let name = segments(self.spelling.path.as_bytes()).nth(at).and_then(|place| self.spelling.path.get(place));
        match name.filter(|name| name.starts_with('{')) {
            Some(name) => line.push_all(["`", name, "` is "]),
            None => line.push_all(["a segment of it is "]),
        }
        let listed = values.len().min(LISTED);
        for (number, value) in values.iter().take(listed).enumerate() {
            let between = match number {
                0 => "",
                _ if number + 1 == values.len() => " or ",
                _ => ", ",
            };
            line.push_all([between, "`", value, "`"]);
        }
        if values.len() > listed {
            line.push_all([", or one of ", &(values.len() - listed).to_string(), " more"]);
        }
    }
}
