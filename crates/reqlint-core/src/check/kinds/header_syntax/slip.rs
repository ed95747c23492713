//! The slip that explains a value which follows no template.

use crate::base::bytes;
use crate::base::text::{SmolStr, joined, text};
use crate::check::template::Template;
use std::ops::Range;

const QUOTES: [&str; 7] = ["\"", "'", "`", "\u{201c}", "\u{201d}", "\u{2018}", "\u{2019}"];
/// How many places are tried as the end of a value that has more around it.
const CUTS: usize = 16;

/// What is wrong with a value.
pub(super) struct Slip {
    pub(super) test: Test,
    pub(super) detail: SmolStr,
    /// The byte or bytes that it is about.
    pub(super) range: Range<usize>,
    cure: Cure,
}

/// The test that a slip fails.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Test {
    Syntax,
    Quotes,
    Extra,
}

/// What might mend a slip.
enum Cure {
    Nothing,
    Replace(Range<usize>, SmolStr),
    /// All quotes are taken out.
    Unquote,
}

impl Slip {
    /// The slip that explains a value; when several do, the one whose mending helps most.
    pub(super) fn of(templates: &[Template], value: &[u8], hidden: bool) -> Self {
        if let Some(slip) = in_quotes(templates, value) {
            return slip;
        }
        let more = if hidden { None } else { more_around(templates, value) };
        more.or_else(|| scheme_slip(templates, value)).unwrap_or_else(|| first_mismatch(templates, value))
    }

    fn new(test: Test, detail: SmolStr, range: Range<usize>, cure: Cure) -> Self {
        Self { test, detail, range, cure }
    }

    /// The range and its replacement.
    fn replace(test: Test, detail: SmolStr, range: Range<usize>, with: &str) -> Self {
        Self::new(test, detail, range.clone(), Cure::Replace(range, with.into()))
    }

    /// Replacements that might mend it, in order.
    pub(super) fn edits(&self, value: &[u8]) -> impl Iterator<Item = (Range<usize>, SmolStr)> {
        let (one, marks) = match &self.cure {
            Cure::Nothing => (None, None),
            Cure::Replace(range, with) => (Some((range.clone(), with.clone())), None),
            Cure::Unquote => (None, Some(quotes(value))),
        };
        one.into_iter().chain(marks.into_iter().flatten().map(|mark| (mark, SmolStr::default())))
    }

    /// The value with the replacements made, if there are any.
    pub(super) fn mended(&self, value: &[u8]) -> Option<Vec<u8>> {
        match &self.cure {
            Cure::Nothing => None,
            Cure::Replace(range, with) => Some(apply(value, [(range.clone(), with.as_str())])),
            Cure::Unquote => Some(without_quotes(value)),
        }
    }

    /// Whether only quotes and spaces come and go: words may mean something.
    pub(super) fn is_harmless(&self, value: &[u8]) -> bool {
        match &self.cure {
            Cure::Nothing | Cure::Unquote => true,
            Cure::Replace(range, with) => {
                value.get(range.clone()).is_some_and(|sent| sent.trim_ascii().is_empty()) && with.trim().is_empty()
            }
        }
    }
}

/// Whether a value follows one of the templates, or there is none.
pub(super) fn fits(templates: &[Template], value: &[u8]) -> bool {
    templates.is_empty() || templates.iter().any(|template| template.fit(value).is_ok())
}

fn in_quotes(templates: &[Template], value: &[u8]) -> Option<Slip> {
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
    Some(Slip::new(Test::Quotes, SmolStr::new_static(detail), first, Cure::Unquote))
}

