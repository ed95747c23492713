//! Variants: the forms of objects, as files of the catalogue name them.

use crate::api::{Body, Field, Group, Is, Operation, Step};
use std::collections::{BTreeSet, HashMap};

/// How many variants a pack gets.
const MAX_VARIANTS: usize = 5_000;

/// How deep variants are in one another where one of each is taken for an example.
const MAX_DEPTH: usize = 4;

/// One of several forms that an object may have. Steps begin in the object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) fields: Vec<Field>,
    pub(crate) groups: Vec<Group>,
    /// Whether it takes no other members; `None`: as the object says.
    pub(crate) closed: Option<bool>,
}

/// The variants of an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) variants: Vec<String>,
    /// The member that says which of them it is.
    pub(crate) discriminator: Option<String>,
    /// Whether only one of them may fit.
    pub(crate) only_one: bool,
}

impl Choice {
    /// Whether it is known which variant an object is.
    fn is_decided(&self) -> bool {
        self.discriminator.is_some() || self.variants.len() == 1
    }
}

/// What the variants of an operation's objects ask for, as far as rules report it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asked {
    /// A member that is missing, and nothing else.
    pub(crate) member: bool,
    pub(crate) value: bool,
    pub(crate) closed: bool,
    pub(crate) groups: bool,
    /// That an object is one of them.
    pub(crate) variant: bool,
    /// That there is a body.
    pub(crate) body: bool,
}

/// The variants of a pack.
#[derive(Clone, Debug, Default)]
pub(crate) struct Variants {
    all: Vec<Variant>,
    by_name: HashMap<String, usize>,
}

impl Variants {
    /// The name of a variant with this content, which begins with the one that it has. `None` if there are too many.
    pub(crate) fn name(&mut self, mut variant: Variant) -> Option<String> {
        let base = match crate::slug::slug(&variant.name) {
            slug if slug.is_empty() => "variant".to_owned(),
            slug => slug,
        };
        for number in 1..=MAX_VARIANTS {
            variant.name = if number == 1 { base.clone() } else { format!("{base}-{number}") };
            match self.get(&variant.name) {
                Some(known) if *known == variant => return Some(variant.name),
                Some(_) => {}
                None if self.all.len() >= MAX_VARIANTS => return None,
                None => {
                    self.by_name.insert(variant.name.clone(), self.all.len());
                    self.all.push(variant.clone());
                    return Some(variant.name);
                }
            }
        }
        None
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Variant> {
        self.all.get(*self.by_name.get(name)?)
    }

    /// Those that operations use, in the order in which they were found.
    pub(crate) fn used<'v>(&'v self, operations: &[Operation]) -> impl Iterator<Item = &'v Variant> {
        let mut used: BTreeSet<&str> = BTreeSet::new();
        let mut next: Vec<&str> = operations.iter().flat_map(choices).flat_map(names).collect();
        while let Some(name) = next.pop() {
            let Some(variant) = self.get(name) else { continue };
            if used.insert(&variant.name) {
                next.extend(variant.fields.iter().filter_map(|field| field.choice.as_ref()).flat_map(names));
            }
        }
        self.all.iter().filter(move |variant| used.contains(variant.name.as_str()))
    }

    /// Finds out what the variants of an operation ask for, and an operation without them that takes some of the same requests.
    pub(crate) fn complete(&self, operation: &mut Operation) {
        if choices(operation).next().is_none() {
            return;
        }
        let mut asked = Asked::default();
        let mut seen = BTreeSet::new();
        let all: Vec<Choice> = choices(operation).cloned().collect();
        all.iter().for_each(|choice| self.asked(choice, true, &mut asked, &mut seen));
        if let Some(choice) = &operation.choice {
            let first = |field: &Field| field.required && matches!(field.steps.as_slice(), [Step::Member(_)]);
            let asks = |name: &String| self.get(name).is_some_and(|variant| variant.fields.iter().any(first));
            asked.body = choice.discriminator.is_some() || choice.variants.iter().all(asks);
        }
        operation.asked = asked;
        let mut example = operation.clone();
        if let Some(choice) = &operation.choice {
            self.first(choice, &[], &mut example, 0);
        }
        for field in &operation.body_fields {
            if let Some(choice) = &field.choice {
                self.first(choice, &field.steps, &mut example, 0);
            }
        }
        operation.example = Some(Box::new(example));
    }

    fn asked(&self, choice: &Choice, is_decided: bool, asked: &mut Asked, seen: &mut BTreeSet<(String, bool)>) {
        asked.variant |= is_decided && !choice.is_decided();
        let is_decided = is_decided && choice.is_decided();
        asked.member |= is_decided && choice.discriminator.is_some();
        asked.value |= is_decided && choice.discriminator.is_some();
        for variant in choice.variants.iter().filter_map(|name| self.get(name)) {
            if !seen.insert((variant.name.clone(), is_decided)) {
                continue;
            }
            if is_decided {
                asked.member |= variant.fields.iter().any(|field| field.required);
                asked.value |= variant.fields.iter().any(Field::has_tests);
                asked.groups |= !variant.groups.is_empty();
                asked.closed |= variant.closed == Some(true);
                asked.closed |= variant.fields.iter().any(|field| field.closed == Some(true));
            }
            for choice in variant.fields.iter().filter_map(|field| field.choice.as_ref()) {
                self.asked(choice, is_decided, asked, seen);
            }
        }
    }

    /// Adds what the first variant of an object has.
    fn first(&self, choice: &Choice, at: &[Step], example: &mut Operation, depth: usize) {
        let Some(variant) = choice.variants.first().and_then(|name| self.get(name)).filter(|_| depth < MAX_DEPTH)
        else {
            return;
        };
        for field in &variant.fields {
            let steps = [at, &field.steps].concat();
            match example.body_fields.iter_mut().find(|known| known.steps == steps) {
                Some(known) => {
                    known.required |= field.required;
                    if field.has_tests() {
                        *known = Field { required: known.required, steps: steps.clone(), ..field.clone() };
                    }
                }
                None => example.body_fields.push(Field { steps: steps.clone(), ..field.clone() }),
            }
            if let Some(choice) = &field.choice {
                self.first(choice, &steps, example, depth + 1);
            }
        }
        let groups = variant.groups.iter();
        example.groups.extend(groups.map(|group| Group { object: [at, &group.object].concat(), ..group.clone() }));
        if at.is_empty() && example.body == Body::Any {
            example.body = Body::Object { required: true };
        }
    }
}

/// The choices of an operation's own objects.
fn choices(operation: &Operation) -> impl Iterator<Item = &Choice> {
    operation.choice.iter().chain(operation.body_fields.iter().filter_map(|field| field.choice.as_ref()))
}

fn names(choice: &Choice) -> impl Iterator<Item = &str> {
    choice.variants.iter().map(String::as_str)
}

impl Operation {
    /// Itself, or what stands for it in examples: one variant of each object.
    pub(crate) fn as_example(&self) -> &Operation {
        self.example.as_deref().unwrap_or(self)
    }

    /// Where its objects are that have variants.
    pub(crate) fn objects_with_variants(&self) -> impl Iterator<Item = &[Step]> {
        let fields = self.body_fields.iter().filter(|field| field.choice.is_some() && field.is == Is::Object);
        let root: Option<&[Step]> = self.choice.is_some().then_some(&[]);
        root.into_iter().chain(fields.map(|field| field.steps.as_slice()))
    }
}
