//! `reqlint rules new` from outside: what it writes passes as it is.

use crate::run::Folder;

#[test]
fn every_start_passes_as_it_is() {
    let folder = Folder::new("new");
    let kinds = ["header-required", "header-syntax", "encoding", "url-form", "body-format", "value"];
    for kind in kinds {
        let words = ["rules", "new", "--pack", "shop", "--host", "api.shop.example", "--status", "400"];
        let ran = folder.run(&[&words[..], &["--kind", kind, "--id", kind, "--title", "It \"holds\""]].concat());
        assert_eq!(ran.exit, 0, "{kind}: {}", ran.err);
        assert!(ran.out.contains(&format!("wrote shop/400/{kind}.toml")), "{}", ran.out);
    }
    let ran = folder.run(&["rules", "test", "shop"]);
    assert_eq!((ran.exit, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains("6 rules with 12 examples: 6 validated"), "{}", ran.out);
}

#[test]
fn what_is_not_given_is_asked() {
    let folder = Folder::new("new-asked");
    let answers = "shop\n\nThe request has an X-Shop header\nfour\n403\n\n\n";
    let ran = folder.run_stdin(&["rules", "new"], answers);
    assert_eq!(ran.exit, 0, "{}", ran.err);
    assert!(ran.err.contains("`four` is not valid here"), "{}", ran.err);
    let text = std::fs::read_to_string(folder.path("shop/403/request-x-shop-header.toml")).unwrap();
    assert!(text.contains("header = \"X-Shop\"") && text.contains("status = 403"), "{text}");
}

#[test]
fn nothing_is_written_over_and_nobody_is_waited_for() {
    let folder = Folder::new("new-refused").with_copy("shop");
    let new = |id: &str, status: &str| {
        let words = ["rules", "new", "--pack", "shop", "--title", "T", "--kind", "value"];
        folder.run(&[&words[..], &["--id", id, "--status", status]].concat())
    };
    new("key-missing", "401").fails_with(&["`shop/401-unauthorized/key-missing.toml` already exists"]);
    new("Key Missing", "401").fails_with(&["`Key Missing` is not a valid id"]);
    new("key", "200").fails_with(&["200 is not an error status"]);
    folder.run(&["rules", "new", "--pack", "shop"]).fails_with(&["no answer to: ", "or give it as --title"]);
}
