//! Prints the description of the API.

#![allow(clippy::print_stdout, reason = "printing is what it is for")]

fn main() {
    let described = server::description();
    println!("{}", described.to_pretty_json().expect("the description has a JSON form"));
}
