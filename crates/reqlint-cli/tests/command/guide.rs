//! `docs/writing-rules.md`: its files are written, its commands run, and what they print is what it says.
//!
//! With `UPDATE` in the environment, the outputs in the guide are written anew.

use crate::run::Folder;
use std::fs;
use std::path::Path;
use std::process::Command;

const GUIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/writing-rules.md");

#[cfg(unix)]
#[test]
fn the_guide_prints_what_its_commands_print() {
    let guide = fs::read_to_string(GUIDE).unwrap();
    let mut folder = Folder::new("guide");
    let mut made = String::new();
    let mut lines = guide.lines().peekable();
    while let Some(line) = lines.next() {
        made += &format!("{line}\n");
        let is_console = line == "```console";
        let Some(path) = line.strip_prefix("```toml ").or(is_console.then_some("")) else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if is_console {
            for command in block.iter().filter_map(|line| line.strip_prefix("$ ")) {
                made += &format!("$ {command}\n{}", run(&folder, command));
            }
        } else {
            let text = block.iter().map(|line| format!("{line}\n")).collect::<String>();
            folder = folder.with(path, &text);
            made += &text;
        }
        made += "```\n";
    }
    if std::env::var_os("UPDATE").is_some() {
        return fs::write(GUIDE, &made).unwrap();
    }
    assert!(made == guide, "the guide is out of date: run ./test accept. It should read\n{made}");
}

/// What a command prints, both streams in their order, as on a terminal.
fn run(folder: &Folder, command: &str) -> String {
    let bin = Path::new(env!("CARGO_BIN_EXE_reqlint")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let output = Command::new("sh")
        .args(["-c", &format!("{{ {command}; }} 2>&1")])
        .env("PATH", path)
        .current_dir(folder.path("."))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}
