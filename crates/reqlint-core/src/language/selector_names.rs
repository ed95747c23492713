//! The names of selectors, one table for suggestions and documentation.

/// A selector as documentation and suggestions know it.
#[derive(Clone, Copy, Debug)]
pub struct SelectorEntry {
    /// Its name, or the beginning of it: `header.` is followed by a name of the writer's.
    pub name: &'static str,
    /// What follows a name that ends in a dot, as it is written in documentation; empty for a whole name.
    pub rest: &'static str,
    /// What it looks at.
    pub help: &'static str,
}

/// Every selector.
pub const SELECTORS: &[SelectorEntry] = &[
    entry("method", "", "the method"),
    entry("scheme", "", "the scheme of the URL"),
    entry("host", "", "the host, without its port"),
    entry("port", "", "the port, where one is written"),
    entry("path", "", "the path as sent"),
    entry("query", "", "all behind the question mark, as sent"),
    entry("body", "", "the body as sent"),
    entry("now", "", "the time at which the request is sent"),
    entry("path.", "<field>", "a parameter of the endpoint's path, decoded"),
    entry("query.", "<name>", "a query parameter, decoded; each value of a repeated one"),
    entry("header.", "<Name>", "a header; each value of a repeated one"),
    entry("body.", "<member>", "a member of the body: `a.b`, `items[].name`, `a.*.b`; the same in JSON and XML"),
    entry("body[].", "<member>", "a member of each item of a body that is a list"),
    entry("jwt.issued", "", "when the bearer token was issued (`iat`)"),
    entry("jwt.expires", "", "when it expires (`exp`)"),
    entry("jwt.not-before", "", "from when on it may be used (`nbf`)"),
    entry("jwt.issuer", "", "who issued it (`iss`)"),
    entry("jwt.audience", "", "whom it is for (`aud`)"),
    entry("jwt.scope", "", "what it grants"),
    entry("jwt.claims.", "<name>", "any other claim; tokens are decoded, never verified"),
    entry("fact.", "<name>", "a fact that a pack declares"),
    entry("endpoint.", "<attribute>", "an attribute of the endpoint in the catalogue"),
];

const fn entry(name: &'static str, rest: &'static str, help: &'static str) -> SelectorEntry {
    SelectorEntry { name, rest, help }
}

#[cfg(test)]
mod tests {
    use super::SELECTORS;
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
        let rule = format!(
            "title = 'T'\nstatus = 400\ncheck.value = {{ of = '{selector}', present = true }}\n\
             [[example]]\nfail = 'GET https://shop.example/1'\npass = 'GET https://shop.example/2'"
        );
        let files = vec![
            file("shop/pack.toml", pack.into()),
            file("shop/endpoints/a.toml", endpoint.into()),
            file("shop/rule.toml", rule),
        ];
        RuleSet::load(vec![PackSource { name: "shop".into(), root: "shop".into(), files }]).is_ok()
    }
}
