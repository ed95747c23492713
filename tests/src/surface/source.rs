//! The source of a crate: its modules, and where a path leads.

use crate::support::{is_there, read};
use std::collections::BTreeMap;
use syn::{Item, ItemImpl, UseTree};

/// A path of modules below the root of a crate.
pub(super) type ModulePath = Vec<String>;

/// A crate's source.
pub(super) struct Crate {
    modules: BTreeMap<ModulePath, Vec<Item>>,
}

/// What a path leads to.
pub(super) enum Target<'c> {
    Module(ModulePath),
    Item(&'c Item),
    /// Something of another crate, as written.
    Elsewhere(String),
}

/// A name that a `use` brings in.
pub(super) struct Import {
    pub(super) path: Vec<String>,
    /// `*` for everything.
    pub(super) name: String,
}

impl Crate {
    pub(super) fn read(library: &str) -> Self {
        let mut source = Self { modules: BTreeMap::new() };
        source.add(Vec::new(), &format!("crates/{library}/src"), "lib");
        source
    }

    /// Adds the module in a file, and those below it.
    fn add(&mut self, path: ModulePath, folder: &str, file: &str) {
        let name = [format!("{folder}/{file}.rs"), format!("{folder}/{file}/mod.rs")].into_iter().find(|p| is_there(p));
        let name = name.unwrap_or_else(|| panic!("{folder}: there is no module `{file}`"));
        let below = if name.ends_with("/mod.rs") { format!("{folder}/{file}") } else { folder.to_owned() };
        let items = syn::parse_file(&read(&name)).unwrap_or_else(|error| panic!("{name}: {error}")).items;
        self.add_items(path, &below, items);
    }

    fn add_items(&mut self, path: ModulePath, folder: &str, items: Vec<Item>) {
        for item in &items {
            let Item::Mod(module) = item else { continue };
            if is_test(&module.attrs) {
                continue;
            }
            let name = module.ident.to_string();
            let inner = [path.clone(), vec![name.clone()]].concat();
            match &module.content {
                Some((_, items)) => self.add_items(inner, folder, items.clone()),
                None => self.add(inner, folder, &name),
            }
        }
        self.modules.insert(path, items);
    }

    /// The items of a module.
    pub(super) fn items(&self, module: &[String]) -> &[Item] {
        self.modules.get(module).map_or(&[], Vec::as_slice)
    }

    /// The impls of a type, wherever they are.
    pub(super) fn impls<'c>(&'c self, name: &'c str) -> impl Iterator<Item = &'c ItemImpl> {
        let items = self.modules.values().flatten();
        items.filter_map(move |item| match item {
            Item::Impl(item) if type_name(&item.self_ty).as_deref() == Some(name) => Some(item),
            _ => None,
        })
    }

    /// Where a path that is written in a module leads.
    pub(super) fn resolve(&self, module: &[String], path: &[String]) -> Target<'_> {
        let elsewhere = || Target::Elsewhere(path.join("::"));
        let (mut at, mut rest) = (module.to_vec(), path);
        match path.first().map(String::as_str) {
            Some("crate") => (at, rest) = (Vec::new(), &path[1..]),
            Some("self") => rest = &path[1..],
            Some("super") => {
                at.pop();
                return self.resolve(&at, &[&["self".to_owned()], &path[1..]].concat());
            }
            _ => {}
        }
        while let Some((name, after)) = rest.split_first() {
            let below = [at.clone(), vec![name.clone()]].concat();
            if self.modules.contains_key(&below) {
                (at, rest) = (below, after);
            } else if after.is_empty() {
                return self.named(&at, name).unwrap_or_else(elsewhere);
            } else {
                return elsewhere();
            }
        }
        Target::Module(at)
    }

    /// The thing of that name in a module: its own, or one that it imports.
    fn named(&self, module: &[String], name: &str) -> Option<Target<'_>> {
        let items = self.items(module);
        if let Some(item) = items.iter().find(|item| item_name(item).as_deref() == Some(name)) {
            return Some(Target::Item(item));
        }
        let imports = items.iter().filter_map(|item| if let Item::Use(item) = item { Some(item) } else { None });
        let import = imports.flat_map(|item| imports_of(&item.tree)).find(|import| import.name == name)?;
        Some(self.resolve(module, &import.path))
    }
}

/// Every name that a `use` brings in.
pub(super) fn imports_of(tree: &UseTree) -> Vec<Import> {
    let under = |first: String, tree: &UseTree| {
        let inner = imports_of(tree).into_iter();
        inner.map(|import| Import { path: [vec![first.clone()], import.path].concat(), name: import.name }).collect()
    };
    match tree {
        UseTree::Path(path) => under(path.ident.to_string(), &path.tree),
        UseTree::Name(name) => vec![Import { path: vec![name.ident.to_string()], name: name.ident.to_string() }],
        UseTree::Rename(name) => vec![Import { path: vec![name.ident.to_string()], name: name.rename.to_string() }],
        UseTree::Glob(_) => vec![Import { path: Vec::new(), name: "*".to_owned() }],
        UseTree::Group(group) => group.items.iter().flat_map(imports_of).collect(),
    }
}

/// Whether something exists in tests only.
pub(super) fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|a| a.path().is_ident("cfg") && a.parse_args::<syn::Ident>().is_ok_and(|i| i == "test"))
}

/// The name of an item that others can use.
pub(super) fn item_name(item: &Item) -> Option<String> {
    Some(match item {
        Item::Const(item) => item.ident.to_string(),
        Item::Enum(item) => item.ident.to_string(),
        Item::Fn(item) => item.sig.ident.to_string(),
        Item::Static(item) => item.ident.to_string(),
        Item::Struct(item) => item.ident.to_string(),
        Item::Trait(item) => item.ident.to_string(),
        Item::Type(item) => item.ident.to_string(),
        _ => return None,
    })
}

fn type_name(of: &syn::Type) -> Option<String> {
    match of {
        syn::Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        _ => None,
    }
}
