//! Deviations: what is wrong with a value that follows no template, and the edit that would fix it.

use crate::base::bytes;
use crate::base::text::{SmolStr, joined, text};
use crate::check::template::Template;
use std::ops::Range;

const QUOTES: [&str; 7] = ["\"", "'", "`", "\u{201c}", "\u{201d}", "\u{2018}", "\u{2019}"];
/// How many places are tried as the end of a value that has unexpected text around it.
const CUTS: usize = 16;

/// What is wrong with a value.
pub(super) struct Deviation {
    pub(super) test: Test,
    pub(super) detail: SmolStr,
    /// The byte or bytes that it is about.
    pub(super) range: Range<usize>,
    repair: Repair,
}

/// The test that a deviation fails.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Test {
    Syntax,
    Quotes,
    Extra,
}

/// What might fix a deviation.
enum Repair {
    Nothing,
    Replace(Range<usize>, SmolStr),
    /// All quotes are removed.
    Unquote,
}

impl Deviation {
    /// The deviation that explains a value; of several, the one whose repair helps most.
    pub(super) fn of(templates: &[Template], value: &[u8], hidden: bool) -> Self {
        if let Some(deviation) = in_quotes(templates, value) {
            return deviation;
        }
        let more = if hidden { None } else { more_around(templates, value) };
        more.or_else(|| scheme_deviation(templates, value)).unwrap_or_else(|| first_mismatch(templates, value))
    }

    fn new(test: Test, detail: SmolStr, range: Range<usize>, repair: Repair) -> Self {
        Self { test, detail, range, repair }
    }

    /// The range and its replacement.
    fn replace(test: Test, detail: SmolStr, range: Range<usize>, with: &str) -> Self {
        Self::new(test, detail, range.clone(), Repair::Replace(range, with.into()))
    }

    /// Replacements that might fix it, in order.
    pub(super) fn edits(&self, value: &[u8]) -> impl Iterator<Item = (Range<usize>, SmolStr)> {
        let (one, marks) = match &self.repair {
            Repair::Nothing => (None, None),
            Repair::Replace(range, with) => (Some((range.clone(), with.clone())), None),
            Repair::Unquote => (None, Some(quotes(value))),
        };
        one.into_iter().chain(marks.into_iter().flatten().map(|mark| (mark, SmolStr::default())))
    }

    /// The value with the replacements made, if there are any.
    pub(super) fn fixed(&self, value: &[u8]) -> Option<Vec<u8>> {
        match &self.repair {
            Repair::Nothing => None,
            Repair::Replace(range, with) => Some(apply(value, [(range.clone(), with.as_str())])),
            Repair::Unquote => Some(without_quotes(value)),
        }
    }

    /// Whether the repair only adds and removes quotes and spaces: words may mean something.
    pub(super) fn is_harmless(&self, value: &[u8]) -> bool {
        match &self.repair {
            Repair::Nothing | Repair::Unquote => true,
            Repair::Replace(range, with) => {
                value.get(range.clone()).is_some_and(|sent| sent.trim_ascii().is_empty()) && with.trim().is_empty()
            }
        }
    }
}

/// Whether a value follows one of the templates, or there are none.
pub(super) fn fits(templates: &[Template], value: &[u8]) -> bool {
    templates.is_empty() || templates.iter().any(|template| template.fit(value).is_ok())
}

fn in_quotes(templates: &[Template], value: &[u8]) -> Option<Deviation> {
    let (first, last) = (quotes(value).next()?, last_quote(value)?);
    let around = first.start == 0 || last.end == value.len();
    if !around && (templates.is_empty() || !fits(templates, &without_quotes(value))) {
        return None;
    }
    let detail = match (first.start == 0, last.end == value.len()) {
        (true, true) if first != last => "the value is in quotes",
        (true, _) => "the value starts with a quote",
        (false, true) if first != last => "the token is in quotes",
        (false, true) => "the value ends with a quote",
        (false, false) => "a part of the value is in quotes",
    };
    Some(Deviation::new(Test::Quotes, SmolStr::new_static(detail), first, Repair::Unquote))
}

/// A value that follows a template except for text before it, after it or within it.
fn more_around(templates: &[Template], value: &[u8]) -> Option<Deviation> {
    let fits = |part: &[u8]| fits(templates, part);
    let deviation = |detail, range, with: &str| Some(Deviation::replace(Test::Extra, detail, range, with));
    for template in templates {
        if let Some((first, after)) = value.split_at_checked(template.scheme().len())
            && !first.is_empty()
            && first.eq_ignore_ascii_case(template.scheme())
            && fits(after.trim_ascii_start())
        {
            let end = value.len() - after.trim_ascii_start().len();
            let name = String::from_utf8_lossy(template.scheme().trim_ascii_end());
            return deviation(joined(["`", &name, "` appears twice"]), 0..end, "");
        }
    }
    let after_value = SmolStr::new_static("unexpected text after the value");
    for template in templates {
        if let Err(at) = template.fit(value)
            && at > 0
            && value.get(..at).is_some_and(|v| fits(v.trim_ascii_end()))
        {
            let start = value.get(..at).unwrap_or_default().trim_ascii_end().len();
            return deviation(after_value, start..value.len(), "");
        }
    }
    // where the last run of spaces ends
    let mut end = 0;
    let spaces = value.iter().enumerate().filter(|(_, byte)| byte.is_ascii_whitespace()).map(|(at, _)| at);
    for cut in spaces.take(CUTS) {
        let (before, after) = value.split_at_checked(cut)?;
        if fits(before) {
            return deviation(after_value, cut..value.len(), "");
        }
        if after.get(1..).is_some_and(fits) {
            return deviation(SmolStr::new_static("unexpected text before the value"), 0..cut + 1, "");
        }
        if cut >= end {
            end = cut + after.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        }
        for with in [" ", ""] {
            if end - cut > with.len() && fits(&apply(value, [(cut..end, with)])) {
                return deviation(SmolStr::new_static("too many spaces"), cut..end, with);
            }
        }
    }
    None
}

