/** The procedures that the scenes play. */

/** A returned item: work, a decision by the machine, an approval that bars whoever did the work, work for others. */
export const RETURNS = `procedure: 1
id: returns
title: Process a return
purpose: The customer has the money back.
owner: lead
review: every 90 days
roles:
  agent: Answers customers.
  lead: Leads them.
  clerk: Pays.
data:
  order_id: {type: string, ask: 'Which order is it?', title: Order}
  amount: {type: number, minimum: 0, unit: EUR, title: Amount}
  note: {type: string, optional: true, maxLength: 2000, title: Note}
  photo: {type: file, optional: true, accept: ['image/*'], title: Photo}
  remedy: {type: string, enum: [refund, manual], optional: true}
  paid_by: {type: string, enum: [bank, card], title: Paid by}
triggers:
  - manual: {roles: [agent, lead]}
steps:
  - id: inspect
    title: 'Inspect {{ order_id }}'
    instructions: 'Look at **{{ order_id }}** and its box.'
    rules: [{must: Be polite., because: Customers remember.}]
    person: {role: agent, collect: [amount, note, photo]}
  - id: choose
    title: Choose a remedy
    decide:
      cases:
        - {when: amount > 100, set: {remedy: manual}, because: Large sums are looked at.}
      otherwise: {set: {remedy: refund}}
  - id: sign-off
    title: Approve the refund
    if: amount > 10
    approve: {by: lead, not_by: [starter, inspect], covers: [amount, remedy]}
  - id: pay
    title: Pay it out
    person: {role: clerk, collect: [paid_by]}
exceptions:
  - {id: lost, title: The item is lost, severity: major, then: {end: gone}}
outcomes: {gone: {counts: failure}}
success: [{that: amount > 0, because: Something was paid.}]
examples:
  - name: a small one is paid
    given: {order_id: ORD-1, amount: 5}
    answers: {inspect: {amount: 5}, pay: {paid_by: bank}}
    expect: {outcome: completed, path: [inspect, choose, pay]}
`

/** A task for somebody outside, and one after it that is none of their business. */
export const MEASURE = `procedure: 1
id: measure
title: Measure a window
purpose: The window fits.
owner: lead
review: every 90 days
roles: {agent: Answers customers., lead: Leads them.}
data:
  house: {type: string, title: House}
  secret_margin: {type: string, optional: true, title: Margin}
  width: {type: number, minimum: 1, unit: mm, title: Width}
  price: {type: number, minimum: 0, unit: EUR, title: Price}
triggers: [{manual: {roles: [agent]}}]
steps:
  - id: take-measure
    title: 'Measure the window of {{ house }}'
    instructions: Measure the **inner** width twice.
    person: {role: agent, collect: [width]}
  - id: make-offer
    title: Make the offer
    person: {role: agent, collect: [price]}
success: [{that: price > 0, because: It has a price.}]
`

/** A task that is late at once, and handed to the lead by nobody. */
export const URGENT = `procedure: 1
id: urgent
title: Answer an urgent call
purpose: Nobody waits.
owner: lead
review: every 90 days
roles: {agent: Answers customers., lead: Leads them.}
data:
  caller: {type: string, title: Caller}
  answer: {type: string, title: Answer}
triggers: [{manual: {roles: [agent]}}]
steps:
  - id: call-back
    title: 'Call {{ caller }} back'
    person: {role: agent, collect: [answer]}
    due: 1s
escalation:
  - {after: {overdue: 1s}, steps: [call-back], notify: lead, reassign: lead}
success: [{that: answer != null, because: The caller knows.}]
`
