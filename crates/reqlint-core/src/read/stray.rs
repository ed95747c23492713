//! Keys that a table doesn't know: where they belong, or what was meant.

use super::key::{Key, Takes};
use crate::check::KINDS;
use crate::mistake::{FilePlace, Log};
use crate::near::{nearest, suggest};

/// Says that a key doesn't belong in the table at `place`, whose keys are `keys`.
pub(super) fn say(name: &str, key: FilePlace, place: FilePlace, keys: &[Key], log: &mut Log) {
    let heading = Some(log.written(place)).filter(|text| text.starts_with('[')).map(str::to_owned);
    let top = log.top();
    let is_top = |name: &str| top.iter().any(|key| key.name == name);
    if let Some(heading) = &heading
        && is_top(name)
    {
        log.stray(key, name);
        let message = format!("`{name}` belongs above the first heading; here it is part of `{heading}`");
        return log.push(key, message, Some("move this line up".into()));
    }
    if place.is_top() && is_top("check") && KINDS.iter().any(|kind| kind.name == name) {
        log.stray(key, "check");
        let message = format!("`{name}` is a kind of check");
        return log.push(key, message, Some(format!("write [check.{name}]")));
    }
    if let Some(owner) = top.iter().find(|owner| nested(owner).iter().any(|key| key.name == name)) {
        let wanted = match owner.takes {
            Takes::Tables(_) => format!("[[{}]]", owner.name),
            Takes::Named(_) => format!("[{}.NAME]", owner.name),
            _ => format!("[{}]", owner.name),
        };
        log.stray(key, name);
        let here = heading.map(|heading| format!("; here it is part of `{heading}`")).unwrap_or_default();
        let message = format!("`{name}` belongs below `{wanted}`{here}");
        return log.push(key, message, Some("move this line there".into()));
    }
    if let Some(near) = nearest(name, keys.iter().map(|key| key.name)) {
        log.stray(key, near);
    }
    log.push(key, format!("unknown key `{name}`"), suggest(name, keys.iter().map(|key| key.name)));
}

/// The keys of the tables that a key holds.
fn nested(key: &Key) -> &'static [Key] {
    match key.takes {
        Takes::Table(keys) | Takes::Tables(keys) | Takes::Named(keys) => keys,
        _ => &[],
    }
}
