//! What a surface shows of each public thing: a line for itself, and one for each part that can be named.

use super::source::{Crate, Target, imports_of, is_test, item_name};
use quote::ToTokens;
use syn::{Attribute, Fields, ImplItem, Item, TraitItem, Visibility};

/// The lines of a module that others see as `prefix`.
pub(super) fn module(source: &Crate, path: &[String], prefix: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for item in source.items(path) {
        match item {
            Item::Mod(item) if is_public(&item.vis) && !is_test(&item.attrs) => {
                let name = item.ident.to_string();
                lines.extend(module(
                    source,
                    &[path, std::slice::from_ref(&name)].concat(),
                    &format!("{prefix}{name}::"),
                ));
            }
            Item::Use(item) if is_public(&item.vis) => {
                for import in imports_of(&item.tree) {
                    if import.name == "*" {
                        lines.push(format!("use {prefix}{}::*", import.path.join("::")));
                        continue;
                    }
                    match source.resolve(path, &import.path) {
                        Target::Module(inner) => {
                            lines.extend(module(source, &inner, &format!("{prefix}{}::", import.name)))
                        }
                        Target::Item(item) => lines.extend(thing(source, item, &format!("{prefix}{}", import.name))),
                        Target::Elsewhere(path) => lines.push(format!("use {prefix}{} = {path}", import.name)),
                    }
                }
            }
            item if visibility(item).is_some_and(is_public) => {
                let name = item_name(item).unwrap_or_default();
                lines.extend(thing(source, item, &format!("{prefix}{name}")));
            }
            _ => {}
        }
    }
    lines
}

/// The lines of an item that others see as `name`.
fn thing(source: &Crate, item: &Item, name: &str) -> Vec<String> {
    match item {
        Item::Const(item) => vec![format!("const {name}: {}", text(&item.ty))],
        Item::Static(item) => vec![format!("static {name}: {}", text(&item.ty))],
        Item::Type(item) => vec![format!("type {name} = {}", text(&item.ty))],
        Item::Fn(item) => vec![signature(name, &item.sig)],
        Item::Struct(item) => {
            let mut lines = vec![format!("struct {name}{}{}", text(&item.generics), marks(&item.attrs))];
            let fields = item.fields.iter().filter(|field| is_public(&field.vis));
            lines.extend(fields.map(|field| format!("field {name}.{}", of_field(field))));
            lines.extend(methods(source, &item.ident.to_string(), name));
            lines
        }
        Item::Enum(item) => {
            let mut lines = vec![format!("enum {name}{}{}", text(&item.generics), marks(&item.attrs))];
            for variant in &item.variants {
                let inner: Vec<_> = variant.fields.iter().map(of_field).collect();
                let inner = match &variant.fields {
                    Fields::Unit => String::new(),
                    _ => format!("({})", inner.join(", ")),
                };
                lines.push(format!("variant {name}::{}{inner}", variant.ident));
            }
            lines.extend(methods(source, &item.ident.to_string(), name));
            lines
        }
        Item::Trait(item) => {
            let mut lines = vec![format!("trait {name}{}", text(&item.generics))];
            lines.extend(item.items.iter().filter_map(|item| match item {
                TraitItem::Fn(item) => Some(signature(&format!("{name}::{}", item.sig.ident), &item.sig)),
                TraitItem::Type(item) => Some(format!("type {name}::{}", item.ident)),
                TraitItem::Const(item) => Some(format!("const {name}::{}: {}", item.ident, text(&item.ty))),
                _ => None,
            }));
            lines
        }
        _ => Vec::new(),
    }
}

/// What a type can do: its public functions and constants, and the traits that are written for it.
fn methods(source: &Crate, ident: &str, name: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for item in source.impls(ident).filter(|item| !is_test(&item.attrs)) {
        if let Some((_, of, _)) = &item.trait_ {
            lines.push(format!("impl {name}: {}", text(of)));
            continue;
        }
        lines.extend(item.items.iter().filter_map(|item| match item {
            ImplItem::Fn(item) if is_public(&item.vis) => {
                Some(signature(&format!("{name}::{}", item.sig.ident), &item.sig))
            }
            ImplItem::Const(item) if is_public(&item.vis) => {
                Some(format!("const {name}::{}: {}", item.ident, text(&item.ty)))
            }
            _ => None,
        }));
    }
    lines
}

fn signature(name: &str, of: &syn::Signature) -> String {
    let inputs: Vec<_> = of.inputs.iter().map(text).collect();
    let (constant, asynchronous) =
        (of.constness.as_ref().map_or("", |_| "const "), of.asyncness.as_ref().map_or("", |_| "async "));
    let bounds = of.generics.where_clause.as_ref().map(|clause| format!(" {}", text(clause))).unwrap_or_default();
    let output = match &of.output {
        syn::ReturnType::Default => String::new(),
        output => format!(" {}", text(output)),
    };
    format!("fn {name}{}({}){output}{bounds} {constant}{asynchronous}", text(&of.generics), inputs.join(", "))
        .trim_end()
        .to_owned()
}

fn of_field(field: &syn::Field) -> String {
    match &field.ident {
        Some(name) => format!("{name}: {}", text(&field.ty)),
        None => text(&field.ty),
    }
}

/// What callers rely on beside the parts: derived traits, and whether it may grow.
fn marks(attributes: &[Attribute]) -> String {
    let mut derived: Vec<String> = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let _ = attribute.parse_nested_meta(|meta| {
            derived.push(text(&meta.path));
            Ok(())
        });
    }
    derived.sort();
    let grows = attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"));
    let derived = if derived.is_empty() { String::new() } else { format!(": {}", derived.join(" + ")) };
    format!("{derived}{}", if grows { " (non-exhaustive)" } else { "" })
}

fn visibility(item: &Item) -> Option<&Visibility> {
    Some(match item {
        Item::Const(item) => &item.vis,
        Item::Enum(item) => &item.vis,
        Item::Fn(item) => &item.vis,
        Item::Static(item) => &item.vis,
        Item::Struct(item) => &item.vis,
        Item::Trait(item) => &item.vis,
        Item::Type(item) => &item.vis,
        _ => return None,
    })
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Code on one line, spaced as a person writes it.
fn text(code: &impl ToTokens) -> String {
    let mut text = code.to_token_stream().to_string();
    for (wide, narrow) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        ("[ ", "["),
        (" ]", "]"),
        (" :", ":"),
        ("' ", "'"),
        (" ;", ";"),
        ("->(", "-> ("),
        (",)", ")"),
        (",>", ">"),
    ] {
        text = text.replace(wide, narrow);
    }
    text.replace("- >", "->").replace("->", " -> ").replace("  ", " ").trim().to_owned()
}
