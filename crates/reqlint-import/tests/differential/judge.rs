//! The pack's side: requests to its endpoints, and which of its rules fail.

use reqlint_core::{Facts, Loaded, PackSource, RuleSet, SourceFile};
use reqlint_formats::Format;
use reqlint_formats::read::Source;
use reqlint_import::PackFile;
use std::convert::Infallible;

/// An endpoint of a pack.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) host: String,
    /// Those that it accepts; none: it takes no body.
    pub(crate) media_types: Vec<String>,
}

/// The endpoints of a pack.
pub(crate) fn endpoints(files: &[PackFile]) -> Vec<Endpoint> {
    let table = |text: &str| text.parse::<toml::Table>().unwrap();
    let pack = table(&files.iter().find(|f| f.path == "pack.toml").unwrap().text);
    let host = pack["hosts"][0].as_str().unwrap().replace('*', "api");
    let mut all = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("endpoints/")) {
        for endpoint in table(&file.text).get("endpoint").and_then(toml::Value::as_array).into_iter().flatten() {
            let text = |key: &str| endpoint.get(key).and_then(toml::Value::as_str).map(str::to_owned);
            let is_without = ["accepts", "body"].iter().all(|key| endpoint.get(key).is_none());
            let accepts = endpoint.get("accepts").and_then(toml::Value::as_array);
            let media_type = |name: &toml::Value| match name.as_str().unwrap() {
                "json" => "application/json".to_owned(),
                "form" => "application/x-www-form-urlencoded".to_owned(),
                other => other.to_owned(),
            };
            let mut media_types: Vec<_> = accepts.into_iter().flatten().map(media_type).collect();
            if media_types.is_empty() && !is_without {
                media_types.push("application/json".to_owned());
            }
            all.push(Endpoint {
                id: text("id").unwrap(),
                method: text("method").unwrap(),
                path: text("path").unwrap(),
                host: text("host").map_or(host.clone(), |host| host.replace('*', "api")),
                media_types,
            });
        }
    }
    all
}

/// A request as it is built up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    /// Values of the parameters of the path, encoded.
    pub(crate) path: Vec<(String, String)>,
    /// Names and values, encoded.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
    /// Of the body.
    pub(crate) media_type: String,
}

impl Request {
    fn text(&self, endpoint: &Endpoint) -> String {
        let (path, marks) = endpoint.path.split_once('?').unwrap_or((&endpoint.path, ""));
        let mut path = path.to_owned();
        for (name, value) in &self.path {
            path = path.replace(&format!("{{{name}}}"), value).replace(&format!("{{{name}+}}"), value);
        }
        let pairs = self.query.iter().map(|(name, value)| format!("{name}={value}"));
        let is_sent = |mark: &&str| {
            let name = mark.split('=').next().unwrap_or_default();
            !mark.is_empty() && !self.query.iter().any(|(known, _)| known == name)
        };
        let query: Vec<_> = marks.split('&').filter(is_sent).map(str::to_owned).chain(pairs).collect();
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        let mut text = format!("{} {path}{query} HTTP/1.1\nHost: {}\n", endpoint.method, endpoint.host);
        for (name, value) in &self.headers {
            text += &format!("{name}: {value}\n");
        }
        if let Some(body) = &self.body {
            let media_type = match self.media_type.as_str() {
                "" => "application/x-www-form-urlencoded".to_owned(),
                super::PARTS => format!("{}; boundary={}", super::PARTS, super::wire::BOUNDARY),
                other => other.to_owned(),
            };
            text += &format!("Content-Type: {media_type}\nContent-Length: {}\n\n{body}", body.len());
        } else {
            text += "\n";
        }
        text
    }
}

/// A pack that is loaded.
pub(crate) struct Judge {
    rules: RuleSet,
    facts: Facts,
    /// Rules that aren't about schemas: those about credentials, which requests here don't have, and warnings.
    others: Vec<String>,
}

impl Judge {
    pub(crate) fn new(packed: &[PackFile]) -> Self {
        let file = |f: &PackFile| SourceFile { path: format!("pack/{}", f.path), text: f.text.clone() };
        let files = packed.iter().map(file).collect();
        let rules = Loaded::from(vec![PackSource { name: "pack".into(), root: "pack".into(), files }]).rules;
        let is_other =
            |f: &&PackFile| f.text.contains("\"The request has the credentials") || f.path.starts_with("warnings/");
        let id = |f: &PackFile| f.path.rsplit('/').next().unwrap().trim_end_matches(".toml").to_owned();
        Self { facts: rules.facts(), rules, others: packed.iter().filter(is_other).map(id).collect() }
    }

    /// The rules about schemas that fail. `None`: the request is to another endpoint.
    pub(crate) fn failed(&self, endpoint: &Endpoint, request: &Request) -> Option<Vec<String>> {
        let text = request.text(endpoint);
        let mut failed = None;
        Format::Http
            .read::<Infallible>(Source::default(), text.as_bytes(), &mut |record| {
                let exchange = record.unwrap().exchange;
                let report = self.rules.evaluate(&exchange, &self.facts);
                if report.endpoint(&self.rules).is_none_or(|id| id.rsplit('/').next() == Some(&endpoint.id)) {
                    let ids = report.failed(&self.rules).map(|id| id.rsplit('/').next().unwrap_or(id));
                    let is_about_it = |id: &&str| !self.others.iter().any(|other| other == id);
                    failed = Some(ids.filter(is_about_it).map(str::to_owned).collect());
                }
                Ok(())
            })
            .unwrap();
        failed
    }
}
