//! Places of requests and answers, as JSON has them.

use reqlint_core::explain::{HeaderPart, Location};
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct LocationKeys<'a> {
    part: &'static str,
    name: Option<&'a str>,
    of: Option<&'static str>,
    occurrence: usize,
    start: Option<usize>,
    end: Option<usize>,
}

impl<'a> LocationKeys<'a> {
    pub(super) fn of(location: &'a Location) -> Self {
        Self {
            part: location.part.name(),
            name: location.name.as_deref(),
            of: location.of.map(|of| match of {
                HeaderPart::Name => "name",
                HeaderPart::Value => "value",
            }),
            occurrence: location.occurrence,
            start: location.range.as_ref().map(|range| range.start),
            end: location.range.as_ref().map(|range| range.end),
        }
    }
}
