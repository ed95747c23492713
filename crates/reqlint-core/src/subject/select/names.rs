//! Selectors as they are written: their names, and what looks up the names in them.

use super::{Answer, Claim};
use crate::api::catalogue::Step;
use crate::api::facts::FactIx;
use crate::language::Located;
use crate::message::header_names::HeaderName;

/// A selector as documentation and suggestions know it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct SelectorEntry {
    /// Its name, or the beginning of it: `header.` is followed by a name of the writer's.
    pub name: &'static str,
    /// What follows a name that ends in a dot, as it is written in documentation; empty for a whole name.
    pub rest: &'static str,
    /// What it looks at.
    pub help: &'static str,
}

/// Looks up the names in selectors. What is wrong is reported as a diagnostic.
pub(crate) trait Names {
    fn path_parameter(&mut self, name: &Located<String>) -> Option<String>;
    fn query_parameter(&mut self, name: &Located<String>) -> Option<String>;
    fn header(&mut self, name: &Located<String>) -> Option<HeaderName>;
    fn member(&mut self, name: &Located<String>) -> Option<Vec<Step>>;
    fn claim(&mut self, name: &Located<String>) -> Option<Claim>;
    fn fact(&mut self, name: &Located<String>) -> Option<FactIx>;
    fn attribute(&mut self, name: &Located<String>) -> Option<String>;
    fn answer(&mut self, name: &Located<String>) -> Option<Answer>;
    fn hole(&mut self, name: &Located<String>) -> Option<String>;
}

#[cfg(test)]
mod tests {
    use crate::subject::select::SELECTORS;
    use crate::{PackSource, RuleSet, SourceFile};
    #[test]
    fn every_selector_of_the_table_compiles_and_no_other() {
        for entry in SELECTORS {
            let own = ["shelf", "open", "size"].map(|name| load(&format!("{}{name}", entry.name)));
            if entry.rest.is_empty() {
                assert!(load(entry.name), "{}", entry.name);
                assert_eq!(own, [false; 3], "{}", entry.name);
            } else {
                assert!(own.contains(&true) && !load(entry.name), "{}", entry.name);
            }
        }
    }

    fn load(selector: &str) -> bool {
        let file = |path: &str, text: String| SourceFile { path: path.into(), text };
        let pack = "title = 'Shop'\nhosts = ['shop.example']\nfact.open = { type = 'boolean' }";
        let endpoint = "[[endpoint]]\nid = 'a'\nmethod = 'GET'\npath = '/{shelf}'\nattributes = { size = 'x' }\nfields.path.shelf = {}";
        let check = format!("value = {{ of = '{selector}', present = true }}");
        let is_of_answer = ["answer.", "hole."].iter().any(|root| selector.starts_with(root));
        let (path, rule) = match is_of_answer {
            true => (
                "shop/replies/a.toml",
                format!(
                    "title = 'T'\n[reply]\nstatus = 400\nsays = 'a {{shelf}} b'\nwhen.{check}\n\
                     [[example]]\nexplains = 'GET /'\nsilent = 'GET /'"
                ),
            ),
            false => (
                "shop/rule.toml",
                format!(
                    "title = 'T'\nstatus = 400\ncheck.{check}\n\
                     [[example]]\nfail = 'GET https://shop.example/1'\npass = 'GET https://shop.example/2'"
                ),
            ),
        };
        let files =
            vec![file("shop/pack.toml", pack.into()), file("shop/endpoints/a.toml", endpoint.into()), file(path, rule)];
        RuleSet::load(vec![PackSource { name: "shop".into(), root: "shop".into(), files }]).is_ok()
    }
}
