//! `field-variants`. Looks at: objects of the body that the catalogue gives several variants, where no discriminator says which
//! one they are. Fails when: none fits, or several where only one may. Skips when: no object has variants, or the body can't be
//! read.
//!
//! ```toml
//! check = "field-variants"
//! ```

use crate::api::catalogue::{Endpoint, Field, Variant};
use crate::base::scalar::any_of;
use crate::base::text::{SmolStr, joined, text};
use crate::check::kinds::each_required::Requirement;
use crate::check::kinds::filled_fields::NotBlank;
use crate::check::kinds::required_fields::Present;
use crate::check::kinds::some_fields::{field, place};
use crate::check::kinds::{field_groups, field_values, known_fields};
use crate::check::scope::Scope;
use crate::check::verdict::{Evidence, Trace, Verdict};
use crate::check::{Kind, Words};
use crate::language::Sink;
use crate::language::cursor::Cursor;
use crate::language::key::Key;
use crate::message::body::NodeIx;
use crate::subject::fields::{FieldPart, FieldScan, Found, Misfit, Problem, Unfit};
use crate::subject::place::Place;
use crate::subject::{BodyState, Subject, Uses};

/// How much of what keeps an object from the nearest variant is said.
const MOST: usize = 3;

/// How many objects inside of one another are told of that fit none of their variants.
const DEEPEST: usize = 4;

#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldVariants;

impl Kind for FieldVariants {
    type Spec = ();
    const KEYS: &'static [Key] = &[];
    const NEEDS_CATALOGUE: bool = true;

    fn read(_c: &Cursor<'_>, _sink: &mut Sink) -> Option<()> {
        Some(())
    }

    fn compile((): &(), _scope: &mut Scope<'_>) -> Option<Self> {
        Some(Self)
    }

    fn verdict(&self, subject: &Subject<'_>, trace: &mut Trace<'_>) -> Verdict {
        let Some(endpoint) = subject.endpoint().filter(|endpoint| endpoint.body_fields.has_variants()) else {
            return Verdict::Absent;
        };
        if matches!(subject.body, BodyState::NotVisible | BodyState::Unused) {
            return Verdict::NOT_VISIBLE;
        }
        let (mut verdict, mut hidden) = (None, false);
        for unfit in &subject.fields.unfit {
            if unfit.how == Misfit::Hidden {
                hidden = true;
                continue;
            }
            verdict = Some(trace.fail(|| evidence(subject, endpoint, unfit, DEEPEST)));
            if !trace.wants_all() {
                break;
            }
        }
        verdict.unwrap_or(match subject.members() {
            _ if hidden => Verdict::NOT_VISIBLE,
            Some(_) => Verdict::Pass,
            None => Verdict::Absent,
        })
    }

    fn clause(&self, _words: Words<'_>) -> String {
        "each object of the body has one of the forms that the catalogue knows".to_owned()
    }

    fn uses(&self) -> Uses {
        Uses { body: true, fields: true, ..Uses::default() }
    }

    fn place<'s>(&'s self, _subject: &Subject<'s>) -> Place<'s> {
        Place::Body(None)
    }
}

fn evidence(subject: &Subject<'_>, endpoint: &Endpoint, unfit: &Unfit, depth: usize) -> Evidence {
    let choice = endpoint.body_fields.node(unfit.branch).and_then(|node| node.choice.as_ref());
    let variants = choice.map(|choice| choice.variants.as_slice()).unwrap_or_default();
    let name = |index: usize| variants.get(index).map(|variant| variant.name.clone()).unwrap_or_default();
    let location = subject.locate(&match unfit.object {
        None | Some(0) => Place::Body(None),
        Some(object) => Place::Member(object),
    });
    let object = location.name.as_ref().map_or(SmolStr::new_static("the body"), |name| text!("`{name}`"));
    let allowed = Some(text!("{}", any_of(variants.iter().map(|variant| &variant.name))));
    match unfit.how {
        Misfit::None(nearest) => {
            let Some(variant) = variants.get(nearest).filter(|_| depth > 0) else {
                return Evidence::new(location, joined([&object, " fits none of its variants"]));
            };
            let (lacks, more) = lacks(subject, endpoint, (variant, unfit.object), depth - 1);
            let said: Vec<&str> = lacks.iter().map(|one| one.detail.as_str()).collect();
            let said = said.join("; ");
            let more = if more > 0 { text!("; and {more} more") } else { SmolStr::default() };
            let near = variant.name.clone();
            let detail = joined([&object, " fits none of its variants; nearest is `", &near, "`: ", &said, &more]);
            // one place says more than the object as a whole
            let location = if let [only] = lacks.as_slice() { only.location.clone() } else { location };
            Evidence { allowed, expected: Some(near), ..Evidence::new(location, detail) }
        }
        Misfit::Several(one, other) => {
            let (one, other) = (name(one), name(other));
            let detail = joined([&object, " fits the variants `", &one, "` and `", &other, "`; it may be one only"]);
            Evidence { allowed, ..Evidence::new(location, detail) }
        }
        Misfit::Hidden => Evidence::new(location, object),
    }
}

/// What keeps an object from being a variant, each at its place, and how much more does.
fn lacks(
    subject: &Subject<'_>,
    endpoint: &Endpoint,
    (variant, object): (&Variant, Option<NodeIx>),
    depth: usize,
) -> (Vec<Evidence>, usize) {
    let scan = FieldScan::of_variant(subject, endpoint, variant.root, object);
    let problems = scan.problems.iter().filter(|found| !found.hidden).filter_map(|Found { problem, seen, .. }| {
        let field = field(endpoint, seen)?;
        let required = |detail: fn(FieldPart, &str, &Field) -> SmolStr| {
            let location = subject.locate(&place(field, seen));
            let detail = detail(seen.part, location.name.as_deref().unwrap_or(&field.name), field);
            Evidence::new(location, detail)
        };
        Some(match problem {
            Problem::Missing => required(Present::detail),
            Problem::Blank => required(NotBlank::detail),
            problem => field_values::evidence(subject, field, *problem, seen),
        })
    });
    let unknown = scan.unknown.iter().map(|unknown| known_fields::evidence(subject, endpoint, unknown));
    let ungrouped = scan.ungrouped.iter().map(|found| field_groups::evidence(subject, endpoint, found));
    let unfit = scan.unfit.iter().filter(|unfit| unfit.how != Misfit::Hidden);
    let unfit = unfit.map(|unfit| evidence(subject, endpoint, unfit, depth));
    let all = problems.chain(unknown).chain(ungrouped).chain(unfit);
    let lacks: Vec<_> = all.take(MOST).collect();
    let more = scan.problems.iter().filter(|found| !found.hidden).count()
        + scan.unknown.len()
        + scan.ungrouped.len()
        + scan.unfit.iter().filter(|unfit| unfit.how != Misfit::Hidden).count();
    let more = more - lacks.len().min(more);
    (lacks, more)
}
