//! A client that a program makes with what its requests have in common: an address that theirs are relative to, headers.

use super::client::{self, Client, Library};
use super::content::{last, text};
use super::expression::{Expression, Language};
use super::names::Names;
use super::request::Request;
use super::sites::Site;

/// Names of the address, as options of a client and as its members.
const BASES: [&str; 7] = ["base_uri", "baseuri", "baseurl", "base_url", "prefixurl", "baseaddress", "url"];
const MEMBERS: [&str; 5] = ["defaults.baseURL", "BaseAddress", "base_url", "baseURL", "defaults.baseUrl"];

/// What a client is made with.
pub(super) struct Made {
    library: Option<Library>,
    base: Option<String>,
    headers: Option<Expression>,
}

/// The client that a call is made on, where the program shows how it was made.
pub(super) fn of(names: &Names<'_>, site: Site<'_>) -> Option<Made> {
    if site.on.is_empty() {
        return None;
    }
    let member = |name: &&str| {
        let value = names.held_before(&format!("{}.{name}", site.on), site.start)?;
        text(&value).filter(|url| url.contains("://"))
    };
    let mut made = Made { library: None, base: None, headers: None };
    match names.held_before(site.on, site.start) {
        Some(Expression::Call(call)) => {
            for (name, value) in &call.arguments {
                match (name, value) {
                    (Some(name), value) => made.take(name, value),
                    (None, Expression::Object(members, _)) => {
                        members.iter().for_each(|(name, value)| made.take(name, value));
                    }
                    (None, Expression::Text(url)) if url.contains("://") && is_client(last(&call.name)) => {
                        made.base = Some(url.clone());
                    }
                    _ => {}
                }
            }
            made.library = match last(&call.name) {
                "create" if call.name.starts_with("axios.") => Some(Library::Axios),
                // the name of this option is Guzzle's
                "Client" if names.language == Language::Php && made.base.is_some() => Some(Library::Guzzle),
                _ => None,
            };
        }
        Some(Expression::Object(members, _)) => members.iter().for_each(|(name, value)| made.take(name, value)),
        _ => {}
    }
    made.base = made.base.or_else(|| MEMBERS.iter().find_map(member));
    (made.base.is_some() || made.headers.is_some() || made.library.is_some()).then_some(made)
}

/// Whether what is made takes an address first: `new RestClient("https://…")`, `Faraday.new("https://…")`.
fn is_client(name: &str) -> bool {
    name.ends_with("Client") || name.ends_with("Session") || matches!(name, "new" | "create" | "Faraday")
}

impl Made {
    fn take(&mut self, name: &str, value: &Expression) {
        let name = name.to_ascii_lowercase();
        if BASES.contains(&name.as_str()) {
            self.base = text(value).filter(|url| url.contains("://") || url.starts_with("{{"));
        } else if name == "headers" {
            self.headers = Some(value.clone());
        }
    }

    /// The client, where how it is made tells which.
    pub(super) fn client(&self) -> Option<Client> {
        match self.library? {
            Library::Axios => Some(client::AXIOS),
            Library::Guzzle => Some(client::GUZZLE_CLIENT),
            _ => None,
        }
    }

    /// Adds what a request has from its client; what it is given itself counts more.
    pub(super) fn add_to(self, request: &mut Request) {
        let own = std::mem::take(&mut request.headers);
        if let Some(headers) = &self.headers {
            request.headers(headers);
        }
        for (name, value) in own {
            request.header(&name, &Expression::Text(value));
        }
        if let Some(base) = self.base {
            request.based(base);
        }
    }
}