/// A value that follows a template but for what stands before, behind or between.
fn more_around(templates: &[Template], value: &[u8]) -> Option<Slip> {
    let fits = |part: &[u8]| fits(templates, part);
    let slip = |detail, range, with: &str| Some(Slip::replace(Test::Extra, detail, range, with));
    for template in templates {
        if let Some((first, after)) = value.split_at_checked(template.scheme().len())
            && !first.is_empty()
            && first.eq_ignore_ascii_case(template.scheme())
            && fits(after.trim_ascii_start())
        {
            let end = value.len() - after.trim_ascii_start().len();
            let name = String::from_utf8_lossy(template.scheme().trim_ascii_end());
            return slip(joined(["`", &name, "` stands twice"]), 0..end, "");
        }
    }
    let behind = SmolStr::new_static("more stands behind the value");
    for template in templates {
        if let Err(at) = template.fit(value)
            && at > 0
            && value.get(..at).is_some_and(|v| fits(v.trim_ascii_end()))
        {
            let start = value.get(..at).unwrap_or_default().trim_ascii_end().len();
            return slip(behind, start..value.len(), "");
        }
    }
    // where the run of spaces ends that was seen last
    let mut end = 0;
    let spaces = value.iter().enumerate().filter(|(_, byte)| byte.is_ascii_whitespace()).map(|(at, _)| at);
    for cut in spaces.take(CUTS) {
        let (before, after) = value.split_at_checked(cut)?;
        if fits(before) {
            return slip(behind, cut..value.len(), "");
        }
        if after.get(1..).is_some_and(fits) {
            return slip(SmolStr::new_static("more stands before the value"), 0..cut + 1, "");
        }
        if cut >= end {
            end = cut + after.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        }
        for with in [" ", ""] {
            if end - cut > with.len() && fits(&apply(value, [(cut..end, with)])) {
                return slip(SmolStr::new_static("there are too many spaces"), cut..end, with);
            }
        }
    }
    None
}

/// The scheme missing, or joined to the token in another way.
fn scheme_slip(templates: &[Template], value: &[u8]) -> Option<Slip> {
    let slip = |detail, range, with: &str| Some(Slip::replace(Test::Syntax, detail, range, with));
    for template in templates.iter().filter(|t| !t.scheme().is_empty()) {
        let scheme = String::from_utf8_lossy(template.scheme());
        let name = scheme.trim_end();
        if let Some((sent, after)) = value.split_at_checked(name.len())
            && name.len() < scheme.len()
            && sent.eq_ignore_ascii_case(name.as_bytes())
            && template.fits_behind_scheme(after)
        {
            let at = name.len();
            return slip(joined(["a space is missing behind `", name, "`"]), at..at, scheme.get(at..)?);
        }
        let word = scheme.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if let Some((sent, after)) = value.split_at_checked(word)
            && word > 0
            && sent.eq_ignore_ascii_case(scheme.get(..word)?.as_bytes())
        {
            let joint = after.iter().take_while(|b| b.is_ascii_whitespace() || b":=,".contains(b)).count();
            // what comes of an empty `$TOKEN`: the scheme is no token
            if joint == after.len() {
                continue;
            }
            let (name, with) = scheme.split_at_checked(word)?;
            if sent != name.as_bytes()
                && after.starts_with(with.as_bytes())
                && fits(templates, &[name.as_bytes(), after].concat())
            {
                return slip(joined(["`", name, "` is written in another case"]), 0..word, name);
            }
            if joint > 0 && template.fits_behind_scheme(after.get(joint..)?) {
                let detail = joined(["between `", name, "` and the token stands something else than `", with, "`"]);
                return slip(detail, word..word + joint, with);
            }
        }
        if template.fits_behind_scheme(value) {
            let detail = joined(["`", name, "` is missing before the token"]);
            let cure = Cure::Replace(0..0, SmolStr::new(&scheme));
            return Some(Slip::new(Test::Syntax, detail, 0..value.len(), cure));
        }
    }
    None
}

fn first_mismatch(templates: &[Template], value: &[u8]) -> Slip {
    let furthest = templates.iter().filter_map(|t| t.fit(value).err()).max().unwrap_or(0);
    let range = if furthest < value.len() { furthest..furthest + 1 } else { value.len()..value.len() };
    let detail = if furthest >= value.len() {
        SmolStr::new_static("the value ends too early")
    } else if furthest == 0 {
        SmolStr::new_static("the value begins with something else")
    } else {
        text!("the value stops following the syntax at byte {furthest}")
    };
    Slip::new(Test::Syntax, detail, range, Cure::Nothing)
}

/// Where quotes of any kind stand.
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
    // told from one byte, as nearly always
    if !matches!(value.get(at)?, b'"' | b'\'' | b'`' | 0xe2) {
        return None;
    }
    let rest = value.get(at..)?;
    QUOTES.iter().find(|quote| rest.starts_with(quote.as_bytes())).map(|quote| at..at + quote.len())
}

fn without_quotes(value: &[u8]) -> Vec<u8> {
    apply(value, quotes(value).map(|mark| (mark, "")))
}

/// The value after replacements that stand in order.
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
