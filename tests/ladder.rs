//! The ladder of modules: a module imports only from lower rungs, and no files import each other in a
//! circle.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree, Visibility};

/// Modules of one rung do not know each other.
const RUNGS: [(&str, u8); 22] = [
    ("diagnostic", 0),
    ("rules", 0),
    ("address", 0),
    ("model", 1),
    ("ical", 2),
    ("definition", 2),
    ("revision", 2),
    ("i18n", 2),
    ("render", 3),
    ("plan", 3),
    ("page", 4),
    ("snapshot", 4),
    ("lint", 4),
    ("adopt", 5),
    ("store", 5),
    ("clock", 5),
    ("fetch", 5),
    ("publish", 6),
    ("doctor", 6),
    ("web", 7),
    ("export", 8),
    ("cli", 9),
];

fn rung(module: &str) -> Option<u8> {
    RUNGS.iter().find(|(name, _)| *name == module).map(|(_, rung)| *rung)
}

fn rust_files(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).expect("src is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// `["render", "guard", "value"]`; the crate itself is `[]`.
type Module = Vec<String>;

/// What one file names of others.
#[derive(Default)]
struct Names {
    /// Every path that is imported or written out, as written.
    paths: BTreeSet<Vec<String>>,
    /// Re-exports: the name here, and its path. They do not count as uses.
    exports: BTreeMap<String, Vec<String>>,
    /// Modules of which everything is re-exported.
    globs: Vec<Vec<String>>,
    /// Structs, enums, unions, traits and aliases that are defined here.
    types: BTreeSet<String>,
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

impl Names {
    fn of(text: &str) -> Self {
        let mut names = Self::default();
        names.visit_file(&syn::parse_file(text).expect("Rust"));
        names
    }

    fn take(&mut self, tree: &UseTree, mut before: Vec<String>, exported: bool) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.take(&path.tree, before, exported);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.take(tree, before.clone(), exported);
                }
            }
            UseTree::Glob(_) if exported => self.globs.push(before),
            UseTree::Glob(_) => drop(self.paths.insert(before)),
            UseTree::Name(name) => self.leaf(before, &name.ident, &name.ident, exported),
            UseTree::Rename(name) => self.leaf(before, &name.ident, &name.rename, exported),
        }
    }

    fn leaf(
        &mut self,
        mut path: Vec<String>,
        name: &syn::Ident,
        called: &syn::Ident,
        exported: bool,
    ) {
        if name != "self" {
            path.push(name.to_string());
        }
        if exported {
            self.exports.insert(called.to_string(), path);
        } else {
            self.paths.insert(path);
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Mod(module) if is_test(&module.attrs) => {}
            Item::Use(import) if is_test(&import.attrs) => {}
            Item::Use(import) => {
                let exported = !matches!(import.vis, Visibility::Inherited);
                self.take(&import.tree, Vec::new(), exported);
            }
            _ => {
                let name = match item {
                    Item::Struct(item) => Some(&item.ident),
                    Item::Enum(item) => Some(&item.ident),
                    Item::Union(item) => Some(&item.ident),
                    Item::Trait(item) => Some(&item.ident),
                    Item::Type(item) => Some(&item.ident),
                    _ => None,
                };
                self.types.extend(name.map(ToString::to_string));
                visit::visit_item(self, item);
            }
        }
    }

    /// `pub(in path)` needs nothing of the path.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            self.paths.insert(path.segments.iter().map(|part| part.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }
}

/// All files of the crate but tests, by module.
struct Tree(BTreeMap<Module, (PathBuf, Names)>);

impl Tree {
    fn read() -> Self {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Vec::new();
        rust_files(&src, &mut files);
        let of_file = |file: PathBuf| {
            let relative = file.strip_prefix(&src).expect("below src").to_owned();
            let mut module: Module = relative
                .with_extension("")
                .iter()
                .map(|part| part.to_string_lossy().into())
                .collect();
            if module.iter().any(|part| part == "tests") || module == ["main"] {
                return None;
            }
            if module.last().is_some_and(|last| last == "mod" || last == "lib") {
                module.pop();
            }
            Some((module, (relative, Names::of(&fs::read_to_string(&file).expect("source")))))
        };
        Self(files.into_iter().filter_map(of_file).collect())
    }

    fn of(files: &[(&str, &str)]) -> Self {
        let module = |path: &str| path.split("::").map(str::to_owned).collect::<Module>();
        let mut tree: BTreeMap<_, _> = files
            .iter()
            .map(|(path, text)| (module(path), (PathBuf::from(path), Names::of(text))))
            .collect();
        tree.insert(Vec::new(), (PathBuf::from("lib"), Names::default()));
        Self(tree)
    }

    /// The module with the item that `path` names in `from`; `None` for other crates.
    fn find(&self, from: &Module, path: &[String], depth: u8) -> Option<Module> {
        let (first, mut rest) = path.split_first()?;
        let mut at = match first.as_str() {
            "crate" => Vec::new(),
            "self" => from.clone(),
            "super" => {
                let mut above = from.clone();
                above.pop();
                while rest.first().is_some_and(|word| word == "super") {
                    above.pop();
                    rest = &rest[1..];
                }
                above
            }
            name => {
                let mut child = from.clone();
                child.push(name.to_owned());
                self.0.contains_key(&child).then_some(child)?
            }
        };
        while let Some((name, after)) = rest.split_first() {
            let mut child = at.clone();
            child.push(name.clone());
            if self.0.contains_key(&child) {
                (at, rest) = (child, after);
                continue;
            }
            let (_, names) = self.0.get(&at)?;
            if let Some(target) = names.exports.get(name).filter(|_| depth < 9) {
                let path: Vec<String> = target.iter().chain(after).cloned().collect();
                return self.find(&at, &path, depth + 1).or(Some(at));
            }
            break;
        }
        Some(at)
    }

