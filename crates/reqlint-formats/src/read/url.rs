//! A URL taken apart, and nothing else done to it.

/// The parts of `https://host/path?query#fragment`, each as written.
pub(crate) struct Parts<'a> {
    pub(crate) scheme: &'a str,
    /// What is between `//` and the path.
    pub(crate) authority: &'a str,
    /// The rest; empty where the URL ends with the authority.
    pub(crate) target: &'a str,
}

/// Takes a URL apart; `None` when it has no scheme or no host.
pub(crate) fn split(url: &str) -> Option<Parts<'_>> {
    let (scheme, rest) = url.split_once("://")?;
    let (authority, target) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    (is_scheme(scheme) && !authority.is_empty()).then_some(Parts { scheme, authority, target })
}

/// Whether a URL is not that of a request over HTTP: `data:`, `blob:`, `chrome-extension://`.
pub(crate) fn is_foreign(url: &str) -> bool {
    const OPAQUE: [&str; 7] = ["data", "blob", "about", "javascript", "filesystem", "mailto", "urn"];
    const HTTP: [&str; 4] = ["http", "https", "ws", "wss"];
    let Some((scheme, rest)) = url.split_once(':') else { return false };
    let is = |known: &[&str]| known.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    is(&OPAQUE) || rest.starts_with("//") && is_scheme(scheme) && !is(&HTTP)
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_of_other_protocols_are_known() {
        for url in [
            "data:image/gif;base64,R0",
            "blob:http://h.example/1",
            "about:blank",
            "chrome-extension://abc/x.js",
            "file:///a",
        ] {
            assert!(is_foreign(url), "{url}");
        }
        for url in ["http://h.example/", "WSS://h.example/", "/a", "h.example:443", "{{base}}://h/", ""] {
            assert!(!is_foreign(url), "{url}");
        }
    }
}
