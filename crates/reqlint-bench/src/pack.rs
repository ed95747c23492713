//! The pack: the 20 checks as rule files, and a catalogue of the corpus's endpoints.

use crate::corpus::{Endpoint, Field, HOST, Method, PREFIX, Takes};
use crate::mistake::Mistake;
use reqlint_core::{PackSource, SourceFile};
use std::fmt::Write as _;

/// The name of the pack.
const NAME: &str = "measured";

/// The number of endpoints per file; the engine limits a file's size.
const IN_ONE_FILE: usize = 400;

/// The rules that need an endpoint with a body or a scope, so that they can be limited to some endpoints.
const BOUND: [Mistake; 6] = [
    Mistake::MissingField,
    Mistake::BlankField,
    Mistake::BadEnum,
    Mistake::BadFormat,
    Mistake::WrongType,
    Mistake::MissingScope,
];

/// The pack for these endpoints, with 20 rules.
#[must_use]
pub fn pack(endpoints: &[Endpoint]) -> PackSource {
    source(catalogue(endpoints, 0), Mistake::ALL.iter().map(|mistake| rule(*mistake, text(*mistake).to_owned(), None)))
}

/// The same checks, with the endpoints in this many groups and a copy of six rules for each group.
///
/// The same 20 rules apply to every request as in [`pack`].
#[must_use]
pub fn grouped_pack(endpoints: &[Endpoint], groups: usize) -> PackSource {
    let rules = Mistake::ALL.iter().flat_map(|mistake| {
        let copies = if BOUND.contains(mistake) { groups } else { 0 };
        let one = (copies == 0).then(|| rule(*mistake, text(*mistake).to_owned(), None));
        one.into_iter().chain((0..copies).map(|group| rule(*mistake, for_group(*mistake, group), Some(group))))
    });
    source(catalogue(endpoints, groups), rules)
}

/// The mistake that a rule finds, from its full name `pack/id`.
#[must_use]
pub fn mistake_of(rule: &str) -> Option<Mistake> {
    let id = rule.rsplit('/').next()?;
    Mistake::named(id.split_once('.').map_or(id, |(name, _)| name))
}

fn source(catalogue: Vec<SourceFile>, rules: impl Iterator<Item = SourceFile>) -> PackSource {
    let mut files = vec![file("pack.toml".into(), include_str!("../pack/pack.toml").into())];
    files.extend(catalogue);
    files.extend(rules);
    PackSource { name: NAME.into(), root: NAME.into(), files }
}

fn file(path: String, text: String) -> SourceFile {
    SourceFile { path: format!("{NAME}/{path}"), text }
}

fn rule(mistake: Mistake, text: String, group: Option<usize>) -> SourceFile {
    let group = group.map(|g| format!(".{g}")).unwrap_or_default();
    file(format!("rules/{}{group}.toml", mistake.name()), text)
}

/// A rule for the endpoints of one group.
fn for_group(mistake: Mistake, group: usize) -> String {
    let waits = BOUND.map(|other| (format!("[\"{}\"]", other.name()), format!("[\"{}.{group}\"]", other.name())));
    let text = waits.iter().fold(text(mistake).to_owned(), |text, (plain, own)| text.replace(plain, own));
    text.replacen("\n[check.", &format!("\n[applies-to]\ntags = [\"group-{group}\"]\n\n[check."), 1)
}

fn text(mistake: Mistake) -> &'static str {
    macro_rules! texts {
        ($($Mistake:ident $name:literal,)+) => {
            match mistake { $(Mistake::$Mistake => include_str!(concat!("../pack/rules/", $name, ".toml")),)+ }
        };
    }
    texts! {
        MissingAuthorization "missing-authorization",
        QuotedToken "quoted-token",
        BadTokenSyntax "bad-token-syntax",
        UnencodedUrl "unencoded-url",
        WrongCase "wrong-case",
        TrailingSlash "trailing-slash",
        UnknownEndpoint "unknown-endpoint",
        MethodNotAllowed "method-not-allowed",
        FormatMismatch "format-mismatch",
        MissingField "missing-field",
        BlankField "blank-field",
        BadEnum "bad-enum",
        BadFormat "bad-format",
        WrongType "wrong-type",
        ExpiredToken "expired-token",
        InactiveAccount "inactive-account",
        WrongAccount "wrong-account",
        MissingScope "missing-scope",
        MethodNotGranted "method-not-granted",
        BadHeaderSyntax "bad-header-syntax",
    }
}

