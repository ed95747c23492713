//! `reqlint rules plan`: which rules meet which requests, in which order, and what they look at.

use crate::host::exit::{Exit, Stop};
use crate::host::screen::Screen;
use crate::project::load as rules;
use crate::rules::list::known;
use reqlint_core::inspect::{BodyPlan, Meets, PlanView, RuleView};
use std::path::PathBuf;

/// Show how the rules are run: one line for each endpoint, or every rule that applies to one of them.
#[derive(Debug, clap::Args)]
pub(crate) struct PlanArgs {
    /// A pack's folder, or a folder above several; replaces the embedded packs.
    #[arg(long, value_name = "DIR")]
    rules: Option<PathBuf>,

    /// Only this pack.
    #[arg(long, value_name = "NAME")]
    pack: Option<String>,

    /// List every rule that applies to requests to this endpoint.
    #[arg(long, value_name = "ID")]
    endpoint: Option<String>,
}

/// Runs the command.
pub(crate) fn run(args: &PlanArgs, screen: &mut Screen) -> Result<Exit, Stop> {
    let set = rules::load_from(args.rules.as_deref(), args.pack.as_deref())?;
    let endpoints = set.packs().flat_map(|pack| pack.endpoints().collect::<Vec<_>>()).collect();
    known("endpoint", args.endpoint.as_deref(), endpoints)?;
    for plan in set.plans().filter(|plan| args.takes(plan)) {
        screen.print(&line(&plan))?;
        if args.endpoint.is_some() {
            for (rule, number) in plan.rules().zip(1..) {
                screen.print(&step(rule, number))?;
            }
        }
    }
    screen.flush()?;
    Ok(Exit::Clean)
}

impl PlanArgs {
    fn takes(&self, plan: &PlanView<'_>) -> bool {
        let meets = |id: &String| plan.meets() == Meets::Endpoint(id);
        self.pack.as_ref().is_none_or(|name| name == plan.pack()) && self.endpoint.as_ref().is_none_or(meets)
    }
}

fn line(plan: &PlanView<'_>) -> String {
    let meets = match plan.meets() {
        Meets::Endpoint(id) => format!("{id} ({})", plan.operation().unwrap_or_default()),
        Meets::Host(host) => format!("other requests to {host}"),
        Meets::OtherHosts => "requests to any other host".to_owned(),
        Meets::UnseenHost => "requests whose host can't be seen".to_owned(),
    };
    let body = match plan.body() {
        BodyPlan::Unread => "body not read",
        BodyPlan::OnePass => "body read in one pass",
        BodyPlan::Tree => "body read into a tree",
    };
    let token = if plan.reads_token() { ", token decoded" } else { "" };
    let count = plan.rules().count();
    let rules = if count == 1 { "rule" } else { "rules" };
    format!("{}  {meets}: {count} {rules}, {body}{token}\n", plan.pack())
}

fn step(rule: RuleView<'_>, number: usize) -> String {
    let mut text = format!("{number:4}  {}\n      {}\n", rule.id(), rule.check());
    if let Some(when) = rule.applies_to().when {
        text += &format!("      when {when}\n");
    }
    let waits: Vec<_> = rule.waits_for().collect();
    if !waits.is_empty() {
        text += &format!("      unless one of these failed: {}\n", waits.join(", "));
    }
    text
}
