//! The procedures that are run: a few that aim at a law each, and one that the seed makes up.

use std::sync::Arc;

use procedure::document::Procedure;
use procedure::read::{Spelling, read};

use crate::generate::{self, Tape};

/// The sub-procedure that others run.
const OTHER: &str = "
procedure: 1
id: other
title: Other
owner: lead
roles: {agent: , lead: , chief: }
data: {a: {type: number, optional: true}}
outcomes: {stopped: }
outputs: [a]
steps:
  - {id: do, title: Do, call: shop.act, save: {a: =result.a}, on_error: {failure: {retry: 2, backoff: 1m, then: {ask: agent}}}}
  - {id: look-at-it, title: Look, person: {role: agent, collect: [a]}, due: 1h, remind: [{every: 1d}]}
  - {id: stop, title: Stop, if: a > 4, end: stopped}
";

/// Money, a message that must not be repeated, a wait.
const ORDER: &str = "
procedure: 1
id: order
title: Order
owner: lead
roles: {agent: , lead: , chief: }
data: {ref: {type: string}, a: {type: number, optional: true}}
outputs: [paid]
steps:
  - {id: look, title: Look, call: shop.look, save: {a: =result.a}, on_error: {failure: {retry: 3, backoff: 2s, then: {ask: agent}}}}
  - id: both
    title: Both
    together:
      join: all
      branches:
        pay:
          - {id: pay, title: Pay, call: shop.pay, with: {order: =ref}, once: =ref, save: {paid: =result.status},
             on_error: {failure: {retry: 2, backoff: 1m, then: {raise: unpaid}}}}
        tell:
          - {id: tell, title: Tell, call: shop.tell, on_error: {busy: {retry: 2, backoff: 1m, then: continue}, refused: continue}}
  - {id: agree, title: Agree, approve: {by: lead, on_refuse: continue}, due: 2d}
  - {id: await, title: Wait, wait: {event: com.came, for: 1d}}
exceptions:
  - {id: unpaid, title: Not paid, then: {steps: [{id: mend, title: Mend, person: {role: agent}}], resume: retry}}
  - {id: in-doubt, title: In doubt, then: {steps: [{id: find-out, title: Find out, person: {role: lead}}], resume: continue}}
escalation:
  - {after: {overdue: 1h}, notify: chief}
";

/// Sub-procedures, in a row and side by side, the first to end withdraws the other.
const PARENT: &str = "
procedure: 1
id: parent
title: Parent
owner: lead
roles: {agent: , lead: , chief: }
data: {a: {type: number, optional: true}}
steps:
  - id: race
    title: Race
    together:
      join: any
      branches:
        one: [{id: first, title: First, procedure: other, save: {a: =result.a}, on_error: {stopped: continue, cancelled: continue}}]
        two: [{id: second, title: Second, call: shop.act, on_error: {failure: continue}}, {id: hand, title: By hand, person: {role: agent}}]
  - id: each
    title: Each
    each:
      of: '[1, 2, 3]'
      as: item
      at_once: 2
      steps:
        - {id: item-call, title: Act, call: shop.act, with: {item: =item}, save: {got: =result.a}, on_error: {failure: {retry: 1, backoff: 1m, then: continue}}}
      gather: {all: =got}
  - {id: last, title: Last, procedure: other, on_error: {failure: continue}}
";

/// The procedures of a seed; sub-procedures first.
///
/// # Panics
/// If one cannot be read: that is a mistake of the pool.
pub fn procedures(bytes: &[u8]) -> Vec<Arc<Procedure>> {
    let written = [OTHER, ORDER, PARENT].into_iter().map(|text| {
        let read = read(text, Spelling::Yaml, &()).clean();
        Arc::new(read.unwrap_or_else(|found| panic!("the pool holds what cannot be read: {found:#?}")))
    });
    let (made_up, _) = generate::document(&mut Tape::new(bytes));
    written.chain([made_up.procedure]).collect()
}
