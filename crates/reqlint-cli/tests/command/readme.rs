//! What the README promises of its own files.

use crate::run::Folder;

#[test]
fn every_example_is_a_request() {
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/");
    let ran = Folder::new("readme").check(&[examples]);
    assert_eq!((ran.exit, ran.err.as_str()), (1, ""), "{ran:?}");
    assert!(ran.out.contains("purge.http") && ran.out.contains("recorded.ndjson"), "{ran:?}");
}