/// The scheme missing, or joined to the token in another way.
fn scheme_deviation(templates: &[Template], value: &[u8]) -> Option<Deviation> {
    let deviation = |detail, range, with: &str| Some(Deviation::replace(Test::Syntax, detail, range, with));
    for template in templates.iter().filter(|t| !t.scheme().is_empty()) {
        let scheme = String::from_utf8_lossy(template.scheme());
        let name = scheme.trim_end();
        if let Some((sent, after)) = value.split_at_checked(name.len())
            && name.len() < scheme.len()
            && sent.eq_ignore_ascii_case(name.as_bytes())
            && template.fits_after_scheme(after)
        {
            let at = name.len();
            return deviation(joined(["missing space after `", name, "`"]), at..at, scheme.get(at..)?);
        }
        let word = scheme.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if let Some((sent, after)) = value.split_at_checked(word)
            && word > 0
            && sent.eq_ignore_ascii_case(scheme.get(..word)?.as_bytes())
        {
            let joint = after.iter().take_while(|b| b.is_ascii_whitespace() || b":=,".contains(b)).count();
            // an empty `$TOKEN` leads to this: the scheme isn't the token
            if joint == after.len() {
                continue;
            }
            let (name, with) = scheme.split_at_checked(word)?;
            if sent != name.as_bytes()
                && after.starts_with(with.as_bytes())
                && fits(templates, &[name.as_bytes(), after].concat())
            {
                return deviation(joined(["`", name, "` is written in a different case"]), 0..word, name);
            }
            if joint > 0 && template.fits_after_scheme(after.get(joint..)?) {
                let detail = joined(["expected `", with, "` between `", name, "` and the token"]);
                return deviation(detail, word..word + joint, with);
            }
        }
        if template.fits_after_scheme(value) {
            let detail = joined(["`", name, "` is missing before the token"]);
            let repair = Repair::Replace(0..0, SmolStr::new(&scheme));
            return Some(Deviation::new(Test::Syntax, detail, 0..value.len(), repair));
        }
    }
    None
}

fn first_mismatch(templates: &[Template], value: &[u8]) -> Deviation {
    let furthest = templates.iter().filter_map(|t| t.fit(value).err()).max().unwrap_or(0);
    let range = if furthest < value.len() { furthest..furthest + 1 } else { value.len()..value.len() };
    let detail = if furthest >= value.len() {
        SmolStr::new_static("the value ends too early")
    } else if furthest == 0 {
        SmolStr::new_static("the value does not begin as expected")
    } else {
        text!("the value deviates from the syntax at byte {furthest}")
    };
    Deviation::new(Test::Syntax, detail, range, Repair::Nothing)
}

/// The quotes of any kind.
pub(super) fn quotes(value: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        while from < value.len() {
            let at = bytes::find_from(value, from, |block| block.one_of(*b"\"'`\xe2"));
            if let Some(quote) = quote(value, at) {
                from = quote.end;
                return Some(quote);
            }
            from = at + 1;
        }
        None
    })
}

fn last_quote(value: &[u8]) -> Option<Range<usize>> {
    (0..value.len()).rev().find_map(|at| quote(value, at))
}

/// The quote that begins at a byte.
fn quote(value: &[u8], at: usize) -> Option<Range<usize>> {
    // fast path: nearly no byte begins a quote
    if !matches!(value.get(at)?, b'"' | b'\'' | b'`' | 0xe2) {
        return None;
    }
    let rest = value.get(at..)?;
    QUOTES.iter().find(|quote| rest.starts_with(quote.as_bytes())).map(|quote| at..at + quote.len())
}

fn without_quotes(value: &[u8]) -> Vec<u8> {
    apply(value, quotes(value).map(|mark| (mark, "")))
}

/// The value after replacements in order.
fn apply<'r>(value: &[u8], edits: impl IntoIterator<Item = (Range<usize>, &'r str)>) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    let mut at = 0;
    for (range, with) in edits {
        out.extend_from_slice(value.get(at..range.start).unwrap_or_default());
        out.extend_from_slice(with.as_bytes());
        at = range.end;
    }
    out.extend_from_slice(value.get(at..).unwrap_or_default());
    out
}
