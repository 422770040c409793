//! How a store in memory is changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use engine::ledger::{GENESIS, LedgerContent, LedgerEntry, commitment};
use engine::port::store::{
    Batch, Begun, Change, Claim, ClaimKind, Committed, Difference, Publication, RunRow, StoreError, Write,
};
use interpreter::id::{EffectId, RunId};
use jiff::Timestamp;
use procedure::hash::ContentHash;

use super::Flaw;
use super::kept::{Kept, KeptRun};

type Flaws = BTreeSet<Flaw>;

pub(super) fn commit(
    kept: &mut Kept,
    flaws: &Flaws,
    run: &RunId,
    expected: u64,
    batch: Batch,
) -> Result<Committed, StoreError> {
    let before = kept.runs.get(run);
    let found = before.map_or(0, |kept| kept.row.sequence);
    if found != expected && !flaws.contains(&Flaw::IgnoresSequence) {
        return Err(StoreError::Conflict { run: run.clone(), expected, found });
    }
    let malformed = |because: &str| StoreError::Malformed { run: run.clone(), because: because.into() };
    if batch.origin.is_some() == before.is_some() {
        return Err(malformed("the origin is given with the first commit, and only then"));
    }
    let numbers = batch.events.iter().map(|event| event.sequence);
    if batch.events.is_empty() || !numbers.eq(expected + 1..=expected + batch.events.len() as u64) {
        return Err(malformed("its events do not follow the expected one without a gap"));
    }
    let mut head = before.map_or(ContentHash::from_bytes(GENESIS), |kept| kept.row.head);
    let order = kept.runs.len();
    let run_kept = match kept.runs.entry(run.clone()) {
        std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
        std::collections::btree_map::Entry::Vacant(entry) => {
            let origin = batch.origin.ok_or_else(|| malformed("it has no origin"))?;
            let row = RunRow { run: run.clone(), origin, progress: batch.progress.clone(), sequence: 0, head };
            entry.insert(KeptRun {
                order,
                row,
                entries: Arc::default(),
                effects: BTreeMap::new(),
                timers: BTreeMap::new(),
                tasks: BTreeMap::new(),
            })
        }
    };
    put(&mut run_kept.tasks, batch.tasks, flaws);
    put(&mut run_kept.timers, batch.timers, flaws);
    let begun: BTreeMap<EffectId, u32> = run_kept.effects.iter().map(|(id, row)| (*id, row.begun)).collect();
    put(&mut run_kept.effects, batch.effects, flaws);
    for (id, row) in &mut run_kept.effects {
        row.begun = begun.get(id).copied().unwrap_or(0);
    }
    let mut at = batch.progress.updated_at;
    let entries = Arc::make_mut(&mut run_kept.entries);
    for event in batch.events {
        let entry = event.link(run, &head);
        head = entry.hash;
        at = entry.at;
        run_kept.row.sequence = entry.sequence;
        entries.push(entry);
    }
    run_kept.row.head = head;
    run_kept.row.progress = batch.progress;
    let last = run_kept.row.sequence;
    for each in batch.claims {
        claim(kept, flaws, each)?;
    }
    kept.notices.extend(batch.notices);
    kept.naming.extend(batch.files.into_iter().map(|hash| (hash, run.clone())));
    let content = LedgerContent::Run { first: expected + 1, last, head };
    let ledger = enter(kept, flaws, at, LedgerEntry::RUN, run.as_str(), content);
    Ok(Committed { sequence: last, head, ledger })
}

fn put<K: Ord, V>(rows: &mut BTreeMap<K, V>, difference: Difference<K, V>, flaws: &Flaws) {
    for removed in difference.removed {
        if !flaws.contains(&Flaw::KeepsRemoved) {
            rows.remove(&removed);
        }
    }
    rows.extend(difference.set);
}

fn claim(kept: &mut Kept, flaws: &Flaws, claim: Claim) -> Result<(), StoreError> {
    let key = (claim.kind, claim.key.clone());
    if let Some(taken) = kept.claims.get(&key).filter(|_| !flaws.contains(&Flaw::IgnoresClaims)) {
        return Err(StoreError::ClaimTaken { kind: claim.kind, key: claim.key, by: taken.by.clone() });
    }
    kept.claims.insert(key, claim);
    Ok(())
}

fn enter(kept: &mut Kept, flaws: &Flaws, at: Timestamp, kind: &str, subject: &str, content: LedgerContent) -> u64 {
    let previous = kept.ledger.last().map_or(ContentHash::from_bytes(GENESIS), |last| last.hash);
    let number = kept.ledger.len() as u64 + 1;
    let mut entry = LedgerEntry { number, at, kind: kind.into(), subject: subject.into(), content, hash: previous };
    entry.hash = entry.hash_after(&previous);
    if !flaws.contains(&Flaw::ForgetsLedger) {
        Arc::make_mut(&mut kept.ledger).push(entry);
    }
    number
}

