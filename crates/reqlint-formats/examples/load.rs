use reqlint_core::*;

fn walk(dir: &std::path::Path, out: &mut Vec<SourceFile>) {
    let mut entries: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for p in entries {
        if p.is_dir() {
            walk(&p, out)
        } else if p.extension().is_some_and(|e| e == "toml") {
            out.push(SourceFile { path: p.display().to_string(), text: std::fs::read_to_string(&p).unwrap() })
        }
    }
}
fn main() {
    let packs: Vec<_> = ["edgecast", "http"]
        .iter()
        .map(|n| {
            let mut files = vec![];
            let root = format!("rules/{n}");
            walk(root.as_ref(), &mut files);
            PackSource { name: n.to_string(), root, files }
        })
        .collect();
    let t = std::time::Instant::now();
    match RuleSet::load(packs) {
        Ok(r) => {
            println!("{} rules in {:?}", r.rules().count(), t.elapsed());
            let mut bad = 0;
            let mut n = 0;
            for rule in r.rules() {
                for run in reqlint_formats::examples::run(&r, rule) {
                    n += 1;
                    if std::env::var("SHOW").is_ok() {
                        println!(
                            "{} {:?} {:?}",
                            rule.id(),
                            run.expected,
                            run.result.as_ref().map(|r| (
                                r.outcome,
                                r.mended,
                                r.findings.first().map(|f| (f.detail.clone(), f.fix.clone()))
                            ))
                        );
                    }
                    if !run.is_right() {
                        bad += 1;
                        println!(
                            "--- {}:{} {:?} expected {:?}\n{}",
                            rule.path(),
                            run.line,
                            run.name,
                            run.expected,
                            run.text
                        );
                        match run.result {
                            Ok(ran) => println!(
                                "got {:?} {:?} mended {:?} {:#?}",
                                ran.outcome,
                                ran.because,
                                ran.mended,
                                ran.findings.iter().map(|f| (&f.detail, &f.edits)).collect::<Vec<_>>()
                            ),
                            Err(e) => println!("ERR {e}"),
                        }
                    }
                }
            }
            println!("{bad} wrong of {n}");
        }
        Err(m) => println!("{m}"),
    }
}
