//! What operators see: the names of the metrics, beside which there are `tracing` events.

use metrics::{describe_counter, describe_gauge, describe_histogram};

/// Requests, by `decision`: `passed`, `unjudged`, `unknown`, `warned`, `spared`, `refused`.
///
/// Those that went on are `passed` only if every rule of severity error that meets them did: `unknown` if one can't tell, as for
/// lack of a fact, and `unjudged` if no pack judges requests to their host.
pub const REQUESTS: &str = "reqlint_requests_total";
/// Requests that the layer answered, by `rule` (`pack/id`, or `none` where the reason is not a rule) and `status`.
pub const REFUSALS: &str = "reqlint_refusals_total";
/// Requests that a rule of severity error would have refused if it had not been softened or only observed, by `rule`.
pub const SPARED: &str = "reqlint_spared_total";
/// Failed warnings, by `rule`.
pub const WARNINGS: &str = "reqlint_warnings_total";
/// Seconds that the rules took for a request. Of sixteen requests that a thread receives one is measured, the first: reading the
/// clock for each would take longer than most rules.
pub const EVALUATION: &str = "reqlint_evaluation_seconds";
/// Facts that a source was asked for, by `fact` and `outcome`: `known`, `unknown`, `failed`.
pub const FACTS_ASKED: &str = "reqlint_facts_asked_total";
/// Facts that were in the cache or already being asked for, by `fact`.
pub const FACT_CACHE_HITS: &str = "reqlint_fact_cache_hits_total";
/// Reloads of the rules, by `outcome`: `swapped`, `refused`.
pub const RELOADS: &str = "reqlint_reloads_total";
/// The number of the rules in force.
pub const GENERATION: &str = "reqlint_generation";
/// Requests observed, by `rule` (`none` where none would have refused it) and `agreed`: `yes`, `no`, or
/// `unknown` where no pack judged or the rules could not tell.
pub const AGREEMENT: &str = "reqlint_agreement_total";

/// Registers a description of every metric, for recorders that show one.
pub fn describe() {
    describe_counter!(REQUESTS, "requests, by decision");
    describe_counter!(REFUSALS, "requests that the layer answered, by rule and status");
    describe_counter!(SPARED, "requests that would have been refused, by rule");
    describe_counter!(WARNINGS, "failed warnings, by rule");
    describe_histogram!(
        EVALUATION,
        metrics::Unit::Seconds,
        "time that the rules took for a request; of sixteen of a thread one is measured"
    );
    describe_counter!(FACTS_ASKED, "facts that a source was asked for, by fact and outcome");
    describe_counter!(FACT_CACHE_HITS, "facts that were cached or already being asked for, by fact");
    describe_counter!(RELOADS, "reloads of the rules, by outcome");
    describe_gauge!(GENERATION, "number of the rules in force");
    describe_counter!(AGREEMENT, "requests observed, by rule and agreement");
}
