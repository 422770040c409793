//! A call that pays has `once`, so that a second pass or a resumed run cannot pay again.
//!
//! A call is taken to pay when its action's name, or else its step's id, has a word for it ([`PAYING`]) and the action
//! does not start with a word for looking ([`LOOKING`]): `shop.refund`, `erp.postInvoice`, not `bank.getTransfer`.

use super::Report;
use super::index::Index;
use crate::diagnostic::Diagnostic;
use crate::document::Verb;

/// Words for moving money.
const PAYING: [&str; 14] = [
    "charge",
    "charges",
    "credit",
    "debit",
    "disburse",
    "pay",
    "payment",
    "payout",
    "purchase",
    "refund",
    "reimburse",
    "remit",
    "transfer",
    "wire",
];

/// Words for looking at something without changing it.
const LOOKING: [&str; 16] = [
    "calculate",
    "check",
    "compute",
    "estimate",
    "fetch",
    "find",
    "get",
    "list",
    "look",
    "lookup",
    "preview",
    "read",
    "search",
    "show",
    "validate",
    "verify",
];

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    for place in &index.steps {
        let Verb::Call(call) = &place.step.verb else { continue };
        if call.once.is_some() {
            continue;
        }
        let action = words(&call.call.action);
        if action.first().is_some_and(|first| LOOKING.contains(&first.as_str())) {
            continue;
        }
        let step = words(&place.step.id);
        let looks = step.first().is_some_and(|first| LOOKING.contains(&first.as_str()));
        let Some(word) = paying(&action).or_else(|| paying(&step).filter(|_| !looks)) else { continue };
        report.push(
            Diagnostic::warning(
                "pays-without-once",
                place.path.key("call"),
                format!("`{}` seems to move money (\"{word}\") and has no `once`", call.call),
            )
            .because("Resuming a run and a new pass of a loop make a new request, which would pay again.")
            .fix("Add `once: =…` with what it is paid for, such as `once: =order_id`; or a key that is always new where it may be paid twice."),
        );
    }
}

fn paying(words: &[String]) -> Option<String> {
    let single = words.iter().find(|word| PAYING.contains(&word.as_str())).cloned();
    let posts = || words.iter().any(|word| word == "post") && words.iter().any(|word| word == "invoice");
    single.or_else(|| posts().then(|| "post invoice".to_owned()))
}

/// The words of `postInvoice`, `post-invoice`, `post_invoice` and `post.invoice`, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut found: Vec<String> = vec![String::new()];
    let mut lower = false;
    for character in name.chars() {
        if !character.is_alphanumeric() {
            found.push(String::new());
        } else {
            if character.is_uppercase() && lower {
                found.push(String::new());
            }
            if let Some(word) = found.last_mut() {
                word.extend(character.to_lowercase());
            }
        }
        lower = character.is_lowercase();
    }
    found.retain(|word| !word.is_empty());
    found
}