pub(super) fn record(kept: &mut Kept, flaws: &Flaws, change: Change) -> Result<u64, StoreError> {
    for each in change.claims {
        claim(kept, flaws, each)?;
    }
    for each in change.writes {
        write(kept, each)?;
    }
    let commitment = commitment(&change.salt, change.payload.as_bytes());
    let payload = Some((change.salt, change.payload));
    let content = LedgerContent::Change { actor: change.actor, commitment, payload };
    Ok(enter(kept, flaws, change.at, change.kind.as_str(), &change.subject, content))
}

fn write(kept: &mut Kept, write: Write) -> Result<(), StoreError> {
    match write {
        Write::Document { version, text } => {
            kept.documents.entry(version).or_insert(text);
        }
        Write::Publication(publication) => publish(kept, publication)?,
        Write::Record(record) => {
            kept.records.insert((record.collection, record.id), record.value);
        }
        Write::RemoveRecord { collection, id } => {
            kept.records.remove(&(collection, id));
        }
        Write::DeadLetter(letter) => kept.dead_letters.push(letter),
        Write::Notice(notice) => kept.notices.push(notice),
        Write::Passing(passing) => {
            kept.passing.insert((passing.kind, passing.key.clone()), passing);
        }
        Write::EndPassing { kind, owner } => kept.passing.retain(|_, row| row.kind != kind || row.owner != owner),
        Write::EndDoubt { key } => {
            kept.claims.remove(&(ClaimKind::Doubt, key));
        }
        Write::Hold { owner, content } => {
            kept.holding.insert(owner, content);
        }
        Write::Fact { name, value } => {
            match value {
                Some(value) => kept.facts.insert(name.to_owned(), value),
                None => kept.facts.remove(name),
            };
        }
        Write::EraseJournal(run) => {
            let Some(run_kept) = kept.runs.get_mut(&run) else { return Ok(()) };
            if run_kept.row.progress.status.is_open() {
                return Err(StoreError::StillOpen(run));
            }
            Arc::make_mut(&mut run_kept.entries).iter_mut().for_each(|entry| entry.content = None);
            run_kept.row.origin.case = None;
            kept.notices.retain(|notice| notice.run != run);
            kept.naming.retain(|(_, naming)| *naming != run);
        }
        Write::ErasePayload(number) => {
            for entry in Arc::make_mut(&mut kept.ledger).iter_mut().filter(|entry| entry.number == number) {
                if let LedgerContent::Change { payload, .. } = &mut entry.content {
                    *payload = None;
                }
            }
        }
    }
    Ok(())
}

fn publish(kept: &mut Kept, publication: Publication) -> Result<(), StoreError> {
    let all = kept.publications.entry(publication.procedure.clone()).or_default();
    let latest = all.last().map_or(0, |last| last.number);
    if publication.number != latest + 1 {
        let procedure = publication.procedure.to_string();
        return Err(StoreError::NumberTaken { procedure, given: publication.number, latest });
    }
    all.push(publication);
    Ok(())
}

pub(super) fn begin(kept: &mut Kept, flaws: &Flaws, run: &RunId, effect: EffectId, attempt: u32) -> Begun {
    let row = kept.runs.get(run).and_then(|kept| kept.effects.get(&effect));
    let Some(row) = row.filter(|row| row.attempt == attempt && !row.waiting).cloned() else { return Begun::Gone };
    if let Some(once) = row.once.as_ref().filter(|_| !flaws.contains(&Flaw::IgnoresOnce)) {
        let claimed = |kind| kept.claims.get(&(kind, once.clone()));
        if let Some((value, by)) = claimed(ClaimKind::Once).and_then(|claim| Some((claim.value.clone()?, &claim.by))) {
            return Begun::Done { value, by: by.clone() };
        }
        if let Some(claim) = claimed(ClaimKind::Doubt).filter(|claim| claim.by != run.as_str()) {
            return Begun::Doubtful { by: claim.by.clone() };
        }
        let other = kept.runs.values().flat_map(|kept| kept.effects.values()).find(|other| {
            other.once.as_ref() == Some(once) && other.begun > 0 && (&other.run, other.effect) != (run, effect)
        });
        if let Some(other) = other {
            return Begun::Held { by: other.run.clone() };
        }
    }
    if row.begun == attempt {
        return Begun::Again;
    }
    if let Some(row) = kept.runs.get_mut(run).and_then(|kept| kept.effects.get_mut(&effect))
        && !flaws.contains(&Flaw::ForgetsBegun)
    {
        row.begun = attempt;
    }
    Begun::Go
}