/// An operation for each endpoint and method.
fn catalogue(endpoints: &[Endpoint], groups: usize) -> Vec<SourceFile> {
    let mut files = Vec::new();
    for (number, endpoints) in endpoints.chunks(IN_ONE_FILE).enumerate() {
        let mut text = String::new();
        for (endpoint, index) in endpoints.iter().zip(number * IN_ONE_FILE..) {
            for method in &endpoint.methods {
                operation(&mut text, endpoint, *method, (groups > 0).then(|| index % groups));
            }
        }
        files.push(file(format!("endpoints/{number}.toml"), text));
    }
    files
}

fn operation(out: &mut String, endpoint: &Endpoint, method: Method, group: Option<usize>) {
    let Endpoint { tail, scope, .. } = endpoint;
    let id = if endpoint.has_id { "/{id}" } else { "" };
    let name = format!("{}-{}", tail.replace('/', "-"), method.name().to_ascii_lowercase());
    let tags = group.map(|g| format!("tags = [\"group-{g}\"]\n")).unwrap_or_default();
    let body = if method.has_body() { "accepts = [\"json\"]\nbody = \"object\"\n" } else { "" };
    let written = write!(
        out,
        "[[endpoint]]\nid = \"{name}\"\nmethod = \"{}\"\nhost = \"{HOST}\"\npath = \"{PREFIX}{{account}}/{tail}{id}\"\n\
         {tags}{body}attributes = {{ permission = \"{scope}\" }}\n\n\
         [endpoint.fields.path]\naccount = {{ is = \"text\" }}\n\n",
        method.name()
    );
    debug_assert!(written.is_ok(), "writing to a string cannot fail");
    if method.has_body() {
        *out += "[endpoint.fields.body]\n";
        endpoint.fields.iter().for_each(|f| *out += &field(f));
        out.push('\n');
    }
}

fn field(field: &Field) -> String {
    let required = if field.required { "required = true, " } else { "" };
    let takes = match field.takes {
        Takes::Text => "is = \"text\"".to_owned(),
        Takes::Email => "is = \"email\"".to_owned(),
        Takes::TextOf(texts) => format!("is = \"text\", one-of = {texts:?}"),
        Takes::Whole => "is = \"integer\"".to_owned(),
        Takes::WholeOf(numbers) => format!("is = \"integer\", one-of = {numbers:?}"),
        Takes::Boolean => "is = \"boolean\"".to_owned(),
    };
    format!("{} = {{ {required}{takes} }}\n", field.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqlint_core::RuleSet;

    #[test]
    fn the_examples_of_the_rules_are_right() {
        let fields = vec![
            Field { name: "MediaPath", takes: Takes::Text, required: true },
            Field { name: "MediaType", takes: Takes::WholeOf(&[3, 8, 14]), required: true },
            Field { name: "Email", takes: Takes::Email, required: true },
            Field { name: "Active", takes: Takes::Boolean, required: true },
        ];
        let methods = vec![Method::Get, Method::Post];
        let endpoint = Endpoint { tail: "edge/purge".into(), has_id: false, methods, scope: "ec.edge.purge", fields };
        let rules = RuleSet::load(vec![pack(&[endpoint])]).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        for rule in rules.rules() {
            let runs = reqlint_formats::examples::run(&rules, rule);
            assert!(runs.iter().all(|run| run.is_right()), "{}: {runs:#?}", rule.id());
        }
    }
}
