//! The `understudy` binary: the composition root, one file per command.

fn main() {}
