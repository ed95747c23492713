//! The catalogue of the Edgecast pack, read from its files without the engine.

use crate::support::{files, stem, table};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct File {
    endpoint: Vec<Endpoint>,
}

#[derive(Deserialize)]
pub(super) struct Endpoint {
    /// The name of its file.
    #[serde(skip)]
    pub(super) product: String,
    pub(super) id: String,
    pub(super) method: String,
    pub(super) host: String,
    pub(super) path: String,
    pub(super) tags: Vec<String>,
    #[serde(default)]
    pub(super) accepts: Vec<String>,
    pub(super) body: Option<String>,
    #[serde(default)]
    also: Vec<Also>,
    #[serde(default)]
    pub(super) attributes: BTreeMap<String, toml::Value>,
    #[serde(default)]
    pub(super) fields: Fields,
}

/// Another spelling of an endpoint.
#[derive(Deserialize)]
struct Also {
    path: String,
    method: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    pub(super) path: BTreeMap<String, Field>,
    pub(super) query: BTreeMap<String, Field>,
    pub(super) body: BTreeMap<String, Field>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Field {
    #[serde(default)]
    pub(super) required: Required,
    pub(super) is: Option<String>,
    #[serde(default)]
    pub(super) one_of: Vec<toml::Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Required {
    Always(bool),
    /// Siblings with their values, or with `{ present = false }`.
    When {
        when: BTreeMap<String, toml::Value>,
    },
}

impl Default for Required {
    fn default() -> Self {
        Required::Always(false)
    }
}

impl Endpoint {
    pub(super) fn has(&self, tag: &str) -> bool {
        self.tags.iter().any(|own| own == tag)
    }

    /// Method and path of each `also`.
    pub(super) fn other_spellings(&self) -> impl Iterator<Item = (&str, &str)> {
        self.also.iter().map(|also| (also.method.as_deref().unwrap_or(&self.method), also.path.as_str()))
    }
}

/// Every endpoint, product by product.
pub(super) fn endpoints() -> Vec<Endpoint> {
    let of_file = |path: String| {
        let File { endpoint } = table(&path);
        endpoint.into_iter().map(move |e| Endpoint { product: stem(&path).to_owned(), ..e })
    };
    files("rules/edgecast/endpoints", "toml").into_iter().flat_map(of_file).collect()
}
