//! Where a request goes whose URL is recorded whole.

use super::url;

/// Where a request goes, taken from its URL.
pub(super) struct Address {
    pub(super) scheme: Option<String>,
    pub(super) authority: String,
    pub(super) target: String,
}

impl Address {
    pub(super) fn of(parts: &url::Parts<'_>, method: &str) -> Self {
        let authority = parts.authority.rsplit('@').next().unwrap_or_default();
        if method == "CONNECT" && matches!(parts.target, "" | "/") {
            // Fiddler and others write the authority of a tunnel as a URL
            return Self::of_tunnel(Some(parts.scheme), authority);
        }
        let slash = if parts.target.starts_with('/') { "" } else { "/" };
        let target = parts.target.split('#').next().unwrap_or_default();
        Self {
            scheme: Some(parts.scheme.to_owned()),
            authority: authority.to_owned(),
            target: format!("{slash}{target}"),
        }
    }

    /// A tunnel's target is the authority, with its port.
    pub(super) fn of_tunnel(scheme: Option<&str>, authority: &str) -> Self {
        let name = authority.rsplit(']').next().unwrap_or_default();
        let port = match (name.contains(':'), scheme) {
            (true, _) => "",
            (false, Some("http")) => ":80",
            (false, _) => ":443",
        };
        Self { scheme: None, authority: authority.to_owned(), target: format!("{authority}{port}") }
    }
}
