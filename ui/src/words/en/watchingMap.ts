import type { MapActivity, ProcessMap } from '../../api/eventLogs'
import { percent } from '../../watching/figures'
import type { MapLook } from '../../watching/map/search'
import { count, decimal } from '../format'

export const words = {
  drawing: 'Process map',
  help: 'Arrow keys move from activity to activity, Enter tells its figures.',
  failed: 'The map could not be laid out. The table tells the same in words.',
  look: 'What the map shows',
  frequency: 'Frequency',
  time: 'Time',
  table: 'Table',
  detail: 'Detail',
  activities: 'Activities',
  paths: 'Paths',
  ends: { start: 'Start', end: 'End' },
  shownOf: (shown: number, all: number) => `${decimal(shown)} of ${decimal(all)}`,
  covered: ({ activities, paths, all_activities, all_paths, covered_activities, covered_paths }: ProcessMap) =>
    `${decimal(activities.length)} of ${count(all_activities, 'activity', 'activities')} (${percent(covered_activities)} of what was done) and ${decimal(paths.length)} of ${count(all_paths, 'path', 'paths')} (${percent(covered_paths)} of the steps between them).`,
  counting: 'Counting …',
  legend: { frequency: 'How often', time: 'Median wait' },
  under: (value: string) => `under ${value}`,
  fromOn: (value: string) => `from ${value}`,
  said: ({ times, cases, work }: MapActivity, look: MapLook) => {
    if (look === 'frequency') return ` times in ${count(cases, 'case', 'cases')}`
    return work ? ' in the middle' : count(times, 'time', 'times')
  },
  chosen: 'What was chosen',
  activity: 'Activity',
  times: 'Done',
  inCases: 'In cases',
  starts: 'First of its case',
  stops: 'Last of its case',
  work: 'Worked on',
  followed: 'Times',
  wait: 'Wait between',
  medianWait: 'Median wait',
  slowest: 'Slowest tenth from',
  median: (median: string, mean: string) => `${median} (median), ${mean} (mean)`,
  only: 'Only cases with this',
  without: 'Only cases without this',
  onlyBoth: 'Only cases with both',
  from: 'Comes after',
  to: 'Followed by',
  fromOne: 'From',
  toOther: 'To',
  followedBy: 'then',
}
