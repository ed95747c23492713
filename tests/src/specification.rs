//! The specification is true: its rule files load and their examples have the expected results, and its JSON follows the
//! schemas. It leaves out nothing that a table has.

use crate::support::read;
use reqlint_core::api::FactType;
use reqlint_core::diagnose::{Act, CauseOrigin, RetryWhen};
use reqlint_core::inspect::keys::{Format as BuiltIn, KINDS, OPERATORS, SELECTORS};
use reqlint_core::{Conclusion, Severity};
use reqlint_core::{Loaded, PackSource, SourceFile};
use reqlint_formats::examples::{self, ExampleVerdict};
use reqlint_formats::read::ndjson::Reader;
use reqlint_formats::{Format, OutputFormat};

/// The code blocks of a page whose fence has a language and a name, with that name.
fn blocks(page: &str, language: &str) -> Vec<(String, String)> {
    let text = read(page);
    let mut lines = text.lines();
    let mut blocks = Vec::new();
    while let Some(line) = lines.next() {
        let name = line.strip_prefix("```").and_then(|info| info.strip_prefix(language)?.strip_prefix(' '));
        if let Some(name) = name {
            let block = lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect();
            blocks.push((name.to_owned(), block));
        }
    }
    assert!(!blocks.is_empty(), "{page} has no {language} blocks");
    blocks
}

#[test]
fn the_pack_of_the_rule_language_loads_and_its_examples_are_right() {
    let mut files: Vec<_> =
        blocks("docs/language.md", "toml").into_iter().map(|(path, text)| SourceFile { path, text }).collect();
    // the rule that the documented one depends on
    let text = "title = 'The request has an X-Key header'\nstatus = 401\ncheck.header-required = { header = 'X-Key' }\n\
                [[example]]\nfail = 'GET https://api.shop.example/'\npass = \"GET / HTTP/1.1\\nX-Key: 1\"\n";
    files.push(SourceFile { path: "shop/401-unauthorized/key-missing.toml".into(), text: text.into() });
    let loaded = Loaded::from(vec![PackSource { name: "shop".into(), root: "shop".into(), files }]);
    assert!(loaded.errors.is_empty(), "{}", loaded.errors);
    let rules = &loaded.rules;
    let ran = rules.rules().flat_map(|rule| examples::run(rules, rule)).map(|run| run.verdict());
    let causes = rules.packs().flat_map(|pack| pack.causes());
    let ran = ran.chain(causes.flat_map(|cause| examples::run_cause(rules, cause)).map(|run| run.verdict()));
    let verdicts: Vec<_> = ran.collect();
    assert_eq!(verdicts, [ExampleVerdict::Validated; 6]);
}

#[test]
fn the_schemas_name_every_value_that_the_engine_has() {
    let schema =
        |name: &str| -> serde_json::Value { serde_json::from_str(&read(&format!("docs/{name}.schema.json"))).unwrap() };
    let (report, diagnosis) = (schema("report"), schema("diagnosis"));
    let named = |schema: &serde_json::Value, at: &str| {
        let values = schema.pointer(at).and_then(|value| value.as_array()).unwrap_or_else(|| panic!("{at}"));
        values.iter().map(|value| value.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let conclusions =
        [Conclusion::Broken, Conclusion::Depends, Conclusion::Clean, Conclusion::Unjudged, Conclusion::Contradicted];
    assert_eq!(named(&report, "/properties/conclusion/enum"), conclusions.map(Conclusion::name));
    assert_eq!(named(&report, "/$defs/finding/properties/severity/enum"), Severity::ALL.map(Severity::name));
    let origins = [CauseOrigin::Rule, CauseOrigin::Reply, CauseOrigin::Answer];
    assert_eq!(named(&diagnosis, "/$defs/cause/properties/source/enum"), origins.map(CauseOrigin::name));
    let whens = [RetryWhen::Never, RetryWhen::AfterChange, RetryWhen::Later];
    assert_eq!(named(&diagnosis, "/$defs/cause/properties/retry/properties/when/enum"), whens.map(RetryWhen::name));
    let types = FactType::ALL.map(FactType::name);
    assert_eq!(named(&diagnosis, "/$defs/question/properties/type/enum"), types);
    let acts = [Act::Sender, Act::Owner, Act::Administrator];
    assert_eq!(named(&diagnosis, "/$defs/cause/properties/act/enum"), acts.map(Act::name));
}

#[test]
fn the_json_of_the_contract_follows_the_schemas() {
    let schema = |name: &str| serde_json::from_str(&read(&format!("docs/{name}.schema.json"))).unwrap();
    let others = ["report", "diagnosis"].into_iter().fold(jsonschema::Registry::new(), |registry, name| {
        registry.add(format!("json-schema:///{name}.schema.json"), schema(name)).unwrap()
    });
    let others = others.prepare().unwrap();
    let mut shown = Vec::new();
    for (name, text) in blocks("docs/contract.md", "json") {
        if name == "exchange" {
            let records: Vec<_> = Reader::new(None, text.as_bytes()).collect();
            assert!(matches!(&*records, [Ok(record)] if record.exchange.response.is_some()), "{records:?}");
        } else {
            let validator = jsonschema::options().with_registry(&others).build(&schema(&name)).unwrap();
            let value = serde_json::from_str(&text).unwrap();
            let wrong: Vec<_> =
                validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert_eq!(wrong, [""; 0], "{name}");
        }
        shown.push(name);
    }
    assert_eq!(shown, ["report", "checklist", "exchange"]);
}

/// The names that a page doesn't have, as code.
fn missing_in(page: &str, names: impl IntoIterator<Item = String>) -> Vec<String> {
    let text = read(page);
    let missing: Vec<_> = names.into_iter().filter(|name| !text.contains(&format!("`{name}`"))).collect();
    missing.into_iter().map(|name| format!("{page} says nothing of `{name}`")).collect()
}

#[test]
fn the_language_has_every_name_of_the_tables() {
    let kinds = KINDS.iter().map(|kind| kind.name.to_owned());
    let operators = OPERATORS.iter().map(|operator| operator.name.to_owned());
    let selectors = SELECTORS.iter().map(|selector| format!("{}{}", selector.name, selector.rest));
    let built_in = BuiltIn::ALL.iter().map(|(name, ..)| (*name).to_owned());
    let names = kinds.chain(operators).chain(selectors).chain(built_in);
    assert_eq!(missing_in("docs/language.md", names), [""; 0]);
}

#[test]
fn the_contract_and_the_readme_have_every_format() {
    for page in ["docs/contract.md", "README.md"] {
        let inputs = Format::ALL.iter().map(|format| format.name().to_owned());
        let outputs = OutputFormat::ALL.iter().map(|format| format.name().to_owned());
        assert_eq!(missing_in(page, inputs.chain(outputs)), [""; 0]);
    }
}
