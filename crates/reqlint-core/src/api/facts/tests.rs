use super::*;

fn slots(names: [(&str, FactType); 2]) -> Facts {
    let slot = |(name, kind): (&str, FactType)| FactSlot::new(name, kind);
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

fn methods(ignore_case: bool) -> Facts {
    let one_of = ["GET", "POST", "PUT"].map(str::to_owned).to_vec();
    Facts::of([FactSlot { one_of, ignore_case, ..FactSlot::new("methods", FactType::List) }].into())
}

#[test]
fn a_list_holds_only_what_its_fact_may_be() {
    let set = |text: &str| methods(false).set_text("methods", text).map_err(|error| error.to_string());
    assert_eq!(set("GET, PUT"), Ok(()));
    assert_eq!(set("[]"), Ok(()));
    let refused = "the fact `methods` must be one of GET, POST, PUT";
    assert_eq!(set("get,PUT"), Err(format!("{refused}: did you mean `GET`?")));
    assert_eq!(set("GET,PSOT"), Err(format!("{refused}: did you mean `POST`?")));
    assert_eq!(set("yes"), Err(refused.to_owned()));
    let empty = "the fact `methods` must be a list of texts, such as A,B; one without any is []";
    assert_eq!([set(""), set(" , ")], [Err(empty.to_owned()), Err(empty.to_owned())]);
}

#[test]
fn case_is_ignored_where_the_pack_says_so() {
    let mut facts = methods(true);
    facts.set_text("methods", "get,Put").unwrap();
    assert_eq!(facts.values, [Some(vec!["GET".to_owned(), "PUT".to_owned()].into())]);
    assert!(facts.set_text("methods", "yes").is_err());
    facts.set("methods", "post").unwrap();
    assert_eq!(facts.values, [Some(vec!["POST".to_owned()].into())], "a text is a list of one");
}
