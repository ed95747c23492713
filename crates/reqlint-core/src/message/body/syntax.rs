//! The syntaxes of bodies, and how one is known.

/// The syntax of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    Json,
    Xml,
    Form,
    /// `multipart/form-data`, which is read where its boundary is known.
    Parts,
}

impl Syntax {
    /// The syntax that a Content-Type names: `+json`, `text/xml` and the like are counted, parameters and case ignored.
    pub(crate) fn of_media_type(value: &[u8]) -> Option<Self> {
        let essence = essence(value);
        let is = |name: &str| essence.eq_ignore_ascii_case(name.as_bytes());
        let ends = |suffix: &str| {
            let at = essence.len().checked_sub(suffix.len());
            at.and_then(|at| essence.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(suffix.as_bytes()))
        };
        if ends("/json") || ends("+json") {
            Some(Syntax::Json)
        } else if is("application/xml") || is("text/xml") || ends("+xml") {
            Some(Syntax::Xml)
        } else if is("application/x-www-form-urlencoded") {
            Some(Syntax::Form)
        } else {
            None
        }
    }

    /// Whether readers may take a Content-Type for that of a form or of JSON by how its media type begins, while others don't: axum
    /// has `application/x-www-form-urlencoded+json` for a form, and `application/json+a` for JSON.
    pub(crate) fn is_disputed(value: &[u8]) -> bool {
        let essence = essence(value);
        let after = |name: &str| {
            let (start, rest) = essence.split_at_checked(name.len())?;
            start.eq_ignore_ascii_case(name.as_bytes()).then_some(rest)
        };
        let forms = ["application/x-www-form-urlencoded", "multipart/form-data"];
        forms.into_iter().filter_map(after).any(|rest| !rest.is_empty()) || after("application/json+").is_some()
    }

    /// What a text looks like from its first character.
    pub(crate) fn looks_like(text: &[u8]) -> Option<Self> {
        let text = without_mark(text).trim_ascii_start();
        match text.first()? {
            b'{' | b'[' => Some(Syntax::Json),
            b'<' => Some(Syntax::Xml),
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => {
                let name = text.iter().take_while(|b| b.is_ascii_alphanumeric() || b"._-%[]".contains(b)).count();
                (text.get(name) == Some(&b'=') && !text.contains(&b'\n')).then_some(Syntax::Form)
            }
            _ => None,
        }
    }

    pub(crate) fn says(self) -> &'static str {
        match self {
            Syntax::Json => "JSON",
            Syntax::Xml => "XML",
            Syntax::Form => "a form",
            Syntax::Parts => "a form in parts",
        }
    }

    /// The usual media type of it.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Syntax::Json => "application/json",
            Syntax::Xml => "application/xml",
            Syntax::Form => "application/x-www-form-urlencoded",
            Syntax::Parts => "multipart/form-data",
        }
    }
}

/// The media type without parameters.
pub(crate) fn essence(value: &[u8]) -> &[u8] {
    let end = memchr::memchr(b';', value).unwrap_or(value.len());
    value.get(..end).unwrap_or(value).trim_ascii()
}

/// The text after a byte-order mark.
pub(crate) fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text)
}
