//! Regexes: from the dialect of JSON Schema to that of packs, and what they are called.

use crate::api::{NamedPattern, Step};
use regex_syntax::hir::Look;
use std::collections::HashMap;

/// How many regexes with names a pack gets.
const MAX_PATTERNS: usize = 1_000;

/// How large a compiled regex of a pack may be, in bytes; a little less than is let through.
const MAX_COMPILED: usize = 1_000_000;

/// How long a regex of texts may be.
const MAX_TEXTS: usize = 10_000;

/// The regexes of a pack.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    pub(crate) named: Vec<NamedPattern>,
    translated: HashMap<String, Option<String>>,
}

impl Patterns {
    /// The name of the pattern that a regex of the description becomes; `None` if it can't be one.
    pub(crate) fn name(&mut self, steps: &[Step], written: &str) -> Option<String> {
        let regex = self.translated(written)?;
        let member = steps.iter().rev().find_map(|step| if let Step::Member(name) = step { Some(name) } else { None });
        self.add(member.map_or("", String::as_str), regex, format!("a text that matches {written}"))
    }

    /// The name of the pattern of some texts.
    pub(crate) fn texts(&mut self, steps: &[Step], texts: &[&str]) -> Option<String> {
        if texts.iter().any(|text| text.contains(['\n', '\r'])) {
            return None;
        }
        let all: Vec<_> = texts.iter().map(|text| regex_syntax::escape(text)).collect();
        let regex = all.join("|");
        let regex = if regex.is_ascii() { regex } else { format!("(?u){regex}") };
        if regex.len() > MAX_TEXTS {
            return None;
        }
        if texts == [""] {
            return self.add("empty", regex, "an empty text".to_owned());
        }
        let member = steps.iter().rev().find_map(|step| if let Step::Member(name) = step { Some(name) } else { None });
        let shown = texts.iter().map(|text| if text.is_empty() { "empty" } else { *text });
        let shown = shown.take(20).collect::<Vec<_>>().join(" or ");
        self.add(member.map_or("", String::as_str), regex, format!("a text such as {}", crate::loss::one_line(&shown)))
    }

    /// The name of a pattern with this regex, which is named after a member.
    fn add(&mut self, member: &str, regex: String, says: String) -> Option<String> {
        if let Some(known) = self.named.iter().find(|known| known.regex == regex) {
            return Some(known.name.clone());
        }
        if self.named.len() >= MAX_PATTERNS {
            return None;
        }
        let base = match crate::slug::slug(member).as_str() {
            "" => "value".to_owned(),
            slug => slug.to_owned(),
        };
        // a pattern may not be called as a built-in format is
        let is_taken = |name: &str| {
            reqlint_core::inspect::keys::Format::named(name).is_some()
                || self.named.iter().any(|known| known.name == name)
        };
        let name = if is_taken(&base) {
            (2..).map(|number| format!("{base}-{number}")).find(|name| !is_taken(name)).unwrap_or(base)
        } else {
            base
        };
        self.named.push(NamedPattern { name: name.clone(), regex, says });
        Some(name)
    }

    fn translated(&mut self, written: &str) -> Option<String> {
        if let Some(known) = self.translated.get(written) {
            return known.clone();
        }
        let regex = translate(written);
        self.translated.insert(written.to_owned(), regex.clone());
        regex
    }
}

