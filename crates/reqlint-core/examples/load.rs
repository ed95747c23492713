use reqlint_core::*;
fn walk(dir: &std::path::Path, out: &mut Vec<SourceFile>) {
    let mut entries: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for p in entries { if p.is_dir() { walk(&p, out) } else if p.extension().is_some_and(|e| e=="toml") { out.push(SourceFile{ path: p.display().to_string(), text: std::fs::read_to_string(&p).unwrap() }) } }
}
fn main() {
    let packs: Vec<_> = ["edgecast","http"].iter().map(|n| { let mut files = vec![]; let root=format!("rules/{n}"); walk(root.as_ref(), &mut files); PackSource{name: n.to_string(), root, files} }).collect();
    let t = std::time::Instant::now();
    match RuleSet::load(packs) { Ok(r) => println!("{} rules in {:?}", r.rules().count(), t.elapsed()), Err(m) => println!("{m}") }
}
