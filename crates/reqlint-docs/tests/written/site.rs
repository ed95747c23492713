//! The site of the packs: every link works, and nothing from a rule file becomes markup.

use reqlint_core::{PackSource, RuleSet, SourceFile};
use reqlint_docs::{Page, site};
use std::collections::BTreeSet;

const EVIL: &str = "<script>alert('\\\"')</script>&amp;";

#[test]
fn every_link_points_to_a_page() {
    let pages = site(&RuleSet::load(reqlint_rules::packs()).unwrap());
    let paths: BTreeSet<_> = pages.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(paths.len(), pages.len());
    let mut count = 0;
    for page in pages.iter().filter(|page| page.path.ends_with(".html")) {
        for link in links(page).filter(|link| !link.starts_with("http")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let path = if file.is_empty() { page.path.clone() } else { resolve(&page.path, file) };
            assert!(paths.contains(path.as_str()), "{}: no page for {link}", page.path);
            let has_anchor = anchor.is_empty() || page.text.contains(&format!("id=\"{anchor}\""));
            assert!(has_anchor, "{}: no anchor for {link}", page.path);
            count += 1;
        }
    }
    assert!(count > 1000, "only {count} links");
}

#[test]
fn a_measured_rule_shows_what_each_server_answers() {
    let rules = RuleSet::load(reqlint_rules::packs()).unwrap();
    let pages = site(&rules);
    let mut count = 0;
    for rule in rules.rules() {
        let path = format!("http/rules/{}.html", rule.id().trim_start_matches("http/"));
        let (Some(servers), Some(page)) = (rule.servers(), pages.iter().find(|page| page.path == path)) else {
            continue;
        };
        let table = page.text.split_once("id=\"servers\"").map_or("", |(_, table)| table);
        for name in servers.refused_by.iter().chain(&servers.accepted_by) {
            assert!(table.contains(name.as_str()), "{path}: {name}");
        }
        count += 1;
    }
    assert!(count > 50, "{count}");
}

#[test]
fn no_external_assets_are_loaded() {
    for page in site(&RuleSet::load(reqlint_rules::packs()).unwrap()) {
        for word in ["<script", "src=", "@import", "url("] {
            assert!(!page.text.contains(word), "{} contains {word}", page.path);
        }
    }
}

#[test]
fn text_from_rule_files_is_escaped() {
    let pages = site(&evil());
    assert!(pages.len() > 5);
    for page in &pages {
        assert!(!page.text.contains("<script"), "{}", page.text);
        assert!(!page.text.contains("href=\"javascript"), "{}", page.text);
        assert!(page.path.split('/').all(|part| !part.is_empty() && !part.starts_with('.')), "{}", page.path);
        assert!(page.path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/.-_~".contains(&b)), "{}", page.path);
    }
}

#[test]
fn a_cause_is_listed_under_each_of_its_statuses() {
    let pages = site(&evil());
    let listing = pages.iter().filter(|page| page.text.contains("id=\"answer-c\""));
    let paths: Vec<_> = listing.clone().filter_map(|page| page.path.rsplit('/').next()).collect();
    assert_eq!(paths, ["400.html", "404.html"]);
    for page in listing {
        assert!(page.text.contains("With 400, the answer alone"), "{}", page.text);
    }
}

/// A pack with hostile text in every place that takes text.
fn evil() -> RuleSet {
    let file = |path: &str, text: String| SourceFile { path: path.into(), text };
    let pack = format!(
        "title = \"{EVIL}\"\nhosts = ['a.example']\ndocs = 'javascript:alert(1)'\n\
         status.400 = {{ title = \"{EVIL}\", about = \"{EVIL}\" }}"
    );
    let endpoint = format!(
        "[[endpoint]]\nid = \"../../{EVIL}\"\ntitle = \"{EVIL}\"\nmethod = 'GET'\npath = '/{{a}}'\ntags = [\"{EVIL}\"]\n\
         source = 'javascript:alert(1)'\nattributes = {{ x = \"{EVIL}\" }}\n\
         fields.path.a = {{ note = \"{EVIL}\", one-of = [\"{EVIL}\"] }}"
    );
    let rule = format!(
        "title = \"{EVIL}\"\nstatus = 400\nerror-type = \"{EVIL}\"\napi-says = \"{EVIL}\"\nwhy = \"{EVIL}\"\nfix = \"{EVIL}\"\n\
         source = 'javascript:alert(1)'\napplies-to.tags = [\"{EVIL}\"]\ncheck.header-required.header = 'X'\n\
         [[example]]\nname = \"{EVIL}\"\nfail = \"GET https://a.example/{EVIL}\"\npass = \"GET /{EVIL} HTTP/1.1\\nX: {EVIL}\""
    );
    let exchange = "GET https://a.example/\\n\\nHTTP/1.1 400 Bad Request\\n\\n";
    let reply = format!(
        "title = \"{EVIL}\"\nwhy = \"{EVIL}\"\nreply = {{ status = [400, 404], settles = 400, says = \"{EVIL}\" }}\n\
         [[example]]\nexplains = \"{exchange}{EVIL}\"\nsilent = \"{exchange}\""
    );
    let files = vec![
        file("p/pack.toml", pack),
        file("p/endpoints/e.toml", endpoint),
        file("p/r.toml", rule),
        file("p/replies/c.toml", reply),
    ];
    RuleSet::load(vec![PackSource { name: "<p>".into(), root: "p".into(), files }]).unwrap()
}

fn links(page: &Page) -> impl Iterator<Item = &str> {
    page.text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next())
}

/// The page that a link points to.
fn resolve(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{page}: {link} points outside the site"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
