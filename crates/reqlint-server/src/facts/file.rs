//! Facts from a file, in TOML or JSON.

use super::source::{FactSource, Offer, Question, SourceError};
use super::tree::{self, Member, Tree, diagnostic};
use super::value::Cell;
use reqlint_core::language::Diagnostic;
use reqlint_core::{Diagnostics, FactValue, SourceFile};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// A [`FactSource`] that is a text: facts that are always true, and below a selector those for one of its values.
///
/// ```
/// let text = r#"
///     service-database = "up"
///
///     ["path.account".0001]
///     account-status   = "inactive"
///     account-products = ["3", "8"]
/// "#;
/// let facts = reqlint_server::FileFacts::read("facts.toml", text)?;
/// # Ok::<(), reqlint_core::Diagnostics>(())
/// ```
///
/// The same in JSON: `{"service-database": "up", "path.account": {"0001": {"account-status": "inactive"}}}`.
pub struct FileFacts {
    offers: Vec<Offer>,
    /// The answers of each offer, by the value that it depends on.
    answers: Vec<BTreeMap<String, Cell>>,
}

impl FileFacts {
    /// Reads a text, JSON if it begins with a brace; `path` names it in diagnostics.
    ///
    /// # Errors
    /// Every diagnostic, with its place.
    pub fn read(path: &str, text: &str) -> Result<Self, Diagnostics> {
        let (root, mut list) = tree::read(text);
        let mut facts = Self { offers: Vec::new(), answers: Vec::new() };
        let mut always = Vec::new();
        for Member { name, at, value } in root {
            match value {
                Tree::Cell(cell) => always.push((name, cell)),
                Tree::Other => list.push(expects(at, &name)),
                Tree::Members(values) => {
                    for value in values {
                        facts.read_below(&name, value, &mut list);
                    }
                }
            }
        }
        for (fact, cell) in always {
            facts.add(&fact, None, "", cell);
        }
        if list.is_empty() {
            return Ok(facts);
        }
        list.sort_by_key(|diagnostic| diagnostic.span.start);
        Err(Diagnostics {
            files: vec![SourceFile { path: path.to_owned(), text: text.to_owned() }],
            list,
            cascading: 0,
        })
    }

    /// Reads the facts for one value of a selector.
    fn read_below(&mut self, selector: &str, of: Member, list: &mut Vec<Diagnostic>) {
        let Tree::Members(facts) = of.value else {
            list.push(diagnostic(of.at, format!("`{}` expects a table of facts", of.name)));
            return;
        };
        for Member { name, at, value } in facts {
            match value {
                Tree::Cell(cell) => self.add(&name, Some(selector), &of.name, cell),
                Tree::Members(_) | Tree::Other => list.push(expects(at, &name)),
            }
        }
    }

    fn add(&mut self, fact: &str, by: Option<&str>, of: &str, cell: Cell) {
        let offer = Offer::new(fact, by);
        let index = self.offers.iter().position(|known| *known == offer).unwrap_or_else(|| {
            self.offers.push(offer);
            self.answers.push(BTreeMap::new());
            self.offers.len() - 1
        });
        if let Some(answers) = self.answers.get_mut(index) {
            answers.insert(of.to_owned(), cell);
        }
    }
}

fn expects(at: Range<usize>, fact: &str) -> Diagnostic {
    let message = format!("the fact `{fact}` expects a string, a number, true or false, a time, or a list of strings");
    diagnostic(at, message)
}

impl FactSource for FileFacts {
    fn offers(&self) -> Vec<Offer> {
        self.offers.clone()
    }

    fn is_complete(&self) -> bool {
        false
    }

    async fn ask(&self, question: &Question) -> Result<Option<FactValue>, SourceError> {
        let of = match question.values.first() {
            None => "",
            Some(FactValue::Text(text)) => text,
            Some(_) => return Ok(None),
        };
        let value = self.answers.get(question.offer).and_then(|answers| answers.get(of));
        value.cloned().map_or(Ok(None), |cell| cell.into_fact(question.kind))
    }
}

impl fmt::Debug for FileFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileFacts").field("offers", &self.offers).finish_non_exhaustive()
    }
}
