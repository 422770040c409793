//! The part of a log that one node of the tree explains.

use std::collections::HashMap;

/// Traces with how many cases went them. Activities are numbered `0..names.len()` in the order of their names, so that
/// whatever is decided by order is decided by name.
#[derive(Debug, Clone)]
pub(super) struct Sublog {
    /// Which of the whole log's activities each one is: ascending ranks by name.
    pub names: Vec<u16>,
    /// How many cases have nothing here.
    pub empty: u64,
    events: Vec<u16>,
    traces: Vec<Span>,
}

#[derive(Debug, Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
    cases: u64,
}

impl Sublog {
    /// The traces that are not empty, each once, with their cases.
    pub fn traces(&self) -> impl Iterator<Item = (&[u16], u64)> {
        self.traces.iter().map(|span| (&self.events[span.start..span.end], span.cases))
    }

    /// How many different traces there are, the empty one left aside.
    pub fn variants(&self) -> usize {
        self.traces.len()
    }

    /// All cases that are not empty.
    pub fn cases(&self) -> u64 {
        self.traces.iter().map(|span| span.cases).sum()
    }

    /// The only activity, where all cases consist of one event of it.
    pub fn single(&self) -> Option<u16> {
        match (&self.traces[..], &self.events[..]) {
            ([_], [only]) => Some(self.names[usize::from(*only)]),
            _ => None,
        }
    }
}

/// A sublog in the making, in the numbers of the log that it is taken from.
#[derive(Debug, Default)]
pub(super) struct Gather {
    empty: u64,
    events: Vec<u16>,
    traces: Vec<Span>,
}

impl Gather {
    /// Adds a trace that `cases` went.
    pub fn add(&mut self, trace: impl IntoIterator<Item = u16>, cases: u64) {
        let start = self.events.len();
        self.events.extend(trace);
        let end = self.events.len();
        if start == end {
            self.empty += cases;
        } else {
            self.traces.push(Span { start, end, cases });
        }
    }

    /// The cases of all traces that were added, empty ones too.
    pub fn cases(&self) -> u64 {
        self.empty + self.traces.iter().map(|span| span.cases).sum::<u64>()
    }

    /// Joins equal traces and numbers the activities anew. `names` are those of the log that this is taken from.
    pub fn finish(self, names: &[u16]) -> Sublog {
        let mut here = vec![false; names.len()];
        self.events.iter().for_each(|&event| here[usize::from(event)] = true);
        let mut number = vec![0; names.len()];
        let mut kept = Vec::new();
        for (old, _) in here.iter().enumerate().filter(|(_, here)| **here) {
            number[old] = kept.len() as u16;
            kept.push(names[old]);
        }
        let mut known: HashMap<&[u16], usize> = HashMap::with_capacity(self.traces.len());
        let mut log = Sublog { names: kept, empty: self.empty, events: Vec::new(), traces: Vec::new() };
        for span in &self.traces {
            let trace = &self.events[span.start..span.end];
            match known.entry(trace) {
                std::collections::hash_map::Entry::Occupied(place) => log.traces[*place.get()].cases += span.cases,
                std::collections::hash_map::Entry::Vacant(place) => {
                    place.insert(log.traces.len());
                    let start = log.events.len();
                    log.events.extend(trace.iter().map(|&event| number[usize::from(event)]));
                    log.traces.push(Span { start, end: log.events.len(), cases: span.cases });
                }
            }
        }
        log
    }
}
