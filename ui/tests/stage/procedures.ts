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

/** What is sensitive, in the words of a task and beside it. */
export const PAYOUT = `procedure: 1
id: payout
title: Pay a customer out
purpose: The money is where it belongs.
owner: lead
review: every 90 days
roles: {agent: Answers customers., lead: Leads them.}
data:
  customer: {type: string, title: Customer}
  account: {type: string, sensitive: true, title: Account}
  paid: {type: boolean, title: Paid}
triggers: [{manual: {roles: [agent]}}]
steps:
  - id: agree
    title: 'Agree to pay {{ customer }}'
    approve: {by: lead, covers: [customer, account]}
  - id: pay
    title: Transfer it
    instructions: 'Transfer it to {{ account }}.'
    person: {role: agent, collect: [paid]}
success: [{that: paid, because: It was paid.}]
`

/** A field of every kind, asked for at the start. */
export const EVERYTHING = `procedure: 1
id: everything
title: Register a delivery
purpose: Everything is known.
owner: lead
review: every 90 days
roles: {agent: Answers customers., lead: Leads them.}
data:
  name: {type: string, title: Name}
  remark: {type: string, maxLength: 2000, optional: true, title: Remark}
  weight: {type: number, minimum: 0, unit: kg, title: Weight}
  pieces: {type: integer, minimum: 1, title: Pieces}
  urgent: {type: boolean, title: Urgent}
  kind: {type: string, enum: [parcel, pallet], title: Kind}
  day: {type: date, title: Day}
  moment: {type: date-time, title: Moment}
  patience: {type: duration, title: Patience}
  paper: {type: file, title: Paper}
  marks: {type: array, items: {type: string}, title: Marks}
  sender: {type: object, properties: {city: {type: string, title: City}, zip: {type: string, title: Zip}}, title: Sender}
  checked: {type: boolean, title: Checked}
triggers: [{manual: {roles: [agent]}}]
steps:
  - {id: look, title: 'Look at {{ name }}', person: {role: agent, collect: [checked]}}
success: [{that: checked, because: It was looked at.}]
`

/** What a machine proposes and a person settles: a request to confirm, a way to choose, a form that comes back. */
export const PROPOSED = `procedure: 1
id: proposed
title: Replace an item
purpose: The customer has a new one.
owner: lead
review: every 90 days
roles: {agent: Answers customers., lead: Leads them.}
data:
  order_id: {type: string, title: Order}
  tracking: {type: string, optional: true, title: Tracking}
  way: {type: string, enum: [post, courier], optional: true, title: Way}
  weight: {type: number, minimum: 0, unit: kg, title: Weight}
  told: {type: boolean, title: Told}
triggers: [{manual: {roles: [agent]}}]
steps:
  - id: replace
    title: Send a new one
    call: shop.replace
    with: {order: =order_id, urgent: false}
    save: {tracking: =result.tracking}
    autonomy: {confirm: lead}
  - id: which
    title: Which way it goes
    decide:
      cases:
        - {when: order_id == 'ORD-9', title: By courier, set: {way: courier}}
      otherwise: {set: {way: post}}
    autonomy: {confirm: lead}
  - id: weigh
    title: Weigh it
    person: {role: agent, collect: [weight]}
    checks: [{that: weight < 30, because: The post takes no more.}]
  - {id: tell, title: Tell the customer, person: {role: agent, collect: [told]}}
success: [{that: told, because: The customer knows.}]
`

/** A request that must not be sent twice, and whose answer never comes. */
export const REFUND = `procedure: 1
id: refund
title: Refund an order
purpose: The customer has the money.
owner: lead
review: every 90 days
roles: {agent: Answers customers., lead: Leads them.}
data:
  order_id: {type: string, title: Order}
  told: {type: boolean, title: Told}
triggers: [{manual: {roles: [agent]}}]
steps:
  - {id: refund, title: Refund it, call: shop.refund, with: {order: =order_id}, once: =order_id}
  - {id: tell, title: Tell the customer, person: {role: agent, collect: [told]}}
success: [{that: told, because: The customer knows.}]
`
