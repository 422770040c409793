//! When somebody takes up a task, and when what a step waits for comes.

use engine::run::view::RunView;
use interpreter::id::{ActivationId, TaskId};
use interpreter::state::{Task, TaskKind};
use jiff::{SignedDuration, Timestamp};
use procedure::value::{Value, Values};

use super::{Deed, History, is_held, later, values, waits_for};
use crate::demo::hours::at_work;
use crate::demo::story::{hours, minutes};

impl History {
    /// Plans what people do with the run's new tasks, and what comes to its waits.
    pub(super) fn plan_run(&mut self, view: &RunView, paused: bool) {
        if paused {
            return;
        }
        if !self.stories.contains_key(&view.run) {
            let story = self.cast.unasked(&view.program.procedure.id, &view.state.scope.values, self.clock_now());
            self.stories.insert(view.run.clone(), story);
        }
        for (id, task) in &view.state.tasks {
            if !self.tasks_seen.contains(&(view.run.clone(), *id)) && !is_held(view, task) {
                self.tasks_seen.insert((view.run.clone(), *id));
                self.plan_task(view, *id, task);
            }
        }
        let waiting: Vec<ActivationId> = view.state.activations.keys().copied().collect();
        for id in waiting {
            let Some(event) = waits_for(view, id) else { continue };
            if self.waits_seen.insert((view.run.clone(), id)) {
                self.plan_event(view, id, event);
            }
        }
        self.plan_replacement(view);
    }

    fn plan_task(&mut self, view: &RunView, id: TaskId, task: &Task) {
        let done_before = {
            let count = self.tasks_of.entry(view.run.clone()).or_default();
            *count += 1;
            *count - 1
        };
        let now = self.clock_now();
        let story = self.stories.get(&view.run);
        let around_the_clock = story.is_some_and(|story| story.around_the_clock);
        let stalls = story.and_then(|story| story.stalls_after).is_some_and(|after| done_before >= after);
        if stalls {
            // Some take a task and get no further.
            if self.dice.percent(55) {
                let wait = minutes(self.dice.between(20, 240));
                let at = at_work(later(now, wait), &mut self.dice);
                self.plan(at, Deed::Claim(view.run.clone(), id));
            }
            return;
        }
        let at = later(now, self.pace(task, now));
        let at = if around_the_clock { at } else { at_work(at, &mut self.dice) };
        if self.dice.percent(35) {
            let part = at.duration_since(now) / 2;
            let claim = later(now, part);
            let claim = if around_the_clock { claim } else { at_work(claim, &mut self.dice).min(at) };
            self.plan(claim, Deed::Claim(view.run.clone(), id));
        }
        self.plan(at, Deed::Do(view.run.clone(), id, 0));
    }

    /// How long it takes until somebody has done it: mostly in time, now and then too late.
    fn pace(&mut self, task: &Task, now: Timestamp) -> SignedDuration {
        if matches!(task.kind, TaskKind::Settle { .. }) {
            return hours(self.dice.between(2, 30));
        }
        let Some(due) = task.due.filter(|due| *due > now) else {
            return minutes(self.dice.between(25, 420));
        };
        let share = if self.dice.percent(9) { self.dice.between(105, 190) } else { self.dice.between(8, 85) };
        let span = due.duration_since(now).as_secs().min(4 * 24 * 3600);
        SignedDuration::from_secs((span * share / 100).max(60))
    }

    fn plan_event(&mut self, view: &RunView, id: ActivationId, event: String) {
        let Some(step) = view.state.activations.get(&id).map(|open| open.step.clone()) else { return };
        let now = self.clock_now();
        let Some(story) = self.stories.get_mut(&view.run) else { return };
        let Some(comings) = story.events.get_mut(step.as_str()).filter(|comings| !comings.is_empty()) else { return };
        let coming = comings.remove(0);
        let mut data: Values = values(&coming.data).unwrap_or_default();
        for (field, name) in coming.repeats {
            let known = view.state.scope.values.iter().find(|(known, _)| known.as_str() == *name);
            data.insert((*field).to_owned(), known.map_or(Value::Null, |(_, value)| value.clone()));
        }
        self.plan(later(now, coming.after), Deed::Come(view.run.clone(), event, data));
    }

    fn plan_replacement(&mut self, view: &RunView) {
        let Some(story) = self.stories.get_mut(&view.run) else { return };
        let Some(replacement) = &story.replacement else { return };
        if view.state.path.iter().any(|step| step.as_str() == replacement.step) {
            let wait = minutes(self.dice.between(3, 25));
            let at = later(self.clock_now(), wait);
            self.plan(at, Deed::Replace(view.run.clone()));
        }
    }
}
