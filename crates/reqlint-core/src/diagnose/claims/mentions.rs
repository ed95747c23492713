//! What a sentence names: names in quotes, pointers, and words that the request has as names.

use super::claim::split_place;
use super::names::{Name, Names, Place};
use super::phrases::phrases;
use super::resolve::{Resolved, resolve};
use super::spans::{quoted, words};
use super::vocabulary::{is_common, is_common_in_quotes, is_everyday, is_noun};
use crate::message::answer::pointer::{Step, is_pointed, read};
use crate::message::answer::{What, what};
use std::ops::Range;

/// Something that a text names.
#[derive(Debug)]
pub(super) struct Mention {
    pub(super) span: Range<usize>,
    pub(super) steps: Vec<Step>,
    pub(super) place: Option<Place>,
    pub(super) is_quoted: bool,
    /// Whether it is the name of a value that the text repeats.
    pub(super) is_echo: bool,
    /// Whether the request lacks it, and no noun beside it says that it is a name.
    is_loose: bool,
    /// Whether there is such a noun.
    has_noun: bool,
}

/// What a sentence names.
pub(super) fn mentions(text: &str, whole: What, names: &Names) -> Vec<Mention> {
    let mut found = Vec::new();
    let quotes = quoted(text);
    for span in &quotes {
        found.extend(of_quote(text, span.clone(), whole, names));
    }
    let words = words(text, &quotes);
    for (number, word) in words.iter().enumerate() {
        let near = |by: isize| {
            number.checked_add_signed(by).and_then(|at| words.get(at)).and_then(|word| text.get(word.clone()))
        };
        found.extend(of_word(text, word.clone(), near(-1), near(1), whole, names));
    }
    for (span, name) in phrases(text, names) {
        // "user" of "user name" is no name by itself
        found.retain(|mention| mention.is_quoted || mention.span.end <= span.start || span.end <= mention.span.start);
        found.push(Mention {
            span,
            steps: vec![Step::Key(name.leaf().to_owned())],
            place: Some(name.place),
            is_quoted: false,
            is_echo: false,
            is_loose: false,
            has_noun: false,
        });
    }
    if found.iter().any(|mention| mention.is_quoted && !mention.is_echo) {
        found.retain(|mention| mention.is_quoted && !mention.is_echo);
    }
    if found.iter().any(|mention| mention.has_noun) {
        found.retain(|mention| !mention.is_loose);
    }
    found
}

fn of_quote(text: &str, span: Range<usize>, whole: What, names: &Names) -> Option<Mention> {
    let quote = text.get(span.clone())?.trim();
    // `'ConsistencyLevel:eventual' header` names a header with its value
    let (quote, pair) = quote.split_once(':').map_or((quote, None), |(name, value)| (name.trim(), Some(value)));
    let before = word_before(text.get(..span.start)?);
    let after = word_after(text.get(span.end..)?);
    let is_header = after.starts_with("header") || before.ends_with("header");
    let has_noun = is_noun(&after) || is_noun(&before);
    let steps = read(quote).filter(|steps| steps.iter().any(|step| step.key().is_some()));
    let steps = steps.filter(|_| pair.is_none_or(|value| is_header && !value.contains(' ')));
    let mention = |steps, place, is_echo, is_loose| Mention {
        span: span.clone(),
        steps,
        place,
        is_quoted: true,
        is_echo,
        is_loose,
        has_noun,
    };
    if let Some(steps) = steps {
        let (steps, place) = split_place(steps, names);
        let is_path = before == "path";
        let place = match place {
            _ if is_header => Some(Place::Header),
            None if is_path => Some(Place::Path),
            None if names_query(text.get(..span.start)?) => Some(Place::Query),
            place => place,
        };
        if !steps.is_empty() {
            match resolve(names, &steps, place) {
                Resolved::Present { .. } | Resolved::Near(_) => return Some(mention(steps, place, false, false)),
                Resolved::Absent(parent) => {
                    let is_name = steps
                        .last()
                        .and_then(Step::key)
                        .is_some_and(|key| !is_common_in_quotes(key) && (key.len() > 1 || has_noun));
                    let is_value = value_of(names, quote).is_some();
                    if is_name && !is_value && (whole == What::Missing || has_noun || parent.is_some()) {
                        return Some(mention(steps, place, false, !has_noun));
                    }
                }
            }
        }
    }
    if let Some(name) = value_of(names, quote) {
        return Some(mention(name.steps.clone(), Some(name.place), true, false));
    }
    // the request does not name a path parameter, so its value identifies it
    let is_segment = quote.len() > 1 && names.in_place(Place::Path).any(|segment| segment.value == quote);
    is_segment.then(|| mention(vec![Step::Key(quote.to_owned())], Some(Place::Path), true, false))
}

/// Whether the text before a name says that it is one of the query.
fn names_query(before: &str) -> bool {
    let before = before.trim_end_matches(['"', '\'', '`', ' ', ':']).to_lowercase();
    ["query parameter", "query parameters", "query param", "query string parameter", "url parameter"]
        .iter()
        .any(|words| before.ends_with(words))
}

/// The last word before a quote, in lower case.
fn word_before(text: &str) -> String {
    let text = text.trim_end_matches(['"', '\'', '`', ' ', ':']);
    text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase()
}

