//! A process tree is written and read, and written with fewer blocks.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use mining::tree::Tree;

#[test]
fn a_tree_is_read_as_it_is_written() {
    for text in ["tau", "'a'", "->( 'a', X( 'b', tau ), +( 'c', 'd' ), *( 'e', tau, 'f' ) )", r"'it\'s a \\ slash'"] {
        let tree: Tree<String> = text.parse().unwrap();
        assert_eq!(tree.to_string(), text);
    }
}

#[test]
fn what_is_no_tree_is_refused_with_its_place() {
    for (text, at) in [("", 0), ("->", 2), ("->( 'a'", 7), ("*( 'a' )", 8), ("'a' 'b'", 4), ("'a", 2)] {
        let error = text.parse::<Tree<String>>().unwrap_err();
        assert_eq!(error.at, at, "{text}: {error}");
    }
    let deep = "->( ".repeat(100_000);
    assert!(deep.parse::<Tree<String>>().is_err());
}

#[test]
fn needless_blocks_go() {
    for (text, fewer) in [
        ("->( ->( 'a', tau ), 'b' )", "->( 'a', 'b' )"),
        ("X( 'a', X( 'b', 'a' ) )", "X( 'a', 'b' )"),
        ("X( tau, *( tau, 'a' ) )", "*( tau, 'a' )"),
        ("*( *( 'a', 'b' ), 'c' )", "*( 'a', 'b', 'c' )"),
        ("+( tau, tau )", "tau"),
    ] {
        let tree: Tree<String> = text.parse().unwrap();
        assert_eq!(tree.reduced().to_string(), fewer, "{text}");
    }
}
