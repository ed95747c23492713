//! What a status means at any API (RFC 9110, 6585, 7725 …): the checklist of the pack `http`.

use super::draft::Draft;
use crate::diagnose::causes::{Cause, OF_STATUS};

/// The statuses, their causes below each.
const STATUSES: &str = include_str!("statuses.txt");

/// Where the errors of a class begin; a status that isn't known means what this one does (RFC 9110, section 15).
const CLASSES: [u16; 2] = [400, 500];

/// A status that is known: its name, and what may be the cause, each with what to do.
struct Status {
    title: &'static str,
    items: Vec<(&'static str, &'static str)>,
}

/// The name of an error status, and what may be its cause at any API; `None` of what is not an error. A status that is
/// neither registered nor known to be in use has no name, and the causes of its class.
pub(in crate::diagnose) fn checklist(status: u16) -> Option<(Option<&'static str>, Vec<Cause>)> {
    if !(400..600).contains(&status) {
        return None;
    }
    let own = known(status);
    let title = own.as_ref().map(|own| own.title);
    let class = CLASSES.iter().rev().find(|first| **first <= status)?;
    let reason = match own {
        Some(_) => None,
        None => Some(format!("{status} is not registered: it means what {class} does (RFC 9110, section 15)")),
    };
    let Status { items, .. } = own.or_else(|| known(*class))?;
    let cause = |(title, fix): &(&str, &str)| {
        let reason = reason.clone().unwrap_or_else(|| (*title).to_owned());
        Draft::new(OF_STATUS, *title).fix(*fix).because(reason).cause(status)
    };
    Some((title, items.iter().map(cause).collect()))
}

fn known(status: u16) -> Option<Status> {
    let mut lines = STATUSES.lines().skip_while(|line| number(line) != Some(status));
    let (_, title) = lines.next()?.split_once(' ')?;
    let items = lines.map_while(|line| line.strip_prefix("- ")?.split_once(" -> "));
    Some(Status { title, items: items.collect() })
}

fn number(line: &str) -> Option<u16> {
    line.split_once(' ')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_read() {
        let numbers: Vec<u16> = STATUSES.lines().filter_map(number).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "in order, each once: {numbers:?}");
        let items: usize = numbers.iter().filter_map(|status| known(*status)).map(|status| status.items.len()).sum();
        assert_eq!(items, STATUSES.lines().filter(|line| line.starts_with('-')).count());
        assert!(numbers.iter().all(|status| known(*status).is_some_and(|known| !known.items.is_empty())));
    }

    #[test]
    fn every_error_status_has_a_checklist_and_no_other() {
        for status in 400..600 {
            assert!(checklist(status).is_some_and(|(_, items)| !items.is_empty()), "{status}");
        }
        assert!(
            checklist(415).is_some_and(|(title, items)| title == Some("Unsupported Media Type") && items.len() == 2)
        );
        let unknown = checklist(433).map(|(title, items)| (title, items.len()));
        assert_eq!(unknown, checklist(400).map(|(_, items)| (None, items.len())));
        assert!(checklist(399).is_none() && checklist(600).is_none());
    }
}