/// The first word after a quote, in lower case.
fn word_after(text: &str) -> String {
    let text = text.trim_start_matches(['"', '\'', '`', '”', '’', ' ']);
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase()
}

/// The only member or parameter that has this value.
fn value_of<'n>(names: &'n Names, value: &str) -> Option<&'n Name> {
    let value = value.trim();
    if value.len() < 2 || is_common(value) {
        return None;
    }
    let fits = |name: &&Name| {
        matches!(name.place, Place::Body | Place::Query) && name.value.trim() == value && !name.steps.is_empty()
    };
    let mut found = names.list.iter().filter(fits);
    found.next().filter(|_| found.next().is_none())
}

fn of_word(
    text: &str,
    span: Range<usize>,
    before: Option<&str>,
    after: Option<&str>,
    whole: What,
    names: &Names,
) -> Option<Mention> {
    let word = text.get(span.clone())?;
    let is_beside = |word: Option<&str>| word.is_some_and(|word| is_noun(word.trim_end_matches([':', '.'])));
    // a comma ends what a noun is about: "missing a parameter, includes an unknown one"
    let head = text.get(..span.start).unwrap_or_default().trim_end();
    let is_cut_off = text.get(span.end..).is_some_and(|rest| rest.trim_start().starts_with(','));
    let has_noun = is_beside(before) && !head.ends_with(',') || is_beside(after) && !is_cut_off;
    let is_header = after.is_some_and(|word| word.to_lowercase().starts_with("header"))
        || before.is_some_and(|word| word.to_lowercase().trim_end_matches([':', 's']).ends_with("header"));
    if word.contains("://") || word.contains("__") || text.get(span.end..).is_some_and(|rest| rest.starts_with('(')) {
        return None;
    }
    let (steps, place) = split_place(read(word)?, names);
    let leaf = steps.last().and_then(Step::key).or_else(|| steps.iter().rev().find_map(Step::key))?.to_owned();
    let mention = |place, is_quoted| Mention {
        span: span.clone(),
        steps: steps.clone(),
        place,
        is_quoted,
        is_echo: false,
        is_loose: false,
        has_noun,
    };
    let place = if is_header { Some(Place::Header) } else { place };
    if is_header {
        let is_name = !is_common(&leaf)
            && steps.len() == 1
            && leaf.chars().next().is_some_and(|c| c.is_ascii_uppercase() || leaf.contains('-'));
        return is_name.then(|| mention(place, true));
    }
    let found = resolve(names, &steps, place);
    if is_pointed(word) {
        return match found {
            Resolved::Present { .. } => Some(mention(place, true)),
            Resolved::Absent(Some(_)) => Some(mention(place, true)),
            Resolved::Absent(None) if place.is_some() => Some(mention(place, true)),
            Resolved::Absent(None) if whole == What::Missing && is_subject(text, &span) && !word.contains('/') => {
                Some(mention(place, true))
            }
            _ => None,
        };
    }
    let is_subject = is_subject(text, &span);
    let is_rooted = word.starts_with(['.', '/']) && steps.len() == 1;
    match found {
        Resolved::Present { name, .. } if name.place == Place::Header => {
            // a header's name is hardly any other word
            (leaf.contains('-')).then(|| mention(Some(Place::Header), false))
        }
        Resolved::Present { .. } | Resolved::Near(_) => {
            let is_sure = !is_everyday(&leaf) && leaf.len() > 2;
            let is_exact = matches!(found, Resolved::Present { .. });
            let is_ruled =
                after.is_some_and(|word| matches!(word.to_lowercase().as_str(), "must" | "should" | "is" | "can't"));
            (is_subject && (is_exact || is_ruled) || has_noun || is_sure && is_exact).then(|| mention(place, false))
        }
        Resolved::Absent(_) => {
            // "Return URL" is no `URL`
            let is_phrase = before.is_some_and(|word| {
                word.starts_with(char::is_uppercase) && !is_common(word) && !is_noun(word) && what(word).is_none()
            });
            let is_name = !is_common(&leaf) && !is_noun(&leaf) && leaf.len() > 1 && (!is_phrase || has_noun);
            let is_written = leaf.contains(['_', '-']) || leaf.chars().skip(1).any(char::is_uppercase);
            let is_said = |word: Option<&str>| {
                word.is_some_and(|w| matches!(w.to_lowercase().as_str(), "is" | "can't" | "cannot" | "must" | "should"))
            };
            let is_inside = whole == What::Missing && after.is_some_and(|word| word == "in");
            let is_subject = is_subject && (is_said(after) || is_inside);
            let is_object =
                before.is_some_and(|word| matches!(word.to_lowercase().as_str(), "missing" | "required" | "requires"));
            let is_ruled =
                is_subject && after.is_some_and(|word| word.eq_ignore_ascii_case("must")) && names.list.len() > 1;
            let is_listed = after.is_none() && head.ends_with([':', ',']);
            let is_missing = is_ruled
                || whole == What::Missing
                    && (is_rooted || is_listed || has_noun || is_written || is_subject || is_object && after.is_none());
            (is_name && is_missing).then(|| mention(place, false))
        }
    }
}

/// Whether a word begins a clause.
fn is_subject(text: &str, span: &Range<usize>) -> bool {
    let head = text.get(..span.start).unwrap_or_default().trim_end();
    head.is_empty() || head.ends_with([':', ',', '-', '•', '*', '('])
}