/// A regex for the whole value, in the dialect of packs. `None` for what that lacks: looking around, looking back.
pub(crate) fn translate(written: &str) -> Option<String> {
    let ascii = classes(written)?;
    let hir = regex_syntax::ParserBuilder::new().build().parse(&ascii).ok()?;
    let looks = hir.properties();
    let (begins, ends) = (looks.look_set_prefix().contains(Look::Start), looks.look_set_suffix().contains(Look::End));
    let inner = if begins { ascii.strip_prefix('^') } else { None };
    let inner = inner.unwrap_or(&ascii);
    let bare = if ends && !inner.ends_with("\\$") { inner.strip_suffix('$').unwrap_or(inner) } else { inner };
    // a part with alternatives keeps its anchors: they may belong to one of them
    let (mut regex, is_bare) = if ascii.contains('|') && bare.len() < ascii.len() && !is_grouped(bare) {
        (ascii.clone(), false)
    } else {
        (bare.to_owned(), true)
    };
    let alternates = regex.contains('|') && !is_grouped(&regex);
    if !(begins && ends) {
        if alternates || !is_bare {
            regex = format!("(?:{regex})");
        }
        if !begins {
            regex = format!("(?s:.*){regex}");
        }
        if !ends {
            regex = format!("{regex}(?s:.*)");
        }
    }
    let beyond_ascii = !regex.is_ascii()
        || regex.contains(['.', '^'])
        || ["\\W", "\\D", "\\S", "\\p", "\\P", "\\u", "\\x"].iter().any(|c| regex.contains(c));
    if beyond_ascii {
        regex = format!("(?u){regex}");
    }
    // as the engine will compile it, with its limit
    let whole = format!("^(?:{regex})$");
    regex::bytes::RegexBuilder::new(&whole).unicode(false).size_limit(MAX_COMPILED).build().ok()?;
    Some(regex)
}

/// Whether alternatives are all inside of groups.
fn is_grouped(regex: &str) -> bool {
    let (mut depth, mut in_class) = (0usize, false);
    let mut characters = regex.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => drop(characters.next()),
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => depth = depth.saturating_sub(1),
            '|' if !in_class && depth == 0 => return false,
            _ => {}
        }
    }
    true
}

/// `\d` and `\w` are about ASCII in JSON Schema, whatever else a regex is about; `/` needs no backslash.
fn classes(written: &str) -> Option<String> {
    let mut out = String::with_capacity(written.len());
    let mut characters = written.chars().peekable();
    let mut in_class = false;
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next()? {
                plain @ ('/' | '_' | '"' | '\'' | '@' | '%' | '`' | '<' | '>' | '=' | '!' | ',' | ';' | ':') => {
                    out.push(plain)
                }
                'd' => out += if in_class { "0-9" } else { "[0-9]" },
                'w' => out += if in_class { "0-9A-Za-z_" } else { "[0-9A-Za-z_]" },
                'D' if !in_class => out += "[^0-9]",
                'W' if !in_class => out += "[^0-9A-Za-z_]",
                // in ECMAScript the end of a word is one of ASCII, and no part of a class
                'b' if in_class => out += "\\x08",
                'b' => out += "(?-u:\\b)",
                'u' => {
                    let hex: String = characters.by_ref().take(4).collect();
                    out += &format!("\\x{{{hex}}}");
                }
                // what a group held
                '1'..='9' => return None,
                other => {
                    out.push('\\');
                    out.push(other);
                }
            },
            '[' if in_class => out += "\\[",
            '[' => {
                in_class = true;
                out.push('[');
                if characters.peek() == Some(&'^') {
                    out.push('^');
                    characters.next();
                }
            }
            ']' => {
                in_class = false;
                out.push(']');
            }
            // set operations of the regex crate, which are plain characters elsewhere
            '&' | '~' if in_class => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regex_is_about_the_whole_value() {
        for (written, regex) in [
            ("^[0-9a-f]{40}$", "[0-9a-f]{40}"),
            (r"^\d+$", "[0-9]+"),
            ("abc", "(?u)(?s:.*)abc(?s:.*)"),
            ("^abc", "(?u)abc(?s:.*)"),
            ("^(a|b)$", "(a|b)"),
            ("^a|b$", "(?u)(?s:.*)(?:^a|b$)(?s:.*)"),
            (r"^[\w\-]+\/x$", r"[0-9A-Za-z_\-]+/x"),
            ("^[^/]+$", "(?u)[^/]+"),
        ] {
            assert_eq!(translate(written).as_deref(), Some(regex), "{written}");
        }
        for written in ["^(?!x)a", r"(a)\1", "[", "(?<=x)y"] {
            assert_eq!(translate(written), None, "{written}");
        }
    }
}
