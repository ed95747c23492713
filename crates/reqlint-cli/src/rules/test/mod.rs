//! `reqlint rules test`: runs every example of every rule, and says what was expected and what came.

mod coverage;
mod holes;
mod settings;
mod tally;
mod watch;

use crate::host::clock;
use crate::host::exit::{Exit, Stop};
use crate::host::screen::Color;
use crate::host::screen::Screen;
use crate::project::Home;
use crate::project::load as rules;
use coverage::Coverage;
use reqlint_core::inspect::{CauseView, RuleView};
use reqlint_core::{Loaded, RuleSet};
use reqlint_formats::examples::{self, ExampleVerdict};
use reqlint_formats::write::text;
use std::path::PathBuf;
use tally::Tally;

/// Run every example of every rule: report rules that fire where they should not, and rules that don't where they should.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Each rule is validated, noisy (it fired on a request that should pass), missing (it did not fire on \
one that should fail) or wrong (anything else). Safe edits of failing examples are applied, and must fix them.\n\n\
Exit status: 0 every example has the expected outcome; 1 one has not; 2 a rule file can't be loaded."
)]
pub(crate) struct TestArgs {
    /// A pack's folder, or a folder above several; without it the packs that the project uses, or the embedded ones.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,

    /// Run again on each save.
    #[arg(long, requires = "folder")]
    watch: bool,

    /// List settings, endpoints and values of `applies-to` that no example reaches.
    #[arg(long)]
    coverage: bool,

    /// Print only what is not as expected.
    #[arg(long, short)]
    quiet: bool,

    /// When to use colour.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: Color,
}

/// Runs the command.
pub(crate) fn run(args: &TestArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    match &args.folder {
        Some(folder) if args.watch => watch::each_save(folder, screen, &mut |screen| once(args, screen)),
        _ => once(args, screen),
    }
}

fn once(args: &TestArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    let mut home = match &args.folder {
        Some(_) => Home::default(),
        None => Home::find(clock::now())?,
    };
    let found = rules::packs(&mut home, args.folder.as_deref())?;
    let loaded = Loaded::of(home.project, found.packs.clone());
    let mut test = Test {
        rules: &loaded.rules,
        broken: &loaded.broken_packs,
        quiet: args.quiet,
        tally: Tally::default(),
        trouble: Vec::new(),
    };
    // a cause comes before all that may follow from it
    let is_cause_first = !loaded.broken_packs.is_empty();
    if is_cause_first {
        screen.say(&text::diagnostics(&loaded.errors));
    }
    let mut coverage = args.coverage.then(Coverage::default);
    for rule in loaded.rules.rules() {
        test.rule(rule, coverage.as_mut(), screen)?;
    }
    for cause in loaded.rules.packs().flat_map(|pack| pack.causes()) {
        test.cause(cause, screen)?;
    }
    let Test { mut tally, trouble, .. } = test;
    for drawing in trouble {
        screen.print(&format!("\n{drawing}"))?;
    }
    if let (Some(coverage), false) = (coverage, is_cause_first) {
        screen.print(&coverage.summary(&loaded, &found.packs))?;
    }
    let depending = tally.left_out;
    tally.left_out += loaded.left_out.len();
    // mistakes come first: of a pack that isn't whole it isn't known what it lets through
    if loaded.errors.is_empty() && matches!(tally.exit(), Exit::Clean) {
        screen.print(&holes::summary(&loaded, &found.packs))?;
    }
    let is_loaded = loaded.errors.is_empty() && found.unreadable.is_empty();
    for error in &found.unreadable {
        screen.say(&text::read_error(error));
    }
    screen.say(&text::hints(&loaded.errors.files, &loaded.hints));
    if !loaded.errors.is_empty() && !is_cause_first {
        screen.say(&text::diagnostics(&loaded.errors));
    }
    if depending > 0 {
        screen.say(&text::note(&depending_on(depending, &loaded.broken_packs)));
    }
    screen.print(&tally.to_string())?;
    screen.flush()?;
    Ok(if is_loaded { tally.exit() } else { Exit::Failed })
}

/// What is said of rules whose examples fail in a pack with a mistake in what they depend on.
fn depending_on(rules: usize, broken: &[String]) -> String {
    let packs = broken.iter().map(|pack| format!("`{pack}`")).collect::<Vec<_>>().join(", ");
    let (depends, whose) =
        if rules == 1 { ("1 rule depends".to_owned(), "its") } else { (format!("{rules} rules depend"), "their") };
    format!("{depends} on what is wrong in {packs}: {whose} examples count once that is fixed")
}

/// A run over all rules.
struct Test<'r> {
    rules: &'r RuleSet,
    /// The packs with a mistake in what rules depend on: no failed example of theirs is drawn.
    broken: &'r [String],
    quiet: bool,
    tally: Tally,
    /// Drawings of what went wrong; they come last, where they are seen.
    trouble: Vec<String>,
}

impl Test<'_> {
    fn rule(
        &mut self,
        rule: RuleView<'_>,
        coverage: Option<&mut Coverage>,
        screen: &mut Screen,
    ) -> std::io::Result<()> {
        let runs = examples::run(self.rules, rule);
        let is_of_broken = self.is_of_broken(rule.id());
        let mismatches = runs.iter().filter(|run| !run.is_right() && !is_of_broken);
        self.trouble.extend(mismatches.map(|run| text::example(self.rules, rule.path(), run)));
        let worst = runs.iter().map(examples::ExampleRun::verdict).max();
        if let Some(coverage) = coverage {
            coverage.note(rule, &runs);
        }
        self.row(worst, rule.id(), runs.len(), screen)
    }

    fn cause(&mut self, cause: CauseView<'_>, screen: &mut Screen) -> std::io::Result<()> {
        let runs = examples::run_cause(self.rules, cause);
        let is_of_broken = self.is_of_broken(cause.id());
        let mismatches = runs.iter().filter(|run| run.verdict() != ExampleVerdict::Validated && !is_of_broken);
        self.trouble.extend(mismatches.map(|run| text::cause_example(self.rules, cause.path(), run)));
        let worst = runs.iter().map(examples::CauseRun::verdict).max();
        self.row(worst, cause.id(), runs.len(), screen)
    }

    /// Whether something of the pack of a rule is wrong on which the rule may rest.
    fn is_of_broken(&self, name: &str) -> bool {
        name.split_once('/').is_some_and(|(pack, _)| self.broken.iter().any(|broken| broken == pack))
    }

    fn row(
        &mut self,
        worst: Option<ExampleVerdict>,
        name: &str,
        examples: usize,
        screen: &mut Screen,
    ) -> std::io::Result<()> {
        let verdict = worst.unwrap_or(ExampleVerdict::Validated);
        let is_of_broken = self.is_of_broken(name);
        if is_of_broken && verdict != ExampleVerdict::Validated {
            self.tally.left_out += 1;
            return Ok(());
        }
        self.tally.count(verdict, examples);
        if is_of_broken || self.quiet && verdict == ExampleVerdict::Validated {
            return Ok(());
        }
        screen.print(&text::trial_row(verdict, name, examples))
    }
}
