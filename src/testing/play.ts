// Plays one action of a story upon the simulation.
import { type Action, ACTS } from './acts.ts'
import type { Simulation } from './simulation.ts'
import { TAB_ACTS } from './tab-acts.ts'

export function play(simulation: Simulation, action: Action): void {
  const acts = simulation.setting.tabs === 'share' ? TAB_ACTS : ACTS
  const act = acts[action.kind]
  if (act === undefined) throw new Error(`No act is named ${action.kind}. Use one of ${Object.keys(acts).join(', ')}.`)
  const page = simulation.page(action.page)
  const { clock, coverage } = simulation
  if (page.end() !== null) return
  if (act.strikes !== 'none') coverage.fault(action.kind, act.strikes === 'page' ? page.phase() : null)
  const later = (undo: () => void) =>
    void clock.at(clock.now() + action.ms, () => {
      undo()
      page.touch()
    })
  act.play({ simulation, page, action, later })
  page.touch()
}
