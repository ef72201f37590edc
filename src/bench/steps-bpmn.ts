/** The same stages as a flow of bpmn-engine, its state saved after each step as its users save it: getState() as JSON. */
import { EventEmitter } from 'node:events'
import { Engine } from 'bpmn-engine'
import { openPlainState } from '../../data/bench/plain-state.ts'
import type { Steps } from './steps.ts'

/** The policy's stages on the usual way of a complaint. */
export const STAGES = ['review', 'appraisal', 'plan', 'approval', 'payment', 'told', 'callback'] as const

/**
 * A user task for each, then a gateway that may end the case. The ways back, around and aside that the policy has are left
 * out: the engine follows every way not taken to its end, and with all of them a step takes seconds.
 */
function source(): string {
  const parts = STAGES.map((id, i) => {
    const next = STAGES[i + 1] ?? 'closed'
    return `<userTask id="${id}" /><sequenceFlow id="${id}_done" sourceRef="${id}" targetRef="${id}_way" />
      <exclusiveGateway id="${id}_way" default="${id}_on" />
      <sequenceFlow id="${id}_on" sourceRef="${id}_way" targetRef="${next}" />
      <sequenceFlow id="${id}_off" sourceRef="${id}_way" targetRef="${id}_ended"><conditionExpression
        xsi:type="tFormalExpression">\${environment.variables.declined}</conditionExpression></sequenceFlow>
      <endEvent id="${id}_ended" />`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions id="complaint" xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="http://bpmn.io/schema/bpmn">
  <process id="case" isExecutable="true">
    <startEvent id="begin" /><sequenceFlow id="filed" sourceRef="begin" targetRef="${STAGES[0]}" />${parts.join('\n')}<endEvent id="closed" />
  </process>
</definitions>`
}

interface Waiting {
  readonly id: string
  signal(message: object): void
}

/**
 * Cases begun and waiting at their first stage. `recovers`: an engine is made from the saved state for each step, as a server
 * with more cases than memory does; else each case is an engine that stays in memory.
 */
export function bpmnSteps(file: string, values: readonly object[], recovers: boolean): Steps {
  const state = openPlainState(file)
  return {
    async begin(name) {
      const listener = new EventEmitter()
      let waiting: Waiting | undefined
      listener.on('activity.wait', (activity: Waiting) => {
        waiting = activity
      })
      let engine = new Engine({ name, source: source() })
      await engine.execute({ listener, variables: values[0] ?? {} })
      state.save(name, JSON.stringify(await engine.getState()))
      if (recovers) await engine.stop()
      return {
        async step(n) {
          if (recovers) {
            waiting = undefined
            engine = new Engine({ name }).recover(JSON.parse(state.read(name)))
            await engine.resume({ listener })
          }
          const at = waiting
          if (at === undefined || at.id !== STAGES[n])
            throw new Error(`bpmn-engine waits at ${at?.id}, not at ${STAGES[n]}`)
          at.signal({ values: values[n] })
          if (waiting?.id !== STAGES[n + 1]) throw new Error(`bpmn-engine went on to ${waiting?.id}`)
          state.save(name, JSON.stringify(await engine.getState()))
          if (recovers) await engine.stop()
        },
        // What was stopped already never says so again.
        end: async () => void (recovers || (await engine.stop())),
      }
    },
    close: async () => state.close(),
  }
}
