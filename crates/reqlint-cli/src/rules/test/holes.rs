//! What a pack lets through although its catalogue describes it, since no rule asks for it.

use reqlint_core::inspect::PackView;
use reqlint_core::{Loaded, PackSource};
use std::collections::BTreeSet;
use std::fmt::Write;
use toml_edit::{DocumentMut, Item, TableLike};

/// The holes of all packs, as text; empty if there are none.
pub(super) fn summary(loaded: &Loaded, packs: &[PackSource]) -> String {
    let mut out = String::new();
    for pack in loaded.rules.packs() {
        let Some(source) = packs.iter().find(|source| source.name == pack.name()) else { continue };
        let written = Written::of(source);
        let own = pack.rules();
        // rules of the packs that it extends run, too
        let all = loaded.rules.rules().filter(|_| written.extends);
        let kinds: BTreeSet<&str> = own.chain(all).flat_map(|rule| rule.kinds()).collect();
        for hole in holes(pack, &written, &kinds) {
            let _ = writeln!(out, "  {}: {hole}", pack.name());
        }
    }
    if out.is_empty() { out } else { format!("\nLet through, though the catalogue says otherwise\n{out}") }
}

fn holes(pack: PackView<'_>, written: &Written, kinds: &BTreeSet<&str>) -> Vec<&'static str> {
    let has = |kind: &str| kinds.contains(kind);
    let parts = || pack.catalogue().flat_map(|endpoint| endpoint.fields());
    let is_required = parts().any(|(_, fields)| fields.iter().any(|field| field.required().is_some()));
    // the values of a path decide which endpoint it is
    let is_tested =
        parts().any(|(part, fields)| part != "path" && fields.iter().any(|field| !field.takes().is_empty()));
    // a path of parameters has no case, and `/` can't be without its slash
    let has_word =
        |path: &str| path.split('/').any(|s| !s.contains('{') && s.contains(|c: char| c.is_ascii_alphabetic()));
    let (has_words, has_ends) = (
        pack.catalogue().any(|endpoint| has_word(endpoint.path())),
        pack.catalogue().any(|endpoint| !endpoint.path().ends_with('/')),
    );
    let all = [
        (
            has_words && has("known-endpoint") && !has("exact-case"),
            "a path in another case: `known-endpoint` takes it for the endpoint, and no rule has `exact-case`",
        ),
        (
            has_ends && has("known-endpoint") && !has("no-trailing-slash"),
            "a slash at the end of a path: `known-endpoint` takes it for the endpoint, and no rule has `no-trailing-slash`",
        ),
        (is_required && !has("required-fields"), "a required field that is missing: no rule has `required-fields`"),
        (
            has("required-fields") && is_required && !written.blank_is_value && !has("filled-fields"),
            "a required field that is blank: `required-fields` asks only whether it is there, and no rule has `filled-fields`",
        ),
        (is_tested && !has("field-values"), "a value that isn't what its field takes: no rule has `field-values`"),
        (
            written.is_closed && !has("known-fields"),
            "a member or parameter that isn't known: no rule has `known-fields`",
        ),
        (written.has_groups && !has("field-groups"), "members that don't go together: no rule has `field-groups`"),
        (
            written.has_variants && !has("field-variants"),
            "an object that fits none of its variants: no rule has `field-variants`",
        ),
    ];
    all.into_iter().filter(|(is_hole, _)| *is_hole).map(|(_, says)| says).collect()
}

/// What the files of a pack say that no view shows.
#[derive(Default)]
struct Written {
    extends: bool,
    blank_is_value: bool,
    is_closed: bool,
    has_groups: bool,
    /// Whether an object has several variants, and nothing says which one it is.
    has_variants: bool,
}

impl Written {
    fn of(pack: &PackSource) -> Self {
        let mut written = Self::default();
        for file in &pack.files {
            let inside = file.path.strip_prefix(&pack.root).unwrap_or(&file.path).trim_start_matches('/');
            let Ok(document) = file.text.parse::<DocumentMut>() else { continue };
            if inside == "pack.toml" {
                let strict =
                    |key: &str| document.get("strict").and_then(|strict| strict.get(key)).and_then(Item::as_str);
                let extends = document.get("extends").and_then(Item::as_array);
                written.extends = extends.is_some_and(|packs| !packs.is_empty());
                written.blank_is_value = strict("blank") == Some("value");
                written.is_closed |= [strict("members"), strict("parameters")].contains(&Some("closed"));
            } else if inside.starts_with("endpoints/") {
                let endpoints = document.get("endpoint").and_then(Item::as_array_of_tables);
                endpoints.into_iter().flatten().for_each(|endpoint| written.endpoint(endpoint));
                let variants = document.get("variant").and_then(Item::as_table_like);
                let variants = variants.into_iter().flat_map(|named| named.iter());
                variants
                    .filter_map(|(_, variant)| variant.as_table_like())
                    .for_each(|variant| written.variant(variant));
            }
        }
        written
    }

    fn endpoint(&mut self, endpoint: &dyn TableLike) {
        self.has_groups |= endpoint.contains_key("groups");
        let own = endpoint.get("closed").and_then(Item::as_str);
        self.is_closed |= own.is_some_and(|closed| closed != "neither");
        self.choice(endpoint);
        let parts = endpoint.get("fields").and_then(Item::as_table_like);
        let parts = parts.into_iter().flat_map(|parts| parts.iter().filter_map(|(_, part)| part.as_table_like()));
        parts.for_each(|fields| self.fields(fields));
    }

    fn variant(&mut self, variant: &dyn TableLike) {
        self.has_groups |= variant.contains_key("groups");
        self.is_closed |= variant.get("closed").and_then(Item::as_bool) == Some(true);
        variant.get("fields").and_then(Item::as_table_like).into_iter().for_each(|fields| self.fields(fields));
    }

    fn fields(&mut self, fields: &dyn TableLike) {
        for field in fields.iter().filter_map(|(_, field)| field.as_table_like()) {
            self.is_closed |= field.get("closed").and_then(Item::as_bool) == Some(true);
            self.choice(field);
        }
    }

    fn choice(&mut self, object: &dyn TableLike) {
        let several = object.get("variants").and_then(Item::as_array).is_some_and(|names| names.len() > 1);
        self.has_variants |= several && !object.contains_key("discriminator");
    }
}