    /// Which modules' files a module's file needs.
    fn needs(&self, module: &Module) -> BTreeSet<Module> {
        let names = &self.0[module].1;
        let needed = names.paths.iter().filter_map(|path| self.find(module, path, 0));
        needed.filter(|needed| needed != module).collect()
    }

    /// Names of types that several files define, with these files.
    fn names_defined_twice(&self) -> BTreeMap<&str, Vec<String>> {
        let mut files: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (file, names) in self.0.values() {
            for name in &names.types {
                files.entry(name).or_default().push(file.display().to_string());
            }
        }
        files.retain(|_, files| files.len() > 1);
        files
    }

    /// Circles, each with its files in order.
    fn circles(&self) -> Vec<Vec<String>> {
        let needs: BTreeMap<&Module, BTreeSet<Module>> =
            self.0.keys().map(|module| (module, self.needs(module))).collect();
        let reached = |from: &Module| {
            let (mut seen, mut left) = (BTreeSet::new(), vec![from]);
            while let Some(module) = left.pop() {
                for next in needs.get(module).into_iter().flatten() {
                    if seen.insert(next) {
                        left.push(next);
                    }
                }
            }
            seen
        };
        let reach: BTreeMap<&Module, BTreeSet<&Module>> =
            self.0.keys().map(|module| (module, reached(module))).collect();
        let mut circles = BTreeSet::new();
        for (module, reached) in &reach {
            if reached.contains(module) {
                let with = reached.iter().filter(|other| reach[**other].contains(module));
                let file = |module: &&Module| self.0[*module].0.display().to_string();
                circles.insert(with.map(file).collect::<Vec<_>>());
            }
        }
        circles.into_iter().collect()
    }
}

#[test]
fn a_module_imports_only_from_lower_rungs() {
    let tree = Tree::read();
    let mut imports = 0;
    for (module, (file, _)) in &tree.0 {
        let Some(name) = module.first() else { continue };
        let own = rung(name).unwrap_or_else(|| panic!("{name} has no rung"));
        for needed in tree.needs(module) {
            let Some(other) = needed.first().filter(|other| *other != name) else { continue };
            imports += 1;
            let theirs = rung(other).unwrap_or_else(|| panic!("{other} has no rung"));
            assert!(
                theirs < own,
                "{}: rung {own} imports {other} of rung {theirs}",
                file.display()
            );
        }
    }
    assert!(imports > 400, "the test reads no imports any more: {imports}");
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let circles = Tree::read().circles();
    assert!(circles.is_empty(), "move what both need into a file below them: {circles:#?}");
}

#[test]
fn circles_are_found_where_they_hide() {
    let two = |first, second| Tree::of(&[("a", first), ("a::b", second)]).circles();
    let circle = [["a", "a::b"]];
    assert_eq!(two("mod b; use b::B; struct A;", "use super::A; struct B;"), circle);
    assert_eq!(two("mod b; fn a() { b::b() }", "fn b() { crate::a::a() }"), circle);
    assert_eq!(two("mod b; use self::{b::B as C};", "use crate::{a::A, x};"), circle);
    // A re-export does not count as a use, and tested code may use modules above it.
    assert!(two("mod b; pub use b::B; struct A;", "use super::A; struct B;").is_empty());
    assert!(two("mod b; use b::B;", "#[cfg(test)] mod tests { use super::super::A; }").is_empty());
    // The target of a re-export counts as used.
    let tree = Tree::of(&[
        ("a", "mod b; mod c; pub(crate) use b::B; fn a(c: c::C) {}"),
        ("a::b", "use super::c::C; pub struct B;"),
        ("a::c", "use super::B; pub struct C;"),
    ]);
    assert_eq!(tree.circles(), [["a::b", "a::c"]]);
}

#[test]
fn no_two_files_define_a_type_of_one_name() {
    let tree = Tree::read();
    let twice = tree.names_defined_twice();
    assert!(twice.is_empty(), "give each type a name of its own: {twice:#?}");
}

#[test]
fn types_of_one_name_are_found_where_they_hide() {
    let twice = |first, second| {
        let tree = Tree::of(&[("a", first), ("b", second)]);
        tree.names_defined_twice().into_keys().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(twice("pub struct A; trait B {}", "fn f() { enum A {} } type B = u8;"), ["A", "B"]);
    let associated = "struct B; impl Iterator for B { type Item = u8; }";
    assert!(twice("enum Item {}", associated).is_empty());
    assert!(twice("struct A;", "#[cfg(test)] mod tests { struct A; }").is_empty());
}

#[test]
fn every_file_says_what_it_is_for_and_none_is_too_long() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    for file in files {
        let text = fs::read_to_string(&file).expect("source");
        assert!(text.starts_with("//!"), "{} does not say what it is for", file.display());
        let lines = text.lines().count();
        let tests = file.components().any(|part| part.as_os_str() == "tests");
        assert!(lines <= 500 || tests, "{} has {lines} lines", file.display());
    }
}
