use super::*;

fn slots(names: [(&str, FactType); 2]) -> Facts {
    let slot = |(name, kind): (&str, FactType)| FactSlot { name: name.into(), kind, one_of: vec![], ask: None };
    Facts::of(names.map(slot).into())
}

#[test]
fn what_others_know_is_taken_over_by_name() {
    let mut own = slots([("open", FactType::Boolean), ("owner", FactType::Text)]);
    own.set("owner", "ann").unwrap();
    let mut later = own.clone();
    later.set("owner", "bob").unwrap();
    own.extend(&later);
    assert_eq!(own.values, [None, Some("bob".into())]);

    let mut others = slots([("owner", FactType::Number), ("open", FactType::Boolean)]);
    others.set("owner", 7).unwrap();
    others.set("open", true).unwrap();
    own.extend(&others);
    assert_eq!(own.values, [Some(true.into()), Some("bob".into())], "a number is not a text");
}
