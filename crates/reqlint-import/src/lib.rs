//! From the description of an API, or from examples of requests, to a pack of rules that a person keeps by hand from then on.
//!
//! Everything here is text in, text out: a host reads the description and what it refers to, and writes the files.
//!
//! ```
//! let description = r#"{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"},
//!     "servers": [{"url": "https://api.shop.example/v1"}],
//!     "paths": {"/orders/{id}": {"get": {"parameters": [
//!         {"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}]}}}}"#;
//! let options = reqlint_import::Options::new("shop");
//! let imported = reqlint_import::openapi("shop.json", description, &options, &mut |_| Err("no such file".into())).unwrap();
//! assert!(imported.files.iter().any(|file| file.path == "endpoints/orders.toml"));
//! assert_eq!(imported.report.operations, 1);
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

mod api;
mod error;
mod framework;
mod har;
mod loss;
mod openapi;
mod pack;
mod postman;
mod reply;
mod seen;
mod slug;
mod tree;
mod variant;

pub use error::{ImportError, Position};
pub use framework::Framework;
pub use loss::LossReport;
pub use pack::{PackFile, REPORT_FILE};

/// What a person chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// The pack's name: that of its folder.
    pub name: String,
    /// The host, where the description names none or another one.
    pub host: Option<String>,
    /// Whether `format` of a text is tested; in OpenAPI it is a remark for the reader.
    pub formats: bool,
    /// Where statuses come from that the description doesn't give.
    pub framework: Option<Framework>,
}

impl Options {
    /// Nothing but the pack's name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), host: None, formats: false, framework: None }
    }
}

/// A pack, and what of the description it doesn't hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Imported {
    /// The files of the pack, the loss report among them.
    pub files: Vec<PackFile>,
    /// What was lost.
    pub report: LossReport,
}

/// Makes a pack from a description in OpenAPI 3.0 to 3.2 or Swagger 2, in JSON or YAML.
///
/// `file` is its name for messages. `load` gives the text of a file that the description refers to, by its path from the
/// description's folder; or why it can't be read, in plain words.
///
/// # Errors
/// When the description can't be read, is none, or has no operation that a pack could hold.
pub fn openapi(
    file: &str,
    text: &str,
    options: &Options,
    load: &mut dyn FnMut(&str) -> Result<String, String>,
) -> Result<Imported, ImportError> {
    let api = openapi::read(file, text, options, load)?;
    let (files, report) = pack::write(api, &options.name, options.framework.as_ref());
    Ok(Imported { files, report })
}

/// Makes a pack from a Postman collection in format 2.0 or 2.1: its catalogue is what occurs there, and its rules only warn.
/// No value of a request or a variable is written.
///
/// # Errors
/// When the collection can't be read, is none, or has no request that a pack could hold.
pub fn postman(file: &str, text: &str, options: &Options) -> Result<Imported, ImportError> {
    let api = postman::read(file, text, options)?;
    let (files, report) = pack::write(api, &options.name, options.framework.as_ref());
    Ok(Imported { files, report })
}

/// Recordings in HAR, from which a pack is made: its catalogue is what was seen, and its rules only warn. No value of a request
/// is kept.
///
/// ```
/// let recording = r#"{"log": {"entries": [{"request": {"method": "GET", "url": "https://api.shop.example/orders/17",
///     "headers": [{"name": "Host", "value": "api.shop.example"}]}, "response": {"status": 200, "headers": []}}]}}"#;
/// let options = reqlint_import::Options::new("shop");
/// let mut har = reqlint_import::Har::new(&options);
/// har.read("shop.har", recording.as_bytes());
/// let imported = har.imported().unwrap();
/// assert!(imported.files.iter().any(|file| file.text.contains("path   = \"/orders/{order}\"")));
/// ```
#[derive(Debug)]
pub struct Har<'o> {
    options: &'o Options,
    recordings: har::Recordings,
    first: String,
}

impl<'o> Har<'o> {
    /// Nothing was read yet. With a host in the options only requests to it are looked at.
    #[must_use]
    pub fn new(options: &'o Options) -> Self {
        Self { options, recordings: har::Recordings::default(), first: String::new() }
    }

    /// Reads a file, entry by entry. `file` is its name for messages.
    pub fn read(&mut self, file: &str, text: impl std::io::BufRead) {
        if self.first.is_empty() {
            file.clone_into(&mut self.first);
        }
        self.recordings.read(file, text, self.options);
    }

    /// The pack of what was read.
    ///
    /// # Errors
    /// When nothing could be read, or no request shows an endpoint of an API.
    pub fn imported(self) -> Result<Imported, ImportError> {
        let api = self.recordings.api(&self.first, self.options)?;
        let (files, report) = pack::write(api, &self.options.name, self.options.framework.as_ref());
        Ok(Imported { files, report })
    }
}
